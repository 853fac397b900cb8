"""Fetching one address of the public web, guarded.  Nothing here is called unless somebody gave an address."""

from onrecord.read.fetch.client import Fetched, fetch
from onrecord.read.fetch.settings import FetchLimits, load_fetch_limits
from onrecord.read.fetch.url import Target, parse_url

__all__ = ["FetchLimits", "Fetched", "Target", "fetch", "load_fetch_limits", "parse_url"]
