"""The numbers and tables of `data/fetching.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord import lexicon


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Beyond these a fetch ends in an error.  Times in seconds."""

    bytes: int  # of the answer, on the wire and after inflation
    connect_seconds: float  # to look up the name, and to reach one address
    read_seconds: float  # between two pieces of the answer
    seconds: float  # in all, redirects included
    redirects: int
    url_characters: int = 4_000


@cache
def load_fetch_limits() -> FetchLimits:
    table = lexicon.load("fetching")["limits"]
    return FetchLimits(
        bytes=table["bytes"],
        connect_seconds=table["connect_seconds"],
        read_seconds=table["read_seconds"],
        seconds=table["seconds"],
        redirects=table["redirects"],
        url_characters=table["url_characters"],
    )


@cache
def default_ports() -> dict[str, int]:
    """The schemes that are fetched, and the port of each."""
    return dict(lexicon.load("fetching")["scheme"]["ports"])


@cache
def refused_ports() -> frozenset[int]:
    return frozenset(lexicon.load("fetching")["port"]["refused"])


@cache
def refused_names() -> tuple[str, ...]:
    return tuple(lexicon.load("fetching")["name"]["refused"])
