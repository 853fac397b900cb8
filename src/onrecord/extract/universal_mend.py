"""What the models of Universal Dependencies get wrong often and plainly, put right before the tree is turned over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise

from onrecord import lexicon
from onrecord.extract.universal_tree import (
    NOMINAL,
    VERBAL,
    Scheme,
    Sentence,
    Tree,
    has_case,
    is_participle,
    take_place,
)

_ACTIVE = {"nsubj:pass": "nsubj", "aux:pass": "aux", "cop": "aux"}
_DESIGNATOR = re.compile(r"[^\W\d_]+-?\d+[\w-]*")


def mend(sentence: Sentence, scheme: Scheme, dated: Mapping[int, str], language: str) -> None:
    """Put right what the models get wrong often and plainly: a weekday as object, a name as a second object."""
    tree = sentence.tree
    for index in sentence:
        base, above = tree.base(index), tree.head[index]
        if base in ("obj", "obl") and index in dated and tree.pos[index] == "NOUN" and tree.pos[above] in VERBAL:
            # "a détruit lundi douze chars": the weekday says when
            tree.dep[index] = tree.dep[index] if base == "obl" else "obl"
            for child in sentence.children(index):
                thing = tree.base(child) in ("nmod", "appos", "flat", "obj") and tree.pos[child] in NOMINAL
                if thing and child > index and child not in dated and not has_case(sentence, child):
                    tree.hang(child, above)
                    tree.dep[child] = "obj"
        elif base == "conj" and tree.pos[index] in NOMINAL and tree.pos[above] in VERBAL:
            # "détruit ... douze chars et trois systèmes": what is coordinated with the object
            first = next((c for c in sentence.children(above) if tree.base(c) == "obj" and above < c < index), None)
            if first is not None and not any(tree.base(c) == "cop" for c in sentence.children(index)):
                tree.hang(index, first)
        elif tree.pos[index] == "NUM" and base in ("obj", "nsubj", "obl", "nmod"):
            # "5 000 Igla-S": the thing is counted, not the number named
            noun = index + 1
            if noun < sentence.end and tree.head[noun] == index and tree.pos[noun] in ("NOUN", "PROPN"):
                for child in sentence.children(index):
                    tree.hang(child, noun)
                take_place(tree, index, noun)
                tree.hang(index, noun)
                tree.dep[index] = "nummod"
    _mend_participles(sentence, scheme)
    _mend_results(sentence, scheme, language)
    for verb in sentence:
        if tree.pos[verb] in VERBAL:
            if tree.lemma[verb] in scheme.intransitive:
                for child in sentence.children(verb) if is_participle(tree, verb) else ():
                    tree.dep[child] = _ACTIVE.get(tree.dep[child], tree.dep[child])
                _mend_subject(sentence, verb)
            _mend_objects(sentence, verb, scheme)


def join_names(sentence: Sentence, names: Iterable[range]) -> None:
    """The words of one name hang together: "en mer | Rouge" is one place."""
    tree = sentence.tree
    for name in names:
        if not sentence.start <= name.start < name.stop <= sentence.end:
            continue
        if any(tree.pos[i] in (*VERBAL, "ADV") for i in name):
            continue
        tops = [i for i in name if tree.head[i] not in name or tree.head[i] == i]
        for index in tops[1:]:
            if tree.head[index] != index and tree.head[index] not in tops:
                tree.hang(index, tops[0])
                tree.dep[index] = "flat"


def _mend_participles(sentence: Sentence, scheme: Scheme) -> None:
    """ "trois soldats sont morts": a participle that is a noun too, behind its auxiliary."""
    tree = sentence.tree
    for index in sentence:
        verb = scheme.participles.get(tree.lower[index])
        if verb is None or tree.pos[index] in VERBAL:
            continue
        kids = sentence.children(index)
        before = [c for c in kids if tree.base(c) in ("cop", "aux") and tree.lemma[c] in scheme.passive and c < index]
        if not before or any(tree.base(c) in ("det", "nummod", "case") for c in kids):
            continue
        tree.pos[index], tree.lemma[index], tree.morph[index]["VerbForm"] = "VERB", verb, "Part"
        for child in before:
            tree.dep[child], tree.pos[child] = "aux:pass", "AUX"
        for child in kids:
            if tree.base(child) == "nsubj":
                tree.dep[child] = "nsubj:pass"


def _mend_results(sentence: Sentence, scheme: Scheme, language: str) -> None:
    """ "resultaron heridas", "quedó destruido": the participle leads, as after "ser"."""
    tree = sentence.tree
    for index in sentence:
        if tree.lemma[index] not in scheme.results or tree.pos[index] not in VERBAL:
            continue
        for child in sentence.children(index):
            verb = _infinitive(tree.lower[child], scheme, language) if index < child <= index + 2 else None
            if verb is None or tree.base(child) not in ("obj", "xcomp", "obl", "advcl", "amod", "acl", "ccomp"):
                continue
            for other in sentence.children(index):
                if other != child:
                    tree.hang(other, child)
            take_place(tree, index, child)
            tree.hang(index, child)
            tree.dep[index], tree.pos[index] = "aux", "AUX"
            tree.pos[child], tree.lemma[child], tree.morph[child]["VerbForm"] = "VERB", verb, "Part"
            break


def _mend_subject(sentence: Sentence, verb: int) -> None:
    """ "allí chocaron tropas": behind a verb that takes no object stands its subject."""
    tree = sentence.tree
    kids = sentence.children(verb)
    if any(tree.base(c) in ("nsubj", "csubj") for c in kids):
        return
    found = next((c for c in kids if tree.base(c) == "obj" and tree.pos[c] in ("NOUN", "PROPN")), None)
    if found is not None and not has_case(sentence, found):
        tree.dep[found] = "nsubj"


def _mend_objects(sentence: Sentence, verb: int, scheme: Scheme) -> None:
    tree = sentence.tree
    objects = [c for c in sentence.children(verb) if tree.base(c) == "obj" and c > verb and tree.pos[c] in NOMINAL]
    if len(objects) < 2:
        return
    marked = [o for o in objects if any(_is_marker(tree, c, scheme) for c in sentence.children(o))]
    if 0 < len(marked) < len(objects):
        for index in marked:
            tree.dep[index] = "iobj"  # "entregará a Kiev 18 tanques"
        return
    for one, two in pairwise(objects):
        if two == one + 1:
            tree.hang(two, one)  # "18 chars Leopard 2 à Kiev"
            tree.dep[two] = "flat"
            for child in sentence.children(two):
                if child > two and has_case(sentence, child):
                    tree.hang(child, verb)
                    tree.dep[child] = "obl"


def _is_marker(tree: Tree, index: int, scheme: Scheme) -> bool:
    return tree.base(index) == "case" and tree.lower[index] in scheme.object_marker


# --- parts of speech -----------------------------------------------------------------------------------------------


def name_parts(sentence: Sentence, scheme: Scheme, language: str) -> None:
    """Adjectives that stand as nouns ("9 civils"); the infinitive of participles that the model calls adjectives."""
    tree = sentence.tree
    for index in sentence:
        base = tree.base(index)
        if _DESIGNATOR.fullmatch(tree.lower[index]):
            tree.pos[index] = "PROPN"  # "un drone Shahed-136": no verb and no adjective
            if base in ("acl", "amod", "advcl", "nmod", "appos") and index == tree.head[index] + 1:
                tree.dep[index] = base = "flat"
        if tree.pos[index] == "ADJ":
            kids = [tree.base(c) for c in sentence.children(index)]
            if base in ("nsubj", "obj", "obl", "nmod") and ("det" in kids or "nummod" in kids or "case" in kids):
                tree.pos[index] = "NOUN"
            elif is_participle(tree, index):
                verb = _infinitive(tree.lower[index], scheme, language)
                if verb is not None and (base in ("acl", "ROOT", "conj", "advcl", "ccomp") or "obl" in kids):
                    tree.pos[index], tree.lemma[index] = "VERB", verb
                    if base == "amod":
                        tree.dep[index] = "acl"
        if base in ("det", "amod") and tree.morph[index].get("Poss") == "Yes":
            tree.dep[index], tree.pos[index] = "nmod:poss", "PRON"
        if base == "amod" and tree.pos[index] == "VERB" and index > tree.head[index]:
            tree.dep[index] = "acl"


@cache
def _verbs(language: str) -> frozenset[str]:
    rows = lexicon.load("claims", language=language)["verb"]
    return frozenset(lemma for row in rows for lemma in row["lemmas"].split())


def _infinitive(participle: str, scheme: Scheme, language: str) -> str | None:
    """ "desplegados" is of "desplegar", if the claims lexicon knows such a verb."""
    known = _verbs(language)
    if participle in scheme.participles:
        return scheme.participles[participle]
    for ending, replacements in scheme.participle_endings:
        if participle.endswith(ending):
            for replacement in replacements:
                verb = participle[: len(participle) - len(ending)] + replacement
                if verb in known:
                    return verb
    return None
