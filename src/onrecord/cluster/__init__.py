"""Claims and reports over many reports: the same claim in one thread, copies of one text in one group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.cluster.threads import cluster_claims


def __getattr__(name: str) -> Any:
    """Imported when asked for: a process that reads one report clusters nothing."""
    if name != "cluster_claims":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from onrecord.cluster.threads import cluster_claims

    return cluster_claims


__all__ = ["cluster_claims"]
