"""What a site asks of programs, in its robots.txt (RFC 9309), read by Protego."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from onrecord import lexicon
from onrecord.errors import BadAnswer, OnRecordError, RefusedAddress, Unreachable
from onrecord.read.fetch import Fetched, Target, parse_url
from onrecord.read.fetch.client import AGENT

Fetch = Callable[[str], Fetched]


@dataclass(frozen=True, slots=True)
class _Rules:
    """`parsed` is None when there are no rules: then all is allowed, or with `closed` nothing."""

    parsed: Any
    closed: bool
    until: float


class Robots:
    """The rules of each site, fetched when first asked for and kept for a day.

    A site without a robots.txt allows everything; one that cannot be reached or answers with a server error, nothing
    (RFC 9309, section 2.3.1).
    """

    def __init__(self, fetch: Fetch, clock: Callable[[], float], wait: Callable[[Target], None]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._wait = wait
        self._sites: dict[str, _Rules] = {}

    def check(self, url: str) -> None:
        """Raises RefusedAddress when the site asks programs not to fetch `url`, Unreachable when it does not say."""
        rules = self._rules(parse_url(url))
        if rules.closed:
            raise Unreachable(f"{url} is not fetched: the site's robots.txt cannot be had. It is asked again later.")
        if rules.parsed is not None and not rules.parsed.can_fetch(url, AGENT):
            raise RefusedAddress(f"{url} is not fetched: the site's robots.txt asks programs not to.")

    def delay(self, url: str) -> float:
        """The seconds between two requests that the site asks for; 0 when it does not say."""
        rules = self._rules(parse_url(url))
        asked = rules.parsed.crawl_delay(AGENT) if rules.parsed is not None else None
        longest = lexicon.load("fetching")["poll"]["longest_crawl_delay_seconds"]
        return min(max(float(asked), 0.0), float(longest)) if asked is not None else 0.0

    def _rules(self, target: Target) -> _Rules:
        site = f"{target.scheme}://{target.authority}"
        known = self._sites.get(site)
        if known is not None and self._clock() < known.until:
            return known
        self._wait(target)
        parsed, closed = self._load(f"{site}/robots.txt")
        table = lexicon.load("fetching")["poll"]
        until = self._clock() + (table["shortest_minutes"] * 60 if closed else table["robots_hours"] * 3600)
        self._sites[site] = _Rules(parsed, closed, until)
        return self._sites[site]

    def _load(self, url: str) -> tuple[Any, bool]:
        from protego import Protego

        try:
            content = self._fetch(url).content
        except BadAnswer as error:
            return None, not 400 <= error.status < 500
        except RefusedAddress:
            raise
        except OnRecordError:
            return None, True
        most = lexicon.load("fetching")["poll"]["robots_bytes"]
        return Protego.parse(content[:most].decode("utf-8", "replace")), False
