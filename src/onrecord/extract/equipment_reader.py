"""Questions asked of one text's runs: which class nouns, names and ships begin here, and what vouches for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from onrecord.extract.equipment_words import END, RUN, ClassNoun, Name, Trie, Vocabulary, fold_text

_REACH = 9  # runs to either side in which a word of the field vouches for a common word
_PHRASE_REACH = 7  # runs behind a name in which the sentence must say what it is
_BETWEEN = 3  # runs between an article and its name
_LONGEST_CHAIN = 8  # "heavily armed" noun phrases end; hostile text does not
_DESIGNATOR_REACH = 16  # characters
_JOINTS = frozenset("- ‐‑‒–—−'’ʼ/.\u00a0\u202f\n\t\"“”«»")
_SPACES = frozenset(" \u00a0\u202f\n-‐‑–")
_DESIGNATOR = re.compile(
    r"([A-Z][A-Za-z]{0,4})[-‐‑–]?\d{1,4}[A-Za-z]{0,3}(?:[-‐‑–/]\d{0,3}[A-Z]{0,3})?|\d{1,2}[A-Z]{1,2}\d{1,3}[A-Z]?"
)
_OPENING = "(\"'“‘«["
_SENTENCE_END = frozenset(".!?…\n")


@dataclass(frozen=True, slots=True)
class Chain:
    """Class nouns with what belongs to them, in runs [first, end)."""

    end: int
    category: str


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name found at runs [first, end)."""

    end: int
    name: Name
    sure: bool


class Reader:
    """One text's runs and the questions asked of them."""

    def __init__(self, text: str, vocab: Vocabulary) -> None:
        self.text = text
        self.vocab = vocab
        self.words_of = vocab.words
        self.folded = fold_text(text)
        parts = RUN.split(self.folded)  # gap, run, gap, run, …, gap
        ends = list(accumulate(map(len, parts)))
        self.runs: list[str] = parts[1::2]
        self.gaps: list[str] = parts[0::2]
        self.starts, self.ends = ends[0::2], ends[1::2]  # of the runs

    # --- small questions ---

    def gap(self, i: int) -> str:
        """The characters between run i-1 and run i."""
        return self.gaps[i]

    def joined(self, i: int) -> bool:
        """May run i continue a name begun before it?"""
        gap = self.gap(i)
        if len(gap) <= 1:
            return gap in _JOINTS or gap == ""
        if gap[0] in ".," and gap[1:] == " ":
            return gap[0] == "." and len(self.runs[i - 1]) == 1  # "Gerald R. Ford"
        return len(gap) == 2 and gap[0] in _JOINTS and gap[1] in _JOINTS

    def spaced(self, i: int) -> bool:
        """Does run i follow the run before it with one space or hyphen between them?"""
        gap = self.gap(i)
        return len(gap) == 1 and gap in _SPACES

    def is_upper(self, i: int) -> bool:
        """Not a small letter: scripts without case count as capitals."""
        return not self.text[self.starts[i]].islower()

    def all_capitals(self, i: int, end: int) -> bool:
        words = self.text[self.starts[i] : self.ends[end - 1]]
        return words.rstrip("s").isupper()

    def word(self, i: int) -> str:
        return self.runs[i] if 0 <= i < len(self.runs) else ""

    def may_start(self, i: int) -> bool:
        """A short run begins a name only before a run that goes on with it: most are articles and possessives."""
        run = self.runs[i]
        return len(run) > 2 or self.word(i + 1) in self.vocab.names.get(run, ()) or self.vocab.is_whole(run)

    def walk(self, trie: Trie, i: int) -> tuple[int, object] | None:
        """Longest phrase of the trie from run i: the run after it, and its payload."""
        node, best, k = trie, None, i
        while k < len(self.runs) and (k == i or self.joined(k)) and (child := node.get(self.runs[k])) is not None:
            node = child
            k += 1
            if END in node:
                best = (k, node[END])
        return best

    # --- class nouns ---

    def read_chain(self, i: int, *, behind_name: bool = False) -> Chain | None:
        """The class nouns from run i on, with modifiers before them: "anti-tank guided missile launchers"."""
        words, best, category, defined, k = self.words_of, None, "", behind_name, i
        for step in range(_LONGEST_CHAIN):
            if k >= len(self.runs) or (step and not self.spaced(k)):
                break
            noun = self.walk(words.nouns, k)
            modifier = self.walk(words.modifiers, k)
            if noun and (modifier is None or noun[0] >= modifier[0]) and self.holds(k, noun[0], noun[1], behind_name):
                assert isinstance(noun[1], ClassNoun)
                k, category, defined = noun[0], noun[1].category, True
                best = Chain(k, category)
                if noun[1].plural:
                    break
                if self.word(i - 1).isdigit() and (shared := self.shared_head(k)):
                    return Chain(shared, category)
                continue
            if defined and self.runs[k] in words.heads:
                k += 1
                best = Chain(k, category)
                continue
            if behind_name and step == 0 and (tail := self.walk(words.behind_names, k)):
                return Chain(tail[0], "")
            if modifier is None:
                break
            defined = defined or bool(modifier[1])
            k = modifier[0]
        return best

    def shared_head(self, i: int) -> int | None:
        """The run after "and mortar systems" behind "224 artillery": two class nouns under one counted head."""
        if self.word(i) not in self.words_of.conjunctions or not self.spaced(i):
            return None
        noun = self.walk(self.words_of.nouns, i + 1)
        if noun is None or not isinstance(noun[1], ClassNoun) or noun[1].plural:
            return None
        end = noun[0]
        return end + 1 if self.word(end) in self.words_of.heads and self.spaced(end) else None

    def holds(self, i: int, end: int, noun: object, behind_name: bool) -> bool:
        """Does a class noun mean equipment here?  ("think tank", "shell company", "Sam" do not.)"""
        assert isinstance(noun, ClassNoun)
        if noun.capitals and not self.all_capitals(i, end):
            return False
        words = self.words_of
        if end < len(self.runs) and self.runs[end] in words.units and self.is_upper(i) and self.is_upper(end):
            return False
        if not noun.plural and self.word(end) in words.people and self.spaced(end):
            return False
        if noun.key in words.unless_before and self.word(end) in words.unless_before[noun.key] and self.spaced(end):
            return False
        if noun.key in words.unless_after and i and self.runs[i - 1] in words.unless_after[noun.key] and self.spaced(i):
            return False
        return noun.key not in words.in_lists or behind_name or self.in_list(i, end, noun.category)

    def in_list(self, i: int, end: int, category: str) -> bool:
        """Is the noun coordinated with another of its kind: "fighters, bombers and tankers"?"""
        top = category.partition(".")[0]
        after = end + 1 if self.word(end) in self.words_of.conjunctions else end
        before = i - 2 if self.word(i - 1) in self.words_of.conjunctions else i - 1
        for k in (before, after):
            node = self.words_of.nouns.get(self.word(k), {})
            noun = node.get(END)
            if isinstance(noun, ClassNoun) and noun.category.startswith(top) and noun.key not in self.words_of.in_lists:
                return True
        return False

    def left_of(self, i: int, category: str) -> int:
        """Offset where a class noun phrase begins, with an unknown designator or ship class before it."""
        start = self.starts[i]
        if not i or not self.spaced(i):
            return start
        if category.startswith("ship") and self.runs[i - 1] == self.words_of.class_word:
            k, articles = i - 1, self.words_of.articles
            while k and i - k < 4 and self.joined(k) and self.is_upper(k - 1) and self.runs[k - 1] not in articles:
                k -= 1
            return self.starts[k] if k < i - 1 else start
        low = max(0, start - 1 - _DESIGNATOR_REACH)
        stretch = self.text[low : start - 1]
        cut = max(stretch.rfind(" "), stretch.rfind("\n"), stretch.rfind("\u00a0"))
        if cut < 0 and low:
            return start
        word = stretch[cut + 1 :]
        bare = word.lstrip(_OPENING)
        match = _DESIGNATOR.fullmatch(bare)
        if match and (match[1] or "").lower() not in self.words_of.not_designators:
            return start - 1 - len(bare)
        if bare[:1].isdigit() and i > 1 and self.spaced(i - 1) and self.word(i - 2) in self.words_of.designator_words:
            return self.starts[i - 2]
        return start

    # --- names ---

    def read_name(self, i: int) -> FoundName | None:
        hit = self.walk(self.vocab.names, i)
        if hit is None:
            return None
        end, name = hit
        assert isinstance(name, Name)
        lettered = next((k for k in range(i, end) if self.runs[k].isalpha()), None)
        if lettered is None or not self.is_upper(lettered):
            return None
        if (
            end < len(self.runs)
            and self.runs[end] == "s"
            and self.runs[end - 1].isdigit()
            and self.gap(end) in ("", "'", "’")
        ):
            end += 1  # "MiG-29s", "F-16's"
        if self.word(end).isdigit() and self.gap(end) in ("-", "", "–") and self.runs[end - 1].isalpha():
            return None  # "Igla-5": another thing that begins like a name
        if self.blocked(i, end):
            return None
        if name.bare:
            is_written = name.key not in self.words_of.bare_capitals or self.all_capitals(i, end)
            is_code = name.key in self.words_of.bare_capitals and is_written and self.is_determined(i)
            return FoundName(end, name, is_code or self.in_phrase(i, end)) if is_written else None
        sure = not (name.common or self.is_bare_code(i, end)) or self.in_context(i, end) or self.in_phrase(i, end)
        return FoundName(end, name, sure or self.is_traded(i, end))

    def blocked(self, i: int, end: int) -> bool:
        words, key = self.words_of, " ".join(self.runs[i:end])
        before, after = words.common_before.get(key), words.common_after.get(key)
        return bool((before and self.word(end) in before) or (after and i and self.runs[i - 1] in after))

    def is_bare_code(self, i: int, end: int) -> bool:
        """A letter and a short number without a hyphen, "M4" or "F 16": as often a road or a row as equipment."""
        if len(self.runs[i]) != 1 or end - i < 2 or not self.runs[i + 1].isdigit():
            return False
        gap = self.gap(i + 1)
        return gap in (" ", "\u00a0") or (gap == "" and end - i == 2 and len(self.runs[i + 1]) < 3)

    def in_context(self, i: int, end: int) -> bool:
        """Is a word of the field within reach, in the same sentence?"""
        words = self.words_of.context
        for k in range(end, min(end + _REACH, len(self.runs))):
            if self.ends_sentence(k):
                break
            if self.runs[k] in words:
                return True
        for k in range(i, max(i - _REACH, 0), -1):
            if self.ends_sentence(k):
                break
            if self.runs[k - 1] in words:
                return True
        return False

    def in_phrase(self, i: int, end: int) -> bool:
        """Does the sentence say of "the" thing what is said of equipment: "the Leclerc has a crew of three"?"""
        words = self.words_of
        opens = i == 0 or self.ends_sentence(i)
        is_named = opens and " ".join(self.runs[i:end]) not in words.common_after
        if not is_named and not self.is_determined(i):
            return False
        if end < len(self.runs) and self.spaced(end) and self.is_upper(end) and self.runs[end].isalpha():
            return False  # a longer name
        if i > 1 and (self.word(i - 2), self.word(i - 1)) in words.leads:
            return True
        if i > 1 and self.word(i - 1) in words.measures and self.runs[i - 2].isdigit():
            return True
        for k in range(end, min(end + _PHRASE_REACH, len(self.runs) - 1)):
            if self.ends_sentence(k) or self.ends_sentence(k + 1):
                return False
            if (self.runs[k], self.runs[k + 1]) in words.phrases or self.runs[k] in words.strong:
                return True
        return False

    def is_traded(self, i: int, end: int) -> bool:
        """Is a number of them given, bought or sent: "sent 200 Stingers to Peru"?"""
        if not i or not self.runs[end - 1].endswith("s") or not self.spaced(i):
            return False
        before = self.runs[i - 1]
        is_number = before.isdigit() and len(before) < 4 and not before.startswith("0")
        is_closed = end == len(self.runs) or not self.spaced(end) or self.runs[end] in self.words_of.trading
        near = self.runs[max(0, i - _REACH) : i - 1]
        is_team = self.runs[end - 1] in self.words_of.teams
        return is_number and is_closed and not is_team and not self.words_of.traded.isdisjoint(near)

    def is_determined(self, i: int) -> bool:
        """Does "the" stand before run i, with a word or two between: "the two-stage Sejjil"?"""
        for k in range(i, max(i - _BETWEEN - 1, 0), -1):
            if not self.spaced(k):
                return False
            if self.runs[k - 1] in self.words_of.determiners:
                return True
            if self.is_upper(k - 1) and self.gap(k) != "-":  # "the French-built Caesar"
                return False
        return False

    def ends_sentence(self, i: int) -> bool:
        """Does a sentence end between run i-1 and run i?"""
        gap = self.gap(i)
        return len(gap) > 1 and gap[0] in _SENTENCE_END and len(self.runs[i - 1]) > 1

    def goes_on(self, i: int) -> bool:
        """May run i be a further word of a ship's name: "USS Dwight D. Eisenhower"?"""
        return self.spaced(i) or (self.gap(i) == ". " and len(self.runs[i - 1]) == 1)

    def read_ship(self, i: int) -> int | None:
        """The run after a ship's name such as "USS Cole", or None."""
        if self.runs[i] not in self.words_of.ship_prefixes or not self.all_capitals(i, i + 1):
            return None
        k = i + 1
        while k < len(self.runs) and k - i < 4 and self.goes_on(k) and self.text[self.starts[k]].isupper():
            k += 1
        if k == i + 1 or (self.runs[i] in self.words_of.ships_in_context and not self.in_context(i, k)):
            return None
        return k

    def with_parenthesis(self, end: int) -> tuple[int, int]:
        """Offset and run after "(MANPADS)" when an abbreviation stands in brackets behind run end-1."""
        at = self.ends[end - 1]
        if end < len(self.runs) and self.text[at : at + 2] == " (":
            noun = self.walk(self.words_of.nouns, end)
            if noun and self.all_capitals(end, noun[0]):
                close = self.ends[noun[0] - 1]
                if self.text[close : close + 1] == ")":
                    return close + 1, noun[0]
        return at, end
