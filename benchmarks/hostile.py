"""How the readers' time grows on long odd text: the same piece repeated to 25,000 and to 100,000 characters.

    python benchmarks/hostile.py

Linear growth is a ratio near 4; anything above 8 is printed with an exclamation mark. The tests read the same texts
and look at what comes back, not at the clock.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import spacy

from onrecord.check.geo_read import read_statements
from onrecord.extract.equipment import find_equipment
from onrecord.extract.places import read_places
from onrecord.extract.quantities import find_quantities
from onrecord.extract.times import find_times
from onrecord.publish.paragraphs import split_paragraphs
from onrecord.publish.safety import guard_cell, safe_url, show_controls
from onrecord.record import load_record
from onrecord.record.countries import load_countries
from onrecord.record.gazetteer import load_gazetteer
from onrecord.record.geography import load_geography

PIECES = ("a", "1", " ", '"', "'", "-", "a1", "A-", "(", "http://", "Igla ", "in 12 km of ", "St. ", "ship class ")
SHORT, LONG = 25_000, 100_000
NOTICE = 8.0


def main() -> None:
    blank = spacy.blank("en")
    blank.max_length = LONG + 1
    print(f"{'':24}" + "".join(f"{piece!r:>14}" for piece in PIECES))
    for name, read in readers(blank.vocab, blank.make_doc).items():
        cells = []
        for piece in PIECES:
            short, long = (seconds(read, (piece * size)[:size]) for size in (SHORT, LONG))
            ratio = long / max(short, 2e-3)  # under two milliseconds the clock says little
            cells.append(f"{ratio:.1f}{'!' if ratio > NOTICE else ''} ({long:.1f}s)")
        print(f"{name:24}" + "".join(f"{cell:>14}" for cell in cells), flush=True)


def readers(vocab: spacy.Vocab, make_doc: Callable[[str], spacy.tokens.Doc]) -> dict[str, Callable[[str], object]]:
    """Every reader that takes a whole text, by name."""
    record, gazetteer, countries, geography = load_record(), load_gazetteer(), load_countries(), load_geography()
    docs: dict[str, spacy.tokens.Doc] = {}

    def places(text: str) -> object:
        if text not in docs:
            # spaCy's own tokenizer is not under test: a text without spaces is one token
            docs[text] = make_doc(text) if " " in text.strip() else spacy.tokens.Doc(vocab, [text])
        return read_places(docs[text], gazetteer=gazetteer, countries=countries)

    return {
        "quantities": find_quantities,
        "times": lambda text: find_times(text, published="2024-05-05"),
        "equipment": lambda text: find_equipment(text, names=record.names(), categories=record.categories),
        "places": places,
        "geography": lambda text: read_statements(text, geography),
        "controls": show_controls,
        "cells": guard_cell,
        "addresses": safe_url,
        "paragraphs": split_paragraphs,
    }


def seconds(read: Callable[[str], object], text: str) -> float:
    """The best of three readings, in seconds; a reading over a second is not repeated."""
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        read(text)
        best = min(best, time.perf_counter() - started)
        if best > 1:
            break
    return best


if __name__ == "__main__":
    main()
