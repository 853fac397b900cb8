"""Speed and memory of finding places, the parse apart.

    python benchmarks/places.py --data ../shared/benchmarks [--limit 200]

Prints documents a second (CPU time of this process) for finding and resolving places in parsed documents, the same for
spaCy's parse alone, start-up of the gazetteer, and the peak memory the places added.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path

from onrecord.extract.parse import load_model
from onrecord.extract.places import find_places
from onrecord.record.countries import load_countries
from onrecord.record.gazetteer import load_gazetteer


def read_texts(folder: Path, limit: int) -> list[str]:
    texts = []
    for file in sorted((folder / "places").glob("*.jsonl")):
        lines = file.read_text(encoding="utf-8").splitlines()
        texts += [str(json.loads(line)["text"]) for line in lines[:limit] if line.strip()]
    return texts


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared/benchmarks"))
    parser.add_argument("--limit", type=int, default=200, help="documents of each file")
    arguments = parser.parse_args()
    texts = read_texts(arguments.data, arguments.limit)
    nlp = load_model("en")
    started = time.process_time()
    docs = [nlp(text) for text in texts]
    parse_s = time.process_time() - started
    before = peak_mb()
    started = time.perf_counter()
    gazetteer, countries = load_gazetteer(), load_countries()
    load_ms = (time.perf_counter() - started) * 1000
    started = time.process_time()
    found = sum(len(find_places(doc, gazetteer=gazetteer, countries=countries)) for doc in docs)
    places_s = time.process_time() - started
    characters = sum(map(len, texts)) / len(texts)
    print(f"documents            {len(docs)}, {characters:.0f} characters each, {found} mentions")
    print(f"places               {len(docs) / places_s:.0f} documents/s (first run, nothing cached)")
    print(f"spaCy's parse alone  {len(docs) / parse_s:.1f} documents/s")
    print(f"places over parse    {places_s / parse_s:.1%} of its time")
    print(f"gazetteer            opened in {load_ms:.0f} ms; memory added by all of this {peak_mb() - before:.0f} MB")


if __name__ == "__main__":
    main()
