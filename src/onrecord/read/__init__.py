"""read: bytes, text, pages and folders to Reports, to the character, with the map back to what was read."""

from onrecord.read.about import About
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
from onrecord.read.report import read_report

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
