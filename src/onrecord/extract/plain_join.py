"""Claims read as forms of words, put among those of the parse: which give way, and what they leave behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Claim, ClaimKind, Quantity, Role, RoleName, Span

ROOTS = frozenset({"designed", "made"})  # properties of an origin that speak of the same states and firms
KIN = frozenset({"successor", "predecessor", "variant"})
_SAME = 0.6  # share of words in common from which two claims are taken to be of one clause


def put_in(claims: tuple[Claim, ...], made: Sequence[Claim]) -> tuple[Claim, ...]:
    """Each made claim in the place of those that the parse made of its words, unless one of them says it all."""
    kept = list(claims)
    added = []
    for claim in made:
        if any(_says_all(other, claim) or _holds(other, claim) for other in kept):
            continue
        given = [other for other in kept if _gives_way(other, claim)]
        kept = [other for other in kept if other not in given]
        same = [other for other in given if other.kind is claim.kind and _share(other, claim) >= _SAME]
        spans = (claim.span, *(other.span for other in same))
        words = Span(min(span.start for span in spans), max(span.end for span in spans))
        # "sold Ukraine Patriot batteries for $2 billion": a number that the form leaves out is kept
        number = claim.quantity or next((other.quantity for other in same if other.quantity is not None), None)
        near = [other for other in given if _share(other, claim) >= _SAME]
        added.append(replace(claim, span=words, quantity=number, roles=_with_scene(claim, near)))
    if not added:
        return claims
    together = sorted((*kept, *added), key=lambda c: (c.span.start, -c.span.end))
    width = max(2, len(str(len(together))))
    return tuple(replace(claim, id=f"c{number:0{width}d}") for number, claim in enumerate(together, 1))


def _says_all(parsed: Claim, made: Claim) -> bool:
    """Whether a claim of the parse has all that the made one has."""
    if parsed.kind is not made.kind or not parsed.span.overlaps(made.span):
        return False
    if made.quantity is not None and (parsed.quantity is None or not _is_same(parsed.quantity, made.quantity)):
        return False
    if made.kind is ClaimKind.CAPABILITY and parsed.property != made.property:
        return False
    for role in made.roles:
        own = parsed.role(role.name)
        if own is None or _ids(role) - _ids(own):
            return False
        if role.name is RoleName.TIME and (own.time is None or role.time is None or own.time.value != role.time.value):
            return False
    return True


def _holds(parsed: Claim, made: Claim) -> bool:
    """Whether a claim of the parse already says how many of the thing a state has somewhere."""
    if made.kind is not ClaimKind.HOLDING or not parsed.span.overlaps(made.span):
        return False
    actor, item, own = parsed.role(RoleName.ACTOR), parsed.role(RoleName.ITEM), made.role(RoleName.ITEM)
    is_state = actor is not None and actor.entity is not None and actor.entity.country is not None
    return is_state and item is not None and own is not None and _ids(own) <= _ids(item)


def _with_scene(made: Claim, given: Sequence[Claim]) -> tuple[Role, ...]:
    """The roles with place and time of a claim that gives way: forms do not read them."""
    roles = {role.name: role for role in made.roles}
    for name in (RoleName.PLACE, RoleName.TIME):
        found = next((role for other in given if (role := other.role(name)) is not None), None)
        if found is not None:
            roles.setdefault(name, found)
    order = list(RoleName)
    return tuple(sorted(roles.values(), key=lambda role: order.index(role.name)))


def _ids(role: Role) -> set[str]:
    entities = (role.entity, *role.others) if role.entity is not None else ()
    return {str(entity.country or entity.id) for entity in entities if entity is not None}


def _gives_way(parsed: Claim, made: Claim) -> bool:
    """Whether a claim of the parse is of the same clause as the made one and says less, or something else."""
    if not parsed.span.overlaps(made.span) or _tells_root(parsed, made) or _tells_user(parsed, made):
        return False
    if parsed.kind is made.kind and parsed.quantity is not None and made.quantity is not None:
        # The same number said of another thing is a slip of the parse; another number may be another claim, but not one
        # that stands before the name: "Both sides know it: the MQ-9 has a crew of two".
        is_before = parsed.quantity.span.end <= made.span.start and parsed.span.covers(made.span)
        is_slip = is_before and parsed.property == made.property and parsed.property == "crew"
        return is_slip or _is_same(parsed.quantity, made.quantity)
    if _share(parsed, made) >= _SAME or _is_of_fewer(parsed, made):
        return True
    is_within = made.span.covers(parsed.span)
    return is_within and parsed.kind in (made.kind, ClaimKind.STATEMENT) and parsed.property != "made"


def _is_same(one: Quantity, other: Quantity) -> bool:
    """Whether two readings are of one number: "a single" soldier and a "single soldier"."""
    return one.span.overlaps(other.span)


def _is_of_fewer(parsed: Claim, made: Claim) -> bool:
    """Whether the parse says of one system what the form says of several: "the A and the B entered service in …"."""
    item, own = parsed.role(RoleName.ITEM), made.role(RoleName.ITEM)
    is_same = parsed.kind is made.kind and parsed.property == made.property
    return is_same and item is not None and own is not None and bool(_ids(item)) and _ids(item) < _ids(own)


def _tells_root(parsed: Claim, made: Claim) -> bool:
    """Whether the parse says where a system comes from, and the made claim something else of its origin."""
    if not (parsed.kind is made.kind is ClaimKind.ORIGIN) or parsed.property not in ROOTS or made.property in ROOTS:
        return False
    actor, item, own = parsed.role(RoleName.ACTOR), parsed.role(RoleName.ITEM), made.role(RoleName.ITEM)
    is_of_it = item is not None and own is not None and bool(_ids(item)) and _ids(item) <= _ids(own)
    return is_of_it and actor is not None and actor.entity is not None


def _tells_user(parsed: Claim, made: Claim) -> bool:
    """Whether the parse says who has a system or gets it, and the made claim where it comes from."""
    actor, item = parsed.role(RoleName.ACTOR), parsed.role(RoleName.ITEM)
    if parsed.kind not in (ClaimKind.OPERATOR, ClaimKind.TRANSFER) or made.kind is not ClaimKind.ORIGIN:
        return False
    return actor is not None and actor.entity is not None and item is not None and item.entity is not None


def _share(one: Claim, other: Claim) -> float:
    """Words in common as a share of the words of both."""
    shared = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
    return max(0, shared) / (max(one.span.end, other.span.end) - min(one.span.start, other.span.start))
