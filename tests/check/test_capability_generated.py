"""Sentences made from templates: figures of other things give no verdict, swapped and absurd ones never agree."""

from __future__ import annotations

import pytest

from onrecord import check_report, read_report

PUBLISHED, EDITION = "2025-10-23", "2026-11"
FIRM = ("agrees", "disagrees")

# What is said is not said of the system itself.  Each is filled with the recorded figure and with one tenfold off.
OF_OTHERS = {
    ("Iskander", "500 km", "5,000 km"): (
        "The {x} can intercept missiles with a range of {v}.",
        "The {x} was destroyed by a drone with a range of {v}.",
        "The {x} covers a front of {v}.",
        "The {x} was tested on a mountain range of {v}.",
        "The {x} has a price range of {v}.",
        "The {x} replaced a missile with a range of {v}.",
        "The army wanted a {x} with a range of {v}.",
        "The range of the {x} grew by {v}.",
        "The {x} has a range of {v} less than its rival.",
        "The radar of the {x} has a range of {v}.",
        "Besides the {x}, the brigade has a rocket that reaches {v}.",
        "After the {x}, a rocket with a range of {v} rolled past.",
        "Its rival outdoes the {x} with a range of {v}.",
        "The {x} cannot hit targets below {v}.",
        "The {x} stands {v} from the border.",
        "The truck on which the {x} is mounted has a range of {v}.",
        "The maker of the {x} also offers a rocket with a range of {v}.",
        "The {x} reaches Kyiv from Bryansk, {v} to the north.",
        "The ferry range of the {x} is {v}.",
        "The {x} is old. The new rocket has a range of {v}.",
        "The {x} was replaced in 2010. It has a successor with a range of {v}.",
        "The {x} has a claimed range of {v}, which tests did not bear out.",
    ),
    ("T-90", "46.5 tonnes", "4.65 tonnes"): (
        "The {x} fires shells weighing {v}.",
        "The {x} and its trailer weigh {v}.",
        "The {x} with its truck weighs {v}.",
        "The {x} weighs {v} (102,515 lb) more than its rival.",
        "A lighter {x} of {v} is planned.",
        "The {x} is a rival of a vehicle weighing {v}.",
        "The {x} was pulled out by a tractor weighing {v}.",
        "A battery of the {x} weighs {v}.",
        "The {x} weighs less than the {v} allowed.",
        "The vehicle next to the {x} weighs {v}.",
        "The {x} kit weighs {v}.",
        "The {x} armed with four missiles weighs {v}.",
    ),
    ("Slava class", "186 metres", "1,860 metres"): (
        "The {x} carries boats {v} long.",
        "The {x} is {v} (610 feet) longer than its rival.",
        "The {x} berthed at a quay {v} long.",
        "The {x} sank a boat {v} long.",
    ),
    ("Gerald R. Ford class", "100,000 tonnes", "10,000 tonnes"): (
        "The {x} is escorted by a frigate displacing {v}.",
        "The {x} was refuelled by a ship displacing {v}.",
    ),
    ("F-22", "13.6 metres", "136 metres"): (
        "The {x} towed a glider with a wingspan of {v}.",
        "The {x} was struck by a drone with a wingspan of {v}.",
        "Fitted with longer wings, the {x} has a wingspan of {v}.",
        "The {x}'s missiles are {v} long.",
        "The {x} climbs {v} (446 feet) per minute.",
    ),
    ("T-64", "125 mm", "45 mm"): (
        "Troops seized a {x}, a {v} gun and three rifles.",
        "The {x} stood beside a {v} gun.",
        "The {x} was destroyed by a shell of {v} calibre.",
    ),
    ("M113", "two", "22"): (
        "The {x} carries {v} soldiers.",
        "The {x} battery has {v} men.",
        "The {x} is guarded by a crew of {v}.",
        "The {x} radar has a crew of {v}.",
        "The {x} had a crew of {v} in the war film.",
        "The {x} towed a gun with a crew of {v}.",
        "The {x} requires {v} soldiers to guard it.",
        "With one man ill, the {x} had a crew of {v}.",
    ),
    ("BMP-2", "600 km", "6,000 km"): ("The {x}'s missiles have a range of {v}.",),
}

# Said of the system, with another number beside: the recorded figure never disagrees, one far off never agrees.
OF_ITSELF = {
    ("Patriot", "160 km", "16 km"): (
        "The {x} has a range of {v}; the road to the capital is 90 km long.",
        "The village lies 15 km from the border, and the {x} has a range of {v}.",
        "Helsinki is 1,000 km away; the {x} reaches {v}.",
        "The {x} has a range of {v}, a crew that trains for 12 weeks and a price of 3 million euros.",
        "The {x} can hit targets at a distance of {v}.",
        "The {x} has a range in excess of {v}.",
    ),
    ("Orlan-10", "16 hours", "80 minutes"): ("The {x} can stay in the air for {v}.",),
    ("F-16", "15,240 m", "152,400 m"): (
        "The {x} flies at altitudes of up to {v}, above the 5,000 m of the old drones.",
        "Mount Everest is 8,849 metres high; the {x} has a ceiling of {v}.",
    ),
    ("T-90", "46.5 tonnes", "465 tonnes"): (
        "The bridge bears 12 tonnes; the {x} weighs {v}.",
        "Weighing {v}, the {x} is driven on a trailer that itself weighs 16 tonnes.",
        "At {v}, the {x} is too heavy for bridges of class 30.",
    ),
    ("T-72", "three", "twelve"): (
        "The {x} has a crew of {v}, and 40 were delivered.",
        "Each {x} needs a crew of {v}; the battery has 60 men.",
    ),
    ("TOW", "3.75 km", "37.5 km"): ("With a booster, the {x} has a range of {v}.",),
}


def firm(text: str) -> set[str]:
    report = read_report(text, published=PUBLISHED, language="en")
    found = check_report(report, edition=EDITION).findings
    return {each.verdict.value for each in found if each.check == "capability" and each.verdict.value in FIRM}


@pytest.mark.parametrize(
    ("system", "figure", "template"),
    [(x, v, each) for (x, *figures), templates in OF_OTHERS.items() for each in templates for v in figures],
)
def test_a_figure_of_another_thing_gets_no_verdict(system: str, figure: str, template: str) -> None:
    assert firm(template.format(x=system, v=figure)) == set()


@pytest.mark.parametrize(
    ("system", "right", "wrong", "template"),
    [(*key, each) for key, templates in OF_ITSELF.items() for each in templates],
)
def test_neither_a_right_figure_nor_a_wrong_one_is_misread(system: str, right: str, wrong: str, template: str) -> None:
    assert "disagrees" not in firm(template.format(x=system, v=right))
    assert "agrees" not in firm(template.format(x=system, v=wrong))


def test_plain_figures_are_still_checked() -> None:
    assert firm("The Iskander, a missile weighing 4 tonnes, has a range of 5,000 km.") == {"disagrees"}
    assert firm("Two Patriot batteries came; the Patriot has a range of 160 km.") == {"agrees"}
    assert firm("The T-62's main gun has a calibre of 115 mm.") == {"agrees"}
