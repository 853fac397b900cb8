"""Clauses from a dependency parse: who, what, and from where to where.

Dependency labels are those of spaCy's English models (ClearNLP); the words are in the language pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
OBJECTS = frozenset({"dobj", "attr", "oprd"})
_DIRECT = frozenset({"dobj"})
_ASIDE = frozenset({"punct", "cc", "mark", "preconj", "intj", "dep"})
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON", "ADJ", "SYM", "X"})
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD", "VBF", "VBC", "VBS"})  # the last three: see extract/universal.py


@dataclass(frozen=True)
class Clause:
    """One predicate with its companions.

    `head` carries the meaning ("return"), `top` the grammar ("is scheduled to return"); often they are one.
    """

    head: Token
    top: Token
    subject: Token | None  # doer in the active, done-to in the passive
    object: Token | None
    agent: Token | None  # "by ..."
    passive: bool
    own_subject: bool  # the subject stands in this clause

    @property
    def doer(self) -> Token | None:
        return self.agent if self.passive else self.subject

    @property
    def patient(self) -> Token | None:
        return self.subject if self.passive else self.object


def is_adjectival_passive(token: Token) -> bool:
    """ "is armed with": a participle the tagger took for an adjective; the parser still gives it a passive subject."""
    return token.pos_ == "ADJ" and any(c.dep_ in ("nsubjpass", "auxpass") for c in token.children)


def is_own_act(verb: Token) -> bool:
    """ "used fires to stop the car", "agreed to a truce": the verb has something to act on, and more may follow."""
    if any(c.dep_ in ("dobj", "auxpass", "nsubjpass") for c in verb.children):
        return True
    return any(c.dep_ == "prep" and any(g.dep_ == "pobj" for g in c.children) for c in verb.children if c.i > verb.i)


def is_hidden_verb(token: Token) -> bool:
    """A verb the parser took for a modifier: "the U.S. employed aircraft deployed to ..." holds no "U.S.-employed"."""
    if token.dep_ != "amod" or token.tag_ not in ("VBN", "VBD") or token.head.i < token.i:
        return False
    maker = hidden_subject(token)
    return maker is not None and maker.i == token.i - 1 and (maker.dep_ == "nsubj" or maker.pos_ == "PROPN")


def hidden_subject(token: Token) -> Token | None:
    return next((c for c in token.lefts if c.dep_ in ("npadvmod", "nsubj")), None)


def is_passive(verb: Token) -> bool:
    """A passive verb, or a past participle that modifies a noun ("tanks destroyed near ...")."""
    if is_hidden_verb(verb):
        return False
    if any(c.dep_ in ("auxpass", "nsubjpass", "csubjpass", "agent") for c in verb.children):
        return True
    if verb.tag_ == "VBN" and not _has(verb, "aux") and verb.dep_ != "conj":
        return not _has(verb, "dobj")  # also a headline's "bridge destroyed in strike"
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not _has(verb, "aux") and not _has(verb, "nsubj"):
        return is_passive(verb.head) and verb.head.pos_ in ("VERB", "AUX")
    return False


def likeliest_first(verb: Token, labels: frozenset[str]) -> list[Token]:
    """Children with a label; of two side by side ("Shahed-136 | drones") first the noun that ends the phrase."""
    found = [c for c in verb.children if c.dep_ in labels]
    if len(found) > 1 and any(t.text == "," for t in verb.doc[found[0].i : found[-1].i]):
        found = found[-1:]  # "Near Kobani, one strike": the tagger took the preposition for a name
    return sorted(found, key=lambda c: (c.pos_ == "DET", any(o.i == c.i + 1 for o in found), c.i))


def find_object(verb: Token) -> Token | None:
    """The direct object; for an object relative clause ("missiles that Iran fired") the noun it hangs on."""
    if is_hidden_verb(verb):
        return verb.head
    for child in likeliest_first(verb, _DIRECT):
        if child.dep_ == "dobj":
            if child.tag_ in RELATIVE_TAGS and verb.dep_ == "relcl":
                return verb.head
            if child.pos_ == "VERB" and child.i > 0 and child.doc[child.i - 1].text == "-":
                return find_object(child) or child  # "a not-to-exceed $8 million order": the order
            return child
    if verb.dep_ == "relcl" and not is_passive(verb):
        own = any(c.dep_ in SUBJECTS and c.tag_ not in RELATIVE_TAGS for c in verb.children)
        stranded = any(c.dep_ == "prep" and not any(True for _ in c.children) for c in verb.children)
        if own and not stranded and verb.head.pos_ in ("NOUN", "PROPN"):
            return verb.head
    return None


def find_agent(verb: Token) -> Token | None:
    """Who does it, in a passive with "by"."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    for child in verb.children:  # "were armed and trained by": the last of several passives has the agent of all
        if child.dep_ == "conj" and child.tag_ == "VBN" and not any(c.dep_ in SUBJECTS for c in child.children):
            return find_agent(child)
    return None


def prepositions(head: Token) -> Iterator[tuple[Token, Token]]:
    """(preposition, its noun) below a word, nearest first; chained prepositions ("out of") give the outer one."""
    for child in head.children:
        if child.dep_ not in ("prep", "agent", "dative") or child.pos_ not in ("ADP", "SCONJ", "VERB", "ADV"):
            continue
        for grandchild in child.children:
            if grandchild.dep_ == "pobj":
                yield child, grandchild
            elif grandchild.dep_ == "pcomp" and grandchild.tag_ == "VBG":
                for inner in grandchild.children:  # "within shelling range"
                    if inner.dep_ == "dobj" and inner.i == grandchild.i + 1 and inner.pos_ == "NOUN":
                        yield child, inner
            elif grandchild.dep_ == "prep" or (grandchild.dep_ == "conj" and grandchild.pos_ == "ADP"):
                for inner in grandchild.children:  # "out of the port", "in or near the Gulf"
                    if inner.dep_ == "pobj":
                        yield child, inner


def coordinated(head: Token) -> list[Token]:
    """A noun and the nouns coordinated with it, in order."""
    out = [head]
    frontier = [head]
    while frontier:
        token = frontier.pop(0)
        for child in token.children:
            if (child.dep_ == "conj" and child.pos_ in _NOMINAL) or (
                child.dep_ == "appos" and child.pos_ in _NOMINAL and _is_listed(child)
            ):
                out.append(child)
                frontier.append(child)
    return sorted(out, key=lambda t: t.i)


def _is_listed(noun: Token) -> bool:
    """The parser often takes the second part of a counted list for an apposition: "three guns, four tanks and ..."."""
    counted = any(c.dep_ == "nummod" for c in noun.lefts) or any(c.dep_ == "conj" for c in noun.rights)
    return counted and any(c.dep_ == "nummod" for c in noun.head.lefts)


def left_of(token: Token) -> int:
    return int(token.left_edge.i)


def right_of(token: Token) -> int:
    return int(token.right_edge.i) + 1


def trim(doc_tokens: list[Token]) -> list[Token]:
    """Drop conjunctions, relative pronouns and punctuation from both ends, and unmatched quotation marks."""
    tokens = doc_tokens
    while tokens and (
        tokens[0].dep_ in ("cc", "preconj", "mark", "punct")
        or tokens[0].is_space
        or tokens[0].is_punct
        or tokens[0].tag_ in ("WDT", "WP")
    ):
        if tokens[0].dep_ == "mark" and tokens[0].tag_ == "TO":
            break
        tokens = tokens[1:]
    while len(tokens) > 2 and (tokens[0].tag_ == "WRB" or (tokens[0].dep_ == "advmod" and tokens[1].dep_ == "mark")):
        tokens = trim(tokens[1:])  # "when it was struck", "even if he wants to"
    while tokens and (tokens[-1].is_punct or tokens[-1].is_space or tokens[-1].dep_ in ("cc", "mark")):
        if tokens[-1].text in (")", "%") or tokens[-1].is_currency:
            break
        tokens = tokens[:-1]
    return tokens


def is_infinitive(token: Token) -> bool:
    """A verb with "to", or in the infinitive of a language that has one, without a finite auxiliary."""
    if any(c.tag_ == "TO" for c in token.children):
        return True
    auxiliaries = [c.tag_ for c in token.children if c.dep_ in ("aux", "auxpass")]
    return (token.tag_ == "INF" or "INF" in auxiliaries) and FINITE_TAGS.isdisjoint(auxiliaries)


def _has(token: Token, dep: str) -> bool:
    return any(c.dep_ == dep for c in token.children)
