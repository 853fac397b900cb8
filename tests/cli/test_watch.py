"""`onrecord watch`: what it asks of servers, what it remembers, what it prints.  The clock stands still but for sleeps.

The pipeline is a stand-in: a claim is a sentence with a number.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import pytest
from click.testing import CliRunner
from web import Request, Web

from onrecord.cli import main
from onrecord.cli.lock import hold_file
from onrecord.cli.watch import Watch
from onrecord.cli.work import Options
from onrecord.errors import DamagedInput, StateInUse
from onrecord.model import Claim, ClaimKind, Dossier, Report, Span
from onrecord.read.fetch import Fetched, fetch, load_fetch_limits
from onrecord.read.poll import load_state

START = 1_761_213_600.0  # 23 October 2025, 10:00 UTC
MINUTE, HOUR = 60.0, 3600.0
TEXT = "The ministry said that the {n} frigates had left the port on Monday, and that they would return to it."


def stand_in_check(report: Report, **options: object) -> Dossier:
    claims = [
        Claim(f"c{number:02}", ClaimKind.MOVEMENT, Span(match.start(), match.end()))
        for number, match in enumerate(re.finditer(r"[^.\n]*\d[^.\n]*\.", report.text), start=1)
    ]
    return Dossier(report, claims=tuple(claims))


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.verbs.check_report", stand_in_check)


class Desk:
    """A watch over the test's server, with its clock, and what it printed."""

    def __init__(self, web: Web, path: Path) -> None:
        self.web, self.path = web, path
        self.time = START
        self.slept: list[float] = []
        self.said: list[str] = []
        self.warned: list[str] = []
        self.stop_at: str | None = None

    def say(self, line: str) -> None:
        if self.stop_at and self.stop_at in line:
            raise KeyboardInterrupt
        self.said.append(line)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def fetch(
        self, url: str, *, headers: Mapping[str, str] | None = None, permit: Callable[[str], None] | None = None
    ) -> Fetched:
        limits = replace(load_fetch_limits(), connect_seconds=1, read_seconds=1, seconds=3)
        return fetch(
            url, headers=headers, limits=limits, resolve=lambda host, port: ["127.0.0.1"],
            allow_addresses=["127.0.0.1"], permit=permit,
        )  # fmt: skip

    def watch(self, *feeds: str, pages: bool = False, **options: object) -> Watch:
        watch = Watch(
            feeds or [self.web.url("/feed")], self.path, fetch=self.fetch, clock=lambda: self.time, sleep=self.sleep,
            options=Options(language="en"), say=self.say, warn=self.warned.append, pages=pages, **options,  # type: ignore[arg-type]
        )  # fmt: skip
        watch.run(once=True)
        return watch

    def later(self, seconds: float) -> None:
        self.time += seconds
        self.said.clear()
        self.warned.clear()
        self.web.seen.clear()

    @property
    def heads(self) -> list[str]:
        return [line for line in self.said if not line.startswith(" ")]

    @property
    def state(self) -> dict[str, object]:
        feeds: dict[str, dict[str, object]] = json.loads(self.path.read_text())["feeds"]
        (state,) = feeds.values()
        return state


@pytest.fixture
def desk(web: Web, tmp_path: Path) -> Desk:
    return Desk(web, tmp_path / "state.json")


def feed(*items: tuple[str, str], title: str = "Harbour Dispatch") -> str:
    body = "".join(
        f"<item><guid>{key}</guid><title>Item {key}</title><link>https://news.example.org/{key}</link>"
        f"<pubDate>Thu, 23 Oct 2025 09:00:00 GMT</pubDate><description>{text}</description></item>"
        for key, text in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{body}</channel></rss>'


TWO = TEXT.format(n=2)
THREE = TEXT.format(n=3)


def test_new_items_are_told_with_their_claims(desk: Desk, web: Web) -> None:
    web.page("/feed", feed(("a", TWO), ("b", "Nothing to count was said by the ministry about that.")))
    assert desk.watch().failed == 0
    assert desk.heads == ["new  2025-10-23  Harbour Dispatch: Item a", "new  2025-10-23  Harbour Dispatch: Item b"]
    assert desk.said[1] == "    https://news.example.org/a"
    assert "c01" in desk.said[2]
    assert f"“{TWO}”" in desk.said[2]
    assert desk.said[-1] == "    no claims"


def test_an_item_is_told_once_and_again_when_it_changed(desk: Desk, web: Web) -> None:
    web.page("/feed", feed(("a", f"{TWO} {THREE}"), ("b", TWO)))
    desk.watch()
    desk.later(HOUR)
    web.page("/feed", feed(("a", f"{TWO} {TEXT.format(n=4)}"), ("b", TWO), ("c", THREE)))
    desk.watch()
    assert desk.heads == ["changed  2025-10-23  Harbour Dispatch: Item a", "new  2025-10-23  Harbour Dispatch: Item c"]
    assert desk.said[2] == "    1 claims are new, 1 are no longer there"
    assert "the 4 frigates" in desk.said[3]
    assert not any("the 2 frigates" in line for line in desk.said)


def test_only_what_changed_is_asked_for(desk: Desk, web: Web) -> None:
    stamp = formatdate(START, usegmt=True)
    web.page("/feed", feed(("a", TWO)), ETag='"v1"', Last_Modified=stamp)
    desk.watch()
    web.page("/feed", "", "304 Not Modified")
    desk.later(HOUR)
    assert desk.watch().failed == 0
    (request,) = web.asked("/feed")
    assert (request.headers["if-none-match"], request.headers["if-modified-since"]) == ('"v1"', stamp)
    assert desk.said == []
    assert desk.state["etag"] == '"v1"'


def test_robots_txt_is_asked_first_and_kept(desk: Desk, web: Web) -> None:
    web.page("/robots.txt", "User-agent: *\nDisallow: /private/*.xml$\nCrawl-delay: 7\n")
    web.page("/feed", feed(("a", TWO)))
    watch = desk.watch(web.url("/feed"), web.url("/private/feed.xml"))
    assert [request.path for request in web.seen] == ["/robots.txt", "/feed"]
    assert watch.failed == 1
    assert "robots.txt asks programs not to" in desk.warned[0]
    assert desk.slept == [7.0]


def test_rules_for_this_program_by_name(desk: Desk, web: Web) -> None:
    web.page("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: onrecord\nAllow: /\n")
    web.page("/feed", feed(("a", TWO)))
    assert desk.watch().failed == 0


@pytest.mark.parametrize(("status", "asked"), [("404 Not Found", True), ("403 Forbidden", True), ("503 Busy", False)])
def test_a_site_without_rules_allows_and_a_broken_one_does_not(status: str, asked: bool, desk: Desk, web: Web) -> None:
    web.page("/robots.txt", "", status)
    web.page("/feed", feed(("a", TWO)))
    desk.watch()
    assert bool(web.asked("/feed")) is asked


def test_one_host_is_not_hurried(desk: Desk, web: Web) -> None:
    for name in "abc":
        web.page(f"/{name}", feed((name, TWO)))
    desk.watch(*(web.url(f"/{name}") for name in "abc"))
    assert desk.slept == [2.0, 2.0, 2.0]  # robots.txt, then each feed


def test_failures_are_asked_later_and_later(desk: Desk, web: Web) -> None:
    web.page("/feed", "", "500 Broken")
    waits = []
    for _ in range(9):
        desk.watch()
        waits.append(float(str(desk.state["due"])) - desk.time)
        desk.later(waits[-1])
    assert waits == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, *([24 * HOUR] * 4)]
    web.page("/feed", feed(("a", TWO)))
    assert desk.watch().failed == 0
    assert desk.state["failures"] == 0


@pytest.mark.parametrize("value", ["7200", formatdate(START + 7200, usegmt=True)])
def test_a_server_says_when_to_come_again(value: str, desk: Desk, web: Web) -> None:
    web.page("/feed", "", "503 Busy", Retry_After=value)
    desk.watch()
    assert float(str(desk.state["due"])) - desk.time == pytest.approx(7200, abs=5)


def test_not_even_by_hand_is_a_feed_asked_before_its_time(desk: Desk, web: Web) -> None:
    web.page("/feed", feed(("a", TWO)))
    desk.watch()
    desk.later(2 * MINUTE)
    desk.watch()
    assert web.seen == []
    assert "again in 3 minutes" in desk.warned[0]
    desk.later(3 * MINUTE)
    desk.watch()
    assert len(web.asked("/feed")) == 1


def test_a_feed_that_is_gone_is_left_alone(desk: Desk, web: Web) -> None:
    web.page("/feed", "", "410 Gone")
    desk.watch()
    assert "gone for good" in desk.warned[-1]
    desk.later(1000 * HOUR)
    desk.watch()
    assert web.seen == []


def test_a_feed_may_ask_to_be_read_less_often(desk: Desk, web: Web) -> None:
    web.page("/feed", feed(("a", TWO)), Cache_Control="public, max-age=10800")
    desk.watch()
    assert desk.state["due"] == desk.time + 3 * HOUR


def test_a_broken_item_is_named_once_and_the_rest_goes_on(desk: Desk, web: Web) -> None:
    page = feed(("a", TWO), ("b", THREE)).replace("<item><guid>b", "<item></item><item><guid>b")
    web.page("/feed", page)
    assert desk.watch().failed == 1
    assert len(desk.heads) == 2
    assert "Item 2" in desk.warned[0]
    desk.later(HOUR)
    assert desk.watch().failed == 0


@pytest.mark.parametrize("body", ["<html><body>Not a feed</body></html>", "", "plain words", "<rss"])
def test_what_is_no_feed_is_said_and_left_for_a_day(body: str, desk: Desk, web: Web) -> None:
    web.page("/feed", body)
    assert desk.watch().failed == 1
    assert desk.said == []
    assert float(str(desk.state["due"])) - desk.time == 24 * HOUR


def test_ended_in_the_middle_it_goes_on_there(desk: Desk, web: Web) -> None:
    """The validators of the feed are kept only when all its items were read, so that none is missed."""
    web.page("/feed", feed(("a", TWO), ("b", THREE), ("c", TWO)), ETag='"v1"')
    desk.stop_at = "Item b"
    with pytest.raises(KeyboardInterrupt):
        desk.watch()
    assert desk.state["etag"] is None
    desk.stop_at = None
    desk.later(HOUR)
    desk.watch()
    assert "if-none-match" not in web.asked("/feed")[0].headers
    assert [line.split(": ")[1] for line in desk.heads] == ["Item b", "Item c"]
    assert desk.state["etag"] == '"v1"'


def test_pages_in_place_of_the_feeds_text(desk: Desk, web: Web) -> None:
    link = web.url("/page")
    web.page("/feed", feed(("a", "A short word of it.")).replace("https://news.example.org/a", link))
    web.page("/page", f"<!doctype html><title>Own title</title><body><p>{TWO}</p><p>{THREE}</p></body>")
    desk.watch(pages=True)
    assert "c02" in desk.said[3]
    assert desk.heads == ["new  2025-10-23  Harbour Dispatch: Item a"]


def test_the_feeds_text_serves_when_the_page_cannot_be_had(desk: Desk, web: Web) -> None:
    web.page("/feed", feed(("a", TWO)).replace("https://news.example.org/a", "http://127.0.0.2/secret"))
    desk.watch(pages=True)
    assert "c01" in desk.said[2]


def test_it_polls_again_when_a_feed_is_due(desk: Desk, web: Web) -> None:
    class Enough(Exception):
        pass

    def sleep(seconds: float) -> None:
        desk.sleep(seconds)
        if len(web.asked("/feed")) == 3:
            raise Enough

    web.page("/feed", feed(("a", TWO)))
    watch = Watch(
        [web.url("/feed")], desk.path, fetch=desk.fetch, clock=lambda: desk.time, sleep=sleep, interval=60,
        options=Options(), say=desk.said.append, warn=desk.warned.append,
    )  # fmt: skip
    with pytest.raises(Enough):
        watch.run(once=False)
    assert len(desk.heads) == 1
    assert [round(seconds) for seconds in desk.slept if seconds > 10] == [3600, 3600, 3600]


def test_a_state_file_that_is_none_is_left_as_it_is(desk: Desk, web: Web) -> None:
    desk.path.write_text("{}")
    with pytest.raises(DamagedInput, match="Move it away"):
        desk.watch()
    assert desk.path.read_text() == "{}"


def test_the_state_is_read_as_it_was_written(desk: Desk, web: Web) -> None:
    web.page("/feed", feed(*((f"k{number}", TWO) for number in range(30))))
    desk.watch()
    (state,) = load_state(desk.path).values()
    assert list(state.items) == [f"k{number}" for number in range(30)]


def test_hostile_titles_reach_the_terminal_as_text(desk: Desk, web: Web) -> None:
    web.page("/feed", feed(("a", TWO), title="Paper &amp;#27;[31m\u202e"))
    desk.watch()
    assert not any(set(line) & set("\x1b\u202e") for line in desk.said)


def test_with_a_ledger_what_is_read_is_kept(desk: Desk, web: Web, tmp_path: Path) -> None:
    from onrecord.store import Ledger

    web.page("/feed", feed(("a", TWO), ("b", THREE)))
    with Ledger(tmp_path / "l.db") as store:
        desk.watch(store=store)
        assert store.counts()["reports"] == 2
        desk.path.unlink()  # as if ended before the state was written
        desk.later(HOUR)
        desk.watch(store=store)
        assert store.counts()["reports"] == 2
        assert store.verify() == ()


def test_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["watch", "http://127.0.0.1/feed", "--once"])
    assert result.exit_code == 2
    assert "not of the public internet" in result.stderr
    assert (tmp_path / "onrecord.watch.json").is_file()


def test_a_server_is_not_told_more_than_needed(desk: Desk, web: Web) -> None:
    web.page("/feed", feed(("a", TWO)))
    desk.watch()
    asked: list[Request] = web.asked("/feed")
    assert set(asked[0].headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_a_redirect_asks_the_rules_of_where_it_leads(desk: Desk, web: Web) -> None:
    web.page("/robots.txt", "User-agent: *\nDisallow: /private/\n")
    web.page("/feed", "", "302 Found", Location="/private/feed")
    web.page("/private/feed", feed(("a", TWO)))
    watch = desk.watch()
    assert watch.failed == 1
    assert "robots.txt asks programs not to" in desk.warned[0]
    assert web.asked("/private/feed") == []


def test_a_redirect_to_another_site_asks_that_one_first(desk: Desk, web: Web) -> None:
    web.page("/feed", "", "302 Found", Location=web.url("/moved", "other.example.org"))
    web.page("/moved", feed(("a", TWO)))
    assert desk.watch().failed == 0
    asked = [(request.headers["host"].partition(":")[0], request.path) for request in web.seen]
    assert asked == [
        ("news.example.org", "/robots.txt"),
        ("news.example.org", "/feed"),
        ("other.example.org", "/robots.txt"),
        ("other.example.org", "/moved"),
    ]


def test_a_redirect_to_a_site_whose_rules_cannot_be_had_is_not_followed(desk: Desk, web: Web) -> None:
    web.page("/feed", "", "302 Found", Location=web.url("/moved", "other.example.org"))
    web.page("/moved", feed(("a", TWO)))
    web.answers["/robots.txt"] = lambda connection, request: (
        connection.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
        if request.headers["host"].startswith("other")
        else connection.sendall(b"HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n")
    )
    assert desk.watch().failed == 1
    assert web.asked("/moved") == []


def test_the_page_of_an_item_may_lead_on_only_where_it_is_allowed(desk: Desk, web: Web) -> None:
    web.page("/robots.txt", "User-agent: *\nDisallow: /kept/\n")
    item = f"<item><title>T</title><link>{web.url('/a')}</link><description>{TWO}</description></item>"
    web.page("/feed", f"<rss version='2.0'><channel><title>P</title>{item}</channel></rss>")
    web.page("/a", "", "301 Moved", Location="/kept/a")
    web.page("/kept/a", f"<html><body><article>{'<p>' + THREE + '</p>'}</article></body></html>")
    assert desk.watch(pages=True).failed == 0
    assert web.asked("/kept/a") == []
    assert any(f"“{TWO}”" in line for line in desk.said)  # the text of the feed


def test_two_watches_do_not_share_what_they_remember(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    with hold_file(state):
        result = CliRunner().invoke(main, ["watch", "https://news.example.org/feed", "--once", "--state", str(state)])
    assert result.exit_code == 2
    assert "Another onrecord watch" in result.output
    assert not state.exists()


def test_the_hold_ends_with_the_program_that_had_it(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom onrecord.cli.lock import hold_file\n"
        "with hold_file(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(state)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StateInUse), hold_file(state):
            pass
        other.kill()
        other.wait(10)
    with hold_file(state):
        pass
