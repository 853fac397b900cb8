"""Writes the snapshots anew: python -m tests.publish.renew_snapshots.  Look at the difference before committing it."""

from __future__ import annotations

from pathlib import Path

from onrecord.publish import build_sheet
from onrecord.publish.csv_sheet import render_csv
from onrecord.publish.html import render_html
from onrecord.publish.json_sheet import render_json
from onrecord.publish.terminal import render_terminal

from .fixtures import DOSSIER

SNAPSHOTS = Path(__file__).parents[1] / "snapshots"


def snapshots() -> dict[str, str]:
    """File name to content; the page without its style sheet and script, which change for looks alone."""
    sheet = build_sheet(DOSSIER, version="1.2.3")
    page = render_html([sheet])
    return {
        "sheet.txt": render_terminal([sheet], width=80, colour=False),
        "sheet.json": render_json([sheet]),
        "sheet.csv": render_csv([sheet]),
        "sheet-body.html": page[page.index("<main>") : page.index("</main>") + 8],
    }


if __name__ == "__main__":
    for name, content in snapshots().items():
        (SNAPSHOTS / name).write_bytes(content.encode("utf-8"))
