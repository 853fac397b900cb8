"""Sets of invented reports through the whole pipeline into a ledger: how sources, outlets and texts are counted.

The sets are `tests/cases/threads/*.toml`; what stands in them says `tests/cases/threads/README.md`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord import check_report, read_report
from onrecord.cluster import cluster_claims
from onrecord.model import Dossier, SourceKind
from onrecord.store import Ledger
from onrecord.store.threads import Filter, ThreadCard, list_threads, load_thread

ROOT = Path(__file__).parents[2]
SETS = sorted((ROOT / "tests" / "cases" / "threads").glob("*.toml"))
REAL = ROOT / ".." / "shared" / "reports" / "venezuela-igla-s.txt"
AT = "2031-12-01T00:00:00+00:00"


def load_set(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def prints(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Outlet and text of each print of an entry."""
    count = entry.get("outlets", 1)
    for number in range(count):
        outlet = entry.get("outlet") or f"Invented Outlet {number + 1}"
        if "text" in entry:
            paragraphs = entry["text"].strip().split("\n\n")
            cut = number % (entry.get("cuts", 0) + 1)
            text = "\n\n".join(paragraphs[: len(paragraphs) - cut])
            if cut:  # the credit goes with the cut
                text = text.replace("(Reuters) ", "", 1)
        else:
            openings, bodies, closings = (entry[part] for part in ("openings", "bodies", "closings"))
            parts = (
                openings[number % len(openings)],
                bodies[number % len(bodies)],
                closings[(number * 3 + number // len(openings)) % len(closings)],
            )
            text = "\n\n".join(parts)
        yield outlet, text


def read_set(table: dict[str, Any]) -> list[tuple[Dossier, bytes]]:
    found = []
    parsed: dict[str, Dossier] = {}
    for entry in table["report"]:
        for outlet, text in prints(entry):
            raw = f"{text}\n\n{outlet}\n".encode()
            if text not in parsed:
                parsed[text] = check_report(text)
            report = replace(read_report(raw, published=entry["published"]), outlet=outlet)
            found.append((replace(parsed[text], report=report, doc=None), raw))
    return found


def show(address: str, expect: dict[str, Any]) -> ThreadCard:
    wanted = Filter(item=expect["item"], actor=expect["actor"], min_reports=1)
    with Ledger(address) as ledger, ledger.reading() as connection:
        lines = [line for line in list_threads(connection, wanted) if line.kind in ("holding", "deployment")]
        assert len(lines) == 1, [(line.title, line.reports) for line in lines]
        card = load_thread(connection, lines[0].id)
    assert lines[0].sources == (card.view.upstream.low, card.view.upstream.high)
    assert lines[0].outlets == len(card.view.upstream.outlets)
    return card


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_sets(path: Path, tmp_path: Path) -> None:
    table = load_set(path)
    expect = table["expect"]
    address = str(tmp_path / "ledger.db")
    reports = read_set(table)
    with Ledger(address) as ledger:
        for dossier, raw in reports:
            ledger.add(dossier, raw, added=AT)
    view = show(address, expect).view
    assert view.upstream.reports == expect["reports"]
    assert len(view.upstream.outlets) == expect["outlets"]
    assert [view.upstream.low, view.upstream.high] == expect["sources"], view.upstream.sources
    assert sorted(source.label for source in view.upstream.sources if source.is_named) == expect["named"]
    assert view.is_alone == expect.get("alone", False)
    for name in ("texts", "contradictions", "moved"):
        if name in expect:
            found = {"texts": view.upstream.texts}.get(name)
            found = len(getattr(view, name)) if found is None else found
            assert found == expect[name], name
    if "counts" in expect:
        assert sorted(line.counted_class or "" for line in view.counts) == expect["counts"]
    for pair in (*view.contradictions, *view.moved):
        assert pair.one.quote
        assert pair.other.quote
        assert pair.one.profile.counted_class == pair.other.profile.counted_class


def test_the_batch_gives_the_same_sources() -> None:
    """`cluster_claims`, without a ledger, over the set with two officials."""
    table = load_set(next(path for path in SETS if path.stem == "second"))
    threads = [
        thread
        for thread in cluster_claims([dossier for dossier, _ in read_set(table)])
        if thread.kind.value in ("holding", "deployment")
    ]
    assert [sorted(thread.speakers) for thread in threads] == [["Ernesto Salvatierra", "Lucia Restrepo"]]


def test_thirty_prints_of_the_real_report_are_one_source_each(tmp_path: Path) -> None:
    """Thirty outlets print the real report: what Maduro claims goes back to him, the rest to one text."""
    if not REAL.is_file():
        pytest.skip("the real report is not here (../shared/reports/venezuela-igla-s.txt)")
    raw = REAL.read_bytes()
    dossier = check_report(raw.decode("utf-8"))
    address = str(tmp_path / "ledger.db")
    with Ledger(address) as ledger:
        for number in range(30):
            printed = raw + b"\n" * number
            report = replace(read_report(printed), outlet=f"Invented Outlet {number + 1}")
            ledger.add(replace(dossier, report=report, doc=None), printed, added=AT)
        with ledger.reading() as connection:
            lines = list_threads(connection, Filter())
            cards = [load_thread(connection, line.id) for line in lines]
    assert cards
    for card in cards:
        assert card.view.upstream.reports == 30
        assert len(card.view.upstream.outlets) == 30
        assert card.view.upstream.texts == 1
        assert card.view.upstream.low == 1
    stock = [card for card in cards if card.kind in ("holding", "deployment") and card.view.figures]
    named = {source.label for card in stock for source in card.view.upstream.sources if source.is_named}
    assert any("Maduro" in name for name in named)
    kinds = {source.kind for card in stock for source in card.view.upstream.sources}
    assert SourceKind.OWN_VOICE not in kinds
