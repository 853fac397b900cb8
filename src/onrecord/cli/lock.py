"""One program at a time for a file that is read at the start and written again and again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.errors import OutputError, StateInUse


@contextmanager
def hold_file(path: Path) -> Iterator[None]:
    """Hold `path` by a lock on a file beside it; the system lets go of it when the program ends, however it ends.

    The file of the lock stays: taking it away could let two programs each hold one.  Raises StateInUse, OutputError.
    """
    beside = path.with_name(f"{path.name}.lock")
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise OutputError(f"{beside} cannot be written: {error.strerror or error}. Choose another place.") from error
    try:
        try:
            _lock(handle)
        except OSError as error:
            why = f"Another onrecord watch remembers what it saw in {path}."
            raise StateInUse(f"{why} End that one, or name another file with --state.") from error
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    """Take the lock, or raise OSError when another has it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        return
    import fcntl

    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
