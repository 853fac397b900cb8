"""The terminal form: readable without colour, inert whatever a page holds."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from onrecord.model import Verdict
from onrecord.publish import build_sheet
from onrecord.publish.terminal import render_terminal
from onrecord.publish.words import load_words

from .fixtures import CLAIMS, DOSSIER, FINDINGS, INJECTIONS, REGISTER, TEXT, hostile_dossier

SHEET = build_sheet(DOSSIER, version="1.2.3")
PLAIN = render_terminal([SHEET], width=80, colour=False)


def test_plain_holds_no_control_but_line_feeds() -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", PLAIN)


def test_colour_adds_nothing_but_colour() -> None:
    coloured = render_terminal([SHEET], width=80, colour=True)
    assert "\x1b[" in coloured
    bare = re.sub("\x1b\\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in bare.split("\n")] == PLAIN.split("\n")


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_lines_fit(width: int) -> None:
    for line in render_terminal([SHEET], width=width, colour=False).split("\n"):
        assert cell_len(line) <= width or line.strip().startswith("http")  # a link is never broken


def test_verdicts_are_words_and_symbols() -> None:
    words = load_words()
    for verdict in Verdict:
        table = words.table["standing"][verdict.value]
        assert f"{table['symbol']} {table['label']}" in PLAIN


def test_every_claim_is_marked_once_and_described_once() -> None:
    report = PLAIN[PLAIN.index("THE REPORT") : PLAIN.index("\nCLAIMS")]
    for claim in CLAIMS:
        assert len(re.findall(rf"\[{claim.id}\S ", report)) == 1
        assert len(re.findall(rf"^  {claim.id} \S ", PLAIN[PLAIN.index("\nCLAIMS") :], flags=re.M)) == 1


def test_marks_taken_out_leave_the_report() -> None:
    report = render_terminal([SHEET], width=100_000, colour=False)
    report = report[report.index("THE REPORT\n") + 11 : report.index("\nCLAIMS")]
    report = re.sub(r"\[c\d\d\S | c\d\d\]|\]", "", report)
    assert report.split() == TEXT.split()


def test_crossing_brackets_name_their_claim() -> None:
    assert "[c10✓ the missile is used by Norland, [c11? Estvale c10] and Ostmark]" in " ".join(PLAIN.split())


def test_every_finding_is_told() -> None:
    flat = " ".join(PLAIN.split())
    assert all(finding.sentence in flat and finding.rule in flat for finding in FINDINGS)


@pytest.mark.parametrize("width", [40, 80])
def test_links_are_whole(width: int) -> None:
    url = "https://register.example/" + "a-long-path/" * 12
    long = replace(FINDINGS[2], facts=(replace(FINDINGS[2].facts[0], sources=(replace(REGISTER, url=url),)),))
    sheet = build_sheet(replace(DOSSIER, findings=(long,)))
    assert f"\n      {url}\n" in render_terminal([sheet], width=width, colour=False)


def test_unsafe_links_are_withheld() -> None:
    assert "javascript:" not in PLAIN
    assert "link withheld" in PLAIN


@pytest.mark.parametrize("name", INJECTIONS)
def test_hostile_text_is_inert(name: str) -> None:
    payload = INJECTIONS[name]
    plain = render_terminal([build_sheet(hostile_dossier(payload))], width=90, colour=False)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", plain)
    if name == "console_markup":
        assert "[bold red]loud[/bold red]" in plain
    if name == "ansi":
        assert "␛[31mred" in plain
    if name == "bidi":
        assert "abc<U+202E>dcba" in plain


def test_hostile_text_adds_no_escape_to_a_coloured_sheet() -> None:
    coloured = render_terminal([build_sheet(hostile_dossier(INJECTIONS["osc8"]))], colour=True)
    assert re.findall("\x1b[^\\[]", coloured) == []
    assert set(re.findall("\x1b\\[[^m]*(.)", coloured)) == {"m"}


def test_several_sheets_follow_each_other() -> None:
    assert render_terminal([SHEET, SHEET], width=80, colour=False).count("SUMMARY") == 2


def test_nothing_to_show_is_nothing() -> None:
    assert render_terminal([]) == ""
