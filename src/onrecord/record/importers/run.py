"""One import from file to folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from onrecord.errors import RecordError
from onrecord.record.edition import Record
from onrecord.record.importers.collect import Collector
from onrecord.record.importers.files import digest_of
from onrecord.record.importers.ftm import read_ftm
from onrecord.record.importers.geonames import read_geonames
from onrecord.record.importers.match import NoMatch, match_code
from onrecord.record.importers.oryx import read_oryx
from onrecord.record.importers.sipri import read_sipri
from onrecord.record.importers.ucdp import read_ucdp
from onrecord.record.importers.unroca import read_unroca
from onrecord.record.importers.values import ImportReport, Options
from onrecord.record.importers.wikidata import read_wikidata
from onrecord.record.importers.write import check_place, write_folder

Reader = Callable[[Path, Collector], None]

KINDS: Mapping[str, Reader] = MappingProxyType(
    {
        "sipri": read_sipri,
        "unroca": read_unroca,
        "ucdp": read_ucdp,
        "wikidata": read_wikidata,
        "geonames": read_geonames,
        "oryx": read_oryx,
        "ftm": read_ftm,
    }
)
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
_EDTF = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z")


def import_file(
    kind: str, path: Path, into: Path, *, base: Record, options: Options, replace: bool = False, write: bool = True
) -> ImportReport:
    """Turn a downloaded file into a record folder that loads beside `base`.

    Rows that cannot be kept are counted with the reason; the folder is written whole or not at all, and not without
    `write`.  Raises RecordError when the file is of another layout, breaks a limit, or leaves nothing to keep.
    """
    if kind not in KINDS:
        raise RecordError(f"There is no importer for {kind!r}. Kinds: {', '.join(KINDS)}.")
    if not _NAME.match(options.name):
        raise RecordError(f"{options.name!r} is no name for a folder's edition. Use a-z, digits and hyphens.")
    if options.as_of is not None and not _EDTF.match(options.as_of):
        raise RecordError(f"--as-of {options.as_of!r} is not a date such as 2025, 2025-10 or 2025-10-22.")
    if options.country is not None and isinstance(match_code(options.country), NoMatch):
        raise RecordError(f"--country {options.country!r} is not a code of a state. Use three letters: VEN.")
    if write:
        check_place(into, replace=replace)
    collected = Collector(kind, path.name, base, options)
    KINDS[kind](path, collected)
    refusals = collected.refusals
    if not collected.facts:
        why = "; ".join(f"{count} × {reason}" for reason, count in collected.reasons()[:3]) or "it holds no rows"
        raise RecordError(f"{path.name}: nothing could be kept ({why}). Is it a file of the kind {kind!r}?")
    if collected.as_of is None:
        raise RecordError(f"{path.name} does not say of when it is. Give the date of your download: --as-of 2026-11-22")
    report = ImportReport(
        kind=kind,
        file=path.name,
        digest=digest_of(path),
        edition=options.name,
        rows_in=collected.rows_in,
        kept=collected.kept,
        refused=collected.refused,
        facts=len(collected.facts),
        subjects=len(collected.subjects),
        republish=collected.licence.republish,
        reasons=collected.reasons(),
        refusals=refusals,
    )
    if write:
        write_folder(into, collected, report, base, replace=replace)
    return report
