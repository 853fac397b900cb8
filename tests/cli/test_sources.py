"""Addresses, feeds, lines and archives on the command line; and no network without an address."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from web import Web

from onrecord.cli import main
from onrecord.model import Dossier, Report
from onrecord.read.fetch import Fetched, fetch

TEXT = "The ministry said that the two frigates had left the port on Monday, and that they would return."
PAGE = f"<!doctype html><title>Frigates sail</title><body><p>{TEXT}</p><p>{TEXT} Again.</p></body>"
ITEM = f"<item><title>A</title><description>{TEXT}</description></item>"
FEED = f"<rss><channel><title>Paper</title>{ITEM}<item/></channel></rss>"
LINE = json.dumps({"text": TEXT, "title": "Frigates sail"})


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The addresses that were fetched; the pipeline is a stand-in that prints what a report is called."""
    addresses: list[str] = []

    def local(url: str, **options: Any) -> Fetched:
        addresses.append(url)
        return fetch(url, resolve=lambda host, port: ["127.0.0.1"], allow_addresses=["127.0.0.1"], **options)

    def show(sheets: list[Report], **options: object) -> str:
        return "".join(f"{sheet.label} | {sheet.title} | {sheet.url} | {' '.join(sheet.notes)}\n" for sheet in sheets)

    monkeypatch.setattr("onrecord.cli.sources.fetch", local)
    monkeypatch.setattr("onrecord.verbs.check_report", lambda report, **options: Dossier(report))
    monkeypatch.setattr("onrecord.publish.build_sheet", lambda dossier: dossier.report)
    monkeypatch.setattr("onrecord.publish.terminal.render_terminal", show)
    monkeypatch.chdir(tmp_path)
    return addresses


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def test_a_page_at_an_address(asked: list[str], web: Web) -> None:
    web.page("/old", "", "301 Moved", Location="/a")
    web.page("/a", PAGE)
    result = run(web.url("/old"))
    assert result.exit_code == 0, result.stderr
    assert asked == [web.url("/old")]
    assert f"{web.url('/old')} | Frigates sail | {web.url('/a')} | Fetched 20" in result.stdout
    assert f"Fetched from {web.url('/a')}, where {web.url('/old')} leads." in result.stdout


def test_a_feed_at_an_address(asked: list[str], web: Web) -> None:
    web.page("/feed", FEED, Content_Type="application/rss+xml")
    result = run(web.url("/feed"))
    assert result.exit_code == 2
    assert f"{web.url('/feed')}#1 | A | " in result.stdout
    assert "1 of 2 inputs gave no sheet" in result.stderr
    assert "#2" in result.stderr


@pytest.mark.parametrize(
    ("path", "content_type", "content"),
    [
        ("/a.jsonl", "application/octet-stream", LINE),
        ("/a.jsonl.gz", "application/gzip", gzip.compress(LINE.encode())),
        ("/a", "application/x-ndjson", LINE),
        ("/a.txt", "text/plain", f"Frigates sail\n\n{TEXT}"),
        ("/a?b=c.warc", "text/html", PAGE),
        ("/a.html.gz", "application/gzip", gzip.compress(PAGE.encode())),
    ],
)
def test_what_an_address_holds(path: str, content_type: str, content: str | bytes, asked: list[str], web: Web) -> None:
    web.page(path, content, Content_Type=content_type)
    result = run(web.url(path))
    assert result.exit_code == 0, result.stderr
    assert "| Frigates sail |" in result.stdout


def test_a_bad_address_does_not_stop_the_others(asked: list[str], web: Web, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    result = run("http://127.1/", web.url("/none"), "file:///etc/passwd", "a.txt")
    assert result.exit_code == 2
    assert result.stdout.startswith("a.txt | ")
    assert "3 of 4 inputs gave no sheet" in result.stderr
    for words in ("not an IPv4 address in its usual form", "404 Not Found", "only addresses that begin with http"):
        assert words in result.stderr


def test_nothing_is_fetched_without_an_address(asked: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"{PAGE}<link rel=stylesheet href=http://127.0.0.1:9/><img src=http://127.0.0.1:9/>")
    linked = FEED.replace("<item/>", "").replace("<title>A", "<link>http://127.0.0.1:9/</link><title>A")
    (tmp_path / "b.rss").write_text(linked)
    result = run("a.html", "b.rss")
    assert result.exit_code == 0, result.stderr
    assert asked == []


def test_the_map_of_fields(asked: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"story": {"words": TEXT}, "kicker": "Frigates sail"}))
    result = run("a.jsonl", "--fields", "text=story.words,title=kicker")
    assert result.stdout.startswith("a.jsonl:1 | Frigates sail |")
    assert run("a.jsonl", "--fields", "words=story").exit_code == 2


def test_an_archive_is_not_overwritten(asked: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXT}))
    result = run("a.jsonl", "--json", "a.jsonl")
    assert result.exit_code == 2
    assert "it would be overwritten" in result.stderr
