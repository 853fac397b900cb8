"""Promises of the whole program: no network, the same bytes every time, hostile text stays text.

Each test runs `onrecord check` as a user does, in a process of its own.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORMS = ("html", "json", "csv")

# No socket can be made; reaching for another machine ends the process at once, also when it is done in C.
NO_NETWORK = """
import os, sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"):
        os.write(2, f"NETWORK: {event}".encode())
        os._exit(99)
    if event.startswith("socket."):
        raise PermissionError(event)
sys.addaudithook(refuse)
from onrecord.cli import main
main(sys.argv[1:])
"""


def check(
    *arguments: str, seed: str = "random", code: str | None = None, cwd: Path = ROOT
) -> subprocess.CompletedProcess[bytes]:
    start = ["-c", code] if code else ["-m", "onrecord"]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONWARNINGS": "error::DeprecationWarning:onrecord"}
    command = [sys.executable, *start, "check", *arguments]
    return subprocess.run(command, capture_output=True, cwd=cwd, env=environment, check=False)


def outputs(folder: Path) -> list[str]:
    folder.mkdir()
    return [part for form in FORMS for part in (f"--{form}", str(folder / f"out.{form}"))]


def test_the_main_job_needs_no_network(tmp_path: Path) -> None:
    result = check("samples", *outputs(tmp_path / "a"), code=NO_NETWORK)
    assert b"NETWORK" not in result.stderr
    assert result.returncode in (0, 1), result.stderr.decode()


def test_the_test_would_see_the_network() -> None:
    code = NO_NETWORK.replace(
        "from onrecord.cli import main", "import socket; socket.create_connection(('127.0.0.1', 9))"
    )
    assert check("samples", code=code).returncode == 99


def test_same_input_same_bytes(tmp_path: Path) -> None:
    """Whatever the seed of Python's hashes and the number of workers."""
    results = []
    for name, seed, workers in (("a", "1", "1"), ("b", "4242", "2")):
        done = check("samples", *outputs(tmp_path / name), "--workers", workers, seed=seed)
        assert done.returncode in (0, 1), done.stderr.decode()
        results.append((done.stdout, *((tmp_path / name / f"out.{form}").read_bytes() for form in FORMS)))
    assert results[0] == results[1]
    assert all(len(part) > 1000 for part in results[0])


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[bytes], Path]:
    """A report whose every line tries to be something else than text, checked with all forms written."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.txt").write_text(
        '=HYPERLINK("http://example.org","Igla-S") has a range of 9 km\n\n'
        "Outlet: <b>Paper</b> \x1b]0;owned\x07\n\n"
        "“The Igla-S has a range of 9 km</script><img src=x onerror=alert(1)>,” "
        "said John <svg/onload=alert(2)> Smith.\n\n"
        "The \x1b[31mIgla-S\x1b[0m has a range of 9 \u202eretemolik\u202c kilometres, the ministry said.\n\n"
        "+1 Leopard 2 tanks were sent to Ukraine, -2+3 officials said; {{ 7*7 }} ${7*7} ]]> --> were not.\n",
        encoding="utf-8",
    )
    return check("hostile.txt", "--colour", *outputs(folder / "out"), cwd=folder), folder / "out"


def test_hostile_text_is_inert_in_the_terminal(hostile: tuple[subprocess.CompletedProcess[bytes], Path]) -> None:
    result, _ = hostile
    assert result.returncode in (0, 1), result.stderr.decode()
    text = result.stdout.decode()
    assert "\x1b]" not in text
    assert "\x07" not in text
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_hostile_text_is_inert_in_the_page(hostile: tuple[subprocess.CompletedProcess[bytes], Path]) -> None:
    _, folder = hostile
    page = (folder / "out.html").read_text(encoding="utf-8")
    assert "<img src=x" not in page
    assert "<svg/onload" not in page
    assert "<b>Paper" not in page
    assert "\x1b" not in page


def test_hostile_text_is_inert_in_a_spreadsheet(hostile: tuple[subprocess.CompletedProcess[bytes], Path]) -> None:
    _, folder = hostile
    import csv

    with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row if cell]
    live = [cell for cell in cells if cell[0] in "=+-@\t\r\0"]
    assert cells
    assert not [cell for cell in live if not cell.lstrip("-").replace(".", "", 1).isdigit()]


def test_hostile_text_is_kept_in_the_json(hostile: tuple[subprocess.CompletedProcess[bytes], Path]) -> None:
    """JSON holds the report's text as it is: a program reads it, and spans count its characters."""
    _, folder = hostile
    data = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert "</script><img src=x onerror=alert(1)>" in json.dumps(data, ensure_ascii=False).replace('\\"', '"')


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_ends_it_soon_and_leaves_no_worker(workers: str, tmp_path: Path) -> None:
    sample = (ROOT / "samples" / "drone-attack.md").read_text(encoding="utf-8")
    for number in range(200):
        (tmp_path / f"{number}.md").write_text(sample, encoding="utf-8")
    command = [sys.executable, "-m", "onrecord", "check", str(tmp_path), "--workers", workers]
    # A shell's background job ignores interrupts, and its children would inherit that.
    inherited = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, inherited)
    assert process.stderr is not None
    process.stderr.readline()  # the first report is done
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.endswith("onrecord: interrupted.\n")
    assert "Traceback" not in errors
