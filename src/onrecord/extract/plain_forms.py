"""The forms of words of a language, ready for matching.  They are in `data/lang/<code>/plain.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from onrecord import lexicon
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.forms import AnchorFinder, Anchors
from onrecord.model import ClaimKind

_GROUP = re.compile(r"\(\?P<(\w+)>")
_MACRO = re.compile(r"(?<!\?P)<(\w+)>")
_SUBJECT = "<subj> "
_OF_SUBJECT = (ClaimKind.CAPABILITY, ClaimKind.ORIGIN, ClaimKind.OPERATOR)
# Signs that a form with such a group cannot do without.
_NEEDS = {"q": ("⟦Q",), "t": ("⟦T",), "actor": ("⟦C", "⟦D"), "other": ("⟦C", "⟦D")}


@dataclass(frozen=True, slots=True)
class Form:
    """One form of words and the claim it makes."""

    kind: ClaimKind
    property: str | None
    words: str  # its regular expression
    predicate: str | None  # the same without its subject, where that stands first
    anchors: Anchors  # what every sentence that the form fits holds
    dimension: str | None  # of the number, where it must have one
    units: frozenset[str]  # the number's unit must be one of these, where any are given
    free: bool  # the system need not open a clause: the form says whose it is
    lead: bool  # the form's own first word must open a clause
    upper: bool  # "cannot climb above 15,000 m": its number is the most there is, and it asserts that
    able: bool  # "could drive 600 km on its internal fuel" asserts what a thing was able to do
    far: bool  # a second predicate: it has no subject of its own, and the parse says whose it is
    marks: tuple[str, ...]  # one of these, or a number's sign, stands in every such sentence, where any are given
    needs: tuple[tuple[str, ...], ...]  # of each of these signs a sentence must hold one

    def compile_predicate(self) -> re.Pattern[str] | None:
        """The predicate alone, compiled at its first use."""
        return _compile(self.predicate) if self.predicate is not None else None

    def compile(self) -> re.Pattern[str]:
        """Compiled at its first use: all of them together cost half a second, and most reports need few."""
        return _compile(self.words)


@cache
def load_forms(language: str) -> tuple[Form, ...]:
    """The forms of a language, in file order; none where it has no such file.  Raises LexiconError for a bad one."""
    try:
        table = lexicon.load("plain", language=language)
    except (LexiconError, UnknownLanguage):
        return ()
    macros = {name: str(words) for name, words in table["macro"].items()}
    finder = AnchorFinder(macros)
    forms = []
    for row in table["form"]:
        words = _number_groups(fill_macros(row["form"], macros))
        groups = {name.partition("__")[0] for name in _GROUP.findall(words)}
        is_optional = row["kind"] == "transfer" or row.get("property") in ("service", "crew", "calibre")
        needs = ("t",) if row.get("property") == "service" else ("actor", "other") if is_optional else tuple(_NEEDS)
        forms.append(
            Form(
                kind=ClaimKind(row["kind"]),
                property=row.get("property"),
                words=words,
                predicate=words if row.get("far") else _predicate(row["form"], row["kind"], macros),
                anchors=finder.find(row["form"]),
                dimension=row.get("dimension"),
                units=frozenset(row.get("units", ())),
                free=bool(row.get("free")),
                lead=bool(row.get("lead")),
                upper=bool(row.get("upper")),
                able=bool(row.get("able")),
                far=bool(row.get("far")),
                marks=tuple(table.get("marks", {}).get(row.get("property"), ())),
                needs=tuple(_NEEDS[name] for name in needs if name in groups and name in _NEEDS),
            )
        )
    return tuple(forms)


def _predicate(form: str, kind: str, macros: Mapping[str, str]) -> str | None:
    """What a form says of its subject: "<subj> weighs <q>" without the subject."""
    if kind not in _OF_SUBJECT or not form.startswith(_SUBJECT):
        return None
    return _number_groups(fill_macros(form.removeprefix(_SUBJECT), macros))


def fill_macros(form: str, macros: Mapping[str, str]) -> str:
    """The regular expression of a form with its macros put in; macros may use macros."""
    for _ in range(8):
        filled = _MACRO.sub(lambda slot: macros[slot[1]], form)
        if filled == form:
            break
        form = filled
    return form


@cache
def load_nouns(language: str) -> re.Pattern[str]:
    """What may stand behind a system's name and be the thing itself: "missile", "tanks"."""
    macros = {name: str(words) for name, words in lexicon.load("plain", language=language)["macro"].items()}
    return re.compile(fill_macros("<kind_noun>|<class_word>", macros))


def _number_groups(words: str) -> str:
    """The groups told apart by number, since a macro may be used twice."""
    seen: dict[str, int] = {}

    def number(group: re.Match[str]) -> str:
        seen[group[1]] = seen.get(group[1], 0) + 1
        return f"(?P<{group[1]}__{seen[group[1]]}>"

    return r"(?<!\w)" + _GROUP.sub(number, words)


@cache
def _compile(words: str) -> re.Pattern[str]:
    try:
        return re.compile(words, re.IGNORECASE)
    except re.error as error:
        raise LexiconError(f"A form of plain.toml cannot be read ({error}): {words[:60]}. Mend it.") from error
