"""A dossier in, a claim sheet out: the one place that decides what a sheet says.  Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version

from onrecord.model import Claim, ClaimKind, Dossier, Finding, Quantity, Report, Role, Stance
from onrecord.publish.nouns import (
    Amount,
    ClaimCard,
    FindingLine,
    RoleLine,
    Sheet,
    Standing,
)
from onrecord.publish.rows import Labels, build_row, gather_names
from onrecord.publish.sources import (
    SourceKey,
    build_quotations,
    build_sources,
    build_voice,
    excerpt_of,
    number_sources,
    quoted_spans,
    source_key,
)
from onrecord.publish.summary import build_summary
from onrecord.publish.words import Words, load_words, notate_interval, phrase_amount

_VERDICTS_FIRST = tuple(Standing)


def build_sheet(
    dossier: Dossier, *, names: Mapping[str, str] | None = None, language: str = "en", version: str | None = None
) -> Sheet:
    """The claim sheet of a dossier that has been through the pipeline.

    `names` gives the labels of ids that rows of the record mention (`country/RUS`), beside those of the dossier; an
    id without one is shown by its bare key.  `language` is that of the words the sheet adds;
    `version` of onrecord is read from the installation unless given.  Raises UnknownLanguage when there are no such
    words.
    """
    words = load_words(language)
    labels = Labels(gather_names(dossier, names or {}), words)
    report = dossier.report
    claims = dossier.claims
    quoted = quoted_spans(dossier.attributions, report.text)
    speakers = [(claim.span.start, claim.attribution) for claim in claims]
    speakers += [(span.start, attribution) for span, attribution in quoted]
    speakers.sort(key=lambda item: item[0])
    numbered = number_sources((attribution for _, attribution in speakers), report, words)
    findings: dict[str, list[Finding]] = {}
    for finding in dossier.findings:
        findings.setdefault(finding.claim_id, []).append(finding)
    cards = tuple(build_card(claim, findings.get(claim.id, []), report, numbered, labels) for claim in claims)
    quotations = build_quotations(quoted, numbered, cards, report, words)
    sources = build_sources(cards, quotations)
    return Sheet(
        report=report,
        version=version or onrecord_version(),
        edition=dossier.edition or next((f.edition for f in dossier.findings if f.edition), None),
        language=language,
        summary=build_summary(cards, sources, words),
        claims=cards,
        sources=sources,
        quotations=quotations,
        sourcing=dossier.sourcing,
    )


def build_card(
    claim: Claim, findings: list[Finding], report: Report, numbered: dict[SourceKey, str], labels: Labels
) -> ClaimCard:
    """One claim with its words, roles, amount, voice and findings; the findings that ask most of a reader first."""
    words = labels.words
    findings = sorted(findings, key=lambda finding: _VERDICTS_FIRST.index(Standing(finding.verdict.value)))
    standing = judge_standing(claim, findings)
    source_id = numbered[source_key(claim.attribution, report, words)]
    return ClaimCard(
        claim=claim,
        excerpt=excerpt_of(claim.span, report),
        standing=standing,
        voice=build_voice(claim.attribution, source_id, report, words),
        roles=tuple(build_role(role, report) for role in claim.roles),
        amount=None if claim.quantity is None else build_amount(claim.quantity, report, words),
        property_label=None if claim.property is None else words.of("property", claim.property),
        findings=tuple(build_finding(finding, labels) for finding in findings),
        why_not_checked=explain_unchecked(claim, words) if standing is Standing.NOT_CHECKED else None,
    )


def judge_standing(claim: Claim, findings: list[Finding]) -> Standing:
    """The finding that asks most of a reader; without any, whether the claim was one to check."""
    verdicts = {finding.verdict.value for finding in findings}
    for standing in Standing:
        if standing.value in verdicts:
            return standing
    checkable = claim.stance is Stance.ASSERTED and claim.kind is not ClaimKind.STATEMENT
    return Standing.NO_CHECK if checkable else Standing.NOT_CHECKED


def explain_unchecked(claim: Claim, words: Words) -> str:
    """Why a claim was not checked, in a sentence."""
    reason = ClaimKind.STATEMENT.value if claim.stance is Stance.ASSERTED else claim.stance.value
    return words.of("not_checked", reason)


def build_role(role: Role, report: Report) -> RoleLine:
    entities = (role.entity, *role.others) if role.entity is not None else role.others
    return RoleLine(role.name, excerpt_of(role.span, report), entities, role.time, role.area)


def build_amount(quantity: Quantity, report: Report, words: Words) -> Amount:
    """A quantity as worded, as an interval, and what it counts."""
    counted = quantity.counted
    if counted is not None and quantity.counted_class is not None:
        group = quantity.counted_class.replace("_", " ")
        if not counted.casefold().startswith(group.casefold()):  # "missiles, counted as missile" says nothing
            counted = words.frame("counted_as", noun=counted, group=group)
    return Amount(
        quantity=quantity,
        excerpt=excerpt_of(quantity.span, report),
        phrase=phrase_amount(quantity, words),
        notation=notate_interval(quantity, words),
        counted=counted,
    )


def build_finding(finding: Finding, labels: Labels) -> FindingLine:
    cannot_tell = finding.verdict.value == Standing.CANNOT_TELL.value
    return FindingLine(
        finding=finding,
        rows=tuple(build_row(fact, labels) for fact in finding.facts),
        missing=labels.words.missing(finding.missing) if cannot_tell else None,
    )


@cache
def onrecord_version() -> str:
    """The version of the installed package; "0" in a tree that was never installed."""
    try:
        return installed_version("onrecord")
    except PackageNotFoundError:
        return "0"
