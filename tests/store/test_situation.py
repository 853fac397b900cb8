"""What is reported held, deployed, transferred, lost: lowest, highest, newest, with the claims they are of."""

from __future__ import annotations

from pathlib import Path

from invented import AT, invent

from onrecord.export.situation_text import write_situation
from onrecord.export.wording import thread_words
from onrecord.model import Stance
from onrecord.store import Ledger
from onrecord.store.situation import describe_situation


def test_a_figure_that_is_denied_is_shown_and_is_no_end(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger:
        for number, (low, stance) in enumerate(
            (("500", Stance.ASSERTED), ("700", Stance.HEDGED), ("5000", Stance.DENIED)), start=1
        ):
            dossier, raw = invent(
                f"Venezuela has {low} Igla-S.", low=low, high=low, stance=stance, outlet=f"Outlet {number}",
                speaker=f"Speaker {number}", published=f"2025-10-2{number}",
            )  # fmt: skip
            ledger.add(dossier, raw, added=AT)
        with ledger.reading() as connection:
            (cell,) = describe_situation(connection, "VEN")
    assert cell.lowest is not None
    assert cell.highest is not None
    assert cell.highest.quantity is not None
    assert (cell.highest.quote, cell.highest.quantity.high) == ("Venezuela has 700 Igla-S.", 700)
    assert cell.sources == (2, 2)
    assert [figure.denied for figure in cell.figures] == [True, False, False]
    text = write_situation([cell], thread_words())
    assert "500 to 700 systems" in text
    assert text.count("(denied)") == 1


def test_units_of_a_weapon_are_a_row_of_their_own(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger:
        for low, noun in (("5000", "units"), ("500", "system")):
            dossier, raw = invent(f"Venezuela has {low} {noun} of Igla-S.", low=low, high=low, counted=noun)
            ledger.add(dossier, raw, added=AT)
        with ledger.reading() as connection:
            cells = describe_situation(connection, "VEN")
    assert sorted(cell.counted_class or "" for cell in cells) == ["system", "unit"]
