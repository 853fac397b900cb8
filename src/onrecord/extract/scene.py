"""What the claim builder knows of one document: its parse, and what the mention finders saw in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.extract.syntax import Clause
from onrecord.model import EntityKind, Mention, Quantity, Span, TimeExpression
from onrecord.spans import InOrder

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_BODY_LABELS = frozenset({"ORG", "NORP"})
_HYPHENS = frozenset("-‐‑")


@cache
def _class_of_lemma(language: str) -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for name, words in lexicon.load("nouns", language=language)["class"].items():
        for word in words.split():
            table.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in table.items()}


@cache
def property_of_lemma(language: str) -> dict[str, str]:
    """Noun lemma to the capability it names: "ceiling" to "altitude"."""
    table = lexicon.load("claims", language=language)["property"]
    return {word: name for name, words in table.items() for word in words.split()}


@dataclass(frozen=True)
class Scene:
    """One document as the claim builder sees it.  Token indices are those of `doc`."""

    doc: Doc
    language: str
    quantities: tuple[Quantity, ...]
    mentions: tuple[Mention, ...]
    times: tuple[TimeExpression, ...]
    classes: tuple[frozenset[str], ...]  # by token
    quantity_at: dict[int, Quantity]  # by token: of the number itself and of the noun it counts
    number_tokens: frozenset[int]  # tokens that belong to a quantity's own words
    lemmas: tuple[str, ...]  # by token, in lower case
    clauses: dict[int, Clause] = field(default_factory=dict)  # by verb, as they are asked for: several finders ask

    @cached_property
    def _numbers(self) -> InOrder[Quantity]:
        return InOrder(self.quantities)

    def numbers_in(self, begin: int, end: int) -> tuple[Quantity, ...]:
        """The numbers that begin between two offsets, in reading order."""
        return self._numbers.between(begin, end)

    def classes_of(self, token: Token) -> frozenset[str]:
        return self.classes[token.i]

    def is_of(self, token: Token | None, names: frozenset[str]) -> bool:
        return token is not None and bool(self.classes[token.i] & names)


def set_scene(
    doc: Doc,
    *,
    language: str,
    quantities: tuple[Quantity, ...] = (),
    mentions: tuple[Mention, ...] = (),
    times: tuple[TimeExpression, ...] = (),
) -> Scene:
    """Gather the finders' results by token.  Spans are offsets of `doc.text`."""
    by_lemma = _class_of_lemma(language)
    properties = property_of_lemma(language)
    classes: list[set[str]] = []
    lemmas: list[str] = []
    for token in doc:
        lemma, lower, pos, tag, label = token.lemma_.lower(), token.lower_, token.pos_, token.tag_, token.ent_type_
        here = set(by_lemma.get(lemma, ()))
        if lower != lemma:
            here.update(by_lemma.get(lower, ()))
        if lower.endswith("men"):  # "Airmen" as part of a name keeps its plural as lemma
            here.update(by_lemma.get(f"{lower[:-3]}man", ()))
        if pos == "PRON" or tag == "PRP$":
            here.add("pronoun")
        if tag in ("WDT", "WP"):
            here.add("relative")
        if pos == "NUM":
            here.add("number")
        if lemma in properties:
            here.add("property")
        if label in _PLACE_LABELS:
            here.add("place_name")
        elif label in _BODY_LABELS:
            here |= {"body", "name"}
        elif label == "PERSON":
            here |= {"name", "person"}
        elif pos == "PROPN":
            here.add("name")
        classes.append(here)
        lemmas.append(lemma)
    _read_hyphens(doc, by_lemma, classes)
    for i, here in enumerate(classes):
        # "a contract action", "a delivery order": what the first word is, the whole is
        if "contract" in here and (token := doc[i]).dep_ == "compound":
            classes[token.head.i].add("contract")
            classes[token.head.i].discard("attack")
    for mention in mentions:
        tokens = tokens_of(doc, mention.span)
        if mention.kind is EntityKind.EQUIPMENT:
            name = "equipment_name" if mention.category is None or mention.entity is not None else "equipment"
            for i in tokens:
                classes[i] |= {name, "equipment"}
        elif mention.kind is EntityKind.PLACE or (mention.kind is EntityKind.COUNTRY and mention.category != "demonym"):
            for i in tokens:
                classes[i].add("place_name")
        elif mention.kind in (EntityKind.BODY, EntityKind.COUNTRY):
            for i in tokens:
                classes[i].add("body")
    quantity_at: dict[int, Quantity] = {}
    numbers: set[int] = set()
    for quantity in quantities:
        own = tokens_of(doc, quantity.span)
        numbers.update(own)
        for i in own:
            classes[i].add("number")
        counted = tokens_of(doc, quantity.counted_span) if quantity.counted_span else ()
        for i in (*own, *counted):
            quantity_at.setdefault(i, quantity)
    return Scene(
        doc=doc,
        language=language,
        quantities=quantities,
        mentions=mentions,
        times=times,
        classes=tuple(frozenset(c) for c in classes),
        quantity_at=quantity_at,
        number_tokens=frozenset(numbers),
        lemmas=tuple(lemmas),
    )


def _read_hyphens(doc: Doc, by_lemma: dict[str, frozenset[str]], classes: list[set[str]]) -> None:
    """ "cease-fire", "air-strike": cut at the hyphen, the last part means what the whole word means."""
    for token in doc:
        if token.text not in _HYPHENS or not 0 < token.i < len(doc) - 1:
            continue
        first, last = doc[token.i - 1], doc[token.i + 1]
        if first.whitespace_ or token.whitespace_:
            continue
        for form in (last.lemma_, last.text):
            known = by_lemma.get(f"{first.lower_}-{form.lower()}") or by_lemma.get(f"{first.lower_}{form.lower()}")
            if known:
                classes[last.i] = {*known, *(classes[last.i] & {"number", "name", "body", "place_name"})}
                break


def tokens_of(doc: Doc, span: Span) -> range:
    """Indices of the tokens a span touches."""
    found = doc.char_span(span.start, span.end, alignment_mode="expand")
    return range(found.start, found.end) if found is not None else range(0)


@cache
def _dimensions() -> dict[str, str]:
    return {row["id"]: row["dimension"] for row in lexicon.load("units")["unit"]}


def dimension_of(unit: str) -> str:
    """The dimension of a unit id; a code that is no unit is a currency."""
    return _dimensions().get(unit, "money")
