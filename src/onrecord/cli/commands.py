"""The group of commands.  A command's module is imported when it is used, so that `onrecord --help` is quick."""

from __future__ import annotations

import os
import sys
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from onrecord.errors import OnRecordError

# Each command: the module that holds it, and its name there.
_COMMANDS = {
    "check": ("onrecord.cli.check", "check_command"),
    "explain": ("onrecord.cli.explain", "explain_command"),
    "record": ("onrecord.cli.record", "record_group"),
    "add": ("onrecord.cli.add", "add_command"),
    "watch": ("onrecord.cli.watch", "watch_command"),
    "threads": ("onrecord.cli.threads", "threads_command"),
    "show": ("onrecord.cli.show", "show_command"),
    "situation": ("onrecord.cli.situation", "situation_command"),
    "decide": ("onrecord.cli.decide", "decide_group"),
    "recheck": ("onrecord.cli.recheck", "recheck_command"),
    "reread": ("onrecord.cli.reread", "reread_command"),
    "verify": ("onrecord.cli.verify", "verify_command"),
    "export": ("onrecord.cli.export", "export_command"),
    "evaluate": ("onrecord.cli.evaluate", "evaluate_command"),
    "version": ("onrecord.cli.version", "version_command"),
}
_INTERRUPTED = 130  # what shells give a command ended by Ctrl-C


class _ReaderGone(Exception):
    """Whoever read our output has stopped: "onrecord check … | head"."""


class CommandLine(click.Group):
    """Commands by name; every error in one line on standard error, and the documented exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, (module, _) in _COMMANDS.items() if find_spec(module) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module, name = _COMMANDS[cmd_name]
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _ReaderGone from error  # click would make exit code 1 of it, which means something else here

    def main(self, *args: Any, standalone_mode: bool = True, **options: Any) -> Any:
        run: Any = partial(super().main, *args, standalone_mode=False, **options)
        if not standalone_mode:
            return run()
        _forgive_narrow_encodings()
        try:
            code = run()
            sys.stdout.flush()
        except click.ClickException as error:
            error.show()
            code = 2
        except OnRecordError as error:
            click.echo(f"onrecord: {error}", err=True)
            code = 2
        except (click.Abort, KeyboardInterrupt):
            click.echo("onrecord: interrupted.", err=True)
            code = _INTERRUPTED
        except (BrokenPipeError, _ReaderGone):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the interpreter flushes once more at exit
            code = 0
        sys.exit(code if isinstance(code, int) else 0)


def _forgive_narrow_encodings() -> None:
    """A terminal that cannot show a character shows its escape instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


@click.group(cls=CommandLine, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Read reports about weapons and armed forces; say what they claim, on whose word, and what the record allows.

    Start with:  onrecord check REPORT
    """
