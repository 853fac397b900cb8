"""`onrecord reread`: an older program's claims are brought up to what this one finds; what people decided stays."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord import check_report, read_report
from onrecord.cli import main
from onrecord.model import Dossier
from onrecord.store import Act, Ledger
from onrecord.store.names import short
from onrecord.store.threads import Filter, list_threads

AT = "2026-01-01T00:00:00+00:00"
TEXT = (
    "Published: 4 March 2031\n\nVenezuela has 24 Igla-S launchers on the coast, Defence Minister Ana Ruiz said on "
    "Tuesday. Russia delivered 500 missiles to Venezuela in 2009. Two soldiers were killed near Coro on Monday."
)


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return replace(check_report(read_report(TEXT.encode(), label="coast.txt")), doc=None)


def as_of_old(dossier: Dossier, *, dropped: int = -1, doubled: bool = False) -> Dossier:
    """What an older program might have found: a claim less, another number, one too many."""
    claims = [each for place, each in enumerate(dossier.claims) if place != dropped]
    first = claims[0]
    assert first.quantity is not None
    claims[0] = replace(first, quantity=replace(first.quantity, low=Decimal(42), high=Decimal(42)))
    if doubled:
        last = claims[-1]
        span = replace(last.span, start=last.span.start + 4)
        claims.append(replace(last, span=span, head=0, property="wounded"))
    names = {each.id: f"c{number:02d}" for number, each in enumerate(claims, start=1)}
    findings = [
        replace(one, claim_id=names[one.claim_id], related=()) for one in dossier.findings if one.claim_id in names
    ]
    return replace(
        dossier,
        claims=tuple(replace(each, id=f"c{number:02d}") for number, each in enumerate(claims, start=1)),
        findings=tuple(findings),
        sourcing=(),
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def add(path: Path, dossier: Dossier) -> None:
    with Ledger(path) as store:
        store.add(dossier, TEXT.encode(), added=AT, program="onrecord 0.0.1")


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["reread", "--ledger", str(path), *options])


def test_nothing_is_said_of_what_is_the_same(ledger: Path, dossier: Dossier) -> None:
    add(ledger, dossier)
    result = run(ledger)
    assert result.exit_code == 0, result.output
    assert "1 reports read again, 0 differ" in result.output


def test_what_differs_is_told_and_only_kept_when_asked(ledger: Path, dossier: Dossier) -> None:
    add(ledger, as_of_old(dossier, dropped=1, doubled=True))
    before = ledger.read_bytes()
    result = run(ledger)
    assert result.exit_code == 1, result.output
    assert "number: 42 " in result.output
    assert "“Russia delivered 500 missiles to Venezuela in 2009”" in result.output
    assert "  + " in result.output
    assert "  - " in result.output
    assert "Nothing was written" in result.output
    assert ledger.read_bytes() == before
    assert run(ledger, "--keep").exit_code == 1
    with Ledger(ledger) as store:
        assert store.verify() == ()
        again = store.dossier(short(dossier.report.digest))
        with store.reading() as connection:
            lines = list_threads(connection, Filter(min_reports=1))
    words = {each.span.of(TEXT): each for each in again.claims}
    assert set(words) == {each.span.of(TEXT) for each in dossier.claims}
    assert again.findings
    assert {one.claim_id for one in again.findings} <= {each.id for each in again.claims}
    assert any(line.low == 24 for line in lines)
    assert not any(line.low == 42 for line in lines)
    assert run(ledger, "--all").exit_code == 0
    assert "--all reads them again" in run(ledger).output


def test_a_claim_keeps_its_number_and_its_decision(ledger: Path, dossier: Dossier) -> None:
    old = as_of_old(dossier, dropped=0)
    add(ledger, old)
    kept = old.claims[-1]
    with Ledger(ledger) as store:
        store.decide(Act.REJECT, short(old.report.digest, kept.id), who="ana", why="another war", at=AT)
    assert run(ledger, "--keep").exit_code == 1
    with Ledger(ledger) as store:
        assert store.verify() == ()
        again = store.dossier(short(old.report.digest))
        (decision,) = store.decisions()
    (found,) = [each for each in again.claims if each.id == kept.id]
    assert found.span.of(TEXT) == kept.span.of(TEXT)
    assert decision.subject == f"{old.report.digest}/{kept.id}"
    assert len(again.claims) == len(dossier.claims)


def test_a_claim_people_decided_on_is_never_taken_out(ledger: Path, dossier: Dossier) -> None:
    old = as_of_old(dossier, doubled=True)
    add(ledger, old)
    odd = old.claims[-1]
    with Ledger(ledger) as store:
        store.decide(Act.ACCEPT, short(old.report.digest, odd.id), who="ana", why="seen", at=AT)
    assert run(ledger, "--keep").exit_code == 1
    with Ledger(ledger) as store:
        assert store.verify() == ()
        assert odd.id in {each.id for each in store.dossier(short(old.report.digest)).claims}


def test_a_text_that_reads_otherwise_is_taken_over_unless_decisions_stand_on_it(
    ledger: Path, dossier: Dossier, tmp_path: Path
) -> None:
    shorter = TEXT.replace(" Two soldiers were killed near Coro on Monday.", "")
    given = replace(dossier.report, text=shorter)
    claims = tuple(each for each in dossier.claims if each.span.end <= len(shorter))
    odd = replace(claims[0], id="c09", span=replace(claims[0].span, start=2), property="x")
    old = replace(dossier, report=given, claims=(*claims, odd), findings=(), sourcing=(), attributions=())
    add(ledger, old)
    other = tmp_path / "decided.db"
    shutil.copy(ledger, other)
    result = run(ledger, "--keep")
    assert "another text is read" in result.output
    with Ledger(ledger) as store:
        assert store.verify() == ()
        assert store.dossier(short(given.digest)).report.text == TEXT
    with Ledger(other) as store:
        store.decide(Act.REJECT, short(given.digest, "c09"), who="ana", why="wrong", at=AT)
    result = run(other, "--keep")
    assert "left as it was" in result.output
    with Ledger(other) as store:
        assert store.dossier(short(given.digest)).report.text == shorter


def test_a_ledger_of_version_1_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    connection = sqlite3.connect(path)
    connection.executescript((Path(__file__).parents[1] / "cases" / "ledger-1.sql").read_text(encoding="utf-8"))
    connection.close()
    result = run(path, "--all", "--keep")
    assert result.exit_code in (0, 1), result.output
    with Ledger(path) as store:
        assert store.verify() == ()
        assert len(store.decisions()) == 1
