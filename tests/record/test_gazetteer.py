"""The gazetteer: look-up by name and id, what it holds, how fast."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.record.gazetteer import Gazetteer, load_gazetteer
from onrecord.record.geo_names import fold_name

GAZETTEER = load_gazetteer()


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Kharkiv", "UA", "city"),
        ("Kiev", "UA", "city"),
        ("Deir ez-Zor", "SY", "city"),
        ("Deir Ez Zor", "SY", "city"),
        ("Harris County", "US", "admin2"),
        ("Texas", "US", "admin1"),
        ("Black Sea", "", "sea"),
        ("Bavaria", "DE", "admin1"),
        ("Strait of Hormuz", "", "strait"),
        ("Bagram Airfield", "AF", "base"),
        ("Donbas", "UA", "region"),
        ("SÃO PAULO", "BR", "city"),
    ],
)
def test_a_name_finds_its_place(name: str, country: str, kind: str) -> None:
    assert any((n.place.country, n.place.kind) == (country, kind) for n in GAZETTEER.lookup(name))


def test_listed_names_come_before_alternates_and_large_before_small() -> None:
    found = GAZETTEER.lookup("Paris")
    alternates = [n.alternate for n in found]
    assert alternates == sorted(alternates)
    listed = [n.place.population for n in found if not n.alternate]
    assert listed == sorted(listed, reverse=True)
    assert len(listed) > 10


def test_an_id_leads_back_to_its_place() -> None:
    for name in ("Kharkiv", "Black Sea", "Ramstein Air Base", "Rapides Parish", "Caracas"):
        place = GAZETTEER.lookup(name)[0].place
        assert GAZETTEER.get(place.id) == place
        assert place.entity().id == place.id


@pytest.mark.parametrize(
    "entity_id", ["place/geonames:1", "place/geonames:x", "place/nowhere-at-all", "", "country/VEN"]
)
def test_an_unknown_id_finds_nothing(entity_id: str) -> None:
    assert GAZETTEER.get(entity_id) is None


def test_divisions_hold_their_cities() -> None:
    alexandria = next(n.place for n in GAZETTEER.lookup("Shreveport") if n.place.country == "US")
    assert [p.name for p in GAZETTEER.divisions_of(alexandria)] == ["Caddo Parish", "Louisiana"]


def test_every_place_is_on_the_globe() -> None:
    for index in range(0, len(GAZETTEER), 997):
        place = GAZETTEER.place(index)
        assert -90 <= place.lat <= 90
        assert -180 <= place.lon <= 180
        assert place.name


def test_holds_what_it_says() -> None:
    assert len(GAZETTEER) >= 280_000


@given(st.text(max_size=60))
def test_any_text_can_be_looked_up(name: str) -> None:
    folded = fold_name(name)
    assert fold_name(folded) == folded or not name.isascii()
    for found in GAZETTEER.lookup(name)[:3]:
        assert found.place.name


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Deir ez-Zor", "deir ez zor"),
        ("Sana’a", "sanaa"),
        ("Malmö", "malmo"),
        ("St. Louis", "st louis"),
        ("Łódź", "lodz"),
    ],
)
def test_one_spelling_for_look_up(name: str, folded: str) -> None:
    assert fold_name(name) == folded


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "gazetteer.bin"
    bad.write_bytes(b"not a gazetteer")
    with pytest.raises(RecordError, match="not a gazetteer"):
        Gazetteer(bad)
    with pytest.raises(RecordError, match="missing or empty"):
        Gazetteer(tmp_path / "none.bin")
