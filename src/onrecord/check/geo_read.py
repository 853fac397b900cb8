"""What a text says about where things lie: statements read from its words, with exact spans.

Only plain wordings are read.  What is not matched is not checked; a statement never rests on a guess about structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.check.geo_behind import border_again, directions_of, goes_on, list_behind, seat_behind, side_behind
from onrecord.check.geo_carry import CarriedText, carry_on, open_descriptions
from onrecord.check.geo_names import GeoName, MaskedText, is_of_person, mask_names
from onrecord.check.geo_patterns import compile_pattern, load_patterns
from onrecord.check.geo_subject import is_beside, is_not_subject
from onrecord.check.sentences import SENTENCE_END
from onrecord.check.words import find_word
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.forms import holds_anchors
from onrecord.model import Span
from onrecord.signs import CLOSE, OPEN

if TYPE_CHECKING:
    from onrecord.record.geography import Geography


class Topic(StrEnum):
    BORDER_DIRECTION = "border.direction"
    BORDER_SIDE = "border.side"  # "A borders B to the north": one reading only
    BORDER = "border.exists"
    NO_BORDER = "border.none"
    CONTAINED = "contained"
    DISTANCE = "distance"
    BORDER_DISTANCE = "distance.border"
    DIRECTION = "direction"
    COAST = "coast"
    LANDLOCKED = "landlocked"
    NEAR_BORDER = "near.border"
    CAPITAL = "capital"
    ONLY = "border.only"  # of `a` these are all the neighbours
    ENCLOSED = "enclosed"
    BETWEEN = "between"
    NO_LAND_BORDER = "border.island"
    ISLAND = "island"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said.  `a` is the subject (None: to be found), `b` the other; `direction` a key of the lexicon."""

    topic: Topic
    span: Span
    a: GeoName | None = None
    b: GeoName | None = None
    direction: str | None = None
    km: Decimal | None = None
    at_sea: bool = False
    firm: bool = True  # the wording can only mean this; else an answer that disagrees is held back
    says: bool = False  # the words make a claim of their own where no other claim covers them
    is_phrase: bool = False  # also in the midst of a clause
    sides: tuple[str, ...] = ()  # of a coast: the seas it is said to lie on, and "" for a side of the country
    on_land: bool = False  # a land border is named as such
    on_coast: bool = False  # the place is said to lie on the coast
    listed_at: int | None = None  # where the wording begins that says it of several names at once


@lru_cache(maxsize=8)
def read_statements(text: str, geography: Geography, language: str = "en") -> tuple[Statement, ...]:
    """Statements of a text in reading order; none in a language without the words."""
    try:
        patterns = load_patterns(language)
    except (LexiconError, UnknownLanguage):
        return ()
    masked = mask_names(text, geography, language=language)
    found: list[Statement] = []
    present = masked.masked.casefold() if masked.names else ""
    carried = list(open_descriptions(masked, language))
    for topic, says, anchors, form in patterns:
        if not present or not holds_anchors(present, anchors):
            continue  # a pattern that begins with words and not with a name is tried at every letter
        for match in compile_pattern(form).finditer(masked.masked):
            statements = _read_match(topic, match, masked, language, says)
            found.extend(statements)
            carried.extend(_carry(statements, match, masked, language))
    for _ in range(_MOST_CARRIED):
        texts, carried = {rest.key: rest for rest in carried}, []
        for rest in texts.values():
            present = rest.masked.casefold()
            for topic, says, anchors, form in patterns:
                first = compile_pattern(form).match(rest.masked) if holds_anchors(present, anchors) else None
                if first is not None:
                    statements = _read_match(topic, first, rest, language, says)
                    found.extend(each if rest.is_sure else replace(each, firm=False) for each in statements)
                    carried.extend(_carry(statements, first, rest, language))
    return tuple(_without_repeats(sorted(found, key=lambda s: (s.span.start, -s.span.end, s.topic))))


def _read_match(
    topic: str, match: re.Match[str], masked: MaskedText | CarriedText, language: str, says: str
) -> list[Statement]:
    """What a form found says, the other names of its list with it."""
    statement = _read(topic, match, masked, language, says)
    if statement is None or is_not_subject(match, masked.masked, language):
        return []
    if statement.topic is Topic.CAPITAL and _is_of_one_before(match, masked, language):
        return []
    if is_beside(match, masked.masked, language):
        statement = replace(statement, firm=False)
    listed = list(_listed(statement, match, masked, language))
    if listed:
        return [replace(each, listed_at=masked.span(match.start(), match.end()).start) for each in (statement, *listed)]
    if _is_open_list(statement, match, masked, language):
        statement = replace(statement, firm=False)
    return [statement]


def _is_of_one_before(match: re.Match[str], masked: MaskedText | CarriedText, language: str) -> bool:
    """ "Tanzania borders Malawi, with its capital at Dodoma": the capital is that of the country spoken of."""
    words = lexicon.load("geography", language=language)["words"]
    behind = masked.masked[match.end("b") :].lstrip(", ").lower()
    if match.start("b") > match.start("a") or not behind.startswith(tuple(words.get("having", ()))):
        return False
    cut = max((each.end() for each in SENTENCE_END.finditer(masked.masked, 0, match.start("b"))), default=0)
    before = _NAME.finditer(masked.masked, cut, match.start("b"))
    return any(masked.names[int(sign[1])].countries for sign in before)


def _carry(
    statements: list[Statement], match: re.Match[str], masked: MaskedText | CarriedText, language: str
) -> Iterator[CarriedText]:
    """What is said behind it of the same subject."""
    if not statements:
        return
    first = statements[0]
    end = match.end()
    behind_it = (side_behind(language),) * _MOST_SIDES + (list_behind(language), seat_behind(language))
    for each in behind_it:
        behind = each.match(masked.masked, end) if len(statements) > 1 else None
        end = behind.end() if behind is not None else end
    home = first.b if first.topic in (Topic.CAPITAL, Topic.CONTAINED) else None
    yield from carry_on(match, end, home, masked, language)


def countries_before(text: str, geography: Geography, language: str, at: int) -> list[GeoName]:
    """Names of countries before an offset, within its sentence, nearest first; adjectives count."""
    names = mask_names(text, geography, language=language).names
    cut = max((m.end() for m in SENTENCE_END.finditer(text, 0, at)), default=0)
    return [name for name in reversed(names) if cut <= name.span.start and name.span.end <= at and name.countries]


DENIALS = (Topic.NO_BORDER, Topic.NO_LAND_BORDER)
WHOLE = (Topic.ONLY, Topic.ENCLOSED, Topic.BETWEEN)  # said of all the names together
LISTS = (Topic.BORDER, Topic.NO_BORDER)
_NAME = re.compile(rf"{OPEN}(\d{{1,6}}){CLOSE}")
_OPENS = re.compile(r"(?:^|[.!?:;—–\n])[\s\"“”‘’']*(?:[Tt]he )?\Z")
_WATERS = 50  # characters behind a coast in which its sea stands
_LEAD = 12  # characters in which an article before the first name of a sentence stands
_PHRASE = "phrase"
_MOST_CARRIED = 3  # further predicates of one subject
_MOST_SIDES = 8  # neighbours with sides of their own in one list


def _read(
    topic: str, match: re.Match[str], masked: MaskedText | CarriedText, language: str, says: str
) -> Statement | None:
    groups = match.groupdict()

    def name(key: str) -> GeoName | None:
        value = groups.get(key)
        return masked.names[int(value[1:-1])] if value else None

    word = groups.get("dir")
    direction = directions_of(language)[word.lower()] if word else None
    km = None
    if groups.get("number"):
        km = Decimal(groups["number"].replace(",", ""))
        if groups["unit"].lower() in lexicon.load("geography", language=language)["words"]["mile"]:
            km *= Decimal("1.609344")
    a, b = name("a"), name("b")
    kind, _, manner = topic.partition("/")
    words = lexicon.load("geography", language=language)["words"]
    land, coast = words.get("on_land", ()), words.get("coast", ())
    if manner == "turned":
        a, b = b, a
    if kind == Topic.BORDER_DIRECTION and direction is None:
        kind = Topic.BORDER
    if kind == Topic.BORDER and a is None:
        return None
    if kind in (Topic.DIRECTION, Topic.DISTANCE) and (a is None or b is None or a.people or b.people):
        return None
    if kind in (Topic.DIRECTION, Topic.DISTANCE) and a is not None and b is not None and a.text == b.text:
        return None
    if kind in (Topic.DISTANCE, Topic.BORDER_DISTANCE) and a is not None and not a.places:
        return None
    if kind == Topic.CONTAINED and (a is None or b is None or not a.places or not b.countries):
        return None
    if kind == Topic.CONTAINED and b is not None and b.people != (manner == "people"):
        return None
    if kind == Topic.CONTAINED and a is not None and is_of_person(a.span.start, masked.text, masked.names, language):
        return None
    if kind == Topic.NEAR_BORDER and (a is None or b is None or not a.places or not b.countries):
        return None
    sea = _sea_of(b, language) if manner == "sea" else None  # "lies on the Black Sea"
    if manner == "sea" and sea is None:
        return None
    if manner == "opening" and not _OPENS.search(masked.masked[: match.start()][-_LEAD:]):
        return None
    if kind == Topic.CAPITAL and (a is None or b is None or a.people or not b.countries):
        return None
    if kind == Topic.CAPITAL and b is not None and b.people and match.end("a") < match.start("b") == _last(match):
        return None  # "the capital of French cooking"
    # From the subject to the end, so that the words quoted are those the answer is about.
    span = masked.span(
        match.start("from") if groups.get("from") is not None else match.start(),
        match.end("to") if groups.get("to") is not None else match.end(),
    )
    sides: tuple[str, ...] = ()
    if sea is not None:
        b, sides = None, (sea,)
    elif kind in (Topic.COAST, Topic.CONTAINED):
        sides = _sides(match, _with_waters(span, masked.text, language), language)
    is_loose = manner == "loose" or (kind == Topic.ISLAND and sea is not None)  # "an island in the sea of noise"
    return Statement(
        topic=Topic(kind), span=span, a=a, b=b, direction=direction, km=km, at_sea=bool(groups.get("sea")),
        firm=not is_loose and _is_firm(kind, match[0], language), says=bool(says), is_phrase=says == _PHRASE,
        on_land=find_word(match[0].lower(), tuple(land)) is not None,
        on_coast=kind == Topic.CONTAINED and find_word(match[0].lower(), tuple(coast)) is not None,
        sides=sides,
    )  # fmt: skip


def _with_waters(span: Span, text: str, language: str) -> str:
    """The words of a statement with the sea that stands behind them: "has a coast | on the Pacific"."""
    joints = "|".join(map(re.escape, lexicon.load("geography", language=language)["words"].get("behind_fact", ())))
    behind = re.match(rf"\s(?:{joints or '(?!)'})\s[\w ]{{2,40}}", text[span.end : span.end + _WATERS])
    return span.of(text) + (behind[0] if behind is not None else "")


def _sides(match: re.Match[str], words: str, language: str) -> tuple[str, ...]:
    """The seas among the words of a coast, and "" where they say on which side of the country it lies."""
    table = lexicon.load("geography", language=language)
    if find_word(match[0].lower(), tuple(table["words"].get("coast", ()))) is None:
        return ()
    seas = [name for name in table.get("sea", ()) if find_word(words.lower(), (name.lower(),)) is not None]
    return (*seas, *([""] if find_word(match[0].lower(), tuple(directions_of(language))) is not None else []))


def _sea_of(name: GeoName | None, language: str) -> str | None:
    """The sea of the lexicon that a name is of: "the Baltic" and "the Baltic Sea" are one."""
    if name is None:
        return None
    table = lexicon.load("geography", language=language)
    said = name.text.lower()
    before, _, noun = said.rpartition(" ")
    known = (said, before) if noun in table["words"].get("sea_noun", ()) else (said,)
    return next((sea for sea in table.get("sea", ()) if sea.lower() in known), None)


def _last(match: re.Match[str]) -> int:
    """Where the name begins that ends a match; -1 where its last group is no such name."""
    return match.start("b") if match.end("b") == match.end() else -1


def _is_firm(kind: str, words: str, language: str) -> bool:
    """Whether "surrounded" and "between" are plainly meant of ground: "entirely surrounded by", "wedged between"."""
    listed = {Topic.ENCLOSED: "wholly", Topic.BETWEEN: "firmly_placed"}.get(Topic(kind))
    table = lexicon.load("geography", language=language)["words"]
    return listed is None or find_word(words.lower(), tuple(table.get(listed, ()))) is not None


def _listed(
    statement: Statement, match: re.Match[str], masked: MaskedText | CarriedText, language: str
) -> Iterator[Statement]:
    """What the statement says of the other names of its list: "borders Poland, Moldova and Romania."

    The list must end the clause: in "borders Poland and Romania is near" Romania is not bordered.  Names with a side of
    their own ("Libya to the north and Sudan to the east") say the same of that side.
    """
    subjects = match.groupdict().get("subjects")
    if subjects:
        for each in _NAME.finditer(subjects):
            name = masked.names[int(each[1])]
            if (name.places if statement.topic is Topic.CONTAINED else name.countries) and not name.people:
                yield replace(statement, a=name, span=Span(name.span.start, statement.span.end))
        return
    if statement.b is None:
        return
    more = match.groupdict().get("more")
    if more:
        for each in _NAME.finditer(more):
            yield from _of_other(statement, masked.names[int(each[1])], statement.span.end)
        if statement.topic is not Topic.BORDER_SIDE:
            return
    at = match.end()
    while statement.topic is Topic.CAPITAL and (seat := seat_behind(language).match(masked.masked, at)) is not None:
        signs = [next(seat[key + tail] for tail in ("", "_", "__") if seat[key + tail]) for key in ("a", "b")]
        a, b = (masked.names[int(sign[1:-1])] for sign in signs)
        at = seat.end()
        if not a.people and b.countries and not b.people:
            yield replace(statement, a=a, b=b, span=Span(statement.span.start, masked.span(seat.start(), at).end))
    if statement.topic is Topic.BORDER_SIDE:
        for _ in range(_MOST_SIDES):
            listed = side_behind(language).match(masked.masked, at)
            if listed is None:
                break
            direction = directions_of(language)[(listed["dir"] or listed["dir_"]).lower()]
            name = masked.names[int((listed["b"] or listed["b_"])[1:-1])]
            at = listed.end()
            turned = replace(statement, direction=direction)
            yield from _of_other(turned, name, masked.span(match.start(), at).end)
    is_one_side = statement.topic is Topic.BORDER_SIDE and at == match.end() and _names_side_first(match)
    if statement.topic not in LISTS and not is_one_side:
        return
    behind = list_behind(language).match(masked.masked, match.end())
    if behind is None and statement.topic is Topic.BORDER and not statement.at_sea:
        behind = border_again(language).match(masked.masked, match.end())
    if behind is None:
        return
    for each in _NAME.finditer(behind[0]):
        name = masked.names[int(each[1])]
        yield from _of_other(statement, name, name.span.end)


def _names_side_first(match: re.Match[str]) -> bool:
    """ "To the west are Tunisia and Morocco": the side is said of all names of the list."""
    return match.groupdict().get("dir") is not None and match.start("dir") < match.start("b")


def _is_open_list(statement: Statement, match: re.Match[str], masked: MaskedText | CarriedText, language: str) -> bool:
    """Whether another country follows that may be of the list and was not read as such."""
    if statement.topic not in LISTS or statement.is_phrase:
        return False
    following = goes_on(language).match(masked.masked, match.end())
    return following is not None and bool(masked.names[int(following["name"])].countries)


def _of_other(statement: Statement, name: GeoName, end: int) -> Iterator[Statement]:
    if name.countries and not name.people:
        yield replace(statement, b=name, span=Span(statement.span.start, end))


def _without_repeats(found: list[Statement]) -> Iterator[Statement]:
    """Drop a statement that another on the same words says more fully: "the Syrian capital Damascus" lies in Syria."""
    held = [s for s in found if s.topic is Topic.CONTAINED]
    found = [
        s for s in found if s.topic is not Topic.COAST or not any(h.b == s.a and h.span.covers(s.span) for h in held)
    ]
    apart = {s.a for s in found if s.topic is Topic.NO_LAND_BORDER}
    found = [s for s in found if s.topic is not Topic.ISLAND or s.a not in apart]
    seats = {(s.a, s.b) for s in found if s.topic is Topic.CAPITAL}
    found = [s for s in found if s.topic is not Topic.CONTAINED or (s.a, s.b) not in seats or s.direction]
    for n, statement in enumerate(found):
        fuller = any(
            other.span.covers(statement.span)
            and (other.span != statement.span or m < n)
            and other.b == statement.b
            and (other.a == statement.a or statement.a is None or other.a is None or other.b is not None)
            and (other.a == statement.a or other.listed_at is None or other.listed_at != statement.listed_at)
            and other.topic.partition(".")[0] == statement.topic.partition(".")[0]
            for m, other in enumerate(found)
            if m != n
        )
        if not fuller:
            yield statement
