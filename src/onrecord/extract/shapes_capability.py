"""Shapes of capability and operation: "capable of", "its ability to", "a range of 5 km", "in service with"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from onrecord.extract.counts import quantity_of
from onrecord.extract.draft import Draft
from onrecord.extract.frames import classes_of_phrase, is_link, property_named, word_list
from onrecord.extract.place_time import find_place
from onrecord.extract.roles import phrase_span, tokens_span
from onrecord.extract.scene import Scene
from onrecord.extract.syntax import coordinated, find_agent, is_infinitive, prepositions, trim
from onrecord.model import ClaimKind, Quantity, RoleName, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_THINGS = frozenset({"equipment", "equipment_name", "ship", "aircraft"})


def capable(token: Token, scene: Scene) -> Draft | None:
    """ "drones capable of striking targets at 500 km"."""
    if token.lemma_.lower() not in word_list(scene.language, "capable", "adjectives") or token.pos_ != "ADJ":
        return None
    of = next((c for c in token.children if c.dep_ == "prep" and is_link(c, "of", scene.language)), None)
    if of is None:
        return None
    if token.dep_ in ("amod", "acl", "appos", "relcl", "advcl") and token.head.pos_ in ("NOUN", "PROPN"):
        noun, start = token.head, token
    elif token.dep_ in ("acomp", "amod", "ROOT", "conj"):
        subject = next((c for c in token.head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None:
            return None
        relative = subject.tag_ in ("WDT", "WP")
        noun = token.head.head if relative else subject
        start = token.head if relative else scene.doc[int(subject.left_edge.i)]
    else:
        return None
    if not classes_of_phrase(noun, scene) & (_THINGS | {"pronoun", "number"}):
        return None
    tokens = trim(list(scene.doc[start.i : int(token.right_edge.i) + 1]))
    roles = {RoleName.ITEM: phrase_span(noun, scene)}
    heads = {RoleName.ITEM: noun}
    verb = next((c for c in of.children if c.dep_ == "pcomp"), None)
    target = next((c for c in verb.children if c.dep_ in ("dobj", "agent")), None) if verb is not None else None
    if target is not None:
        roles[RoleName.COUNTERPART] = phrase_span(target, scene)
        heads[RoleName.COUNTERPART] = target
    quantity = next(
        (q for q in scene.quantities if tokens[0].idx <= q.span.start < tokens[-1].idx + len(tokens[-1].text)), None
    )
    place = find_place(tokens, scene, avoid=frozenset(h.i for h in heads.values()))
    if place is not None:
        roles[RoleName.PLACE] = place
    far = quantity is not None and quantity.unit is not None
    return Draft(
        ClaimKind.CAPABILITY,
        token,
        tokens_span(tokens[0], tokens[-1]),
        roles,
        heads,
        quantity,
        "range" if far else "ability",
    )


def ability(token: Token, scene: Scene) -> Draft | None:
    """ "its ability to track and destroy aircraft": what the owner is able to do."""
    if property_named(token, scene.language) != "ability" or token.pos_ != "NOUN":
        return None
    verb = next(
        (c for c in token.children if c.dep_ in ("acl", "relcl") and is_infinitive(c)), None
    )
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
    if verb is not None and owner is None and token.dep_ == "dobj":
        owner = clause_subject(token)  # "provides the capability to defeat"
    if verb is None or owner is None:
        return None
    stands_for = owner
    if "pronoun" in scene.classes_of(owner):
        above = clause_subject(token)
        stands_for = above if above is not None else owner
    if not classes_of_phrase(stands_for, scene) & _THINGS:
        return None
    tokens = trim(list(scene.doc[int(token.left_edge.i) : int(verb.right_edge.i) + 1]))
    roles = {RoleName.ITEM: phrase_span(owner, scene)}
    heads = {RoleName.ITEM: owner}
    targets = [
        c for v in (verb, *(c for c in verb.children if c.dep_ == "conj")) for c in v.children if c.dep_ == "dobj"
    ]
    if targets:
        roles[RoleName.COUNTERPART] = phrase_span(targets[0], scene)
        heads[RoleName.COUNTERPART] = targets[0]
    return Draft(ClaimKind.CAPABILITY, token, tokens_span(tokens[0], tokens[-1]), roles, heads, None, "ability")


def clause_subject(token: Token) -> Token | None:
    """The subject of the clause a word stands in."""
    above = token
    while above.head != above:
        above = above.head
        found = next((c for c in above.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if found is not None and found.i != token.i:
            return found
        if above.pos_ in ("VERB", "AUX") and above.dep_ in ("ccomp", "ROOT"):
            return None
    return None


def crew(token: Token, scene: Scene) -> Draft | None:
    """ "operated by a single soldier": how many people it takes."""
    lemma = token.lemma_.lower()
    present = any(c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP") for c in token.children)
    if token.tag_ != "VBN" or lemma not in word_list(scene.language, "operators", "verbs"):
        return None
    if lemma in word_list(scene.language, "operators", "habits") and not present:
        return None
    agent = find_agent(token)
    if agent is None:
        return None
    team = agent.lemma_.lower() in word_list(scene.language, "operators", "teams")
    if not team and "person" not in scene.classes_of(agent):
        return None
    quantity = quantity_of(agent, scene) or _single(agent, scene)
    if quantity is None:
        return None
    item = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
    above = token
    while item is None and above.head != above and above.i - above.head.i < 8:
        above = above.head
        if above.pos_ in ("NOUN", "PROPN"):
            item = above
            break
    if item is None or not classes_of_phrase(item, scene) & (_THINGS | {"pronoun", "force"}):
        return None
    start = next((c for c in token.lefts if c.dep_ == "auxpass"), token)
    first = scene.doc[int(item.left_edge.i)] if item.dep_ == "nsubjpass" else start
    if above.dep_ in ("amod", "relcl") and above.pos_ == "ADJ":
        first = above
    tokens = trim(list(scene.doc[first.i : int(agent.right_edge.i) + 1]))
    roles = {RoleName.ITEM: phrase_span(item, scene)}
    return Draft(
        ClaimKind.CAPABILITY, token, tokens_span(tokens[0], tokens[-1]), roles, {RoleName.ITEM: item}, quantity, "crew"
    )


def _single(noun: Token, scene: Scene) -> Quantity | None:
    """ "a single soldier": one, exactly."""
    word = next((c for c in noun.lefts if c.lower_ in word_list(scene.language, "operators", "single")), None)
    if word is None:
        return None
    words = Span(word.idx, word.idx + len(word.text))
    counted = Span(noun.idx, noun.idx + len(noun.text))
    return Quantity(words, Decimal(1), Decimal(1), counted=noun.text, counted_span=counted, counted_class="person")


def operators(token: Token, scene: Scene) -> Draft | None:
    """ "a staple in the arsenals of numerous nations, including Syria, Iran and Russia"; "in service with Brazil"."""
    language = scene.language
    if token.lemma_.lower() not in word_list(language, "operators", "nouns") or token.pos_ != "NOUN":
        return None
    who = next((n for p, n in prepositions(token) if p.lower_ in word_list(language, "operators", "links")), None)
    item = clause_subject(token)
    if who is None or item is None or token.dep_ != "pobj":
        return None
    listed = [
        n
        for t in (who, token, *who.subtree)
        for p, n in prepositions(t)
        if p.lower_ in word_list(language, "including", "lists")
    ]
    actor = listed[0] if listed else who
    if not classes_of_phrase(actor, scene) & {"place_name", "body", "force", "name"}:
        return None
    if not classes_of_phrase(item, scene) & _THINGS:
        return None
    verb = item.head
    start, end = int(item.left_edge.i), int(coordinated(actor)[-1].right_edge.i) + 1
    if start >= end:
        return None
    tokens = trim(list(scene.doc[start:end]))
    heads = {RoleName.ACTOR: actor, RoleName.ITEM: item}
    roles = {name: phrase_span(noun, scene) for name, noun in heads.items()}
    return Draft(ClaimKind.OPERATOR, verb, tokens_span(tokens[0], tokens[-1]), roles, heads, None, None)


def property_of(token: Token, scene: Scene) -> Draft | None:
    """ "With a range of up to 5 kilometres, the system ...": the property, its measure, and the thing that has it."""
    prop = property_named(token, scene.language)
    if prop is None or token.pos_ not in ("NOUN", "PROPN"):
        return None
    quantity = None
    for prep, inner in prepositions(token):
        if is_link(prep, "of", scene.language):
            quantity = scene.quantity_at.get(inner.i) or _quantity_in(prep, scene)
    if quantity is None or quantity.unit is None:
        return None
    owner = _owner(token, scene)
    if owner is None or not classes_of_phrase(owner, scene) & (_THINGS | {"pronoun"}):
        return None
    end = next((t for t in scene.doc[token.i :] if t.idx + len(t.text) >= quantity.span.end), token)
    tokens = trim(list(scene.doc[int(token.left_edge.i) : end.i + 1]))
    roles = {RoleName.ITEM: phrase_span(owner, scene)}
    return Draft(
        ClaimKind.CAPABILITY, token, tokens_span(tokens[0], tokens[-1]), roles, {RoleName.ITEM: owner}, quantity, prop
    )


def _quantity_in(prep: Token, scene: Scene) -> Quantity | None:
    for token in prep.subtree:
        if token.i in scene.quantity_at:
            return scene.quantity_at[token.i]
    return None


def _owner(noun: Token, scene: Scene) -> Token | None:
    """Whose property it is: possessor, the noun "with" hangs on, or the subject of the clause."""
    for child in noun.lefts:
        if child.dep_ == "poss":
            return child
    head = noun.head
    if head.dep_ == "prep" and is_link(head, "with", scene.language):
        above = head.head
        if above.pos_ in ("NOUN", "PROPN"):
            return above
        before = scene.doc[head.i - 1] if head.i else head
        if before.pos_ in ("NOUN", "PROPN") and before.i > above.i and scene.classes_of(before) & _THINGS:
            return before  # "offers a missile with a range of 9 km", whatever the parse ties "with" to
        return next((c for c in above.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if noun.dep_ in ("nsubj", "attr"):
        return None
    return None


def weight_before(token: Token, scene: Scene) -> Draft | None:
    """ "the 80,000 tonne product carrier": a measure before the thing it measures."""
    quantity = scene.quantity_at.get(token.i)
    if quantity is None or token.idx != quantity.span.start or quantity.unit is None:
        return None
    prop = measure_property(quantity.unit, scene.language)
    if prop is None:
        return None
    end = next((t for t in scene.doc[token.i :] if t.idx + len(t.text) >= quantity.span.end), token)
    noun = end.head if end.dep_ in ("compound", "nmod", "amod", "nummod") else None
    if noun is None or noun.i <= end.i or not classes_of_phrase(noun, scene) & _THINGS:
        return None
    start = int(noun.left_edge.i)
    last = coordinated(noun)[0]
    right = max([last.i, *(c.i for c in noun.rights if c.dep_ == "appos" and c.i <= last.i + 4)])
    roles = {RoleName.ITEM: tokens_span(scene.doc[end.i + 1], scene.doc[right])}
    return Draft(
        ClaimKind.CAPABILITY,
        token,
        tokens_span(scene.doc[start], scene.doc[right]),
        roles,
        {RoleName.ITEM: noun},
        quantity,
        prop,
    )


def measure_property(unit: str, language: str) -> str | None:
    """The property a bare measure before a thing gives: a weight in tonnes, a speed in knots."""
    for name in ("weight", "speed"):
        if unit in word_list(language, "measure", name):
            return name
    return None
