"""Whom a claim goes back to, over its reports: sources are counted, not outlets.

The source of a claim is the innermost of its chain: of "Reuters reported, citing a minister" the minister.  What an
outlet says in its own voice goes back to the source the same report, or another print of the same text, names; else to
the agency it credits; else to its text.  Where an outlet is the source and its own report is there, that report's
source takes its place.

How many sources stand behind a claim is an interval.  Everyone named counts.  Somebody not named, or an outlet that
names nobody, may be one of those, so they raise only the upper end; where nobody is named they are one at least.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord import lexicon
from onrecord.model import Attribution, Report, SourceKind

_UNNAMED = (SourceKind.ANONYMOUS_OFFICIAL, SourceKind.ANONYMOUS_EXPERT, SourceKind.ANONYMOUS_OTHER)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says a claim in a report.  `key` is the normalised name; `via` whose words carry it, outermost first."""

    kind: SourceKind
    key: str
    label: str
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One telling of a claim: the report, who printed it, the text it descends from, the agency credited, the voice.

    Who denies a claim is no source of it.
    """

    report: str
    outlet: str | None
    copies: str
    credit: str | None
    voice: Voice
    denies: bool = False  # says that it is not so


@dataclass(frozen=True, slots=True)
class UpstreamSource:
    """One source behind a claim, with what leads to it.  `is_certain` when it is surely another than the others."""

    key: str
    kind: SourceKind
    label: str
    is_named: bool
    is_certain: bool
    reports: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...] = ()  # outlet, agency, … up to the source


@dataclass(frozen=True, slots=True)
class Upstream:
    """The sources behind a claim: at least `low`, at most `high`; and what they are to be weighed against."""

    low: int
    high: int
    sources: tuple[UpstreamSource, ...]
    outlets: tuple[str, ...]
    texts: int  # groups of copies
    reports: int
    is_circular: bool = False  # outlets that name one another, and nobody else
    traced: tuple[tuple[str, ...], ...] = ()  # of each telling, the keys of the sources it goes back to


def voice_of(attribution: Attribution, report: Report) -> Voice:
    """The voice of a claim in its report."""
    language = report.language if report.language in lexicon.languages() else "en"
    via = tuple(_name(outer, report) for outer in attribution.chain)
    if attribution.kind is SourceKind.OWN_VOICE:
        return Voice(attribution.kind, outlet_key(report.outlet) or "", report.outlet or "", via)
    label = _name(attribution, report)
    key = outlet_key(label) or "" if attribution.kind is SourceKind.OTHER_OUTLET else name_key(label, language)
    return Voice(attribution.kind, key, label, via)


def _name(attribution: Attribution, report: Report) -> str:
    if attribution.speaker:
        return " ".join(attribution.speaker.split())
    return " ".join(attribution.source.of(report.text).split()) if attribution.source is not None else ""


@cache
def _aside(language: str) -> tuple[frozenset[str], frozenset[str]]:
    names = lexicon.load("threads", language=language)["names"]
    return frozenset(names["articles"]), frozenset(names["titles"])


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Lower case without accents: "Nicolás" is "nicolas"."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


@lru_cache(maxsize=65_536)
def name_key(name: str, language: str = "en") -> str:
    """A name as it is compared: no accents, case, articles, titles or possessive endings."""
    articles, titles = _aside(language)
    words = _WORD.findall(fold(name).replace("’s", "").replace("'s", ""))
    kept = [word for word in words if word not in articles]
    while len(kept) > 1 and kept[0] in titles:
        kept = kept[1:]
    return " ".join(kept)


@cache
def _agencies() -> Mapping[str, str]:
    """Every form of an agency's name to the name it goes by."""
    forms = {}
    for entry in lexicon.load("syndication").get("credit", ()):
        for form in (entry["agency"], *entry["forms"]):
            forms[" ".join(_WORD.findall(fold(form)))] = entry["agency"]
    return forms


@lru_cache(maxsize=65_536)
def outlet_key(name: str | None) -> str | None:
    """An outlet's name as it is compared; an agency by whichever form of its name."""
    if not name:
        return None
    articles, _ = _aside("en")
    words = [word for word in _WORD.findall(fold(name)) if word not in articles]
    plain = " ".join(words) or fold(name)
    kinds = set(lexicon.load("threads", language="en")["names"]["outlet_words"])
    while plain not in _agencies() and len(words) > 1 and (words[-1] in kinds or words[0] in kinds):
        words = words[:-1] if words[-1] in kinds else words[1:]
        plain = " ".join(words)
    return fold(_agencies().get(plain, plain))


def count_upstream(told: Sequence[Told]) -> Upstream:
    """The sources behind one claim as several reports tell it."""
    trail = _follow(told)
    found: dict[str, list[tuple[Told, Voice]]] = {}
    only_denied = all(one.denies for one in told)
    for one, steps in zip(told, trail.steps, strict=True):
        for key, voice in steps if only_denied or not one.denies else ():
            found.setdefault(key, []).append((one, voice))
    sources = [_make_source(key, tellings) for key, tellings in found.items()]
    low, high = _bounds(found)
    return Upstream(
        low=low,
        high=high,
        sources=tuple(sorted(sources, key=lambda s: (not s.is_certain, -len(s.reports), s.key))),
        outlets=_outlets(told),
        texts=len({one.copies for one in told}),
        reports=len({one.report for one in told}),
        is_circular=trail.is_circular and not any(source.is_certain for source in sources),
        traced=tuple(tuple(key for key, _ in steps) for steps in trail.steps),
    )


def tally_upstream(told: Sequence[Told]) -> tuple[int, int, int]:
    """At least and at most how many sources, and how many outlets: what a list of threads shows."""
    trail = _follow(told)
    only_denied = all(one.denies for one in told)
    said = (steps for one, steps in zip(told, trail.steps, strict=True) if only_denied or not one.denies)
    low, high = _bounds(dict.fromkeys(key for steps in said for key, _ in steps))
    return low, high, len(_outlets(told))


def _bounds(keys: Iterable[str]) -> tuple[int, int]:
    every = list(keys)
    return (max(1, sum(key.startswith("named:") for key in every)) if every else 0), len(every)


def _outlets(told: Sequence[Told]) -> tuple[str, ...]:
    """Who printed it, each outlet once, by the name it is first given."""
    names: dict[str, str] = {}
    for one in told:
        if one.outlet:
            names.setdefault(outlet_key(one.outlet) or one.outlet, one.outlet)
    return tuple(names.values())


@dataclass(frozen=True, slots=True)
class _Trail:
    """Of each telling, the sources it goes back to: key and voice."""

    steps: tuple[tuple[tuple[str, Voice], ...], ...]
    is_circular: bool


@dataclass(frozen=True, slots=True)
class _Tellings:
    """The tellings of a claim by report, by text and by outlet; and the outlets that print each text."""

    by_report: Mapping[str, Sequence[Told]]
    by_text: Mapping[str, Sequence[Told]]
    by_outlet: Mapping[str, Sequence[Told]]
    printers: Mapping[str, set[str | None]]
    credits: Mapping[str, str]  # a text is of the agency that any of its prints credits
    outlet_reports: Mapping[str, set[str]]
    traced: dict[tuple[Voice, str | None], tuple[list[Voice], bool]]  # what naming an outlet leads to, found once


def _follow(told: Sequence[Told]) -> _Trail:
    names = _same_names(one.voice for one in told if _is_named(one.voice))
    by_report: dict[str, list[Told]] = {}
    by_text: dict[str, list[Told]] = {}
    by_outlet: dict[str, list[Told]] = {}
    printers: dict[str, set[str | None]] = {}
    credits: dict[str, str] = {}
    for one in told:
        if one.credit:
            credits.setdefault(one.copies, one.credit)
        by_report.setdefault(one.report, []).append(one)
        by_text.setdefault(one.copies, []).append(one)
        printers.setdefault(one.copies, set()).add(outlet_key(one.outlet))
        for key in dict.fromkeys((outlet_key(one.outlet), outlet_key(one.credit))):
            if key:
                by_outlet.setdefault(key, []).append(one)
    reports = {key: {one.report for one in each} for key, each in by_outlet.items()}
    tellings = _Tellings(by_report, by_text, by_outlet, printers, credits, reports, {})
    steps = []
    circular = False
    for one in told:
        voices, is_loop = _trace(one, tellings, frozenset())
        circular = circular or is_loop
        keyed = {_source_key(one, voice, names, tellings): voice for voice in reversed(voices)}
        steps.append(tuple(keyed.items()))
    return _Trail(tuple(steps), circular)


def _is_named(voice: Voice) -> bool:
    return voice.kind in (SourceKind.NAMED_PERSON, SourceKind.NAMED_BODY, SourceKind.DOCUMENT) and bool(voice.key)


def _trace(one: Told, tellings: _Tellings, seen: frozenset[str]) -> tuple[list[Voice], bool]:
    """The voices a telling goes back to, and whether the way there ran in a circle."""
    voice = one.voice
    if voice.kind is SourceKind.OWN_VOICE:
        for others in (tellings.by_report[one.report], tellings.by_text[one.copies]):
            sourced = [other for other in others if other.voice.kind is not SourceKind.OWN_VOICE]
            if sourced:
                best = next((other for other in sourced if _is_named(other.voice)), sourced[0])
                return _trace(best, tellings, seen)
        return [voice], False
    if voice.kind is not SourceKind.OTHER_OUTLET or not voice.key:
        return [voice], False
    if voice.key in seen:
        return [voice], True
    own = one.report if one.report in tellings.outlet_reports.get(voice.key, ()) else None
    if not seen:
        known = tellings.traced.get((voice, own))
        if known is None:
            known = tellings.traced[voice, own] = _trace_outlet(one, voice, tellings, seen)
        return known
    return _trace_outlet(one, voice, tellings, seen)


def _trace_outlet(one: Told, voice: Voice, tellings: _Tellings, seen: frozenset[str]) -> tuple[list[Voice], bool]:
    """The voices that the reports of a named outlet go back to; a report does not lead to itself."""
    voices: list[Voice] = []
    loop = False
    for other in tellings.by_outlet.get(voice.key, ()):
        if other.report == one.report or other.voice == voice:
            continue
        more, again = _trace(other, tellings, seen | {voice.key})
        loop = loop or again
        voices += [each for each in more if each.kind is not SourceKind.OWN_VOICE]
    return (list(dict.fromkeys(voices)) or [voice]), loop


def _source_key(one: Told, voice: Voice, names: Mapping[str, str], tellings: _Tellings) -> str:
    """What makes two tellings go back to one source."""
    if _is_named(voice):
        return f"named:{names[voice.key]}"
    if voice.kind is SourceKind.OTHER_OUTLET and voice.key:
        return f"outlet:{voice.key}"
    if credit := tellings.credits.get(one.copies):  # nobody named in an agency's text: whoever spoke, spoke to it
        agency = f"outlet:{outlet_key(credit)}"
        return agency if voice.kind is SourceKind.OWN_VOICE else f"unnamed:{agency}"
    if voice.kind is SourceKind.OWN_VOICE:
        # What one outlet alone prints is its own word; a text that several print is one text, whosever it is.
        alone = len(tellings.printers[one.copies]) == 1
        outlet = outlet_key(one.outlet)
        return f"outlet:{outlet}" if alone and outlet else f"text:{one.copies}"
    return f"unnamed:{one.copies}"


def _make_source(key: str, tellings: Sequence[tuple[Told, Voice]]) -> UpstreamSource:
    voices = [voice for _, voice in tellings]
    named = _is_named(voices[0])
    labels = [voice.label for voice in voices if voice.label]
    label = max(dict.fromkeys(labels), key=lambda text: (len(name_key(text).split()), -labels.index(text)), default="")
    paths = dict.fromkeys(_path(one, voice) for one, voice in tellings)
    return UpstreamSource(
        key=key,
        kind=voices[0].kind,
        label=label if key.startswith(("named:", "unnamed:")) else _outlet_label(tellings),
        is_named=named,
        is_certain=named,
        reports=tuple(dict.fromkeys(one.report for one, _ in tellings)),
        paths=tuple(paths),
    )


def _outlet_label(tellings: Sequence[tuple[Told, Voice]]) -> str:
    for one, voice in tellings:
        if voice.kind is SourceKind.OTHER_OUTLET and voice.label:
            return voice.label
        if one.credit or one.outlet:
            return one.credit or one.outlet or ""
    return ""


def _path(one: Told, voice: Voice) -> tuple[str, ...]:
    own = voice.kind is SourceKind.OWN_VOICE
    steps = (one.outlet, one.credit, *voice.via, *(() if own else (voice.label,)))
    return tuple(dict.fromkeys(step for step in steps if step))


def _same_names(voices: Iterable[Voice]) -> dict[str, str]:
    """Each key of a named source to the fullest key it may be a short form of: "maduro" to "nicolas maduro".

    Only when the words of the short one lie in one longer name alone.  A surname that nothing told to be a person's may
    be one.
    """
    kinds: dict[str, SourceKind] = {}
    for voice in voices:
        kinds.setdefault(voice.key, voice.kind)
    longest = sorted(kinds, key=lambda key: (-len(key.split()), key))
    full: dict[str, str] = {}
    holding: dict[str, list[str]] = {}  # names by each of their words
    for key in longest:
        words = set(key.split())
        fewest = min((holding.get(word, []) for word in sorted(words)), key=len, default=[])
        holders = sorted(
            {
                full[other]
                for other in fewest
                if words < set(other.split())
                and (kinds[other] == kinds[key] or (_is_person(kinds[other]) and other.split()[-1] == key))
            }
        )
        full[key] = holders[0] if len(holders) == 1 else key
        for word in sorted(words):
            holding.setdefault(word, []).append(key)
    return full


def _is_person(kind: SourceKind) -> bool:
    return kind is SourceKind.NAMED_PERSON
