"""One line of a record file to a Subject or a Fact, or a RecordError that names file and line."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from onrecord.errors import RecordError
from onrecord.model import Entity, EntityKind, Fact, Source
from onrecord.record.edition import Licence, Subject

MAX_LINE = 65_536  # bytes; the longest row we ship has under 2,000
_ID = re.compile(r"[a-z]+/[A-Za-z0-9][A-Za-z0-9.:_-]{0,99}\Z")
_COUNTRY = re.compile(r"country/[A-Z]{3}\Z")
_EDTF = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?:/\d{4}(?:-\d{2}(?:-\d{2})?)?)?\Z")
# Nothing that a spreadsheet reads as a formula, a terminal as an escape, or a page as a turn of the writing direction.
_FORMULA = ("=", "+", "@", "\t")
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LARGEST = 15  # decimal places before and after the point that a figure may need
_SUBJECT_KEYS = frozenset({"id", "category", "label", "names", "dispute", "note", "figures"})
_FACT_KEYS = frozenset(
    ("id", "subject", "property", "value", "unit", "qualifiers", "sources", "confidence", "as_of", "licence", "note")
)
_KINDS = tuple(kind.value for kind in EntityKind)
_CONFIDENCE = ("high", "medium", "low")
_MODIFIERS = ("exact", "about", "no_less_than", "more_than", "up_to", "less_than")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands, for error messages."""

    file: str
    line: int

    def refuse(self, problem: str) -> NoReturn:
        raise RecordError(f"{self.file}, line {self.line}: {problem}")


@dataclass(frozen=True, slots=True)
class Context:
    """What a fact row is checked against."""

    edition: str
    sources: Mapping[str, Source]
    licences: Mapping[str, Licence]
    properties: Mapping[str, Mapping[str, Any]]
    subjects: Mapping[str, Subject]


class _Refused(Exception):
    """What is wrong with a line, before its place is known."""


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise _Refused("a key stands twice in one object. Keep one of them.")
    return row


def _no_constants(word: str) -> NoReturn:
    raise _Refused(f"{word} is not a number the record can hold. Give a finite number.")


# Made once: making them takes as long as reading a row.
_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_constants, object_pairs_hook=_no_doubles)
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def parse_line(line: bytes, place: Place) -> dict[str, Any]:
    """The JSON object on a line; numbers with a fraction become Decimal."""
    if len(line) > MAX_LINE:
        place.refuse(f"the line is longer than {MAX_LINE:,} bytes. One row belongs on one line; split it.")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        place.refuse(f"not UTF-8 at byte {error.start}. Save the file as UTF-8.")

    try:
        row = _DECODER.decode(text)
    except _Refused as error:
        place.refuse(str(error))
    except json.JSONDecodeError as error:
        place.refuse(f"not valid JSON at character {error.pos + 1} ({error.msg}). Mend the row.")
    except RecursionError:
        place.refuse("brackets nested too deeply. A row is one flat object.")
    except (ValueError, InvalidOperation):  # an integer of more digits than Python converts
        place.refuse("a number with too many digits. Give a figure a reader can print.")
    if not isinstance(row, dict):
        place.refuse("a row must be a JSON object in braces.")
    return row


def row_digest(row: Mapping[str, Any]) -> str:
    """`sha256:<hex>` of the row as canonical JSON: keys sorted, no spaces, fractions as text ("5.2")."""
    return "sha256:" + hashlib.sha256(_ENCODER.encode(row).encode()).hexdigest()


def subject_from_row(row: Mapping[str, Any], place: Place, related: Mapping[str, tuple[str, ...]]) -> Subject:
    """A Subject.  Raises RecordError for a missing or unknown key, a bad id, an unsafe text."""
    _refuse_unknown(row, _SUBJECT_KEYS, place)
    subject_id, label, category = (_text(row, key, place) for key in ("id", "label", "category"))
    if not _ID.match(subject_id):
        place.refuse(f"{subject_id!r} is not an id. Write it as kind/slug, for example equipment/igla-s.")
    kind = subject_id.partition("/")[0]
    if kind not in _KINDS:
        place.refuse(f"{kind!r} is not a kind of thing. Kinds: {', '.join(_KINDS)}.")
    names = row.get("names") or {}
    if not isinstance(names, dict) or not all(isinstance(v, list) for v in names.values()):
        place.refuse("`names` must be lists of names by language code or kind.")
    for group, spellings in names.items():
        _safe(group, "names", place)
        for name in spellings:
            _safe(name, f"names.{group}", place)
    entity = Entity(subject_id, EntityKind(kind), label, note=_text(row, "dispute", place, optional=True) or None)
    return Subject(
        entity=entity,
        category=category,
        names={group: tuple(spellings) for group, spellings in names.items()},
        related=related,
        note=_text(row, "note", place, optional=True) or None,
        figures=bool(row.get("figures", True)),
    )


def fact_from_row(row: Mapping[str, Any], place: Place, context: Context) -> Fact:
    """A Fact.  Raises RecordError for anything a check could stumble over later."""
    _refuse_unknown(row, _FACT_KEYS, place)
    fact_id, subject, name = (_text(row, key, place) for key in ("id", "subject", "property"))
    if subject not in context.subjects:
        place.refuse(f"the subject {subject!r} is not in the record. Add it under subjects/, or mend the id.")
    if not fact_id.startswith(f"{subject}#{name}."):
        place.refuse(f"the id {fact_id!r} must read {subject}#{name}.<n>.")
    definition = context.properties.get(name)
    if definition is None:
        place.refuse(f"unknown property {name!r}. Known: {', '.join(sorted(context.properties))}.")
    unit = row.get("unit")
    units = definition.get("units", [])
    if unit not in (units or [None]):
        place.refuse(f"unknown unit {unit!r} for {name}. Use {' or '.join(map(str, units)) or 'no unit'}.")
    qualifiers = _qualifiers(row, place)
    value = _value(row.get("value"), name, str(definition["kind"]), place, context)
    _refuse_contradiction(value, qualifiers, place)
    licence = _text(row, "licence", place, optional=True)
    if not licence:
        place.refuse("the licence is absent. Say under which terms the row may travel.")
    if licence not in context.licences:
        place.refuse(f"the manifest does not name the licence {licence!r}. Add it there, or use one it names.")
    confidence = row.get("confidence", "medium")
    if confidence not in _CONFIDENCE:
        place.refuse(f"confidence is {confidence!r}. Use {', '.join(_CONFIDENCE)}.")
    as_of = _text(row, "as_of", place, optional=True) or None
    if as_of is not None:
        _refuse_bad_date(as_of, "as_of", place)
    return Fact(
        id=fact_id,
        subject=subject,
        property=name,
        value=value,
        unit=unit,
        qualifiers=qualifiers,
        sources=_sources(row, place, context.sources),
        confidence=confidence,
        as_of=as_of,
        licence=licence,
        note=_text(row, "note", place, optional=True) or None,
        edition=context.edition,
        digest=row_digest(row),
    )


def _refuse_unknown(row: Mapping[str, Any], known: frozenset[str], place: Place) -> None:
    if unknown := sorted(set(row) - known):
        place.refuse(f"unknown key {unknown[0]!r}. Known keys: {', '.join(sorted(known))}.")


def _text(row: Mapping[str, Any], key: str, place: Place, *, optional: bool = False) -> str:
    value = row.get(key)
    if value is None or value == "":
        if optional:
            return ""
        place.refuse(f"`{key}` is missing. Every row needs it.")
    return _safe(value, key, place)


def _safe(value: object, key: str, place: Place) -> str:
    if not isinstance(value, str):
        place.refuse(f"`{key}` must be text.")
    if value.isprintable() and not value.startswith(_FORMULA):
        return value  # as nearly all are: nothing that is unsafe is printable
    if value.startswith(_FORMULA):
        place.refuse(f"`{key}` starts with {value[0]!r}, which a spreadsheet runs as a formula. Begin it with a word.")
    if _UNSAFE.search(value):
        place.refuse(f"`{key}` holds a control character. Remove it.")
    return value


def _qualifiers(row: Mapping[str, Any], place: Place) -> tuple[tuple[str, str], ...]:
    given = row.get("qualifiers") or {}
    if not isinstance(given, dict):
        place.refuse('`qualifiers` must be an object of texts, for example {"variant": "Mistral 3"}.')
    for key, value in given.items():
        _safe(key, "qualifiers", place)
        _safe(value, f"qualifiers.{key}", place)
    if (modifier := given.get("modifier", "exact")) not in _MODIFIERS:
        place.refuse(f"unknown modifier {modifier!r}. Use {', '.join(_MODIFIERS)}.")
    for key in ("supplier", "recipient"):
        if key in given and not _COUNTRY.match(given[key]):
            place.refuse(f"{key} {given[key]!r} is not a country id such as country/VEN.")
    for key in ("years", "date", "order_year", "since", "until"):
        if key in given:
            _refuse_bad_date(given[key], key, place)
    since, until = given.get("since", ""), given.get("until", "")
    if since and until and until[: len(since)] < since[: len(until)]:
        place.refuse(f"contradictory interval: until {until} is before since {since}.")
    return tuple(given.items())


def _value(value: object, name: str, kind: str, place: Place, context: Context) -> str | Decimal:
    if kind in ("number", "count", "year"):
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            place.refuse(f"the value of {name} must be a number, not {str(value)[:40]!r}.")
        number = Decimal(value)
        if not number.is_finite():
            place.refuse(f"the value of {name} is not a number the record can hold. Give a finite number.")
        if number < 0 or number.adjusted() > _LARGEST or number.as_tuple().exponent < -_LARGEST:  # type: ignore[operator]
            place.refuse(f"the value of {name} is out of any plausible bounds. Check its unit.")
        if kind == "year" and not 1800 <= number <= 2100:
            place.refuse(f"{number} is not a year {name} can have.")
        return number
    text = _safe(value, "value", place) if value else place.refuse(f"`value` of {name} is missing.")
    if kind == "country" and not _COUNTRY.match(text):
        place.refuse(f"the value {text!r} of {name} is not a country id such as country/VEN.")
    if kind == "subject" and text not in context.subjects:
        place.refuse(f"{name} names {text!r}, which is not in the record. Add it under subjects/.")
    return text


def _refuse_contradiction(value: str | Decimal, qualifiers: tuple[tuple[str, str], ...], place: Place) -> None:
    given = dict(qualifiers)
    ends: list[Decimal] = []
    for key in ("low", "high"):
        if key in given:
            try:
                end = Decimal(given[key])
            except InvalidOperation:
                end = Decimal("NaN")
            if not end.is_finite():
                place.refuse(f"{key} {given[key]!r} is not a number.")
            ends.append(end)
    middle = [value] if isinstance(value, Decimal) else []
    steps = ([ends[0]] if "low" in given else []) + middle + ([ends[-1]] if "high" in given else [])
    if steps != sorted(steps):
        place.refuse(f"contradictory interval: {' to '.join(map(str, steps))}. The lower end comes first.")


def _refuse_bad_date(text: str, key: str, place: Place) -> None:
    if not _EDTF.match(text):
        place.refuse(f"{key} {text!r} is not a date such as 2025, 2025-10, 2025-10-22 or 2009/2010.")
    start, _, end = text.partition("/")
    if end and end[: len(start)] < start[: len(end)]:
        place.refuse(f"contradictory interval: {key} ends in {end} before it begins in {start}.")


def _sources(row: Mapping[str, Any], place: Place, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    keys = row.get("sources")
    if not isinstance(keys, list) or not keys:
        place.refuse("the row has no source. Name at least one key of sources.toml.")
    unknown = [key for key in keys if not isinstance(key, str) or key not in sources]
    if unknown:
        place.refuse(f"the source {str(unknown[0])[:60]!r} is not in sources.toml. Add it there.")
    return tuple(sources[key] for key in keys)
