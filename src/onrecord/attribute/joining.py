"""Quotations made whole: contents grow to the closing mark, and quotations without a cue join the speaker before."""

from __future__ import annotations

from onrecord.attribute.drafts import Draft, to_pieces
from onrecord.attribute.tokens import Table

_LEAST_WORDS = 3
_STOPS = (".", ":")
_BEHIND = 25  # tokens behind a quotation in which its speaker is looked for
_GAP = 5  # words between an object and the quotation that belongs to it


def list_quote_ranges(table: Table) -> list[tuple[int, int]]:
    """First and last token of each quotation; (0, -1) for one that holds no token."""
    ranges = [(0, -1)] * len(table.quotations)
    for index, number in enumerate(table.quote):
        if number >= 0:
            first = ranges[number][0] if ranges[number][1] >= 0 else index
            ranges[number] = (first, index)
    return ranges


def complete_quotations(table: Table, drafts: list[Draft]) -> None:
    """Grow contents that reach into a quotation to the whole of it, over the paragraphs that reopen it."""
    ranges = list_quote_ranges(table)
    for draft in drafts:
        tokens = {index for first, last in draft.content for index in range(first, last + 1)}
        touched = {table.quote[index] for index in tokens if table.is_word(index) and table.quote[index] >= 0}
        added = False
        for number in sorted(touched):
            first, last = ranges[number]
            if first <= draft.cue <= last or first <= draft.source_top <= last:
                continue
            while number and table.quotations[number - 1].continued and ranges[number - 1][1] >= 0:
                number -= 1
            first, last = ranges[number]
            while True:
                tokens.update(range(first, last + 1))
                added = True
                if not table.quotations[number].continued or number + 1 >= len(ranges):
                    break
                number += 1
                first, last = ranges[number]
        if added:
            tokens -= {index for first, last in draft.cue_pieces for index in range(first, last + 1)}
            tokens -= {index for first, last in draft.source for index in range(first, last + 1)}
            draft.content = to_pieces(table, tokens)


def keep_within_quotation(table: Table, drafts: list[Draft]) -> list[Draft]:
    """A cue inside a quotation is the speaker's own: its content ends where the quotation does.

    Drafts that would be left without content are dropped.
    """
    ranges = list_quote_ranges(table)
    kept = []
    for draft in drafts:
        number = table.quote[draft.cue]
        if number >= 0:
            first, last = ranges[number]
            inside = {i for low, high in draft.content for i in range(max(low, first), min(high, last) + 1)}
            outside = any(low < first or high > last for low, high in draft.content)
            if outside:
                draft.content = to_pieces(table, inside)
        if draft.content:
            kept.append(draft)
    return kept


def reach_quotations(table: Table, drafts: list[Draft]) -> None:
    """ "He called the plan “reckless”": a quotation right after the object belongs to the content."""
    cues = {draft.cue for draft in drafts}
    for draft in drafts:
        last = draft.content[-1][1]
        if table.quote[last] >= 0 or table.quote[draft.cue] >= 0 or last < draft.cue:
            continue
        stop = min(table.right[draft.cue], last + _GAP)
        for index in range(last + 1, stop + 1):
            if table.quote[index] >= 0:
                tokens = {i for low, high in draft.content for i in range(low, high + 1)}
                tokens.update(range(last + 1, index + 1))
                draft.content = to_pieces(table, tokens)
                break
            if not table.is_word(index) or table.pos[index] in ("VERB", "AUX") or index in cues:
                break


def _list_owners(table: Table, drafts: list[Draft], ranges: list[tuple[int, int]]) -> list[list[Draft]]:
    """By quotation, the drafts that reach into it from outside."""
    owners: list[list[Draft]] = [[] for _ in ranges]
    for draft in drafts:
        for first, last in draft.content:
            for number in sorted({table.quote[index] for index in range(first, last + 1) if table.is_word(index)}):
                if number >= 0 and not ranges[number][0] <= draft.cue <= ranges[number][1]:
                    owners[number].append(draft)
    return owners


def find_speakers_behind(table: Table, drafts: list[Draft]) -> None:
    """ "…,” Sanders responded": a comma before the closing mark announces a speaker, whatever the verb."""
    t = table
    ranges = list_quote_ranges(t)
    owners = _list_owners(t, drafts, ranges)
    cues = {draft.cue for draft in drafts}
    for number, (first, last) in enumerate(ranges):
        if last - first < _LEAST_WORDS or owners[number] or not _ends_with_comma(t, last):
            continue
        after = last + 1
        while after < t.size and not t.is_word(after) and t.pos[after] != "SPACE":
            after += 1
        if after >= t.size or not t.is_word(after):
            continue
        stop = min(t.sentences[t.sentence[after]][1], after + _BEHIND)
        for verb in range(after, stop):
            if t.quote[verb] >= 0:
                break
            if t.pos[verb] != "VERB":
                continue
            if verb in cues:
                break
            subject = next((c for c in t.children[verb] if t.dep[c] == "nsubj" and after <= c < stop), -1)
            if subject < 0:
                continue
            source = [(max(after, t.left[subject]), min(t.right[subject], stop - 1))]
            if source[0][0] <= verb <= source[0][1] or after not in (verb, source[0][0]):
                break
            drafts.append(Draft(verb, [(verb, verb)], [(first, last)], source, subject, 0.0, "quote:behind", "nsubj"))
            break


def join_bare_quotations(table: Table, drafts: list[Draft]) -> bool:
    """Give quotations that no draft covers to the draft they continue; those with no such draft stay as they are.

    What the speaker inside a quotation says or thinks ("I think we won") does not cover it.  Whether any was joined.
    """
    ranges = list_quote_ranges(table)
    owners = _list_owners(table, drafts, ranges)
    near: dict[int, list[Draft]] = {}  # drafts by the sentence of their cue, and by that of their last word
    for draft in drafts:
        ends = max(draft.content[-1][1], draft.cue)
        for sentence in sorted({table.sentence[draft.cue], table.sentence[ends]}):
            near.setdefault(sentence, []).append(draft)
    starts: dict[int, Draft] = {}  # drafts by the first token of their cue and source
    for draft in drafts:
        if table.quote[draft.cue] < 0:
            starts.setdefault(min([draft.cue_pieces[0][0], *(first for first, _ in draft.source)]), draft)
    joined = False
    for number, (first, last) in enumerate(ranges):
        words = [index for index in range(first, last + 1) if table.is_word(index)]
        if len(words) < _LEAST_WORDS or owners[number]:
            continue
        owner = _find_following(table, starts, last)
        if owner is None and not (_ends_with_comma(table, last) and _starts_paragraph(table, first)):
            owner = _find_owner(table, near, first)
        if owner is None:
            continue
        tokens = {index for low, high in owner.content for index in range(low, high + 1)}
        tokens.update(range(first, last + 1))
        owner.content = to_pieces(table, tokens)
        near.setdefault(table.sentence[last], []).append(owner)
        joined = True
    return joined


def _find_following(table: Table, starts: dict[int, Draft], last: int) -> Draft | None:
    """The draft that goes on right after the quotation: “…,” the major said."""
    if table.lower[last] in _STOPS or table.lower[last - 1] in _STOPS:
        return None
    after = last + 1
    while after < table.size and not table.is_word(after) and table.pos[after] != "SPACE":
        after += 1
    if after >= table.size or not table.is_word(after):
        return None
    return starts.get(after)


def _ends_with_comma(table: Table, last: int) -> bool:
    """ "…,” the major said": the speaker comes after the quotation."""
    return "," in (table.lower[last], table.lower[max(0, last - 1)], table.lower[max(0, last - 2)][-1:])


def _starts_paragraph(table: Table, first: int) -> bool:
    return first == 0 or table.paragraph[first - 1] != table.paragraph[first] or table.pos[first - 1] == "SPACE"


def _last_of_frame(draft: Draft) -> int:
    """The last token of cue and source."""
    return max([last for _, last in draft.cue_pieces] + [last for _, last in draft.source])


def _find_owner(table: Table, near: dict[int, list[Draft]], first: int) -> Draft | None:
    """The draft whose sentence (and quotation) ends right before token `first`."""
    before = first - 1
    while before >= 0 and not table.is_word(before) and table.lower[before] != ":":
        before -= 1
    if before < 0:
        return None
    same_paragraph = table.paragraph[before] == table.paragraph[first]
    low, high = table.sentences[table.sentence[before]]
    best: Draft | None = None
    for draft in near.get(table.sentence[before], ()):
        if table.quote[draft.cue] >= 0:
            continue
        in_sentence = low <= draft.cue < high
        if table.sentence[first] == table.sentence[before] and before == _last_of_frame(draft):
            return draft  # It is time, he said, “to leave”
        ends = max([last for _, last in draft.content] + [draft.cue])
        if not (in_sentence or before <= ends < first) or draft.cue > first:
            continue
        quoted = any(table.quote[index] >= 0 for a, b in draft.content for index in (a, b))
        introduces = table.lower[before] == ":" or table.lower[first - 1] == ":"
        if introduces or (quoted and (same_paragraph or table.paragraph[first] - table.paragraph[before] <= 1)):
            best = draft if best is None or draft.score > best.score else best
    return best
