"""Threads as the ledger holds them: found by what they are of, and described with what people decided."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Connection, Select, select

from onrecord.cluster.profiles import Profile, profile_claim
from onrecord.cluster.quotations import Quoted
from onrecord.cluster.upstream import Told, name_key, voice_of
from onrecord.cluster.views import Telling, ThreadView, telling_order, view_thread
from onrecord.model import Attribution, Claim, Directness, Finding, Quantity, Report, Stance
from onrecord.store.decide import Act, Decision, list_decisions
from onrecord.store.encode import decode
from onrecord.store.large import outline_thread, with_traces
from onrecord.store.load import ReportCard, Said, load_cards, load_claims, load_findings
from onrecord.store.schema import named, report, thread
from onrecord.store.tally import read_tally

_LARGE = 400  # claims beyond which a thread is shown by pages
_QUOTED_REPORTS = 200  # reports of a thread whose quotations are compared


@dataclass(frozen=True, slots=True)
class Filter:
    """Which threads: by kind, by ids (or labels) of what they are of, by the day they were last told."""

    kind: str | None = None
    actor: str | None = None
    item: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    min_reports: int = 2
    limit: int | None = 20


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A thread in a list."""

    id: str
    kind: str
    title: str
    reports: int
    claims: int
    first: str | None
    last: str | None
    sources: tuple[int, int]  # at least, at most so many
    outlets: int
    counted_claims: int  # sources, outlets and figures are counted over so many of its claims; all, of a small thread
    low: float | None
    high: float | None
    counted_class: str | None  # what the figures count that are given most often
    other_counts: int  # other kinds of thing counted


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a large thread's claims, the newest on the first: `rows` of them are listed, of `claims` in all."""

    number: int
    of: int
    claims: int
    rows: frozenset[int]


@dataclass(frozen=True, slots=True)
class ThreadCard:
    """A thread with everything that is known of it.

    `rejected` are claims people rejected: they stand in no figure and behind no source, and are shown apart.
    """

    id: str
    kind: str
    title: str
    property: str
    view: ThreadView
    said: tuple[Said, ...]
    rejected: tuple[Said, ...]
    findings: dict[int, tuple[Finding, ...]]
    decisions: tuple[Decision, ...]
    names: tuple[tuple[str, str, str], ...]  # role, id, label
    page: Page | None = None  # of a large thread: which claims are listed
    others: tuple[ReportCard, ...] = ()  # reports that are named beside those of `said`


def list_threads(connection: Connection, wanted: Filter) -> tuple[ThreadLine, ...]:
    """Threads that fit a filter, the latest told first."""
    query = select(thread).where(thread.c.merged_into.is_(None), thread.c.reports >= wanted.min_reports)
    if wanted.kind:
        query = query.where(thread.c.kind == wanted.kind)
    if wanted.since:
        query = query.where(thread.c.last >= wanted.since)
    if wanted.until:
        query = query.where(thread.c.first <= wanted.until)
    sides = (("item", wanted.item), ("place", wanted.place))
    query = _named_so(connection, query, wanted.actor, ("actor", "counterpart"))
    for role, name in sides:
        query = _named_so(connection, query, name, (role,))
    query = query.order_by(thread.c.last.desc().nulls_last(), thread.c.reports.desc(), thread.c.number)
    rows = connection.execute(query.limit(wanted.limit)).all()
    return tuple(_line(connection, row) for row in rows)


def _named_so(connection: Connection, query: Select[Any], name: str | None, roles: Sequence[str]) -> Select[Any]:
    """Only threads with that name in one of the roles."""
    if name is None:
        return query
    ids = resolve_name(connection, name)
    inner = select(named.c.thread_id).where(named.c.name.in_(ids), named.c.role.in_(roles))
    return query.where(thread.c.id.in_(inner))


def resolve_name(connection: Connection, name: str) -> tuple[str, ...]:
    """Ids in the ledger that a user's word may mean: an id, the key of one ("VEN", "igla-s"), or a label."""
    keys = [name, f"country/{name.upper()}", f"equipment/{name.lower()}", f"body/{name}", f"place/{name}"]
    by_id = select(named.c.name).where(named.c.name.in_(keys)).distinct()
    by_label = select(named.c.name).where(named.c.label_key == name_key(name)).distinct()
    found = {*connection.execute(by_id).scalars(), *connection.execute(by_label).scalars()}
    return tuple(sorted(found))


def _line(connection: Connection, row: Any) -> ThreadLine:
    tally = read_tally(connection, row.id, row.claims, row.tally)
    return ThreadLine(
        id=row.id,
        kind=row.kind,
        title=row.title,
        reports=row.reports,
        claims=row.claims,
        first=row.first,
        last=row.last,
        sources=(tally.least, tally.most),
        outlets=tally.outlets,
        counted_claims=tally.claims,
        low=None if tally.low is None else float(tally.low),
        high=None if tally.high is None else float(tally.high),
        counted_class=tally.counted_class,
        other_counts=tally.other_counts,
    )


def load_thread(
    connection: Connection, name: str, *, page: int = 1, size: int = 100, whole: bool = False
) -> ThreadCard:
    """A thread, described.  Of a large one, unless it is wanted `whole`, a page of `size` claims is read in full.

    Sources, outlets, copies and the ends of figures are of all its claims either way.  Raises ValueError for a page
    it does not have.
    """
    row = connection.execute(select(thread).where(thread.c.id == name)).one()
    outline = None
    last = 1
    if row.claims > _LARGE and not whole:
        last = -(-row.claims // size)
        if not 1 <= page <= last:
            raise ValueError(f"thread {name} has pages 1 to {last}")
        outline = outline_thread(connection, name, page=page, size=size, rejected=rejected_subjects)
    elif page != 1:
        raise ValueError(f"thread {name} has one page")
    said = load_claims(connection, thread=name) if outline is None else load_claims(connection, rows_of=outline.rows)
    findings = load_findings(connection, [one.row for one in said])
    if outline is None:
        subjects = [name, *(one.subject for one in said)]
        subjects += [f"{one.subject}#{each.rule}" for one in said for each in findings.get(one.row, ())]
        decisions = list_decisions(connection, list(dict.fromkeys(subjects)))
    else:
        decisions = outline.decisions
    rejected = rejected_subjects(decisions)
    kept = [one for one in said if one.subject not in rejected]
    quotations = load_quotations(connection, kept)
    if outline is None:
        view = view_thread([tell(one, decisions) for one in kept], quotations)
    else:
        order = sorted(((tell(one, decisions), one.row) for one in kept), key=lambda pair: telling_order(pair[0]))
        upstream = with_traces(outline, [each for _, each in order])
        view = view_thread([one for one, _ in order], quotations, upstream=upstream, copies=outline.copies)
    labels = select(named.c.role, named.c.name, named.c.label).where(named.c.thread_id == name)
    names = connection.execute(labels.order_by(named.c.role, named.c.name)).all()
    return ThreadCard(
        id=row.id,
        kind=row.kind,
        title=row.title,
        property=row.property,
        view=view,
        said=said,
        rejected=tuple(one for one in said if one.subject in rejected),
        findings=findings,
        decisions=decisions,
        names=tuple((each.role, each.name, each.label) for each in names),
        page=None if outline is None else Page(page, last, row.claims, frozenset(outline.page)),
        others=() if outline is None else tuple(load_cards(connection, outline.named)),
    )


def rejected_subjects(decisions: Sequence[Decision]) -> frozenset[str]:
    """Claims and findings whose latest acceptance or rejection is a rejection."""
    latest = {one.subject: one.act for one in decisions if one.act in (Act.ACCEPT, Act.REJECT)}
    return frozenset(subject for subject, act in latest.items() if act is Act.REJECT)


def corrections_of(subject: str, decisions: Sequence[Decision]) -> dict[str, str]:
    """What people corrected of a claim or finding, the latest word on each field."""
    made = [one for one in decisions if one.subject == subject and one.act is Act.CORRECT]
    return {str(one.detail["field"]): str(one.detail["value"]) for one in made}


def tell(one: Said, decisions: Sequence[Decision] = ()) -> Telling:
    """A claim as a thread sees it, with what people corrected."""
    fixed = corrections_of(one.subject, decisions)
    given, voice = one.claim, one.voice
    if "stance" in fixed and fixed["stance"] in set(Stance):
        given = replace(given, stance=Stance(fixed["stance"]))
    if {"low", "high", "counted_class"} & set(fixed):
        given = replace(given, quantity=_corrected(given.quantity, fixed, given))
    if "speaker" in fixed:
        voice = replace(voice, label=fixed["speaker"], key=name_key(fixed["speaker"]))
    profile = profile_claim(given, one.report.published) or Profile(family="", kind=given.kind)
    denies = given.stance is Stance.DENIED
    told = Told(one.report.digest, one.report.outlet, one.report.copies, one.report.credit, voice, denies)
    return Telling(
        report=one.report.digest,
        claim=given,
        published=one.report.published,
        quote=one.quote,
        told=told,
        profile=profile,
        corrected=bool(fixed),
    )


def _corrected(quantity: Quantity | None, fixed: dict[str, str], given: Claim) -> Quantity:
    base = quantity or Quantity(given.span, None, None)

    def end(field: str, was: Decimal | None) -> Decimal | None:
        try:
            return Decimal(fixed[field]) if fixed.get(field) else None if field in fixed else was
        except InvalidOperation:
            return was

    return replace(
        base,
        low=end("low", base.low),
        high=end("high", base.high),
        counted_class=fixed.get("counted_class", base.counted_class),
    )


def load_quotations(connection: Connection, said: Sequence[Said]) -> list[Quoted]:
    """What the sources of a thread are quoted with in its reports."""
    keys = {one.voice.key for one in said if one.voice.key}
    ids = list(dict.fromkeys(one.report.id for one in said))[:_QUOTED_REPORTS]
    return [quoted for quoted in _quotations(connection, ids) if quoted.speaker_key in keys]


def _quotations(connection: Connection, ids: Sequence[int]) -> Iterator[Quoted]:
    """Quotations of reports.  Of what is kept of a report only its quotations are read: the rest is large."""
    for start in range(0, len(ids), 50):
        query = select(report.c.digest, report.c.body, report.c.text).where(report.c.id.in_(ids[start : start + 50]))
        for row in connection.execute(query.order_by(report.c.published, report.c.digest)):
            body = json.loads(row.body)
            quoted = [each for each in body.get("attributions", ()) if each["directness"] == Directness.QUOTATION.value]
            if not quoted:
                continue
            text = bytes(row.text).decode("utf-8", "surrogatepass")
            given = replace(decode(Report, body["report"]), text=text)
            for attribution in (decode(Attribution, each) for each in quoted):
                voice = voice_of(attribution, given)
                for span in attribution.content:
                    yield Quoted(row.digest, voice.key, voice.label, span.of(text))
