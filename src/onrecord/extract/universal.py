"""A parse in Universal Dependencies turned into the shape of the English models, so that one code reads both.

Universal Dependencies hang a preposition on its noun, a copula on its predicate and a modal over its verb the other
way round than the English models (ClearNLP) do.  Here the tree is turned over once, after the parse; what reads it
afterwards needs no second case.  Labels and words: `pack.toml` of the language.  Three marks are left that English has
not: `postmod` (an adjective behind its noun), `flat` (a further part of a name), and tags of mood and tense
(INF infinitive, VBF future, VBC conditional, VBS subjunctive).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.extract.names import label_entities, label_times
from onrecord.extract.universal_mend import join_names, mend, name_parts
from onrecord.extract.universal_tags import tag_verb, tag_word
from onrecord.extract.universal_tree import (
    NOMINAL,
    VERBAL,
    Scheme,
    Sentence,
    Tree,
    break_circles,
    is_participle,
    load_scheme,
    take_place,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LONGEST = 600  # tokens; a longer sentence is a parse gone wrong, and only its labels are turned
_OBLIQUE = frozenset({"obl", "nmod", "iobj"})  # with a preposition these turn over
_CLAUSAL = frozenset(
    {"nsubj", "csubj", "aux", "mark", "punct", "advcl", "cc", "obl", "advmod", "parataxis", "ccomp", "expl", "iobj"}
)  # what belongs to a clause and not to the noun that is its predicate


def reshape(doc: Doc, *, language: str) -> Doc:
    """A Doc of the same words with the relations, tags and entity labels of the English models."""
    from spacy.tokens import Doc as Made

    scheme = load_scheme(language)
    if scheme is None or not len(doc):
        return doc
    tree = Tree(
        lower=[token.lower_ for token in doc],
        lemma=[token.lemma_ for token in doc],
        pos=[token.pos_ for token in doc],
        dep=[token.dep_ for token in doc],
        head=[int(token.head.i) for token in doc],
        morph=[dict(token.morph.to_dict()) for token in doc],
    )
    dated = label_times(doc, language)
    names = [range(found.start, found.end) for found in doc.ents if len(found) > 1]
    for sentence in doc.sents:
        part = Sentence(tree, sentence.start, sentence.end)
        if len(sentence) <= _LONGEST:
            join_names(part, (name for name in names if sentence.start <= name.start < sentence.end))
            mend(part, scheme, dated, language)
            _turn(part, scheme, language)
            break_circles(part)
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


def _turn(sentence: Sentence, scheme: Scheme, language: str) -> None:
    name_parts(sentence, scheme, language)
    _lift_modals(sentence, scheme)
    _mark_passives(sentence, scheme)
    _lift_copulas(sentence, scheme)
    _lift_prepositions(sentence, scheme)
    _lift_abilities(sentence)


# --- the tree --------------------------------------------------------------------------------------------------------


def _lift_modals(sentence: Sentence, scheme: Scheme) -> None:
    """ "peut frapper", "va fournir": the infinitive leads, the modal is its auxiliary."""
    tree = sentence.tree
    for index in sentence:
        if tree.lemma[index] not in scheme.modals or tree.pos[index] not in VERBAL:
            continue
        if tree.base(index) == "aux":
            tree.dep[index] = "aux:modal"
            continue
        verb = next(
            (
                c
                for c in sentence.children(index)
                if tree.base(c) in ("xcomp", "ccomp") and tree.pos[c] in VERBAL and c > index
                and tree.morph[c].get("VerbForm") == "Inf"
            ),
            None,
        )  # fmt: skip
        if verb is None or any(tree.base(c) == "obj" for c in sentence.children(index)):
            continue
        for child in sentence.children(index):
            if child != verb:
                tree.hang(child, verb)
        take_place(tree, index, verb)
        tree.hang(index, verb)
        tree.dep[index], tree.pos[index] = "aux:modal", "AUX"


def _mark_passives(sentence: Sentence, scheme: Scheme) -> None:
    """ "fue hundido", "est déployé" with a passive auxiliary; "se" without a say of its own."""
    tree = sentence.tree
    for index in sentence:
        verb = tree.head[index]
        base = tree.base(index)
        if tree.lower[index] in scheme.reflexive and tree.morph[index].get("Reflex") == "Yes":
            tree.dep[index] = "aux:pass" if tree.dep[index] == "expl:pass" else "discourse"
            for child in sentence.children(verb):
                if tree.dep[child] == "nsubj:pass" and tree.dep[index] == "discourse":
                    tree.dep[child] = "nsubj"  # "se sont retirées"
        elif _is_passive_auxiliary(tree, index, scheme):
            tree.dep[index] = "aux:pass"
        if tree.dep[index] == "aux:pass":
            for child in sentence.children(verb):
                if tree.base(child) == "nsubj":
                    tree.dep[child] = "nsubj:pass"
        if base == "advmod" and tree.lower[index] in scheme.negation:
            tree.dep[index] = "neg"


def _is_passive_auxiliary(tree: Tree, index: int, scheme: Scheme) -> bool:
    verb = tree.head[index]
    if tree.lemma[verb] in scheme.intransitive:
        return False  # "sont morts"
    helps = tree.base(index) in ("aux", "cop") and tree.dep[index] != "aux:tense"
    return helps and tree.lemma[index] in scheme.passive and is_participle(tree, verb) and tree.pos[verb] == "VERB"


def _lift_copulas(sentence: Sentence, scheme: Scheme) -> None:
    """ "X es un misil": the verb leads and "misil" is its attribute."""
    tree = sentence.tree
    for copula in sentence.having("cop"):
        predicate = tree.head[copula]
        if predicate == copula:
            continue
        for child in sentence.children(predicate):
            clause = tree.base(child) in _CLAUSAL or (tree.base(child) == "conj" and tree.pos[child] in VERBAL)
            if child != copula and (clause or tree.dep[child] == "neg") and not _inside(tree, child, predicate):
                tree.hang(child, copula)
        take_place(tree, predicate, copula)
        tree.hang(predicate, copula)
        case = any(tree.base(c) == "case" for c in sentence.children(predicate))
        nominal = tree.pos[predicate] in NOMINAL or tree.pos[predicate] == "ADV"
        tree.dep[predicate] = "obl" if case else "attr" if nominal else "acomp"
        for child in sentence.children(predicate):
            infinitive = tree.morph[child].get("VerbForm") == "Inf"
            if tree.lemma[predicate] in scheme.progressive and tree.base(child) == "acl" and infinitive:
                tree.hang(child, copula)  # "est en train de créer"
                tree.dep[child] = "xcomp"


def _inside(tree: Tree, child: int, predicate: int) -> bool:
    """What belongs to the predicate's own phrase: "muy cerca", "más importante"."""
    return tree.base(child) == "advmod" and tree.pos[predicate] == "ADJ" and child == predicate - 1


def _lift_prepositions(sentence: Sentence, scheme: Scheme) -> None:
    """ "en el mar": the preposition hangs on the verb, the noun on the preposition."""
    tree = sentence.tree
    lifted: dict[int, int] = {}  # noun to its preposition
    for noun in sentence:
        base = tree.base(noun)
        cases = [c for c in sentence.children(noun) if tree.base(c) == "case" and c < noun]
        if base == "obj" and cases and tree.lower[cases[0]] in scheme.object_marker:
            tree.hang(cases[0], tree.head[noun])  # Spanish marks a person as object: "mató a tres soldados"
            continue
        if base in ("obj", "obl") and cases and _is_denied_object(sentence, noun, cases[0], scheme):
            tree.hang(cases[0], tree.head[noun])  # French: "n'a pas tiré de missiles"
            tree.dep[noun] = "obj"
            continue
        beside = base == "appos" and noun == tree.head[noun] + 1 and tree.pos[noun] in ("PROPN", "X", "NUM")
        if beside and not cases:
            tree.dep[noun] = "flat"  # "el sistema S-400"
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
        if base in ("advcl", "acl", "amod") and tree.pos[noun] not in NOMINAL:
            continue
        prep = cases[0]
        tree.hang(prep, tree.head[noun])
        tree.dep[prep] = "prep"
        if base == "conj":
            first = lifted.get(tree.head[noun])
            if first is not None:
                tree.hang(prep, first)
                tree.dep[prep] = "conj"
        elif tree.dep[noun] == "obl:agent" or (
            tree.lower[prep] in scheme.agent and _is_passive(sentence, tree.head[noun])
        ):
            tree.dep[prep] = "agent"
        elif base == "iobj":
            tree.dep[prep] = "dative"
        tree.pos[prep] = "ADP"
        tree.hang(noun, prep)
        tree.dep[noun] = "pobj"
        lifted[noun] = prep
        _join_compound(sentence, noun, prep, scheme)


def _is_denied_object(sentence: Sentence, noun: int, case: int, scheme: Scheme) -> bool:
    tree, verb = sentence.tree, sentence.tree.head[noun]
    kids = sentence.children(verb)
    denied = any(tree.dep[c] == "neg" for c in kids)
    return (
        denied and tree.lower[case] in scheme.partitive and not any(tree.base(c) == "obj" and c != noun for c in kids)
    )


def _lift_abilities(sentence: Sentence) -> None:
    """ "capable d'abattre", "capaz de alcanzar": adjective, preposition and verb hang on one another in that order."""
    tree = sentence.tree
    for verb in sentence:
        adjective = tree.head[verb]
        if tree.pos[adjective] != "ADJ" or tree.morph[verb].get("VerbForm") != "Inf" or verb < adjective:
            continue
        mark = next((c for c in sentence.children(verb) if tree.base(c) == "mark" and c == adjective + 1), None)
        if mark is not None:
            tree.hang(mark, adjective)
            tree.hang(verb, mark)
            tree.dep[mark], tree.dep[verb], tree.pos[mark] = "prep", "pcomp", "ADP"


def _join_compound(sentence: Sentence, noun: int, prep: int, scheme: Scheme) -> None:
    """ "près de la frontière", "cerca de la ciudad": the adverb is the outer preposition."""
    tree, outer = sentence.tree, prep - 1
    if outer < sentence.start or tree.lower[outer] not in scheme.compound_prepositions:
        return
    if tree.head[prep] != outer:
        if tree.head[outer] not in (tree.head[prep], noun, prep):
            return
        tree.hang(outer, tree.head[prep])
        tree.hang(prep, outer)
    tree.dep[outer], tree.pos[outer], tree.dep[prep] = "prep", "ADP", "prep"


def _is_passive(sentence: Sentence, verb: int) -> bool:
    tree = sentence.tree
    if not is_participle(tree, verb) or tree.pos[verb] != "VERB":
        return False
    kids = [tree.dep[c] for c in sentence.children(verb)]
    return "aux:pass" in kids or not any(dep.startswith("aux") for dep in kids)


# --- labels ----------------------------------------------------------------------------------------------------------


def _label(tree: Tree, index: int, scheme: Scheme) -> str:
    if tree.head[index] == index:
        return "ROOT"
    dep, base = tree.dep[index], tree.base(index)
    if base == "acl" and dep != "acl:relcl":
        relative = any(tree.morph[c].get("PronType", "").endswith("Rel") for c in tree.children(index))
        dep = "acl:relcl" if relative else dep
    if base == "amod":
        return "amod" if index < tree.head[index] else "postmod"
    return scheme.labels.get(dep) or scheme.labels.get(base) or dep


def _tag(tree: Tree, index: int, text: str, scheme: Scheme) -> str:
    pos, morph = tree.pos[index], tree.morph[index]
    if tree.lower[index] in scheme.relatives and pos not in NOMINAL - {"PRON"}:
        return "WRB"
    if pos in VERBAL:
        if _has_been_done(tree, index):
            return "VBD"
        if tree.dep[index] == "aux:modal":
            return "MD"
        future = scheme.future_endings and tree.lower[index].endswith(scheme.future_endings)
        return "VBF" if future else tag_verb(morph)  # whatever the model makes of it
    return "PRP$" if tree.dep[index] == "nmod:poss" else tag_word(pos, morph, text)


def _has_been_done(tree: Tree, index: int) -> bool:
    """ "después de haber pasado", "après avoir stoppé": an infinitive that says what was done, and not what for."""
    infinitive = tree.morph[index].get("VerbForm") == "Inf" and tree.base(index) == "aux"
    return infinitive and tree.dep[index] != "aux:pass" and is_participle(tree, tree.head[index])
