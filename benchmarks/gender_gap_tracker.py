"""The Gender Gap Tracker's quotation extractor, from the user's own checkout, beside onrecord: see attribution.py.

Nothing of the tracker is part of this project.  What it imports for its database (pymongo, bson) is stood in for by
empty modules, so that it runs without one.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord import lexicon
from onrecord.attribute import find_attributions
from onrecord.extract.parse import parse

ROOT = Path(__file__).parents[1]
WARM_UP = 3
TRIM = 0.1  # share of articles left out at either end of the ratios: a machine in use disturbs one side or the other
LEAST_RATIO = 2.0
MOST_SHARE = 0.25
SAME_LENGTH = str.maketrans({"”": '"', "“": '"', "〝": '"', "〞": '"', "\xa0": " "})


def load_tracker(folder: Path, model: Any) -> tuple[Any, Callable[[str], str]]:
    """The tracker's extractor and its text preparation."""
    place = next((p for p in (folder, folder / "nlp" / "english") if (p / "quote_extractor.py").is_file()), None)
    if place is None:
        raise SystemExit(
            f"{folder} holds no quote_extractor.py. Name a checkout of sfu-discourse-lab/GenderGapTracker."
        )
    for name in ("pymongo", "bson"):
        stand_in: Any = ModuleType(name)
        stand_in.ObjectId = stand_in.MongoClient = object
        sys.modules.setdefault(name, stand_in)
    sys.path.insert(0, str(place.resolve()))
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as logs:  # it writes its log into the working folder
        os.chdir(logs)
        try:
            import quote_extractor  # type: ignore[import-not-found]
            import utils  # type: ignore[import-not-found]
        finally:
            os.chdir(before)
    config = {"spacy_lang": model, "NLP": {"QUOTE_VERBS": str(place.resolve() / "rules" / "quote_verb_list.txt")}}
    return quote_extractor.QuoteExtractor(config), utils.preprocess_text


def find_model() -> str:
    from importlib.util import find_spec

    models: list[str] = lexicon.load("pack", language="en")["models"]
    return next(name for name in models if find_spec(name) is not None)


def measure_speed(texts: Sequence[str], extractor: Any, prepare: Callable[[str], str]) -> bool:
    """Print documents per processor second of both; whether the bars are met."""

    def theirs(text: str) -> tuple[float, float]:
        began = time.process_time()
        doc = extractor.nlp(prepare(text))
        parsed = time.process_time()
        extractor.extract_quotes(doc)
        return parsed - began, time.process_time() - parsed

    def ours(text: str) -> tuple[float, float]:
        began = time.process_time()
        doc = parse(text)
        parsed = time.process_time()
        find_attributions(doc)
        return parsed - began, time.process_time() - parsed

    for text in texts[:WARM_UP]:
        theirs(text), ours(text)
    rest = texts[WARM_UP:]
    rows: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for number, text in enumerate(rest):
        gc.collect()
        if number % 2:
            first = theirs(text)
            rows.append((first, ours(text)))
        else:
            first = ours(text)
            rows.append((theirs(text), first))
    rows.sort(key=lambda row: sum(row[0]) / sum(row[1]))
    cut = int(TRIM * len(rows))
    kept = rows[cut : len(rows) - cut]
    for name, part in (("all articles", rows), (f"without the {TRIM:.0%} at either end", kept)):
        their_parse, their_rest = (sum(row[0][at] for row in part) for at in (0, 1))
        our_parse, our_rest = (sum(row[1][at] for row in part) for at in (0, 1))
        ratio = (their_parse + their_rest) / (our_parse + our_rest)
        share = our_rest / (our_parse + our_rest)
        print(f"{name}: {len(part)}")
        print(f"  tracker   {len(part) / (their_parse + their_rest):6.2f} documents per CPU second"
              f" (parse {their_parse:.2f} s, quotations {their_rest:.2f} s)")  # fmt: skip
        print(f"  onrecord  {len(part) / (our_parse + our_rest):6.2f} documents per CPU second"
              f" (parse {our_parse:.2f} s, attribution {our_rest:.2f} s: {share:.1%} of both)")  # fmt: skip
        print(f"  ratio     {ratio:6.2f}   bar >= {LEAST_RATIO:g}{'' if ratio >= LEAST_RATIO else '   MISSED'}")
        if share > MOST_SHARE:
            print(f"  attribution takes more than {MOST_SHARE:.0%}   MISSED")
    return ratio >= LEAST_RATIO and share <= MOST_SHARE


def predict(extractor: Any, record: Mapping[str, Any]) -> dict[str, Any]:
    """The tracker's quotations in the scorer's form.

    Its preparation moves offsets (a full stop is set before each line break); here only what keeps the length is done.
    """

    def span(index: str) -> list[list[int]]:
        first, last = (int(number) for number in index.strip("()").split(",")) if index else (0, 0)
        return [[first, last]] if last > first else []

    quotes = extractor.extract_quotes(extractor.nlp(record["text"].translate(SAME_LENGTH)))
    found = [
        {"source": span(each["speaker_index"]), "cue": span(each["verb_index"]), "content": span(each["quote_index"])}
        for each in quotes
    ]
    return {"id": record["id"], "attributions": [each for each in found if each["content"]]}


def run(arguments: Sequence[str], load_scorer: Callable[[Path], Any], read_gold: Callable[[Path, str], Any]) -> int:
    """The command `speed`."""
    parser = argparse.ArgumentParser(prog="attribution.py speed")
    parser.add_argument("--tracker", type=Path, required=True, help="checkout of the tracker, or its nlp/english")
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/benchmarks/attribution")
    parser.add_argument("--part", default="dev")
    parser.add_argument("--model", default=None, help="spaCy model of the tracker's side (default: the same as ours)")
    parser.add_argument("--score", action="store_true", help="also score the tracker's output, to see that it runs")
    options = parser.parse_args(arguments)
    import spacy

    model = options.model or find_model()
    extractor, prepare = load_tracker(options.tracker, spacy.load(model))
    gold = read_gold(options.data, options.part)
    print(f"tracker: spaCy {version('spacy')}, {model}: {', '.join(extractor.nlp.pipe_names)}")
    print(f"onrecord: {find_model()}")
    texts = [record["text"] for record in gold.values()]
    print(f"{len(texts)} articles, {sum(map(len, texts)) / len(texts):.0f} characters each")
    met = measure_speed(texts, extractor, prepare)
    if options.score:
        predicted = {key: predict(extractor, record) for key, record in gold.items()}
        scorer = load_scorer(options.data)
        print("the tracker, scored:")
        print(scorer.show(scorer.score(gold, predicted)))
    return int(not met)
