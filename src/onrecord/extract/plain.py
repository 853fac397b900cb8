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
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.extract.drafts import stance_around
from onrecord.extract.plain_far import find_far_subject, shares_doubt
from onrecord.extract.plain_forms import Form, load_forms, load_nouns
from onrecord.extract.plain_join import KIN, ROOTS, put_in
from onrecord.extract.plain_lists import list_figures
from onrecord.extract.plain_mask import CountryNames, Sign, SignedText, sign_text, split_sentences
from onrecord.extract.plain_next import add_next_facts
from onrecord.extract.scene import dimension_of, set_scene, tokens_of
from onrecord.forms import holds_anchors
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
_NUMBER = re.compile(r"\d+(?:\.\d)?")
_LONGEST = 1200  # characters; what goes on for longer is a list or a table and no plain sentence
_MOST_BACK = 6  # words before a system that may belong to its phrase
_PHRASE = frozenset({"DET", "ADJ", "NUM", "PROPN", "NOUN", "PART", "PUNCT", "ADV", "PRON", "X", "SPACE"})
_BREAKS = frozenset(".!?,;:—–(“\"'‘")


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
    opening = lexicon.load("plain", language=language)["opening"]
    signed = sign_text(
        text,
        mentions=mentions,
        quantities=quantities,
        times=times,
        countries=countries,
        pronouns=opening.get("pronouns", ()),
        articles=opening.get("articles", ()),
        classes=opening.get("classes", {}),
    )
    found = [each for each in _read(signed, forms, doc, language) if each.span.start >= start]
    found += [each for each in _read_far(signed, forms, doc, language, found) if each.span.start >= start]
    found += [each for each in _read_second(signed, forms, doc, language, found) if each.span.start >= start]
    listed = [claim for claim in list_figures(signed, language) if claim.span.start >= start]
    if not found:
        return add_next_facts(put_in(tuple(claims), listed), signed, language)
    scene = set_scene(
        doc, language=language, quantities=tuple(quantities), mentions=tuple(mentions), times=tuple(times)
    )
    made = []
    for each in _best(found):
        at = tokens_of(doc, Span(each.verb, each.verb + 1))
        stance = stance_around(doc[at[0]], scene) if at else Stance.ASSERTED
        if (each.form.upper and stance is Stance.DENIED) or (each.form.able and stance is Stance.HEDGED):
            stance = Stance.ASSERTED
        made.append(_claim(each, stance))
    return add_next_facts(put_in(tuple(claims), [*made, *listed]), signed, language)


def _fitting(signed: SignedText, forms: Sequence[Form]) -> Iterator[tuple[int, str, Form]]:
    """Each sentence that names a system, where it begins, and each form that it may fit."""
    for begin, end in split_sentences(signed.signed):
        sentence = signed.signed[begin:end].replace("\n", " ")
        if "⟦E" not in sentence or len(sentence) > _LONGEST:
            continue
        lowered = sentence.lower()
        present = {sign for sign in ("⟦Q", "⟦T", "⟦C", "⟦D") if sign in sentence}
        for form in forms:
            if not all(present.intersection(signs) for signs in form.needs):
                continue
            if form.marks and "⟦Q" not in present and not any(mark in lowered for mark in form.marks):
                continue
            if holds_anchors(lowered, form.anchors):
                yield begin, sentence, form


def _read_far(
    signed: SignedText, forms: Sequence[Form], doc: Doc, language: str, found: Sequence[Found]
) -> Iterator[Found]:
    """What is said of a system that stands further off, of numbers that no whole form has read."""
    taken = {each.quantity.span for each in found if each.quantity is not None}
    nouns = load_nouns(language)
    measured = [form for form in forms if form.predicate is not None and form.kind is ClaimKind.CAPABILITY]
    for begin, sentence, form in _fitting(signed, measured):
        figures = [sign.quantity.span for sign in _signs_in(sentence, signed, "Q") if sign.quantity is not None]
        if form.property != "calibre" and taken.issuperset(figures):
            continue
        pattern = form.compile_predicate()
        for match in pattern.finditer(sentence) if pattern is not None else ():
            at = tokens_of(doc, signed.span(begin + match.start(), begin + match.start() + 1))
            item = find_far_subject(doc, at[0], _signs_in(sentence, signed, "E"), nouns) if at else None
            read = _found(form, match, begin, signed, language, far=item) if item is not None else None
            if read is not None and read.quantity is not None and read.quantity.span not in taken:
                yield read


def _read_second(
    signed: SignedText, forms: Sequence[Form], doc: Doc, language: str, found: Sequence[Found]
) -> Iterator[Found]:
    """Where a system comes from or who has it, said behind an aside or another verb: "…, and was designed in Peru"."""
    nouns = load_nouns(language)
    said = [form for form in forms if form.predicate is not None and form.kind is not ClaimKind.CAPABILITY]
    for begin, sentence, form in _fitting(signed, said):
        pattern = form.compile_predicate()
        for match in pattern.finditer(sentence) if pattern is not None else ():
            start = begin + (match.start("verb__1") if form.far else match.start())
            verb = signed.span(start, start + 1)
            if any(_is_like(form, each.form) and each.span.covers(verb) for each in found):
                continue
            at = tokens_of(doc, verb)
            if form.far and at and shares_doubt(doc[at[0]]):
                continue
            systems = _signs_in(sentence, signed, "E")
            item = find_far_subject(doc, at[0], systems, nouns) if at else None
            if item is None or (not form.far and not signed.text[item.span.end : verb.start].strip().count(" ")):
                continue  # a whole form would have read that: its subject is not the system alone
            read = _found(form, match, begin, signed, language, far=item)
            if read is not None:
                yield replace(read, verb=verb.start)


def _read(signed: SignedText, forms: Sequence[Form], doc: Doc, language: str) -> Iterator[Found]:
    for begin, sentence, form in _fitting(signed, [form for form in forms if not form.far]):
        for match in form.compile().finditer(sentence):
            before = sentence[: match.start()].rstrip()
            is_break = before[-1:] in _BREAKS or before.endswith(" -")  # "PARIS (AFP) - With a length of"
            if form.lead and before and (not is_break or (before[-1] == "," and "⟦E" in before)):
                continue  # "the GMLRS, with a range of 80 km, replaced the Su-34": said of the one before
            found = _found(form, match, begin, signed, language)
            if found is not None and (form.free or _has(match, "rel") or _opens_clause(found, doc, language)):
                yield found


def _has(match: re.Match[str], name: str) -> bool:
    return any(value is not None for key, value in match.groupdict().items() if key.partition("__")[0] == name)


def _signs_in(sentence: str, signed: SignedText, kind: str) -> list[Sign]:
    return [signed.signs[int(n)] for each, n in _SIGN.findall(sentence) if each == kind]


def _signs(match: re.Match[str], name: str, signed: SignedText, kinds: str) -> tuple[Sign, ...]:
    """Signs of these kinds in the groups of a name, in reading order."""
    words = [value for key, value in match.groupdict().items() if key.partition("__")[0] == name and value is not None]
    return tuple(signed.signs[int(n)] for value in words for kind, n in _SIGN.findall(value) if kind in kinds)


def _found(
    form: Form, match: re.Match[str], begin: int, signed: SignedText, language: str, far: Sign | None = None
) -> Found | None:
    """What a match says; `far`: the system it says it of, where that stands outside the match."""
    items = _signs(match, "item", signed, "E") if far is None else (far,)
    quantity = next((sign.quantity for sign in _signs(match, "q", signed, "Q")), None)
    quantity = quantity or _single(match, begin, signed) or _calibre(match, begin, signed)
    if form.upper and quantity is not None:
        most = quantity.high if quantity.high is not None else quantity.low
        quantity = replace(quantity, low=None, high=most, modifier="up_to")
    time = next(iter(_signs(match, "t", signed, "T")), None)
    if not items:
        return None
    if form.dimension is not None:
        unit = quantity.unit if quantity is not None else None
        if unit is None or (unit not in form.units if form.units else dimension_of(unit) != form.dimension):
            return None
    if form.kind is ClaimKind.HOLDING and (quantity is None or quantity.unit is not None):
        return None
    if form.property == "crew" and (quantity is None or quantity.unit is not None):
        return None
    if form.property == "service" and (time is None or time.time is None or time.time.value is None):
        return None
    actors = _signs(match, "actor", signed, "CD") + _firms(match, begin, signed)
    others = _signs(match, "other", signed, "CD")
    if not _is_joined(match, "actor", language):
        actors = actors[-1:]
    if not _is_joined(match, "other", language):
        others = others[:1]
    words = match[0].rstrip(".")  # a firm's name may hold a full stop, and a sentence ends with one
    span = signed.span(begin + match.start(), begin + match.start() + len(words))
    ends = [(sign.span.end, sign.span.start) for sign in (*items, *actors, *others)]
    joint = min(span.end - 1, min(end for end, _ in ends) + 1) if far is None else span.start
    return Found(form, span, joint, items, actors, others, _signs(match, "kin", signed, "E"), quantity, time)


def _is_joined(match: re.Match[str], name: str, language: str) -> bool:
    """Whether several names are one list: "delivered it to Peru, Mexico asked for it" lacks the "and"."""
    joints = lexicon.load("plain", language=language)["opening"].get("joints", ())
    words = [value for key, value in match.groupdict().items() if key.partition("__")[0] == name and value is not None]
    lists = [_SIGN.sub(" ", value).replace(",", " ").split() for value in words if len(_SIGN.findall(value)) > 1]
    return not any(set(joints).isdisjoint(each) for each in lists)


def _single(match: re.Match[str], begin: int, signed: SignedText) -> Quantity | None:
    """ "a single pilot": one, exactly."""
    for key, value in match.groupdict().items():
        if key.partition("__")[0] == "one" and value is not None:
            span = signed.span(begin + match.start(key), begin + match.end(key))
            return Quantity(span, Decimal(1), Decimal(1), counted_class="person")
    return None


def _calibre(match: re.Match[str], begin: int, signed: SignedText) -> Quantity | None:
    """ "220-mm rockets": the number that names a kind, as a measure."""
    for key, value in match.groupdict().items():
        number = _NUMBER.match(value) if key.partition("__")[0] == "cal" and value is not None else None
        if number is not None:
            span = signed.span(begin + match.start(key), begin + match.end(key))
            size = Decimal(number[0])
            return Quantity(span, size, size, unit="millimetre")
    return None


def _firms(match: re.Match[str], begin: int, signed: SignedText) -> tuple[Sign, ...]:
    """The maker whose name stands behind "built by"."""
    for key, value in match.groupdict().items():
        if key.partition("__")[0] == "firm" and value is not None:
            name = value.rstrip(".")
            span = signed.span(begin + match.start(key), begin + match.start(key) + len(name))
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
        if not any(_is_one(each, other) for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda f: (f.span.start, f.span.end))


def _fullness(found: Found) -> int:
    return len(found.items) + len(found.actors) + len(found.others) + (found.quantity is not None)


def _is_one(one: Found, other: Found) -> bool:
    if one.quantity is not None and other.quantity is not None and one.quantity.span != other.quantity.span:
        return False
    return one.span.overlaps(other.span) and _is_like(one.form, other.form)


def _is_like(one: Form, other: Form) -> bool:
    """Whether two forms may say the same: when a system came and where from are two facts, in whatever words."""
    if one.kind is not other.kind:
        return False
    both = {one.property, other.property}
    return one.kind is not ClaimKind.ORIGIN or len(both) == 1 or both <= ROOTS or both <= KIN


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
