"""`onrecord record …`: read the public record."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.cli.record_files import diff_command, export_command, import_command
from onrecord.cli.record_update import update_command
from onrecord.cli.records import edition_option, open_record, record_option
from onrecord.errors import UnknownSubject
from onrecord.record import Record, editions, load_record
from onrecord.record.cite import cite_bibtex, cite_plain
from onrecord.record.page import Page, Section, build_page

_WIDEST = 100


@click.group("record")
def record_group() -> None:
    """Read the public record, compare editions, and add records of your own."""


@record_group.command("show")
@click.argument("subject")
@click.option("--ids", is_flag=True, help="Print the id of every row.")
@edition_option
@record_option
def show_command(subject: str, ids: bool, edition: str | None, folders: tuple[Path, ...]) -> None:
    """Show everything the record holds on SUBJECT, an id or any name: igla-s, SA-24, "S-300"."""
    record = open_record(edition, folders)
    page = build_page(record, find_subject(record, subject))
    print_page(page, open_console(), ids=ids)


@record_group.command("search")
@click.argument("text")
@click.option("--limit", default=12, show_default=True, type=click.IntRange(1, 500), help="Most hits to print.")
@edition_option
@record_option
def search_command(text: str, limit: int, edition: str | None, folders: tuple[Path, ...]) -> None:
    """Find subjects whose names resemble TEXT."""
    record = open_record(edition, folders)
    hits = record.search(text, limit)
    if not hits:
        raise UnknownSubject(
            f"Nothing in the record {record.edition} resembles {text!r}. See what it holds with: onrecord record list"
        )
    table = new_table("id", "name", "class")
    for hit in hits:
        category = record.category(hit.entity.id) or ""
        known = hit.entity.label if hit.name == hit.entity.label else f"{hit.entity.label} ({hit.name})"
        table.add_row(Text(slug_of(hit.entity.id)), Text(known), Text(category))
    open_console().print(table)


@record_group.command("list")
@click.option(
    "--class", "category", default="", metavar="PREFIX", help="Only this class: air_defence, aircraft.fighter."
)
@click.option("--figures", is_flag=True, help="Only subjects with figures.")
@click.option("--editions", "list_editions", is_flag=True, help="List the editions instead.")
@edition_option
@record_option
def list_command(
    category: str, figures: bool, list_editions: bool, edition: str | None, folders: tuple[Path, ...]
) -> None:
    """List the subjects of the record, or its editions."""
    console = open_console()
    if list_editions:
        for name in editions():
            record = load_record(name)
            console.print(
                Text(f"{name}  {record.title}, {len(record.subjects())} subjects, {record.digest}"), soft_wrap=True
            )
        return
    record = open_record(edition, folders)
    table = new_table("id", "name", "class", "figures")
    table.columns[3].justify = "right"
    shown = 0
    for entity in record.subjects():
        subject = record.subject(entity.id)
        within = subject.category == category or subject.category.startswith(category.rstrip(".") + ".")
        if (category and not within) or (figures and not subject.figures):
            continue
        count = sum(fact.property != "alias" for fact in record.facts(entity.id))
        row = (slug_of(entity.id), entity.label, subject.category, str(count) if count else "names only")
        table.add_row(*map(Text, row))
        shown += 1
    if not shown:
        raise UnknownSubject(
            f"The record has no class {category!r}. Classes are the third column of: onrecord record list"
        )
    console.print(table)
    console.print(Text(f"{shown} subjects. Edition {record.edition}, as of {record.as_of}."))


@record_group.command("validate")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def validate_command(folder: Path | None) -> None:
    """Check a record FOLDER, or the edition that is installed; name file and line of the first error."""
    if folder is None:
        record = load_record()
        click.echo(f"{record.edition}: {describe(record, len(record.subjects()), len(record.all_facts()))}")
        return
    from onrecord.record.own import load_own

    base = load_record()
    record = load_own(folder, base)
    subjects = len(record.subjects()) - len(base.subjects())
    facts = len(record.all_facts()) - len(base.all_facts())
    click.echo(f"{folder}: {describe(record, subjects, facts)} beside the edition {base.edition}")


@record_group.command("cite")
@click.argument("cited", metavar="ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(["both", "plain", "bibtex"]),
    default="both",
    show_default=True,
    help="Form of the citation.",
)
@edition_option
@record_option
def cite_command(cited: str, form: str, edition: str | None, folders: tuple[Path, ...]) -> None:
    """Cite a subject or one row of the record: igla-s, or equipment/igla-s#max_range.1."""
    record = open_record(edition, folders)
    cited_id = cited if "#" in cited else find_subject(record, cited)
    if form in ("both", "plain"):
        click.echo(cite_plain(record, cited_id))
    if form == "both":
        click.echo()
    if form in ("both", "bibtex"):
        click.echo(cite_bibtex(record, cited_id))


for _command in (import_command, update_command, diff_command, export_command):
    record_group.add_command(_command)


def find_subject(record: Record, name: str) -> str:
    """The id of the subject a user means.  Raises UnknownSubject with the nearest names."""
    known = {entity.id for entity in record.subjects()}
    for candidate in (name, f"equipment/{name.lower()}"):
        if candidate in known:
            return candidate
    if found := record.find(name):
        return found[0].id
    near = ", ".join(slug_of(hit.entity.id) for hit in record.search(name, 3))
    hint = f"Did you mean: {near}?" if near else "See what it holds with: onrecord record list"
    raise UnknownSubject(f"The record {record.edition} holds nothing under {name!r}. {hint}")


def slug_of(entity_id: str) -> str:
    return entity_id.removeprefix("equipment/")


def describe(record: Record, subjects: int, facts: int) -> str:
    return f"{subjects} subjects, {facts} rows, no error ({record.title})"


def open_console() -> Console:
    console = Console(highlight=False)
    return console if console.width <= _WIDEST else Console(highlight=False, width=_WIDEST)


def new_table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def print_page(page: Page, console: Console, *, ids: bool = False) -> None:
    """Print a record page.  Words from the record are plain text to the terminal, never markup."""
    console.print(Text.assemble((page.title, "bold"), "  ", (page.category, "dim")))
    console.print(Text(f"{page.subject_id}, edition {page.edition}, as of {page.as_of}", style="dim"))
    for note in page.notes:
        console.print(Text(note, style="italic"))
    console.print()
    names = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    names.add_column(style="dim", no_wrap=True)
    names.add_column(overflow="fold")
    for group, spellings in (*page.names, *page.told):
        names.add_row(Text(group), Text(spellings))
    console.print(names)
    for section in page.sections:
        print_section(section, console, ids=ids)
    if page.sources:
        console.print(Text("\nSources", style="bold"))
        for number, source in enumerate(page.sources, 1):
            console.print(Text(f"[{number}] {source.title} (tier {source.tier}; {source.terms})"))
            if source.url:
                console.print(Text(f"    {source.url}", style="dim"), soft_wrap=True)
    for name, statement in page.licences:
        console.print(Text.assemble((f"\n{name}: ", "dim"), (statement, "dim")))


def print_section(section: Section, console: Console, *, ids: bool) -> None:
    console.print(Text(f"\n{section.heading}", style="bold"))
    labels = any(line.label for line in section.lines)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    if labels:
        table.add_column(style="dim", max_width=28)
    table.add_column(style="bold" if labels else None, max_width=30)
    table.add_column(ratio=1)
    before = ""
    for line in section.lines:
        cited = "".join(f"[{number}]" for number in line.sources)
        detail = " ".join(part for part in (line.detail, f"({line.confidence})", cited) if part)
        if ids:
            detail += f" {line.fact.id}"
        cells = [Text(line.value), Text(detail, overflow="fold")]
        table.add_row(*([Text("" if line.label == before else line.label), *cells] if labels else cells))
        before = line.label
    console.print(table)
    if section.note:
        console.print(Text(section.note, style="italic dim"))
