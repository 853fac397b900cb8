"""A large thread is shown by pages; what is counted over it is the same as when all of it is read."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from invented import AT, invent

from onrecord.export.thread_page import build_thread_page
from onrecord.export.thread_text import write_thread
from onrecord.export.wording import thread_words
from onrecord.store import Act, Ledger
from onrecord.store.add import add_dossier
from onrecord.store.names import short
from onrecord.store.threads import Filter, ThreadCard, list_threads, load_thread

COUNT = 90
SIZE = 20


@pytest.fixture
def ledger(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Ledger, str, list[str]]]:
    """A ledger with one thread of many claims, its id, and the digests of its reports; 40 are many here."""
    monkeypatch.setattr("onrecord.store.threads._LARGE", 40)
    digests = []
    with Ledger(address) as opened:
        with opened.writing() as connection:
            for index in range(COUNT):
                dossier, raw = invent(
                    f"Report {index}: Venezuela has Igla-S launchers, as number {index * 7919} of a row has it.",
                    low=str(500 + index % 13),
                    high=str(500 + index % 13),
                    speaker=f"Speaker Number{index % 30}",
                    outlet=f"Outlet {index % 45}",
                    published=f"2025-{1 + index % 12:02d}-{1 + index % 28:02d}",
                )
                add_dossier(connection, dossier, raw, added=AT, program="test")
                digests.append(dossier.report.digest)
        with opened.reading() as connection:
            (line,) = list_threads(connection, Filter())
        yield opened, line.id, digests


def load(ledger: Ledger, name: str, *, page: int = 1, whole: bool = False) -> ThreadCard:
    with ledger.reading() as connection:
        return load_thread(connection, name, page=page, size=SIZE, whole=whole)


def test_what_is_counted_is_that_of_the_whole(ledger: tuple[Ledger, str, list[str]]) -> None:
    opened, name, _ = ledger
    page, whole = load(opened, name), load(opened, name, whole=True)
    assert whole.page is None
    assert len(whole.said) == COUNT
    assert page.page is not None
    assert (page.page.number, page.page.of, page.page.claims, len(page.page.rows)) == (1, 5, COUNT, SIZE)
    assert (page.view.upstream.low, page.view.upstream.high) == (whole.view.upstream.low, whole.view.upstream.high)
    assert page.view.upstream.reports == COUNT
    assert [one.label for one in page.view.upstream.sources] == [one.label for one in whole.view.upstream.sources]
    assert sorted(page.view.upstream.outlets) == sorted(whole.view.upstream.outlets)
    assert [(one.low, one.high) for one in page.view.counts] == [(one.low, one.high) for one in whole.view.counts]
    assert len(page.view.contradictions) == len(whole.view.contradictions) > 0


def test_every_claim_is_on_one_page(ledger: tuple[Ledger, str, list[str]]) -> None:
    opened, name, _ = ledger
    pages = [load(opened, name, page=number).page for number in range(1, 6)]
    rows = [row for page in pages if page is not None for row in page.rows]
    assert len(rows) == len(set(rows)) == COUNT
    with pytest.raises(ValueError, match="pages 1 to 5"):
        load(opened, name, page=6)


def test_rejected_claims_stand_behind_no_source(ledger: tuple[Ledger, str, list[str]]) -> None:
    opened, name, digests = ledger
    for digest in digests[7::30]:  # all of one speaker
        opened.decide(Act.REJECT, short(digest, "c01"), who="ana", why="not seen", at=AT)
    card, whole = load(opened, name), load(opened, name, whole=True)
    assert len(card.decisions) == len(card.rejected) == len(digests[7::30])
    assert card.view.upstream.low == whole.view.upstream.low == 29
    assert card.view.upstream.reports == COUNT - len(card.rejected)


def test_it_is_printed_soon(ledger: tuple[Ledger, str, list[str]]) -> None:
    opened, name, _ = ledger
    load(opened, name)
    started = time.perf_counter()
    text = write_thread(build_thread_page(load(opened, name), thread_words()))
    assert time.perf_counter() - started < 1.0
    assert "Page 1 of 5: 20 of 90 claims" in text
    assert len(load(opened, name, whole=True).said) == COUNT
