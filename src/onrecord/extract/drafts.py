"""Draft claims from clauses: kind, extent, roles, stance; split where something is counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.extract.clauses import read_clause
from onrecord.extract.counts import doer_counts, included_parts, quantity_of, split_counted
from onrecord.extract.draft import Draft
from onrecord.extract.extent import clause_extent, without_shapes
from onrecord.extract.frames import (
    Frame,
    aspect_words,
    clause_words,
    harm_named,
    is_link,
    match_frame,
    property_named,
    word_list,
)
from onrecord.extract.parties import (
    add_parties_of,
    add_target,
    find_party,
    look_into_contract,
    names_target,
    split_owner,
)
from onrecord.extract.place_time import find_place, find_time
from onrecord.extract.roles import fill_roles, phrase_span, tokens_span
from onrecord.extract.scene import Scene
from onrecord.extract.stance import read_stance
from onrecord.extract.syntax import (
    Clause,
    is_adjectival_passive,
    is_hidden_verb,
    is_infinitive,
    is_own_act,
    prepositions,
    trim,
)
from onrecord.model import ClaimKind, RoleName, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token


_HEADLINE_PASSIVES = (ClaimKind.LOSS, ClaimKind.CASUALTIES)
_NO_CLAUSE = ("aux", "auxpass", "amod", "compound", "punct")


def verbs_of(scene: Scene) -> list[Token]:
    """Heads of the clauses of a document: verbs that carry a meaning of their own."""
    words = aspect_words(scene.language)
    out = []
    for token in scene.doc:
        if (token.pos_ not in ("VERB", "AUX") or token.dep_ in _NO_CLAUSE) and not (
            is_hidden_verb(token) or is_adjectival_passive(token)
        ):
            continue
        if token.lemma_.lower() in words["aspect"] and _has_complement(token, words):
            continue
        if names_target(token, scene) or _in_compound(token):
            continue
        if token.dep_ == "amod" and token.lower_ in word_list(scene.language, "holding", "participles"):
            continue
        out.append(token)
    return out


def _in_compound(token: Token) -> bool:
    """ "a hit-to-kill interceptor" kills nobody."""
    own = ("nsubj", "nsubjpass", "aux", "auxpass", "dobj")
    if any(c.dep_ in own and c.tag_ != "TO" for c in token.children):
        return False  # "had test-fired its missiles" is a verb of its own
    around = [token.doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc)]
    return any(other.text in "-‐‑–" and _touch(token, other) for other in around)


def _touch(one: Token, other: Token) -> bool:
    first, second = sorted((one, other), key=lambda t: t.i)
    return bool(first.idx + len(first.text) == second.idx)


def _has_complement(verb: Token, words: dict[str, frozenset[str]]) -> bool:
    """An infinitive or participle below the verb that will stand for it."""
    lemma = verb.lemma_.lower()
    if lemma in words["with_object"] and is_own_act(verb):
        return False
    effort = lemma in words["effort"] and not any(c.dep_ == "dobj" for c in verb.children)
    return any(
        (c.dep_ == "xcomp" and c.pos_ in ("VERB", "AUX"))
        or (is_infinitive(c) and (c.dep_ == "ccomp" or (c.dep_ == "advcl" and effort and c.i > verb.i)))
        for c in verb.children
    )


def clause_of(verb: Token, scene: Scene) -> Clause:
    """The clause of a verb, read with the language's aspect verbs."""
    clause = scene.clauses.get(verb.i)
    if clause is None:
        clause = scene.clauses[verb.i] = read_clause(verb, clause_words(scene.language))
    return clause


def stance_around(token: Token, scene: Scene) -> Stance:
    """The stance of the clause a word stands in."""
    above = token
    while above.pos_ not in ("VERB", "AUX") or above.dep_ in ("aux", "auxpass", "amod", "pcomp"):
        if above.head == above:
            return Stance.ASSERTED
        above = above.head
    return read_stance(clause_of(above, scene), language=scene.language)


def draft_clause(verb: Token, scene: Scene) -> tuple[Clause, Frame] | None:
    """The clause of a verb and the frame that makes it a claim."""
    clause = clause_of(verb, scene)
    if _is_purpose(clause, scene):
        return None
    frame = match_frame(clause, scene)
    if clause.object is None and not clause.passive and clause.head.tag_ == "VBD" and clause.own_subject:
        # "Three soldiers killed in attack": a headline leaves "were" out
        short = replace(clause, passive=True)
        other = match_frame(short, scene)
        if other is not None and other.kind in (ClaimKind.LOSS, ClaimKind.CASUALTIES) and other.object == "item":
            return short, other
    if clause.passive and verb.tag_ == "VBN" and verb.dep_ == "ROOT" and clause.agent is None and clause.own_subject:
        # "Three divisions attacked at dawn": only losses stand in the passive without "were"
        told = not any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
        active = replace(clause, passive=False)
        other = match_frame(active, scene) if told and (frame is None or frame.kind not in _HEADLINE_PASSIVES) else None
        if other is not None:
            return active, other
    return None if frame is None else (clause, frame)


def _is_purpose(clause: Clause, scene: Scene) -> bool:
    """A bare infinitive that says what for ("to deter attacks"), not what was done (guideline, section 1)."""
    top = clause.top
    if any(c.dep_ in ("nsubj", "nsubjpass") for c in top.children):
        let = word_list(scene.language, "decision", "leave")
        infinitive = any(c.tag_ == "TO" for c in top.children) and top.dep_ in ("ccomp", "xcomp")
        return infinitive and top.head.lemma_.lower() in let  # "will not allow Iran to close the strait"
    if top.dep_ == "conj" and not any(c.dep_ in ("aux", "auxpass") and c.tag_ != "TO" for c in top.children):
        above = top.head
        bare = top.tag_ in ("VB", "INF") or above.tag_ not in ("VB", "INF")
        return bare and above.pos_ in ("VERB", "AUX") and _is_purpose(replace(clause, top=above), scene)
    if not is_infinitive(top):
        return False
    if top.dep_ in ("advcl", "xcomp", "relcl", "ROOT", "pcomp", "csubj", "nsubj"):
        if top.dep_ == "xcomp":
            return top.head.lemma_.lower() not in aspect_words(scene.language)["reporting"]
        return True
    if top.dep_ == "acl":
        noun = top.head
        in_order = noun.dep_ == "pobj" and noun.i == noun.head.i + 1 and not any(True for _ in noun.lefts)
        return in_order or noun.lemma_.lower() not in word_list(scene.language, "decision", "nouns")
    return False


def build_drafts(
    clause: Clause, frame: Frame, scene: Scene, *, claimed: frozenset[int], shapes: list[Draft]
) -> list[Draft]:
    """The claims of one clause: one, or one for each counted part.

    `claimed` are heads of clauses with claims of their own, `shapes` the claims of fixed shapes; neither stands at the
    end of this one's span.
    """
    start, end = clause_extent(clause, scene, claimed=claimed)
    nth = _nth_time(clause, scene)
    if nth is not None:
        main = nth.head
        start = min(start, *(int(c.left_edge.i) for c in main.children if c.dep_ in ("nsubj", "aux")), main.i)
    tokens = without_shapes(trim(list(scene.doc[start:end])), clause, shapes)
    if not tokens:
        return []
    heads = fill_roles(clause, frame, scene)
    prop = frame.property
    ability = bool(frame.modal)  # "could sink a tanker" of a missile speaks of what it can do
    stance = read_stance(clause, language=scene.language, ability=ability)
    if frame.stance is not None and stance is Stance.ASSERTED:
        stance = Stance(frame.stance)
    if frame.kind is ClaimKind.CAPABILITY and prop is None and clause.object is not None:
        prop = property_named(clause.object, scene.language)
    if frame.kind is ClaimKind.CASUALTIES and prop is None and clause.object is not None:
        prop = harm_named(clause.object, scene.language)
    if frame.xcomp:
        prop = _add_purpose(heads, clause, scene) or prop
    if frame.kind is ClaimKind.USE and RoleName.ITEM in heads:
        add_target(heads, heads[RoleName.ITEM], scene)
        add_parties_of(heads, scene)
    if frame.kind is ClaimKind.TRANSFER:
        look_into_contract(heads, clause, scene)
        if clause.object is not None and "contract" in scene.classes_of(clause.object):
            find_party(heads, clause, scene)
    roles = {name: phrase_span(noun, scene) for name, noun in heads.items()}
    if frame.kind in (ClaimKind.LOSS,):
        split_owner(heads, roles, RoleName.ITEM, RoleName.COUNTERPART, scene)
    if RoleName.ITEM in heads and "attack" in scene.classes_of(heads[RoleName.ITEM]) and RoleName.ACTOR not in heads:
        split_owner(heads, roles, RoleName.ITEM, RoleName.ACTOR, scene)
    if RoleName.PLACE not in roles:
        avoid = frozenset(t.i for t in heads.values())
        place = find_place(tokens, scene, avoid=avoid)
        if place is not None:
            roles[RoleName.PLACE] = place
    time = find_time(tokens, scene)
    if time is not None:
        roles[RoleName.TIME] = time
    words = tokens_span(tokens[0], tokens[-1])
    whole = Draft(frame.kind, clause.head, words, roles, heads, None, prop, stance, clause.head.i)
    if nth is not None:
        return [replace(whole, quantity=quantity_of(nth, scene))]
    parts = split_counted(whole, clause, scene, tokens)
    return parts + included_parts(parts, clause, scene) + doer_counts(parts, clause, scene)


def _nth_time(clause: Clause, scene: Scene) -> Token | None:
    """ "it was the third time that rebels attacked the base": the noun that counts the acts."""
    noun = clause.top.head
    counts = clause.top.dep_ == "relcl" and noun.dep_ == "attr"
    if not counts or noun.lemma_.lower() not in word_list(scene.language, "nth", "nouns"):
        return None
    return noun if any(c.ent_type_ == "ORDINAL" or c.i in scene.number_tokens for c in noun.lefts) else None


def _add_purpose(heads: dict[RoleName, Token], clause: Clause, scene: Scene) -> str | None:
    """ "designed to carry nuclear warheads": what the thing acts on, and the property when it is what it carries."""
    verb = next((c for c in clause.head.children if c.dep_ in ("xcomp", "advcl")), None)
    target = next((c for c in verb.children if c.dep_ == "dobj"), None) if verb is not None else None
    if verb is None or target is None:
        return None
    heads.setdefault(RoleName.COUNTERPART, target)
    carries = verb.lemma_.lower() in word_list(scene.language, "payload", "verbs")
    parts = (target, *(n for p, n in prepositions(target) if is_link(p, "of", scene.language)))  # "a family of rockets"
    things = any(scene.classes_of(t) & {"equipment", "equipment_name"} for t in parts)
    return "payload" if carries and things else None
