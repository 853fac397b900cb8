"""What the roles of claims stand for: names found in their words, and "the system", "it", "units" where certain."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from onrecord.extract.frames import word_list
from onrecord.extract.roles import BEHIND
from onrecord.model import Claim, ClaimKind, Entity, EntityKind, Mention, Role, RoleName, Span, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Which kinds of thing may fill a role, likeliest first.
_KINDS: dict[RoleName, tuple[EntityKind, ...]] = {
    RoleName.ITEM: (EntityKind.EQUIPMENT, EntityKind.BODY, EntityKind.PERSON),
    RoleName.ACTOR: (EntityKind.BODY, EntityKind.COUNTRY, EntityKind.PERSON, EntityKind.EQUIPMENT),
    RoleName.COUNTERPART: (
        EntityKind.EQUIPMENT, EntityKind.BODY, EntityKind.COUNTRY, EntityKind.PLACE, EntityKind.PERSON,
    ),
    RoleName.PLACE: (EntityKind.PLACE, EntityKind.COUNTRY),
}  # fmt: skip

_OWN_CLAUSE = frozenset({"relcl", "acl:relcl"})
_OBJECTS = frozenset({"dobj", "pobj", "obj"})
# Of what classes a thing may be that a general noun stands for: "the missile" behind the name of a jet is not the jet.
_GENERAL_CLASSES: Mapping[str, tuple[str, ...]] = {
    "weapon": ("",),
    "system": ("",),
    "missile": ("missile", "air_defence", "anti_tank", "artillery", "bomb"),
    "launcher": ("missile", "air_defence", "anti_tank", "artillery", "small_arms"),
    "munition": ("missile", "bomb", "uav", "artillery", "anti_tank"),
}


@cache
def _words(language: str, name: str) -> frozenset[str]:
    return word_list(language, "anaphora", name)


@dataclass(frozen=True, slots=True)
class _Named:
    """Mentions of one document in reading order, with the start of each and the length of the longest."""

    all: tuple[Mention, ...]
    starts: tuple[int, ...]
    longest: int

    def near(self, span: Span) -> tuple[Mention, ...]:
        """All mentions that overlap a span."""
        first = bisect_left(self.starts, span.start - self.longest)
        last = bisect_left(self.starts, span.end)
        return tuple(m for m in self.all[first:last] if span.overlaps(m.span))

    def within(self, span: Span) -> tuple[Mention, ...]:
        return tuple(m for m in self.near(span) if m.entity is not None)

    def equipment_before(self, offset: int) -> tuple[Mention, ...]:
        return tuple(
            m for m in self.all if m.kind is EntityKind.EQUIPMENT and m.entity is not None and m.span.start < offset
        )


def resolve_roles(
    claims: Sequence[Claim],
    mentions: Sequence[Mention],
    times: Sequence[TimeExpression],
    doc: Doc,
    *,
    language: str = "en",
) -> tuple[Claim, ...]:
    """Claims whose roles carry the entities and times they stand for; a role nothing is certain of stays open."""
    ordered = tuple(sorted(mentions, key=lambda m: (m.span.start, -m.span.end)))
    longest = max((len(m.span) for m in ordered), default=0)
    named = _Named(ordered, tuple(m.span.start for m in ordered), longest)
    return tuple(
        replace(claim, roles=tuple(_resolve(role, claim, named, times, doc, language) for role in claim.roles))
        for claim in claims
    )


def _resolve(role: Role, claim: Claim, named: _Named, times: Sequence[TimeExpression], doc: Doc, language: str) -> Role:
    if role.name is RoleName.TIME:
        time = next((t for t in times if t.span.overlaps(role.span)), None)
        return replace(role, time=time)
    role = _whole_names(role, named)
    found = _place_in(role, named, doc, language) if role.name is RoleName.PLACE else _entities_in(role, named)
    if found and (role.name is not RoleName.ITEM or found[0].kind is EntityKind.EQUIPMENT):
        return replace(role, entity=found[0], others=found[1:])
    entity = _stand_in(role, named, doc, language) if role.name is RoleName.ITEM else None
    if entity is not None:
        return replace(role, entity=entity)
    if found:
        return replace(role, entity=found[0], others=found[1:])
    if role.name is RoleName.COUNTERPART and claim.kind is ClaimKind.ORIGIN:
        entity = _stand_in(role, named, doc, language)
        if entity is not None:
            return replace(role, entity=entity)
    return role


def _whole_names(role: Role, named: _Named) -> Role:
    """A name of equipment that the parse cut in two is taken in whole."""
    span = role.span
    for mention in named.within(span):
        if mention.kind is EntityKind.EQUIPMENT:
            span = Span(min(span.start, mention.span.start), max(span.end, mention.span.end))
    return role if span == role.span else replace(role, span=span)


def _entities_in(role: Role, named: _Named) -> tuple[Entity, ...]:
    """Entities named in the role's words: those of the likeliest kind, each once."""
    inside = named.within(role.span)
    for kind in _KINDS[role.name]:
        entities: list[Entity] = []
        for mention in inside:
            if mention.kind is kind and mention.entity is not None and all(e.id != mention.entity.id for e in entities):
                entities.append(mention.entity)
        if entities:
            return tuple(entities)
    return ()


def _place_in(role: Role, named: _Named, doc: Doc, language: str) -> tuple[Entity, ...]:
    """Places that are the place, not a point of reference: "the port of Basra", not "the border with Colombia"."""
    tokens = doc.char_span(role.span.start, role.span.end, alignment_mode="expand")
    if tokens is None:
        return ()
    entities: list[Entity] = []
    for mention in named.within(role.span):
        words = doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
        if mention.kind not in _KINDS[RoleName.PLACE] or mention.entity is None or words is None:
            continue
        if mention.category != "demonym" and _leads_to(words.root, tokens.root, language):
            entities.append(mention.entity)
    return tuple({entity.id: entity for entity in entities}.values())


def _leads_to(word: Token, root: Token, language: str) -> bool:
    """Whether a name is the head of a phrase or tied to it by apposition, coordination, "of" or "in"."""
    while word != root:
        if word.dep_ not in ("appos", "conj", "compound", "nmod", "pobj", "prep"):
            return False
        if word.dep_ == "prep" and word.lower_ not in word_list(language, "place", "within"):
            return False
        if word.head == word:
            return False
        word = word.head
    return True


def _stand_in(role: Role, named: _Named, doc: Doc, language: str) -> Entity | None:
    """What a pronoun, a definite class noun or an apposition stands for."""
    tokens = doc.char_span(role.span.start, role.span.end, alignment_mode="expand")
    if tokens is None:
        return None
    head = tokens.root
    beside = _beside(head, named)
    if beside is not None:
        return beside
    first = tokens[0]
    before = {token.lower_ for token in tokens if token.i < head.i}
    beside_name = any(m.entity is not None and m.kind is EntityKind.EQUIPMENT for m in named.near(_sentence(head)))
    if has_own_clause(head):
        return None  # "the aircraft it met": its clause makes it another thing
    if before & _words(language, "another") or (beside_name and before & _words(language, "newer")):
        return None
    definite = first.lower_ in _words(language, "determiners") or head.lower_ in _words(language, "pronouns")
    general = head.lemma_.lower() in _words(language, "general") and _is_plain(head, language, definite=definite)
    specific = any(m.kind is EntityKind.EQUIPMENT for m in named.near(role.span))
    if not (definite or general) or not (general or specific or head.lower_ in _words(language, "pronouns")):
        return None
    return _only_candidate(role, named, doc)


def has_own_clause(head: Token) -> bool:
    """Whether a clause without a comma says which one is meant: "the aircraft it met", not "the aircraft, which"."""
    return any(
        child.dep_ in _OWN_CLAUSE and child.i > head.i and head.nbor().text != "," for child in head.children
    )


def _sentence(token: Token) -> Span:
    return Span(token.sent.start_char, token.sent.end_char)


def _is_plain(head: Token, language: str, *, definite: bool) -> bool:
    """ "5,000 units", "the systems"; not "an elite special operations unit"."""
    modified = any(c.dep_ in ("compound", "amod", "nmod") and not c.like_num for c in head.lefts) or any(
        c.dep_ in BEHIND for c in head.rights
    )
    indefinite = any(c.lower_ in _words(language, "indefinite") for c in head.lefts)
    return not modified and (definite or not indefinite)


def _beside(head: Token, named: _Named) -> Entity | None:
    """ "the Igla-S, a surface-to-air missile system"; "the Igla-S is a missile system"."""
    other = None
    if head.dep_ == "appos":
        other = head.head
    elif head.dep_ == "attr":
        other = next((c for c in head.head.children if c.dep_ == "nsubj"), None)
    if other is None:
        return None
    span = Span(other.idx, other.idx + len(other.text))
    return next((m.entity for m in named.within(span) if m.kind is EntityKind.EQUIPMENT), None)


def _only_candidate(role: Role, named: _Named, doc: Doc) -> Entity | None:
    """The one system the words can stand for: the only one named so far, of a fitting class.

    With two candidates the words are left open: a wrong guess here would make a wrong finding.
    """
    category = next((m.category for m in named.near(role.span) if m.entity is None and m.category), None)
    candidates: dict[str, Entity] = {}
    for mention in named.equipment_before(role.span.start):
        if mention.entity is not None and _fits(category, mention.category):
            candidates[mention.entity.id] = mention.entity
    if len(candidates) != 1 or _spoke_of_another(role, named, doc, category):
        return None
    return next(iter(candidates.values()))


def _spoke_of_another(role: Role, named: _Named, doc: Doc, category: str | None) -> bool:
    """ "The F-16 dropped a bomb. The weapon": another thing, without a name, was brought in since."""
    before = [m for m in named.all if m.kind is EntityKind.EQUIPMENT and m.span.end < role.span.start]
    last = max((m.span.end for m in before if m.entity is not None), default=0)
    for mention in before:
        if mention.entity is None and mention.span.start > last and _fits(category, mention.category):
            token = next(iter(doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand") or ()), None)
            articles = [child for child in token.children if child.dep_ == "det"] if token is not None else []
            if token is not None and token.dep_ in _OBJECTS and any("Ind" in str(a.morph) for a in articles):
                return True
    return False


def _fits(wanted: str | None, given: str | None) -> bool:
    """Whether a class noun ("uav") can stand for a system of a class ("uav.armed"); a general noun fits all."""
    if wanted is None or given is None:
        return True
    short, long = sorted((wanted.split("."), given.split(".")), key=len)
    return long[: len(short)] == short or given.startswith(_GENERAL_CLASSES.get(wanted.split(".")[0], ("-",)))
