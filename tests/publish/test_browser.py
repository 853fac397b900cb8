"""The page in headless Chromium: marks, links, keyboard, dark and light, print, and not one request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from onrecord.publish import build_sheet
from onrecord.publish.html import render_html

from .fixtures import CLAIMS, DOSSIER, INJECTIONS, TEXT, hostile_dossier

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = next((path for path in map(Path, ("/usr/bin/chromium", "/usr/bin/chromium-browser")) if path.exists()), None)
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
SHOWN = "[...document.querySelectorAll('.card')].filter(card => card.offsetParent).map(card => card.id)"
SHEET = build_sheet(DOSSIER, version="1.2.3")


@dataclass
class Visit:
    """An open page with everything it asked for and complained of."""

    page: playwright.Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        try:
            path = str(CHROMIUM) if CHROMIUM else None
            launched = driver.chromium.launch(executable_path=path, args=list(QUIET))
        except playwright.Error as error:
            pytest.skip(f"no Chromium to open the page in: {str(error).splitlines()[0]}")
        yield launched
        launched.close()


def open_page(browser: playwright.Browser, path: Path, markup: str, **options: object) -> Visit:
    path.write_text(markup, encoding="utf-8")
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    visit = Visit(context.new_page())
    visit.page.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on("console", lambda message: visit.complaints.append(message.text))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.goto(path.as_uri())
    return visit


@pytest.fixture
def visit(browser: playwright.Browser, tmp_path: Path) -> Iterator[Visit]:
    visited = open_page(browser, tmp_path / "sheet.html", render_html([SHEET]))
    yield visited
    assert visited.complaints == []  # no error, no violation of the content policy
    assert [url for url in visited.requests if not url.startswith(visited.page.url.split("#")[0])] == []
    visited.page.context.close()


def test_text_on_the_page_is_the_report(visit: Visit) -> None:
    assert visit.page.evaluate("document.querySelector('.text').textContent") == TEXT


def test_pin_leads_to_card_and_back(visit: Visit) -> None:
    for claim in CLAIMS:
        visit.page.click(f"#r1-t-{claim.id}")
        assert visit.page.evaluate("document.activeElement.id") == f"r1-{claim.id}"
        card = visit.page.locator(f"#r1-{claim.id}")
        assert card.evaluate("e => { const b = e.getBoundingClientRect(); return b.top < innerHeight && b.bottom > 0 }")
    card.locator(".back").click()
    assert visit.page.url.endswith(f"#r1-t-{CLAIMS[-1].id}")


def test_marked_words_open_the_innermost_claim(visit: Visit) -> None:
    visit.page.get_by_text("Estvale-designed coastal missile", exact=True).first.click()
    assert visit.page.evaluate("document.activeElement.id") == "r1-c03"
    lit = visit.page.evaluate("[...document.querySelectorAll('mark.lit')].map(e => e.textContent)")
    assert lit == ["Estvale-designed coastal missile"]


def test_keyboard_steps_through_the_claims(visit: Visit) -> None:
    page = visit.page
    seen = []
    for _ in CLAIMS:
        page.keyboard.press("j")
        seen.append(page.evaluate("document.activeElement.id"))
    assert seen == [f"r1-{claim.id}" for claim in CLAIMS]
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == f"r1-{CLAIMS[-2].id}"
    page.keyboard.press("t")
    assert page.evaluate("document.activeElement.id") == f"r1-t-{CLAIMS[-2].id}"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == f"r1-{CLAIMS[-2].id}"
    page.click("#keys")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "keys"  # switched off


def test_tab_reaches_skip_link_first_and_every_pin(visit: Visit) -> None:
    page = visit.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") == 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "r1-summary"
    pins = page.evaluate("[...document.querySelectorAll('.pin')].filter(e => e.tabIndex === 0).length")
    assert pins == len(CLAIMS)


def test_everything_that_can_be_focused_has_a_name(visit: Visit) -> None:
    snapshot = visit.page.locator("body").aria_snapshot()
    nameless = [line for line in snapshot.split("\n") if line.strip() in {"- link", "- button", "- link:", "- button:"}]
    assert nameless == []
    assert 'link "Claim c02, capability: disagrees"' in snapshot
    for name in ("Summary", "On whose word", "The report", "Claims", "Quotations", "How to read this sheet"):
        assert f'region "{name}"' in snapshot
    assert 'article "c02 capability, range"' in snapshot
    assert snapshot.count("- main:") == 1


def test_filter_shows_one_standing_and_links_still_arrive(visit: Visit) -> None:
    page = visit.page
    page.click('[data-show="disagrees"]')
    assert page.evaluate(SHOWN) == ["r1-c02"]
    page.click("#r1-t-c09")
    assert page.evaluate("document.activeElement.id") == "r1-c09"


def background(page: playwright.Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_dark_and_light(browser: playwright.Browser, tmp_path: Path) -> None:
    markup = render_html([SHEET])
    dark = open_page(browser, tmp_path / "dark.html", markup, color_scheme="dark").page
    light = open_page(browser, tmp_path / "light.html", markup, color_scheme="light").page
    assert background(dark) != background(light)
    dark_ground, light_ground = background(dark), background(light)
    light.click("#theme")  # auto, light
    assert background(light) == light_ground
    light.click("#theme")  # dark
    assert background(light) == dark_ground
    light.reload()
    assert background(light) == dark_ground  # kept


CONTRAST = """
() => {
  const luminance = colour => {
    const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3).map(Number).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if (!/, 0\\)$/.test(colour) && colour !== "transparent") return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const poor = [];
  for (const element of document.querySelectorAll("main *, header *")) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!(own || element.classList.contains("pin")) || !element.getClientRects().length) continue;
    const [one, other] = [getComputedStyle(element).color, ground(element)].map(luminance).sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) poor.push(element.className + " " + ratio.toFixed(2) + " " + element.textContent.slice(0, 30));
  }
  return poor;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_at_least_aa(browser: playwright.Browser, tmp_path: Path, scheme: str) -> None:
    page = open_page(browser, tmp_path / "sheet.html", render_html([SHEET]), color_scheme=scheme).page
    assert page.evaluate(CONTRAST) == []


def test_marks_differ_without_colour(visit: Visit) -> None:
    """Each standing has its own underline (style and thickness), and its symbol stands in the pin."""
    looks = visit.page.evaluate(
        "[...document.querySelectorAll('.sample')].map(e => { const s = getComputedStyle(e);"
        " return s.textDecorationStyle + s.textDecorationThickness; })"
    )
    assert len(set(looks)) == len(looks) == 7
    tags = visit.page.evaluate("[...document.querySelectorAll('.pin')].map(e => e.dataset.tag)")
    assert tags[1] == "c02✗"
    content = visit.page.evaluate("getComputedStyle(document.querySelector('.pin'), '::before').content")
    assert content == '"c01?"'


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_sideways_scrolling(browser: playwright.Browser, tmp_path: Path, width: int) -> None:
    size = {"width": width, "height": 800}
    page = open_page(browser, tmp_path / "sheet.html", render_html([SHEET]), viewport=size).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_print_shows_everything_and_no_tools(browser: playwright.Browser, tmp_path: Path) -> None:
    markup = render_html([SHEET])
    page = open_page(browser, tmp_path / "sheet.html", markup, color_scheme="dark").page
    page.click('[data-show="disagrees"]')
    page.emulate_media(media="print")
    assert background(page) == "rgb(255, 255, 255)"
    assert not page.is_visible("#theme")
    assert not page.is_visible(".filter")
    assert page.evaluate("getComputedStyle(document.querySelector('.report')).overflowY") == "visible"
    assert len(page.evaluate(SHOWN)) == len(CLAIMS)
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_readable_without_script(browser: playwright.Browser, tmp_path: Path) -> None:
    visit = open_page(browser, tmp_path / "sheet.html", render_html([SHEET]), java_script_enabled=False)
    page = visit.page
    assert page.locator(".card").count() == len(CLAIMS)
    assert page.locator(".card").last.is_visible()
    assert not page.is_visible("#theme")
    page.click("#r1-t-c05")
    assert page.url.endswith("#r1-c05")


@pytest.mark.parametrize("name", ["markup", "attribute", "style", "bidi", "ansi", "carriage", "separator"])
def test_hostile_page_runs_nothing(browser: playwright.Browser, tmp_path: Path, name: str) -> None:
    payload = INJECTIONS[name]
    dossier = hostile_dossier(payload)
    visit = open_page(browser, tmp_path / "sheet.html", render_html([build_sheet(dossier)]))
    visit.page.on("dialog", lambda dialog: visit.complaints.append(dialog.message))
    visit.page.keyboard.press("j")
    visit.page.mouse.move(400, 300)
    assert visit.complaints == []
    assert len(visit.requests) == 1
    assert visit.page.evaluate("document.querySelector('.text').textContent") == dossier.report.text
    assert visit.page.evaluate("document.querySelectorAll('img, iframe, script').length") == 1
    assert visit.page.is_visible(".card")


def test_bidi_control_reorders_nothing_after_it(browser: playwright.Browser, tmp_path: Path) -> None:
    """Letters stand from left to right although an override comes before them."""
    dossier = hostile_dossier("start\u202efinish")
    page = open_page(browser, tmp_path / "sheet.html", render_html([build_sheet(dossier)])).page
    first, last = page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode());) {
            const at = node.textContent.indexOf("finish");
            if (at < 0) continue;
            const place = offset => {
              const range = document.createRange();
              range.setStart(node, at + offset); range.setEnd(node, at + offset + 1);
              return range.getBoundingClientRect().left;
            };
            return [place(0), place(5)];
          }
        }"""
    )
    assert first < last


def test_several_reports_on_one_page(browser: playwright.Browser, tmp_path: Path) -> None:
    page = open_page(browser, tmp_path / "sheets.html", render_html([SHEET, SHEET, SHEET])).page
    assert page.locator(".index li").count() == 3
    page.click(".index li:nth-child(3) > a")
    assert page.url.endswith("#r3")
    page.click("#r2-t-c05")
    assert page.evaluate("document.activeElement.id") == "r2-c05"
