"""Fetching: what is refused before any connection, and how every bad answer ends in its own error, soon."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import time
import tomllib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from web import Answer, Request, Server, Web

from onrecord.errors import (
    BadAnswer,
    BadCertificate,
    DamagedInput,
    FetchError,
    ReadError,
    RefusedAddress,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)
from onrecord.read.fetch import Fetched, fetch, load_fetch_limits, parse_url
from onrecord.read.fetch.address import why_refused
from onrecord.read.fetch.url import is_url

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "fetch.toml").read_text(encoding="utf-8"))
PAGE = "<!doctype html><title>Frigates sail</title><p>The two frigates left the port on Monday.</p>"
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
PACKED = OK + b"Content-Encoding: gzip\r\n\r\n"
SHORT = replace(load_fetch_limits(), bytes=1_000_000, connect_seconds=1, read_seconds=0.6, seconds=1.5)


def nobody(host: str, port: int) -> list[str]:
    raise AssertionError(f"{host} was looked up")


def at(*addresses: str) -> Callable[[str, int], list[str]]:
    return lambda host, port: list(addresses)


def get(url: str, resolve: Callable[[str, int], list[str]] | None = None, **options: Any) -> Fetched:
    """Fetch from the test's own server, in test time."""
    given = {"limits": SHORT, "resolve": resolve or at("127.0.0.1"), "allow_addresses": ["127.0.0.1"], **options}
    return fetch(url, **given)


@pytest.fixture
def _no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket, "create_connection", refuse)


# --- before any connection


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: repr(case["url"]))
@pytest.mark.usefixtures("_no_connection")
def test_refused_from_its_text(case: dict[str, str]) -> None:
    with pytest.raises(RefusedAddress) as caught:
        fetch(case["url"], resolve=nobody)
    assert case["why"] in str(caught.value)


@pytest.mark.parametrize("case", CASES["names"], ids=lambda case: ",".join(case["addresses"]))
@pytest.mark.usefixtures("_no_connection")
def test_a_name_is_refused_for_any_of_its_addresses(case: dict[str, Any]) -> None:
    with pytest.raises(RefusedAddress) as caught:
        fetch("http://news.example.org/", resolve=at(*case["addresses"]))
    assert case["why"] in str(caught.value)


@pytest.mark.parametrize("address", CASES["public"])
def test_public_addresses_are_not_refused(address: str) -> None:
    assert why_refused(ip_address(address)) is None


@pytest.mark.parametrize("case", CASES["parts"], ids=lambda case: case["url"])
def test_an_address_is_taken_apart(case: dict[str, Any]) -> None:
    target = parse_url(case["url"])
    assert [target.scheme, target.host, target.port, target.path] == case["is"]
    assert parse_url(target.url) == target


@pytest.mark.parametrize(
    ("text", "expected"),
    [("https://example.org", True), ("file:///etc/passwd", True), ("data:text/html,a", True), ("gopher://x", True),
     (r"C:\reports\a.txt", False), ("C:/reports", False), ("a:b.txt", False), ("reports/a.txt", False), ("-", False)],
)  # fmt: skip
def test_what_is_an_address_and_what_a_file(text: str, expected: bool) -> None:
    assert is_url(text) is expected


@pytest.mark.usefixtures("_no_connection")
def test_a_long_address_is_refused() -> None:
    with pytest.raises(RefusedAddress, match="longer than"):
        fetch("http://example.org/" + "a" * 5000, resolve=nobody)


def test_a_name_without_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_name(*arguments: object, **options: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    with pytest.raises(Unreachable, match="Check the name"):
        fetch("http://nowhere.example.org/")


def test_a_look_up_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: time.sleep(1) or [])
    started = time.monotonic()
    with pytest.raises(TooSlow, match="Looking up"):
        fetch("http://slow.example.org/", limits=replace(SHORT, connect_seconds=0.3))
    assert time.monotonic() - started < 2


# --- what is fetched


def test_a_page(web: Web) -> None:
    web.page("/a?b=c", PAGE, ETag='"1"')
    fetched = get(web.url("/a?b=c"), fetched_at="2025-10-23T10:00:00+00:00")
    assert fetched.content == PAGE.encode()
    assert (fetched.media_type, fetched.charset, fetched.header("etag")) == ("text/html", "utf-8", '"1"')
    assert (fetched.url, fetched.redirects, fetched.fetched_at) == (web.url("/a?b=c"), (), "2025-10-23T10:00:00+00:00")
    assert fetched.final_url == fetched.url
    (request,) = web.seen
    assert request.headers["host"] == f"news.example.org:{web.port}"
    assert request.headers["user-agent"].startswith("onrecord")
    assert "cookie" not in request.headers


def test_the_connection_goes_to_the_address_that_was_checked(web: Web) -> None:
    """A name that stands for another address when it is asked again (rebinding) is not asked again."""
    web.page("/", PAGE)
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["10.0.0.1"]])
    asked: list[str] = []

    def rebind(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    assert get(web.url(), rebind).status == 200
    assert asked == ["news.example.org"]


def test_nothing_is_looked_up_once_the_address_is_pinned(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web.page("/", PAGE)
    asked: list[object] = []
    original = socket.getaddrinfo

    def watch(host: object, *arguments: Any, **options: Any) -> Any:
        asked.append(host)
        return original(host, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", watch)
    get(web.url())
    assert set(asked) <= {"127.0.0.1"}


def test_rebinding_at_a_redirect_is_refused(web: Web) -> None:
    """The name is asked anew for each address on the way, and checked anew."""
    web.page("/", "", "302 Found", Location="/again")
    web.page("/again", PAGE)
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    with pytest.raises(RefusedAddress, match="this machine"):
        get(web.url(), lambda host, port: next(answers))
    assert [request.path for request in web.seen] == ["/"]


def test_the_next_address_is_tried_when_one_cannot_be_reached(web: Web) -> None:
    web.page("/", PAGE)
    fetched = get(web.url(), at("127.0.0.9", "127.0.0.1"), allow_addresses=["127.0.0.1", "127.0.0.9"])
    assert fetched.status == 200


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Unreachable, match="cannot be reached"):
        get(f"http://news.example.org:{port}/")


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "HTTPS_PROXY"])
def test_a_proxy_of_the_environment_is_not_used(name: str, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "http://127.0.0.2:9/")
    web.page("/", PAGE)
    assert get(web.url()).status == 200


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "raw deflate"])
def test_packed_answers(coding: str, web: Web) -> None:
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "deflate": zlib.compress(PAGE.encode()),
        "raw deflate": raw.compress(PAGE.encode()) + raw.flush(),
    }.get(coding, gzip.compress(PAGE.encode()))
    web.page("/", packed, Content_Encoding=coding.removeprefix("raw "))
    assert get(web.url()).content == PAGE.encode()


def test_chunks(web: Web) -> None:
    def answer(connection: socket.socket, request: Request) -> None:
        connection.sendall(CHUNKED + b"5\r\nfirst\r\n7\r\n second\r\n0\r\n\r\n")

    web.answers["/"] = answer
    assert get(web.url()).content == b"first second"


def test_not_modified(web: Web) -> None:
    web.page("/", "", "304 Not Modified", ETag='"1"')
    fetched = get(web.url(), headers={"If-None-Match": '"1"'})
    assert (fetched.status, fetched.content) == (304, b"")
    assert web.seen[0].headers["if-none-match"] == '"1"'


# --- redirects


def test_redirects_are_followed_and_told(web: Web) -> None:
    web.page("/", "", "301 Moved", Location=web.url("/b", "other.example.org"))
    web.page("/b", "", "307 Again", Location="c#part")
    web.page("/c", PAGE)
    fetched = get(web.url())
    assert fetched.final_url == web.url("/c", "other.example.org")
    assert fetched.redirects == (web.url("/"), web.url("/b", "other.example.org"))


REDIRECTS = [
    "http://127.0.0.2/", "http://127.1/", "http://[::1]/", "http://[::ffff:127.0.0.2]/", "http://169.254.169.254/latest/",
    "http://2130706433/", "http://localhost/", "//169.254.169.254/", "file:///etc/passwd", "gopher://example.org/",
    "data:text/plain,hello", "http://user@news.example.org/", "http://a\\@b/", "http://other.example.org/", "/a b",
]  # fmt: skip


@pytest.mark.parametrize("location", REDIRECTS)
def test_a_redirect_is_checked_as_the_first_address_was(location: str, web: Web) -> None:
    web.page("/", "", "302 Found", Location=location)
    names = {"news.example.org": ["127.0.0.1"], "other.example.org": ["10.1.2.3"]}
    with pytest.raises(RefusedAddress):
        get(web.url(), lambda host, port: names[host])
    assert len(web.seen) == 1


def test_endless_redirects(web: Web) -> None:
    web.page("/", "", "302 Found", Location="/")
    with pytest.raises(TooManyRedirects, match="more than 5 times"):
        get(web.url())
    assert len(web.seen) == 6


# --- bad answers


def drip(head: bytes, unit: bytes, pause: float) -> Answer:
    def answer(connection: socket.socket, request: Request) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(unit)
            time.sleep(pause)

    return answer


def say(data: bytes) -> Answer:
    return lambda connection, request: connection.sendall(data)


def wait(head: bytes) -> Answer:
    def answer(connection: socket.socket, request: Request) -> None:
        connection.sendall(head)
        time.sleep(4)

    return answer


BOMB = gzip.compress(b"a" * 100_000_000)
TWICE = gzip.compress(BOMB)
# name, what the server does, error, words of the message
ANSWERS: list[tuple[str, Answer, type[ReadError], str]] = [
    ("says nothing", wait(b""), TooSlow, "sent nothing"),
    ("stops in the header", wait(OK + b"Content-"), TooSlow, "sent nothing"),
    ("stops in the body", wait(OK + b"Content-Length: 99\r\n\r\na"), TooSlow, "sent nothing"),
    ("drips a status line", drip(b"HTTP/1.1 200 ", b"a", 0.05), TooSlow, "in all"),
    ("drips headers", drip(OK, b"X-A: b\r\n", 0.05), TooSlow, "in all"),
    ("drips a body", drip(OK + b"\r\n", b"a", 0.05), TooSlow, "in all"),
    ("drips a body of known length", drip(OK + b"Content-Length: 9999\r\n\r\n", b"a", 0.05), TooSlow, "in all"),
    ("drips chunks", drip(CHUNKED, b"1\r\na\r\n", 0.05), TooSlow, "in all"),
    ("continues without end", drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.0), TooSlow, "in all"),
    ("says it is too large", say(OK + b"Content-Length: 2000000\r\n\r\n"), TooLarge, "1,000,000"),
    ("is too large", drip(OK + b"\r\n", b"a" * 65536, 0.0), TooLarge, "1,000,000"),
    ("is too large in chunks", drip(CHUNKED, b"10000\r\n" + b"a" * 65536 + b"\r\n", 0.0),
     TooLarge, "1,000,000"),
    ("gzip bomb", say(PACKED + BOMB), TooLarge, "unpacks"),
    ("gzip within gzip", say(OK + b"Content-Encoding: gzip, gzip\r\n\r\n" + TWICE), BadAnswer, "gzip, gzip"),
    ("unknown packing", say(OK + b"Content-Encoding: br\r\n\r\nabc"), BadAnswer, "'br'"),
    ("broken gzip", say(PACKED + gzip.compress(PAGE.encode())[:30]), DamagedInput, "breaks off"),
    ("no gzip", say(PACKED + b"<html>"), DamagedInput, "damaged"),
    ("too many headers", drip(OK, b"X-A: b\r\n", 0.0), BadAnswer, "HTTPException"),
    ("a header line without end", drip(OK + b"X-A: ", b"b" * 9999, 0.0), BadAnswer, "LineTooLong"),
    ("a chunk size without end", drip(CHUNKED, b"0" * 9999, 0.0), BadAnswer, "answer"),
    ("bad chunk size", say(CHUNKED + b"zz\r\n"), BadAnswer, "answer"),
    ("breaks off", say(OK + b"Content-Length: 500\r\n\r\nabc"), BadAnswer, "early"),
    ("breaks off in a chunk", say(CHUNKED + b"50\r\nabc"), BadAnswer, "answer"),
    ("no HTTP", say(b"220 mail.example.org ESMTP\r\n"), BadAnswer, "BadStatusLine"),
    ("hangs up", say(b""), BadAnswer, "RemoteDisconnected"),
    ("not found", say(b"HTTP/1.1 404 Not Found\r\n\r\n"), BadAnswer, "404 Not Found"),
    ("server error", say(b"HTTP/1.1 503 Busy\r\nRetry-After: 120\r\n\r\n"), BadAnswer, "503 Busy"),
    ("redirect to nowhere", say(b"HTTP/1.1 302 Found\r\n\r\n"), BadAnswer, "302"),
    ("part only", say(b"HTTP/1.1 206 Partial\r\nContent-Length: 1\r\n\r\na"), BadAnswer, "206"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "error", "words"), [case[1:] for case in ANSWERS], ids=[case[0] for case in ANSWERS]
)
def test_every_bad_answer_ends_soon_in_its_own_error(
    answer: Answer, error: type[ReadError], words: str, web: Web
) -> None:
    web.answers["/"] = answer
    started = time.monotonic()
    with pytest.raises(error) as caught:
        get(web.url())
    assert type(caught.value) is error
    assert words in str(caught.value)
    assert time.monotonic() - started < 4


def test_what_a_busy_server_asks_for_is_kept(web: Web) -> None:
    web.page("/", "", "503 Busy", Retry_After="120")
    with pytest.raises(BadAnswer) as caught:
        get(web.url())
    assert (caught.value.status, caught.value.retry_after) == (503, "120")


# --- certificates


def make_certificate(folder: Path, name: str, until: str = "") -> Path:
    """A self-signed certificate for `name` with its key in one file."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificates of this test and is not installed")
    folder.mkdir()
    (folder / "ca.cnf").write_text(
        "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\n"
        f"x509_extensions=e\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=DNS:{name}\nbasicConstraints=critical,CA:true\n"
    )
    (folder / "index").write_text("")
    (folder / "serial").write_text("01\n")
    dates = ["-startdate", "20200101000000Z", "-enddate", until or "20491231000000Z"]
    for command in (
        ["req", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "req.pem", "-subj", f"/CN={name}"],
        ["ca", "-batch", "-config", "ca.cnf", "-selfsign", "-keyfile", "key.pem", "-in", "req.pem", "-out", "cert.pem",
         "-notext", *dates],
    ):  # fmt: skip
        subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text((folder / "cert.pem").read_text() + (folder / "key.pem").read_text())
    return both


def serve(certificate: Path) -> Server:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return Server(tls=context)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("certificates")
    return {
        "good": make_certificate(folder / "good", "news.example.org"),
        "expired": make_certificate(folder / "expired", "news.example.org", "20210101000000Z"),
        "other name": make_certificate(folder / "other", "other.example.org"),
    }


@pytest.fixture
def tls_server(request: pytest.FixtureRequest, certificates: dict[str, Path]) -> Iterator[tuple[Web, ssl.SSLContext]]:
    server = serve(certificates[request.param])
    server.web.page("/", PAGE)
    yield server.web, ssl.create_default_context(cafile=str(certificates[request.param]))
    server.close()


@pytest.mark.parametrize("tls_server", ["good"], indirect=True)
def test_a_good_certificate(tls_server: tuple[Web, ssl.SSLContext]) -> None:
    web, trust = tls_server
    assert get(web.url(), tls=trust).content == PAGE.encode()
    assert web.seen[0].headers["host"] == f"news.example.org:{web.port}"


@pytest.mark.parametrize("tls_server", ["expired", "other name"], indirect=True)
def test_a_bad_certificate_is_a_failure_and_nothing_else_is_tried(tls_server: tuple[Web, ssl.SSLContext]) -> None:
    web, trust = tls_server
    with pytest.raises(BadCertificate, match="certificate does not hold"):
        get(web.url(), tls=trust)
    assert web.seen == []


@pytest.mark.parametrize("tls_server", ["good"], indirect=True)
def test_a_certificate_nobody_vouches_for(tls_server: tuple[Web, ssl.SSLContext]) -> None:
    web, _ = tls_server
    with pytest.raises(BadCertificate, match=r"self[- ]signed"):
        get(web.url())
    assert web.seen == []


@pytest.mark.parametrize("tls_server", ["good"], indirect=True)
def test_a_redirect_does_not_leave_encryption(tls_server: tuple[Web, ssl.SSLContext], web: Web) -> None:
    safe, trust = tls_server
    web.page("/", PAGE)
    safe.page("/", "", "302 Found", Location=web.url())
    with pytest.raises(RefusedAddress, match="not encrypted"):
        get(safe.url(), tls=trust)
    assert web.seen == []


def test_a_server_without_tls_is_not_asked_in_plain(web: Web) -> None:
    web.answers["/"] = say(OK + b"\r\nhello")
    with pytest.raises((BadCertificate, TooSlow, Unreachable)):
        get(web.url().replace("http://", "https://"))
    assert web.seen == []


def test_a_handshake_that_never_ends() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        with pytest.raises((TooSlow, Unreachable)):
            get(f"https://news.example.org:{silent.getsockname()[1]}/")
        assert time.monotonic() - started < 4


def test_checking_cannot_be_turned_off() -> None:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with pytest.raises(ValueError, match="never used"):
        get("https://news.example.org/", tls=context)


def test_the_errors_are_one_family() -> None:
    for error in (RefusedAddress, Unreachable, BadCertificate, TooSlow, TooManyRedirects, BadAnswer):
        assert issubclass(error, FetchError)
        assert issubclass(error, ReadError)
