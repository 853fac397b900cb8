"""The six verbs, and the one that does all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.model import Claim, Dossier, Finding, Report, Thread

if TYPE_CHECKING:
    from onrecord.pipeline import Reference
    from onrecord.publish import SheetForm

# The heavy parts are imported when a verb is called: `import onrecord` stays quick.


@lru_cache(maxsize=4)
def _reference(edition: str | None, folders: tuple[Path, ...] = ()) -> Reference:
    from onrecord.pipeline import load_reference

    return load_reference(edition, folders)


@lru_cache(maxsize=8)
def _extracted(report: Report) -> Dossier:
    """Parsing is the costly step; the verbs that need it share one parse of a report."""
    from onrecord.pipeline import build_all_claims, find_mentions, parse_report

    dossier = Dossier(report)
    for step in (parse_report, find_mentions, build_all_claims):
        dossier = step(dossier, _reference(None))
    return dossier


def read_report(
    source: str | bytes | Path,
    *,
    label: str | None = None,
    language: str | None = None,
    url: str | None = None,
    published: str | None = None,
) -> Report:
    """Read one report: `str` and `bytes` are content (text or a page), a `Path` is a file.

    `published` is an EDTF date ("2025-10-23").  Raises ReadError or UnknownLanguage.
    """
    from onrecord.read import read_report as read

    return read(source, label=label, language=language, url=url, published=published)


def extract_claims(report: Report) -> tuple[Claim, ...]:
    """The checkable claims of a report in reading order, in the outlet's own voice until they are attributed.

    Raises UnknownLanguage or MissingModel.
    """
    return _extracted(report).claims


def attribute_claims(report: Report, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The same claims, each with who says it and how firmly."""
    from onrecord.attribute import attribute_claims as attribute

    return attribute(claims, _extracted(report).attributions)


def check_claims(report: Report, claims: Sequence[Claim], *, edition: str | None = None) -> tuple[Finding, ...]:
    """What an edition of the public record (the newest when None) lets one say of the claims.

    Raises UnknownEdition.
    """
    from dataclasses import replace

    from onrecord.pipeline import check_all

    return check_all(replace(_extracted(report), claims=tuple(claims)), _reference(edition)).findings


def check_report(
    report: Report | str | bytes | Path, *, edition: str | None = None, folders: Sequence[Path] = ()
) -> Dossier:
    """Read, extract, attribute and check: the path `onrecord check` takes.

    `folders` are records of your own, read beside the edition once in a process.

    Raises ReadError, UnknownLanguage, MissingModel, UnknownEdition or RecordError.
    """
    from onrecord.pipeline import run

    given = report if isinstance(report, Report) else read_report(report)
    return run(given, reference=_reference(edition, tuple(folders)))


def cluster_claims(dossiers: Sequence[Dossier]) -> tuple[Thread, ...]:
    """The same claim over several reports, joined by what it says, never by how alike the wording is."""
    from onrecord.cluster import cluster_claims as cluster

    return cluster(dossiers)


def publish_sheet(*dossiers: Dossier, form: SheetForm | str = "terminal") -> str:
    """Claim sheets as text: "terminal", "html", "json" or "csv"."""
    from onrecord.publish import SheetForm, build_sheet, render_sheets

    return render_sheets([build_sheet(dossier) for dossier in dossiers], SheetForm(form))
