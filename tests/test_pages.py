"""The pages: examples run, links lead somewhere, every command has its page."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
TUTORIAL = ROOT / "docs" / "tutorial.md"


def commands(page: Path) -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.S)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def test_the_tutorials_python_gives_what_it_shows() -> None:
    result = doctest.testfile(
        str(TUTORIAL), module_relative=False, optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    )
    assert result.attempted > 8
    assert result.failed == 0


@pytest.mark.parametrize("line", commands(TUTORIAL), ids=lambda line: line[:50])
def test_the_tutorials_commands_run(line: str, tmp_path: Path) -> None:
    text = None
    if "|" in line:
        said, line = (part.strip() for part in line.split(" | ", 1))
        text = shlex.split(said)[1]
    arguments = shlex.split(line)
    assert arguments[0] == "onrecord"
    command = [sys.executable, "-m", "onrecord", *arguments[1:]]
    result = subprocess.run(command, input=text, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert result.returncode == (1 if text else 0), result.stderr
    assert result.stderr == ""


def test_the_readmes_python_gives_what_it_says() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.S)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    (said,) = re.findall(r"^prints `([^`]+)`", page, re.M)
    assert result.stdout.strip() == said, result.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
