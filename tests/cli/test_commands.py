"""The group of commands: quick to start, one line per error, the documented exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.errors import OnRecordError

# Modules that take long to import, and are to be imported only by what needs them.
SLOW = ("spacy", "trafilatura", "py3langid", "charset_normalizer", "shapely", "jinja2", "numpy", "lxml")


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "onrecord", *arguments], capture_output=True, text=True, input=stdin, check=False
    )


def test_help_lists_the_commands_and_loads_nothing_slow() -> None:
    code = (
        "import sys\n"
        "from onrecord.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print('loaded:', [name for name in {SLOW!r} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "loaded: []" in result.stdout
    for command in ("check", "version"):
        assert command in result.stdout


def test_help_loads_no_parser() -> None:
    """What keeps the help quick; how quick it is stands in `benchmarks/cold_start.py`."""
    code = "import sys; from onrecord.cli import main; main(['-h'], standalone_mode=False); print(sorted(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "'click'" in result.stdout
    assert "'spacy'" not in result.stdout
    assert "'shapely'" not in result.stdout


def test_version_names_the_record_and_the_packs() -> None:
    result = run("version")
    assert result.returncode == 0
    assert result.stdout.startswith("onrecord 0.")
    assert "record editions: 2" in result.stdout
    assert "language pack: English (en)" in result.stdout


def test_an_unknown_command_is_an_error() -> None:
    result = run("chek")
    assert result.returncode == 2
    assert "No such command 'chek'" in result.stderr


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (OnRecordError("That did not work. Do this."), 2, "onrecord: That did not work. Do this.\n"),
        (KeyboardInterrupt(), 130, "onrecord: interrupted.\n"),
    ],
)
def test_errors_are_one_line(error: BaseException, code: int, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("onrecord.cli.check.list_inputs", fail)
    result = CliRunner().invoke(main, ["check", "x"])
    assert (result.exit_code, result.stderr.lstrip("\n")) == (code, message)


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """`onrecord … | head -1`: no traceback."""
    code = (
        "import click\n"
        "from onrecord.cli import main\n"
        "fill = click.Command('fill', callback=lambda: [click.echo('x' * 100) for _ in range(20000)])\n"
        "main.get_command = lambda context, name: fill\n"
        "main(['fill'])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=20) == 0
