"""Reading the kept bytes again with a newer program: what it finds otherwise, and putting that in place.

A claim keeps its number, its thread and what people decided on it as long as the newer program finds it too, at the
same words or at words that overlap.  A claim that people decided on is never taken out.  Reports are read one by one,
each in a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from onrecord import lexicon
from onrecord.cluster.prints import day_of
from onrecord.cluster.profiles import profile_claims
from onrecord.cluster.upstream import outlet_key
from onrecord.model import Claim, Dossier, Finding, Report
from onrecord.origin import find_origin
from onrecord.read import read_report
from onrecord.read.about import About
from onrecord.store.add import add_findings, add_telling, claim_row, digest_bytes, text_bytes
from onrecord.store.assign import assign_thread
from onrecord.store.decide import recount
from onrecord.store.encode import dumps, maybe_plain
from onrecord.store.load import load_bytes, load_dossier
from onrecord.store.schema import claim, decision, finding, finding_fact, report, telling


@dataclass(frozen=True, slots=True)
class Rereading:
    """What a newer reading of a report changes.  `claims` are of the new one, numbered as those they go on from.

    `new` and `gone` are ids; `changed` says of an id what is otherwise.  `left` is why nothing can be put in place.
    """

    before: Dossier
    after: Dossier
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    text_differs: bool
    left: str | None = None

    @property
    def differs(self) -> bool:
        return bool(self.new or self.gone or self.changed or self.text_differs)


def read_again(connection: Connection, report_id: int) -> Report:
    """The report as this program reads its kept bytes; what stood around it, a feed say, is taken from the ledger.

    Raises ReadError or UnknownLanguage.
    """
    given = load_dossier(connection, report_id).report
    about = About(
        title=given.title,
        outlet=given.outlet,
        author=given.author,
        url=given.url,
        published=given.published,
        updated=given.updated,
        credit=given.credit,
    )
    again = read_report(
        load_bytes(connection, given.digest),
        label=given.label,
        media_type=given.media_type,
        language=given.language,
        url=given.url,
        published=given.published,
        encoding=given.encoding,
        about=about,
    )
    notes = tuple(note for note in dict.fromkeys((*given.notes, *again.notes)) if note not in _said_of(about))
    return replace(again, notes=notes)


def _said_of(about: About) -> tuple[str, ...]:
    """The note that would only say that the ledger gave the credit."""
    return (f"Credited to {about.credit} by what it was found in.",) if about.credit else ()


def compare_readings(before: Dossier, after: Dossier, decided: frozenset[str] = frozenset()) -> Rereading:
    """Set a newer reading beside the one that is kept.  `decided` are ids of claims that people decided on."""
    same_text = before.report.text == after.report.text
    pairs = _pair_claims(before, after, same_text=same_text)
    names = _number(before, after, pairs)
    after = _rename(after, names)
    was = {each.id: each for each in before.claims}
    kept = set(pairs.values())
    gone = [each.id for each in before.claims if each.id not in kept]
    held = [name for name in gone if name in decided]
    left = None
    if held and not same_text:
        left = f"its text reads otherwise, and people decided on {', '.join(held)}, which this version does not find"
    elif held:
        gone = [name for name in gone if name not in decided]
        after = replace(after, claims=(*after.claims, *(was[name] for name in held)))
        old = tuple(one for one in before.findings if one.claim_id in held)
        after = replace(after, findings=(*after.findings, *old))
    changed = []
    for each in after.claims:
        if each.id in was and each.id not in held:
            what = _differences(was[each.id], each, before, after)
            if what:
                changed.append((each.id, what))
    return Rereading(
        before=before,
        after=after,
        new=tuple(each.id for each in after.claims if each.id not in was),
        gone=tuple(gone),
        changed=tuple(changed),
        text_differs=not same_text,
        left=left,
    )


def _pair_claims(before: Dossier, after: Dossier, *, same_text: bool) -> dict[str, str]:
    """Ids of the new reading to those of the old: the same words of the same kind, then words that overlap."""
    pairs: dict[str, str] = {}
    free: dict[tuple[object, ...], list[str]] = {}
    for each in before.claims:
        free.setdefault(_key(each, before.report), []).append(each.id)
    for each in after.claims:
        if found := free.get(_key(each, after.report)):
            pairs[each.id] = found.pop(0)
    if not same_text:
        return pairs
    taken = set(pairs.values())
    for each in after.claims:
        if each.id in pairs:
            continue
        likely = [one for one in before.claims if one.id not in taken and one.span.overlaps(each.span)]
        near = [one for one in likely if one.kind is each.kind and one.property == each.property]
        near = near or [one for one in likely if one.head == each.head]
        if near:
            pairs[each.id] = near[0].id
            taken.add(near[0].id)
    return pairs


def _key(each: Claim, given: Report) -> tuple[object, ...]:
    return each.kind, each.property, " ".join(each.span.of(given.text).split())


def _number(before: Dossier, after: Dossier, pairs: Mapping[str, str]) -> dict[str, str]:
    """Each id of the new reading to the one it goes under: new claims get numbers no claim of the report ever had."""
    names = dict(pairs)
    highest = max((int(each.id[1:]) for each in before.claims), default=0)
    for each in after.claims:
        if each.id not in names:
            highest += 1
            names[each.id] = f"c{highest:02d}"
    return names


def _rename(after: Dossier, names: Mapping[str, str]) -> Dossier:
    def finding_of(one: Finding) -> Finding:
        related = tuple(names.get(each, each) for each in one.related)
        return replace(one, claim_id=names.get(one.claim_id, one.claim_id), related=related)

    return replace(
        after,
        claims=tuple(replace(each, id=names[each.id]) for each in after.claims),
        findings=tuple(finding_of(one) for one in after.findings),
        sourcing=tuple(
            replace(note, claims=tuple(names.get(each, each) for each in note.claims)) for note in after.sourcing
        ),
    )


def _differences(was: Claim, is_now: Claim, before: Dossier, after: Dossier) -> tuple[str, ...]:
    """What a reader sees differ of a claim: words, kind, number, roles, voice, stance, verdicts."""
    found = []
    old, new = was.span.of(before.report.text), is_now.span.of(after.report.text)
    if (was.kind, was.property) != (is_now.kind, is_now.property):
        found.append(f"{was.kind.value} → {is_now.kind.value}")
    if " ".join(old.split()) != " ".join(new.split()):
        found.append(f"“{old}” → “{new}”")
    for name, one, other in (
        ("number", _amount(was), _amount(is_now)),
        ("stance", was.stance.value, is_now.stance.value),
        ("source", _voice(was), _voice(is_now)),
        *((f"{role}", _named(was, role), _named(is_now, role)) for role in ("actor", "item", "counterpart", "place")),
        ("findings", _verdicts(before, was.id), _verdicts(after, is_now.id)),
    ):
        if one != other:
            found.append(f"{name}: {one or '–'} → {other or '–'}")
    return tuple(found)


def _amount(each: Claim) -> str:
    quantity = each.quantity
    if quantity is None:
        return ""
    low, high = ("" if end is None else f"{end:f}" for end in (quantity.low, quantity.high))
    ends = low if low == high else f"{low}–{high}"
    return " ".join(part for part in (ends, quantity.unit, quantity.counted_class) if part)


def _voice(each: Claim) -> str:
    return " ".join(part for part in (each.attribution.kind.value, each.attribution.speaker) if part)


def _named(each: Claim, role: str) -> str:
    found = next((one for one in each.roles if one.name.value == role), None)
    return ", ".join(one.id for one in (found.entity, *found.others) if one) if found is not None else ""


def _verdicts(dossier: Dossier, claim_id: str) -> str:
    return ", ".join(f"{one.rule} {one.verdict.value}" for one in dossier.findings if one.claim_id == claim_id)


# --- putting it in place ---


def decided_claims(connection: Connection, digest: str) -> frozenset[str]:
    """Ids of the claims of a report that people decided on, or on a finding of."""
    query = select(decision.c.subject).where(decision.c.subject.between(f"{digest}/", f"{digest}/~"))
    subjects = connection.execute(query).scalars()
    return frozenset(subject.partition("/")[2].partition("#")[0] for subject in subjects)


def put_in_place(connection: Connection, report_id: int, found: Rereading, *, program: str) -> None:
    """Keep a newer reading, in the transaction the caller holds.  Decisions and what they moved stay as they are.

    Raises ValueError for one that is to be `left`.
    """
    if found.left is not None:
        raise ValueError(found.left)
    after, given = found.after, found.after.report
    old = connection.execute(select(report).where(report.c.id == report_id)).one()
    rows = {row.number: row for row in connection.execute(select(claim).where(claim.c.report_id == report_id))}
    touched = {row.thread_id for row in rows.values() if row.thread_id is not None}
    _take_out(connection, [rows[name].id for name in found.gone])
    text, credit = text_bytes(given.text), maybe_plain(given.credit or find_origin(given.text).credit)
    values = {
        "text": text,
        "text_digest": digest_bytes(text),
        "outlet": maybe_plain(given.outlet),
        "outlet_key": maybe_plain(outlet_key(given.outlet)),
        "title": maybe_plain(given.title),
        "url": maybe_plain(given.url),
        "published": maybe_plain(given.published),
        "day": day_of(given.published),
        "credit": credit,
        "edition": after.edition,
        "program": program,
        "body": dumps(replace(after, report=replace(given, text=""), claims=(), findings=(), doc=None)),
    }
    connection.execute(update(report).where(report.c.id == report_id).values(**values))
    whence = {
        "report_id": report_id, "published": values["published"], "outlet": values["outlet"], "credit": credit,
        "copies": old.copies,
    }  # fmt: skip
    profiles = {each.id: profile for each, profile in profile_claims(after)}
    before = {each.id: dumps(profile) for each, profile in profile_claims(found.before)}
    otherwise = {name for name, _ in found.changed}
    for each in after.claims:
        row = rows.get(each.id)
        moved = row is None or (row.pinned is None and before.get(each.id) != _dumped(profiles.get(each.id)))
        place = _place(connection, each, given, profiles.get(each.id)) if moved else {}
        kept = claim_row(each, given, report_id) | place
        if row is None:
            claim_id = connection.execute(insert(claim), kept).inserted_primary_key[0]  # type: ignore[index]
            thread_id = kept.get("thread_id")
        else:
            claim_id, thread_id = row.id, place.get("thread_id", None) if moved else row.thread_id
            connection.execute(update(claim).where(claim.c.id == claim_id).values(**kept))
        connection.execute(delete(telling).where(telling.c.claim_id == claim_id))
        if thread_id is not None:
            add_telling(connection, each, thread_id, claim_id, kept["voice"], whence)
            touched.add(thread_id)
        _renew_findings(connection, claim_id, each.id, after, all_editions=each.id in otherwise)
    for name in sorted(touched):
        recount(connection, name)


def _dumped(profile: Any) -> str | None:
    return None if profile is None else dumps(profile)


def _place(connection: Connection, each: Claim, given: Report, profile: Any) -> dict[str, Any]:
    if profile is None:
        return {"thread_id": None, "why": None}
    language = given.language if given.language in lexicon.languages() else "en"
    place = assign_thread(
        connection, profile, report=given.digest, claim=each.id, published=given.published, language=language
    )
    return {"thread_id": place.thread, "why": place.why} if place else {"thread_id": None, "why": None}


def _take_out(connection: Connection, rows: Sequence[int]) -> None:
    if rows:
        _drop_findings(connection, select(finding.c.id).where(finding.c.claim_id.in_(rows)))
        connection.execute(delete(telling).where(telling.c.claim_id.in_(rows)))
        connection.execute(delete(claim).where(claim.c.id.in_(rows)))


def _renew_findings(connection: Connection, claim_id: int, name: str, after: Dossier, *, all_editions: bool) -> None:
    """The findings of this reading in place of those of its edition; in place of all where the claim is another."""
    old = select(finding.c.id).where(finding.c.claim_id == claim_id)
    if not all_editions:
        old = old.where(finding.c.edition == (after.edition or ""))
    _drop_findings(connection, old)
    add_findings(
        connection, claim_id, [one for one in after.findings if one.claim_id == name], edition=after.edition or ""
    )


def _drop_findings(connection: Connection, query: Any) -> None:
    ids = list(connection.execute(query).scalars())
    if ids:
        connection.execute(delete(finding_fact).where(finding_fact.c.finding_id.in_(ids)))
        connection.execute(delete(finding).where(finding.c.id.in_(ids)))
