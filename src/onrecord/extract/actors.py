"""Armed forces, ministries, governments, alliances, companies, armed groups and persons, with exact spans.

A national body is a noun with a country ("Venezuela's military", "the U.S. Navy", "armed forces of Ukraine"); other
bodies are names that stand alone.  Nouns and names: `data/lang/<code>/actors.toml`, and `bodies.toml` for the names of
bodies that the public record holds besides.  Persons: the model's names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from onrecord import lexicon
from onrecord.errors import LexiconError
from onrecord.model import Entity, EntityKind, Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BODY_CODE = re.compile(r"body/([A-Z]{3})-")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*")
_PREFIX = 2  # characters a form is looked up by


class CountryTable(Protocol):
    """What is asked of the table of countries: its forms ("Venezuela", "Venezuelan"), and a country by its code."""

    def forms(self) -> Iterator[tuple[str, str, tuple[str, ...]]]: ...
    def __getitem__(self, code: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class _Form:
    """A form in the text: where it ends and what it stands for."""

    end: int
    key: str


def country_of(entity_id: str) -> str | None:
    """The country an entity is or belongs to: "body/VEN-army" → "country/VEN"; None for bodies of no one country."""
    if entity_id.startswith("country/"):
        return entity_id
    found = _BODY_CODE.match(entity_id)
    return f"country/{found.group(1)}" if found else None


def find_actors(doc: Doc, *, countries: CountryTable, language: str = "en") -> tuple[Mention, ...]:
    """Mentions of bodies and persons, in reading order; of two that overlap the longer is kept.

    A body of a country has the id `body/<code>-<key>`.  Raises UnknownLanguage.
    """
    text = doc.text  # put together anew by each call
    reader = _Reader(doc, text, countries, language)
    found = [*reader.standing(), *reader.national(), *_find_persons(doc, text, language)]
    found.sort(key=lambda mention: (-len(mention.span), mention.span.start))
    kept: list[Mention] = []
    taken = bytearray(len(text))
    for mention in found:
        span = mention.span
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\x01" * len(span)
            kept.append(mention)
    return tuple(sorted(kept, key=lambda mention: mention.span.start))


class _Reader:
    """One document, the forms to look for, and where its words begin and end."""

    def __init__(self, doc: Doc, text: str, countries: CountryTable, language: str) -> None:
        self.doc = doc
        self.countries = countries
        self.table = lexicon.load("actors", language=language)
        self.text = text
        self.lower = _lower_in_place(text)
        starts = [token.idx for token in doc]
        self.ends = {token.idx + len(token) for token in doc}
        self.number_at = {start: number for number, start in enumerate(starts)}
        # Each start with the letters that its forms are looked up by.
        self.starts = [(start, text[start : start + _PREFIX].lower()) for start in starts]
        self.nouns = _national_nouns(language)
        self.rows = _standing_rows(language)
        self.names = _standing_names(language)
        self.country_forms = _country_forms(_Held(countries))

    # --- names that stand alone ---

    def standing(self) -> Iterator[Mention]:
        names = self.names
        for start, prefix in self.starts:
            if prefix in names and (form := self.longest(self.text, start, names[prefix])) is not None:
                row = self.rows[form.key]
                entity = Entity(row.get("id", f"body/{form.key}"), EntityKind.BODY, row["label"])
                yield Mention(Span(start, form.end), EntityKind.BODY, entity)

    # --- bodies of a country ---

    def national(self) -> Iterator[Mention]:
        countries, nouns = self.country_forms, self.nouns
        for start, prefix in self.starts:
            if prefix in countries and (country := self.longest(self.text, start, countries[prefix])) is not None:
                mention = self._noun_after(start, country)
                if mention is not None:
                    yield mention
            if prefix in nouns and (noun := self.longest(self.lower, start, nouns[prefix])) is not None:
                mention = self._country_after(start, noun)
                if mention is not None:
                    yield mention

    def _noun_after(self, start: int, country: _Form) -> Mention | None:
        """ "Venezuela's military", "U.S. Navy", "Russia's own air force"."""
        at = self._skip(country.end, self.table["words"]["possessive"], spaced=False)
        at = self._next_word(at)
        noun = self._noun_at(at)
        if noun is None:
            between = self._skip(at, self.table["words"]["between"], spaced=True)
            if between == at:
                return None
            noun = self._noun_at(self._next_word(between))
        if noun is None or self._modifies(noun):
            return None
        return self._mention(Span(start, noun.end), country.key, noun.key)

    def _country_after(self, start: int, noun: _Form) -> Mention | None:
        """ "armed forces of Venezuela", "government of the Islamic Republic of Iran"."""
        at = self._next_word(noun.end)
        if self.table["words"].get("adjective_behind"):  # "ejército ruso"
            forms = self.country_forms.get(self.text[at : at + _PREFIX].lower(), ())
            country = self.longest(self.text, at, forms)
            if country is not None and at > noun.end:
                return self._mention(Span(start, country.end), country.key, noun.key)
        for words in sorted(self.table["words"]["of"], key=len, reverse=True):
            if self.lower.startswith(words + " ", at):
                start_of = at + len(words) + 1
                forms = self.country_forms.get(self.text[start_of : start_of + _PREFIX].lower(), ())
                country = self.longest(self.text, start_of, forms)
                if country is not None:
                    return self._mention(Span(start, country.end), country.key, noun.key)
        return None

    def _mention(self, span: Span, code: str, key: str) -> Mention:
        body = self.table["national"][key]["label"]
        name = self.table["label"]["country"].get(code) or self.countries[code].entity().label
        label = self.table["label"]["national"].format(body=body, country=name)
        return Mention(span, EntityKind.BODY, Entity(f"body/{code}-{key}", EntityKind.BODY, label))

    def _modifies(self, noun: _Form) -> bool:
        """Whether the noun only qualifies another: "Russian military aircraft"."""
        token = self._token_before(noun.end)
        adjectives = self.table["words"]["also_adjectives"]
        return (
            token is not None
            and token.lower_ in adjectives
            and token.dep_ in ("amod", "compound", "nmod")
            and token.head.i > token.i
        )

    # --- moving about ---

    def _next_word(self, at: int) -> int:
        """The offset after one space, or the same offset."""
        return at + 1 if at < len(self.text) and self.text[at] in "  \n" else at

    def _skip(self, at: int, words: list[str], *, spaced: bool) -> int:
        for word in sorted(words, key=len, reverse=True):
            if self.lower.startswith(word, at) and at + len(word) in self.ends:
                return at + len(word)
        return at

    def _token_before(self, end: int) -> Token | None:
        number = self.number_at.get(self.text.rfind(" ", 0, end) + 1)
        return None if number is None else self.doc[number]

    def _noun_at(self, start: int) -> _Form | None:
        return self.longest(self.lower, start, self.nouns.get(self.lower[start : start + _PREFIX].lower(), ()))

    def longest(self, text: str, start: int, forms: tuple[tuple[str, str], ...]) -> _Form | None:
        """The first of the forms, which come longest first, that stands at `start` and ends where a word ends."""
        for form, key in forms:
            if text.startswith(form, start) and start + len(form) in self.ends:
                return _Form(start + len(form), key)
        return None


def _lower_in_place(text: str) -> str:
    """The text in lower case with every offset kept: a few letters grow when lowered ("İ"), and stay as they are."""
    lower = text.lower()
    # A sigma is lowered by what stands around it, so a text with one goes letter by letter too.
    if len(lower) == len(text) and "Σ" not in text:
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


class _Held:
    """A table as the key of a cache: the same object is the same key."""

    __slots__ = ("countries",)

    def __init__(self, countries: CountryTable) -> None:
        self.countries = countries

    def __hash__(self) -> int:
        return id(self.countries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.countries is self.countries


def _by_prefix(forms: list[tuple[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for form, key in sorted(forms, key=lambda row: (-len(row[0]), row[0])):
        table.setdefault(form[:_PREFIX].lower(), []).append((form, key))
    return {prefix: tuple(rows) for prefix, rows in table.items()}


@cache
def _national_nouns(language: str) -> dict[str, tuple[tuple[str, str], ...]]:
    table = lexicon.load("actors", language=language)["national"]
    return _by_prefix([(form, key) for key, row in table.items() for form in row["forms"]])


@cache
def _standing_names(language: str) -> dict[str, tuple[tuple[str, str], ...]]:
    return _by_prefix([(form, key) for key, row in _standing_rows(language).items() for form in row["forms"]])


@cache
def _standing_rows(language: str) -> dict[str, dict[str, Any]]:
    """Bodies by the names that stand alone: those of the lexicon of actors, and those the public record adds."""
    try:
        added = lexicon.load("bodies", language=language)["standing"]
    except LexiconError:  # a language without such a list
        added = {}
    return {**added, **lexicon.load("actors", language=language)["standing"]}


@lru_cache(maxsize=8)
def _country_forms(held: _Held) -> dict[str, tuple[tuple[str, str], ...]]:
    """Names and adjectives that stand for one country only."""
    return _by_prefix([(form, codes[0]) for form, _, codes in held.countries.forms() if len(codes) == 1])


# --- persons ---------------------------------------------------------------------------------------------------


def _find_persons(doc: Doc, text: str, language: str) -> list[Mention]:
    titles = frozenset(lexicon.load("actors", language=language)["words"]["titles"])
    names: list[tuple[Span, str]] = []
    for found in doc.ents:
        if found.label_ != "PERSON":
            continue
        words = [token for token in found if not token.is_space]
        while words and (words[0].lower_ in titles or not _is_name(words[0])):
            words = words[1:]
        while words and not _is_name(words[-1]):
            words = words[:-1]
        if words and all(_is_name(word) or word.is_punct for word in words) and "\n" not in found.text:
            span = Span(words[0].idx, words[-1].idx + len(words[-1].text))
            names.append((span, span.of(text)))
    full = _full_names([name for _, name in names])
    mentions = []
    for span, name in names:
        label = full.get(name, name)
        entity = Entity(f"person/{_slug(label)}", EntityKind.PERSON, label)
        mentions.append(Mention(span, EntityKind.PERSON, entity))
    return mentions


def _is_name(token: Token) -> bool:
    """A capitalised word without digits and without a model's letter ("Igla-S")."""
    text = token.text
    return bool(_NAME.fullmatch(text)) and text[0].isupper() and not re.search(r"-[A-Z]?\d*$", text)


def _full_names(names: list[str]) -> dict[str, str]:
    """A last name alone stands for the one fuller name of the document that ends in it."""
    fuller: dict[str, list[str]] = {}
    for name in names:
        last = name.split()[-1]
        if last != name and name not in fuller.setdefault(last, []):
            fuller[last].append(name)
    return {last: found[0] for last, found in fuller.items() if len(found) == 1}


def _slug(label: str) -> str:
    folded = unicodedata.normalize("NFKD", label.casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", "-", plain).strip("-")
