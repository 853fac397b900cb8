"""A parse in Universal Dependencies turned into the shape of the English models, so that one code reads both.

Universal Dependencies hang a preposition on its noun, a copula on its predicate and a modal over its verb the other
way round than the English models (ClearNLP) do.  Here the tree is turned over once, after the parse; what reads it
afterwards needs no second case.  Labels and words: `pack.toml` of the language.  Three marks are left that English has
not: `postmod` (an adjective behind its noun), `flat` (a further part of a name), and tags of mood and tense
(INF infinitive, VBF future, VBC conditional, VBS subjunctive).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord import lexicon
from onrecord.extract.times import find_times

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
_VERBAL = frozenset({"VERB", "AUX"})
_OBLIQUE = frozenset({"obl", "nmod", "iobj"})  # with a preposition these turn over
_CLAUSAL = frozenset(
    {"nsubj", "csubj", "aux", "mark", "punct", "advcl", "cc", "obl", "advmod", "parataxis", "ccomp", "expl", "iobj"}
)  # what belongs to a clause and not to the noun that is its predicate


@dataclass(frozen=True, slots=True)
class Scheme:
    """The words of a language that the turning over needs, from `pack.toml`, table `universal`."""

    labels: Mapping[str, str]
    entities: Mapping[str, str]
    agent: frozenset[str]
    object_marker: frozenset[str]
    passive: frozenset[str]
    reflexive: frozenset[str]
    negation: frozenset[str]
    modals: frozenset[str]
    progressive: frozenset[str]
    compound_prepositions: frozenset[str]
    participle_endings: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def load_scheme(language: str) -> Scheme | None:
    """The scheme of a language whose model speaks Universal Dependencies; None for one that needs no turning over."""
    table: dict[str, Any] | None = lexicon.load("pack", language=language).get("universal")
    if table is None:
        return None
    return Scheme(
        labels=dict(table["labels"]),
        entities=dict(table["entities"]),
        agent=frozenset(table["agent"]),
        object_marker=frozenset(table.get("object_marker", [])),
        passive=frozenset(table["passive"]),
        reflexive=frozenset(table["reflexive"]),
        negation=frozenset(table["negation"]),
        modals=frozenset(table["modals"]),
        progressive=frozenset(table.get("progressive", [])),
        compound_prepositions=frozenset(table.get("compound_prepositions", [])),
        participle_endings=tuple((a, tuple(b)) for a, b in table.get("participle_endings", [])),
    )


@dataclass(slots=True)
class _Tree:
    """The parse as columns that may be changed."""

    lower: list[str]
    lemma: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    morph: list[dict[str, str]]
    tag: list[str] = field(default_factory=list)

    def children(self, index: int) -> list[int]:
        return [i for i, head in enumerate(self.head) if head == index and i != index]

    def base(self, index: int) -> str:
        """The relation without its subtype."""
        return self.dep[index].partition(":")[0]


def reshape(doc: Doc, *, language: str) -> Doc:
    """A Doc of the same words with the relations, tags and entity labels of the English models."""
    from spacy.tokens import Doc as Made

    scheme = load_scheme(language)
    if scheme is None or not len(doc):
        return doc
    tree = _Tree(
        lower=[token.lower_ for token in doc],
        lemma=[token.lemma_ for token in doc],
        pos=[token.pos_ for token in doc],
        dep=[token.dep_ for token in doc],
        head=[int(token.head.i) for token in doc],
        morph=[dict(token.morph.to_dict()) for token in doc],
    )
    for sentence in doc.sents:
        _turn(_Sentence(tree, sentence.start, sentence.end), scheme, language)
    tree.tag = [_tag(tree, index, doc[index].text) for index in range(len(doc))]
    return Made(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=tree.tag,
        pos=tree.pos,
        morphs=[str(token.morph) for token in doc],
        lemmas=tree.lemma,
        heads=tree.head,
        deps=[_label(tree, index, scheme) for index in range(len(doc))],
        ents=_entities(doc, tree, scheme, language),
    )


@dataclass(frozen=True, slots=True)
class _Sentence:
    tree: _Tree
    start: int
    end: int

    def __iter__(self) -> Any:
        return iter(range(self.start, self.end))

    def children(self, index: int) -> list[int]:
        head = self.tree.head
        return [i for i in range(self.start, self.end) if head[i] == index and i != index]

    def having(self, *relations: str) -> list[int]:
        return [i for i in range(self.start, self.end) if self.tree.base(i) in relations]


def _turn(sentence: _Sentence, scheme: Scheme, language: str) -> None:
    _name_parts(sentence, scheme, language)
    _lift_modals(sentence, scheme)
    _mark_passives(sentence, scheme)
    _lift_copulas(sentence, scheme)
    _lift_prepositions(sentence, scheme)


# --- parts of speech -----------------------------------------------------------------------------------------------


def _name_parts(sentence: _Sentence, scheme: Scheme, language: str) -> None:
    """Adjectives that stand as nouns ("9 civils"); the infinitive of participles that the model calls adjectives."""
    tree = sentence.tree
    for index in sentence:
        base = tree.base(index)
        if tree.pos[index] == "ADJ":
            kids = [tree.base(c) for c in sentence.children(index)]
            if base in ("nsubj", "obj", "obl", "nmod") and ("det" in kids or "nummod" in kids or "case" in kids):
                tree.pos[index] = "NOUN"
            elif _is_participle(tree, index):
                verb = _infinitive(tree.lower[index], scheme, language)
                if verb is not None and (base in ("acl", "ROOT", "conj", "advcl", "ccomp") or "obl" in kids):
                    tree.pos[index], tree.lemma[index] = "VERB", verb
                    if base == "amod":
                        tree.dep[index] = "acl"
        if base in ("det", "amod") and tree.morph[index].get("Poss") == "Yes":
            tree.dep[index], tree.pos[index] = "nmod:poss", "PRON"
        if base == "amod" and tree.pos[index] == "VERB" and index > tree.head[index]:
            tree.dep[index] = "acl"


def _is_participle(tree: _Tree, index: int) -> bool:
    return tree.morph[index].get("VerbForm") == "Part"


@cache
def _verbs(language: str) -> frozenset[str]:
    rows = lexicon.load("claims", language=language)["verb"]
    return frozenset(lemma for row in rows for lemma in row["lemmas"].split())


def _infinitive(participle: str, scheme: Scheme, language: str) -> str | None:
    """ "desplegados" is of "desplegar", if the claims lexicon knows such a verb."""
    known = _verbs(language)
    for ending, replacements in scheme.participle_endings:
        if participle.endswith(ending):
            for replacement in replacements:
                verb = participle[: len(participle) - len(ending)] + replacement
                if verb in known:
                    return verb
    return None


# --- the tree --------------------------------------------------------------------------------------------------------


def _lift_modals(sentence: _Sentence, scheme: Scheme) -> None:
    """ "peut frapper", "va fournir": the infinitive leads, the modal is its auxiliary."""
    tree = sentence.tree
    for index in sentence:
        if tree.lemma[index] not in scheme.modals or tree.pos[index] not in _VERBAL:
            continue
        if tree.base(index) == "aux":
            tree.dep[index] = "aux:modal"
            continue
        verb = next(
            (
                c
                for c in sentence.children(index)
                if tree.base(c) in ("xcomp", "ccomp") and tree.pos[c] in _VERBAL and c > index
                and tree.morph[c].get("VerbForm") == "Inf"
            ),
            None,
        )  # fmt: skip
        if verb is None or any(tree.base(c) == "obj" for c in sentence.children(index)):
            continue
        for child in sentence.children(index):
            if child != verb:
                tree.head[child] = verb
        _take_place(tree, index, verb)
        tree.head[index], tree.dep[index], tree.pos[index] = verb, "aux:modal", "AUX"


def _take_place(tree: _Tree, old: int, new: int) -> None:
    """`new`, a child of `old`, stands where `old` stood."""
    tree.head[new] = new if tree.head[old] == old else tree.head[old]
    tree.dep[new] = tree.dep[old]


def _mark_passives(sentence: _Sentence, scheme: Scheme) -> None:
    """ "fue hundido", "est déployé" with a passive auxiliary; "se" without a say of its own."""
    tree = sentence.tree
    for index in sentence:
        verb = tree.head[index]
        base = tree.base(index)
        if tree.lower[index] in scheme.reflexive and tree.morph[index].get("Reflex") == "Yes":
            tree.dep[index] = "aux:pass" if tree.dep[index] == "expl:pass" else "discourse"
        elif _is_passive_auxiliary(tree, index, scheme):
            tree.dep[index] = "aux:pass"
        if tree.dep[index] == "aux:pass":
            for child in sentence.children(verb):
                if tree.base(child) == "nsubj":
                    tree.dep[child] = "nsubj:pass"
        if base == "advmod" and tree.lower[index] in scheme.negation:
            tree.dep[index] = "neg"


def _is_passive_auxiliary(tree: _Tree, index: int, scheme: Scheme) -> bool:
    verb = tree.head[index]
    helps = tree.base(index) in ("aux", "cop") and tree.dep[index] != "aux:tense"
    return helps and tree.lemma[index] in scheme.passive and _is_participle(tree, verb) and tree.pos[verb] == "VERB"


def _lift_copulas(sentence: _Sentence, scheme: Scheme) -> None:
    """ "X es un misil": the verb leads and "misil" is its attribute."""
    tree = sentence.tree
    for copula in sentence.having("cop"):
        predicate = tree.head[copula]
        if predicate == copula:
            continue
        for child in sentence.children(predicate):
            clause = tree.base(child) in _CLAUSAL or (tree.base(child) == "conj" and tree.pos[child] in _VERBAL)
            if child != copula and (clause or tree.dep[child] == "neg") and not _inside(tree, child, predicate):
                tree.head[child] = copula
        _take_place(tree, predicate, copula)
        tree.head[predicate] = copula
        case = any(tree.base(c) == "case" for c in sentence.children(predicate))
        nominal = tree.pos[predicate] in _NOMINAL or tree.pos[predicate] == "ADV"
        tree.dep[predicate] = "obl" if case else "attr" if nominal else "acomp"
        for child in sentence.children(predicate):
            infinitive = tree.morph[child].get("VerbForm") == "Inf"
            if tree.lemma[predicate] in scheme.progressive and tree.base(child) == "acl" and infinitive:
                tree.head[child], tree.dep[child] = copula, "xcomp"  # "est en train de créer"


def _inside(tree: _Tree, child: int, predicate: int) -> bool:
    """What belongs to the predicate's own phrase: "muy cerca", "más importante"."""
    return tree.base(child) == "advmod" and tree.pos[predicate] == "ADJ" and child == predicate - 1


def _lift_prepositions(sentence: _Sentence, scheme: Scheme) -> None:
    """ "en el mar": the preposition hangs on the verb, the noun on the preposition."""
    tree = sentence.tree
    lifted: dict[int, int] = {}  # noun to its preposition
    for noun in sentence:
        base = tree.base(noun)
        cases = [c for c in sentence.children(noun) if tree.base(c) == "case" and c < noun]
        if base == "obj" and cases and tree.lower[cases[0]] in scheme.object_marker:
            continue  # Spanish marks a person as object: "mató a tres soldados"
        if base in ("nmod", "obl", "appos") and not cases:
            if tree.dep[noun] == "nmod:poss":
                continue
            tree.dep[noun] = {"nmod": "flat", "obl": "npadvmod"}.get(base, tree.dep[noun])
            continue
        if not cases:
            continue
        if base not in (*_OBLIQUE, "obj", "conj", "appos", "advcl", "advmod", "acl", "amod", "dep", "parataxis"):
            continue
        if base in ("advcl", "acl", "amod") and tree.pos[noun] not in _NOMINAL:
            continue
        prep = cases[0]
        tree.head[prep] = tree.head[noun]
        tree.dep[prep] = "prep"
        if base == "conj":
            first = lifted.get(tree.head[noun])
            if first is not None:
                tree.head[prep], tree.dep[prep] = first, "conj"
        elif tree.dep[noun] == "obl:agent" or (
            tree.lower[prep] in scheme.agent and _is_passive(sentence, tree.head[noun])
        ):
            tree.dep[prep] = "agent"
        elif base == "iobj":
            tree.dep[prep] = "dative"
        tree.pos[prep] = "ADP"
        tree.head[noun], tree.dep[noun] = prep, "pobj"
        lifted[noun] = prep
        _join_compound(sentence, noun, prep, scheme)


def _join_compound(sentence: _Sentence, noun: int, prep: int, scheme: Scheme) -> None:
    """ "près de la frontière", "cerca de la ciudad": the adverb is the outer preposition."""
    tree, outer = sentence.tree, prep - 1
    if outer < sentence.start or tree.lower[outer] not in scheme.compound_prepositions:
        return
    if tree.head[prep] != outer:
        if tree.head[outer] not in (tree.head[prep], noun, prep):
            return
        tree.head[outer] = tree.head[prep]
        tree.head[prep] = outer
    tree.dep[outer], tree.pos[outer], tree.dep[prep] = "prep", "ADP", "prep"


def _is_passive(sentence: _Sentence, verb: int) -> bool:
    tree = sentence.tree
    if not _is_participle(tree, verb) or tree.pos[verb] != "VERB":
        return False
    kids = [tree.dep[c] for c in sentence.children(verb)]
    return "aux:pass" in kids or not any(dep.startswith("aux") for dep in kids)


# --- labels ----------------------------------------------------------------------------------------------------------


def _label(tree: _Tree, index: int, scheme: Scheme) -> str:
    if tree.head[index] == index:
        return "ROOT"
    dep, base = tree.dep[index], tree.base(index)
    if base == "acl" and dep != "acl:relcl":
        relative = any(tree.morph[c].get("PronType", "").endswith("Rel") for c in tree.children(index))
        dep = "acl:relcl" if relative else dep
    if base == "amod":
        return "amod" if index < tree.head[index] else "postmod"
    return scheme.labels.get(dep) or scheme.labels.get(base) or dep


def _tag(tree: _Tree, index: int, text: str) -> str:
    """A tag of the English set (Penn Treebank) for a part of speech and its form."""
    pos, morph = tree.pos[index], tree.morph[index]
    if pos in _VERBAL:
        if _has_been_done(tree, index):
            return "VBD"
        return "MD" if tree.dep[index] == "aux:modal" else _verb_tag(morph)
    plural = morph.get("Number") == "Plur"
    if pos == "NOUN":
        return "NNS" if plural else "NN"
    if pos == "PROPN":
        return "NNPS" if plural else "NNP"
    relative = morph.get("PronType", "").endswith("Rel")
    if pos in ("PRON", "DET") and relative:
        return "WDT"
    if pos == "ADV" and relative:
        return "WRB"
    if tree.dep[index] == "nmod:poss":
        return "PRP$"
    fixed = {"PRON": "PRP", "DET": "DT", "ADJ": "JJ", "ADV": "RB", "ADP": "IN", "SCONJ": "IN", "CCONJ": "CC",
             "NUM": "CD", "SPACE": "_SP", "INTJ": "UH", "SYM": "SYM", "PART": "RP"}  # fmt: skip
    return fixed.get(pos, text if pos == "PUNCT" else "XX")


def _has_been_done(tree: _Tree, index: int) -> bool:
    """ "después de haber pasado", "après avoir stoppé": an infinitive that says what was done, and not what for."""
    infinitive = tree.morph[index].get("VerbForm") == "Inf" and tree.base(index) == "aux"
    return infinitive and tree.dep[index] != "aux:pass" and _is_participle(tree, tree.head[index])


def _verb_tag(morph: Mapping[str, str]) -> str:
    form, tense, mood = morph.get("VerbForm"), morph.get("Tense"), morph.get("Mood")
    if form == "Inf":
        return "INF"
    if form == "Ger" or (form == "Part" and tense == "Pres"):
        return "VBG"
    if form == "Part":
        return "VBN"
    if mood == "Cnd":
        return "VBC"
    if mood == "Sub":
        return "VBS"
    if tense == "Fut":
        return "VBF"
    if tense in ("Past", "Imp"):
        return "VBD"
    return "VBP" if morph.get("Number") == "Plur" else "VBZ"


@cache
def _peoples(language: str) -> frozenset[str]:
    """Adjectives and nouns of peoples, lower-cased."""
    table = lexicon.load("countries", language=language)
    rows = [*table["country"].values(), *table["former"].values()]
    shared = table["shared"]["people"]
    return frozenset(
        form.lower()
        for forms in (*(r["adjective"] for r in rows), *(r["people"] for r in rows), shared)
        for form in forms
    )


def _entities(doc: Doc, tree: _Tree, scheme: Scheme, language: str) -> list[str]:
    """Entity labels of the English set by token: the model's own, peoples from the lexicon, times from their finder."""
    labels = ["O"] * len(doc)
    for found in doc.ents:
        name = scheme.entities.get(found.label_)
        if name:
            _fill(labels, range(found.start, found.end), name)
    peoples = _peoples(language)
    for index, lower in enumerate(tree.lower):
        if (
            lower in peoples
            and tree.pos[index] in ("ADJ", "NOUN", "PROPN")
            and labels[index] in ("O", "B-ORG", "B-GPE")
        ):
            labels[index] = "B-NORP"
            if index + 1 < len(labels) and labels[index + 1].startswith("I-"):
                labels[index + 1] = "B-" + labels[index + 1][2:]
    for time in find_times(doc.text, published=None, language=language):
        span = doc.char_span(time.span.start, time.span.end, alignment_mode="expand")
        if span is not None:
            if span.end < len(labels) and labels[span.end].startswith("I-"):
                labels[span.end] = "B-" + labels[span.end][2:]
            _fill(labels, range(span.start, span.end), "TIME" if time.granularity == "hour" else "DATE")
    return labels


def _fill(labels: list[str], indices: Iterable[int], name: str) -> None:
    for step, index in enumerate(indices):
        labels[index] = f"{'I' if step else 'B'}-{name}"
