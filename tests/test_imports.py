"""Imports point one way: cli → verbs → pipeline → stages → lexicon → model, errors.  Read off the import lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "onrecord"
NOUNS = {"model", "errors"}
STAGES = {"read", "extract", "attribute", "check", "cluster", "publish"}
KNOWN = {"forms", "lexicon", "origin", "signs", "spans"} | NOUNS

# What each part of the package may import, besides itself.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "model": {"errors"},
    "lexicon": NOUNS,
    "origin": {"lexicon"} | NOUNS,
    "signs": NOUNS,
    "spans": NOUNS,
    "forms": NOUNS,
    "record": KNOWN,
    **dict.fromkeys(STAGES, KNOWN),
    "pipeline": STAGES | KNOWN | {"record"},
    "verbs": STAGES | KNOWN | {"record", "pipeline"},
    "__init__": {"verbs"} | NOUNS,
    "__main__": {"cli"},
    "corpus": STAGES | KNOWN | {"record", "pipeline", "verbs"},
    "evaluate": STAGES | KNOWN | {"record", "pipeline", "verbs"},
    # The ledger keeps dossiers and asks how claims and texts belong together; verifying reads the bytes again.
    "store": {"cluster", "read"} | KNOWN,
    "export": {"cluster", "publish", "store"} | KNOWN,
    "cli": STAGES | KNOWN | {"record", "pipeline", "verbs", "corpus", "evaluate", "store", "export"},
}
# A stage is handed the record; it may name the record's types, and only for the type checker.
TYPES_ONLY = {"record"}


def part_of(module: Path) -> str:
    """The part of the package a file belongs to: "read" of read/page.py, "model" of model.py."""
    first = module.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def read_imports(module: Path) -> Iterator[tuple[str, int, bool]]:
    """Each imported part of onrecord, with the line, and whether only the type checker sees it."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    typed = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "onrecord":
            names = [f"onrecord.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: imports are absolute"
            names = [node.module or ""]
        for name in names:
            parts = name.split(".")
            if parts[0] == "onrecord" and len(parts) > 1:
                yield parts[1], node.lineno, node in typed


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_one_way(module: Path) -> None:
    part = part_of(module)
    assert part in ALLOWED, f"{part} is new: say in this test what it may import"
    name = module.relative_to(PACKAGE).as_posix()
    for imported, line, typed in read_imports(module):
        allowed = ALLOWED[part] | {part} | (TYPES_ONLY if typed and part in STAGES else set())
        assert imported in allowed, f"{name}:{line}: {part} may not import {imported}"


def test_the_test_reads_imports() -> None:
    """So that a change of layout cannot leave this test with nothing to read."""
    seen = {imported for module in MODULES for imported, _, _ in read_imports(module)}
    assert {"model", "errors", "lexicon"} <= seen
    assert len(MODULES) > 50
