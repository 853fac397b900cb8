"""Polling feeds politely: asking only for what changed, at a rate a host is glad of, and knowing what was seen.

Nothing here keeps time or sleeps by itself: `clock` (seconds since 1970) and `sleep` are handed in.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Protocol

from onrecord import lexicon
from onrecord.errors import BadAnswer, DamagedInput, FetchError, OnRecordError, RefusedAddress
from onrecord.read.containers import Input, ReadFailure
from onrecord.read.fetch import Fetched, Target, parse_url
from onrecord.read.inputs import expand_fetched
from onrecord.read.robots import Robots

_VERSION = 1
_MAX_AGE = re.compile(r"\bmax-age\s{0,3}=\s{0,3}\"?(\d{1,9})")


class Fetch(Protocol):
    def __call__(
        self, url: str, *, headers: dict[str, str] | None = None, permit: Callable[[str], None] | None = None
    ) -> Fetched: ...


@dataclass(slots=True)
class Seen:
    """An item as it was last met: the digest of what the feed held, and marks of its claims."""

    digest: str
    claims: list[str] = field(default_factory=list)


@dataclass(slots=True)
class FeedState:
    """What is remembered of a feed between two polls.  Times are seconds since 1970."""

    etag: str | None = None
    modified: str | None = None
    due: float = 0.0  # when it is polled next
    earliest: float = 0.0  # before this it is not polled, whoever asks
    failures: int = 0  # in a row
    gone: bool = False
    items: dict[str, Seen] = field(default_factory=dict)  # by what the feed knows them by, the oldest first


@dataclass(frozen=True, slots=True)
class News:
    """An item that is new or changed.  `before` is what it was, None for a new one."""

    given: Input
    key: str
    digest: str
    before: Seen | None


class Poller:
    """Asks feeds and pages for what is new, one request at a time, each host no more often than it wishes."""

    def __init__(
        self,
        fetch: Fetch,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        interval_minutes: float | None = None,
    ) -> None:
        self._settings: dict[str, Any] = lexicon.load("fetching")["poll"]
        self._fetch = fetch
        self._clock = clock
        self._sleep = sleep
        shortest = self._settings["shortest_minutes"]
        self._interval = max(interval_minutes or self._settings["interval_minutes"], shortest) * 60.0
        self._shortest = shortest * 60.0
        self._asked: dict[str, float] = {}  # when each host was asked last
        self._robots = Robots(lambda url: fetch(url), clock, self._wait)

    def poll(self, url: str, state: FeedState) -> Iterator[News | ReadFailure]:
        """What is new in a feed, and each item of it that cannot be read; `state` is brought up to date.

        Each item is noted as seen when the next is asked for, and that the feed was read when all of them were: a
        program that is ended in between meets the rest again.  Raises ReadError when the feed cannot be had; then it
        is asked again later and later.
        """
        try:
            fetched = self._get(url, _conditions(state))
        except OnRecordError as error:
            self._fail(state, error)
            raise
        now = self._clock()
        wish = _max_age(fetched)
        longest = self._settings["longest_hours"] * 3600.0
        state.failures, state.earliest = 0, now + self._shortest
        state.due = now + max(self._interval, min(wish, longest))
        if fetched.status == 304:
            return
        for given in expand_fetched(url, fetched):
            if isinstance(given, ReadFailure):
                if given.label == url:  # the feed itself
                    self._fail(state, given.error)
                    raise given.error
                yield from self._note_failure(given, state)
                continue
            if not given.key:
                self._fail(state, DamagedInput(f"{url} is no feed."))
                raise DamagedInput(f"{url} is no RSS or Atom feed. Give the feed's own address.")
            digest = _digest(given)
            before = state.items.get(given.key)
            if before is not None and before.digest == digest:
                continue
            yield News(given, given.key, digest, before)
            # The caller notes the claims; without them the item counts as seen all the same.
            if given.key not in state.items or state.items[given.key].digest != digest:
                self.note(state, given.key, Seen(digest))
        state.etag, state.modified = fetched.header("ETag"), fetched.header("Last-Modified")

    def note(self, state: FeedState, key: str, seen: Seen) -> None:
        """Remember an item; the oldest is forgotten when there are too many."""
        state.items.pop(key, None)
        state.items[key] = seen
        while len(state.items) > self._settings["remembered_items"]:
            del state.items[next(iter(state.items))]

    def fetch_page(self, given: Input) -> Input:
        """The page an item links to, in place of what the feed holds of it; the feed's text when it cannot be had."""
        about = given.about
        if about is None or about.url is None:
            return given
        try:
            found = list(expand_fetched(given.label, self._get(about.url, {})))
            page = found[0]
            if len(found) != 1 or isinstance(page, ReadFailure):
                raise BadAnswer(f"{about.url} is no page.")
        except OnRecordError as error:
            notes = (*about.notes, f"The text of the feed; the page could not be had. {error}")
            return replace(given, about=replace(about, notes=notes))
        notes = (*about.notes, *(page.about.notes if page.about else ()))
        return replace(page, key=given.key, about=replace(about, notes=notes))

    def _get(self, url: str, headers: dict[str, str]) -> Fetched:
        self._approach(url)
        return self._fetch(url, headers=headers, permit=self._approach)

    def _approach(self, url: str) -> None:
        """Ask whether a site allows an address, and leave its host the time it wants: also where a redirect leads."""
        self._robots.check(url)
        self._wait(parse_url(url), self._robots.delay(url))

    def _wait(self, target: Target, seconds: float = 0.0) -> None:
        """Leave a host the time between two requests."""
        last = self._asked.get(target.host)
        pause = max(seconds, float(self._settings["host_seconds"]))
        if last is not None and (left := last + pause - self._clock()) > 0:
            self._sleep(left)
        self._asked[target.host] = self._clock()

    def _fail(self, state: FeedState, error: OnRecordError) -> None:
        """Ask later, and after each further failure twice as late; never again what is gone for good."""
        longest = self._settings["longest_hours"] * 3600.0
        state.failures += 1
        pause = min(self._interval * 2 ** min(state.failures, 20), longest)
        if isinstance(error, BadAnswer):
            state.gone = error.status == 410
            pause = max(pause, min(_read_retry(error.retry_after, self._clock()), longest))
        elif isinstance(error, RefusedAddress) or not isinstance(error, FetchError):
            pause = longest
        state.due = state.earliest = self._clock() + pause

    def _note_failure(self, failure: ReadFailure, state: FeedState) -> Iterator[ReadFailure]:
        """A broken item is told once, not at every poll."""
        key = f"!{failure.label.rpartition('#')[2]} {failure.error}"[:300]
        if key not in state.items:
            yield failure
            self.note(state, key, Seen(""))


def load_state(path: Path) -> dict[str, FeedState]:
    """The feeds a state file remembers; none when there is no such file.  Raises DamagedInput."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != _VERSION:
            raise ValueError(f"its version is {data['version']!r}")
        return {url: _read_state(table) for url, table in data["feeds"].items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DamagedInput(f"{path} cannot be read: {error.strerror or error}. Name another with --state.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedInput(
            f"{path} is no state of watched feeds ({error}). Move it away to start anew, or name another with --state."
        ) from error


def dump_state(feeds: dict[str, FeedState]) -> str:
    """The state as JSON, for a file that is written whole or not at all."""
    table = {url: asdict(state) for url, state in sorted(feeds.items())}
    for state in table.values():
        state["items"] = {key: [seen["digest"], *seen["claims"]] for key, seen in state["items"].items()}
    return json.dumps({"version": _VERSION, "feeds": table}, ensure_ascii=True, indent=1) + "\n"


def _read_state(table: dict[str, Any]) -> FeedState:
    known = {each.name for each in fields(FeedState)}
    items = {key: Seen(row[0], list(row[1:])) for key, row in table["items"].items()}
    return FeedState(**{**{name: value for name, value in table.items() if name in known}, "items": items})


def _conditions(state: FeedState) -> dict[str, str]:
    """What lets a server answer that nothing changed.  What it sent is sent back only if it is a plain header."""
    given = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
    return {name: value for name, value in given.items() if value and value.isascii() and value.isprintable()}


def _digest(given: Input) -> str:
    assert isinstance(given.source, bytes)
    title = given.about.title if given.about else None
    held = given.source[given.lead :] + b"\0" + (title or "").encode("utf-8", "replace")
    return hashlib.sha256(held).hexdigest()[:32]


def _max_age(fetched: Fetched) -> float:
    match = _MAX_AGE.search(fetched.header("Cache-Control") or "")
    return float(match[1]) if match else 0.0


def _read_retry(value: str | None, now: float) -> float:
    """Seconds of a Retry-After header, which is a number or a date."""
    if value is None:
        return 0.0
    if value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        return max(parsedate_to_datetime(value[:100]).timestamp() - now, 0.0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
