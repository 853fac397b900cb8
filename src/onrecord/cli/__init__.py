"""The command line: `onrecord COMMAND …`, one file per command.

Exit codes: 0, 1 when a finding disagrees, 2 on an error, 130 when interrupted.
"""

from onrecord.cli.commands import CommandLine, main

__all__ = ["CommandLine", "main"]
