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
from functools import cache

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
    """One telling of a claim: the report, who printed it, the text it descends from, the agency credited, the voice."""

    report: str
    outlet: str | None
    copies: str
    credit: str | None
    voice: Voice


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


def fold(text: str) -> str:
    """Lower case without accents: "Nicolás" is "nicolas"."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


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


def outlet_key(name: str | None) -> str | None:
    """An outlet's name as it is compared; an agency by whichever form of its name."""
    if not name:
        return None
    articles, _ = _aside("en")
    words = [word for word in _WORD.findall(fold(name)) if word not in articles]
    plain = " ".join(words) or fold(name)
    return fold(_agencies().get(plain, plain))


def count_upstream(told: Sequence[Told]) -> Upstream:
    """The sources behind one claim as several reports tell it."""
    names = _same_names(one.voice for one in told if _is_named(one.voice))
    by_report: dict[str, list[Told]] = {}
    by_text: dict[str, list[Told]] = {}
    by_outlet: dict[str, list[Told]] = {}
    for one in told:
        by_report.setdefault(one.report, []).append(one)
        by_text.setdefault(one.copies, []).append(one)
        for key in dict.fromkeys((outlet_key(one.outlet), outlet_key(one.credit))):
            if key:
                by_outlet.setdefault(key, []).append(one)
    found: dict[str, list[tuple[Told, Voice]]] = {}
    circular = False
    traced: list[tuple[str, ...]] = []
    for one in told:
        voices, is_loop = _trace(one, by_report, by_text, by_outlet, frozenset())
        circular = circular or is_loop
        keys = [_source_key(one, voice, names) for voice in voices]
        for key, voice in zip(keys, voices, strict=True):
            found.setdefault(key, []).append((one, voice))
        traced.append(tuple(keys))
    sources = [_make_source(key, tellings) for key, tellings in found.items()]
    sources = _settle(sources)
    certain = sum(source.is_certain for source in sources)
    return Upstream(
        low=max(1, certain) if told else 0,
        high=len(sources),
        sources=tuple(sorted(sources, key=lambda s: (not s.is_certain, not s.is_named, -len(s.reports), s.key))),
        outlets=tuple(dict.fromkeys(one.outlet for one in told if one.outlet)),
        texts=len(by_text),
        reports=len(by_report),
        is_circular=circular and certain == 0,
        traced=tuple(traced),
    )


def _is_named(voice: Voice) -> bool:
    return voice.kind in (SourceKind.NAMED_PERSON, SourceKind.NAMED_BODY, SourceKind.DOCUMENT) and bool(voice.key)


def _trace(
    one: Told,
    by_report: Mapping[str, Sequence[Told]],
    by_text: Mapping[str, Sequence[Told]],
    by_outlet: Mapping[str, Sequence[Told]],
    seen: frozenset[str],
) -> tuple[list[Voice], bool]:
    """The voices a telling goes back to, and whether the way there ran in a circle."""
    voice = one.voice
    if voice.kind is SourceKind.OWN_VOICE:
        for others in (by_report[one.report], by_text[one.copies]):
            sourced = [other.voice for other in others if other.voice.kind is not SourceKind.OWN_VOICE]
            if sourced:
                best = [each for each in sourced if _is_named(each)] or sourced
                return list(dict.fromkeys(best))[:1], False
        return [voice], False
    if voice.kind is not SourceKind.OTHER_OUTLET or not voice.key:
        return [voice], False
    if voice.key in seen:
        return [voice], True
    voices: list[Voice] = []
    loop = False
    for other in by_outlet.get(voice.key, ()):
        if other.report == one.report or other.voice == voice:
            continue
        more, again = _trace(other, by_report, by_text, by_outlet, seen | {voice.key})
        loop = loop or again
        voices += [each for each in more if each.kind is not SourceKind.OWN_VOICE]
    return (list(dict.fromkeys(voices)) or [voice]), loop


def _source_key(one: Told, voice: Voice, names: Mapping[str, str]) -> str:
    """What makes two tellings go back to one source."""
    if _is_named(voice):
        return f"named:{names[voice.key]}"
    if voice.kind is SourceKind.OTHER_OUTLET and voice.key:
        return f"outlet:{voice.key}"
    if one.credit:  # nobody named in an agency's text: whoever spoke, spoke to the agency
        agency = f"outlet:{outlet_key(one.credit)}"
        return agency if voice.kind is SourceKind.OWN_VOICE else f"unnamed:{agency}"
    if voice.kind is SourceKind.OWN_VOICE:
        # Two texts of one outlet in its own voice are one source; a text printed by several is one text.
        return f"text:{one.copies}"
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


def _settle(sources: Sequence[UpstreamSource]) -> list[UpstreamSource]:
    """An outlet's own text and the same outlet named elsewhere are one source."""
    own: dict[str, UpstreamSource] = {source.key: source for source in sources}
    merged: list[UpstreamSource] = []
    taken: dict[str, list[UpstreamSource]] = {}
    for source in sources:
        name = outlet_key(source.label) if source.key.startswith("text:") else None
        if name and len(source.reports) >= 1:
            target = f"outlet:{name}"
            taken.setdefault(target, []).append(source)
        else:
            merged.append(source)
    for target, texts in taken.items():
        reports = tuple(dict.fromkeys(r for s in (own.get(target), *texts) if s is not None for r in s.reports))
        paths = tuple(dict.fromkeys(p for s in (own.get(target), *texts) if s is not None for p in s.paths))
        base = own.get(target, texts[0])
        one = UpstreamSource(target, base.kind, base.label, False, False, reports, paths)
        merged = [one if source.key == target else source for source in merged]
        if target not in own:
            merged.append(one)
    return merged


def _same_names(voices: Iterable[Voice]) -> dict[str, str]:
    """Each key of a named source to the fullest key it may be a short form of: "maduro" to "nicolas maduro".

    Only when the words of the short one lie in one longer name alone.
    """
    kinds: dict[str, SourceKind] = {}
    for voice in voices:
        kinds.setdefault(voice.key, voice.kind)
    longest = sorted(kinds, key=lambda key: (-len(key.split()), key))
    full: dict[str, str] = {}
    for key in longest:
        words = set(key.split())
        holders = sorted({full[other] for other in full if words < set(other.split()) and kinds[other] == kinds[key]})
        full[key] = holders[0] if len(holders) == 1 else key
    return full
