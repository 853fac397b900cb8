"""Attributions of a report: from drafts to the noun, with speakers, kinds, firmness and chains."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.attribute.cuewords import CueSense, is_reporting, is_saying, load_cue_words, sense_cue
from onrecord.attribute.drafts import Draft, Thresholds, find_drafts
from onrecord.attribute.frames import add_frames
from onrecord.attribute.joining import (
    complete_quotations,
    find_speakers_behind,
    join_bare_quotations,
    keep_within_quotation,
    reach_quotations,
)
from onrecord.attribute.kinds import can_speak, load_source_nouns
from onrecord.attribute.linear import has_weights, load_weights
from onrecord.attribute.nesting import find_parents, list_ancestors
from onrecord.attribute.ruled import find_ruled
from onrecord.attribute.sources import (
    close_brackets,
    cut_sources,
    name_speakers_behind,
    part_clauses,
    place_within,
)
from onrecord.attribute.speakers import Speaker, resolve_speakers
from onrecord.attribute.tokens import Table, tabulate
from onrecord.model import Attribution, Directness, SourceKind, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_THRESHOLDS = Thresholds()


def find_attributions(doc: Doc, *, language: str = "en") -> tuple[Attribution, ...]:
    """Everything the text says on somebody's word, in reading order of the contents, outer ones before inner ones.

    Spans are character offsets of `doc.text`.  An attribution inside another's content carries the outer ones in
    `chain`, outermost first; attitudes that report nothing ("wants", "supports") are left out of chains.  Raises
    UnknownLanguage for a language without a pack, LexiconError when the pack has no attribution data.
    """
    table = tabulate(doc, language=language)
    drafts, parents = draft_attributions(table, language=language)
    words = load_cue_words(language)
    speakers = resolve_speakers(table, drafts, load_source_nouns(language))
    plain = [
        _make_attribution(table, draft, speaker, sense_cue(table, draft, words))
        for draft, speaker in zip(drafts, speakers, strict=True)
    ]
    chains = [
        tuple(plain[at] for at in list_ancestors(parents, number) if plain[at].reports) for number in range(len(plain))
    ]
    own = [table.quote[draft.source_top] >= 0 and speaker.own for draft, speaker in zip(drafts, speakers, strict=True)]
    whole = [_hang(*each) for each in zip(plain, chains, own, strict=True)]
    return tuple(sorted(whole, key=_reading_order))


def _hang(attribution: Attribution, chain: tuple[Attribution, ...], own: bool) -> Attribution:
    """The attribution with its chain.  In “I think …” the speaker of the quotation goes on, and stands there once."""
    if own and chain:
        outer = chain[-1]
        attribution = replace(
            attribution,
            kind=outer.kind,
            speaker=outer.speaker,
            speaker_span=outer.speaker_span,
            evidence=outer.evidence,
        )
    known = attribution.speaker is not None
    while chain and ((own and chain[-1].speaker is None) or (known and _is_same_speaker(chain[-1], attribution))):
        chain, own = chain[:-1], False
    return replace(attribution, chain=chain)


def _is_same_speaker(one: Attribution, other: Attribution) -> bool:
    return one.kind is other.kind and one.speaker == other.speaker


def _reading_order(attribution: Attribution) -> tuple[int, int, int, int]:
    first = attribution.content[0]
    cue = attribution.cue[0].start if attribution.cue else first.start
    return (
        (len(attribution.chain) and attribution.chain[0].content[0].start) or first.start,
        len(attribution.chain),
        first.start,
        cue,
    )


def draft_attributions(table: Table, *, language: str = "en") -> tuple[list[Draft], list[int]]:
    """Drafts with whole quotations, and for each the number of the draft around it (-1: none)."""
    words = load_cue_words(language)
    if has_weights(language):
        drafts = find_drafts(table, load_weights(language), _THRESHOLDS, lambda t, index: is_reporting(t, index, words))
    else:
        drafts = find_ruled(table, language)
    name_speakers_behind(table, drafts, lambda index: is_saying(table, index, words))
    cut_sources(table, drafts)
    place_within(table, drafts)
    close_brackets(table, drafts)
    nouns = load_source_nouns(language)
    part_clauses(
        table,
        drafts,
        lambda index: is_saying(table, index, words),
        lambda index: table.pos[index] != "NOUN" or can_speak(table.lemma[index].lower(), nouns),
    )
    drafts = keep_within_quotation(table, drafts)
    reach_quotations(table, drafts)
    complete_quotations(table, drafts)
    find_speakers_behind(table, drafts)
    forced = add_frames(table, drafts, words, nouns)
    parents = _nest(drafts, forced)
    if join_bare_quotations(table, [draft for draft, parent in zip(drafts, parents, strict=True) if parent < 0]):
        parents = _nest(drafts, forced)
    return drafts, parents


def _nest(drafts: list[Draft], forced: dict[int, int]) -> list[int]:
    parents = find_parents(drafts)
    for inner, outer in forced.items():
        if inner not in list_ancestors(parents, outer):
            parents[inner] = outer
    return parents


def _spans(table: Table, pieces: list[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(table.span(first, last) for first, last in pieces)


def _make_attribution(table: Table, draft: Draft, speaker: Speaker, sense: CueSense) -> Attribution:
    content = _spans(table, draft.content)
    quoted = _quoted_parts(table, content)
    share = sum(len(span) for span in quoted) / max(1, sum(len(span) for span in content))
    source = _spans(table, draft.source)
    own = speaker.kind is SourceKind.OWN_VOICE
    return Attribution(
        kind=speaker.kind,
        directness=Directness.OWN_VOICE if own else Directness.QUOTATION if share > 0.5 else Directness.INDIRECT,
        source=Span(source[0].start, source[-1].end) if source else None,
        cue=_spans(table, draft.cue_pieces),
        content=content,
        speaker=_name(table, speaker),
        speaker_span=table.span(*speaker.naming) if speaker.naming else None,
        evidence=table.span(*speaker.evidence) if speaker.evidence else None,
        firmness=sense.firmness,
        cue_stance=sense.stance,
        reports=sense.reports,
        quoted=quoted,
    )


def _name(table: Table, speaker: Speaker) -> str | None:
    if speaker.name is None:
        return None
    words = " ".join(table.span(*speaker.name).of(table.text).split()).rstrip(",;: ")
    before, bracket, inside = words.rpartition("(")  # "the Agency (IAEA)" is known as the Agency
    if before and bracket and ")" not in inside[:-1]:
        words = before.rstrip(",;: ")
    return words or None


def _quoted_parts(table: Table, content: tuple[Span, ...]) -> tuple[Span, ...]:
    parts = []
    for span in content:
        at = bisect_right(table.quotations, span.start, key=lambda quotation: quotation.span.end)
        while at < len(table.quotations) and table.quotations[at].span.start < span.end:
            quotation = table.quotations[at].span
            parts.append(Span(max(span.start, quotation.start), min(span.end, quotation.end)))
            at += 1
    return tuple(sorted(parts))
