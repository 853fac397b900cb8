"""A parse in Universal Dependencies turned into the shape of the English models, so that one code reads both.

Universal Dependencies hang a preposition on its noun, a copula on its predicate and a modal over its verb the other
way round than the English models (ClearNLP) do.  Here the tree is turned over once, after the parse; what reads it
afterwards needs no second case.  Labels and words: `pack.toml` of the language.  Three marks are left that English has
not: `postmod` (an adjective behind its noun), `flat` (a further part of a name), and tags of mood and tense
(INF infinitive, VBF future, VBC conditional, VBS subjunctive).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from onrecord import lexicon
from onrecord.extract.names import label_entities, label_times
from onrecord.extract.universal_tags import tag_verb, tag_word

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
    results: frozenset[str]
    relatives: frozenset[str]
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
        results=frozenset(table.get("results", [])),
        relatives=frozenset(table.get("relatives", [])),
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
    dated = label_times(doc, language)
    for sentence in doc.sents:
        part = _Sentence(tree, sentence.start, sentence.end)
        _mend(part, scheme, dated, language)
        _turn(part, scheme, language)
    tree.tag = [_tag(tree, index, doc[index].text, scheme) for index in range(len(doc))]
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
        ents=label_entities(doc, tree.pos, scheme.entities, dated, language),
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


# --- slips of the parser ---------------------------------------------------------------------------------------------


def _mend(sentence: _Sentence, scheme: Scheme, dated: Mapping[int, str], language: str) -> None:
    """Put right what the models get wrong often and plainly: a weekday as object, a name as a second object."""
    tree = sentence.tree
    for index in sentence:
        base, above = tree.base(index), tree.head[index]
        if base == "obj" and index in dated and tree.pos[index] == "NOUN":
            # "a détruit lundi douze chars": the weekday says when
            tree.dep[index] = "obl"
            for child in sentence.children(index):
                thing = tree.base(child) in ("nmod", "appos", "flat", "obj") and tree.pos[child] in _NOMINAL
                if thing and child > index and child not in dated and not _has_case(sentence, child):
                    tree.head[child], tree.dep[child] = above, "obj"
        elif base == "conj" and tree.pos[index] in _NOMINAL and tree.pos[above] in _VERBAL:
            # "détruit ... douze chars et trois systèmes": what is coordinated with the object
            first = next((c for c in sentence.children(above) if tree.base(c) == "obj" and above < c < index), None)
            if first is not None and not any(tree.base(c) == "cop" for c in sentence.children(index)):
                tree.head[index] = first
        elif tree.pos[index] == "NUM" and base in ("obj", "nsubj", "obl", "nmod"):
            # "5 000 Igla-S": the thing is counted, not the number named
            thing = index + 1
            if thing < sentence.end and tree.head[thing] == index and tree.pos[thing] in ("NOUN", "PROPN"):
                for child in sentence.children(index):
                    tree.head[child] = thing
                _take_place(tree, index, thing)
                tree.head[index], tree.dep[index] = thing, "nummod"
    _mend_results(sentence, scheme, language)
    for verb in sentence:
        if tree.pos[verb] in _VERBAL:
            _mend_objects(sentence, verb, scheme)


def _mend_results(sentence: _Sentence, scheme: Scheme, language: str) -> None:
    """ "resultaron heridas", "quedó destruido": the participle leads, as after "ser"."""
    tree = sentence.tree
    for index in sentence:
        if tree.lemma[index] not in scheme.results or tree.pos[index] not in _VERBAL:
            continue
        for child in sentence.children(index):
            verb = _infinitive(tree.lower[child], scheme, language) if index < child <= index + 2 else None
            if verb is None or tree.base(child) not in ("obj", "xcomp", "obl", "advcl", "amod", "acl", "ccomp"):
                continue
            for other in sentence.children(index):
                if other != child:
                    tree.head[other] = child
            _take_place(tree, index, child)
            tree.head[index], tree.dep[index], tree.pos[index] = child, "aux", "AUX"
            tree.pos[child], tree.lemma[child], tree.morph[child]["VerbForm"] = "VERB", verb, "Part"
            break


def _mend_objects(sentence: _Sentence, verb: int, scheme: Scheme) -> None:
    tree = sentence.tree
    objects = [c for c in sentence.children(verb) if tree.base(c) == "obj" and c > verb and tree.pos[c] in _NOMINAL]
    if len(objects) < 2:
        return
    for one, two in pairwise(objects):
        marked = next((c for c in sentence.children(one) if tree.base(c) == "case"), None)
        if marked is not None and tree.lower[marked] in scheme.object_marker:
            tree.dep[one] = "iobj"  # "entregará a Kiev 18 tanques"
        elif two == one + 1:
            tree.head[two], tree.dep[two] = one, "flat"  # "18 chars Leopard 2 à Kiev"
            for child in sentence.children(two):
                if child > two and _has_case(sentence, child):
                    tree.head[child], tree.dep[child] = verb, "obl"


def _has_case(sentence: _Sentence, index: int) -> bool:
    return any(sentence.tree.base(c) == "case" for c in sentence.children(index))


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
            tree.head[cases[0]] = tree.head[noun]  # Spanish marks a person as object: "mató a tres soldados"
            continue
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


def _tag(tree: _Tree, index: int, text: str, scheme: Scheme) -> str:
    pos, morph = tree.pos[index], tree.morph[index]
    if tree.lower[index] in scheme.relatives and pos not in _NOMINAL - {"PRON"}:
        return "WRB"
    if pos in _VERBAL:
        if _has_been_done(tree, index):
            return "VBD"
        return "MD" if tree.dep[index] == "aux:modal" else tag_verb(morph)
    return "PRP$" if tree.dep[index] == "nmod:poss" else tag_word(pos, morph, text)


def _has_been_done(tree: _Tree, index: int) -> bool:
    """ "después de haber pasado", "après avoir stoppé": an infinitive that says what was done, and not what for."""
    infinitive = tree.morph[index].get("VerbForm") == "Inf" and tree.base(index) == "aux"
    return infinitive and tree.dep[index] != "aux:pass" and _is_participle(tree, tree.head[index])
