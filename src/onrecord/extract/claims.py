"""Claims of one report: clauses with a frame, nouns that name an act, fixed shapes of origin, capability and place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.extract.draft import Draft
from onrecord.extract.drafts import build_drafts, draft_clause, verbs_of
from onrecord.extract.frames import Frame
from onrecord.extract.nominal import nominal_drafts
from onrecord.extract.patterns import pattern_drafts
from onrecord.extract.roles import tokens_span
from onrecord.extract.scene import Scene, set_scene, tokens_of
from onrecord.extract.statements import statement_drafts
from onrecord.extract.syntax import Clause, trim
from onrecord.model import Attribution, Claim, ClaimKind, Mention, Quantity, Role, RoleName, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc


_EFFECTS = (ClaimKind.CASUALTIES, ClaimKind.LOSS)
_ACTS = frozenset({"attack"})


def build_claims(
    doc: Doc,
    *,
    language: str = "en",
    quantities: tuple[Quantity, ...] = (),
    mentions: tuple[Mention, ...] = (),
    times: tuple[TimeExpression, ...] = (),
    attributions: tuple[Attribution, ...] = (),
    title: str | None = None,
) -> tuple[Claim, ...]:
    """The claims of a parsed report, in reading order.  Offsets are those of `doc.text`.

    What stands in the heading is no claim of its own (guideline, section 1): `title` is left out where the text opens
    with it.  `attributions` only keep the words of saying out of the spans; `attribute_claims` gives the speakers.
    """
    scene = set_scene(doc, language=language, quantities=quantities, mentions=mentions, times=times)
    voices = frozenset(i for a in attributions for span in (a.source, *a.cue) if span for i in tokens_of(doc, span))
    body = heading_end(doc.text, title) if title else 0
    drafts = [without_voices(d, voices, doc) for d in draft_claims(scene) if d.span.start >= body]
    return number_claims(drafts, scene)


def heading_end(text: str, title: str | None) -> int:
    """Where the body begins in a text that opens with its title; 0 otherwise."""
    start = len(text) - len(text.lstrip())
    if (
        not title
        or not text.startswith(title, start)
        or text[start + len(title) :].lstrip(" \t")[:1] not in ("\n", "\r")
    ):
        return 0
    return start + len(title)


def without_voices(draft: Draft, voices: frozenset[int], doc: Doc) -> Draft:
    """No attribution at the edge of a span: ", officials said", "according to local authorities"."""
    tokens = [doc[i] for i in tokens_of(doc, draft.span)]
    filled = {i for span in draft.roles.values() for i in tokens_of(doc, span)}
    voices = voices - filled
    kept = tokens
    while kept and kept[0].i in voices and kept[0].i != draft.head.i:
        kept = trim(kept[1:])
    while kept and kept[-1].i in voices and kept[-1].i != draft.head.i:
        kept = trim(kept[:-1])
    if not kept or kept == tokens or all(t.i != draft.head.i for t in kept):
        return draft
    return replace(draft, span=tokens_span(kept[0], kept[-1]))


def draft_claims(scene: Scene) -> list[Draft]:
    """All drafts of a document, each standing once."""
    shapes = pattern_drafts(scene)
    shaped = frozenset(draft.head.i for draft in shapes)
    verbs = verbs_of(scene)
    matched = [found for verb in verbs if verb.i not in shaped and (found := draft_clause(verb, scene)) is not None]
    claimed = frozenset(clause.top.i for clause, _ in matched) | frozenset(clause.head.i for clause, _ in matched)
    drafts = list(shapes)
    for clause, frame in matched:
        drafts.extend(build_drafts(clause, frame, scene, claimed=claimed, shapes=shapes))
    drafts.extend(nominal_drafts(scene, drafts))
    told = statement_drafts(scene, drafts, verbs, claimed=claimed)
    drafts = [d for d in drafts if not any(_says_act(t, d) for t in told)] + told
    return _without_doubles(_carry_over(drafts, matched, scene))


def _says_act(whole: Draft, act: Draft) -> bool:
    """Whether a clause ("completed the delivery of 12 tanks") says all that the noun for its act says."""
    return (
        whole.kind is act.kind
        and act.head.pos_ == "NOUN"
        and act.anchor < 0
        and whole.span.covers(act.span)
        and whole.quantity == act.quantity
    )


def _carry_over(drafts: list[Draft], matched: list[tuple[Clause, Frame]], scene: Scene) -> list[Draft]:
    """A further part or participle takes over place and time of the clause it continues."""
    by_head = {draft.head.i: draft for draft in reversed(drafts)}
    above: dict[int, int] = {}
    for clause, _ in matched:
        if clause.own_subject or clause.top.head.i == clause.top.i:
            continue
        if clause.top.dep_ in ("conj", "advcl"):
            above[clause.head.i] = clause.top.head.i
        elif clause.top.dep_ in ("relcl", "ccomp") and clause.doer is not None and scene.is_of(clause.doer, _ACTS):
            others = (d for d in drafts if d.head.i != clause.head.i)
            act = next((d for d in others if any(h.i == clause.doer.i for h in d.heads.values())), None)
            if act is not None:  # "a strike in the port on Friday that killed six": the same day and place
                above[clause.head.i] = act.head.i
    later = {parent: child for child, parent in above.items()}
    out: list[Draft] = []
    for draft in drafts:
        roles = dict(draft.roles)
        follower = by_head.get(later.get(draft.head.i, -1))
        if follower is not None and draft.kind is follower.kind and draft.kind in _EFFECTS:
            # "six were killed and ten wounded in a strike on the port": what stands behind the last serves all
            for name in (RoleName.ACTOR, RoleName.PLACE, RoleName.TIME):
                if name in follower.roles:
                    roles.setdefault(name, follower.roles[name])
        head = draft.anchor if draft.anchor >= 0 else draft.head.i
        steps = 0
        while head in above and steps < 4:
            head = above[head]
            steps += 1
            parent = by_head.get(head)
            if parent is None:
                continue
            for name in (RoleName.PLACE, RoleName.TIME):
                if name in parent.roles:
                    roles.setdefault(name, parent.roles[name])
        out.append(replace(draft, roles=roles))
    return out


def _without_doubles(drafts: list[Draft]) -> list[Draft]:
    seen: dict[tuple[int, int, object], Draft] = {}
    for draft in drafts:
        key = (draft.span.start, draft.span.end, draft.quantity.span if draft.quantity else None)
        seen.setdefault(key, draft)
    return sorted(seen.values(), key=lambda d: (d.span.start, d.span.end, d.head.i))


def number_claims(drafts: list[Draft], scene: Scene) -> tuple[Claim, ...]:
    """Drafts to claims "c01", "c02", ... in reading order."""
    width = max(2, len(str(len(drafts))))
    return tuple(
        Claim(
            id=f"c{number:0{width}d}",
            kind=draft.kind,
            span=draft.span,
            roles=tuple(Role(name, draft.roles[name]) for name in RoleName if name in draft.roles),
            property=draft.property,
            quantity=draft.quantity,
            stance=draft.stance,
            head=draft.head.idx,
        )
        for number, draft in enumerate(drafts, start=1)
    )
