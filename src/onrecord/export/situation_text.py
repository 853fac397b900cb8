"""A situation for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.export.wording import ThreadWords
from onrecord.model import Stance
from onrecord.publish.safety import show_on_one_line
from onrecord.publish.words import phrase_amount
from onrecord.store.situation import Cell, Figure


def write_situation(cells: Sequence[Cell], words: ThreadWords, *, cite: int = 8) -> str:
    """Cells, each with its figures and the claims they are of."""
    parts = []
    for cell in cells:
        head = f"{words.situation(cell.column)}  {cell.item or words.note('not_named')}"
        sides = f" ({', '.join(cell.sides)})" if cell.sides else ""
        parts.append(show_on_one_line(head + sides) + "\n")
        facts = [_amount(cell, words), words.sources(*cell.sources)]
        facts += [f"{words.situation('newest')} {cell.newest}"] if cell.newest else []
        parts.append(f"    {', '.join(facts)}\n")
        parts += [f"    {_figure(each, words)}\n" for each in cell.figures[:cite]]
        if len(cell.figures) > cite:
            parts.append(f"    {str(words.table['count']['more']).format(n=len(cell.figures) - cite)}\n")
    return "".join(parts)


def _amount(cell: Cell, words: ThreadWords) -> str:
    if cell.lowest is None or cell.highest is None:
        return words.situation("no_number")
    ends = [end for each in (cell.lowest, cell.highest) for end in _both(each)]
    counted = words.counted_many(cell.counted_class)
    return f"{words.ends(min(ends), max(ends))} {counted}".strip()


def _both(each: Figure) -> list[float]:
    quantity = each.quantity
    return [] if quantity is None else [float(end) for end in (quantity.low, quantity.high) if end is not None]


def _figure(each: Figure, words: ThreadWords) -> str:
    amount = phrase_amount(each.quantity, words.sheet) if each.quantity is not None else words.situation("no_number")
    when = each.published or words.note("undated")
    denied = f" ({words.sheet.of('stance', Stance.DENIED)})" if each.denied else ""
    return show_on_one_line(f"{when}  {amount}{denied}  “{each.quote}”  [{each.claim}]")
