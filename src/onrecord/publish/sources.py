"""On whose word: the sources of a report, each with its claims and quotations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from onrecord.model import Attribution, Directness, Report, SourceKind, Span
from onrecord.publish.nouns import ChainLink, ClaimCard, Excerpt, QuotationEntry, SourceEntry, Standing, Voice
from onrecord.publish.words import Words

_SPACES = re.compile("[ \t\n\u00a0]+")

SourceKey = tuple[SourceKind, str]


def name_source(attribution: Attribution, report: Report, words: Words) -> str:
    """The name a reader knows the source by: the resolved speaker, else the words of the report."""
    if attribution.kind is SourceKind.OWN_VOICE:
        return report.outlet or words.of("source_unnamed", attribution.kind)
    if attribution.speaker:
        return collapse_spaces(attribution.speaker)
    if attribution.source is not None:
        return collapse_spaces(attribution.source.of(report.text))
    return words.of("source_unnamed", attribution.kind)


def collapse_spaces(text: str) -> str:
    """Runs of spaces and line breaks as one space; control characters stay, to be shown for what they are."""
    return _SPACES.sub(" ", text).strip(" ")


def source_key(attribution: Attribution, report: Report, words: Words) -> SourceKey:
    """What makes two attributions one source: kind and name, the article and letter case aside."""
    name = name_source(attribution, report, words).casefold()
    first, _, rest = name.partition(" ")
    if rest and first in words.table["names"]["articles"]:
        name = rest
    return attribution.kind, name


def number_sources(attributions: Iterable[Attribution], report: Report, words: Words) -> dict[SourceKey, str]:
    """An id for every source, in the order of first appearance: "s1", "s2"."""
    numbered: dict[SourceKey, str] = {}
    for attribution in attributions:
        key = source_key(attribution, report, words)
        numbered.setdefault(key, f"s{len(numbered) + 1}")
    return numbered


def quoted_spans(attributions: Sequence[Attribution], text: str) -> list[tuple[Span, Attribution]]:
    """Every stretch of quoted words with its attribution, in reading order, each stretch once.

    What somebody in a quotation is said to think ("the world knows that ...") is part of that quotation, not one more,
    unless it has quotation marks of its own.
    """
    seen: dict[Span, Attribution] = {}
    for attribution in attributions:
        if attribution.directness is Directness.QUOTATION:
            for span in attribution.quoted or attribution.content:
                seen.setdefault(span, attribution)
    found = []
    end = -1  # of the quotations so far
    for span, attribution in sorted(seen.items(), key=lambda item: (item[0].start, -item[0].end)):
        if span.end > end or _opens_with_mark(span, text):
            found.append((span, attribution))
        end = max(end, span.end)
    return found


def _opens_with_mark(span: Span, text: str) -> bool:
    first = text[span.start : span.start + 1]
    return bool(first) and (first in "\"'`" or unicodedata.category(first) in ("Pi", "Pf"))


def excerpt_of(span: Span, report: Report) -> Excerpt:
    return Excerpt(span, span.of(report.text))


def build_voice(attribution: Attribution, source_id: str, report: Report, words: Words) -> Voice:
    """Who says a claim, with the words that show it."""

    def excerpt(span: Span | None) -> Excerpt | None:
        return None if span is None else excerpt_of(span, report)

    name = name_source(attribution, report, words)
    links = [ChainLink(outer.kind, name_source(outer, report, words)) for outer in attribution.chain]
    return Voice(
        attribution=attribution,
        source_id=source_id,
        kind=attribution.kind,
        name=name,
        directness=attribution.directness,
        firmness=attribution.firmness,
        source=excerpt(attribution.source),
        cue=tuple(excerpt_of(span, report) for span in attribution.cue),
        evidence=excerpt(attribution.evidence),
        chain=(*links, ChainLink(attribution.kind, name)) if links else (),
    )


def build_quotations(
    quoted: Sequence[tuple[Span, Attribution]],
    numbered: dict[SourceKey, str],
    cards: Sequence[ClaimCard],
    report: Report,
    words: Words,
) -> tuple[QuotationEntry, ...]:
    """The quotations of a report, each linked to its speaker and to the claims it holds."""
    return tuple(
        QuotationEntry(
            id=f"q{number}",
            excerpt=excerpt_of(span, report),
            source_id=numbered[source_key(attribution, report, words)],
            name=name_source(attribution, report, words),
            kind=attribution.kind,
            claims=tuple(card.id for card in cards if span.covers(card.claim.span) or card.claim.span.covers(span)),
        )
        for number, (span, attribution) in enumerate(quoted, start=1)
    )


def build_sources(cards: Sequence[ClaimCard], quotations: Sequence[QuotationEntry]) -> tuple[SourceEntry, ...]:
    """The sources, the one with most claims first, ties in reading order."""
    names: dict[str, tuple[SourceKind, str]] = {}
    for card in cards:
        names.setdefault(card.voice.source_id, (card.voice.kind, card.voice.name))
    for quotation in quotations:
        names.setdefault(quotation.source_id, (quotation.kind, quotation.name))
    entries = []
    for source_id, (kind, name) in names.items():
        own = [card for card in cards if card.voice.source_id == source_id]
        chains = {tuple(link.name for link in card.voice.chain): None for card in own if card.voice.chain}
        counted = [(standing, sum(card.standing is standing for card in own)) for standing in Standing]
        entries.append(
            SourceEntry(
                id=source_id,
                kind=kind,
                name=name,
                claims=tuple(card.id for card in own),
                quotations=tuple(q.id for q in quotations if q.source_id == source_id),
                standings=tuple((standing, n) for standing, n in counted if n),
                via=tuple(chains),
            )
        )
    return tuple(sorted(entries, key=lambda entry: (-len(entry.claims), int(entry.id[1:]))))
