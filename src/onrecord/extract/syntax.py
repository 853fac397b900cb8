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
_DOERS = frozenset({"PROPN", "PRON"})
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON", "ADJ", "SYM", "X"})
_RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})
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


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """The words of a language that tell where a clause begins and who acts in it."""

    aspect: frozenset[str]  # verbs that take infinitives and participles: "begin", "schedule"
    effort: frozenset[str]  # those under which the parser may read a purpose: "work to"
    with_object: frozenset[str]  # those that say something themselves with an object or in the passive: "used fire to"
    blame: frozenset[str]  # prepositions behind which the object acts: "accused them of firing"


def read_clause(head: Token, words: ClauseWords) -> Clause:
    """The clause of a verb, with its aspect and control verbs ("began to", "is scheduled to") taken in."""
    aspect, effort, with_object = words.aspect, words.effort, words.with_object
    top = head
    while top.head.i != top.i:
        above = top.head.lemma_.lower()
        work = above in effort and top.i > top.head.i and not any(c.dep_ == "dobj" for c in top.head.children)
        under = top.dep_ in ("xcomp", "ccomp") or (top.dep_ == "advcl" and work and is_infinitive(top))
        if not under or above not in aspect or (above in with_object and is_own_act(top.head)):
            break
        if top.head.dep_ == "acomp" and top.head.head != top.head:
            top = top.head  # "was prepared to escort": on to the copula
        if top.dep_ == "ccomp" and not is_infinitive(top):
            break  # a full sentence under the verb: "believe that"
        top = top.head
    passive = is_passive(head)
    subject, own = find_subject(head, top, words)
    return Clause(
        head=head,
        top=top,
        subject=subject,
        object=find_object(head),
        agent=find_agent(head),
        passive=passive,
        own_subject=own,
    )


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
    maker = _hidden_subject(token)
    return maker is not None and maker.i == token.i - 1 and (maker.dep_ == "nsubj" or maker.pos_ == "PROPN")


def _hidden_subject(token: Token) -> Token | None:
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


def find_subject(head: Token, top: Token, words: ClauseWords) -> tuple[Token | None, bool]:
    """The subject of a clause and whether it stands inside it."""
    if is_hidden_verb(head):
        return _hidden_subject(head), True
    for verb in (head, top):
        if verb != head and head.head == top:
            told = _told_to(head)
            if told is not None:
                return told, True
        for child in _likeliest_first(verb, SUBJECTS):
            if child.dep_ != "expl":
                if child.tag_ in _RELATIVE_TAGS and verb.dep_ == "relcl":
                    return _past_time(verb.head), False
                if child.tag_ == "WDT" and verb.dep_ == "ccomp":  # a relative clause the parser hung on the verb
                    meant = [c for c in verb.head.children if c.dep_ == "dobj" and c.i < child.i]
                    if meant:
                        return meant[-1], False
                return _past_place(child), True
    if top != head:
        objects = [c for c in top.children if c.dep_ in ("dobj", "dative")]
        if objects and head.dep_ in ("xcomp", "ccomp"):
            return objects[0], True
    if top.dep_ == "ccomp" and any(c.dep_ in ("aux", "auxpass") and c.tag_ != "TO" for c in top.children):
        # "images show the launchers have been moved": the parser may give the subject to the verb above
        objects = [c for c in top.head.children if c.dep_ == "dobj" and c.i < top.i]
        if objects:
            return objects[-1], True
    if top.dep_ == "acl" and top.head.dep_ == "ROOT" and top.head.pos_ in ("NOUN", "PROPN") and top.i > top.head.i:
        first = top.doc[top.sent.start : top.i]
        if not any(t.pos_ in ("VERB", "AUX") for t in first):
            return top.head, True  # the sentence has no other verb: "four squadrons deployed on the carrier"
    if _follows_reduced(top):
        found = [c for c in _likeliest_first(top.head, SUBJECTS) if c.dep_ != "expl"]
        if found:
            return found[0], True
    told = _told_to(top)
    return (_shared_subject(top, words), False) if told is None else (told, True)


def _past_time(noun: Token) -> Token:
    """ "an attack on Friday, which killed one": the parser may hang the relative clause on the day."""
    while noun.ent_type_ in ("DATE", "TIME") and noun.dep_ == "pobj" and noun.head.head != noun.head:
        noun = noun.head.head
    return noun


def _past_place(subject: Token) -> Token:
    """ "In Sabari district, Khost province, a combined force ...": the parser made the place the subject."""
    first = int(subject.left_edge.i)
    if subject.ent_type_ not in ("GPE", "LOC") or first == 0 or subject.doc[first - 1].text != ",":
        return subject
    if subject.sent[0].dep_ != "prep":
        return subject
    return next((c for c in subject.children if c.dep_ == "appos" and c.ent_type_ not in ("GPE", "LOC")), subject)


def _follows_reduced(verb: Token) -> bool:
    """ "Dozens of gunmen linked to the raid were killed": the parser made the participle the main verb."""
    first = verb.head
    if verb.dep_ != "conj" or first.tag_ != "VBN" or any(c.dep_ in ("aux", "auxpass", "cc") for c in first.children):
        return False
    return any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def _told_to(verb: Token) -> Token | None:
    """ "ordered the troops to leave", "called for all occupants to leave": who is to do what the infinitive says."""
    above = verb.head
    if verb.dep_ != "xcomp" or above.pos_ not in ("VERB", "AUX") or not is_infinitive(verb):
        return None
    nouns = [c for c in above.children if c.dep_ == "dobj"]
    nouns += [g for c in above.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
    last = _before_infinitive(verb)
    return next((n for n in nouns if above.i < n.i and n.i <= last <= int(n.right_edge.i)), None)


def _before_infinitive(head: Token) -> int:
    """Index of the last word before "to" and the adverbs around it; what is told to act stands there."""
    i = min((c.i for c in head.children if c.tag_ == "TO"), default=head.i) - 1
    while i > 0 and head.doc[i].pos_ in ("ADV", "PART"):
        i -= 1
    return i


def _likeliest_first(verb: Token, labels: frozenset[str]) -> list[Token]:
    """Children with a label; of two side by side ("Shahed-136 | drones") first the noun that ends the phrase."""
    found = [c for c in verb.children if c.dep_ in labels]
    if len(found) > 1 and any(t.text == "," for t in verb.doc[found[0].i : found[-1].i]):
        found = found[-1:]  # "Near Kobani, one strike": the tagger took the preposition for a name
    return sorted(found, key=lambda c: (c.pos_ == "DET", any(o.i == c.i + 1 for o in found), c.i))


def _speaks_of_itself(verb: Token) -> bool:
    """A verb in the first person, where the form says it: "hemos derribado"."""
    words = (verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass")))
    return any("1" in word.morph.get("Person", []) for word in words)


def _shared_subject(verb: Token, words: ClauseWords) -> Token | None:
    """The subject that a coordinated, participial or relative clause takes over."""
    if _speaks_of_itself(verb):
        return None
    seen = 0
    while seen < 12:
        seen += 1
        parent = verb.head
        if parent == verb:
            return None
        if verb.dep_ == "acl" and _trails(verb):
            main = _governor(parent)
            if main is not None:
                found = [c for c in _likeliest_first(main, SUBJECTS) if c.dep_ != "expl"]
                if found and found[0].i < parent.i and main.tag_ != "VBG" and not is_passive(main):
                    return found[0]
        if verb.dep_ in ("acl", "relcl"):
            if verb.dep_ == "relcl" and any(c.dep_ in SUBJECTS or c.tag_ == "WRB" for c in verb.children):
                return None
            return (_whose_plan(parent) or parent) if is_infinitive(verb) else parent
        if verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "pcomp", "prep", "dep", "parataxis"):
            if parent.pos_ in ("VERB", "AUX"):
                if verb.dep_ == "prep" and verb.lower_ in words.blame and (blamed := _acted_on(verb)):
                    return blamed
                found = [c for c in _likeliest_first(parent, SUBJECTS) if c.dep_ != "expl"]
                if found:
                    subject = found[0]
                    if subject.tag_ in _RELATIVE_TAGS and parent.dep_ == "relcl":
                        return parent.head
                    return subject
            elif parent.pos_ in ("NOUN", "PROPN", "PRON") and verb.dep_ != "conj":
                return _whose_plan(parent) or parent
            verb = parent
            continue
        return None
    return None


def _acted_on(prep: Token) -> Token | None:
    """ "blamed Israel for bombing", "kept them from leaving": who would do it is the object before the preposition."""
    if not any(c.dep_ == "pcomp" for c in prep.children):
        return None
    return next((c for c in prep.head.children if c.dep_ == "dobj" and c.i < prep.i and c.pos_ in _DOERS), None)


def _whose_plan(noun: Token) -> Token | None:
    """ "has no intention of deploying", "their commitment to provide": whose plan it is would do it."""
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None:
        return owner
    if noun.dep_ == "dobj" and noun.head.pos_ == "VERB":
        return next((c for c in noun.head.children if c.dep_ == "nsubj"), None)
    return None


def _trails(verb: Token) -> bool:
    """ "targeted a leader in the raid, killing two": the parser hangs the participle on the noun before the comma."""
    first = int(verb.left_edge.i)
    return verb.tag_ == "VBG" and first > 0 and verb.doc[first - 1].text == "," and verb.i - first <= 1


def _governor(noun: Token) -> Token | None:
    """The verb a noun depends on, over prepositions and other nouns."""
    token = noun
    while token.head != token and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    return token if token.pos_ in ("VERB", "AUX") else None


def find_object(verb: Token) -> Token | None:
    """The direct object; for an object relative clause ("missiles that Iran fired") the noun it hangs on."""
    if is_hidden_verb(verb):
        return verb.head
    for child in _likeliest_first(verb, _DIRECT):
        if child.dep_ == "dobj":
            if child.tag_ in _RELATIVE_TAGS and verb.dep_ == "relcl":
                return verb.head
            if child.pos_ == "VERB" and child.i > 0 and child.doc[child.i - 1].text == "-":
                return find_object(child) or child  # "a not-to-exceed $8 million order": the order
            return child
    if verb.dep_ == "relcl" and not is_passive(verb):
        own = any(c.dep_ in SUBJECTS and c.tag_ not in _RELATIVE_TAGS for c in verb.children)
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
