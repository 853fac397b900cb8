"""read: bytes, text, pages and folders to Reports, to the character, with the map back to what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.read.about import About
from onrecord.read.report import read_report

if TYPE_CHECKING:
    from onrecord.read.inputs import (
        STANDARD_INPUT,
        Input,
        Part,
        ReadFailure,
        list_inputs,
        load_input,
        read_input,
        read_inputs,
    )


def __getattr__(name: str) -> Any:
    """Imported when asked for: a process that reads one text need not know of feeds, archives and the network."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from onrecord.read import inputs

    return getattr(inputs, name)


__all__ = [
    "STANDARD_INPUT",
    "About",
    "Input",
    "Part",
    "ReadFailure",
    "list_inputs",
    "load_input",
    "read_input",
    "read_inputs",
    "read_report",
]
