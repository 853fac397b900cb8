"""The picture of a sheet in the README: python docs/img/make_picture.py samples/border-air-defence.txt

Needs Chromium and the development extras.  Renders the page of one report and keeps its top and its first claims.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from onrecord.pipeline import run
from onrecord.publish import SheetForm, build_sheet, render_sheets
from onrecord.read import read_report

WIDTH, HEIGHT = 1280, 1480
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def make_picture(report: Path, picture: Path) -> None:
    page = render_sheets([build_sheet(run(read_report(report.read_bytes(), label=report.name)))], SheetForm.HTML)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "sheet.html"
        path.write_text(page, encoding="utf-8")
        chromium = Path("/usr/bin/chromium")
        browser = driver.chromium.launch(executable_path=chromium if chromium.exists() else None, args=list(QUIET))
        view = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        view.goto(path.as_uri())
        if view.locator('[data-show="disagrees"]').count():
            view.click('[data-show="disagrees"]')  # a card with findings says more than the first one
            view.mouse.move(0, 0)
        view.evaluate("scrollTo(0, 0)")
        view.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    make_picture(Path(sys.argv[1]), Path(__file__).parent / "sheet.png")
