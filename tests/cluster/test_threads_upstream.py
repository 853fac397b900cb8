"""Whom a claim goes back to: counted by source, told apart with reasons, the same whatever the order."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace

import pytest

from onrecord.cluster.profiles import profile_claim
from onrecord.cluster.quotations import Quoted, compare_quotations
from onrecord.cluster.upstream import Told, Voice, count_upstream, name_key, outlet_key, tally_upstream
from onrecord.cluster.views import Telling, view_thread
from onrecord.model import Attribution, Claim, ClaimKind, Directness, Quantity, SourceKind, Span, Stance

PERSON, OFFICIAL = SourceKind.NAMED_PERSON, SourceKind.ANONYMOUS_OFFICIAL
OUTLET, OWN = SourceKind.OTHER_OUTLET, SourceKind.OWN_VOICE


def told(
    report: str,
    kind: SourceKind,
    name: str = "",
    *,
    outlet: str | None = None,
    text: str = "",
    credit: str | None = None,
) -> Told:
    key = outlet_key(name) or "" if kind is OUTLET else name_key(name)
    return Told(report, outlet or f"Outlet {report}", text or report, credit, Voice(kind, key, name))


CASES = {
    "nobody": ([], 0, 0),
    "one speech, fifty outlets": ([told(str(n), PERSON, "Nicolás Maduro") for n in range(50)], 1, 1),
    "titles, accents and short names": (
        [told(str(n), PERSON, name) for n, name in enumerate(("President Nicolás Maduro", "Nicolas Maduro", "Maduro"))],
        1,
        1,
    ),
    "a short name of two": (
        [told("1", PERSON, "Ana Ruiz"), told("2", PERSON, "Luis Ruiz"), told("3", PERSON, "Ruiz")],
        3,
        3,
    ),
    "a second official": ([told("1", PERSON, "Nicolás Maduro"), told("2", PERSON, "Vladimir Padrino")], 2, 2),
    "one agency text, thirty prints": (
        [told(str(n), OWN, text="a", credit="Reuters" if n < 9 else None) for n in range(30)],
        1,
        1,
    ),
    "two agency texts": ([told(text, OWN, text=text, credit="Reuters") for text in "ab"], 1, 1),
    "two outlets in their own voice": ([told("1", OWN), told("2", OWN)], 1, 2),
    "one outlet twice": ([told("1", OWN, outlet="The Post"), told("2", OWN, outlet="Post")], 1, 1),
    "a text of two outlets": ([told("1", OWN, text="a"), told("2", OWN, text="a")], 1, 1),
    "a print that lost the source": ([told("1", PERSON, "Ana Ruiz", text="a"), told("2", OWN, text="a")], 1, 1),
    "the report's other claim": ([told("1", PERSON, "Ana Ruiz"), told("1", OWN)], 1, 1),
    "unnamed in two texts": ([told("1", OFFICIAL, "officials"), told("2", OFFICIAL, "officials")], 1, 2),
    "unnamed in one text": ([told(name, OFFICIAL, name, text="a") for name in ("officials", "sources")], 1, 1),
    "named and unnamed": ([told("1", PERSON, "Ana Ruiz"), told("2", OFFICIAL, "officials")], 1, 2),
    "an outlet that is there": (
        [told("1", OUTLET, "Reuters"), told("2", PERSON, "Ana Ruiz", outlet="Reuters")],
        1,
        1,
    ),
    "an outlet that is there by credit": (
        [
            told("1", OUTLET, "the Reuters news agency"),
            told("2", OUTLET, "Reuters"),
            told("3", PERSON, "Ana Ruiz", credit="Reuters"),
        ],
        1,
        1,
    ),
    "an outlet that is not there": ([told("1", OUTLET, "Reuters"), told("2", OUTLET, "REUTERS")], 1, 1),
}


@pytest.mark.parametrize("name", CASES)
def test_sources_are_counted_at_least_and_at_most(name: str) -> None:
    tellings, low, high = CASES[name]
    found = count_upstream(tellings)
    assert (found.low, found.high) == (low, high), found.sources
    assert tally_upstream(tellings)[:2] == (low, high)
    assert len(found.sources) == found.high
    assert all(key in {source.key for source in found.sources} for keys in found.traced for key in keys)
    assert sorted({r for source in found.sources for r in source.reports}) == sorted({one.report for one in tellings})


@pytest.mark.parametrize("name", CASES)
def test_the_order_of_tellings_does_not_matter(name: str) -> None:
    tellings, low, high = CASES[name]
    for order in itertools.islice(itertools.permutations(tellings), 24):
        assert (count_upstream(order).low, count_upstream(order).high) == (low, high)


def test_who_denies_a_claim_is_no_source_of_it() -> None:
    said, denied = told("1", PERSON, "Nicolás Maduro"), replace(told("2", PERSON, "Ana Ruiz"), denies=True)
    found = count_upstream([said, denied])
    assert [source.label for source in found.sources] == ["Nicolás Maduro"]
    assert (found.low, found.high, found.reports) == (1, 1, 2)
    assert tally_upstream([said, denied])[:2] == (1, 1)
    only = count_upstream([denied])
    assert [source.label for source in only.sources] == ["Ana Ruiz"]


def test_thousands_that_name_an_agency_are_counted_soon() -> None:
    tellings = [told(str(n), OUTLET, "Reuters") for n in range(3000)]
    tellings += [told(f"r{n}", PERSON, f"Person Number{n % 40}", outlet="Reuters") for n in range(1000)]
    started = time.process_time()
    assert count_upstream(tellings).high == 40
    assert time.process_time() - started < 2.0


def test_a_surname_whose_kind_was_not_told_is_the_person_named_in_full() -> None:
    body = SourceKind.NAMED_BODY
    assert count_upstream([told("1", PERSON, "Nicolás Maduro"), told("2", body, "Maduro")]).high == 1
    assert count_upstream([told("1", PERSON, "Nicolás Maduro"), told("2", body, "Nicolás")]).high == 2
    both = [told("1", PERSON, "Ana Ruiz"), told("2", PERSON, "Luis Ruiz"), told("3", body, "Ruiz")]
    assert count_upstream(both).high == 3


def test_outlets_that_only_name_one_another_are_circular() -> None:
    found = count_upstream([told("1", OUTLET, "B News", outlet="A News"), told("2", OUTLET, "A News", outlet="B News")])
    assert found.is_circular
    assert found.low == 1


def test_the_way_to_a_source_is_told() -> None:
    tellings = [told("1", OUTLET, "Reuters", outlet="Post"), told("2", PERSON, "Ana Ruiz", outlet="Reuters")]
    (source,) = count_upstream(tellings).sources
    assert source.label == "Ana Ruiz"
    assert ("Post", "Ana Ruiz") in source.paths or ("Post", "Reuters", "Ana Ruiz") in source.paths


HERE = Span(0, 1)


def telling(report: str, low: str, counted: str, speaker: str, day: str, stance: Stance = Stance.ASSERTED) -> Telling:
    from decimal import Decimal

    quantity = Quantity(HERE, Decimal(low), Decimal(low), counted=counted, counted_class=counted)
    attribution = Attribution(PERSON, Directness.INDIRECT, speaker=speaker)
    claim = Claim("c01", ClaimKind.HOLDING, HERE, (), None, quantity, attribution, stance)
    profile = profile_claim(claim, day)
    assert profile is not None
    return Telling(report, claim, day, f"{low} {counted}", told(report, PERSON, speaker), profile)


def test_contradictions_are_of_one_thing_at_one_time_by_two_sources() -> None:
    one = telling("1", "5000", "missile", "Ana Ruiz", "2025-10-01")
    for other, contradictions, moved in (
        (telling("2", "500", "missile", "Bo Lind", "2025-10-02"), 1, 0),
        (telling("2", "5000", "missile", "Bo Lind", "2025-10-02"), 0, 0),
        (telling("2", "500", "launcher", "Bo Lind", "2025-10-02"), 0, 0),
        (telling("2", "500", "missile", "Bo Lind", "2027-10-02"), 0, 0),
        (telling("2", "500", "missile", "Ana Ruiz", "2025-10-02"), 0, 1),
        (telling("2", "5000", "missile", "Bo Lind", "2025-10-02", Stance.DENIED), 1, 0),
    ):
        view = view_thread([one, other])
        assert (len(view.contradictions), len(view.moved)) == (contradictions, moved), other
        assert view_thread([other, one]) == view


def test_a_figure_that_is_denied_is_no_end_of_the_range() -> None:
    said = telling("1", "500", "missile", "Ana Ruiz", "2025-10-01")
    denied = telling("2", "5000", "missile", "Bo Lind", "2025-10-02", Stance.DENIED)
    (line,) = view_thread([said, denied]).counts
    assert (line.low, line.high) == (500, 500)


def test_an_approximate_number_fits_another_within_a_tenth() -> None:
    one = telling("1", "5000", "missile", "Ana Ruiz", "2025-10-01")
    near, far = (telling("2", low, "missile", "Bo Lind", "2025-10-01") for low in ("5400", "6000"))
    for other, count in ((near, 0), (far, 1)):
        about = replace(other, profile=replace(other.profile, approximate=True))
        assert len(view_thread([one, about]).contradictions) == count


def test_quotations_of_one_speaker_are_set_side_by_side() -> None:
    said = "We will not allow our skies to be violated by anyone"
    quotations = [
        Quoted("1", "ruiz", "Ruiz", f"‘{said},’"),
        Quoted("2", "ruiz", "Ruiz", f"“{said.upper()}”"),
        Quoted("3", "ruiz", "Ruiz", "We will never allow our skies to be violated"),
        Quoted("4", "lind", "Lind", said),
        Quoted("5", "ruiz", "Ruiz", "No."),
        Quoted("6", "ruiz", "Ruiz", "The harvest was better than anybody had hoped for"),
    ]
    first, second, third = compare_quotations(quotations)
    assert [wording.reports for wording in first.wordings] == [("1", "2"), ("3",)]
    assert (first.is_altered, first.is_alone) == (True, False)
    assert (second.speaker, second.is_alone) == ("Ruiz", True)
    assert third.speaker == "Lind"


@pytest.mark.parametrize("char", ["a", "1", " ", "“"])
def test_long_quotations_are_compared_in_time(char: str) -> None:
    quotations = [Quoted(str(n), "x", "X", char * 100_000) for n in range(3)]
    assert len(compare_quotations(quotations)) <= 1
