"""Gathers the rows of an import, each held against the rules of the record as it comes."""

from __future__ import annotations

import json
import re
from collections import ChainMap, Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from onrecord import lexicon
from onrecord.errors import RecordError
from onrecord.model import Source
from onrecord.record.edition import Licence, Record, Subject
from onrecord.record.importers.match import NoMatch, settings
from onrecord.record.importers.values import Options, Refusal
from onrecord.record.rows import MAX_LINE, Context, Place, fact_from_row, subject_from_row

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_NOT_KEY = re.compile(r"[^A-Za-z0-9_.-]+")
_LISTED = 1_000  # rows left out by the user's own wish that are listed; a dump of the world has millions
BROKEN = "a value the record refuses"
EMPTY = "nothing the record has a place for"


class Collector:
    """Rows on their way into a folder.  Every line of the file ends up kept or refused, once."""

    def __init__(self, kind: str, file: str, base: Record, options: Options) -> None:
        spec = settings()["kind"][kind]
        self.kind, self.file, self.base, self.options = kind, file, base, options
        self.main = kind  # key of the source that rows cite when they name no other
        self.licence = Licence(spec["licence"], bool(spec["republish"]), spec["statement"])
        self.sources: dict[str, Source] = {}
        self.subjects: dict[str, dict[str, Any]] = {}
        self.facts: list[dict[str, Any]] = []
        self.as_of = options.as_of
        self._read: list[int] = []
        self._kept: set[int] = set()
        self._refusals: dict[int, Refusal] = {}
        self._passed: Counter[str] = Counter()
        self._numbers: Counter[tuple[str, str]] = Counter()
        self._new: dict[str, Subject] = {}
        licences = {self.licence.name: self.licence}
        known: Mapping[str, Subject] = ChainMap(self._new, dict(base._subjects))
        self._context = Context(options.name, self.sources, licences, lexicon.load("record/properties"), known)
        self.add_source(self.main, spec["title"], url=spec.get("url"), tier=spec["tier"], terms=spec["terms"])

    # --- tables ---

    def add_source(self, key: str, title: str, *, url: str | None, tier: str, terms: str) -> str:
        """A source rows may cite; the folder's name goes before the key, so that folders do not clash."""
        full = _NOT_KEY.sub("-", f"{self.options.name}-{key}")
        self.sources.setdefault(full, Source(full, clean(title), url, tier, terms))
        return full

    def date_sources(self, date: str) -> None:
        """The date of the file, on every source that has none."""
        for key, source in self.sources.items():
            if source.date is None:
                self.sources[key] = Source(key, source.title, source.url, source.tier, source.terms, date)

    def add_subject(
        self,
        subject_id: str,
        category: str,
        label: str,
        names: Mapping[str, Sequence[str]],
        *,
        lines: Sequence[int],
        note: str | None = None,
    ) -> bool:
        """A subject the record did not know; False when it is refused.  A repeated id is the same subject."""
        if subject_id in self._new:
            return True
        row: dict[str, Any] = {"id": subject_id, "category": category, "label": label}
        row["names"] = {group: list(dict.fromkeys(one for one in given if one)) for group, given in names.items()}
        row["figures"] = False
        if note:
            row["note"] = note
        try:
            self._hold_length(row)
            self._new[subject_id] = subject_from_row(row, Place(self.file, lines[0]), {})
        except RecordError as error:
            self.refuse(lines, BROKEN, error)
            return False
        self.subjects[subject_id] = row
        return True

    def add_fact(
        self,
        subject_id: str,
        name: str,
        value: Any,
        *,
        lines: Sequence[int],
        unit: str | None = None,
        qualifiers: Mapping[str, str | None] | None = None,
        source: str | None = None,
        confidence: str = "medium",
        as_of: str | None = None,
        note: str | None = None,
    ) -> bool:
        """A fact that the lines of the file state; False when the record's rules refuse it."""
        number = self._numbers[subject_id, name] + 1
        row: dict[str, Any] = {
            "id": f"{subject_id}#{name}.{self.options.name}-{number}",
            "subject": subject_id,
            "property": name,
            "value": value,
        }
        if unit:
            row["unit"] = unit
        if given := {key: text for key, text in (qualifiers or {}).items() if text}:
            row["qualifiers"] = given
        row |= {"sources": [source or f"{self.options.name}-{self.main}"], "confidence": confidence}
        if as_of:
            row["as_of"] = as_of
        row["licence"] = self.licence.name
        if note:
            row["note"] = note
        try:
            self._hold_length(row)
            fact_from_row(row, Place(self.file, lines[0]), self._context)
        except RecordError as error:
            self.refuse(lines, BROKEN, error)
            return False
        self._numbers[subject_id, name] = number
        self.facts.append(row)
        self.keep(lines)
        return True

    def _hold_length(self, row: Mapping[str, Any]) -> None:
        if len(encode_row(row)) > MAX_LINE:
            raise RecordError(f"the row would be longer than {MAX_LINE:,} bytes. Leave it out.")

    # --- lines ---

    def read(self, line: int) -> None:
        """A row of the file begins on this line."""
        self._read.append(line)

    def pass_over(self, line: int, why: str, detail: str) -> None:
        """Leave out a row that the user did not ask for: the first are listed, all are counted."""
        self._passed[why] += 1
        if self._passed[why] <= _LISTED:
            self.read(line)
            self.refuse([line], why, detail)

    def keep(self, lines: Sequence[int]) -> None:
        self._kept.update(lines)

    def refuse(self, lines: Sequence[int], why: str | NoMatch, detail: object = "") -> None:
        """Leave out lines, unless something of them was kept.  The first reason given for a line counts."""
        reason, text = (why.reason, why.detail) if isinstance(why, NoMatch) else (why, str(detail))
        text = text.partition(": ")[2] if isinstance(detail, RecordError) and ": " in text else text
        for line in lines:
            self._refusals.setdefault(line, Refusal(line, reason, clean(text)[:200]))

    def dated_facts(self) -> list[dict[str, Any]]:
        """The facts, those without a date of their own as of the whole."""
        return [row if "as_of" in row else row | {"as_of": self.as_of} for row in self.facts]

    @property
    def rows_in(self) -> int:
        return len(self._read) + sum(self._more().values())

    @property
    def refused(self) -> int:
        return self.rows_in - self.kept

    @property
    def kept(self) -> int:
        return len(self._kept)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Every line of which nothing was kept, in file order; of those not asked for, the first."""
        return tuple(
            self._refusals.get(line, Refusal(line, EMPTY)) for line in sorted(self._read) if line not in self._kept
        )

    def _more(self) -> Counter[str]:
        """Rows left out by the user's own wish beyond those that are listed."""
        return Counter({why: count - _LISTED for why, count in self._passed.items() if count > _LISTED})

    def reasons(self) -> tuple[tuple[str, int], ...]:
        counts = Counter(refusal.reason for refusal in self.refusals) + self._more()
        return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def clean(text: str) -> str:
    """Text for a message or a title: what cannot be printed becomes a space, the ends are trimmed."""
    return "".join(char if char.isprintable() else " " for char in text).strip().lstrip("=+@").strip()


def slug(text: str) -> str:
    """Lower-case letters, digits and single hyphens."""
    return _NOT_SLUG.sub("-", text.lower()).strip("-")[:80]


def whole(text: str) -> int | None:
    """A whole number that is not negative, as registers write it: "1,200", "12.0"; None for anything else."""
    plain = text.strip().replace(",", "").replace("\u00a0", "")
    plain = plain.removesuffix(".0").removesuffix(".")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 12 else None


def encode_row(row: Mapping[str, Any]) -> bytes:
    """One line of a record file.  Raises RecordError for text that is no Unicode."""
    try:
        return json.dumps(row, ensure_ascii=False, default=_plain).encode("utf-8") + b"\n"
    except UnicodeEncodeError as error:
        raise RecordError("a text that is not Unicode (half of a pair). Mend it in the file.") from error


def _plain(value: object) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no place in a row")
