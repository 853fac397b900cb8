"""Writing sheets to files: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from onrecord.errors import OutputError


def check_writable(path: Path) -> None:
    """Raise OutputError when `path` can be seen beforehand not to be writable, so that no work is lost on it."""
    folder = path.parent
    if path.is_dir():
        raise OutputError(f"{path} is a folder. Name a file in it, such as {path / 'sheet.html'}.")
    if not folder.is_dir():
        raise OutputError(f"{path} cannot be written: there is no folder {folder}. Create it first.")
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise OutputError(f"{path} cannot be written: permission denied. Choose another place.")


def write_output(path: Path, text: str) -> None:
    """Write `text` in UTF-8 to `path` by way of a new file beside it, so that a reader never sees half of it.

    A link is followed; a device or pipe is written to as it is.  Raises OutputError.
    """
    try:
        target = path.resolve() if path.is_symlink() else path
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8", newline="") as file:
                file.write(text)
            return
        _replace(target, text.encode("utf-8"))
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}. Choose another place.") from error


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode_of(target))
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    _sync_folder(target.parent)


def _mode_of(target: Path) -> int:
    """The permissions a file written in place would have; mkstemp's are for the owner only."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last.  Some systems cannot open a folder; there the rename is all there is."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
