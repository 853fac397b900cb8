"""A sheet for the terminal: summary, sources, the report with its claims marked in place, the claims with findings.

Nothing depends on colour: every standing is a symbol and a word.  Text from a page goes through `show_controls` and is
never read as console markup.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from onrecord.publish.marks import Mark, Piece, cut_pieces, make_marks
from onrecord.publish.nouns import Sheet, Standing
from onrecord.publish.paragraphs import split_paragraphs
from onrecord.publish.safety import safe_url, show_controls, show_on_one_line
from onrecord.publish.terminal_claims import Numbers, draw_card, number_record_sources
from onrecord.publish.terminal_parts import NARROWEST, STYLES, HangingText, draw_section, tag
from onrecord.publish.words import Words, load_words


def render_terminal(sheets: Sequence[Sheet], *, width: int = 100, colour: bool = True) -> str:
    """The sheets as text for a terminal of `width` columns; with `colour` off, without any escape sequence."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, NARROWEST),
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},  # the same sheet whatever NO_COLOR, COLUMNS or TERM say: the caller decides
    )
    for number, sheet in enumerate(sheets):
        if number:
            console.print()
        words, numbers = load_words(sheet.language), number_record_sources(sheet)
        console.print(draw_sheet(sheet, numbers, words, console.width))
        print_record_sources(console, numbers, words)
        console.print(draw_foot(sheet, words))
    # Trailing spaces are padding of the layout, not words.
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().split("\n")[:-1])


def draw_sheet(sheet: Sheet, numbers: Numbers, words: Words, width: int) -> RenderableType:
    return Group(
        draw_head(sheet, words, width),
        draw_summary(sheet, words),
        draw_sources(sheet, words),
        draw_section(words.ui("report"), draw_report(sheet, words)),
        draw_claims(sheet, numbers, words),
        draw_quotations(sheet, words),
        draw_sourcing(sheet, words),
    )


def draw_claims(sheet: Sheet, numbers: Numbers, words: Words) -> RenderableType:
    cards = [part for card in sheet.claims for part in draw_card(card, numbers, words)]
    return draw_section(words.ui("claims"), cards) if cards else Group()


def draw_head(sheet: Sheet, words: Words, width: int) -> RenderableType:
    report = sheet.report
    title = show_on_one_line(report.title or report.label)
    about = [
        report.label if report.title else None,
        report.outlet,
        f"{words.ui('by')} {report.author}" if report.author else None,
        report.published,
        f"{words.ui('updated')} {report.updated}" if report.updated else None,
        f"{words.ui('credited_to')} {report.credit}" if report.credit else None,
        safe_url(report.url),
    ]
    lines = [Text("━" * width, style="dim"), Text(title, style="bold")]
    if any(about):
        lines.append(Text("  ·  ".join(show_on_one_line(part) for part in about if part)))
    lines += [Text(f"{words.ui('note')}: {show_on_one_line(note)}", style="dim") for note in report.notes]
    return Group(*lines)


def draw_summary(sheet: Sheet, words: Words) -> RenderableType:
    summary = sheet.summary
    parts: list[RenderableType] = [Text(summary.lead)]
    if summary.kinds:
        kinds = ", ".join(f"{words.of('kind', kind)} {len(ids)}" for kind, ids in summary.kinds)
        parts.append(Text(f"{words.ui('what_is_claimed')}: {kinds}."))
    for tally in summary.tallies:
        symbol = words.standing(tally.standing, "symbol")
        line = Text(f"{symbol} {words.count(tally.standing.value, len(tally.claims))}", style=STYLES[tally.standing])
        parts.append(line.append(f"  {' '.join(tally.claims)}", style="dim"))
    for group in summary.points:
        heading = words.standing(group.standing, "heading")
        parts += [Text(), Text(heading, style="bold")]
        if group.standing is Standing.CANNOT_TELL:
            reasons: dict[str, list[str]] = {}
            for point in group.points:
                reasons.setdefault(point.missing or words.missing(None), []).append(point.claim_id)
            for reason, ids in reasons.items():
                named = " ".join(dict.fromkeys(ids))
                parts.append(draw_point(named, group.standing, reason, words))
        else:
            for point in group.points:
                parts.append(draw_point(point.claim_id, group.standing, point.sentence, words))
    return draw_section(words.ui("summary"), parts)


def draw_point(claims: str, standing: Standing, sentence: str, words: Words) -> RenderableType:
    return HangingText(Text.assemble(tag(claims, standing, words), f"  {show_on_one_line(sentence)}"))


def strip_start(text: Text) -> Text:
    """`text` without leading white space."""
    blank = len(text.plain) - len(text.plain.lstrip())
    return text.divide([blank])[-1] if blank else text


def draw_sources(sheet: Sheet, words: Words) -> RenderableType:
    parts: list[RenderableType] = []
    for entry in sheet.sources:
        line = Text.assemble((show_on_one_line(entry.name), "bold"), f"  {words.of('source_kind', entry.kind)}")
        counts = [words.count("claims", len(entry.claims))]
        if entry.quotations:
            counts.append(words.count("quotations", len(entry.quotations)))
        line.append(f"  {', '.join(counts)}  ").append(" ".join(entry.claims), style="dim")
        parts.append(HangingText(line, 4))
        for chain in entry.via:
            drawn = " → ".join(show_on_one_line(name) for name in chain)
            parts.append(Padding(Text(f"{words.ui('chain')}: {drawn}"), (0, 0, 0, 4)))
    return draw_section(words.ui("on_whose_word"), parts) if parts else Group()


def draw_report(sheet: Sheet, words: Words) -> list[RenderableType]:
    """The report's paragraphs with `[c03✗ …]` around each claim; a bracket that crosses another names its claim."""
    text = sheet.report.text
    marks = make_marks([(card.id, card.claim.span) for card in sheet.claims])
    standings = {card.id: card.standing for card in sheet.claims}
    parts: list[RenderableType] = []
    for paragraph in split_paragraphs(text):
        line = Text()
        for piece in cut_pieces(paragraph.span, marks):
            mark_piece(line, piece, text, standings, words)
        if line.plain.strip():
            line.rstrip()
            parts += [unwrap(line) if paragraph.flows else line, Text()]
    return parts[:-1]


def unwrap(line: Text) -> Text:
    """A hard-wrapped paragraph as one line."""
    pieces = line.split("\n")
    return Text(" ").join(strip_start(piece) for piece in pieces)


def mark_piece(line: Text, piece: Piece, text: str, standings: dict[str, Standing], words: Words) -> None:
    for mark in piece.starts:
        standing = standings[mark.id]
        line.append(f"[{mark.id}{words.standing(standing, 'symbol')} ", style=STYLES[standing])
    inner = piece.stack[-1] if piece.stack else None
    style = f"underline {STYLES[standings[inner.id]]}".strip() if inner else ""
    line.append(show_controls(piece.span.of(text)), style=style)
    open_marks = list(piece.stack)
    for mark in sorted(piece.ends, key=lambda mark: open_marks.index(mark) if mark in open_marks else -1, reverse=True):
        line.append(close_bracket(mark, open_marks), style=STYLES[standings[mark.id]])
        if mark in open_marks:
            open_marks.remove(mark)


def close_bracket(mark: Mark, open_marks: Sequence[Mark]) -> str:
    """`]`, or ` c03]` when another claim opened later is still open."""
    return "]" if not open_marks or open_marks[-1] == mark or mark not in open_marks else f" {mark.id}]"


def print_record_sources(console: Console, numbers: Numbers, words: Words) -> None:
    """The sources of the record, each once.  A link is never broken, so that it can be clicked and copied."""
    if numbers:
        console.print(draw_section(words.ui("record_sources"), []))
    for source, number in numbers.items():
        url = safe_url(source.url)
        title = f"[{number}] {source.title} ({words.frame('tier', tier=source.tier)})"
        withheld = f" ({words.frame('link_withheld')})" if source.url and not url else ""
        console.print(Padding(HangingText(Text(show_on_one_line(title + withheld)), 4), (0, 0, 0, 2)))
        if url:
            console.print(Text(f"      {url}"), soft_wrap=True)


def draw_quotations(sheet: Sheet, words: Words) -> RenderableType:
    parts = [
        HangingText(
            Text.assemble(
                (f"{show_on_one_line(entry.name)}: ", "bold"),
                show_on_one_line(entry.excerpt.words),
                (f"  {' '.join(entry.claims)}" if entry.claims else "", "dim"),
            ),
            2,
        )
        for entry in sheet.quotations
    ]
    return draw_section(words.ui("quotations"), parts) if parts else Group()


def draw_sourcing(sheet: Sheet, words: Words) -> RenderableType:
    parts = [
        HangingText(
            Text.assemble(show_on_one_line(note.sentence), (f"  {' '.join(note.claims)}", "dim")),
            2,
        )
        for note in sheet.sourcing
    ]
    heading = f"{words.ui('sourcing')} ({words.ui('sourcing_note')})"
    return draw_section(heading, parts) if parts else Group()


def draw_foot(sheet: Sheet, words: Words) -> RenderableType:
    edition = words.frame("edition", edition=sheet.edition) if sheet.edition else words.ui("no_edition")
    foot = f"{edition}  ·  {words.frame('made_by', version=sheet.version)}  ·  {sheet.report.digest}"
    return Group(Text(), Text(show_on_one_line(foot), style="dim"))
