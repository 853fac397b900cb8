"""Claims of sentences that say a thing plainly, read as forms of words.

A parser that does not know a name often loses the sentence around it: "The Gripen was developed by Sweden."  The forms
of `data/lang/<code>/plain.toml` are read over the text with its systems, numbers, times and states as signs, so that
the names do not matter.  A claim read so stands in the place of one that the parse made of the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.extract.drafts import stance_around
from onrecord.extract.plain_mask import SENTENCE_END, CountryNames, Sign, SignedText, sign_text
from onrecord.extract.scene import dimension_of, set_scene, tokens_of
from onrecord.model import (
    Claim,
    ClaimKind,
    Entity,
    EntityKind,
    Mention,
    Quantity,
    Role,
    RoleName,
    Span,
    Stance,
    TimeExpression,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SIGN = re.compile(r"⟦([A-Z])(\d+)⟧")
_GROUP = re.compile(r"\(\?P<(\w+)>")
_MACRO = re.compile(r"(?<!\?P)<(\w+)>")
_LONGEST = 1200  # characters; what goes on for longer is a list or a table and no plain sentence
# Signs that a form with such a group cannot do without.
_NEEDS = {"q": ("⟦Q",), "t": ("⟦T",), "actor": ("⟦C", "⟦D"), "other": ("⟦C", "⟦D")}
_SAME = 0.6  # share of words in common from which two claims are taken to be of one clause
_MOST_BACK = 6  # words before a system that may belong to its phrase
_PHRASE = frozenset({"DET", "ADJ", "NUM", "PROPN", "NOUN", "PART", "PUNCT", "ADV", "PRON", "X", "SPACE"})
_BREAKS = frozenset(".!?,;:—–(“\"'‘")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of words and the claim it makes."""

    kind: ClaimKind
    property: str | None
    pattern: re.Pattern[str]
    dimension: str | None  # of the number, where it must have one
    units: frozenset[str]  # the number's unit must be one of these, where any are given
    free: bool  # the system need not open a clause: the form says whose it is
    needs: tuple[tuple[str, ...], ...]  # of each of these signs a sentence must hold one


@dataclass(frozen=True, slots=True)
class Found:
    """One match of a form."""

    form: Form
    span: Span
    verb: int  # an offset in the words that join the parts
    items: tuple[Sign, ...]
    actors: tuple[Sign, ...] = ()
    others: tuple[Sign, ...] = ()
    kin: tuple[Sign, ...] = ()
    quantity: Quantity | None = None
    time: Sign | None = None


def add_plain_claims(
    claims: Sequence[Claim],
    doc: Doc,
    *,
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
    times: Sequence[TimeExpression],
    countries: CountryNames,
    language: str = "en",
    start: int = 0,
) -> tuple[Claim, ...]:
    """The claims with those that plain forms of words give, numbered anew.  Nothing before offset `start` becomes one.

    A language without forms gets none.
    """
    forms = load_forms(language)
    if not forms or not any(m.entity is not None and m.entity.kind == "equipment" for m in mentions):
        return tuple(claims)
    text = doc.text
    signed = sign_text(text, mentions=mentions, quantities=quantities, times=times, countries=countries)
    found = [each for each in _read(signed, forms, doc, language) if each.span.start >= start]
    if not found:
        return tuple(claims)
    scene = set_scene(
        doc, language=language, quantities=tuple(quantities), mentions=tuple(mentions), times=tuple(times)
    )
    made = []
    for each in _best(found):
        at = tokens_of(doc, Span(each.verb, each.verb + 1))
        stance = stance_around(doc[at[0]], scene) if at else Stance.ASSERTED
        made.append(_claim(each, stance))
    return _put_in(tuple(claims), made)


def _read(signed: SignedText, forms: Sequence[Form], doc: Doc, language: str) -> Iterator[Found]:
    for begin, end in _sentences(signed.signed):
        sentence = signed.signed[begin:end].replace("\n", " ")
        if "⟦E" not in sentence or len(sentence) > _LONGEST:
            continue
        present = {sign for sign in ("⟦Q", "⟦T", "⟦C", "⟦D") if sign in sentence}
        for form in forms:
            if not all(present.intersection(signs) for signs in form.needs):
                continue
            for match in form.pattern.finditer(sentence):
                found = _found(form, match, begin, signed)
                if found is not None and (form.free or _has(match, "rel") or _opens_clause(found, doc, language)):
                    yield found


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for stop in SENTENCE_END.finditer(text):
        yield begin, stop.end()
        begin = stop.end()
    yield begin, len(text)


def _has(match: re.Match[str], name: str) -> bool:
    return any(value is not None for key, value in match.groupdict().items() if key.partition("__")[0] == name)


def _signs(match: re.Match[str], name: str, signed: SignedText, kinds: str) -> tuple[Sign, ...]:
    """Signs of these kinds in the groups of a name, in reading order."""
    words = [value for key, value in match.groupdict().items() if key.partition("__")[0] == name and value is not None]
    return tuple(signed.signs[int(n)] for value in words for kind, n in _SIGN.findall(value) if kind in kinds)


def _found(form: Form, match: re.Match[str], begin: int, signed: SignedText) -> Found | None:
    items = _signs(match, "item", signed, "E")
    quantity = next((sign.quantity for sign in _signs(match, "q", signed, "Q")), None)
    quantity = quantity or _single(match, begin, signed)
    time = next(iter(_signs(match, "t", signed, "T")), None)
    if not items:
        return None
    if form.dimension is not None:
        unit = quantity.unit if quantity is not None else None
        if unit is None or dimension_of(unit) != form.dimension or (form.units and unit not in form.units):
            return None
    if form.property == "crew" and (quantity is None or quantity.unit is not None):
        return None
    if form.property == "service" and (time is None or time.time is None or time.time.value is None):
        return None
    actors = _signs(match, "actor", signed, "CD") + _firms(match, begin, signed)
    others = _signs(match, "other", signed, "CD")
    span = signed.span(begin + match.start(), begin + match.end())
    ends = [(sign.span.end, sign.span.start) for sign in (*items, *actors, *others)]
    joint = min(span.end - 1, min(end for end, _ in ends) + 1)
    return Found(form, span, joint, items, actors, others, _signs(match, "kin", signed, "E"), quantity, time)


def _single(match: re.Match[str], begin: int, signed: SignedText) -> Quantity | None:
    """ "a single pilot": one, exactly."""
    for key, value in match.groupdict().items():
        if key.partition("__")[0] == "one" and value is not None:
            span = signed.span(begin + match.start(key), begin + match.end(key))
            return Quantity(span, Decimal(1), Decimal(1), counted_class="person")
    return None


def _firms(match: re.Match[str], begin: int, signed: SignedText) -> tuple[Sign, ...]:
    """The maker whose name stands behind "built by"."""
    for key, value in match.groupdict().items():
        if key.partition("__")[0] == "firm" and value is not None:
            span = signed.span(begin + match.start(key), begin + match.end(key))
            label = span.of(signed.text)
            slug = re.sub(r"[\W_]+", "-", label.casefold()).strip("-")
            return (Sign("C", span, Entity(f"body/{slug}", EntityKind.BODY, label)),)
    return ()


def _opens_clause(found: Found, doc: Doc, language: str) -> bool:
    """Whether the system stands where a clause begins, so that what follows is said of it and not of its owner."""
    opening = frozenset(lexicon.load("plain", language=language)["opening"]["words"])
    first = tokens_of(doc, found.items[0].span)[0]
    is_whole = False  # an article was passed: the system's phrase begins there
    for back in range(first - 1, max(-1, first - 1 - _MOST_BACK), -1):
        token = doc[back]
        if token.lower_ in opening or token.text[-1:] in _BREAKS or "\n" in token.text:
            return True
        if is_whole:
            return token.pos_ in _PHRASE
        if token.pos_ not in _PHRASE and token.dep_ != "amod":
            return bool(token.is_sent_start) and not _continues(token) and token.lower_ in opening
        if token.is_sent_start and not _continues(token):
            return True
        is_whole = token.pos_ == "DET"
    return first < _MOST_BACK or bool(doc[first].is_sent_start)


def _continues(token: Token) -> bool:
    """A sentence the parser cut off in its middle."""
    before = token.doc[token.i - 1] if token.i else None
    return before is not None and before.text[-1:] not in '.!?:;"”’)' and "\n" not in before.text


def _best(found: Sequence[Found]) -> list[Found]:
    """Of matches that speak of one thing in the same words the fullest."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda f: (-_fullness(f), -len(f.span), f.span.start)):
        if not any(other.form.kind is each.form.kind and _is_one(each, other) for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda f: (f.span.start, f.span.end))


def _fullness(found: Found) -> int:
    return len(found.items) + len(found.actors) + len(found.others) + (found.quantity is not None)


def _is_one(one: Found, other: Found) -> bool:
    if one.quantity is not None and other.quantity is not None and one.quantity.span != other.quantity.span:
        return False
    return one.span.overlaps(other.span)


def _claim(found: Found, stance: Stance) -> Claim:
    roles = {RoleName.ITEM: found.items}
    if found.actors:
        roles[RoleName.ACTOR] = found.actors
    if found.others or found.kin:
        roles[RoleName.COUNTERPART] = found.others or found.kin
    made = [Role(name, _around(signs), *_entities(signs)) for name, signs in roles.items()]
    if found.time is not None and found.time.time is not None:
        made.append(Role(RoleName.TIME, found.time.span, time=found.time.time))
    order = list(RoleName)
    return Claim(
        "",
        found.form.kind,
        found.span,
        tuple(sorted(made, key=lambda role: order.index(role.name))),
        property=found.form.property,
        quantity=found.quantity,
        stance=stance,
        head=found.verb,
    )


def _around(signs: Sequence[Sign]) -> Span:
    return Span(min(sign.span.start for sign in signs), max(sign.span.end for sign in signs))


def _entities(signs: Sequence[Sign]) -> tuple[Entity, tuple[Entity, ...]]:
    entities = list({sign.entity.id: sign.entity for sign in signs if sign.entity is not None}.values())
    return entities[0], tuple(entities[1:])


def _put_in(claims: tuple[Claim, ...], made: Sequence[Claim]) -> tuple[Claim, ...]:
    """Each made claim in the place of those that the parse made of its words, unless one of them says it all."""
    kept = list(claims)
    added = []
    for claim in made:
        if any(_says_all(other, claim) for other in kept):
            continue
        given = [other for other in kept if _gives_way(other, claim)]
        kept = [other for other in kept if other not in given]
        same = [other for other in given if other.kind is claim.kind and _share(other, claim) >= _SAME]
        spans = (claim.span, *(other.span for other in same))
        words = Span(min(span.start for span in spans), max(span.end for span in spans))
        # "sold Ukraine Patriot batteries for $2 billion": a number that the form leaves out is kept
        number = claim.quantity or next((other.quantity for other in same if other.quantity is not None), None)
        added.append(replace(claim, span=words, quantity=number))
    if not added:
        return claims
    together = sorted((*kept, *added), key=lambda c: (c.span.start, -c.span.end))
    width = max(2, len(str(len(together))))
    return tuple(replace(claim, id=f"c{number:0{width}d}") for number, claim in enumerate(together, 1))


def _says_all(parsed: Claim, made: Claim) -> bool:
    """Whether a claim of the parse has all that the made one has."""
    if parsed.kind is not made.kind or not parsed.span.overlaps(made.span):
        return False
    if made.quantity is not None and (parsed.quantity is None or parsed.quantity.span != made.quantity.span):
        return False
    if made.kind is ClaimKind.CAPABILITY and parsed.property not in (made.property, "ability", None):
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


def _ids(role: Role) -> set[str]:
    entities = (role.entity, *role.others) if role.entity is not None else ()
    return {str(entity.country or entity.id) for entity in entities if entity is not None}


def _gives_way(parsed: Claim, made: Claim) -> bool:
    """Whether a claim of the parse is of the same clause as the made one and says less, or something else."""
    if not parsed.span.overlaps(made.span):
        return False
    if parsed.kind is made.kind and parsed.quantity is not None and made.quantity is not None:
        # The same number said of another thing is a slip of the parse; another number may be another claim.
        return parsed.quantity.span == made.quantity.span
    if _share(parsed, made) >= _SAME:
        return True
    is_within = made.span.covers(parsed.span)
    return is_within and parsed.kind in (made.kind, ClaimKind.STATEMENT) and parsed.property != "made"


def _share(one: Claim, other: Claim) -> float:
    """Words in common as a share of the words of both."""
    shared = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
    return max(0, shared) / (max(one.span.end, other.span.end) - min(one.span.start, other.span.start))


# --- the forms ---------------------------------------------------------------------------------------------------


@cache
def load_forms(language: str) -> tuple[Form, ...]:
    """The forms of a language, in file order; none where it has no such file.  Raises LexiconError for a bad one."""
    try:
        table = lexicon.load("plain", language=language)
    except (LexiconError, UnknownLanguage):
        return ()
    macros = {name: str(words) for name, words in table["macro"].items()}
    forms = []
    for row in table["form"]:
        pattern = _compile(row["form"], macros)
        groups = {name.partition("__")[0] for name in pattern.groupindex}
        is_optional = row["kind"] == "transfer" or row.get("property") in ("service", "crew")
        needs = ("t",) if row.get("property") == "service" else ("actor", "other") if is_optional else tuple(_NEEDS)
        forms.append(
            Form(
                kind=ClaimKind(row["kind"]),
                property=row.get("property"),
                pattern=pattern,
                dimension=row.get("dimension"),
                units=frozenset(row.get("units", ())),
                free=bool(row.get("free")),
                needs=tuple(_NEEDS[name] for name in needs if name in groups and name in _NEEDS),
            )
        )
    return tuple(forms)


def _compile(form: str, macros: dict[str, str]) -> re.Pattern[str]:
    for _ in range(8):  # macros within macros
        filled = _MACRO.sub(lambda slot: macros[slot[1]], form)
        if filled == form:
            break
        form = filled
    seen: dict[str, int] = {}

    def number(group: re.Match[str]) -> str:
        seen[group[1]] = seen.get(group[1], 0) + 1
        return f"(?P<{group[1]}__{seen[group[1]]}>"

    try:
        return re.compile(r"(?<!\w)" + _GROUP.sub(number, form), re.IGNORECASE)
    except re.error as error:
        raise LexiconError(f"A form of plain.toml cannot be read ({error}): {form[:60]}. Mend it.") from error
