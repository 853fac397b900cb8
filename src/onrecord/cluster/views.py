"""What can be said of a thread: its figures, whom they go back to, and where they do not fit together.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, islice

from onrecord import lexicon
from onrecord.cluster.compare import numbers_clash
from onrecord.cluster.profiles import Profile
from onrecord.cluster.quotations import QuotationVariants, Quoted, compare_quotations
from onrecord.cluster.upstream import Told, Upstream, count_upstream
from onrecord.model import Claim, Stance

_MOST_PAIRS = 40  # contradictions shown of one thread
_MOST_FIGURES = 300  # different figures compared with one another


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim of a thread in its report.  `quote` are its words; `low` and `high` as corrected, if they were."""

    report: str
    claim: Claim
    published: str | None
    quote: str
    told: Told
    profile: Profile
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One number of a thread: how many of what, when printed, where, on whose word."""

    telling: Telling
    low: Decimal | None
    high: Decimal | None
    approximate: bool
    unit: str | None
    counted: str | None
    counted_class: str | None
    sources: tuple[str, ...]  # keys of the sources it goes back to


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tellings that are to be read side by side, each with its words, and why: an id in the language's notes."""

    note: str  # "numbers", "denied", "moved"
    one: Telling
    other: Telling
    source: str | None = None  # for "moved": whose figure it is


@dataclass(frozen=True, slots=True)
class CountLine:
    """What one kind of counted thing amounts to over the thread: lowest and highest end, and the tellings."""

    counted_class: str | None
    unit: str | None
    counted: str | None
    low: Decimal | None
    high: Decimal | None
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A thread as a reader sees it.  `copies` are the groups of reports that descend from one text."""

    tellings: tuple[Telling, ...]
    figures: tuple[FigureLine, ...]
    counts: tuple[CountLine, ...]
    upstream: Upstream
    copies: tuple[tuple[str, tuple[str, ...]], ...]
    contradictions: tuple[Pair, ...]
    moved: tuple[Pair, ...]
    quotations: tuple[QuotationVariants, ...]

    @property
    def is_alone(self) -> bool:
        """Found in one report only."""
        return self.upstream.reports == 1


def view_thread(
    tellings: Sequence[Telling],
    quotations: Sequence[Quoted] = (),
    *,
    upstream: Upstream | None = None,
    copies: tuple[tuple[str, tuple[str, ...]], ...] | None = None,
) -> ThreadView:
    """Describe a thread from its claims, earliest first.

    `upstream` and `copies` are given for a part of a large thread: they are of the whole, `upstream.traced` of that
    part.
    """
    ordered = tuple(sorted(tellings, key=telling_order))
    upstream = upstream or count_upstream([one.told for one in ordered])
    figures = tuple(
        FigureLine(
            telling=one,
            low=one.profile.low,
            high=one.profile.high,
            approximate=one.profile.approximate,
            unit=one.profile.unit,
            counted=one.claim.quantity.counted if one.claim.quantity else None,
            counted_class=one.profile.counted_class,
            sources=sources,
        )
        for one, sources in zip(ordered, upstream.traced, strict=True)
        if one.profile.has_number
    )
    contradictions, moved = _compare_figures(figures)
    groups: dict[str, dict[str, None]] = {}
    for one in ordered:
        groups.setdefault(one.told.copies, {})[one.report] = None
    return ThreadView(
        tellings=ordered,
        figures=figures,
        counts=_count(figures),
        upstream=upstream,
        copies=tuple((name, tuple(reports)) for name, reports in groups.items()) if copies is None else copies,
        contradictions=(*_find_denials(ordered), *contradictions),
        moved=moved,
        quotations=tuple(
            each for each in compare_quotations(quotations) if each.is_altered or not each.is_alone
        ),
    )


def telling_order(one: Telling) -> tuple[str, str, str]:
    """By day of publication; undated last."""
    return one.published or "9999", one.report, one.claim.id


def _count(figures: Sequence[FigureLine]) -> tuple[CountLine, ...]:
    """One line for each kind of thing counted, the one most often given first.  What is denied is not counted."""
    kinds: dict[tuple[str | None, str | None], list[FigureLine]] = {}
    said = [figure for figure in figures if figure.telling.claim.stance is not Stance.DENIED]
    for figure in said or figures:
        kinds.setdefault((figure.counted_class, figure.unit), []).append(figure)
    lines = [
        CountLine(
            counted_class=counted,
            unit=unit,
            counted=next((figure.counted for figure in each if figure.counted), None),
            low=min((end for f in each for end in (f.low, f.high) if end is not None), default=None),
            high=max((end for f in each for end in (f.low, f.high) if end is not None), default=None),
            tellings=tuple(figure.telling for figure in each),
        )
        for (counted, unit), each in kinds.items()
    ]
    return tuple(sorted(lines, key=lambda line: -len(line.tellings)))


def _compare_figures(figures: Sequence[FigureLine]) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Numbers of the same that cannot both hold: of different sources a contradiction, of one a figure that moved.

    The same number of the same source is looked at once, at its first telling.
    """
    first: dict[tuple[object, ...], FigureLine] = {}
    for figure in figures:
        stance = figure.telling.claim.stance
        if stance is not Stance.DENIED:
            key = (figure.counted_class, figure.unit, figure.low, figure.high, figure.approximate, figure.sources)
            first.setdefault(key, figure)
    different = list(first.values())[:_MOST_FIGURES]
    by_source: dict[str, list[FigureLine]] = {}
    for figure in different:
        for source in figure.sources:
            by_source.setdefault(source, []).append(figure)
    moved = (
        Pair("moved", one.telling, other.telling, source)
        for source, own in by_source.items()
        for one, other in combinations(own, 2)
        if numbers_clash(one.telling.profile, other.telling.profile)
    )
    contradictions = (
        Pair("numbers", one.telling, other.telling)
        for one, other in combinations(different, 2)
        if not set(one.sources) & set(other.sources)
        and numbers_clash(one.telling.profile, other.telling.profile)
        and _of_one_time(one.telling.profile, other.telling.profile)
    )
    return tuple(islice(contradictions, _MOST_PAIRS)), tuple(islice(moved, _MOST_PAIRS))


def _of_one_time(one: Profile, other: Profile) -> bool:
    """Whether two numbers are of one time, so that they ought to fit."""
    if one.time is not None and other.time is not None:
        return one.time.startswith(other.time) or other.time.startswith(one.time)
    if one.day is None or other.day is None or not one.is_state:
        return True
    days: int = lexicon.load("threads")["contradictions"]["days"]
    return abs(one.day - other.day) <= days


def _find_denials(tellings: Sequence[Telling]) -> tuple[Pair, ...]:
    """Each denial beside the first telling that says it is so."""
    said = [one for one in tellings if one.claim.stance is not Stance.DENIED]
    denied = [one for one in tellings if one.claim.stance is Stance.DENIED]
    if not said:
        return ()
    seen: dict[tuple[str, str], Telling] = {}
    for one in denied:
        seen.setdefault((one.told.voice.key, one.told.copies), one)
    return tuple(Pair("denied", said[0], one) for one in seen.values())[:_MOST_PAIRS]
