"""Claims and reports over many reports: the same claim in one thread, copies of one text in one group."""

from __future__ import annotations

from onrecord.cluster.threads import cluster_claims

__all__ = ["cluster_claims"]
