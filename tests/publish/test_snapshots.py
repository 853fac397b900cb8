"""Every form of the hand-built sheet, kept whole.

When a change is meant: python -m tests.publish.renew_snapshots, and look at the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from .renew_snapshots import SNAPSHOTS, snapshots

NOW = snapshots()


@pytest.mark.parametrize("name", NOW)
def test_sheet_is_as_kept(name: str) -> None:
    assert (SNAPSHOTS / name).read_bytes().decode("utf-8") == NOW[name]


def test_no_stale_snapshot() -> None:
    assert {path.name for path in Path(SNAPSHOTS).glob("sheet*")} == set(NOW)
