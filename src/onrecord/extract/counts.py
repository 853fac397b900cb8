"""One count, one claim: counted coordinations, included parts, the doers' own count (guideline, sections 1 and 5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.extract.draft import Draft
from onrecord.extract.frames import is_link, word_list
from onrecord.extract.parties import split_owner
from onrecord.extract.place_time import find_place, find_time
from onrecord.extract.roles import phrase_span, tokens_span
from onrecord.extract.scene import Scene, dimension_of
from onrecord.extract.syntax import Clause, coordinated, prepositions, trim
from onrecord.model import ClaimKind, Quantity, RoleName, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_ANY_ORDER = (RoleName.ITEM, RoleName.COUNTERPART, RoleName.ACTOR, RoleName.PLACE)


# A counted attack and its effect are two claims: the effect does not take the count of the attack.
_QUANTITY_ORDER = {
    ClaimKind.LOSS: (RoleName.ITEM,),
    ClaimKind.CASUALTIES: (RoleName.ITEM,),
    ClaimKind.HOLDING: (RoleName.ITEM,),
}


_LASTING = frozenset({ClaimKind.GEOGRAPHY, ClaimKind.DEPLOYMENT, ClaimKind.CASUALTIES, ClaimKind.MOVEMENT})
_PHRASE_ENDS = ("VERB", "AUX", "ADP", "PUNCT")
_HYPHENS = frozenset("-‐‑–")
_MEASURED = frozenset({ClaimKind.CAPABILITY, ClaimKind.TRANSFER, ClaimKind.GEOGRAPHY, ClaimKind.MOVEMENT})


def split_counted(draft: Draft, clause: Clause, scene: Scene, tokens: list[Token]) -> list[Draft]:
    """One count, one claim: cut counted parts of a coordination off (guideline, section 1)."""
    name, noun = _counted_argument(draft, clause, scene)
    if noun is None or name is None:
        return [with_quantity(draft, scene)]
    parts = coordinated(noun)
    inside = {t.i for t in tokens}
    parts = [p for p in parts if p.i in inside]
    counts = [quantity_of(part, scene) for part in parts]
    if len(parts) == 2 and counts[0] is not None and counts[1] is None and _shares_count(parts[1]):
        return [with_quantity(draft, scene)]
    if len({id(count) for count in counts}) == 1 and counts[0] is not None:
        return [with_quantity(draft, scene)]  # "nine or ten" is one quantity
    if len(parts) < 2 or not any(counts):
        return [with_quantity(draft, scene)]
    groups: list[list[Token]] = []
    for part, count in zip(parts, counts, strict=True):
        if count is None and groups and quantity_of(groups[-1][-1], scene) is None:
            groups[-1].append(part)
        else:
            groups.append([part])
    if len(groups) < 2:
        return [with_quantity(draft, scene)]
    subject_side = noun.i < clause.head.i
    out = []
    for number, group in enumerate(groups):
        first, last = part_extent(group, groups[number + 1][0] if number + 1 < len(groups) else None, scene)
        start, end = first, last
        if not subject_side and number == 0:
            start = tokens[0].i
        if subject_side and number == len(groups) - 1:
            end = tokens[-1].i
        if not subject_side and number == len(groups) - 1:
            end = max(end, min(tokens[-1].i, end))
        piece = trim(list(scene.doc[start : end + 1]))
        if not piece:
            continue
        roles = dict(draft.roles)
        heads = dict(draft.heads)
        heads[name] = group[0]
        roles[name] = phrase_span(group[0], scene, whole=len(group) > 1, upto=group[-1])
        if draft.kind is ClaimKind.LOSS and name is RoleName.ITEM:
            heads.pop(RoleName.COUNTERPART, None)
            kept = roles.pop(RoleName.COUNTERPART, None)
            split_owner(heads, roles, RoleName.ITEM, RoleName.COUNTERPART, scene)
            if kept is not None and RoleName.COUNTERPART not in roles and not _between(kept, parts):
                roles[RoleName.COUNTERPART] = kept
        part_draft = replace(
            draft,
            head=draft.head if number == 0 else group[0],
            span=tokens_span(piece[0], piece[-1]),
            roles=roles,
            heads=heads,
            quantity=quantity_of(group[0], scene),
        )
        out.append(part_draft if part_draft.quantity or len(group) else with_quantity(part_draft, scene))
    return out


def _shares_count(noun: Token) -> bool:
    """ "13 women and children": a bare plural behind "and" is counted together with the noun before it."""
    return noun.tag_ in ("NNS", "NNPS") and not any(c.dep_ not in ("cc", "punct") for c in noun.lefts)


def _between(span: Span, parts: list[Token]) -> bool:
    return any(int(p.left_edge.idx) <= span.start <= p.idx for p in parts)


def part_extent(group: list[Token], following: Token | None, scene: Scene) -> tuple[int, int]:
    first = int(group[0].left_edge.i)
    last = int(group[-1].right_edge.i)
    if following is not None:
        stop = min(int(following.left_edge.i), following.i)
        while stop > group[-1].i + 1 and scene.doc[stop - 1].dep_ in ("cc", "punct"):
            stop -= 1
        # the subtree of a part holds the parts after it
        last = min(last, stop - 1)
        if last < group[-1].i:
            last = group[-1].i
    return first, last


def _counted_argument(draft: Draft, clause: Clause, scene: Scene) -> tuple[RoleName | None, Token | None]:
    for noun in (clause.patient, clause.doer):
        if noun is None:
            continue
        for name, head in draft.heads.items():
            if head.i == noun.i and len(coordinated(noun)) > 1:
                return name, noun
    for name, head in draft.heads.items():
        if len(coordinated(head)) > 1 and any(quantity_of(p, scene) for p in coordinated(head)):
            return name, head
    return None, None


def included_parts(parts: list[Draft], clause: Clause, scene: Scene) -> list[Draft]:
    """ "..., including two X and one Y": each counted part is a claim with the clause's other roles."""
    out: list[Draft] = []
    words = word_list(scene.language, "including", "prepositions")
    for base in parts[-1:]:
        order = (RoleName.COUNTERPART, RoleName.ITEM)
        if base.kind is not ClaimKind.USE:
            order = (RoleName.ITEM, RoleName.COUNTERPART)
        name = next((n for n in order if n in base.heads and n is not _doer_role(base, clause)), None)
        if name is None:
            continue
        last = base.span.end
        for token in scene.doc[clause.head.i : int(clause.top.right_edge.i) + 1]:
            if token.lower_ not in words or token.dep_ != "prep" or token.idx >= last:
                continue
            inner = next((c for c in token.children if c.dep_ == "pobj"), None)
            if inner is None:
                continue
            members = coordinated(inner)
            counted = [m for m in members if _counts(m, scene)]
            if not counted:
                continue
            for number, part in enumerate(members):
                quantity = quantity_of(part, scene)
                if quantity is None or not _counts(part, scene):
                    continue
                following = members[number + 1] if number + 1 < len(members) else None
                first, end = part_extent([part], following, scene)
                clauses = [int(c.left_edge.i) for c in part.rights if c.dep_ == "advcl"]
                end = min([end, *(start - 1 for start in clauses)])
                piece = trim(list(scene.doc[first : end + 1]))
                roles = {**base.roles, name: phrase_span(part, scene, whole=False)}
                out.append(
                    replace(
                        base,
                        head=part,
                        span=tokens_span(piece[0], piece[-1]),
                        roles=roles,
                        heads={**base.heads, name: part},
                        quantity=quantity,
                    )
                )
    return out


def _counts(noun: Token, scene: Scene) -> bool:
    """Whether a noun has a number that counts it: "three children", not "a five-year-old child"."""
    quantity = quantity_of(noun, scene)
    return quantity is not None and (quantity.unit is None or dimension_of(quantity.unit) != "time")


def _doer_role(draft: Draft, clause: Clause) -> RoleName | None:
    doer = clause.doer
    return next((n for n, h in draft.heads.items() if doer is not None and h.i == doer.i), None)


def doer_counts(parts: list[Draft], clause: Clause, scene: Scene) -> list[Draft]:
    """ "16 aircraft fired 22 munitions", "two airstrikes destroyed ...": the doers' own count is a claim of use."""
    doer = clause.doer
    if doer is None or not parts or parts[0].kind not in (ClaimKind.USE, ClaimKind.LOSS, ClaimKind.CASUALTIES):
        return []
    if not clause.own_subject and not clause.passive:
        return []
    out: list[Draft] = []
    members = coordinated(doer)
    for number, noun in enumerate(members):
        quantity = quantity_of(noun, scene)
        if quantity is None or quantity.counted_span is None or any(p.quantity is quantity for p in parts):
            continue
        if not scene.classes_of(noun) & {"attack", "equipment", "equipment_name", "aircraft", "ship"}:
            continue
        following = members[number + 1] if number + 1 < len(members) else None
        first, last = part_extent([noun], following, scene)
        piece = trim(list(scene.doc[first : last + 1]))
        heads = {RoleName.ITEM: noun}
        roles = {RoleName.ITEM: phrase_span(noun, scene, whole=False)}
        split_owner(heads, roles, RoleName.ITEM, RoleName.ACTOR, scene)
        place = find_place(piece, scene, avoid=frozenset((noun.i,)))
        if place is not None:
            roles[RoleName.PLACE] = place
        time = find_time(piece, scene)
        if time is not None:
            roles[RoleName.TIME] = time
        out.append(
            Draft(ClaimKind.USE, noun, tokens_span(piece[0], piece[-1]), roles, heads, quantity, None, parts[0].stance)
        )
    return out


def quantity_of(noun: Token, scene: Scene) -> Quantity | None:
    """The quantity that counts or measures a noun."""
    quantity = scene.quantity_at.get(noun.i)
    if quantity is not None:
        return quantity
    for child in noun.lefts:
        if child.i in scene.number_tokens and child.dep_ in (
            "nummod",
            "quantmod",
            "amod",
            "det",
            "nmod",
            "compound",
            "advmod",
        ):
            found = scene.quantity_at.get(child.i)
            if found is not None and (found.counted_span is None or found.unit is not None):
                return found
    for prep, inner in prepositions(noun):
        if is_link(prep, "of", scene.language) and prep.i == noun.i + 1 and inner.i in scene.quantity_at:
            return scene.quantity_at[inner.i]
    return _leading_count(noun, scene)


def _leading_count(noun: Token, scene: Scene) -> Quantity | None:
    """A bare number that opens the noun phrase, however the parser hung it: "20 air-to-air missiles"."""
    start = int(noun.left_edge.i)
    while start > 0 and "equipment_name" in scene.classes[start - 1]:
        start -= 1  # a name the parser hung elsewhere
    if start > 0 and start != int(noun.left_edge.i) and start - 1 in scene.number_tokens:
        start -= 1
    first = scene.doc[start]
    quantity = scene.quantity_at.get(first.i) if first.i in scene.number_tokens else None
    if quantity is None or quantity.unit is not None or first.i >= noun.i:
        return None
    between = [t for t in scene.doc[first.i : noun.i] if "equipment_name" not in scene.classes_of(t)]
    if any(t.pos_ in _PHRASE_ENDS and t.text not in _HYPHENS and t.dep_ != "prep" for t in between):
        return None
    return quantity


def _nth_time(draft: Draft, scene: Scene) -> Quantity | None:
    """ "for the first time": the ordinal that counts the act."""
    for child in draft.head.children:
        if child.dep_ == "prep" and is_link(child, "for", scene.language):
            for noun in child.children:
                if noun.dep_ == "pobj" and noun.lemma_.lower() in word_list(scene.language, "nth", "nouns"):
                    return quantity_of(noun, scene)
    return None


def with_quantity(draft: Draft, scene: Scene) -> Draft:
    """The quantity the claim is about: of item, then counterpart, then actor, then any in its span."""
    for name in _QUANTITY_ORDER.get(draft.kind, _ANY_ORDER):
        noun = draft.heads.get(name)
        if noun is None:
            continue
        quantity = quantity_of(noun, scene)
        if quantity is not None and draft.span.overlaps(quantity.span):
            if draft.kind is ClaimKind.AGREEMENT and quantity.unit is not None:
                continue  # "an 18-month ceasefire" tells how long, not how many
            return replace(draft, quantity=quantity)
    time = draft.roles.get(RoleName.TIME)
    words = draft.span
    taken = [q for q in scene.numbers_in(words.start, words.end) if time is None or not time.overlaps(q.span)]
    wanted = word_list(scene.language, "measured", draft.kind.value) if draft.kind in _MEASURED else frozenset()
    measured = [q for q in taken if q.unit is not None and dimension_of(q.unit) in wanted]
    if measured:
        return replace(draft, quantity=measured[0])
    item = draft.heads.get(RoleName.ITEM)
    if draft.kind is ClaimKind.CASUALTIES and item is not None and "toll" in scene.classes_of(item):
        bare = [q for q in taken if q.unit is None and q.span.start > item.idx]
        return replace(draft, quantity=bare[0]) if bare else draft  # "the toll rose to 43"
    if draft.kind is ClaimKind.CAPABILITY and draft.property in word_list(scene.language, "measured", "plain"):
        bare = [q for q in taken if q.unit is None]
        if bare:
            return replace(draft, quantity=bare[0])
    nth = _nth_time(draft, scene)
    if nth is not None:
        return replace(draft, quantity=nth)
    if time is not None and draft.kind in _LASTING:
        lasted = scene.doc.char_span(time.start, time.end, alignment_mode="expand")
        if lasted is not None and is_link(lasted[0], "for", scene.language):
            found = next((q for q in scene.quantities if time.overlaps(q.span) and q.unit is not None), None)
            return replace(draft, quantity=found)  # "has held the town for two years"
    return draft
