"""`onrecord recheck`: what another edition of the record changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from onrecord.cli.ledger import ledger_option
from onrecord.cli.records import edition_option, record_option
from onrecord.model import Dossier, Finding
from onrecord.publish.safety import show_on_one_line


@click.command("recheck")
@ledger_option
@edition_option
@record_option
@click.option("--keep", is_flag=True, help="Keep the findings in the ledger, under their edition, beside the others.")
def recheck_command(ledger: str | None, edition: str | None, folders: tuple[Path, ...], keep: bool) -> int:
    """List the findings that an edition of the record, or a record of your own beside it, changes.

    Decisions stay as they are, and so do the findings reports were added with. Exit code 0; 1 when a finding changes.
    """
    from onrecord.pipeline import check_all, load_reference
    from onrecord.store import Ledger
    from onrecord.store.load import load_dossier
    from onrecord.store.recheck import compare_findings, keep_findings, report_ids

    reference = load_reference(edition, folders)

    def check(dossier: Dossier) -> Sequence[Finding]:
        return check_all(dossier, reference).findings

    changes = reports = 0
    with Ledger(ledger, create=False) as store:
        with store.reading() as connection:
            ids = report_ids(connection)
        for report_id in ids:
            with store.reading() as connection:
                dossier = load_dossier(connection, report_id)
            findings = check(dossier)
            found = list(compare_findings(dossier, findings))
            reports += bool(found)
            changes += len(found)
            for change in found:
                was = f"{change.before.verdict.value} ({change.before.edition})" if change.before else "no finding"
                is_now = change.after.verdict.value if change.after else "no finding"
                line = f"{change.claim}  {change.check}: {was} → {is_now}  “{change.quote}”"
                click.echo(show_on_one_line(line.replace("_", " ")))
                if change.after is not None:
                    click.echo(f"    {show_on_one_line(change.after.sentence)}")
            if keep:
                with store.writing() as connection:
                    keep_findings(connection, report_id, findings, edition=reference.record.edition)
    named = reference.record.edition
    click.echo(f"{changes} findings change in {reports} of {len(ids)} reports under edition {named}.")
    return int(changes > 0)
