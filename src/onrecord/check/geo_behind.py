"""Forms of what goes on behind a statement: the other names of its list, with sides or seats of their own."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from onrecord import lexicon
from onrecord.signs import CLOSE, OPEN

_NAME = rf"{OPEN}(?:\d{{1,6}}){CLOSE}"


@cache
def directions_of(language: str) -> dict[str, str]:
    table: dict[str, Any] = lexicon.load("geography", language=language)
    return {word: name for name, words in table["direction"].items() for word in words}


@cache
def side_behind(language: str) -> re.Pattern[str]:
    table = lexicon.load("geography", language=language)
    words = table["words"]
    links, sides = ("|".join(re.escape(word) for word in words.get(key, ())) or r"(?!)" for key in ("and", "side"))
    directions = "|".join(re.escape(w) for w in sorted(directions_of(language), key=len, reverse=True))
    name = rf"(?:the[ \n])?(?P<b{{}}>{OPEN}\d{{{{1,6}}}}{CLOSE})"
    side = rf"(?:{sides})[ \n](?P<dir{{}}>{directions})"
    link = rf"(?:,|,?[ \n](?:{links}))[ \n]"
    return re.compile(
        rf"{link}(?:{name.format('')},?[ \n]{side.format('')}|{side.format('_')} by {name.format('_')})(?![ \n]of)",
        re.IGNORECASE,
    )


@cache
def list_behind(language: str) -> re.Pattern[str]:
    words = lexicon.load("geography", language=language)["words"]
    links = "|".join(re.escape(word) for word in words["and"])
    articles = "|".join(re.escape(word) for word in words["article"])
    name = rf"(?:(?:{articles})[ \n])?{_NAME}"
    hard, soft = r"(?=[.;:!?)\]\"”’]|\s*$|\n)", rf"(?=[.;:!?,)\]\"”’]|\s*$|\n)(?!,[ \n]{name})"
    last = rf"[ \n](?:{links})[ \n]{name}"
    # ", and Romania, its ally, sent" opens another clause; " and Romania, officials said" ends a list.
    return re.compile(rf"(?:,[ \n]{name}){{1,12}},?{last}{soft}|{last}{soft}|,{last}{hard}")


@cache
def border_again(language: str) -> re.Pattern[str]:
    """ "… and a border with Mali", "… and one with Mali" at the end of a clause that gave a border."""
    words = lexicon.load("geography", language=language)["words"]
    joins, again, articles = (
        "|".join(re.escape(word) for word in words.get(key, ())) or r"(?!)"
        for key in ("joins", "border_again", "article")
    )
    name = rf"(?:(?:{articles})[ \n])?{_NAME}"
    return re.compile(rf",?[ \n](?:{joins})[ \n](?:{again})[ \n]{name}(?=[.;!?]|\s*$|\n)")


@cache
def goes_on(language: str) -> re.Pattern[str]:
    words = lexicon.load("geography", language=language)["words"]
    links, articles = ("|".join(re.escape(word) for word in words[key]) for key in ("and", "article"))
    return re.compile(rf"(?:,|,?[ \n](?:{links}))[ \n](?:(?:{articles})[ \n])?{OPEN}(?P<name>\d{{1,6}}){CLOSE}")


@cache
def seat_behind(language: str) -> re.Pattern[str]:
    """ "…, Islamabad that of Pakistan" behind a capital and its country."""
    words = lexicon.load("geography", language=language)["words"]
    article = rf"(?:(?:{'|'.join(re.escape(word) for word in words['article'])})[ \n])?"
    keys = ("joins", "capital_word", "that_of")
    joins, seats, that = ("|".join(re.escape(word) for word in words.get(key, ())) or r"(?!)" for key in keys)
    seat = rf"(?:(?:{that})|{article}(?:{seats}) of)"

    def town(tail: str = "") -> str:
        return rf"(?P<a{tail}>{_NAME})"

    def country(tail: str = "") -> str:
        return rf"{article}(?P<b{tail}>{_NAME})"

    is_ = r"(?:is[ \n])?"
    forms = (
        rf"{town()},?[ \n]{is_}{seat}[ \n]{country()}(?!['’–-])",
        rf"{seat}[ \n]{country('_')},?[ \n]{is_}{town('_')}(?!['’–-])",
        rf"{country('__')}['’]s,?[ \n](?:(?:{seats})[ \n])?{is_}{town('__')}(?=[.,;]|\s*$)",
    )
    return re.compile(rf"(?:[,;]|,?[ \n](?:{joins}))[ \n](?:{'|'.join(forms)})", re.IGNORECASE)
