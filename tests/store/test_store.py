"""Adding, reading back, verifying, deciding; on SQLite and on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from invented import AT, RUSSIA, T_72, invent, number
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from onrecord.errors import LedgerError, UnknownReference
from onrecord.model import ClaimKind, Span, Stance
from onrecord.store import Act, Ledger
from onrecord.store.load import load_bytes, load_claims
from onrecord.store.names import find_report, find_thread, short


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    with Ledger(address) as opened:
        yield opened


def add(ledger: Ledger, *reports: tuple[object, bytes]) -> list[object]:
    return [ledger.add(dossier, raw, added=AT) for dossier, raw in reports]  # type: ignore[arg-type]


def test_what_is_added_is_read_back_as_it_was(ledger: Ledger) -> None:
    dossier, raw = invent("Five thousand, “quoted” — with \0 and \U0001f680.", low="5000", lead="  \r\n")
    added = ledger.add(dossier, raw, added=AT)
    assert (added.was_there, added.claims, added.opened) == (False, 1, 1)
    assert ledger.dossier(short(added.digest)) == dossier
    with ledger.reading() as connection:
        assert load_bytes(connection, added.digest) == raw


def test_adding_twice_changes_nothing(ledger: Ledger) -> None:
    dossier, raw = invent("Venezuela has 5,000 Igla-S.", low="5000", high="5000")
    first = ledger.add(dossier, raw, added=AT)
    before = ledger.counts()
    again = ledger.add(dossier, raw, added="2027-01-01T00:00:00+00:00")
    assert (first.was_there, again.was_there) == (False, True)
    assert ledger.counts() == before == {"reports": 1, "claims": 1, "threads": 1, "decisions": 0}


def test_the_same_bytes_elsewhere_are_noted_once(ledger: Ledger) -> None:
    dossier, raw = invent("Venezuela has 5,000 Igla-S.")
    elsewhere = replace(dossier, report=replace(dossier.report, label="other.txt", outlet="Other Post"))
    add(ledger, (dossier, raw), (elsewhere, raw), (elsewhere, raw))
    with ledger.reading() as connection:
        (said,) = load_claims(connection, report_id=find_report(connection, short(dossier.report.digest))[0])
    assert said.report.seen == (("other.txt", "", "Other Post"),)


def test_other_bytes_than_the_reports_are_refused(ledger: Ledger) -> None:
    dossier, _ = invent("Venezuela has 5,000 Igla-S.")
    with pytest.raises(LedgerError, match="bytes"):
        ledger.add(dossier, b"something else", added=AT)
    assert ledger.counts()["reports"] == 0


def test_a_span_outside_the_text_is_refused_whole(ledger: Ledger) -> None:
    dossier, raw = invent("Venezuela has 5,000 Igla-S.")
    wrong = replace(dossier, claims=(replace(dossier.claims[0], span=Span(0, 4000)),))
    with pytest.raises(LedgerError, match="outside"):
        ledger.add(wrong, raw, added=AT)
    assert ledger.counts()["reports"] == 0


def test_same_things_join_a_thread_and_others_do_not_move(ledger: Ledger) -> None:
    add(ledger, *(number(index) for index in range(5)))
    add(ledger, invent("Russia lost 3 T-72.", kind=ClaimKind.LOSS, item=T_72, actor=RUSSIA, low="3", high="3"))
    with ledger.reading() as connection:
        before = {said.subject: said.thread for said in _all(ledger)}
        assert len(set(before.values())) == 2
        assert find_thread(connection, next(iter(before.values())) or "").id in before.values()
    add(ledger, *(number(index, actor=RUSSIA) for index in range(5, 8)))
    after = {said.subject: said.thread for said in _all(ledger)}
    assert {subject: after[subject] for subject in before} == before
    assert len(set(after.values())) == 3


def _all(ledger: Ledger) -> list[object]:
    from onrecord.store.load import load_cards

    with ledger.reading() as connection:
        return [said for card in load_cards(connection) for said in load_claims(connection, report_id=card.id)]


def test_plans_and_statements_stand_in_no_thread(ledger: Ledger) -> None:
    add(
        ledger,
        invent("Venezuela will buy.", kind=ClaimKind.TRANSFER, stance=Stance.PLANNED),
        invent("A drill.", kind=ClaimKind.STATEMENT),
    )
    assert [said.thread for said in _all(ledger)] == [None, None]


def test_verify_finds_nothing_in_a_sound_ledger(ledger: Ledger) -> None:
    add(ledger, *(number(index) for index in range(4)))
    assert ledger.verify(facts=lambda _: {"equipment/igla-s#max_range.1": "sha256:fact"}, reread=False) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE blob SET bytes = CAST('other' AS {bytes})", "its bytes have the digest"),
        ("UPDATE report SET text = CAST('Other words entirely, and many of them' AS {bytes})", "its text is not"),
        ("UPDATE report SET text = CAST('Other words entirely, and many of them' AS {bytes})", "are not its words"),
        ("UPDATE claim SET start = start + 1", "its span differs"),
        ("UPDATE thread SET reports = reports + 1", "counts 2 reports"),
        ("UPDATE finding_fact SET row_digest = 'sha256:other'", "is not as findings"),
    ],
)
def test_verify_names_what_differs(ledger: Ledger, address: str, change: str, said: str) -> None:
    add(ledger, invent("Venezuela has 5,000 Igla-S systems.", low="5000"))
    kind = "BLOB" if "postgresql" not in address else "BYTEA"
    with ledger.writing() as connection:
        connection.execute(text(change.format(bytes=kind)))
    found = ledger.verify(facts=lambda _: {"equipment/igla-s#max_range.1": "sha256:fact"}, reread=False)
    assert any(said in each.why for each in found), found


def test_decisions_are_kept_in_order_with_who_and_why(ledger: Ledger) -> None:
    dossier, raw = invent("Venezuela has 5,000 Igla-S.", low="5000", high="5000")
    ledger.add(dossier, raw, added=AT)
    name = f"{short(dossier.report.digest)}/c01"
    ledger.decide(Act.REJECT, name, who="ana", why="misread", at=AT)
    ledger.decide(Act.CORRECT, name, who="ben", why="it says 500", at=AT, field="low", value="500")
    ledger.decide(Act.ACCEPT, f"{name}#holding.counted", who="ben", why="seen", at=AT)
    ledger.add(dossier, raw, added=AT)  # a re-run
    made = ledger.decisions()
    assert [(one.act, one.who, one.why) for one in made] == [
        (Act.REJECT, "ana", "misread"),
        (Act.CORRECT, "ben", "it says 500"),
        (Act.ACCEPT, "ben", "seen"),
    ]
    assert made[0].detail["quote"] == "Venezuela has 5,000 Igla-S."
    assert made[2].subject.endswith("/c01#holding.counted")
    assert ledger.verify(reread=False) == ()


@pytest.mark.parametrize("change", ["UPDATE decision SET why = 'x'", "DELETE FROM decision"])
def test_the_database_refuses_to_change_a_decision(ledger: Ledger, change: str) -> None:
    dossier, raw = invent("Venezuela has 5,000 Igla-S.")
    ledger.add(dossier, raw, added=AT)
    ledger.decide(Act.ACCEPT, f"{short(dossier.report.digest)}/c01", who="ana", why="seen", at=AT)
    with pytest.raises(LedgerError, match="kept as they are"), ledger.writing() as connection:
        connection.execute(text(change))
    assert [one.why for one in ledger.decisions()] == ["seen"]


def test_a_decision_changed_behind_the_database_shows(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = Ledger(path)
    dossier, raw = invent("Venezuela has 5,000 Igla-S.")
    ledger.add(dossier, raw, added=AT)
    ledger.decide(Act.ACCEPT, f"{short(dossier.report.digest)}/c01", who="ana", why="seen", at=AT)
    with ledger.writing() as connection:
        connection.execute(text("DROP TRIGGER decision_no_update"))
        connection.execute(text("UPDATE decision SET who = 'eve'"))
    assert [each.what for each in ledger.verify(reread=False)] == ["decision 1"]


def test_a_decision_says_who_and_why(ledger: Ledger) -> None:
    dossier, raw = invent("Venezuela has 5,000 Igla-S.")
    ledger.add(dossier, raw, added=AT)
    name = f"{short(dossier.report.digest)}/c01"
    for who, why in (("", "seen"), ("ana", "  ")):
        with pytest.raises(LedgerError, match="who made it and why"):
            ledger.decide(Act.ACCEPT, name, who=who, why=why, at=AT)
    with pytest.raises(UnknownReference, match="cannot be corrected"):
        ledger.decide(Act.CORRECT, name, who="ana", why="x", at=AT, field="text", value="x")
    for wrong in ("zz/c01", f"{name[:-2]}99", f"{name}#no.such", "0000/c01"):
        with pytest.raises(UnknownReference):
            ledger.decide(Act.ACCEPT, wrong, who="ana", why="x", at=AT)


def test_merge_and_split_stick(ledger: Ledger) -> None:
    add(ledger, number(1), number(2), number(3, actor=RUSSIA))
    one, other = dict.fromkeys(said.thread for said in _all(ledger))
    ledger.merge(one, other, who="ana", why="same stock", at=AT)
    add(ledger, number(4, actor=RUSSIA))  # would have joined the other
    assert {said.thread for said in _all(ledger)} == {one}
    with ledger.reading() as connection:
        assert find_thread(connection, other).id == one
    subject = _all(ledger)[0].subject.removeprefix("sha256:")
    _, new = ledger.split(one, [subject], who="ana", why="another stock", at=AT)
    add(ledger, number(1), number(2))
    assert [said.thread for said in _all(ledger)] == [new, one, one, one]
    assert ledger.verify(reread=False) == ()
    assert [one.act for one in ledger.decisions()] == [Act.MERGE, Act.SPLIT]
    with pytest.raises(LedgerError, match="not all of them"):
        ledger.split(new, [subject], who="ana", why="x", at=AT)
    with pytest.raises(LedgerError, match="itself"):
        ledger.merge(one, other, who="ana", why="x", at=AT)


def test_a_newer_ledger_and_a_strange_database_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path).writing() as connection:
        connection.execute(text("INSERT INTO schema_version VALUES (99, 'of tomorrow')"))
    with pytest.raises(LedgerError, match="version 99"):
        Ledger(path)
    strange = tmp_path / "strange.db"
    with create_engine(f"sqlite:///{strange}").begin() as connection:
        connection.execute(text("CREATE TABLE report (x)"))
    with pytest.raises(LedgerError, match="not of a ledger"):
        Ledger(strange)


@pytest.mark.parametrize("name", ["folder", "no/such/ledger.db", "mysql://x/y", "text.txt"])
def test_addresses_that_hold_no_ledger(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.txt").write_text("This is a text and no database, however long one looks at it. " * 20)
    with pytest.raises(LedgerError) as caught:
        Ledger(name if "://" in name else tmp_path / name)
    assert "\n" not in str(caught.value)
    with pytest.raises(LedgerError):
        Ledger(tmp_path / "new.db", create=False)


def test_a_password_is_never_printed() -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger("postgresql://me:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)


def test_the_file_is_safe_by_its_settings(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db").writing() as connection:
        settings = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")]
    assert settings == ["wal", 2]


def test_errors_of_the_database_are_of_the_family(ledger: Ledger) -> None:
    with pytest.raises(LedgerError), ledger.writing() as connection:
        connection.execute(text("INSERT INTO nothing VALUES (1)"))
    assert not issubclass(LedgerError, DBAPIError)
