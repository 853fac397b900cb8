"""`onrecord record update`: a service on this machine, every bad answer, and a program that is ended in between."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from web import Web

from onrecord.cli import main
from onrecord.read.fetch import Fetched, fetch
from onrecord.record import load_folder, load_record
from onrecord.record.importers.update import Query, list_queries, read_wait

JSON = "application/sparql-results+json"
ITEM = "http://www.wikidata.org/entity/"
Binding = dict[str, dict[str, str]]


def row(item: str, **terms: str | tuple[str, str]) -> Binding:
    """One result; a pair is a text and its language."""
    found: Binding = {"item": {"type": "uri", "value": ITEM + item}}
    for name, term in terms.items():
        text, language = term if isinstance(term, tuple) else (term, "")
        found[name] = {"type": "literal", "value": text} | ({"xml:lang": language} if language else {})
    return found


SYSTEMS = [
    row("Q900001", itemLabel=("Testbird Mk 4", "en"), classLabel=("man-portable air-defense system", "en")),
    row("Q900001", itemLabel=("Тестбёрд", "ru")),
    row("Q900001", originLabel=("Kenya", "en")),
    row("Q900001", range="4500", rangeUnit=ITEM + "Q11573"),
    row("Q900001", range="4500", rangeUnit=ITEM + "Q999999"),
]
COUNTRIES = [
    row("Q114", countryCode="KEN", itemLabel=("Kenya", "en")),
    row("Q114", countryCode="KEN", itemLabel=("Kenia", "es")),
    row("Q114", countryCode="KEN", capitalLabel=("Nairobi", "en")),
    row("Q900009", countryCode="ZZZ", itemLabel=("Nowhere", "en")),
]
ALLIANCES = [
    row("Q900010", kind="body", itemLabel=("League of Tests", "en")),
    row("Q900010", kind="body", memberCode="KEN", memberSince="1963-12-12T00:00:00Z"),
    row("Q900010", kind="body", memberCode="KEN", memberSince="1963-12-12T00:00:00Z"),
    row("Q900010", kind="body", memberCode="FRA", memberSince="1990-01-01T00:00:00Z",
        memberUntil="1999-06-30T00:00:00Z"),
    row("Q900010", kind="body", memberCode="NOR", memberSince="1999-05-05T00:00:00Z",
        memberUntil="1990-01-02T00:00:00Z"),
]  # fmt: skip


def results(bindings: list[Binding]) -> str:
    return json.dumps({"head": {"vars": []}, "results": {"bindings": bindings}})


class Service:
    """A query service on this machine: `answer` sets what one query gets."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.endpoint = web.url("/sparql", host="data.example.org")
        self.waited: list[float] = []
        for query in list_queries():
            self.answer(query.name, results([]))
        self.answer("air-defence", results(SYSTEMS))
        self.answer("countries", results(COUNTRIES))
        self.answer("alliances", results(ALLIANCES))

    def path(self, name: str) -> str:
        (query,) = list_queries([name])
        return query.address("/sparql")

    def answer(self, name: str, body: str, status: str = "200 OK", **headers: str) -> None:
        self.web.page(self.path(name), body, status, **{"Content_Type": JSON, **headers})

    def asked(self) -> list[str]:
        paths = {self.path(query.name): query.name for query in list_queries()}
        return [paths[request.path] for request in self.web.seen if request.path in paths]


@pytest.fixture
def service(web: Web, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Service:
    here = Service(web)

    def local(url: str, **options: Any) -> Fetched:
        return fetch(url, resolve=lambda host, port: ["127.0.0.1"], allow_addresses=["127.0.0.1"], **options)

    monkeypatch.setattr("onrecord.cli.record_update.fetch", local)
    monkeypatch.setattr("onrecord.cli.record_update.time.sleep", here.waited.append)
    monkeypatch.chdir(tmp_path)
    return here


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["record", *arguments])


def update(service: Service, *arguments: str) -> Result:
    return run("update", "--endpoint", service.endpoint, "--into", "wd", *arguments)


# --- what it writes


def test_counts_names_and_the_folder(service: Service) -> None:
    done = update(service, "--name", "wd-1", "--contact", "desk@example.org")
    assert done.exit_code == 0, done.stderr
    assert service.asked() == [query.name for query in list_queries()]
    assert "air-defence: 5 results" in done.stdout
    assert "14 rows in, 11 kept, 3 refused." in done.stdout
    assert "1: a figure in a unit that is not known" in done.stdout
    assert "1: a state that the record has no code for" in done.stdout
    assert "1: a membership that ends before it begins" in done.stdout
    assert service.waited[:3] == [2.0, 2.0, 2.0]  # a pause before every request but the first
    sent = service.web.seen[1].headers
    assert sent["user-agent"] == "onrecord (desk@example.org)"
    assert sent["accept"] == JSON

    record = load_folder(Path("wd"), load_record())
    assert record.edition == "wd-1"
    rows = [fact for fact in record.all_facts() if fact.edition == "wd-1"]
    assert {fact.licence for fact in rows} == {"CC0, Wikidata"}
    assert record.licence("CC0, Wikidata").republish  # type: ignore[union-attr]
    (system,) = record.find("Testbird Mk 4")
    assert record.facts(system.id, "max_range")[0].value == 4.5
    (league,) = record.find("League of Tests")
    members = record.facts(league.id, "member")
    assert [(m.value, m.qualifier("since"), m.qualifier("until")) for m in members] == [
        ("country/FRA", "1990", "1999-06-30"),
        ("country/KEN", "1963-12-12", None),
    ]
    kenya = [fact for fact in record.facts("country/KEN") if fact.edition == "wd-1"]
    assert ("capital", "Nairobi") in [(fact.property, fact.value) for fact in kenya]
    assert ("alias", "Kenia") in [(fact.property, fact.value) for fact in kenya]
    assert all(fact.sources[0].url == "https://www.wikidata.org/wiki/Q114" for fact in kenya)


def test_the_folder_is_read_compared_and_exported(service: Service) -> None:
    update(service, "--name", "wd-1")
    edition = load_record().edition
    lines = run("diff", edition, "wd").stdout
    assert "+ equipment/wd-q900001: Testbird Mk 4 (air_defence.manpads)" in lines
    assert "0 removed, 0 changed" in lines
    shown = run("show", "League of Tests", "--record", "wd").stdout
    assert "Kenya" in shown
    assert "since 1963-12-12" in shown
    exported = run("export", "-", "--record", "wd", "--subject", "equipment/wd-q900001").stdout
    assert all(json.loads(line)["republish"] for line in exported.splitlines())
    assert run("validate", "wd").exit_code == 0


def test_the_same_answers_give_the_same_folder(service: Service, tmp_path: Path) -> None:
    update(service, "--name", "wd-1")
    first = {path.name: path.read_bytes() for path in Path("wd").iterdir()}
    assert update(service, "--name", "wd-1", "--replace").exit_code == 0
    assert {path.name: path.read_bytes() for path in Path("wd").iterdir()} == first
    service.answer("air-defence", results(SYSTEMS[::-1]))  # a service gives results in any order
    service.answer("alliances", results(ALLIANCES[::-1]))
    assert update(service, "--name", "wd-1", "--replace").exit_code == 0
    assert {path.name: path.read_bytes() for path in Path("wd").iterdir()} == first
    service.answer("countries", results([*COUNTRIES, row("Q114", countryCode="KEN", itemLabel=("Quênia", "pt"))]))
    assert run("update", "--endpoint", service.endpoint, "--into", "wd2", "--name", "wd-2").exit_code == 0
    assert "1 rows added, 0 removed" in run("diff", "wd", "wd2").stdout


def test_never_over_a_folder_unless_asked(service: Service) -> None:
    assert update(service).exit_code == 0
    before = Path("wd/manifest.toml").read_bytes()
    service.web.seen.clear()
    again = update(service)
    assert again.exit_code == 2
    assert "is not empty" in again.stderr
    assert service.web.seen == []  # said before anything is asked
    assert Path("wd/manifest.toml").read_bytes() == before
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("keep me")
    refused = run("update", "--endpoint", service.endpoint, "--into", "mine", "--replace")
    assert "was not made by an import" in refused.stderr
    assert [path.name for path in Path("mine").iterdir()] == ["notes.txt"]


def test_a_dry_run_counts_and_writes_nothing(service: Service, tmp_path: Path) -> None:
    done = run("update", "--endpoint", service.endpoint, "--dry-run")
    assert done.exit_code == 0, done.stderr
    assert "14 rows in, 11 kept, 3 refused." in done.stdout
    assert "Nothing was written." in done.stdout
    assert list(tmp_path.iterdir()) == []
    counts = json.loads(run("update", "--endpoint", service.endpoint, "--dry-run", "--json").stdout)
    assert counts["asked"][0] == {"query": "air-defence", "results": 5}
    assert (counts["rows_in"], counts["kept"], counts["refused"]) == (14, 11, 3)


def test_queries_are_shown_and_answers_read_without_a_network(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = run("update", "--queries", "--only", "countries").stdout
    assert shown.startswith("# countries\nPREFIX wdt:")
    assert "query=PREFIX%20wdt" in shown
    assert service.web.seen == []
    monkeypatch.setattr("socket.create_connection", lambda *a, **k: pytest.fail("a connection was made"))
    Path("saved").mkdir()
    missing = run("update", "--answers", "saved", "--only", "countries", "--into", "wd")
    assert missing.exit_code == 2
    assert "countries.json cannot be read" in missing.stderr
    Path("saved/countries.json").write_text(results(COUNTRIES))
    done = run("update", "--answers", "saved", "--only", "countries", "--into", "wd")
    assert done.exit_code == 0, done.stderr
    assert "4 rows in, 3 kept, 1 refused." in done.stdout
    assert "no query 'planets'" in run("update", "--only", "planets", "--into", "x").stderr


# --- answers that are none

BAD: list[tuple[str, dict[str, str], str]] = [
    ("<!doctype html><title>Log in</title>", {"Content_Type": "text/html"}, "answered with a web page"),
    ("<?xml version='1.0'?><sparql/>", {"Content_Type": "application/sparql-results+xml"}, "answered with XML"),
    (results(SYSTEMS)[:-40], {}, "breaks off"),
    (results(SYSTEMS)[:200] + "\njava.util.concurrent.TimeoutException", {}, "breaks off"),
    ("", {}, "answered with nothing"),
    ("[]", {}, "has no results.bindings"),
    ('{"head": {}, "boolean": true}', {}, "has no results.bindings"),
    ("\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"), {}, "is not valid JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "headers", "message"), BAD, ids=[message for _, _, message in BAD])
def test_bad_answers_end_in_one_line_and_no_folder(
    body: str, headers: dict[str, str], message: str, service: Service, tmp_path: Path
) -> None:
    service.answer("countries", body, **headers)
    done = update(service)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "'countries'" in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_answer_cut_off_on_the_wire(service: Service, tmp_path: Path) -> None:
    service.answer("countries", results(COUNTRIES), Content_Length="999999")
    done = update(service)
    assert "broke off its answer" in done.stderr
    assert len(done.stderr) < 400  # the address with the whole query is not printed
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("status", "message"),
    [("400 Bad Request", "does not understand the query"), ("403 Forbidden", "--contact"),
     ("404 Not Found", "--endpoint"), ("500 Internal Server Error", "answers 500"),
     ("504 Gateway Timeout", "answers 504")],
)  # fmt: skip
def test_error_codes(status: str, message: str, service: Service, tmp_path: Path) -> None:
    service.answer("countries", "no", status)
    done = update(service)
    assert done.exit_code == 2
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_busy_service_is_waited_for(service: Service) -> None:
    path, good = service.path("countries"), service.web.answers[service.path("countries")]
    service.answer("countries", "slow down", "429 Too Many Requests", Retry_After="7")
    busy = service.web.answers[path]
    asked: list[int] = []

    def once(connection: Any, request: Any) -> None:
        asked.append(1)
        (busy if len(asked) == 1 else good)(connection, request)

    service.web.answers[path] = once
    done = update(service)
    assert done.exit_code == 0, done.stderr
    assert len(asked) == 2
    assert 7.0 in service.waited


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("3600", "asks to wait 3,600 seconds"),
        (None, "does not say for how long"),
        ("soon", "does not say for how long"),
    ],
)
def test_a_service_too_busy_is_left_alone(header: str | None, message: str, service: Service, tmp_path: Path) -> None:
    given = {} if header is None else {"Retry_After": header}
    service.answer("countries", "slow down", "429 Too Many Requests", **given)
    done = update(service)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Nothing was written" in done.stderr
    assert len(service.web.asked(service.path("countries"))) == 1
    assert list(tmp_path.iterdir()) == []


def test_three_tries_and_no_more(service: Service) -> None:
    service.answer("countries", "slow down", "503 Service Unavailable", Retry_After="1")
    assert "(503)" in update(service).stderr
    assert len(service.web.asked(service.path("countries"))) == 3


def test_retry_after_is_seconds_or_a_date() -> None:
    assert read_wait("120", 0.0) == 120
    assert read_wait(formatdate(1_000_000, usegmt=True), 999_970.0) == 30
    assert read_wait(formatdate(1_000, usegmt=True), 999_970.0) == 0
    assert read_wait("٣", 0.0) is None
    assert read_wait(None, 0.0) is None


def test_robots_are_respected(service: Service, tmp_path: Path) -> None:
    service.web.page("/robots.txt", "User-agent: *\nDisallow: /sparql\n", Content_Type="text/plain")
    done = update(service)
    assert done.exit_code == 2
    assert "its robots.txt asks programs not to" in done.stderr
    assert "--answers" in done.stderr
    assert service.asked() == []
    assert list(tmp_path.iterdir()) == []


def test_robots_of_where_a_redirect_leads(service: Service, tmp_path: Path) -> None:
    service.answer("countries", "", "307 Moved", Location="/private/answer")
    service.web.page("/private/answer", results(COUNTRIES), Content_Type=JSON)
    assert update(service).exit_code == 0
    service.web.page("/robots.txt", "User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    done = run("update", "--endpoint", service.endpoint, "--into", "other")
    assert done.exit_code == 2
    assert "robots.txt asks programs not to" in done.stderr
    assert len(done.stderr) < 500
    assert not Path("other").exists()


def test_offline(service: Service, tmp_path: Path) -> None:
    done = run("update", "--endpoint", "http://data.example.org:9/sparql", "--into", "wd")
    assert "is not fetched" in done.stderr  # a port of no web server
    done = run("update", "--endpoint", "http://data.example.org:49151/sparql", "--into", "wd")
    assert done.exit_code == 2
    assert "cannot be reached" in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_fetcher_guards_the_endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the tests' own fetch: an address of this machine, a file, a name of a cloud's metadata."""
    monkeypatch.chdir(tmp_path)
    for endpoint in ("http://127.0.0.1/sparql", "file:///etc/passwd", "http://169.254.169.254/latest"):
        done = run("update", "--endpoint", endpoint, "--into", "wd")
        assert done.exit_code == 2, endpoint
        assert "is not fetched" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_contact_cannot_add_headers(service: Service) -> None:
    done = update(service, "--contact", "a\r\nHost: elsewhere")
    assert done.exit_code == 2
    assert "--contact must be plain ASCII" in done.stderr
    assert service.web.seen == []


def test_hostile_values_stay_out(service: Service) -> None:
    hostile = [
        row("Q900020", itemLabel=("=HYPERLINK(1)", "en"), classLabel=("tank", "en")),
        row("Q900021", itemLabel=("Evil\x1b[31m", "en"), classLabel=("tank", "en")),
        {"item": {"type": "uri", "value": "http://x/../../etc/passwd"}},
        {"item": "Q1"},
        "no object",
    ]
    service.answer("armour", json.dumps({"results": {"bindings": hostile}}))
    done = update(service)
    assert done.exit_code == 0, done.stderr
    text = "".join(path.read_text() for path in Path("wd").glob("*.jsonl"))
    assert "HYPERLINK" not in text
    assert "\x1b" not in done.stdout
    assert "Evil" not in text


# --- ended in between

KILL = """
    import os, sys
    from pathlib import Path
    from onrecord.cli import main
    from onrecord.record.importers import write
    move, moved = os.replace, []

    def end(*arguments):
        if len(moved) == {after}:
            os._exit(9)  # as a kill does: nothing is tidied up
        moved.append(move(*arguments))

    write.os.replace = end
    given = ["--answers", "saved", "--only", "countries", "--into", "wd", "--replace", "--name", "{name}"]
    main(["record", "update", *given])
"""


def kill(after: int, name: str) -> int:
    code = textwrap.dedent(KILL).format(after=after, name=name)
    return subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, timeout=60).returncode


def test_a_kill_leaves_nothing_or_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("saved").mkdir()
    Path("saved/countries.json").write_text(results(COUNTRIES))
    given = ("update", "--answers", "saved", "--only", "countries", "--into", "wd")
    base = load_record()
    assert kill(0, "wd-1") == 9
    assert not Path("wd").exists()
    assert run(*given, "--name", "wd-1").exit_code == 0  # no hand is needed to go on
    for after in (0, 1):  # before the old folder is put aside, and before the new one is moved
        assert kill(after, "wd-2") == 9
        assert not Path("wd").exists() or load_folder(Path("wd"), base).edition == "wd-1"
        again = run(*given, "--name", "wd-1")
        assert "is not empty" in again.stderr  # the old folder is in its place again
        assert load_folder(Path("wd"), base).edition == "wd-1"
    assert run(*given, "--name", "wd-2", "--replace").exit_code == 0
    assert load_folder(Path("wd"), base).edition == "wd-2"
    assert not list(tmp_path.glob(".wd.old"))


def test_every_query_fits_an_address() -> None:
    check: Callable[[Query], int] = lambda query: len(query.address("https://query.example.org/sparql"))  # noqa: E731
    assert all(check(query) < 3_800 for query in list_queries())
    assert len({query.name for query in list_queries()}) == len(list_queries())
