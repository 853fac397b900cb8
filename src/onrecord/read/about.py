"""What stands around a report and says something of it: the feed, the line of JSON, the record of the archive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """Fields of a Report as its container gives them; dates are EDTF.  They stand over what the report says."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None
    updated: str | None = None
    credit: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
