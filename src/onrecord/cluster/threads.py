"""The same claim over several reports: grouped by what it says, not by its words.

A thread is opened by one claim, and later claims are compared with that one alone (`compare.py`).  So a thread only
grows: adding a report changes the threads it adds to, or opens new ones, and no other.  Claims look for their thread in
blocks of the same item and side, a bounded number of threads in each, so the work for one report does not grow with
the number of reports.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord import lexicon
from onrecord.cluster.compare import Match, compare
from onrecord.cluster.profiles import Profile, blocks_of, day_ranges, days_of, profile_claims
from onrecord.cluster.upstream import Told, count_upstream, voice_of
from onrecord.model import Claim, Dossier, Report, Stance, Thread, ThreadFigure


@dataclass(frozen=True, slots=True)
class Opened:
    """A thread a claim may join: its id, the order it was opened in, and the claim that opened it."""

    id: str
    number: int
    anchor: Profile


def thread_id(report: str, claim: str, before: int = 0) -> str:
    """The id of the thread a claim opens; `before` is how many it opened when it was read as something else."""
    reading = f" {before}" if before else ""
    return "t" + hashlib.sha256(f"{report} {claim}{reading}".encode()).hexdigest()[:12]


def choose_thread(
    profile: Profile, candidates: Iterable[Opened], *, language: str = "en"
) -> tuple[Opened, Match] | None:
    """The thread a claim belongs to: the one it shares most with, the oldest of equals; None when it opens one."""
    best: tuple[tuple[int, int, int], Opened, Match] | None = None
    for thread in candidates:
        match = compare(profile, thread.anchor, language=language)
        if match is None:
            continue
        rank = (*match.score, -thread.number)
        if best is None or rank > best[0]:
            best = (rank, thread, match)
    return None if best is None else best[1:]


@dataclass(slots=True)
class _Group:
    """A thread being gathered."""

    opened: Opened
    members: list[tuple[Dossier, Claim]] = field(default_factory=list)
    reasons: dict[str, None] = field(default_factory=dict)


def cluster_claims(dossiers: Sequence[Dossier], *, language: str = "en") -> tuple[Thread, ...]:
    """Threads of claims that several reports make, in the order of their first report.

    A claim stands in one thread at most.  Reports with the same digest count once.  The order of `dossiers` does not
    change the answer.  `language` is that of the reasons.
    """
    most = lexicon.load("threads")["candidates"]["most"]
    groups: list[_Group] = []
    index: dict[str, dict[int, list[int]]] = {}
    for dossier in _in_order(dossiers):
        for claim, profile in profile_claims(dossier):
            blocks = blocks_of(profile)
            if not blocks:
                continue
            numbers = {
                number
                for block in blocks
                for day in _days(profile)
                for number in index.get(block, {}).get(day, [])[-most:]
            }
            found = choose_thread(profile, [groups[n].opened for n in sorted(numbers)[-most:]], language=language)
            if found is None:
                number = len(groups)
                group = _Group(Opened(thread_id(dossier.report.digest, claim.id), number, profile))
                groups.append(group)
                for block in blocks:
                    index.setdefault(block, {}).setdefault(days_of(profile), []).append(number)
            else:
                group = groups[found[0].number]
                group.reasons |= dict.fromkeys(found[1].reasons)
            group.members.append((dossier, claim))
    threads = [_make_thread(group) for group in groups]
    return tuple(thread for thread in threads if thread is not None)


def _days(profile: Profile) -> list[int]:
    return sorted({day for first, last in day_ranges(profile) for day in range(first, last + 1)})


def _in_order(dossiers: Sequence[Dossier]) -> list[Dossier]:
    """Each report once, the earliest first."""
    once = {dossier.report.digest: dossier for dossier in dossiers}
    return sorted(once.values(), key=lambda one: (one.report.published or "9999", one.report.digest))


def _make_thread(group: _Group) -> Thread | None:
    if len({dossier.report.digest for dossier, _ in group.members}) < 2:
        return None
    figures = [
        ThreadFigure(
            dossier.report.digest, claim.id, claim.quantity, dossier.report.published, claim.attribution.speaker
        )
        for dossier, claim in group.members
        if claim.quantity is not None
    ]
    upstream = count_upstream([_told(dossier.report, claim) for dossier, claim in group.members])
    return Thread(
        id=group.opened.id,
        kind=group.members[0][1].kind,
        claims=tuple((dossier.report.digest, claim.id) for dossier, claim in group.members),
        figures=tuple(figures),
        speakers=tuple(source.label for source in upstream.sources if source.is_named),
        reasons=tuple(group.reasons),
    )


def _told(report: Report, claim: Claim) -> Told:
    voice = voice_of(claim.attribution, report)
    return Told(report.digest, report.outlet, report.digest, None, voice, claim.stance is Stance.DENIED)
