"""Files in the layouts people download, to record folders: what is kept, what is refused and why."""

from __future__ import annotations

import csv
import json
import socket
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import RecordError
from onrecord.model import Fact
from onrecord.record import Record, load_folder, load_record
from onrecord.record.importers import KINDS, ImportReport, Options, import_file

CASES = Path(__file__).parents[1] / "cases" / "imports"


@pytest.fixture(scope="module")
def base() -> Record:
    return load_record()


def run(kind: str, source: Path | str, tmp_path: Path, base: Record, **options: Any) -> tuple[ImportReport, Record]:
    path = CASES / source if isinstance(source, str) else source
    into = tmp_path / f"{kind}-out"
    report = import_file(kind, path, into, base=base, options=Options(name=f"t-{kind}", **options), replace=True)
    return report, load_folder(into, base)


def own(record: Record, report: ImportReport) -> list[Fact]:
    return [fact for fact in record.all_facts() if fact.edition == report.edition]


def qualifiers(fact: Fact, *names: str) -> tuple[str | None, ...]:
    return tuple(fact.qualifier(name) for name in names)


# --- every kind --------------------------------------------------------------------------------------------------

ALL: list[tuple[str, str, dict[str, str], tuple[int, int, int, int]]] = [
    # kind, file, options; rows in, kept, refused, facts
    ("sipri", "sipri_register.csv", {}, (10, 5, 5, 4)),
    ("sipri", "sipri_deals.txt", {}, (3, 3, 0, 2)),
    ("sipri", "sipri_orders.csv", {}, (4, 3, 1, 3)),
    ("unroca", "unroca_reports.json", {}, (8, 6, 2, 6)),
    ("unroca", "unroca_profile.json", {}, (3, 1, 2, 3)),
    ("ucdp", "ucdp_ged.csv", {}, (6, 3, 3, 3)),
    ("ucdp", "ucdp_ged_no_names.csv", {"country": "KEN"}, (6, 2, 4, 2)),
    ("geonames", "geonames.txt", {}, (4, 2, 2, 5)),
    ("geonames", "geonames.txt", {"country": "KEN"}, (4, 1, 3, 3)),
    ("oryx", "oryx.json", {"country": "RUS", "as_of": "2025"}, (6, 3, 3, 3)),
    ("ftm", "ftm_statements.csv", {}, (10, 7, 3, 6)),
    ("ftm", "ftm_statements.json", {}, (2, 2, 0, 2)),
    ("wikidata", "wikidata.json", {"as_of": "2026-11"}, (15, 11, 4, 11)),
]


@pytest.mark.parametrize(("kind", "name", "options", "counts"), ALL, ids=[f"{row[1]}-{row[2]}" for row in ALL])
def test_counts_and_every_row_is_accounted_for(kind, name, options, counts, tmp_path, base):
    report, record = run(kind, name, tmp_path, base, **options)
    assert (report.rows_in, report.kept, report.refused, report.facts) == counts
    assert report.kept + report.refused == report.rows_in
    assert sum(count for _, count in report.reasons) == report.refused == len(report.refusals)
    assert len(own(record, report)) == report.facts
    folder = tmp_path / f"{kind}-out"
    refused = list(csv.reader((folder / "refused.csv").open(encoding="utf-8")))
    assert refused[1:] == [[str(r.line), r.reason, r.detail] for r in report.refusals]
    assert json.loads((folder / "import.json").read_text(encoding="utf-8")) == report.as_json()


@pytest.mark.parametrize(("kind", "name", "options", "counts"), ALL, ids=[f"{row[1]}-{row[2]}" for row in ALL])
def test_same_file_same_folder(kind, name, options, counts, tmp_path, base):
    for place in ("a", "b"):
        run(kind, name, tmp_path / place, base, **options)
    files = sorted(path.name for path in (tmp_path / "a" / f"{kind}-out").iterdir())
    assert files == ["facts.jsonl", "import.json", "manifest.toml", "refused.csv", "sources.toml", "subjects.jsonl"]
    for file in files:
        assert (tmp_path / "a" / f"{kind}-out" / file).read_bytes() == (
            tmp_path / "b" / f"{kind}-out" / file
        ).read_bytes()


def test_every_row_names_a_source_a_date_and_terms(tmp_path, base):
    for number, (kind, name, options, _) in enumerate(ALL):
        report, record = run(kind, name, tmp_path / str(number), base, **options)
        for fact in own(record, report):
            assert fact.sources
            assert fact.as_of
            licence = record.licence(fact.licence)
            assert licence is not None
            assert licence.republish == report.republish == (kind in ("ucdp", "geonames", "wikidata"))


def test_no_network(tmp_path, base, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("an import opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    for kind, name, options, _ in ALL:
        run(kind, name, tmp_path / name / "x", base, **options)
    assert {row[0] for row in ALL} == set(KINDS)


# --- SIPRI -------------------------------------------------------------------------------------------------------


def deal(record: Record, report: ImportReport, key: str) -> Fact:
    (fact,) = (fact for fact in own(record, report) if fact.qualifier("deal") == key)
    return fact


@pytest.mark.parametrize("name", ["sipri_register.csv", "sipri_deals.txt"])
def test_sipri_deliveries_of_a_deal_are_one_row_with_every_flag(name, tmp_path, base):
    report, record = run("sipri", name, tmp_path, base)
    fact = deal(record, report, "sipri-90001")
    assert (fact.subject, fact.value) == ("equipment/igla-s", Decimal(200))
    assert qualifiers(fact, "supplier", "recipient", "counted") == ("country/RUS", "country/MEX", "missile")
    assert qualifiers(fact, "modifier", "number_estimated") == ("about", "yes")
    assert qualifiers(fact, "years", "delivery_year_estimated") == ("2007/2008", "2008")
    assert fact.qualifier("deliveries") == "2007: 120; 2008: about 80"
    assert qualifiers(fact, "order_year", "order_year_estimated") == ("2006", None)
    assert qualifiers(fact, "as_written", "described") == ("Igla-S/SA-24", "portable SAM")


def test_sipri_dates_its_rows_by_the_text_before_the_header(tmp_path, base):
    for name, date in (("sipri_register.csv", "2026-03-07"), ("sipri_deals.txt", "2022-03-07")):
        report, record = run("sipri", name, tmp_path / name, base)
        assert {fact.as_of for fact in own(record, report)} == {date}


def test_sipri_counts_as_the_register_counts(tmp_path, base):
    report, record = run("sipri", "sipri_register.csv", tmp_path, base)
    counted = {fact.qualifier("described"): fact.qualifier("counted") for fact in own(record, report)}
    assert counted == {"portable SAM": "missile", "FGA aircraft": "aircraft", "BVRAAM": "missile", "tank": "vehicle"}


def test_sipri_keeps_orders_in_the_older_layout(tmp_path, base):
    report, record = run("sipri", "sipri_orders.csv", tmp_path, base)
    delivered, ordered, _ = own(record, report)[1], *[f for f in own(record, report) if f.subject.endswith("caesar")], 0
    assert ordered.value == 4
    assert qualifiers(ordered, "status", "order_year", "order_year_estimated") == ("ordered", "2018", "yes")
    assert delivered.qualifier("status") == "delivered"
    mexican = next(fact for fact in own(record, report) if fact.qualifier("recipient") == "country/MEX")
    assert qualifiers(mexican, "modifier", "years", "delivery_year_estimated") == ("about", "2007/2008", "2008")
    assert mexican.qualifier("ordered") == "about 200"


def test_sipri_orders_join_the_deal_the_record_has(tmp_path, base):
    report, record = run("sipri", "sipri_orders.csv", tmp_path, base)
    (own_row,) = (fact for fact in own(record, report) if fact.qualifier("recipient") == "country/VEN")
    (ours,) = (f for f in base.transfers("equipment/igla-s", "country/VEN") if f.qualifier("order_year") == "2008")
    assert own_row.qualifier("deal") == ours.qualifier("deal")  # two figures of one deal: never added up


def test_sipri_items_of_another_class_are_not_mixed_up(tmp_path, base):
    """A designation the record knows under another class is a subject of its own, found by no report."""
    path = tmp_path / "r.csv"
    head = (CASES / "sipri_register.csv").read_text(encoding="utf-8").split("\n")[6]
    path.write_text(f"{head}\n1,China,Kenya,Stinger,tank,x,2000,No,5,No,2001,No,New,,1,5,No\n", encoding="utf-8")
    report, record = run("sipri", path, tmp_path, base)
    (fact,) = own(record, report)
    assert fact.subject == "equipment/sipri-stinger-tank"
    assert [e.id for e in record.find("Stinger")] == [e.id for e in base.find("Stinger")]


def test_sipri_bare_words_become_no_names(tmp_path, base):
    _, record = run("sipri", "sipri_register.csv", tmp_path, base)
    assert not record.find("Falcon")
    assert [entity.label for entity in record.find("Type 99Z")] == ["Type-99Z"]


def test_sipri_without_a_header_is_refused(tmp_path, base):
    path = tmp_path / "r.csv"
    path.write_text("Supplier,Recipient\nRussia,Mexico\n", encoding="utf-8")
    with pytest.raises(RecordError, match="no line of column names of the trade register"):
        run("sipri", path, tmp_path, base)


# --- the others --------------------------------------------------------------------------------------------------


def test_unroca_both_states_reports_are_one_deal(tmp_path, base):
    report, record = run("unroca", "unroca_reports.json", tmp_path, base)
    rows = [f for f in own(record, report) if f.subject == "equipment/igla-s"]
    assert [int(f.value) for f in rows] == [120, 118]
    assert len({f.qualifier("deal") for f in rows}) == 1
    assert len({f.qualifier("given_by") for f in rows}) == 2
    assert {f.qualifier("counted") for f in rows} == {"missile"}


def test_unroca_description_of_several_items_stays_with_its_category(tmp_path, base):
    report, record = run("unroca", "unroca_reports.json", tmp_path, base)
    (guns,) = (f for f in own(record, report) if f.qualifier("counted") == "artillery")
    assert guns.subject == "equipment/unroca-iii"
    holdings = [f for f in own(record, report) if f.property == "stock_claim"]
    assert [(f.subject, int(f.value)) for f in holdings] == [("equipment/t-72", 76)]


def test_unroca_profile_gives_both_sides(tmp_path, base):
    report, record = run("unroca", "unroca_profile.json", tmp_path, base)
    tanks = [f for f in own(record, report) if f.subject == "equipment/unroca-i"]
    assert sorted(int(f.value) for f in tanks) == [10, 12]
    assert {f.qualifier("recipient") for f in tanks} == {"country/KEN"}


def test_ucdp_keeps_the_interval_and_refuses_a_contradictory_one(tmp_path, base):
    report, record = run("ucdp", "ucdp_ged.csv", tmp_path, base)
    second = own(record, report)[1]
    assert (second.subject, second.value) == ("event/ucdp-700", Decimal(12))
    assert qualifiers(second, "low", "high", "date") == ("8", "20", "2021-03-05/2021-03-07")
    assert any("contradictory interval" in refusal.detail for refusal in report.refusals)
    assert record.subject("event/ucdp-701").category == "conflict.one_sided"


def test_ucdp_short_lines_are_refused_alone(tmp_path, base):
    path = tmp_path / "u.csv"
    path.write_text((CASES / "ucdp_ged.csv").read_text(encoding="utf-8") + "7,EXA-7\n", encoding="utf-8")
    report, _ = run("ucdp", path, tmp_path, base)
    assert (report.kept, report.refusals[-1].reason) == (3, "a line with another number of columns")


def test_a_dump_of_which_little_is_wanted(tmp_path, base, monkeypatch):
    monkeypatch.setattr("onrecord.record.importers.collect._LISTED", 2)
    line = (CASES / "geonames.txt").read_text(encoding="utf-8").split("\n")[0]
    elsewhere = [line.replace("\tKE\t", "\tNO\t") for _ in range(9)]
    path = tmp_path / "dump.txt"
    path.write_text("\n".join([*elsewhere, line]) + "\n", encoding="utf-8")
    report, _ = run("geonames", path, tmp_path, base, country="KEN")
    assert (report.rows_in, report.kept, report.refused) == (10, 1, 9)
    assert report.reasons == (("not in the country asked for", 9),)
    assert [refusal.line for refusal in report.refusals] == [1, 2]  # the first are listed, all are counted
    listed = (tmp_path / "geonames-out" / "refused.csv").read_text(encoding="utf-8").split("\n")
    assert listed[3] == ",not asked for,and 7 rows more"


def test_places_are_no_equipment(tmp_path, base):
    """A village called Igla must not be found where reports speak of the missile."""
    _, record = run("geonames", "geonames.txt", tmp_path, base)
    assert record.names() == base.names()
    assert [entity.id for entity in record.find("Igla")] == [entity.id for entity in base.find("Igla")]
    (place,) = record.find("Тествиль")
    assert place.id == "place/geonames:900001"
    facts = {fact.property: fact.value for fact in record.facts(place.id)}
    assert facts == {"coordinates": "-0.45690, 39.65830", "belongs_to": "country/KEN", "population": Decimal(1200)}


def test_oryx_needs_to_know_whose_losses(tmp_path, base):
    with pytest.raises(RecordError, match="--country"):
        run("oryx", "oryx.json", tmp_path, base, as_of="2025")
    report, record = run("oryx", "oryx.json", tmp_path, base, country="RUS", as_of="2025")
    values = {fact.subject: int(fact.value) for fact in own(record, report)}
    assert values == {"equipment/t-72": 41, "equipment/oryx-t-72z-obr-2031": 7, "equipment/ka-52": 4}
    assert not any(fact.property in ("transfer", "stock_claim") for fact in own(record, report))


def test_ftm_leaves_private_properties_out(tmp_path, base):
    report, record = run("ftm", "ftm_statements.csv", tmp_path, base)
    assert not any("1970" in str(fact.value) for fact in own(record, report))
    company = record.subject("body/ftm-ex-1")
    assert company.names == {"eng": ("Example Rocket Works",), "rus": ("Ракетный завод Пример",)}
    countries = record.facts("body/ftm-ex-1", "belongs_to")
    assert [str(fact.value) for fact in countries] == ["country/RUS"]  # said twice, kept once


def test_wikidata_figures_are_converted_and_keep_their_words(tmp_path, base):
    _, record = run("wikidata", "wikidata.json", tmp_path, base, as_of="2026-11")
    figures = {(f.property, str(f.value)): f.qualifier("as_given") for f in record.facts("equipment/wd-q900001")}
    assert figures[("weight", "9.979")] == "22 pound"
    assert figures[("max_range", "5")] is None
    assert figures[("max_range", "4.999")] == "16400 foot"
    assert {value for prop, value in figures if prop == "operator"} == {"country/PER", "country/CHL"}
    assert record.facts("equipment/wd-q900001")[0].sources[0].url == "https://www.wikidata.org/wiki/Q900001"


def test_wikidata_items_the_record_knows_gain_names_and_rows(tmp_path, base):
    report, record = run("wikidata", "wikidata.json", tmp_path, base, as_of="2026-11")
    rows = [(f.property, f.value) for f in own(record, report) if f.subject == "equipment/igla-s"]
    assert ("operator", "country/PER") in rows
    assert ("alias", "Игла-С (тест)") in rows
    assert record.subject("equipment/igla-s") == base.subject("equipment/igla-s")


def test_wikidata_names_that_others_go_by_are_not_searched_for(tmp_path, base):
    item = {"type": "uri", "value": "http://www.wikidata.org/entity/Q900007"}
    path = tmp_path / "w.json"
    named = [{"xml:lang": "en", "type": "literal", "value": value} for value in ("Zeta gun", "Stinger")]
    bindings = [{"item": item, "itemLabel": named[0], "classLabel": named[0] | {"value": "howitzer"}}]
    path.write_text(json.dumps({"results": {"bindings": [*bindings, {"item": item, "altLabel": named[1]}]}}))
    _, record = run("wikidata", path, tmp_path, base, as_of="2026-11")
    assert [entity.id for entity in record.find("Zeta gun")] == ["equipment/wd-q900007"]
    assert record.find("Stinger") == base.find("Stinger")
    assert [f.value for f in record.facts("equipment/wd-q900007", "alias")] == ["Stinger", "Zeta gun"]


def test_wikidata_refuses_figures_of_known_items_one_by_one(tmp_path, base):
    item = {"type": "uri", "value": "http://www.wikidata.org/entity/Q900002"}
    name = {"xml:lang": "en", "type": "literal", "value": "Igla-S"}
    mass = {"type": "literal", "value": "11"}
    path = tmp_path / "w.json"
    bindings = [{"item": item, "itemLabel": name}, {"item": item, "mass": mass}]
    path.write_text(
        json.dumps({"results": {"bindings": [*bindings, {"item": item, "operatorLabel": name | {"value": "Peru"}}]}})
    )
    report, _ = run("wikidata", path, tmp_path, base, as_of="2026-11")
    assert [(r.line, r.reason) for r in report.refusals] == [(2, "a figure in a unit that is not known")]


# --- hostile files -----------------------------------------------------------------------------------------------

HEAD = (CASES / "sipri_register.csv").read_text(encoding="utf-8").split("\n")[6]
ROW = '1,Russia,Mexico,"{item}",tank,x,2000,No,{number},No,2001,No,New,,1,5,No'

CELLS: list[tuple[str, dict[str, str]]] = [
    ("formula", {"item": "=HYPERLINK(1)"}),
    ("at sign", {"item": "@SUM(A1)"}),
    ("escape", {"item": "T-1\x1b[31m"}),
    ("bidi", {"item": "T-1 \u202e cba"}),
    ("nul", {"item": "T-1\x00"}),
    ("words for a number", {"number": "many"}),
    ("negative", {"number": "-5"}),
    ("no designation", {"item": ""}),
    ("endless", {"number": "9" * 5000}),
]


@pytest.mark.parametrize(("name", "cells"), CELLS, ids=[row[0] for row in CELLS])
def test_hostile_cells_are_refused_and_the_rest_kept(name, cells, tmp_path, base):
    good = ROW.format(item="Type-99Z", number="5")
    bad = ROW.format(**{"item": "Type-98Y", "number": "5"} | cells).replace("1,Russia", "2,Russia", 1)
    path = tmp_path / "r.csv"
    path.write_text("\n".join([HEAD, good, bad]) + "\n", encoding="utf-8")
    report, _ = run("sipri", path, tmp_path, base)
    assert (report.kept, report.refused, report.refusals[0].line) == (1, 1, 3)
    written = "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "sipri-out").iterdir())
    assert "\x1b" not in written
    assert "\u202e" not in written
    assert not any(line.split(",")[-1].lstrip('"').startswith("=") for line in written.split("\n"))


FILES: list[tuple[str, str, bytes, str]] = [
    ("empty table", "sipri", b"", "no line of column names"),
    ("open quote", "sipri", HEAD.encode() + b'\n1,Russia,"Mexico' + b"x" * 200_000, "line 2"),
    ("not JSON", "oryx", b"[{", "not valid JSON at line 1"),
    ("deep JSON", "oryx", b"[" * 100_000, "nested too deeply"),
    ("not a number", "oryx", b'[{"losses_total": NaN}]', "NaN is not a number"),
    ("endless number", "oryx", b'[{"losses_total": ' + b"9" * 5000 + b"}]", "too many digits"),
    ("not UTF-8", "oryx", b'["\xff\xfe"]', "not UTF-8 at byte"),
    ("other JSON", "unroca", b'{"a": 1}', "neither a list of report rows nor a country profile"),
    ("other results", "wikidata", b'{"results": []}', "no results.bindings"),
    ("results that are a list", "wikidata", b"[]", "no results.bindings"),
    ("other table", "ucdp", b"a,b\n1,2\n", "2 columns without names"),
    ("other dump", "geonames", b"a\tb\n", "2 columns; a GeoNames dump has 19"),
    ("other statements", "ftm", b"a,b\n1,2\n", "the column 'prop' is missing"),
    ("nothing to keep", "oryx", b"[1, 2]", "nothing could be kept"),
]


@pytest.mark.parametrize(("name", "kind", "data", "message"), FILES, ids=[row[0] for row in FILES])
def test_hostile_files_end_in_a_named_error_and_no_folder(name, kind, data, message, tmp_path, base):
    path = tmp_path / "in.dat"
    path.write_bytes(data)
    with pytest.raises(RecordError, match=message) as caught:
        run(kind, path, tmp_path, base, country="RUS", as_of="2025")
    assert "in.dat" in str(caught.value)
    assert [p.name for p in tmp_path.iterdir()] == ["in.dat"]


def test_a_line_without_end_is_not_read_whole(tmp_path, base):
    path = tmp_path / "in.csv"
    with path.open("wb") as handle:
        handle.write(HEAD.encode() + b"\n")
        handle.truncate(1_000_000_000)  # one sparse line of a gigabyte
    with pytest.raises(RecordError, match="line 2: longer than 1,000,000 bytes"):
        run("sipri", path, tmp_path, base)


def test_lone_surrogates_are_refused(tmp_path, base):
    path = tmp_path / "in.json"
    path.write_text('[{"model": "T-\\ud800", "losses_total": 1}, {"model": "T-72", "losses_total": 2}]')
    report, _ = run("oryx", path, tmp_path, base, country="RUS", as_of="2025")
    assert (report.kept, report.refused) == (1, 1)


# --- the folder --------------------------------------------------------------------------------------------------


def test_a_folder_with_other_files_is_left_alone(tmp_path, base):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep me")
    options = Options(name="x")
    for replace, message in ((False, "is not empty"), (True, "was not made by an import")):
        with pytest.raises(RecordError, match=message):
            import_file(
                "sipri", CASES / "sipri_deals.txt", tmp_path / "mine", base=base, options=options, replace=replace
            )
    assert (tmp_path / "mine" / "notes.txt").read_text() == "keep me"


BAD_OPTIONS: list[tuple[Mapping[str, str], str]] = [
    ({"name": "../x"}, "is no name"),
    ({"name": "x", "as_of": "yesterday"}, "is not a date"),
    ({"name": "x", "country": "Mordor"}, "is not a code of a state"),
]


@pytest.mark.parametrize(("options", "message"), BAD_OPTIONS)
def test_bad_options(options, message, tmp_path, base):
    with pytest.raises(RecordError, match=message):
        import_file("sipri", CASES / "sipri_deals.txt", tmp_path / "o", base=base, options=Options(**options))
    assert not (tmp_path / "o").exists()
