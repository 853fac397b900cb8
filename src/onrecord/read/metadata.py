"""What a page says of itself: title, outlet, author, date of publication, address.  Never guessed from the text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from onrecord import lexicon
from onrecord.read.dates import parse_stamp
from onrecord.read.limits import load_limits
from onrecord.read.page import Page

_DEPTH = 6  # how deep articles are looked for in JSON-LD


@dataclass(frozen=True, slots=True)
class Metadata:
    """Each field None when the page does not give it; `notes` say where the date was found, and what disagrees."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()
    updated: str | None = None
    credit: str | None = None  # whom the page says it has the report from


def read_metadata(page: Page) -> Metadata:
    keys = lexicon.load("reading")["metadata"]
    articles = list(_read_articles(page.json_ld, frozenset(keys["article_types"])))
    first: dict[str, Any] = articles[0] if articles else {}
    metas: dict[str, str] = {}
    for name, content in page.metas:
        metas.setdefault(name, content)
    published, notes = _choose_date(first, metas, keys["published"])
    return Metadata(
        title=_choose(first.get("headline"), metas, keys["title"], read_line) or read_line(page.title),
        outlet=_choose(_name(first.get("publisher")), metas, keys["outlet"], read_line),
        author=_choose(_name(first.get("author")), metas, keys["author"], read_person),
        published=published,
        url=read_address(page.canonical) or _choose(first.get("url"), metas, keys["url"], read_address),
        notes=notes,
        updated=_choose(first.get("dateModified"), metas, keys["updated"], _day),
        credit=_choose(_credit(first), metas, keys["credit"], read_person),
    )


def _choose(
    stated: object, metas: dict[str, str], names: Sequence[str], clean: Callable[[object], str | None]
) -> str | None:
    for value in (stated, *(metas.get(name) for name in names)):
        cleaned = clean(value)
        if cleaned:
            return cleaned
    return None


def _choose_date(
    article: dict[str, Any], metas: dict[str, str], names: Sequence[str]
) -> tuple[str | None, tuple[str, ...]]:
    """The date of the most reliable place, noting where it was and whether another place has another day."""
    stated = ("datePublished (JSON-LD)", article.get("datePublished"))
    candidates = [stated, *((name, metas.get(name)) for name in names)]
    dates = [(where, day) for where, value in candidates if isinstance(value, str) and (day := parse_stamp(value))]
    if not dates:
        return None, ()
    where, day = dates[0]
    notes = [f"Publication date {day} from the page's {where}."]
    other = next(((w, d) for w, d in dates[1:] if not (d.startswith(day) or day.startswith(d))), None)
    if other:
        notes.append(f"The page's {other[0]} gives another date: {other[1]}.")
    return day, tuple(notes)


def _read_articles(blocks: Sequence[str], types: frozenset[str]) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article, those of a more telling type than WebPage first."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        try:
            found.extend(_find_articles(json.loads(block), types, _DEPTH))
        except (ValueError, RecursionError):
            continue  # a broken block says nothing
    yield from sorted(found, key=lambda article: "WebPage" in _types(article))


def _find_articles(value: object, types: frozenset[str], depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value[:100]:
            yield from _find_articles(item, types, depth - 1)
    elif isinstance(value, dict):
        if types & set(_types(value)):
            yield value
        yield from _find_articles(value.get("@graph"), types, depth - 1)


def _types(value: dict[str, Any]) -> list[str]:
    kind = value.get("@type")
    return [name for name in (kind if isinstance(kind, list) else [kind]) if isinstance(name, str)]


def _name(value: object) -> str | None:
    """The name of a schema.org person or organisation; several are joined by commas."""
    if isinstance(value, list):
        return ", ".join(name for item in value[:20] if (name := _name(item))) or None
    if isinstance(value, dict):
        return _name(value.get("name"))
    return value if isinstance(value, str) else None


def _credit(article: dict[str, Any]) -> str | None:
    """Whom an article says it is from, when that is not who publishes it."""
    credit = _name(article.get("creditText") or article.get("sourceOrganization"))
    return None if credit == _name(article.get("publisher")) else credit


def read_line(value: object) -> str | None:
    """One line of text of a sensible length, blanks collapsed."""
    if not isinstance(value, str):
        return None
    text = " ".join(value.split())
    return text if 0 < len(text) <= load_limits().metadata_characters else None


def read_person(value: object) -> str | None:
    """A name; some pages give the address of the author's page instead."""
    text = read_line(value)
    return None if text is None or "://" in text else text


def _day(value: object) -> str | None:
    return parse_stamp(value) if isinstance(value, str) else None


def read_address(value: object) -> str | None:
    text = read_line(value)
    if text is None:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.netloc else None
