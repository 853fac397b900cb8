"""What a page hides by style: inline, by the `hidden` attribute, or by a class or id its own style sheet hides."""

from __future__ import annotations

import re

_HIDING = re.compile(
    r"(?:^|[;{\s])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|opacity\s{0,9}:\s{0,9}0(?:\.0{1,9})?(?=\s{0,9}(?:[;!}]|$))"
    r"|font-size\s{0,9}:\s{0,9}0(?:px|pt|em|rem|%)?(?=\s{0,9}(?:[;!}]|$)))",
    re.IGNORECASE,
)
_BRACE = re.compile(r"[{}]")
_SELECTOR = re.compile(r"[.#][\w-]{1,100}")


def hides(attributes: dict[str, str], hidden_names: frozenset[str]) -> bool:
    """Whether an element with these attributes is not shown."""
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    if _HIDING.search(attributes.get("style", "")):
        return True
    if not hidden_names:
        return False
    classes = attributes.get("class", "").split()
    return any(f".{name}" in hidden_names for name in classes) or f"#{attributes.get('id', '')}" in hidden_names


def read_hidden_names(sheet: str) -> frozenset[str]:
    """Classes and ids that a style sheet hides outright.

    Only single classes and ids at the top of the sheet count: what a rule inside "@media" or behind a condition
    hides, it hides from some readers only.
    """
    names: set[str] = set()
    sheet = _strip_comments(sheet)
    groups: list[bool] = []  # the open braces, and whether each stands inside an "@" group or opens one
    prelude, at = "", 0
    for brace in _BRACE.finditer(sheet):
        before = sheet[at : brace.start()]
        at = brace.end()
        if brace[0] == "{":
            prelude = before.rpartition(";")[2].strip()
            groups.append(prelude.startswith("@") or any(groups[-1:]))
        elif groups:
            if not groups.pop() and _HIDING.search(before):
                selectors = (selector.strip() for selector in prelude.split(","))
                names.update(selector for selector in selectors if _SELECTOR.fullmatch(selector))
            prelude = ""
    return frozenset(names)


def _strip_comments(sheet: str) -> str:
    parts: list[str] = []
    at = 0
    while (start := sheet.find("/*", at)) >= 0:
        parts.append(sheet[at:start])
        stop = sheet.find("*/", start + 2)
        at = len(sheet) if stop < 0 else stop + 2
    parts.append(sheet[at:])
    return "".join(parts)
