"""read: bytes, text, pages and folders to Reports, to the character, with the map back to what was read."""

from onrecord.read.inputs import STANDARD_INPUT, Input, ReadFailure, list_inputs, read_input, read_inputs
from onrecord.read.report import read_report

__all__ = ["STANDARD_INPUT", "Input", "ReadFailure", "list_inputs", "read_input", "read_inputs", "read_report"]
