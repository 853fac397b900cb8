"""What a number counts: the head noun behind it, from the parse where it holds, from the noun group otherwise.

    "5,000 Igla-S man-portable air defense systems"  →  counted "systems", class "system"
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord import lexicon
from onrecord.extract.masks import load_counted_forms
from onrecord.model import Quantity, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_INNER = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "X", "SYM"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_NUMERIC = frozenset({"nummod", "quantmod", "amod", "compound", "det", "advmod", "npadvmod", "nmod", "appos"})
_INSIDE = frozenset({"compound", "nummod", "nmod", "amod"})
_REACH = 12  # tokens from the number to its noun


@dataclass(frozen=True, slots=True)
class CountedWords:
    """Nouns by class, and the words that stand between a number and its noun."""

    classes: dict[str, str]
    links: frozenset[str]  # "of"
    articles: frozenset[str]  # "the", "its": skipped after a link
    skipped: frozenset[str]  # "more", "other", "additional"
    never: frozenset[str]  # words a tagger takes for nouns that count nothing
    invariant: frozenset[str]  # plurals without an ending: "aircraft"
    halves: frozenset[str]  # "half the condos": a part before an article
    head_first: bool  # the noun leads its group: "12 tanques ligeros rusos"


@cache
def load_counted_words(language: str) -> CountedWords:
    """Raises UnknownLanguage or LexiconError."""
    rows: dict[str, Any] = lexicon.load("quantities", language=language).get("counted", {})
    return CountedWords(
        classes=load_counted_forms(language),
        links=frozenset(rows.get("links", [])),
        articles=frozenset(rows.get("articles", [])),
        skipped=frozenset(rows.get("skipped", [])),
        never=frozenset(rows.get("never", [])),
        invariant=frozenset(rows.get("invariant", [])),
        halves=frozenset(rows.get("halves", [])),
        head_first=bool(rows.get("head_first", False)),
    )


def attach_counted(doc: Doc, quantities: tuple[Quantity, ...], *, language: str = "en") -> tuple[Quantity, ...]:
    """The quantities with `counted`, `counted_span` and `counted_class` filled where they count something.

    Measures and sums ("5 km", "$3m") count nothing and stay as they are, but for what follows an "of".
    """
    words = load_counted_words(language)
    return tuple(_attach(doc, quantity, words) for quantity in quantities)


def _attach(doc: Doc, quantity: Quantity, words: CountedWords) -> Quantity:
    if quantity.unit is not None and quantity.unit != "percent":
        return quantity
    group = find_noun_group(doc, quantity.span, words, measured=quantity.unit is not None)
    if group is None:
        return quantity
    head = group[-1]
    span = Span(head.idx, head.idx + len(head.text))
    return replace(quantity, counted=head.text, counted_span=span, counted_class=class_of(group, words))


def class_of(group: list[Token], words: CountedWords) -> str | None:
    """The class of the head noun; of the word before it when the head says nothing ("tank crews" counts crews)."""
    for token in reversed(group[-2:]):
        for form in (token.lower_, token.lemma_.lower()):
            if form in words.classes:
                return words.classes[form]
    return None


def find_noun_group(doc: Doc, span: Span, words: CountedWords, *, measured: bool = False) -> list[Token] | None:
    """The noun group that the number in `span` counts, without articles; its head is the last token.

    `measured`: only a group behind a link counts ("18 percent of the launchers").
    """
    after = _token_at(doc, span.end)
    if after is None:
        return None
    size = len(doc)
    end_of_sentence = after.sent.end if after.i == 0 or not after.is_sent_start else after.i
    index = after.i
    linked = False
    if index < size and doc[index].lower_ in words.links:
        linked = True
        index += 1
    elif measured:
        return None
    halved = not linked and doc[index - 1].lower_ in words.halves and _is_one_word(doc, span)
    while index < end_of_sentence and (
        doc[index].lower_ in words.skipped or doc[index].is_space or doc[index].text == "-"
        or ((linked or halved) and doc[index].lower_ in words.articles)
    ):  # fmt: skip
        index += 1
    while linked and index < end_of_sentence and (doc[index].lower_ in words.articles or doc[index].like_num):
        index += 1
    if words.head_first:
        return _leading_noun(doc, index, end_of_sentence, words)
    head = None if linked else _parsed_head(doc, span, index, end_of_sentence)
    group: list[Token] = []
    at = index
    while at < min(end_of_sentence, index + _REACH):
        if not _belongs(doc, at, index, group, words):
            break
        group.append(doc[at])
        at += 1
    while group and group[-1].pos_ not in _NOUNS and group[-1].lower_ not in words.classes:
        group.pop()
    if head is not None and group and group[-1].i > head.i and not _names_only(head, group[-1], words):
        group = [token for token in group if token.i <= head.i]
    return group or None


def _leading_noun(doc: Doc, index: int, end: int, words: CountedWords) -> list[Token] | None:
    """The first noun at or behind token `index`, over adjectives: "12 nuevos tanques ligeros" counts "tanques"."""
    for at in range(index, min(index + _REACH // 3, end)):
        token = doc[at]
        if token.lower_ in words.never or (token.is_space and "\n\n" in token.text):
            return None
        if token.pos_ in _NOUNS or token.lower_ in words.classes:
            return [token]
        if token.pos_ not in ("ADJ", "ADV", "X") and token.lower_ not in words.skipped and not token.is_quote:
            return None
    return None


def _is_one_word(doc: Doc, span: Span) -> bool:
    """Whether the number is written as one word of letters: "half"."""
    found = doc.char_span(span.start, span.end, alignment_mode="expand")
    return found is not None and found.text.isalpha()


def _names_only(head: Token, last: Token, words: CountedWords) -> bool:
    """Whether the parse stopped short of the noun that is counted: "5,000 Igla-S … systems"."""
    if head.lower_ in words.invariant:
        return False
    plural = head.tag_ not in ("NNS", "NNPS") and last.tag_ in ("NNS", "NNPS")
    named = head.pos_ == "PROPN" or head.text[:1].isupper()
    return plural or (named and last.lower_ in words.classes and head.lower_ not in words.classes)


def _token_at(doc: Doc, offset: int) -> Token | None:
    """The first token that starts at or after `offset`."""
    low, high = 0, len(doc)
    while low < high:
        middle = (low + high) // 2
        if doc[middle].idx < offset:
            low = middle + 1
        else:
            high = middle
    return doc[low] if low < len(doc) else None


def _parsed_head(doc: Doc, span: Span, index: int, end: int) -> Token | None:
    """The noun that the parse hangs the number on, when it stands behind the number in the same group."""
    last = index - 1
    while last >= 0 and doc[last].idx >= span.start:
        token = doc[last]
        last -= 1
        if token.pos_ not in ("NUM", "NOUN", "ADJ", "DET", "PRON", "ADV", "SYM"):
            continue
        head = token.head
        while head.i < index and head.head.i != head.i and head.dep_ in _NUMERIC and head.idx >= span.start:
            head = head.head
        if index <= head.i < min(end, index + _REACH) and head.pos_ in _NOUNS and token.dep_ in _NUMERIC:
            while head.dep_ in _INSIDE and head.i < head.head.i < end and head.head.i - head.i < _REACH // 2 + 1:
                head = head.head
            if head.i + 1 < end and doc[head.i + 1].text == "-" and not doc[head.i].whitespace_:
                return None  # the head is the first half of a hyphenated word
            return head
    return None


def _ends_list(doc: Doc, at: int) -> bool:
    """Whether the coordination at token `at` leads to no plural of which both parts are names or sorts."""
    index = at + 1
    while index < min(at + 4, len(doc)) and doc[index].tag_ in ("NNP", "NN", "JJ"):
        index += 1
    return index == at + 1 or index >= len(doc) or doc[index].tag_ != "NNS"


def _belongs(doc: Doc, at: int, start: int, group: list[Token], words: CountedWords) -> bool:
    token = doc[at]
    if token.is_space:
        return "\n\n" not in token.text and bool(group)
    if token.lower_ in words.never:
        return False
    if group and group[-1].tag_ in ("NNS", "NNPS") and token.pos_ in ("ADJ", "NUM", "DET") and group[-1].whitespace_:
        return False
    if group and group[-1].text == "-" and not group[-1].whitespace_ and token.pos_ != "PUNCT":
        return True  # "air-to-air missiles"
    singular = bool(group) and group[-1].tag_ in ("NN", "NNP") and group[-1].lower_ not in words.invariant
    if token.pos_ == "CCONJ" and singular and not _ends_list(doc, at):
        return True  # "Kia and Hyundai vehicles", "artillery and mortar systems"
    if token.tag_ in ("VBN", "VBD") and group and group[-1].tag_ == "NNP" and at + 1 < len(doc):
        return doc[at + 1].tag_ == "NNS"  # "16 ISIL occupied buildings"
    if token.pos_ in _INNER:
        return not (token.like_num and group and group[-1].pos_ in _NOUNS and not group[-1].text[:1].isupper())
    if token.text in ("-", "–", "/") and group and not group[-1].whitespace_ and not token.whitespace_:
        return True
    if token.pos_ == "PUNCT":
        # "large, sea-launched missiles": a comma between adjectives
        following = doc[at + 1] if at + 1 < len(doc) else None
        return (
            token.text in (",", '"', "“", "”", "'", "’", "‘")
            and following is not None
            and following.pos_ in ("ADJ", "NOUN", "PROPN")
            and (not group or group[-1].pos_ == "ADJ" or token.text != ",")
        )
    if token.lower_ in words.classes and token.pos_ != "VERB":
        return True
    if token.tag_ in ("VBN", "VBG", "POS", "RBR", "RB", "HYPH") or token.pos_ in ("ADV", "PART"):
        # "ISIL occupied buildings", "newly built ships": only on the way to a noun that is still to come
        joined = bool(group) and group[-1].text in ("-", "–")
        before_noun = not group or group[-1].pos_ not in _NOUNS or token.tag_ == "POS"
        following = doc[at + 1] if at + 1 < len(doc) else None
        return following is not None and (following.pos_ in _INNER or following.text == "-") and (joined or before_noun)
    return False
