"""Frames that rules add to what the weights find: adverbs, "it emerged that", "citing officials"."""

from __future__ import annotations

from onrecord.attribute.cuewords import CueWords
from onrecord.attribute.drafts import Draft, list_cue_pieces, to_pieces
from onrecord.attribute.joining import list_quote_ranges
from onrecord.attribute.kinds import SourceNouns
from onrecord.attribute.tokens import Table
from onrecord.model import SourceKind

_LEAST_QUOTED = 4  # tokens of a quotation that can stand for itself
_SPEAKING = (
    SourceKind.ANONYMOUS_OFFICIAL,
    SourceKind.ANONYMOUS_EXPERT,
    SourceKind.OTHER_OUTLET,
)
_LONGEST = 400  # tokens a frame may reach; longer is a parse gone wrong


def add_frames(table: Table, drafts: list[Draft], words: CueWords, nouns: SourceNouns) -> dict[int, int]:
    """Append the drafts that rules find.  Returns, for a draft inside a cited source, the number of its outer draft."""
    _add_colons(table, drafts, words)
    _add_headline(table, drafts, nouns)
    _add_spoken(table, drafts, words)
    for draft in drafts:
        _leave_unnamed(table, draft, words)
        _name_issuer(table, draft, words)
        _go_on_in_the_past(table, draft, words)
    have = {draft.cue for draft in drafts}
    forced: dict[int, int] = {}
    for index in range(table.size):
        lemma = table.lemma[index].lower()
        if table.lower[index] in words.adverbs and table.pos[index] == "ADV":
            if index not in have:
                _add_adverb(table, drafts, index)
        elif lemma in words.impersonal and table.pos[index] == "VERB" and index not in have:
            _add_impersonal(table, drafts, index, words)
        elif lemma in words.cite and table.pos[index] == "VERB":
            _add_cited(table, drafts, index, words, forced)
    return _drop_empty(drafts, forced)


def _drop_empty(drafts: list[Draft], forced: dict[int, int]) -> dict[int, int]:
    """Leave out drafts that have lost their content, and number the rest anew."""
    kept = [number for number, draft in enumerate(drafts) if draft.content]
    if len(kept) == len(drafts):
        return forced
    places = {number: place for place, number in enumerate(kept)}
    drafts[:] = [drafts[number] for number in kept]
    return {places[a]: places[b] for a, b in forced.items() if a in places and b in places}


def _clause(table: Table, verb: int) -> set[int]:
    first, last = max(table.left[verb], verb - _LONGEST), min(table.right[verb], verb + _LONGEST)
    return set(range(first, last + 1))


def _add_adverb(table: Table, drafts: list[Draft], index: int) -> None:
    head = table.head[index]
    if head == index or table.pos[head] not in ("VERB", "AUX", "ADJ", "NOUN", "NUM"):
        return
    content = _clause(table, head) - {index}
    pieces = to_pieces(table, content)
    if pieces:
        drafts.append(Draft(index, [(index, index)], pieces, [], -1, 0.0, "adverb"))


def _add_impersonal(table: Table, drafts: list[Draft], index: int, words: CueWords) -> None:
    """ "It emerged that": nobody is named as the source."""
    subjects = [child for child in table.children[index] if table.dep[child] in ("nsubj", "nsubjpass", "expl")]
    if not any(table.lower[child] in words.impersonal_subject for child in subjects):
        return
    clauses = [
        c
        for c in table.children[index]
        if table.dep[c] in ("ccomp", "csubj", "xcomp", "advcl", "acl")
        and c > index
        and not any(table.tag[inner] == "WRB" for inner in table.children[c])  # "it emerged in May, when …"
    ]
    if not clauses and table.dep[index] != "advcl" and table.dep[min(index + 1, table.size - 1)] != "mark":
        return
    last = table.right[table.head[index]] if table.dep[index] == "advcl" else table.right[index]
    pieces = to_pieces(table, _clause(table, clauses[0]) if clauses else set(range(index + 1, last + 1)))
    if pieces:
        cue = list_cue_pieces(table, index, set())
        drafts.append(Draft(index, cue, pieces, [], -1, 0.0, "impersonal"))


def _add_colons(table: Table, drafts: list[Draft], words: CueWords) -> None:
    """ "He made a bold claim: …": what follows the colon is the content of the noun before it."""
    near: dict[int, list[Draft]] = {}
    for draft in drafts:
        near.setdefault(table.sentence[draft.cue], []).append(draft)
    found = []
    replaced: set[int] = set()
    for index in range(1, table.size):
        if table.lower[index] != ":" or table.lemma[index - 1].lower() not in words.nouns:
            continue
        draft_found = _read_colon(table, near.get(table.sentence[index], []), index)
        if draft_found is not None:
            found.append(draft_found)
            replaced.add(table.head[index - 1])
    drafts[:] = [draft for draft in drafts if draft.cue not in replaced] + found


def _read_colon(table: Table, near: list[Draft], index: int) -> Draft | None:
    t = table
    noun = index - 1
    verb = t.head[noun]
    first, last = t.sentences[t.sentence[index]]
    if noun < first or t.pos[noun] != "NOUN" or t.pos[verb] != "VERB" or t.dep[noun] not in ("dobj", "attr", "pobj"):
        return None
    subject = next((c for c in t.children[verb] if t.dep[c] == "nsubj"), -1)
    if subject < 0 or any(b > index for draft in near if draft.cue < index for a, b in draft.content):
        return None
    following = set(range(index + 1, min(last, index + _LONGEST)))
    pieces = to_pieces(t, following)
    if not pieces:
        return None
    cue = [*list_cue_pieces(t, verb, following), (max(verb + 1, t.left[noun]), noun)]
    return Draft(noun, cue, pieces, [(t.left[subject], t.right[subject])], subject, 0.0, "colon", "nsubj")


def _add_headline(table: Table, drafts: list[Draft], nouns: SourceNouns) -> None:
    """ "Minister: no troops will leave": a person, official or outlet before a colon in the first line."""
    t = table
    stop = next((i for i in range(t.size) if t.paragraph[i] > 0), t.size)
    colon = next((i for i in range(min(stop, 8)) if t.lower[i] == ":"), -1)
    if colon < 1 or any(t.is_word(i) and t.pos[i] in ("VERB", "AUX", "ADP") for i in range(colon)):
        return
    top = max(i for i in range(colon) if t.is_word(i)) if any(t.is_word(i) for i in range(colon)) else -1
    if top < 0:
        return
    word, lemma = t.text[t.start[top] : t.end[top]], t.lemma[top].lower()
    speaks = t.entity[top] == "PERSON" or lemma in nouns.titles or word in nouns.outlet_names | nouns.body_names
    if not speaks and nouns.kinds.get(lemma) not in _SPEAKING:
        return
    last = max(
        (i for i in range(colon + 1, min(stop, colon + _LONGEST)) if t.is_word(i) or t.quote[i] >= 0), default=-1
    )
    pieces = to_pieces(t, set(range(colon + 1, last + 1)))
    if pieces:
        drafts[:] = [draft for draft in drafts if draft.cue != colon]
        drafts.append(Draft(colon, [(colon, colon)], pieces, [(0, top)], top, 0.0, "colon", "headline"))


def _add_spoken(table: Table, drafts: list[Draft], words: CueWords) -> None:
    """ "The mayor spoke on Monday. “…”": a quotation of its own after a sentence about somebody speaking."""
    t = table
    covered = bytearray(t.size)
    for draft in drafts:
        for first, last in draft.content:
            covered[first : last + 1] = b"\x01" * (last + 1 - first)
    cues = {draft.cue for draft in drafts}
    for first, last in list_quote_ranges(t):
        if last - first < _LEAST_QUOTED or any(covered[first : last + 1]) or t.sentence[first] == 0:
            continue
        low, _ = t.sentences[t.sentence[first]]
        if any(t.is_word(index) for index in range(low, first)):
            continue
        begin, end = t.sentences[t.sentence[first] - 1]
        if t.paragraph[end - 1] != t.paragraph[first] and t.paragraph[first] - t.paragraph[end - 1] > 1:
            continue
        for verb in range(begin, min(end, begin + 60)):
            if t.pos[verb] != "VERB" or t.lemma[verb].lower() not in words.speech or verb in cues or t.quote[verb] >= 0:
                continue
            subject = next((c for c in t.children[verb] if t.dep[c] == "nsubj"), -1)
            if subject >= 0:
                source = [(t.left[subject], t.right[subject])]
                drafts.append(
                    Draft(verb, [(verb, verb)], [(first, last)], source, subject, 0.0, "quote:after", "nsubj")
                )
                break


def _leave_unnamed(table: Table, draft: Draft, words: CueWords) -> None:
    """ "The brigade is understood to have moved", "it emerged that": the grammatical subject is no source."""
    t = table
    lemma = t.lemma[draft.cue].lower()
    kids = t.children[draft.cue]
    if lemma in words.impersonal and draft.source_top >= 0 and t.lower[draft.source_top] in words.impersonal_subject:
        draft.source, draft.source_top = [], -1
    if (
        lemma not in words.passives
        or not any(t.dep[c] == "auxpass" for c in kids)
        or any(t.dep[c] == "agent" for c in kids)
    ):
        return
    subject = next((c for c in kids if t.dep[c] == "nsubjpass"), -1)
    clause = next((c for c in kids if t.dep[c] == "xcomp"), -1)
    if subject >= 0 and clause >= 0:
        draft.source, draft.source_top = [], -1
        draft.content = to_pieces(t, _clause(t, subject) | _clause(t, clause)) or draft.content


def _name_issuer(table: Table, draft: Draft, words: CueWords) -> None:
    """ "The ministry issued a statement saying …": who issued the statement is the source."""
    noun = table.head[draft.cue]
    verb = table.head[noun]
    if table.dep[draft.cue] != "acl" or table.dep[noun] != "dobj" or table.lemma[noun].lower() not in words.nouns:
        return
    subject = next((c for c in table.children[verb] if table.dep[c] == "nsubj"), -1)
    if subject >= 0 and table.pos[subject] != "PRON" and draft.source_top in (-1, noun):
        draft.source = [(table.left[subject], table.right[subject])]
        draft.source_top = subject


def _go_on_in_the_past(table: Table, draft: Draft, words: CueWords) -> None:
    """ "He said the missile was ready, and Russia would test it": the second clause is his as well."""
    if not draft.path.startswith("ccomp") or table.tag[draft.cue] != "VBD":
        return
    for child in table.children[draft.cue]:
        if table.dep[child] != "conj" or child < draft.content[-1][1]:
            continue
        inner = table.children[child]
        shifted = any(table.dep[c] == "aux" and table.lower[c] in words.backshift for c in inner)
        if shifted and any(table.dep[c] in ("nsubj", "nsubjpass") for c in inner):
            tokens = {i for low, high in draft.content for i in range(low, high + 1)}
            draft.content = to_pieces(table, tokens | _clause(table, child))


def _add_quoted_as(table: Table, drafts: list[Draft], index: int, words: CueWords) -> bool:
    """ "It quoted officials as saying …": the content is the officials', the outer speaker is "it"."""
    t = table
    cited = next((c for c in t.children[index] if t.dep[c] in ("dobj", "nsubjpass")), -1)
    path = next((c for c in t.children[index] if t.lower[c] in words.quote_as and c > index), -1)
    if cited < 0 or path < 0:
        return False
    saying = next((i for i in range(path + 1, min(path + 3, t.size)) if t.pos[i] == "VERB"), -1)
    if saying < 0:
        return False
    known = next((d for d in drafts if d.cue == saying), None)
    if known is None:
        last = t.sentences[t.sentence[index]][1] - 1
        pieces = to_pieces(t, set(range(saying + 1, min(max(t.right[saying], t.right[index]), last) + 1)))
        if not pieces:
            pieces = _quoted_before(t, index, cited)
        if not pieces:
            return False
        known = Draft(saying, [(saying, saying)], pieces, [], -1, 0.0, "ccomp")
        drafts.append(known)
    known.source = [(t.left[cited], min(t.right[cited], path - 1) if cited < path else t.right[cited])]
    known.source_top = cited
    known.source_path = "quoted"
    known.path = "ccomp"
    outer = next((d for d in drafts if d.cue == index), None)
    if outer is not None and outer.source_top < 0 and t.dep[cited] == "nsubjpass":
        outer.content = []  # "Grossi was quoted as saying": by nobody named
    elif outer is not None:
        # the outer speaker's content is all that it quotes
        outer.path = "quoted"
        low, high = min(known.source[0][0], known.content[0][0]), max(saying, known.content[-1][1])
        own = {index, *(i for first, last in outer.source for i in range(first, last + 1))}
        outer.content = to_pieces(t, set(range(low, high + 1)) - own)
        inner = {i for a, b in known.content for i in range(a, b + 1)}
        known.content = to_pieces(t, inner - set(range(known.source[0][0], saying + 1))) or known.content
    return True


def _quoted_before(table: Table, index: int, cited: int) -> list[tuple[int, int]]:
    """The quotation that ends before the verb of “…,” the agency quoted him as saying."""
    t = table
    first = t.sentences[t.sentence[index]][0]
    quoted = next((i for i in range(index - 1, first - 1, -1) if t.quote[i] >= 0), -1)
    if quoted < 0 or cited < index:
        return []
    low = quoted
    while low > 0 and t.quote[low - 1] == t.quote[quoted]:
        low -= 1
    return [(low, quoted)]


def _add_cited(table: Table, drafts: list[Draft], index: int, words: CueWords, forced: dict[int, int]) -> None:
    """ "CNN, citing officials, said that …": the content is the officials', and CNN is the outer speaker."""
    if _add_quoted_as(table, drafts, index, words):
        return
    cited = [child for child in table.children[index] if table.dep[child] == "dobj" and child > index]
    if not cited or table.dep[index] not in ("advcl", "acl", "conj", "ccomp", "parataxis", "pcomp", "dep", "relcl"):
        return
    first, last = table.sentences[table.sentence[index]]
    top = cited[0]
    low, high = table.left[top], table.right[top]
    outer = -1
    at = index
    for _ in range(4):
        at = table.head[at]
        outer = next((n for n, draft in enumerate(drafts) if draft.cue == at and draft.source_top >= 0), -1)
        if outer >= 0:
            break
    if outer < 0:
        near = [n for n, d in enumerate(drafts) if first <= d.cue < last and d.cue != index and d.source_top >= 0]
        outer = min(near, key=lambda n: (abs(drafts[n].cue - index), n), default=-1)
    own = set(range(min(index, low), high + 1))
    if outer >= 0 and drafts[outer].cue != index:
        content = {i for a, b in drafts[outer].content for i in range(a, b + 1)} - own
        content -= {i for a, b in drafts[outer].source for i in range(a, b + 1)}
    else:
        governor = table.head[index]
        content = _clause(table, governor) - own
        outer = -1
    pieces = to_pieces(table, content)
    if not pieces or low <= index <= high:
        return
    drafts.append(Draft(index, [(index, index)], pieces, [(low, high)], top, 0.0, "cite", "dobj"))
    if outer >= 0:
        forced[len(drafts) - 1] = outer
        rest = {i for a, b in drafts[outer].content for i in range(a, b + 1)} - own
        drafts[outer].content = to_pieces(table, rest) or drafts[outer].content
