"""One key for every way a name is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.equipment_words import runs_of
from onrecord.record.names import alias_key, look_up, singular_keys, squash


@pytest.mark.parametrize(
    ("names", "key"),
    [
        (["Igla-S", "Igla S", "IGLA-S", "igla‑s", "Igla–S", "Igla’S"], "igla s"),
        (["S-300", "S300", "s 300"], "s 300"),
        (["Su-30MK2", "SU 30 MK 2", "Su30MK2"], "su 30 mk 2"),
        (["Dôme de fer", "Dome de Fer", "Do\u0302me de fer"], "dome de fer"),
        (["Игла-С", "ИГЛА С"], "игла с"),
        (["…", "", " - "], ""),
    ],
)
def test_spellings_share_a_key(names, key):
    assert [alias_key(name) for name in names] == [key] * len(names)


@pytest.mark.parametrize(
    ("plural", "singular"), [("Patriots", "patriot"), ("MiG-29s", "mig 29"), ("Abramses", "abrams")]
)
def test_plural_leads_to_the_singular(plural, singular):
    assert singular in list(singular_keys(alias_key(plural)))


def test_exact_name_goes_before_a_plural():
    table = {"iglas": 1, "igla": 2}
    assert look_up(table, {}, "Iglas") == 1
    assert look_up({"igla": 2, "igla s": 3}, {}, "Iglas") == 2
    assert look_up({"igla": 2, "igla s": 3}, {}, "Igla-S") == 3


def test_joints_may_be_left_out():
    table = {"black hawk": 1}
    assert look_up(table, {squash(key): value for key, value in table.items()}, "Blackhawks") == 1


@given(st.text(max_size=40))
def test_key_of_a_key_is_the_key(name):
    assert alias_key(alias_key(name)) == alias_key(name)


@given(st.text(alphabet=st.characters(codec="utf-8", max_codepoint=0x24F), max_size=40))
def test_finder_cuts_names_into_the_same_runs(name):
    assert " ".join(runs_of(name)) == alias_key(name)
