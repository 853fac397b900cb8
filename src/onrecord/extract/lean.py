"""The model's pipeline with its rule steps done in columns and its networks quickened (network.py).  The annotations
are the same, to the last token.

A sixth of the time of a small model goes into rules that are tried on every token anew: the attribute ruler's, nearly
all of which look at one token alone, and the lemmatizer's.  What they say of a word, tag and relation is kept here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.extract.network import quicken

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler, Lemmatizer
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

Step = Callable[["Doc"], "Doc"]
Key = tuple[int, ...]

_KEPT = 200_000  # entries a memory may hold before it is emptied
_TESTS = frozenset({"LOWER", "IS_SPACE", "TAG", "DEP"})  # what hangs on word, tag and relation alone
_ANY_WORD = 0  # stands for the words that no rule names


def lean_steps(nlp: Language) -> tuple[Step, ...]:
    """The steps of a pipeline in order, to be called on a Doc that its tokenizer made."""
    return tuple(_lean(step) for _, step in nlp.pipeline)


def _lean(step: Any) -> Step:
    from spacy.lang.en.lemmatizer import EnglishLemmatizer
    from spacy.pipeline import AttributeRuler, Lemmatizer

    if type(step) is AttributeRuler and TokenRules.can_stand_for(step):
        return TokenRules(step)
    quick = quicken(step)
    if quick is not None:
        return quick
    # These two look at nothing but a token's word, part of speech and form; another language's may look around it.
    if type(step) in (Lemmatizer, EnglishLemmatizer) and not step.overwrite:
        return Lemmas(step)
    found: Step = step
    return found


class TokenRules:
    """An attribute ruler that remembers what its rules say of a word with its tag and relation.

    Rules over several tokens are tried as ever; where rules meet on a token the later one holds, as in the ruler.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        rules: list[dict[str, Any]] = list(ruler.patterns)
        self.columns = _columns()
        self.attrs: list[dict[int | str, int]] = list(ruler.attrs)
        self.places = [rule["index"] for rule in rules]
        self.single = _some(ruler, [number for number, rule in enumerate(rules) if _is_single(rule)])
        self.several = _some(ruler, [number for number, rule in enumerate(rules) if not _is_single(rule)])
        self.named, self.pattern = _named_words(rules)
        self.words: dict[int, int] = {}  # a word, or `_ANY_WORD`
        self.known: dict[Key, tuple[int, ...]] = {}  # numbers of the rules that hold, in order
        self.settings: dict[tuple[int, ...], tuple[tuple[int, int], ...]] = {}  # column and value, by such numbers

    @staticmethod
    def can_stand_for(ruler: AttributeRuler) -> bool:
        """Whether the rules ask and set nothing but what is kept here."""
        columns = set(_columns())
        single = [form[0] for rule in ruler.patterns if _is_single(rule) for form in _forms(rule)]
        asked = {test for token in single for test in token}
        ways = {way for token in single if isinstance(token.get("LOWER"), dict) for way in token["LOWER"]}
        known = asked <= _TESTS and ways <= {"IN", "NOT_IN", "REGEX"}
        return known and all(set(attrs) <= columns for attrs in ruler.attrs)

    def __call__(self, doc: Doc) -> Doc:
        from spacy.attrs import DEP, ORTH, TAG  # type: ignore[import-not-found]

        if not len(doc):
            return doc
        rows = doc.to_array([ORTH, TAG, DEP]).tolist()
        words = self.words
        for orth, _, _ in rows:
            if orth not in words:
                self._classify(doc.vocab, orth)
        keys: list[Key] = [(words[orth], tag, dep) for orth, tag, dep in rows]
        self._learn(doc.vocab, {key: row for key, row in zip(keys, rows, strict=True) if key not in self.known})
        held = [self.known[key] for key in keys]
        for at, number in self._across(doc):
            held[at] = tuple(sorted((*held[at], number)))
        table: Any = doc.to_array(self.columns)
        values = table.tolist()
        settings = self.settings
        for row, numbers in zip(values, held, strict=True):
            if numbers not in settings:
                settings[numbers] = self._put_together(numbers)
            for column, value in settings[numbers]:
                row[column] = value
        table[:] = values
        doc.from_array(self.columns, table)
        return doc

    def _put_together(self, numbers: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
        """Columns and values that rules set, the later ones over the earlier ones."""
        values = {self.columns.index(attr): value for number in numbers for attr, value in self.attrs[number].items()}
        return tuple(values.items())

    def _classify(self, vocab: Vocab, orth: int) -> None:
        """Words that no rule names are all one to the rules, but for white space."""
        if len(self.words) > _KEPT:
            self.words.clear()
            self.known.clear()
        lexeme = vocab[orth]
        lower = lexeme.lower_
        alone = lexeme.is_space or lower in self.named or bool(self.pattern and self.pattern.search(lower))
        self.words[orth] = orth if alone else _ANY_WORD

    def _across(self, doc: Doc) -> list[tuple[int, int]]:
        """Tokens that rules over several tokens set something of, and the numbers of the rules."""
        numbers, ruler = self.several
        if not numbers:
            return []
        found = ((numbers[rule], start, end) for rule, _, start, end in ruler.match(doc))
        places = self.places
        return [
            (start + places[number] if places[number] >= 0 else end + places[number], number)
            for number, start, end in found
        ]

    def _learn(self, vocab: Vocab, new: Mapping[Key, Sequence[int]]) -> None:
        """Try the rules over one token on what is new, given with a row of word, tag and relation of each."""
        from spacy.attrs import DEP, TAG
        from spacy.tokens import Doc

        if not new:
            return
        numbers, ruler = self.single
        doc = Doc(vocab, words=[vocab.strings[orth] for orth, _, _ in new.values()])
        rows: Any = doc.to_array([TAG, DEP])
        rows[:] = [row[1:] for row in new.values()]
        doc.from_array([TAG, DEP], rows)
        held: list[list[int]] = [[] for _ in new]
        for rule, _, start, _ in ruler.match(doc):
            held[start].append(numbers[rule])
        self.known.update(zip(new, map(tuple, held), strict=True))


def _named_words(rules: Sequence[Any]) -> tuple[frozenset[str], re.Pattern[str] | None]:
    """The words that rules over one token name, and a pattern of those they describe."""
    named: set[str] = set()
    patterns: list[str] = []
    for rule in rules:
        for form in _forms(rule) if _is_single(rule) else ():
            test = form[0].get("LOWER", ())
            if isinstance(test, str):
                named.add(test)
            elif test:
                named.update(test.get("IN", ()), test.get("NOT_IN", ()))
                patterns += [test["REGEX"]] if "REGEX" in test else []
    return frozenset(named), re.compile("|".join(f"(?:{each})" for each in patterns)) if patterns else None


def _columns() -> list[int | str]:
    from spacy.attrs import DEP, LEMMA, MORPH, POS, TAG

    return [POS, MORPH, LEMMA, TAG, DEP]


def _forms(rule: Any) -> list[list[dict[str, Any]]]:
    forms: list[list[dict[str, Any]]] = rule["patterns"]
    return forms


def _is_single(rule: Any) -> bool:
    return rule["index"] in (0, -1) and all(len(form) == 1 for form in _forms(rule))


def _some(ruler: AttributeRuler, numbers: list[int]) -> tuple[list[int], AttributeRuler]:
    """A ruler with some of the rules of another, and their numbers there."""
    from spacy.pipeline import AttributeRuler

    some = AttributeRuler(ruler.vocab, ruler.name)
    some.add_patterns([ruler.patterns[number] for number in numbers])
    return numbers, some


class Lemmas:
    """A lemmatizer that remembers the lemma of a word with its part of speech and form."""

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        self.lemmatizer = lemmatizer
        if lemmatizer.lookups.has_table("lemma_index"):
            # Lists of thousands of words that are only asked whether they hold one.
            index = lemmatizer.lookups.get_table("lemma_index")
            for part, words in list(index.items()):
                index[part] = frozenset(words)
        self.known: dict[Key, int] = {}

    def __call__(self, doc: Doc) -> Doc:
        from spacy.attrs import LEMMA, MORPH, ORTH, POS

        if not len(doc):
            return doc
        known = self.known
        if len(known) > _KEPT:
            known.clear()
        words = doc.to_array([ORTH, POS, MORPH]).tolist()
        lemmas: Any = doc.to_array(LEMMA)
        for at, lemma in enumerate(lemmas.tolist()):
            if lemma == 0:  # the ruler has given the others theirs
                key = tuple(words[at])
                found = known.get(key)
                if found is None:
                    found = known[key] = doc.vocab.strings.add(self.lemmatizer.lemmatize(doc[at])[0])
                lemmas[at] = found
        doc.from_array([LEMMA], lemmas)
        return doc
