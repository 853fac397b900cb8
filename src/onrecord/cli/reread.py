"""`onrecord reread`: what this version of the program finds otherwise in the reports of the ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from onrecord.cli.ledger import ledger_option
from onrecord.cli.records import edition_option, open_record, record_option
from onrecord.cli.version import name_version
from onrecord.errors import OnRecordError
from onrecord.publish.safety import show_on_one_line


@click.command("reread")
@ledger_option
@click.option("--keep", is_flag=True, help="Put the new readings in place of the old.")
@edition_option
@record_option
@click.option("--all", "every", is_flag=True, help="Also reports that this version of onrecord read.")
@click.option("--quiet", is_flag=True, help="Print only the last line; errors still.")
def reread_command(
    ledger: str | None, keep: bool, edition: str | None, folders: tuple[Path, ...], every: bool, quiet: bool
) -> int:
    """Read the kept bytes of reports again with this version, and say what it finds otherwise.

    Without --keep nothing is written. With it the new claims and findings take the place of the old: a claim that is
    found again keeps its number and its decisions, one that people decided on is never taken out, and the groups of
    copies are formed anew. Exit code 0; 1 when something differs; 2 when a report could not be read.
    """
    from onrecord.store import Ledger
    from onrecord.store.copies import regroup_all
    from onrecord.store.load import load_dossier
    from onrecord.store.recheck import report_ids
    from onrecord.store.reread import Rereading, compare_readings, decided_claims, put_in_place, read_again
    from onrecord.verbs import check_report

    program = f"onrecord {name_version('onrecord')}"
    if edition or folders:
        open_record(edition, folders)  # a record that cannot be read is said before any report is
    read = differ = new = gone = changed = failed = 0
    regroup = False

    def tell(found: Rereading) -> None:
        before, after = found.before, found.after
        digest = before.report.digest.removeprefix("sha256:")[:12]
        click.echo(show_on_one_line(f"{digest}  {before.report.label}"))
        if found.text_differs:
            click.echo("  ~ another text is read from its bytes")
        words = {each.id: f"{each.kind.value} “{each.span.of(after.report.text)}”" for each in after.claims}
        was = {each.id: f"{each.kind.value} “{each.span.of(before.report.text)}”" for each in before.claims}
        lines = [f"  + {digest}/{name} {words[name]}" for name in found.new]
        lines += [f"  - {digest}/{name} {was[name]}" for name in found.gone]
        lines += [f"  * {digest}/{name} {'; '.join(what)}" for name, what in found.changed]
        if found.left is not None:
            lines.append(f"  ! left as it was: {found.left}")
        for line in lines:
            click.echo(show_on_one_line(line) if not line.startswith("  ") else "  " + show_on_one_line(line[2:]))

    with Ledger(ledger, create=False) as store:
        with store.reading() as connection:
            ids = report_ids(connection, other_than=None if every else program)
        for report_id in ids:
            with store.reading() as connection:
                before = load_dossier(connection, report_id)
                decided = decided_claims(connection, before.report.digest)
                try:
                    given = read_again(connection, report_id)
                except OnRecordError as error:
                    failed += 1
                    click.echo(show_on_one_line(f"onrecord: {before.report.label}: {error}"), err=True)
                    continue
            try:
                after = replace(check_report(given, edition=edition, folders=folders), doc=None)
            except OnRecordError as error:
                failed += 1
                click.echo(show_on_one_line(f"onrecord: {before.report.label}: {error}"), err=True)
                continue
            read += 1
            found = compare_readings(before, after, decided)
            if found.differs:
                differ += 1
                new, gone, changed = new + len(found.new), gone + len(found.gone), changed + len(found.changed)
                if not quiet:
                    tell(found)
            if keep and found.left is None:
                with store.writing() as connection:
                    put_in_place(connection, report_id, found, program=program)
                regroup = regroup or found.text_differs
        if regroup:
            with store.writing() as connection:
                regroup_all(connection)
    result = f"{read} reports read again, {differ} differ: {new} claims new, {gone} gone, {changed} otherwise."
    if not read and not failed and not every:
        click.echo(f"Every report was read by {program}; --all reads them again.")
    click.echo(result + ("" if keep or not differ else " Nothing was written; --keep puts it in place."))
    return 2 if failed else int(differ > 0)
