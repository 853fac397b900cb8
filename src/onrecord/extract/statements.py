"""Copular clauses, and checkable clauses of no other kind, kept as statements."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.extract.counts import quantity_of
from onrecord.extract.draft import Draft
from onrecord.extract.drafts import clause_of
from onrecord.extract.extent import clause_extent
from onrecord.extract.frames import classes_of_phrase, harm_named, is_link, word_list
from onrecord.extract.nominal import act_of_object, nominal_of, roles_of_act
from onrecord.extract.parties import split_owner
from onrecord.extract.place_time import find_place, find_time
from onrecord.extract.roles import phrase_span, tokens_span
from onrecord.extract.scene import Scene
from onrecord.extract.stance import read_stance
from onrecord.extract.syntax import FINITE_TAGS, Clause, is_infinitive, prepositions, trim
from onrecord.model import ClaimKind, RoleName, Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

_MAIN = frozenset({"ROOT", "ccomp", "conj", "parataxis"})
_AGENTS = frozenset({"force", "body", "place_name", "person", "pronoun", "name", "equipment_name", "state", "exercise"})


def statement_drafts(scene: Scene, drafts: list[Draft], verbs: list[Token], *, claimed: frozenset[int]) -> list[Draft]:
    """Claims of clauses without a frame, given the claims already found and the heads of all clauses."""
    taken = {d.head.i for d in drafts} | claimed
    out: list[Draft] = []
    for verb in verbs:
        if verb.i in taken:
            continue
        clause = clause_of(verb, scene)
        if clause.top.i in claimed:
            continue
        draft = _copular(clause, scene, claimed) if _is_copula(verb, scene) else _act(clause, scene, claimed)
        if draft is None:
            draft = _statement(clause, scene, claimed, drafts)
        if draft is not None:
            out.append(draft)
    return out


def _is_copula(verb: Token, scene: Scene) -> bool:
    return verb.lemma_.lower() in word_list(scene.language, "copula", "lemmas")


def _tokens(clause: Clause, scene: Scene, claimed: frozenset[int]) -> list[Token]:
    start, end = clause_extent(clause, scene, claimed=claimed)
    return trim(list(scene.doc[start:end]))


def _copular(clause: Clause, scene: Scene, claimed: frozenset[int]) -> Draft | None:
    """ "troops are on standby", "the destroyer is in the Gulf", "X is a member of Y", "the town lies ..."."""
    subject = clause.subject
    exists = any(c.dep_ == "expl" for c in clause.head.children)
    if exists:
        subject = next((c for c in clause.head.children if c.dep_ in ("attr", "nsubj", "dobj")), None)
    if subject is None:
        return None
    subject_classes = classes_of_phrase(subject, scene)
    language = scene.language
    tokens = _tokens(clause, scene, claimed)
    if not tokens:
        return None
    attribute = next((c for c in clause.head.children if c.dep_ in ("attr", "acomp", "oprd")), None)
    roles: dict[RoleName, Span] = {}
    heads: dict[RoleName, Token] = {}
    kind: ClaimKind | None = None
    armed = bool(subject_classes & {"force", "equipment", "equipment_name", "ship", "aircraft"})
    if exists and "casualty_event" in subject_classes:
        kind = ClaimKind.CASUALTIES
    below = [*prepositions(clause.head), *(prepositions(subject) if exists else ())]
    if attribute is not None and attribute.lemma_.lower() in word_list(language, "copular", "present"):
        below += prepositions(attribute)
    for prep, noun in below:
        if kind is not None:
            break
        if prep.lower_ in word_list(language, "copular", "author") and "attack" in scene.classes_of(noun):
            kind = ClaimKind.USE
            heads = {RoleName.ACTOR: subject, RoleName.ITEM: noun}
        elif armed and noun.lemma_.lower() in word_list(language, "copular", "standing"):
            kind = ClaimKind.DEPLOYMENT
            heads = {_mover(subject_classes): subject}
        elif armed and prep.lower_ in word_list(language, "copular", "position"):
            if scene.classes_of(noun) & {"place", "place_name", "ship", "ground", "structure"}:
                kind = ClaimKind.DEPLOYMENT
                heads = {_mover(subject_classes): subject}
        elif (
            is_link(prep, "under", language)
            and noun.lemma_.lower() in word_list(language, "copular", "control")
            and subject_classes & {"place", "place_name", "structure", "ground"}
        ):
            holder = next((c for c in noun.lefts if c.dep_ in ("amod", "poss", "compound", "nmod")), None)
            holder = holder or next((n for p, n in prepositions(noun) if is_link(p, "of", language)), None)
            if holder is not None:
                kind = ClaimKind.GEOGRAPHY
                heads = {RoleName.PLACE: subject, RoleName.ACTOR: holder}
        elif "attack" in scene.classes_of(noun) and is_link(prep, "under", language) and armed:
            kind = ClaimKind.USE
            heads = {RoleName.COUNTERPART: subject, RoleName.ITEM: noun}
        elif subject_classes & {"place", "place_name", "structure"} and scene.classes_of(noun) & {
            "place",
            "place_name",
        }:
            kind = ClaimKind.GEOGRAPHY
            heads = {RoleName.PLACE: subject, RoleName.COUNTERPART: noun}
        if kind is not None:
            break
    state = _state_of(attribute, subject, subject_classes, scene) if attribute is not None and kind is None else None
    blamed = _blamed_act(attribute, subject, scene) if attribute is not None and kind is None else None
    if blamed is not None:
        act, doers, harm = blamed
        spans = {name: phrase_span(noun, scene) for name, noun in doers.items()}
        return replace(_finish(act, clause, tokens, spans, doers, scene), property=harm)
    if armed and kind is None and attribute is not None and _stands_by(attribute, language):
        kind = ClaimKind.DEPLOYMENT
        heads = {_mover(subject_classes): subject}
    if exists and kind is None and subject.lemma_.lower() in word_list(language, "copular", "sites"):
        kind = ClaimKind.DEPLOYMENT
        heads = {RoleName.ITEM: subject}
        whose = next((n for p, n in prepositions(subject) if is_link(p, "of_or_for", language)), None)
        if whose is not None and classes_of_phrase(whose, scene) & {"force", "body", "person", "place_name"}:
            heads[RoleName.ACTOR] = whose
    if state is not None:
        heads = {RoleName.ITEM: subject}
        draft = _finish(state[0], clause, tokens, {RoleName.ITEM: phrase_span(subject, scene)}, heads, scene)
        soon = attribute is not None and attribute.lemma_.lower() in word_list(language, "copular", "imminent")
        return replace(draft, property=state[1], stance=Stance.PLANNED if soon else draft.stance)
    effect = word_list(language, "copular", "effect")
    in_effect = any(n.lemma_.lower() in effect for _, n in prepositions(clause.head))
    if kind is None and "agreement" in subject_classes and in_effect:
        kind = ClaimKind.AGREEMENT
        heads = {RoleName.ITEM: subject}
    if kind is None and attribute is not None and attribute.dep_ != "acomp":
        lemma = attribute.lemma_.lower()
        of = next((n for p, n in prepositions(attribute) if is_link(p, "of", language)), None)
        if (
            lemma in word_list(language, "copular", "member")
            and of is not None
            and "force" in classes_of_phrase(of, scene)
        ):
            kind = ClaimKind.HOLDING
            heads = {RoleName.ACTOR: of, RoleName.ITEM: subject}
        elif subject.lemma_.lower() in word_list(language, "copular", "strength") and classes_of_phrase(
            attribute, scene
        ) & {"force", "person", "equipment"}:
            kind = ClaimKind.HOLDING
            heads = {RoleName.ITEM: attribute}
            owner = next((c for c in subject.lefts if c.dep_ in ("poss", "compound", "nmod", "amod")), None)
            if owner is not None and scene.classes_of(owner) & {"place_name", "body", "force"}:
                heads[RoleName.ACTOR] = owner
        elif armed and of is not None and lemma in word_list(language, "copular", "kin"):
            kind = ClaimKind.ORIGIN
            heads = {RoleName.ITEM: subject, RoleName.COUNTERPART: of}
        elif subject_classes & {"place", "place_name"} and lemma in word_list(language, "copular", "extent"):
            kind = ClaimKind.GEOGRAPHY
            heads = {RoleName.PLACE: subject}
            if of is not None:
                heads[RoleName.COUNTERPART] = of
    if kind is None:
        return None
    roles = {name: phrase_span(noun, scene) for name, noun in heads.items()}
    draft = _finish(kind, clause, tokens, roles, heads, scene)
    if kind is ClaimKind.CASUALTIES and exists:
        return replace(draft, quantity=quantity_of(subject, scene), property=harm_named(subject, language))
    return replace(draft, property="variant") if kind is ClaimKind.ORIGIN else draft


def _act(clause: Clause, scene: Scene, claimed: frozenset[int]) -> Draft | None:
    """A clause whose object names the act: "ordered the deployment of two ships"."""
    found = act_of_object(clause, scene)
    if found is None:
        return None
    kind, heads, ordered = found
    tokens = _tokens(clause, scene, claimed)
    if not tokens:
        return None
    roles = {name: phrase_span(noun, scene) for name, noun in heads.items()}
    if kind is ClaimKind.LOSS:
        split_owner(heads, roles, RoleName.ITEM, RoleName.COUNTERPART, scene)
    draft = _finish(kind, clause, tokens, roles, heads, scene)
    return replace(draft, stance=Stance.PLANNED) if ordered and draft.stance is Stance.ASSERTED else draft


def _stands_by(attribute: Token, language: str) -> bool:
    """ "are on standby": the parser may take the noun for an attribute, with the preposition before it left alone."""
    before = attribute.doc[attribute.i - 1] if attribute.i else attribute
    lone = before.dep_ == "prep" and not any(True for _ in before.children)
    return lone and attribute.lemma_.lower() in word_list(language, "copular", "standing")


def _blamed_act(
    attribute: Token, subject: Token, scene: Scene
) -> tuple[ClaimKind, dict[RoleName, Token], str | None] | None:
    """ "He is responsible for the murder of a governor": the act the noun names, and who is in it."""
    language = scene.language
    if attribute.lower_ not in word_list(language, "blamed", "words"):
        return None
    for prep, noun in prepositions(attribute):
        frame = nominal_of(noun, scene)
        if frame is None or prep.lower_ not in word_list(language, "blamed", "links"):
            continue
        heads = roles_of_act(noun, frame, scene)
        heads.setdefault(RoleName.ACTOR, subject)
        return frame.kind, heads, harm_named(noun, language) if frame.kind is ClaimKind.CASUALTIES else None
    return None


def _state_of(
    attribute: Token, subject: Token, classes: frozenset[str], scene: Scene
) -> tuple[ClaimKind, str | None] | None:
    """ "three are missing", "the campaign is under way": what a state says of people or of an attack."""
    lemma = attribute.lemma_.lower()
    if classes & {"person", "number", "pronoun"}:
        names = {"dead": "killed", "wounded": "wounded", "missing": "missing", "captured": "captured"}
        for name, property in names.items():
            if lemma in word_list(scene.language, "copular", name) or attribute.lower_ in word_list(
                scene.language, "copular", name
            ):
                return ClaimKind.CASUALTIES, property
    if "attack" in classes and lemma in word_list(scene.language, "copular", "ongoing"):
        return ClaimKind.USE, None
    return None


def _mover(classes: frozenset[str]) -> RoleName:
    things = classes & {"equipment", "equipment_name", "ship", "aircraft"}
    return RoleName.ITEM if things and "force" not in classes else RoleName.ACTOR


def _statement(clause: Clause, scene: Scene, claimed: frozenset[int], drafts: list[Draft]) -> Draft | None:
    verb = clause.head
    language = scene.language
    if clause.subject is None or clause.top.dep_ not in _MAIN or not _is_finite(clause.top):
        return None
    if not classes_of_phrase(clause.subject, scene) & (_AGENTS | {"equipment", "ship"}):
        return None
    lemma = verb.lemma_.lower()
    if lemma in word_list(language, "statement", "never") or clause.top.lemma_.lower() in word_list(
        language, "statement", "never"
    ):
        return None
    tokens = _tokens(clause, scene, claimed)
    if len(tokens) < 3 or all(t.i != verb.i for t in tokens):
        return None
    about = word_list(language, "statement", "about")
    arguments = [clause.subject, clause.object, *(n for _, n in prepositions(verb))]
    if clause.object is not None:
        arguments += [n for _, n in prepositions(clause.object)]
    attribute = next((c for c in verb.children if c.dep_ in ("attr", "acomp")), None)
    if attribute is not None:
        if attribute.lemma_.lower() in word_list(language, "copular", "evaluative") or not _is_checkable(
            attribute, scene
        ):
            return None
        arguments.append(attribute)
        arguments += [n for _, n in prepositions(attribute)]
    if not any(classes_of_phrase(a, scene) & about for a in arguments if a is not None):
        return None
    if any(
        d.span.start <= verb.idx < d.span.end and d.kind is not ClaimKind.STATEMENT and d.head.i > verb.i
        for d in drafts
    ) and clause.top.dep_ in ("relcl", "advcl"):
        return None
    roles: dict[RoleName, Span] = {}
    heads: dict[RoleName, Token] = {}
    doer, patient = clause.doer, clause.patient
    doing = classes_of_phrase(doer, scene)
    subject_things = doing & {"equipment", "attack", "equipment_name"} and not doing & {"force", "person"}
    if doer is not None:
        heads[RoleName.ITEM if subject_things else RoleName.ACTOR] = doer
    if patient is not None and RoleName.ITEM not in heads:
        heads[RoleName.ITEM] = patient
    if RoleName.ITEM not in heads:
        below = [*prepositions(verb), *(prepositions(attribute) if attribute is not None else ())]
        for _, noun in below:
            if (
                noun.i < verb.i
                or noun.ent_type_ in ("DATE", "TIME")
                or scene.classes_of(noun) & {"place", "place_name"}
            ):
                continue
            heads[RoleName.ITEM] = noun
            break
    roles = {name: phrase_span(noun, scene) for name, noun in heads.items()}
    return _finish(ClaimKind.STATEMENT, clause, tokens, roles, heads, scene)


def _is_checkable(attribute: Token, scene: Scene) -> bool:
    """What something "is" can be checked when it names a person's part, an act, a number or a named thing."""
    if scene.classes_of(attribute) & {"person", "attack", "agreement", "exercise"} or attribute.i in scene.quantity_at:
        return True
    return any(scene.classes_of(t) & {"equipment_name", "body", "place_name", "number"} for t in attribute.subtree)


def _is_finite(verb: Token) -> bool:
    if is_infinitive(verb):
        return False
    return verb.tag_ in FINITE_TAGS or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ in FINITE_TAGS for c in verb.children
    )


def _finish(
    kind: ClaimKind,
    clause: Clause,
    tokens: list[Token],
    roles: dict[RoleName, Span],
    heads: dict[RoleName, Token],
    scene: Scene,
) -> Draft:
    if RoleName.PLACE not in roles:
        place = find_place(tokens, scene, avoid=frozenset(h.i for h in heads.values()))
        if place is not None:
            roles[RoleName.PLACE] = place
    time = find_time(tokens, scene)
    if time is not None:
        roles[RoleName.TIME] = time
    quantity = next((q for h in heads.values() if (q := quantity_of(h, scene)) is not None), None)
    if quantity is not None and kind is ClaimKind.STATEMENT and quantity.low == quantity.high == 1:
        quantity = None  # "one of the largest groups" counts nothing
    if quantity is None and kind is ClaimKind.GEOGRAPHY:
        span = tokens_span(tokens[0], tokens[-1])
        quantity = next((q for q in scene.quantities if span.covers(q.span) and q.unit is not None), None)
    stance = read_stance(clause, language=scene.language)
    if kind is ClaimKind.STATEMENT and stance is Stance.ASSERTED and not any(True for _ in tokens):
        return Draft(kind, clause.head, tokens_span(tokens[0], tokens[-1]), roles, heads, quantity, None, stance)
    return Draft(kind, clause.head, tokens_span(tokens[0], tokens[-1]), roles, heads, quantity, None, stance)
