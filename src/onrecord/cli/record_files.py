"""`onrecord record import`, `diff` and `export`: records from files, and files from records."""

from __future__ import annotations

import json
from pathlib import Path

import click

from onrecord.cli.output import check_writable, write_output
from onrecord.cli.records import edition_option, open_record, record_option
from onrecord.errors import RecordError
from onrecord.model import Fact
from onrecord.record import Record, editions, load_record
from onrecord.record.diff import RecordDiff, diff_as_json, diff_records
from onrecord.record.page import country_name, figure_of

_KINDS = ("sipri", "unroca", "ucdp", "wikidata", "geonames", "oryx", "ftm")
_SHOWN = 10  # refused rows printed; all of them are in refused.csv


@click.command("import")
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--into", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Folder to write.")
@click.option("--name", metavar="NAME", help="Name of the folder's edition.  [default: KIND]")
@click.option("--title", metavar="TEXT", help="Title of the folder's edition.")
@click.option("--as-of", metavar="DATE", help="Date of your download, where the file does not say it.")
@click.option(
    "--country", metavar="CODE", help="oryx: whose losses; ucdp, geonames: keep only this state; unroca: whose profile."
)
@click.option("--replace", is_flag=True, help="Write an earlier import anew.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@edition_option
@record_option
def import_command(
    kind: str,
    file: Path,
    into: Path,
    name: str | None,
    title: str | None,
    as_of: str | None,
    country: str | None,
    replace: bool,
    as_json: bool,
    edition: str | None,
    folders: tuple[Path, ...],
) -> None:
    """Turn a FILE you downloaded into a record folder, to be read beside the edition with --record FOLDER.

    Rows that cannot be kept are counted with the reason, and listed in FOLDER/refused.csv.
    """
    from onrecord.record.importers import Options, import_file

    options = Options(name=name or kind, title=title, as_of=as_of, country=country)
    report = import_file(kind, file, into, base=open_record(edition, folders), options=options, replace=replace)
    if as_json:
        click.echo(json.dumps(report.as_json(), indent=2, ensure_ascii=False))
        return
    click.echo(f"{report.rows_in:,} rows in, {report.kept:,} kept, {report.refused:,} refused.")
    for reason, count in report.reasons:
        click.echo(f"  {count:,}: {reason}")
    for refusal in report.refusals[:_SHOWN]:
        detail = f" ({refusal.detail})" if refusal.detail else ""
        click.echo(f"  line {refusal.line}: {refusal.reason}{detail}"[:200])
    if report.refused > _SHOWN:
        click.echo(f"  … all of them in {into / 'refused.csv'}")
    click.echo(f"Wrote {into}: {report.facts:,} facts, {report.subjects:,} new subjects.")
    if not report.republish:
        click.echo("These rows may be cited, not republished.")


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Print the difference as JSON.")
def diff_command(before: str, after: str, as_json: bool) -> None:
    """Compare two records, each an edition or a FOLDER: rows added, removed, changed, with their sources."""
    one, other = open_side(before, after), open_side(after, before)
    diff = diff_records(one, other)
    if as_json:
        click.echo(json.dumps(diff_as_json(diff), indent=2, ensure_ascii=False))
        return
    for line in list_changes(diff):
        click.echo(line)


def open_side(name: str, other: str) -> Record:
    """One side of a comparison: an edition, a folder that stands alone, or one beside the other side's edition."""
    path = Path(name)
    if name in editions() or not path.exists():
        return load_record(name)
    from onrecord.record.own import combine, load_own

    if other in editions() and (path / "import.json").is_file():
        return combine(load_record(other), [path])
    try:
        return load_own(path)
    except RecordError as alone:
        base = load_record(other if other in editions() else None)
        try:
            return combine(base, [path])
        except RecordError as beside:
            raise (alone if "duplicate id" in str(beside) else beside) from None


def list_changes(diff: RecordDiff) -> list[str]:
    """The difference in lines: - before, + after, ~ changed."""
    if diff.is_empty:
        return [f"{diff.before} and {diff.after} hold the same rows."]
    lines: list[str] = [f"From {diff.before} to {diff.after}:"]
    for mark, subjects in (("+", diff.subjects_added), ("-", diff.subjects_removed)):
        lines += [f"{mark} {subject.entity.id}: {subject.entity.label} ({subject.category})" for subject in subjects]
    for change in diff.subjects_changed:
        lines.append(f"~ {change.after.entity.id}: {', '.join(change.fields)}")
    for sign, facts in (("+", diff.added), ("-", diff.removed)):
        lines += [f"{sign} {say_row(fact)}" for fact in facts]
    dates = [row for row in diff.changed if row.fields == ("as_of",)]
    for row in diff.changed:
        if row.fields == ("as_of",):
            continue
        lines += [f"~ {row.before.id}: {', '.join(row.fields)}", f"    - {say_row(row.before)}"]
        lines.append(f"    + {say_row(row.after)}")
    if dates:
        lines.append(f"~ {len(dates)} rows read the same and have another date.")
    counts = f"{len(diff.added)} rows added, {len(diff.removed)} removed, {len(diff.changed) - len(dates)} changed"
    others = f"{len(diff.subjects_added)} subjects added, {len(diff.subjects_removed)} removed"
    return [*lines, f"{counts}; {others}, {len(diff.subjects_changed)} changed."]


def say_row(fact: Fact) -> str:
    """A row in one line: id, value, what narrows it, sources."""
    value, detail = figure_of(fact)
    if supplier := fact.qualifier("supplier"):
        parties = f"{country_name(supplier)} to {country_name(fact.qualifier('recipient') or '')}"
        detail = "; ".join(
            part for part in (parties, fact.qualifier("counted"), fact.qualifier("years"), detail) if part
        )
    sources = ", ".join(source.title for source in fact.sources)
    return f"{fact.id}: {value}{f' ({detail})' if detail else ''} [{sources}]"


@click.command("export")
@click.argument("out", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), help="[default: by the file's name, else jsonl]")
@click.option("--subject", "subjects", multiple=True, metavar="ID", help="Only rows of this subject; may be repeated.")
@click.option("--marked", is_flag=True, help="Keep rows that may not be republished, each with a mark.")
@edition_option
@record_option
def export_command(
    out: Path,
    form: str | None,
    subjects: tuple[str, ...],
    marked: bool,
    edition: str | None,
    folders: tuple[Path, ...],
) -> None:
    """Write rows of the record to FILE; - is standard output.

    Rows whose terms allow no republishing are left out and counted, unless --marked is given.
    """
    from onrecord.record.export import export_rows, write_csv, write_jsonl

    record = open_record(edition, folders)
    wanted = [record.subject(subject if "/" in subject else f"equipment/{subject}").entity.id for subject in subjects]
    if str(out) != "-":
        check_writable(out)
    export = export_rows(record, marked=marked, subjects=wanted)
    text = write_csv(export) if form == "csv" or (form is None and out.suffix == ".csv") else write_jsonl(export)
    if str(out) == "-":
        click.echo(text, nl=False)
    else:
        write_output(out, text)
    click.echo(f"{len(export.rows):,} rows written.", err=True)
    for licence, count in export.left_out:
        click.echo(f"{count:,} rows left out, which may not be republished: {licence}", err=True)
