"""What a sentence goes on to say of the same subject: "Mali has no coast and borders Sudan", "…, and its capital is …".

The forms of `geo_read` begin with a name.  Where a second predicate has none, the subject of the first is put before it
and the forms are read again from there; what is read has the span of the words that are really in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord import lexicon
from onrecord.check.geo_names import GeoName, MaskedText
from onrecord.check.sentences import FIRST_STOP
from onrecord.model import Span
from onrecord.signs import CLOSE, OPEN

_SIGN = rf"{OPEN}\d{{1,6}}{CLOSE}"
_SIGNED = re.compile(rf"{OPEN}(\d{{1,6}}){CLOSE}")
_LEAD = 60  # characters before a subject in which the word that opens its clause stands
_LONGEST = 400  # characters of what follows in which a second predicate is read


@dataclass(frozen=True, slots=True, eq=False)
class CarriedText:
    """The rest of a sentence with its subject put before it; reads like a `MaskedText`."""

    text: str
    masked: str
    names: tuple[GeoName, ...]
    whole: MaskedText | CarriedText
    lead: int  # characters of `masked` that are not in the text
    at: int  # where the rest begins in the masked text of the whole
    cut: int  # offset of `masked` from which `shift` is to be added: behind "the country", which a name stands for
    shift: int
    is_sure: bool  # whether "its" can be of the subject only

    @property
    def key(self) -> tuple[str, int]:
        """The same for what two forms carry on alike."""
        return self.masked, self.span(self.lead, self.lead).start

    def span(self, start: int, end: int) -> Span:
        """Offsets of the text for offsets of `masked`; the subject put in counts as the beginning of the rest."""
        return self.whole.span(self._back(start), self._back(end))

    def _back(self, at: int) -> int:
        return self.at + max(0, at - self.lead) + (self.shift if at >= self.cut else 0)


def carry_on(
    match: re.Match[str], end: int, home: GeoName | None, masked: MaskedText | CarriedText, language: str
) -> Iterator[CarriedText]:
    """The rest behind `end` of a match that begins with its subject, as said of that subject.

    `home`: the country of a town, which "the country" then names.  Nothing where the subject does not open its clause.
    """
    opens, subject, apposed, links = _shapes(language)
    text, groups = masked.masked, match.groupdict()
    if groups.get("from") is None:
        return
    at = match.start("from")
    is_open = opens.search(text[max(0, at - _LEAD) : at]) is not None
    # "Mali's capital, Bamako, lies" and "the Malian capital is", but "Mali has its capital at Bamako"
    is_seat = home is not None and match.start("b") < match.start("a")
    is_seat = is_seat and (at < match.start("b") or _seat_of(language).match(text, match.end("b")) is not None)
    if is_seat:
        at = match.start("a")
    named = subject.match(text, at)
    if named is None or text[named.end() : named.end() + 1] not in (" ", ",", "\n"):
        return
    if masked.names[int(named["first"][1:-1])].people:
        return
    if not is_open and not apposed.match(text, named.end()):
        return
    is_aside = text[named.end()] == "," or (is_seat and text[:at].endswith(", "))
    others = any(masked.names[int(sign[1])].countries for sign in _SIGNED.finditer(text, named.end(), end))
    for key, link in links:
        found = link.match(text, end)
        if found is None or (key == "aside" and not is_aside):
            continue
        if not is_open and (key not in ("verb", "way") or found[0].lstrip()[:1] in (",", ";", ".")):
            continue  # "He left Gaziantep, which lies in Turkey, and is in Paris"
        if is_seat and key == "its":
            named = subject.match(text, match.start("b")) or named  # "Mali's capital is Bamako and its neighbours are"
        lead = named[0] + {"its": "'s ", "way": " is ", "capital": "'s capital is ", "having": ", "}.get(key, " ")
        rest = text[found.end() :][:_LONGEST]
        close = FIRST_STOP.search(rest)
        rest = rest[: close.end()] if close is not None else rest
        cut, shift = len(lead) + len(rest) + 1, 0
        country = _the_country(language).search(rest) if home is not None else None
        if country is not None:
            sign = f"{OPEN}{masked.names.index(home)}{CLOSE}" if home is not None else ""
            cut = len(lead) + country.start() + len(sign)
            shift = len(country[0]) - len(sign)
            rest = rest[: country.start()] + sign + rest[country.end() :]
        # "Chad borders Sudan and its capital" may be Sudan's; ", and its capital" goes on with the subject.
        is_joined = found[0].lstrip().startswith(",") and len(found[0].split()) > 2
        is_sure = not others or key not in ("its", "capital", "having") or (is_joined and key != "having")
        yield CarriedText(masked.text, lead + rest, masked.names, masked, len(lead), found.end(), cut, shift, is_sure)
        return


def open_descriptions(masked: MaskedText, language: str) -> Iterator[CarriedText]:
    """ "Mali is a country that has no coast": the clause as said of Mali."""
    for found in _described(language).finditer(masked.masked):
        name = masked.names[int(found["sign"][1:-1])]
        if not name.countries or name.people:
            continue
        lead = f"{found['sign']} "
        rest = masked.masked[found.end() :][:_LONGEST]
        close = FIRST_STOP.search(rest)
        rest = rest[: close.end()] if close is not None else rest
        cut = len(lead) + len(rest) + 1
        yield CarriedText(masked.text, lead + rest, masked.names, masked, len(lead), found.end(), cut, 0, True)


@cache
def _described(language: str) -> re.Pattern[str]:
    words = lexicon.load("geography", language=language)["words"]
    keys = ("article", "described", "noun_behind", "relative")
    article, described, nouns, relative = ("|".join(map(re.escape, words.get(key, ()))) or "(?!)" for key in keys)
    opens = rf"(?:^|(?<=[.!?:;–—]\s)|(?<=\n))(?:(?:{article})\s)?"
    form = rf"{opens}(?P<sign>{_SIGN})\s(?:{described})\s(?:[\w-]+\s){{0,4}}(?:{nouns}),?\s(?:{relative})\s"
    return re.compile(form, re.IGNORECASE)


@cache
def _seat_of(language: str) -> re.Pattern[str]:
    seats = lexicon.load("geography", language=language)["words"].get("capital_word", ())
    return re.compile(rf"['’]s?\s|\s(?:{'|'.join(map(re.escape, seats)) or '(?!)'})\b", re.IGNORECASE)


@cache
def _the_country(language: str) -> re.Pattern[str]:
    words = lexicon.load("geography", language=language)["words"].get("the_country", ())
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words)) or '(?!)'})(?![\w’'])", re.IGNORECASE)


@cache
def _shapes(
    language: str,
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    words = lexicon.load("geography", language=language)["words"]

    def any_of(*keys: str) -> str:
        listed = sorted((word for key in keys for word in words.get(key, ())), key=len, reverse=True)
        return "(?:" + "|".join(re.escape(word) for word in listed) + ")" if listed else r"(?!)"

    article = rf"(?:{any_of('article')}\s)?"
    opens = rf"(?:(?:^|[.!?:;–—]\s|\n)[\s\"“”‘’']*|(?<!{CLOSE}\s)(?<!{CLOSE},\s)\b{any_of('opening')}\s)"
    # "Jordan's capital Amman is", "the Georgian port of Batumi lies"
    opens += rf"{article}(?:{_SIGN}(?:['’]s)?\s{any_of('town', 'capital_word')}\s(?:of\s)?)?\Z"
    subject = rf"(?P<first>{_SIGN})(?:(?:,\s{article}{_SIGN}){{0,6}},?\s{any_of('and')}\s{article}{_SIGN})?"
    # Words that may still be of the first predicate: "a landlocked country", "a coast on the Red Sea".
    noun = rf"(?:\s{any_of('noun_behind')})?"
    place = rf"(?:\s{any_of('behind_fact')}\s{article}(?:{_SIGN}|[\w-]+)(?:\s[A-Z][\w-]+)?)?"
    behind = noun + place
    joins, also = any_of("joins"), rf"(?:{any_of('adverb')}\s)?"
    goes_on = rf"{also}{any_of('carried')}\b"
    stop = rf"(?:,?\s{joins}\s|[;.]\s)"
    links = (
        ("verb", rf"{behind},?\s{joins}\s(?={goes_on})"),
        ("verb", rf"{behind}{stop}{any_of('it')}\s(?={goes_on})"),
        ("aside", rf"{behind},\s(?={goes_on})"),
        ("its", rf"{behind}(?:{stop}|,\s){any_of('its')}\s(?={also}[\w-])"),
        ("having", rf"{behind},?\s(?={any_of('having')}\s)"),
        ("capital", rf"{behind}{stop}(?={_SIGN}\sis\s{any_of('its')}\s{any_of('capital_word')})"),
        ("way", rf"{behind},?\s(?:{joins}\s)?(?={any_of('way_opening')}\b|(?:{any_of('about')}\s)?\d)"),
    )
    return (
        re.compile(opens, re.IGNORECASE),
        re.compile(subject, re.IGNORECASE),
        re.compile(rf",\s(?:{any_of('relative')}|{any_of('a_town')})\s", re.IGNORECASE),
        tuple((key, re.compile(form, re.IGNORECASE)) for key, form in links),
    )
