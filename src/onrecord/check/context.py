"""What every check is given: the report, its claims, a view of the record, and nothing that changes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Protocol, TypeVar, cast

from onrecord import lexicon
from onrecord.check.framing import is_framed, shares_denial
from onrecord.check.sentences import SENTENCE_END
from onrecord.check.taken_back import is_taken_back
from onrecord.check.twins import find_twins
from onrecord.errors import LexiconError, UnknownLanguage
from onrecord.model import (
    Claim,
    ClaimKind,
    Entity,
    EntityKind,
    Fact,
    Mention,
    Quantity,
    Report,
    RoleName,
    Span,
    Stance,
    TimeExpression,
)
from onrecord.spans import InOrder

_EDGES = ".,;:()[]'\"“”‘’—–"
_SENTENCE = 300  # characters around a claim in which its sentence is looked for
_REACH = 40  # characters before a claim in which a hedge would stand


class SubjectView(Protocol):
    """One subject of the record: what it is, how it is called, and what it is related to."""

    @property
    def entity(self) -> Entity: ...
    @property
    def category(self) -> str: ...
    @property
    def names(self) -> Mapping[str, tuple[str, ...]]: ...


class RelationView(Protocol):
    """A stated relation seen from one of its ends: `other` is the `kind` of the subject."""

    @property
    def kind(self) -> str: ...
    @property
    def other(self) -> Entity: ...
    @property
    def fact(self) -> Fact: ...


class CoverageView(Protocol):
    """How far the record claims to be complete for a property."""

    @property
    def complete(self) -> bool: ...
    @property
    def statement(self) -> str: ...


class RecordView(Protocol):
    """What the checks ask of an edition of the public record.

    An id it does not hold has no facts, no relations and no category; only `subject` raises for it.
    """

    @property
    def edition(self) -> str: ...
    @property
    def as_of(self) -> str: ...
    def subject(self, subject_id: str) -> SubjectView: ...
    def find(self, name: str) -> tuple[Entity, ...]: ...
    def facts(self, subject_id: str, property: str | None = None) -> tuple[Fact, ...]: ...
    def relations(self, subject_id: str) -> Sequence[RelationView]: ...
    def transfers(
        self, item: str | None = None, recipient: str | None = None, supplier: str | None = None
    ) -> tuple[Fact, ...]: ...
    def coverage(self, property: str) -> CoverageView | None: ...
    def category(self, subject_id: str) -> str | None: ...


_Made = TypeVar("_Made")


@dataclass(frozen=True)
class CheckContext:
    """`geography` is whatever `check_geography` understands; the other checks do not look at it.

    `language` picks the words the checks look for in the claims.  `names` gives the names of countries by entity id,
    for those that stand in the record but not in the report.  `quantities`, `times` and `mentions` are all the report's
    numbers, dates and names, also those of no claim.
    """

    report: Report
    claims: tuple[Claim, ...]
    record: RecordView
    geography: object = None
    edition: str = ""
    language: str = "en"
    names: Mapping[str, str] = field(default_factory=dict)
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @cached_property
    def same_item(self) -> Mapping[tuple[ClaimKind, str], tuple[Claim, ...]]:
        """Claims by kind and single item, in reading order: a report may hold thousands, few speak of one thing."""
        table: dict[tuple[ClaimKind, str], list[Claim]] = {}
        for claim in self.claims:
            items = entities_of(claim, RoleName.ITEM)
            if len(items) == 1:
                table.setdefault((claim.kind, items[0].id), []).append(claim)
        return {key: tuple(claims) for key, claims in table.items()}

    def once(self, make: Callable[[CheckContext], _Made]) -> _Made:
        """What a check reads in the report as a whole, made when it is first asked for: each claim asks again."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("_Made", self._made[make])

    @cached_property
    def _made(self) -> dict[Callable[[CheckContext], object], object]:
        return {}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each claim stands among the claims, by its id."""
        return {claim.id: number for number, claim in enumerate(self.claims)}

    @cached_property
    def _claims(self) -> InOrder[Claim]:
        return InOrder(self.claims)

    def claims_over(self, begin: int, end: int) -> tuple[Claim, ...]:
        """The claims of which a part lies between two offsets, in reading order."""
        return self._claims.over(begin, end)

    @cached_property
    def twins(self) -> Mapping[Span, tuple[Quantity, ...]]:
        """Quantities that say a number once more, by the span of either."""
        return find_twins(self.report.text, self.quantities, self.language)

    @cached_property
    def count_starts(self) -> tuple[int, ...]:
        """Offsets at which the report's counts begin, in order."""
        return tuple(sorted(quantity.span.start for quantity in self.quantities if quantity.unit is None))

    @cached_property
    def measures(self) -> tuple[Quantity, ...]:
        """The report's numbers with a unit, by where they begin."""
        return tuple(sorted((q for q in self.quantities if q.unit is not None), key=lambda q: q.span.start))

    @cached_property
    def _numbers(self) -> InOrder[Quantity]:
        return InOrder(self.quantities)

    def numbers_in(self, begin: int, end: int) -> tuple[Quantity, ...]:
        """The report's numbers that begin between two offsets, in reading order."""
        return self._numbers.between(begin, end)

    @cached_property
    def _dates(self) -> InOrder[TimeExpression]:
        return InOrder(self.times)

    def times_in(self, begin: int, end: int) -> tuple[TimeExpression, ...]:
        """The report's times that begin between two offsets, in reading order."""
        return self._dates.between(begin, end)

    @cached_property
    def _named(self) -> InOrder[Mention]:
        return InOrder(mention for mention in self.mentions if mention.entity is not None)

    def named_in(self, begin: int, end: int) -> tuple[Mention, ...]:
        """The resolved names that begin between two offsets, in reading order."""
        return self._named.between(begin, end)

    def sentence_of(self, claim: Claim) -> str:
        """The sentence around the claim, as far as it lies within some hundred characters."""
        begin, end = self.sentence_around(claim.span)
        return self.report.text[begin:end].strip()

    def sentence_around(self, span: Span) -> tuple[int, int]:
        """Where the sentence around some words begins and ends, as far as it lies within some hundred characters."""
        found = self._sentences.get(span)
        if found is None:
            found = self._sentences[span] = sentence_around(self.report.text, span)
        return found

    @cached_property
    def _sentences(self) -> dict[Span, tuple[int, int]]:
        """Filled as it is asked for: a dozen checks ask for the sentence of each claim and of each number."""
        return {}

    @cached_property
    def _unsaid(self) -> dict[tuple[object, ...], bool]:
        """Filled as it is asked for: most checks ask of each claim whether its sentence says it at all."""
        return {}

    def knows_unsaid(self, claim: Claim) -> bool:
        """`is_unsaid`, remembered by what of a claim it looks at: checks are given claims with roles left out."""
        number, item, place = claim.quantity, claim.role(RoleName.ITEM), claim.role(RoleName.PLACE)
        key = (
            claim.span,
            item and item.span,
            place and place.span,
            number and (number.span, number.high == 0, claim.kind),
        )
        found = self._unsaid.get(key)
        if found is None:
            found = self._unsaid[key] = _is_unsaid(claim, self)
        return found

    def words_of(self, claim: Claim) -> str:
        """The claim's own words, in lower case."""
        return claim.span.of(self.report.text).lower()


def sentence_around(text: str, span: Span) -> tuple[int, int]:
    """Where the sentence around some words begins and ends, as far as it lies within some hundred characters."""
    start, end = span.start, span.end
    first = max(0, start - _SENTENCE)
    stops = (found.end() for found in SENTENCE_END.finditer(text, first, start + 1))
    begin = max((stop for stop in stops if stop <= start), default=first)
    stop = SENTENCE_END.search(text, end, min(len(text), end + _SENTENCE))
    return begin, stop.start() + 1 if stop is not None else min(len(text), end + _SENTENCE)


def bearer_of(span: Span, context: CheckContext) -> str | None:
    """The claim that what is found in some words is said with: the one that shares most of them, else the first claim
    of their sentence; None where the sentence makes no claim."""
    sentence = context.sentence_around(span)
    return bearer_in(span, sentence, context.claims_over(*sentence))


def bearer_in(span: Span, sentence: tuple[int, int], claims: Sequence[Claim]) -> str | None:
    best: tuple[int, int, int] | None = None
    bearer = None
    for claim in claims:
        if claim.span.start >= sentence[1] or claim.span.end <= sentence[0]:
            continue
        shared = min(span.end, claim.span.end) - max(span.start, claim.span.start)
        key = (-max(0, shared), len(claim.span), claim.span.start)
        if best is None or key < best:
            best, bearer = key, claim.id
    return bearer


def entities_of(claim: Claim, name: RoleName) -> tuple[Entity, ...]:
    """Every entity a role stands for, the coordination's further parts included, in reading order."""
    role = claim.role(name)
    if role is None or role.entity is None:
        return ()
    return (role.entity, *role.others)


def systems_of(claim: Claim, name: RoleName = RoleName.ITEM) -> tuple[Entity, ...]:
    """The pieces of equipment a role stands for."""
    return tuple(entity for entity in entities_of(claim, name) if entity.kind is EntityKind.EQUIPMENT)


def has_loose_number(claim: Claim, context: CheckContext) -> bool:
    """Whether a count stands in the claim's words that the claim does not carry: its figure is then not known."""
    if claim.quantity is not None:
        return False
    starts = context.count_starts
    at = bisect_left(starts, claim.span.start)
    return at < len(starts) and starts[at] < claim.span.end


def is_asserted(claim: Claim, context: CheckContext) -> bool:
    """Whether the claim is said to be so, and no hedge stands in its words or right before them.

    "It may have [a range of 10 km]": a wrong stance must not become a wrong verdict, so the words are looked at again.
    """
    if claim.stance is not Stance.ASSERTED:
        return False
    before, inside = _hedges(context.language)
    if is_unsaid(claim, context):
        return False
    text = context.report.text
    lead = text[max(0, claim.span.start - _REACH) : claim.span.start].lower().rstrip()
    said = claim.span.of(text)
    words = {word.strip(_EDGES) for word in said.split()}  # as written: "May" is a month
    # The claim may begin within a hedge: "said | to have a range".
    opening = f"{lead} {' '.join(said.lower().split()[:2])}"
    return not lead.endswith(before) and not opening.endswith(before) and words.isdisjoint(inside)


def is_undone(claim: Claim, context: CheckContext) -> bool:
    """Whether words in the claim or before it say that a deed was not done, or is over: "stopped delivering"."""
    text = context.report.text
    first = max(0, claim.span.start - _REACH)
    begin = text.rfind(".", first, claim.span.start) + 1
    words = text[max(begin, first) : claim.span.end].lower()
    return any(word in words for word in _undone(context.language))


def is_unsaid(claim: Claim, context: CheckContext) -> bool:
    """Whether the whole sentence asks, denies or imagines: "It is not true that …", "Had they …, it would …"."""
    return context.knows_unsaid(claim)


def _is_unsaid(claim: Claim, context: CheckContext) -> bool:
    sentence = _without_number(claim, context).lower()
    begin, end = context.sentence_around(claim.span)
    parts = (claim.role(name) for name in (RoleName.ITEM, RoleName.PLACE))
    starts = (claim.span.start, *(part.span.start for part in parts if part))
    try:
        table = lexicon.load("checks", language=context.language)["hedge"]
    except (LexiconError, UnknownLanguage):
        return False
    if sentence.startswith(tuple(table["opening"])) or is_withdrawn(claim, context):
        return True
    if sentence.rstrip(_EDGES.replace(".", "")).endswith("?") or any(words in sentence for words in table["sentence"]):
        return True
    opening, following = table["imagined"]
    if sentence.startswith(tuple(opening)) and any(words in sentence for words in following):
        return True
    within = [start - begin for start in starts if begin <= start < end]
    last = claim.span.start if claim.quantity is None else max(claim.span.start, claim.quantity.span.start)
    if shares_denial(context.report.text[begin:last], context.language):
        return True
    return is_framed(context.report.text[begin:end], within, context.language)


def _without_number(claim: Claim, context: CheckContext) -> str:
    """The claim's sentence without a number whose words may look like a denial: "nobody was killed" says it, not denies
    it, and "no longer than three hours" is a bound."""
    begin, end = context.sentence_around(claim.span)
    text, number = context.report.text, claim.quantity
    if number is None or (number.high == 0 and claim.kind is not ClaimKind.CASUALTIES):
        return text[begin:end].strip()
    return f"{text[begin : number.span.start]} {text[number.span.end : end]}".strip()


def is_withdrawn(claim: Claim, context: CheckContext) -> bool:
    """Whether the report takes the claim back in its sentence or in one beside it: "That is wrong."."""
    text = context.report.text
    begin, end = context.sentence_around(claim.span)
    first, last = max(0, begin - _SENTENCE), min(len(text), end + _SENTENCE)
    stops = [found.end() for found in SENTENCE_END.finditer(text, first, begin) if found.end() < begin]
    before = text[stops[-1] if stops else first : begin]
    after = text[end:last].lstrip()
    stop = SENTENCE_END.search(after)
    return is_taken_back(before, text[begin:end], after[: stop.start() + 1] if stop else after, context.language)


@cache
def _undone(language: str) -> tuple[str, ...]:
    try:
        return tuple(lexicon.load("checks", language=language)["hedge"]["undone"])
    except (LexiconError, UnknownLanguage):
        return ()


@cache
def _hedges(language: str) -> tuple[tuple[str, ...], frozenset[str]]:
    try:
        table = lexicon.load("checks", language=language)["hedge"]
    except (LexiconError, UnknownLanguage):
        return (), frozenset()
    return tuple(table["before"]), frozenset(table["inside"])
