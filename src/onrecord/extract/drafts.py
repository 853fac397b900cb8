"""Draft claims from clauses: kind, extent, roles, quantity, split where a coordination is counted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.extract.frames import Frame, aspect_words, match_frame, property_named, word_list
from onrecord.extract.roles import fill_roles, find_place, find_time, phrase_span, put_role, tokens_span
from onrecord.extract.scene import Scene
from onrecord.extract.stance import read_stance
from onrecord.extract.syntax import Clause, coordinated, prepositions, read_clause, trim
from onrecord.model import ClaimKind, Quantity, RoleName, Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLAUSAL = frozenset({"relcl", "acl", "advcl", "conj", "ccomp", "parataxis"})


_ANY_ORDER = (RoleName.ITEM, RoleName.COUNTERPART, RoleName.ACTOR, RoleName.PLACE)
# A counted attack and its effect are two claims: the effect does not take the count of the attack.
_QUANTITY_ORDER = {
    ClaimKind.LOSS: (RoleName.ITEM,),
    ClaimKind.CASUALTIES: (RoleName.ITEM,),
    ClaimKind.HOLDING: (RoleName.ITEM,),
}


_MEASURED = frozenset({ClaimKind.CAPABILITY, ClaimKind.TRANSFER, ClaimKind.GEOGRAPHY, ClaimKind.MOVEMENT})


@dataclass(frozen=True)
class Draft:
    """A claim before it has a number, an attribution and resolved roles."""

    kind: ClaimKind
    head: Token
    span: Span
    roles: dict[RoleName, Span]
    heads: dict[RoleName, Token] = field(default_factory=dict)
    quantity: Quantity | None = None
    property: str | None = None
    stance: Stance = Stance.ASSERTED


def verbs_of(scene: Scene) -> list[Token]:
    """Heads of the clauses of a document: verbs that carry a meaning of their own."""
    words = aspect_words(scene.language)
    out = []
    for token in scene.doc:
        if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass", "amod", "compound", "punct"):
            continue
        if token.lemma_.lower() in words["aspect"] and _has_complement(token, words["effort"]):
            continue
        if names_target(token, scene):
            continue
        out.append(token)
    return out


def names_target(verb: Token, scene: Scene) -> bool:
    """ "a strike in Beirut, targeting a commander": the participle only says what the strike was for."""
    if verb.lower_ not in word_list(scene.language, "targeting", "participles") or verb.dep_ not in ("acl", "advcl"):
        return False
    return "attack" in scene.classes_of(verb.head) or any(
        c.dep_ == "dobj" and "attack" in scene.classes_of(c) for c in verb.head.children
    )


def add_target(heads: dict[RoleName, Token], noun: Token, scene: Scene) -> None:
    """What a participle under an attack or its verb says was targeted."""
    for holder in (noun, noun.head):
        for child in holder.children:
            if names_target(child, scene):
                target = next((c for c in child.children if c.dep_ == "dobj"), None)
                if target is not None:
                    put_role(heads, "target", target, scene)


def _has_complement(verb: Token, effort: frozenset[str]) -> bool:
    """An infinitive or participle below the verb that will stand for it."""
    clausal = ("ccomp", "advcl") if verb.lemma_.lower() in effort else ("ccomp",)
    return any(
        (c.dep_ == "xcomp" and c.pos_ in ("VERB", "AUX"))
        or (c.dep_ in clausal and any(g.tag_ == "TO" for g in c.children))
        for c in verb.children
    )


def clause_of(verb: Token, scene: Scene) -> Clause:
    """The clause of a verb, read with the language's aspect verbs."""
    words = aspect_words(scene.language)
    return read_clause(verb, words["aspect"], words["effort"])


def draft_clause(verb: Token, scene: Scene) -> tuple[Clause, Frame] | None:
    """The clause of a verb and the frame that makes it a claim."""
    clause = clause_of(verb, scene)
    if _is_purpose(clause, scene):
        return None
    frame = match_frame(clause, scene)
    return None if frame is None else (clause, frame)


def _is_purpose(clause: Clause, scene: Scene) -> bool:
    """A bare infinitive that says what for ("to deter attacks"), not what was done (guideline, section 1)."""
    top = clause.top
    if any(c.dep_ in ("nsubj", "nsubjpass") for c in top.children):
        return False
    if top.dep_ == "conj" and not any(c.dep_ in ("aux", "auxpass") and c.tag_ != "TO" for c in top.children):
        above = top.head
        bare = top.tag_ == "VB" or above.tag_ != "VB"
        return bare and above.pos_ in ("VERB", "AUX") and _is_purpose(replace(clause, top=above), scene)
    if not any(c.tag_ == "TO" for c in top.children):
        return False
    if top.dep_ in ("advcl", "xcomp", "relcl", "ROOT", "pcomp", "csubj", "nsubj"):
        if top.dep_ == "xcomp":
            return top.head.lemma_.lower() not in aspect_words(scene.language)["reporting"]
        return True
    if top.dep_ == "acl":
        return top.head.lemma_.lower() not in word_list(scene.language, "decision", "nouns")
    return False


def build_drafts(
    clause: Clause, frame: Frame, scene: Scene, *, claimed: frozenset[int], shapes: list[Draft]
) -> list[Draft]:
    """The claims of one clause: one, or one for each counted part.

    `claimed` are heads of clauses with claims of their own, `shapes` the claims of fixed shapes; neither stands at the
    end of this one's span.
    """
    start, end = clause_extent(clause, scene, claimed=claimed)
    tokens = _without_shapes(trim(list(scene.doc[start:end])), clause, shapes)
    if not tokens:
        return []
    heads = fill_roles(clause, frame, scene)
    ability = frame.kind is ClaimKind.CAPABILITY
    stance = read_stance(clause, language=scene.language, ability=ability)
    prop = frame.property
    if frame.kind is ClaimKind.CAPABILITY and prop is None and clause.object is not None:
        prop = property_named(clause.object, scene.language)
    if frame.kind is ClaimKind.USE and RoleName.ITEM in heads:
        add_target(heads, heads[RoleName.ITEM], scene)
    if frame.kind is ClaimKind.TRANSFER and RoleName.ITEM in heads:
        _look_into_contract(heads, clause, scene)
        if clause.object is not None and "contract" in scene.classes_of(clause.object):
            _find_party(heads, clause, scene)
    roles = {name: phrase_span(noun, scene) for name, noun in heads.items()}
    if frame.kind in (ClaimKind.LOSS,):
        _split_owner(heads, roles, RoleName.ITEM, RoleName.COUNTERPART, scene)
    if RoleName.ITEM in heads and "attack" in scene.classes_of(heads[RoleName.ITEM]) and RoleName.ACTOR not in heads:
        _split_owner(heads, roles, RoleName.ITEM, RoleName.ACTOR, scene)
    if RoleName.PLACE not in roles:
        avoid = frozenset(t.i for t in heads.values())
        place = find_place(tokens, scene, avoid=avoid)
        if place is not None:
            roles[RoleName.PLACE] = place
    time = find_time(tokens, scene)
    if time is not None:
        roles[RoleName.TIME] = time
    whole = Draft(frame.kind, clause.head, tokens_span(tokens[0], tokens[-1]), roles, heads, None, prop, stance)
    parts = split_counted(whole, clause, scene, tokens)
    return parts + included_parts(parts, clause, scene) + doer_counts(parts, clause, scene)


def _look_into_contract(heads: dict[RoleName, Token], clause: Clause, scene: Scene) -> None:
    """The item of a contract is what it buys: "awarded a contract to produce launchers"."""
    paper = heads[RoleName.ITEM]
    if not scene.classes_of(paper) & {"contract", "money"} or scene.classes_of(paper) & {"equipment_name"}:
        return
    for token in scene.doc[int(clause.top.left_edge.i) : int(clause.top.right_edge.i) + 1]:
        bought: Token | None = None
        if token.lemma_.lower() in word_list(scene.language, "procurement", "verbs") and token.i != clause.head.i:
            bought = next((c for c in token.children if c.dep_ == "dobj"), None)
        if bought is not None and not scene.classes_of(bought) & {"equipment", "equipment_name"}:
            bought = next((n for p, n in prepositions(bought) if p.lower_ == "of"), None)
        if bought is not None and scene.classes_of(bought) & {"equipment", "equipment_name"}:
            heads[RoleName.ITEM] = bought
            return
    for prep, noun in prepositions(paper):
        if prep.lower_ in ("for", "of") and scene.classes_of(noun) & {"equipment", "equipment_name"}:
            heads[RoleName.ITEM] = noun
            return
    if not scene.classes_of(paper) & {"equipment"}:
        del heads[RoleName.ITEM]


def _find_party(heads: dict[RoleName, Token], clause: Clause, scene: Scene) -> None:
    """The other party of a contract, deeper in the clause: "an option on the contract with the joint venture"."""
    if RoleName.ACTOR in heads:
        return
    taken = {h.i for h in heads.values()}
    for token in scene.doc[clause.head.i : int(clause.top.right_edge.i) + 1]:
        if token.dep_ in ("prep", "dative") and token.lower_ in word_list(scene.language, "procurement", "party"):
            noun = next((c for c in token.children if c.dep_ == "pobj"), None)
            if (
                noun is not None
                and noun.pos_ == "PROPN"
                and noun.i not in taken
                and "place_name" not in scene.classes_of(noun)
            ):
                heads[RoleName.ACTOR] = noun
                return


def included_parts(parts: list[Draft], clause: Clause, scene: Scene) -> list[Draft]:
    """ "..., including two X and one Y": each counted part is a claim with the clause's other roles."""
    out: list[Draft] = []
    words = word_list(scene.language, "including", "prepositions")
    for base in parts[-1:]:
        name = next(
            (n for n in (RoleName.COUNTERPART, RoleName.ITEM) if n in base.heads and n is not _doer_role(base, clause)),
            None,
        )
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
            counted = [m for m in members if quantity_of(m, scene) is not None]
            if not counted:
                continue
            for number, part in enumerate(members):
                quantity = quantity_of(part, scene)
                if quantity is None:
                    continue
                following = members[number + 1] if number + 1 < len(members) else None
                first, end = _part_extent([part], following, scene)
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
        first, last = _part_extent([noun], following, scene)
        piece = trim(list(scene.doc[first : last + 1]))
        heads = {RoleName.ITEM: noun}
        roles = {RoleName.ITEM: phrase_span(noun, scene, whole=False)}
        _split_owner(heads, roles, RoleName.ITEM, RoleName.ACTOR, scene)
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


def clause_extent(clause: Clause, scene: Scene, *, claimed: frozenset[int]) -> tuple[int, int]:
    """Token range of a clause: its subtree without what stands for itself at either edge."""
    top = clause.top
    start, end = int(top.left_edge.i), int(top.right_edge.i) + 1
    if clause.subject is not None and clause.own_subject:
        start = min(start, int(clause.subject.left_edge.i))
    for child in sorted(top.children, key=lambda t: t.i):
        if child.dep_ == "conj" and child.i > top.i:
            end = min(end, int(child.left_edge.i))
        if child.dep_ in ("parataxis", "ccomp") and (child.dep_ == "parataxis" or _ends_at_colon(child)):
            start, end = _cut(start, end, child, top)
    changed = True
    while changed:
        changed = False
        for token in scene.doc[start:end]:
            if token.i == top.i or token.i == clause.head.i:
                continue
            sub = int(token.left_edge.i), int(token.right_edge.i) + 1
            reporting = token.dep_ in ("ccomp", "advcl", "parataxis") and token.i in claimed
            if (token.i in claimed and token.dep_ in _CLAUSAL) or reporting:
                if sub[0] > max(top.i, clause.head.i) and sub[1] >= end - 1 and sub[0] < end:
                    end = sub[0]
                    changed = True
                    break
                if sub[1] <= min(top.i, clause.head.i) and sub[0] <= start and token.dep_ == "advcl":
                    start = sub[1]
                    changed = True
                    break
    return start, max(end, start + 1)


def _without_shapes(tokens: list[Token], clause: Clause, shapes: list[Draft]) -> list[Token]:
    """Cut a capability or another name that trails behind the clause: "... 5,000 units, each capable of ..."."""
    for shape in shapes:
        if not tokens or shape.kind is not ClaimKind.CAPABILITY or shape.head.i <= clause.head.i:
            continue
        ends = tokens[-1].idx + len(tokens[-1].text)
        if shape.span.start > clause.head.idx and shape.span.end >= ends > shape.span.start:
            kept = [t for t in tokens if t.idx < shape.span.start]
            while kept and kept[-1].pos_ not in ("NOUN", "PROPN", "NUM", "VERB") and kept[-1].i > clause.head.i:
                kept = kept[:-1]
            if kept and kept[-1].i >= clause.head.i:
                tokens = trim(kept)
    return tokens


def _ends_at_colon(clause: Token) -> bool:
    """ "X unveiled a revelation: the forces have ...": the parser hangs the lead-in under what follows."""
    after = int(clause.right_edge.i) + 1
    return after < len(clause.doc) and clause.doc[after].text in (":", "–", "—")


def _cut(start: int, end: int, child: Token, top: Token) -> tuple[int, int]:
    left, right = int(child.left_edge.i), int(child.right_edge.i) + 1
    if child.i > top.i:
        return start, min(end, left)
    return max(start, right), end


def _split_owner(
    heads: dict[RoleName, Token], roles: dict[RoleName, Span], owned: RoleName, owner: RoleName, scene: Scene
) -> None:
    """ "an ISIL tank": whose it was goes to a role of its own."""
    noun = heads.get(owned)
    if noun is None or owner in heads:
        return
    child = owner_of(noun, scene)
    if child is None:
        return
    heads[owner] = child
    roles[owner] = phrase_span(child, scene)
    first = scene.doc[child.i + 1]
    if first.dep_ == "case":
        first = scene.doc[child.i + 2]
    if first.i <= noun.i and first.i not in scene.number_tokens and not first.is_punct:
        roles[owned] = Span(first.idx, roles[owned].end)


def owner_of(noun: Token, scene: Scene) -> Token | None:
    """Whose a thing is: possessor, a people, state or group named before it, or the holder in "ISIL-held"."""
    for child in noun.lefts:
        if child.i in scene.number_tokens:
            continue
        if child.dep_ == "poss" and child.pos_ in ("NOUN", "PROPN"):
            return child
        if child.dep_ in ("compound", "amod", "nmod") and "equipment_name" not in scene.classes_of(child):
            named = child.pos_ == "PROPN" and child.ent_type_ in ("", "ORG", "GPE", "NORP", "PERSON")
            if child.ent_type_ in ("NORP", "GPE", "ORG") or (named and noun.pos_ == "NOUN"):
                return child
        if child.dep_ == "amod" and child.tag_ == "VBN":
            holder = next(
                (c for c in child.lefts if c.dep_ in ("npadvmod", "compound") and c.pos_ in ("PROPN", "NOUN")), None
            )
            if holder is not None and holder.text[:1].isupper():
                return holder
    return None


def split_counted(draft: Draft, clause: Clause, scene: Scene, tokens: list[Token]) -> list[Draft]:
    """One count, one claim: cut counted parts of a coordination off (guideline, section 1)."""
    name, noun = _counted_argument(draft, clause, scene)
    if noun is None or name is None:
        return [_with_quantity(draft, scene)]
    parts = coordinated(noun)
    inside = {t.i for t in tokens}
    parts = [p for p in parts if p.i in inside]
    counts = [quantity_of(part, scene) for part in parts]
    if len(parts) < 2 or not any(counts):
        return [_with_quantity(draft, scene)]
    groups: list[list[Token]] = []
    for part, count in zip(parts, counts, strict=True):
        if count is None and groups and quantity_of(groups[-1][-1], scene) is None:
            groups[-1].append(part)
        else:
            groups.append([part])
    if len(groups) < 2:
        return [_with_quantity(draft, scene)]
    subject_side = noun.i < clause.head.i
    out = []
    for number, group in enumerate(groups):
        first, last = _part_extent(group, groups[number + 1][0] if number + 1 < len(groups) else None, scene)
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
            _split_owner(heads, roles, RoleName.ITEM, RoleName.COUNTERPART, scene)
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
        out.append(part_draft if part_draft.quantity or len(group) else _with_quantity(part_draft, scene))
    return out


def _between(span: Span, parts: list[Token]) -> bool:
    return any(int(p.left_edge.idx) <= span.start <= p.idx for p in parts)


def _part_extent(group: list[Token], following: Token | None, scene: Scene) -> tuple[int, int]:
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
        if prep.lower_ == "of" and prep.i == noun.i + 1 and inner.i in scene.quantity_at:
            return scene.quantity_at[inner.i]
    return None


def _with_quantity(draft: Draft, scene: Scene) -> Draft:
    """The quantity the claim is about: of item, then counterpart, then actor, then any in its span."""
    for name in _QUANTITY_ORDER.get(draft.kind, _ANY_ORDER):
        noun = draft.heads.get(name)
        if noun is None:
            continue
        quantity = quantity_of(noun, scene)
        if quantity is not None and draft.span.overlaps(quantity.span):
            return replace(draft, quantity=quantity)
    time = draft.roles.get(RoleName.TIME)
    taken = [q for q in scene.quantities if draft.span.covers(q.span) and not (time and time.overlaps(q.span))]
    wanted = word_list(scene.language, "measured", draft.kind.value) if draft.kind in _MEASURED else frozenset()
    measured = [q for q in taken if q.unit is not None and dimension_of(q.unit) in wanted]
    if measured:
        return replace(draft, quantity=measured[0])
    return draft


@cache
def _dimensions() -> dict[str, str]:
    return {row["id"]: row["dimension"] for row in lexicon.load("units")["unit"]}


def dimension_of(unit: str) -> str:
    """The dimension of a unit id; a code that is no unit is a currency."""
    return _dimensions().get(unit, "money")
