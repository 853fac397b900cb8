"""What a fresh clone is set up from: locks with hashes and no addresses, scripts that any shell reads."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-languages.lock")
NAME = re.compile(r"[A-Za-z0-9][\w.-]*")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: str) -> dict[str, list[str]]:
    """Pinned lines of a lock by package name."""
    pins: dict[str, list[str]] = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            pins.setdefault(normal(line.split("==")[0]), []).append(line)
    return pins


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_and_hashes_everything_and_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"https?:|index-url|find-links|file:", text)
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert len(blocks) > 40 or lock == "requirements-languages.lock"
    assert not [block for block in blocks if "==" not in block or "--hash=sha256:" not in block]


@pytest.mark.parametrize(("lock", "extras"), [("requirements.lock", []), ("requirements-dev.lock", ["dev"])])
def test_a_lock_holds_what_the_package_asks_for(lock: str, extras: list[str]) -> None:
    """After a change of dependencies: scripts/lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    build = [line for line in (ROOT / "requirements-build.in").read_text().splitlines() if not line.startswith("#")]
    wanted = [*project["dependencies"], *build]
    wanted += [need for extra in extras for need in project["optional-dependencies"][extra]]
    missing = [need for need in wanted if normal(NAME.match(need)[0]) not in locked(lock)]  # type: ignore[index]
    assert not missing


def test_the_locks_agree() -> None:
    shorter, longer = locked(LOCKS[0]), locked(LOCKS[1])
    assert {name: longer.get(name) for name in shorter} == shorter


@pytest.mark.parametrize("script", ["scripts/setup", "scripts/try", "scripts/test", "scripts/lock", ".ci/run"])
def test_scripts_are_sound(script: str) -> None:
    path = ROOT / script
    shell = path.read_text().splitlines()[0].split("/")[-1].split()[-1]
    assert path.stat().st_mode & 0o111
    assert subprocess.run([shell, "-n", str(path)], check=False).returncode == 0


def test_continuous_integration_runs_the_test_script_and_nothing_else() -> None:
    lines = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if line and not line.startswith("#")]
    assert len(lines) == 1
    assert lines[0].endswith('/../scripts/test"')


def test_samples_say_that_they_are_invented() -> None:
    samples = [path for path in (ROOT / "samples").iterdir() if path.name != "README.md"]
    assert len(samples) >= 3
    for sample in samples:
        assert "invented sample text" in sample.read_text(encoding="utf-8"), sample.name
        assert sample.name in (ROOT / "samples" / "README.md").read_text(encoding="utf-8")
