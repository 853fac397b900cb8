"""Persons a report names: every mention, the fullest naming, titles and gender where the words give them."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.attribute.kinds import SourceNouns, find_description
from onrecord.attribute.tokens import Table


@dataclass(slots=True)
class Person:
    """One named person.  `naming` are the tokens of the fullest mention with its titles."""

    name: tuple[int, int]
    naming: tuple[int, int]
    words: tuple[str, ...]
    titles: set[str] = field(default_factory=set)
    context: set[str] = field(default_factory=set)  # lower-case words of the namings: "venezuelan", "defense"
    gender: str = ""
    mentions: list[int] = field(default_factory=list)


def _named_by_title(table: Table, nouns: SourceNouns) -> list[tuple[int, int]]:
    """ "Secretary-General Antonio Guterres", "Odeh, who had fled": names the entity recogniser takes for a body's."""
    t = table
    runs = []
    for head in range(t.size):
        if t.pos[head] != "PROPN" or t.entity[head] in ("PERSON", "GPE", "NORP", "LOC"):
            continue
        if t.head[head] == head + 1 and t.dep[head] == "compound":
            continue
        first = head
        while (
            first > 0 and t.pos[first - 1] == "PROPN" and t.dep[first - 1] == "compound" and t.head[first - 1] <= head
        ):
            if t.lemma[first - 1].lower() in nouns.titles:
                break
            first -= 1
        title = t.lemma[first - 1].lower() if first else ""
        compound = (
            first > 2 and t.lower[first - 2] == "-" and t.lemma[first - 3].lower() in nouns.titles
        )  # Secretary-General
        by_title = title in nouns.titles and (compound or title not in nouns.name_titles)
        by_title = by_title and t.dep[first - 1] in ("compound", "nmod")
        by_title = by_title or any(  # "Secretary of Defense Lloyd Austin"
            t.lemma[c].lower() in nouns.titles - nouns.name_titles and t.dep[c] in ("compound", "nmod") and c < first
            for c in t.children[head]
        )
        text = t.text[t.start[head] : t.end[head]]
        if t.tag[head] == "NNPS" or text in nouns.body_names | nouns.outlet_names | nouns.outlet_words:
            continue
        if by_title or (first < head and find_description(t, head, t.right[head], nouns) >= 0):
            runs.append((first, head))
    return runs


def _list_places(table: Table) -> frozenset[str]:
    """Last words of names that the recogniser takes for a place's more often than for a person's."""
    score: dict[str, int] = {}
    for index in range(table.size):
        ends = index + 1 == table.size or table.entity[index + 1] != table.entity[index]
        if ends and table.entity[index] in ("PERSON", "GPE", "LOC", "FAC"):
            word = table.lower[index]
            score[word] = score.get(word, 0) + (1 if table.entity[index] == "PERSON" else -1)
    return frozenset(word for word, count in score.items() if count < 0)


def _runs(table: Table) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for index in range(table.size):
        if table.entity[index] != "PERSON" or table.pos[index] not in ("PROPN", "NOUN", "X", "ADJ"):
            continue
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


@dataclass(frozen=True, slots=True)
class People:
    """The persons of a report in order of their first mention."""

    persons: list[Person]
    owner: dict[int, int]  # name token to number of the person
    mentions: list[tuple[int, int]]  # (token, number of the person), in reading order
    titled: dict[str, list[int]]  # title to numbers of the persons named with it


def find_people(table: Table, nouns: SourceNouns) -> People:
    """Every person the text names, with mentions, titles and the fullest naming."""
    t = table
    people: list[Person] = []
    owner: dict[int, Person] = {}
    by_surname: dict[str, list[Person]] = {}
    places = _list_places(t)
    described = set(_named_by_title(t, nouns))
    for first, last in sorted({*_runs(t), *described}):
        if t.lower[last] in places and (first, last) not in described:
            continue
        while first < last and (t.lower[first] in nouns.honorifics or t.lemma[first].lower() in nouns.titles):
            first += 1
        words = tuple(t.lower[first : last + 1])
        # "the Houthis" is no person, whatever the entity recogniser says
        plural = first == last and (
            t.tag[last] in ("NNS", "NNPS") or (first > 0 and t.lower[first - 1] in nouns.articles)
        )
        if (
            plural
            or t.text[t.start[last] : t.end[last]] in nouns.body_names
            or words[-1] in nouns.titles
            or not t.text[t.start[first]].isupper()
        ):
            continue
        person = _match(by_surname.get(words[-1], []), words)
        if person is None:
            person = Person((first, last), (first, last), words)
            people.append(person)
            by_surname.setdefault(words[-1], []).append(person)
        _note(t, nouns, person, first, last)
        for index in range(first, last + 1):
            owner[index] = person
    # the entity recogniser does not know every later mention: a capitalised surname of a known person is one
    for index in range(t.size):
        if index not in owner and t.lower[index] in by_surname and t.text[t.start[index]].isupper():
            known = by_surname[t.lower[index]]
            if len(known) == 1 and t.entity[index] not in ("GPE", "LOC", "FAC") and not _inside_name(t, index):
                owner[index] = known[0]
                _note(t, nouns, known[0], index, index)
    numbers = {id(person): number for number, person in enumerate(people)}
    titled: dict[str, list[int]] = {}
    mentions: list[tuple[int, int]] = []
    for number, person in enumerate(people):
        person.mentions.sort()
        mentions.extend((mention, number) for mention in person.mentions)
        for title in sorted(person.titles):
            titled.setdefault(title, []).append(number)
    return People(people, {index: numbers[id(person)] for index, person in owner.items()}, sorted(mentions), titled)


def _inside_name(table: Table, index: int) -> bool:
    following = index + 1 < table.size and table.pos[index + 1] == "PROPN" and table.dep[index] == "compound"
    return following


def _match(known: list[Person], words: tuple[str, ...]) -> Person | None:
    for person in reversed(known):
        if len(words) == 1 or len(person.words) == 1 or words[0] == person.words[0]:
            return person
    return None


def _note(table: Table, nouns: SourceNouns, person: Person, first: int, last: int) -> None:
    t = table
    person.mentions.append(last)
    head = last
    low = first
    while (
        low > 0
        and t.head[low - 1] in range(low - 1, head + 1)
        and t.dep[low - 1] in ("compound", "amod", "poss", "nmod", "case")
    ):
        low -= 1
    naming = list(range(low, first))
    for child in t.children[head]:
        if t.dep[child] == "appos":
            naming.extend(range(t.left[child], min(t.right[child], t.left[child] + 12) + 1))
    if t.dep[head] == "appos":
        parent = t.head[head]
        naming.extend(range(t.left[parent], parent + 1))
    for index in naming:
        word = t.lower[index]
        person.context.add(word)
        person.context.add(t.lemma[index].lower())
        if t.lemma[index].lower() in nouns.titles and index not in range(first, last + 1):
            person.titles.add(t.lemma[index].lower())
        if not person.gender and word in nouns.genders:
            person.gender = nouns.genders[word]
    size = (last - first, last - low)
    best = (person.name[1] - person.name[0], person.naming[1] - person.naming[0])
    if size > best:
        person.naming = (low, last)
        if last - first > person.name[1] - person.name[0]:
            person.name = (first, last)
            person.words = tuple(t.lower[first : last + 1])
