"""The shipped edition and the look-ups on it."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from importlib.resources import files

import pytest

from onrecord.errors import RecordError, UnknownEdition, UnknownSubject
from onrecord.record import editions, load_folder, load_record

from .folder import FACT, SUBJECT, write_folder


def test_newest_edition_is_the_default():
    assert load_record().edition == editions()[-1]
    assert load_record(editions()[-1]).digest == load_record().digest


def test_unknown_edition_names_those_present():
    with pytest.raises(UnknownEdition, match=editions()[-1]):
        load_record("1999-01")


def test_look_up_by_any_alias_is_complete():
    record = load_record()
    names = [name for e in record.subjects() for group in record.subject(e.id).names.values() for name in group]
    for name in names:
        assert record.find(name), name


def test_every_row_has_source_licence_edition_and_digest():
    record = load_record()
    for fact in record.all_facts():
        assert fact.sources, fact.id
        assert record.licence(fact.licence) is not None, fact.id
        assert fact.edition == record.edition
        assert fact.digest.startswith("sha256:")
        assert fact.as_of, fact.id


def test_digest_is_of_the_row_as_canonical_json():
    folder = files("onrecord") / "data" / "record" / load_record().edition
    row = json.loads(
        (folder / "facts" / "air_defence.jsonl").read_text(encoding="utf-8").splitlines()[0], parse_float=Decimal
    )
    canonical = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    assert load_record().fact(row["id"]).digest == "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def test_sources_that_differ_are_all_kept():
    values = [fact.value for fact in load_record().facts("equipment/stinger", "max_range")]
    assert Decimal(8) in values
    assert Decimal("4.8") in values


@pytest.mark.parametrize(
    ("system", "name", "value", "unit"),
    [
        ("igla-s", "max_range", Decimal(6), "kilometre"),
        ("igla-s", "crew_to_operate", Decimal(1), "person"),
        ("igla-s", "entered_service", Decimal(2002), None),
        ("igla-s", "origin", "country/RUS", None),
        ("igla", "origin", "country/SUN", None),
        ("osa", "entered_service", Decimal(1971), None),
    ],
)
def test_known_figures(system, name, value, unit):
    assert any(f.value == value and f.unit == unit for f in load_record().facts(f"equipment/{system}", name))


def test_transfers_by_item_recipient_and_supplier():
    record = load_record()
    rows = record.transfers(item="equipment/igla-s", recipient="country/VEN")
    delivered = [f for f in rows if f.property == "transfer"]
    assert sum(f.value for f in delivered) == 4000
    assert {f.qualifier("counted") for f in delivered} == {"missile"}
    assert {f.qualifier("counted") for f in rows if f.property == "stock_claim"} == {
        "missile",
        "launcher",
        "unspecified",
    }
    assert record.transfers(item="equipment/igla-s", supplier="country/FRA") == ()
    assert len(record.transfers(recipient="country/UKR")) > 15


def test_two_counts_of_one_deal_share_its_name():
    rows = load_record().transfers(item="equipment/rbs-70", recipient="country/LTU")
    assert {f.qualifier("deal") for f in rows} == {"sipri-35656"}
    assert {f.qualifier("counted") for f in rows} == {"missile", "launcher"}


def test_bulk_recipient_lists_of_the_register_are_not_shipped():
    operators = {str(f.value) for f in load_record().facts("equipment/igla-s", "operator")}
    assert operators == {"country/RUS", "country/VEN"}


def test_rows_of_the_register_carry_its_credit():
    record = load_record()
    for fact in record.all_facts():
        if any(source.key == "sipri" for source in fact.sources):
            assert "SIPRI" in fact.licence, fact.id


def test_incomplete_operators_are_said_to_be_incomplete():
    coverage = load_record().coverage("operator")
    assert coverage is not None
    assert not coverage.complete
    assert "not complete" in coverage.statement


def test_relations_are_seen_from_both_ends():
    record = load_record()
    assert record.subject("equipment/igla").related["successor"] == ("equipment/igla-s",)
    assert ("predecessor", "equipment/igla") in {(r.kind, r.other.id) for r in record.relations("equipment/igla-s")}
    assert ("variant", "equipment/t-90") in {(r.kind, r.other.id) for r in record.relations("equipment/t-72")}


def test_disputed_name_is_shown_on_the_entity():
    (verba,) = load_record().find("SA-29")
    assert verba.id == "equipment/verba"
    assert "SA-25" in (verba.note or "")
    assert load_record().find("SA-25") == (verba,)


def test_shared_name_gives_every_reading():
    found = load_record().find("Shahed")
    assert found[0].id == "equipment/shahed-136"
    assert "equipment/shahed-131" in found[0].alternatives


def test_no_source_title_carries_traces_of_its_gathering():
    for source in load_record().sources():
        assert "stored" not in source.title, source.key
        assert source.url is None or source.url.startswith("http"), source.key


def test_unknown_subject_says_what_to_do():
    with pytest.raises(UnknownSubject, match="record search"):
        load_record().subject("equipment/no-such-thing")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("igla-s", "igla-s"),
        ("IGLA S", "igla-s"),
        ("bayraktr", "bayraktar-tb2"),
        ("9k33", "osa"),
        ("patriots", "patriot"),
    ],
)
def test_search_puts_the_likeliest_first(text, first):
    assert load_record().search(text, 3)[0].entity.id == f"equipment/{first}"


def test_search_for_nothing_finds_nothing():
    assert load_record().search("", 5) == ()
    assert load_record().search("…!", 5) == ()


# --- folders of a user ---


def test_folder_loads_with_own_rows(tmp_path):
    record = load_folder(write_folder(tmp_path))
    (fact,) = record.facts("equipment/zk-7", "max_range")
    assert fact.value == Decimal("4.5")
    assert fact.sources[0].date == "2020"
    assert record.find("wrens")[0].id == "equipment/zk-7"


def test_folder_stands_beside_an_edition(tmp_path):
    fact = FACT | {"id": "equipment/igla-s#max_range.9", "subject": "equipment/igla-s"}
    record = load_folder(write_folder(tmp_path, subjects=[SUBJECT], facts=[fact]), load_record())
    assert [f.edition for f in record.facts("equipment/igla-s", "max_range")] == [load_record().edition, "test-1"]
    assert len(load_record().facts("equipment/igla-s", "max_range")) == 1


def test_own_row_may_not_take_the_id_of_ours(tmp_path):
    fact = FACT | {"id": "equipment/igla-s#max_range.1", "subject": "equipment/igla-s"}
    with pytest.raises(RecordError, match="duplicate id"):
        load_folder(write_folder(tmp_path, subjects=[], facts=[fact]), load_record())
