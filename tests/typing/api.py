"""How callers use onrecord, for the type checker: `mypy tests/typing` is the test, nothing here runs."""

from __future__ import annotations

from pathlib import Path

from onrecord import (
    Claim,
    Dossier,
    Finding,
    Report,
    Span,
    Thread,
    Verdict,
    attribute_claims,
    check_claims,
    check_report,
    cluster_claims,
    extract_claims,
    publish_sheet,
    read_report,
)

# The six verbs, one after the other.
report: Report = read_report("<p>Two frigates sailed.</p>", language="en", published="2025-10-23")
from_bytes: Report = read_report(b"Two frigates sailed.", label="standard input")
from_file: Report = read_report(Path("report.html"), url="https://example.org/report")
claims: tuple[Claim, ...] = extract_claims(report)
attributed: tuple[Claim, ...] = attribute_claims(report, claims)
findings: tuple[Finding, ...] = check_claims(report, attributed, edition="2026-11")
dossiers: list[Dossier] = [
    check_report(report),
    check_report(Path("report.html")),
    check_report("Two frigates sailed."),
]
threads: tuple[Thread, ...] = cluster_claims(dossiers)
page: str = publish_sheet(*dossiers, form="html")

# The nouns hold what their names say.
words: str = report.text[attributed[0].span.start : attributed[0].span.end]
span: Span = attributed[0].span
same_words: str = span.of(report.text)
disagreeing: list[str] = [finding.sentence for finding in findings if finding.verdict is Verdict.DISAGREES]
places_in_source: list[int] = [segment.source_start for segment in report.segments]
