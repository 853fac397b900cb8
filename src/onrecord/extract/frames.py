"""Frames: which words make a claim, of which kind.  The tables are `data/lang/<code>/claims.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord import lexicon
from onrecord.extract.clauses import ClauseWords
from onrecord.extract.scene import Scene, dimension_of, property_of_lemma
from onrecord.extract.syntax import Clause, coordinated, is_infinitive, prepositions
from onrecord.model import ClaimKind

if TYPE_CHECKING:
    from spacy.tokens import Token


def _words(value: Any) -> frozenset[str]:
    return frozenset(value.split() if isinstance(value, str) else value)


@dataclass(frozen=True, slots=True)
class Frame:
    """One use of a verb.  Roles are names of `RoleName`, or "target" (place or counterpart, after what is hit)."""

    kind: ClaimKind
    property: str | None
    subject: str | None
    object: str | None
    dative: str | None
    prep: dict[str, str]
    subject_is: frozenset[str]
    subject_not: frozenset[str]
    object_is: frozenset[str]
    object_not: frozenset[str]
    object_lemmas: frozenset[str]
    object_only: frozenset[str]  # an object, if there is one, must be of these
    needs: frozenset[str]
    particle: frozenset[str]
    with_prep: frozenset[str]
    with_object_of: frozenset[str]
    of_class: frozenset[str]
    modal: frozenset[str]
    goes_itself: bool  # intransitive use: the subject is what is placed or moves
    xcomp: bool
    habit: bool
    counted: bool
    place: bool
    general: bool  # said of the thing as such, in the simple present: "reaches targets 6 km away"
    measure: frozenset[str]  # a measure of one of these dimensions must stand in the clause
    refused: bool  # only with "will not", "must not"
    oprd: bool  # a name given: "called the SA-24"
    transitive: bool  # only with an object or in the passive
    finite: bool  # not of a participle that only picks a thing out: "ground held by the unit"
    stance: str | None  # of the verb itself: "pledged 30 jets"


@cache
def _contractions(language: str) -> dict[str, str]:
    """Small words grown together with an article, and the word each stands for: Spanish "al" is "a"."""
    table: dict[str, str] = lexicon.load("claims", language=language).get("contractions", {})
    return {form: word for word, forms in table.items() for form in forms.split()}


def _with_contractions(prep: dict[str, str], language: str) -> dict[str, str]:
    return {form: prep[word] for form, word in _contractions(language).items() if word in prep} | prep


def _all_forms(words: frozenset[str], language: str) -> frozenset[str]:
    return words | {form for form, word in _contractions(language).items() if word in words}


def _frame(row: dict[str, Any], language: str) -> Frame:
    return Frame(
        kind=ClaimKind(row["kind"]),
        property=row.get("property"),
        subject=row.get("subject"),
        object=row.get("object"),
        dative=row.get("dative"),
        prep=_with_contractions(row.get("prep", {}), language),
        subject_is=_words(row.get("subject_is", ())),
        subject_not=_words(row.get("subject_not", ())),
        object_is=_words(row.get("object_is", ())),
        object_not=_words(row.get("object_not", ())),
        object_lemmas=_words(row.get("object_lemmas", ())),
        object_only=_words(row.get("object_only", ())),
        needs=_words(row.get("needs", ())),
        particle=_words(row.get("particle", ())),
        with_prep=_all_forms(_words(row.get("with_prep", ())), language),
        with_object_of=_all_forms(_words(row.get("with_object_of", ())), language),
        of_class=_words(row.get("of_class", ())),
        modal=_words(row.get("modal", ())),
        goes_itself=bool(row.get("self")),
        xcomp=bool(row.get("xcomp")),
        habit=bool(row.get("habit")),
        counted=bool(row.get("counted")),
        place=bool(row.get("place")),
        general=bool(row.get("general")),
        measure=_words(row.get("measure", ())),
        refused=bool(row.get("refused")),
        oprd=bool(row.get("oprd")),
        transitive=bool(row.get("transitive")),
        finite=bool(row.get("finite")),
        stance=row.get("stance"),
    )


@cache
def frames_by_lemma(language: str) -> dict[str, tuple[Frame, ...]]:
    """Verb lemma to its frames, in file order."""
    table: dict[str, list[Frame]] = {}
    for row in lexicon.load("claims", language=language)["verb"]:
        for lemma in row["lemmas"].split():
            table.setdefault(lemma, []).append(_frame(row, language))
    return {lemma: tuple(rows) for lemma, rows in table.items()}


@cache
def aspect_words(language: str) -> dict[str, frozenset[str]]:
    """Word lists of the claims lexicon that are looked up as sets."""
    table = lexicon.load("claims", language=language)
    return {
        "aspect": _words(table["aspect"]["lemmas"]),
        "effort": _words(table["aspect"]["effort"]),
        "with_object": _words(table["aspect"].get("with_object", "")),
        "planned": _words(table["aspect"]["planned"]),
        "hedged": _words(table["aspect"]["hedged"]),
        "asked": _words(table["aspect"]["asked"]),
        "reporting": _words(table["not_claims"]["lemmas"]),
        "copula": _words(table["copula"]["lemmas"]),
    }


@cache
def clause_words(language: str) -> ClauseWords:
    """The words that tell where clauses of a language begin and who acts in them."""
    words = aspect_words(language)
    return ClauseWords(words["aspect"], words["effort"], words["with_object"], word_list(language, "link", "blame"))


def match_frame(clause: Clause, scene: Scene) -> Frame | None:
    """The first frame of the clause's verb whose conditions hold."""
    for frame in frames_by_lemma(scene.language).get(clause.head.lemma_.lower(), ()):
        if _holds(frame, clause, scene):
            return frame
    return None


def classes_of_phrase(token: Token | None, scene: Scene) -> frozenset[str]:
    """Classes of a noun and its coordinated nouns, seen through "a number of", "one of", "dozens of"."""
    if token is None:
        return frozenset()
    found: set[str] = set()
    for noun in coordinated(token):
        found |= scene.classes_of(noun)
        for child in noun.lefts:  # "an AK-47 and Iranian money": the parser made the name an adjective
            if child.dep_ == "amod" and "equipment_name" in scene.classes_of(child):
                found |= {"equipment", "equipment_name"}
        for prep, inner in prepositions(noun):
            if prep.i == noun.i + 1 and is_link(prep, "of", scene.language):
                thin = not scene.classes_of(noun) - {"number", "name", "property", "pronoun"}
                if thin or noun.i in scene.number_tokens:
                    found |= scene.classes_of(inner)
    return frozenset(found)


def _holds(frame: Frame, clause: Clause, scene: Scene) -> bool:
    head = clause.head
    doer, patient = clause.doer, clause.patient
    doer_classes = classes_of_phrase(doer, scene)
    patient_classes = classes_of_phrase(patient, scene)
    if frame.particle:
        near = {c.lower_ for c in head.children if c.dep_ in ("prt", "advmod", "prep", "acomp", "oprd")}
        if not near & frame.particle:
            return False
    if frame.object == "none" and clause.object is not None and not frame.object_is:
        return False
    if frame.subject == "none" and doer is not None:
        return False
    if frame.object == "none" and head.dep_ == "acl" and head.tag_ == "VBG":
        return False  # "forces operating in the area" only picks the forces out
    if frame.goes_itself and (clause.object is None and not clause.passive):
        if frame.object == "none" and frame.subject_is and not doer_classes & frame.subject_is:
            return False
    else:
        if frame.object == "none":
            return False
        if frame.object_is and not patient_classes & frame.object_is:
            return False
        if frame.object_lemmas and (patient is None or patient.lemma_.lower() not in frame.object_lemmas):
            return False
    if frame.object_only and clause.object is not None and not patient_classes & frame.object_only:
        return False
    if frame.object_not and patient_classes & frame.object_not:
        return False
    if frame.subject_is and not doer_classes & frame.subject_is:
        return False
    if frame.subject_not and doer_classes & frame.subject_not:
        return False
    if frame.with_prep and not _stands_with(frame, clause, scene):
        return False
    if frame.with_object_of:
        inner = [n for p, n in prepositions(head) if p.lower_ in frame.with_object_of]
        if not inner:
            return False
        if frame.of_class and not any(classes_of_phrase(n, scene) & frame.of_class for n in inner):
            return False
    elif (
        frame.of_class
        and frame.object_lemmas
        and clause.object is not None
        and not any(classes_of_phrase(n, scene) & frame.of_class for _, n in prepositions(clause.object))
    ):
        return False  # "control of the town", not "of the company"
    if frame.transitive and patient is None:
        return False
    if frame.finite and head.dep_ in ("acl", "amod") and not clause.own_subject:
        return False
    if frame.needs:
        around = set(doer_classes | patient_classes)
        for _, noun in prepositions(head):
            around |= scene.classes_of(noun)
        if not around & frame.needs:
            return False
    if frame.modal and not any(c.dep_ == "aux" and c.lower_ in frame.modal for c in head.children):
        return False
    if frame.xcomp and not any(c.dep_ in ("xcomp", "advcl") and is_infinitive(c) for c in head.children):
        return False
    if frame.general and (head.tag_ not in ("VBZ", "VBP") or clause.passive):
        return False
    if frame.measure and not _has_measure(clause, frame.measure, scene):
        return False
    if frame.refused and not {"neg", "aux"} <= {c.dep_ for c in head.children if c.dep_ == "neg" or c.tag_ == "MD"}:
        return False
    if frame.oprd and not any(c.dep_ == "oprd" for c in head.children):
        return False
    if frame.counted and clause.object is not None:
        nouns = coordinated(clause.object)
        named = any("equipment_name" in scene.classes_of(n) for n in nouns)
        if not named and not any(n.i in scene.quantity_at for n in nouns):
            return False
    if frame.habit:
        participle = head.tag_ == "VBN" and head.dep_ in ("acl", "amod") and clause.agent is not None
        passive = (
            any(c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP") for c in head.children) and clause.agent is not None
        )
        if not participle and not passive and head.tag_ not in ("VBZ", "VBP"):
            return False
        if not doer_classes & {"place_name", "body", "force", "name", "state"}:
            return False
    return True


def _has_measure(clause: Clause, dimensions: frozenset[str], scene: Scene) -> bool:
    span = range(int(clause.head.left_edge.i), int(clause.head.right_edge.i) + 1)
    return any(
        (found := scene.quantity_at.get(i)) is not None
        and found.unit is not None
        and dimension_of(found.unit) in dimensions
        for i in span
    )


def _stands_with(frame: Frame, clause: Clause, scene: Scene) -> bool:
    """The preposition a frame asks for, below the verb or its object; a frame of place needs a place after it."""
    below = list(prepositions(clause.head))
    if frame.place:
        if clause.object is not None:
            below += prepositions(clause.object)
            for child in clause.object.children:  # "have troops operating in the south"
                if child.dep_ == "acl":
                    below += prepositions(child)
        return any(
            p.lower_ in frame.with_prep and scene.classes_of(n) & {"place", "place_name", "ground"} for p, n in below
        )
    return any(p.lower_ in frame.with_prep for p, _ in below)


@dataclass(frozen=True, slots=True)
class Nominal:
    """How a noun that names an act brings its roles."""

    kind: ClaimKind
    classes: frozenset[str]
    noun: str | None
    own: str | None
    mod: str | None
    weak: frozenset[str]  # nouns that need two roles even when counted: "one mission"
    item_is: frozenset[str]  # classes the item must have
    of_only: frozenset[str]  # nouns that name an act only before "of": "the movement of fighters", not "the movement"
    prep: dict[str, str]


@cache
def nominals(language: str) -> tuple[Nominal, ...]:
    """The nominal frames of a language, in the order they are tried."""
    table = lexicon.load("claims", language=language)["nominal"]
    fixed = ("kind", "classes", "noun", "own", "mod", "weak", "item_is", "of_only")
    return tuple(
        Nominal(
            kind=ClaimKind(row.get("kind", name)),
            classes=_words(row["classes"]),
            noun=row.get("noun"),
            own=row.get("own"),
            mod=row.get("mod"),
            weak=_words(row.get("weak", "")),
            item_is=_words(row.get("item_is", "")),
            of_only=_words(row.get("of_only", "")),
            prep=_with_contractions({word: role for word, role in row.items() if word not in fixed}, language),
        )
        for name, row in table.items()
    )


def is_link(token: Token, name: str, language: str) -> bool:
    """Whether a word is the language's "of", "with", "from", ..."""
    return token.lower_ in word_list(language, "link", name)


@cache
def word_list(language: str, section: str, name: str) -> frozenset[str]:
    """A plain word list of the claims lexicon."""
    return _all_forms(_words(lexicon.load("claims", language=language).get(section, {}).get(name, ())), language)


def property_named(token: Token, language: str) -> str | None:
    """The capability a noun names ("range"), if any."""
    return property_of_lemma(language).get(token.lemma_.lower())


def harm_named(token: Token, language: str) -> str | None:
    """What a noun says became of people ("death", "capture"), as the property of a claim of casualties, if any."""
    for name in ("killed", "wounded", "captured", "released", "displaced"):
        if token.lemma_.lower() in word_list(language, "nominal_property", name):
            return name
    return None
