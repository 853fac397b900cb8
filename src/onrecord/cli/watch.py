"""`onrecord watch`: feeds, polled politely; what is new or changed, as short claim sheets."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.add import Prepared, prepare, read_bytes
from onrecord.cli.ledger import now
from onrecord.cli.lock import hold_file
from onrecord.cli.output import check_writable, write_output
from onrecord.cli.records import edition_option, open_record, record_option
from onrecord.cli.sources import fetch_now
from onrecord.cli.version import name_version
from onrecord.cli.watch_lines import write_news
from onrecord.cli.work import Options
from onrecord.errors import OnRecordError, ReadError
from onrecord.publish.safety import show_on_one_line
from onrecord.read import Input, ReadFailure
from onrecord.read.poll import FeedState, Fetch, News, Poller, Seen, dump_state, load_state
from onrecord.store.connect import VARIABLE

if TYPE_CHECKING:
    from onrecord.store import Ledger

_STATE = "onrecord.watch.json"
_SAVED_EVERY = 5.0  # seconds between two writings of the state while a feed is read
Say = Callable[[str], None]


@click.command("watch")
@click.argument("feeds", nargs=-1, required=True, metavar="FEED…")
@click.option(
    "--ledger", metavar="PATH|URL", help=f"Add what is read to this ledger.  [default: ${VARIABLE}, else no ledger]"
)
@click.option("--once", is_flag=True, help="Poll each feed once and end.")
@click.option("--interval", type=click.FloatRange(min=0), metavar="MINUTES", help="Between two polls.  [default: 30]")
@click.option("--pages", is_flag=True, help="Read the page each item links to, not the text in the feed.")
@click.option(
    "--state", type=click.Path(path_type=Path), metavar="FILE", help=f"[default: beside the ledger, else ./{_STATE}]"
)
@click.option("--language", metavar="CODE", help="Language of the reports.  [default: told from the text]")
@edition_option
@record_option
@click.option("--quiet", is_flag=True, help="Print no sheets; errors still.")
def watch_command(
    feeds: tuple[str, ...],
    ledger: str | None,
    once: bool,
    interval: float | None,
    pages: bool,
    state: Path | None,
    language: str | None,
    edition: str | None,
    folders: tuple[Path, ...],
    quiet: bool,
) -> int:
    """Poll RSS and Atom feeds and print the claims of each new or changed item.

    FEED is an http or https address. A feed is asked only for what changed, no more often than every five minutes, and
    less often after each failure; robots.txt is respected. What was seen is kept in a file, so that the next start
    goes on from there.

    Ends with --once, or when interrupted. Exit code 0; 2 when a feed or item could not be read.
    """
    ledger = ledger or os.environ.get(VARIABLE) or None
    path = state or _place_state(ledger)
    check_writable(path)
    if edition or folders:
        open_record(edition, folders)  # a record that cannot be read is said before anything is polled
    with ExitStack() as stack:
        stack.enter_context(hold_file(path))
        store: Ledger | None = None
        if ledger is not None:
            from onrecord.store import Ledger as Store

            store = stack.enter_context(Store(ledger))
        watch = Watch(
            list(dict.fromkeys(feeds)),
            path,
            fetch=fetch_now,
            clock=time.time,
            sleep=time.sleep,
            options=Options(language=language, edition=edition, folders=folders),
            store=store,
            interval=interval,
            pages=pages,
            say=(lambda text: None) if quiet else click.echo,
            warn=lambda text: click.echo(text, err=True),
        )
        watch.run(once=once)
    return 2 if watch.failed else 0


class Watch:
    """Polls feeds, reads what is new in them, and remembers it.  The clock, sleep and fetch are handed in."""

    def __init__(
        self,
        feeds: Sequence[str],
        path: Path,
        *,
        fetch: Fetch,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        options: Options,
        say: Say,
        warn: Say,
        store: Ledger | None = None,
        interval: float | None = None,
        pages: bool = False,
    ) -> None:
        self.failed = 0
        self._feeds = feeds
        self._path = path
        self._states = load_state(path)
        self._poller = Poller(fetch, clock=clock, sleep=sleep, interval_minutes=interval)
        self._clock, self._sleep, self._say, self._warn = clock, sleep, say, warn
        self._options, self._store, self._pages = options, store, pages
        self._saved = clock()

    def run(self, *, once: bool) -> None:
        """Poll each feed when it is due, for ever or once."""
        while True:
            for url in self._feeds:
                state = self._states.setdefault(url, FeedState())
                if state.gone:
                    continue
                if self._clock() >= (state.earliest if once else max(state.due, state.earliest)):
                    self._poll(url, state)
                elif once:
                    minutes = max((state.earliest - self._clock()) / 60, 1)
                    self._warn(f"onrecord: {show_on_one_line(url)} was polled lately; again in {minutes:.0f} minutes.")
            following = [state.due for url in self._feeds if not (state := self._states[url]).gone]
            if once or not following:
                return
            self._sleep(max(min(following) - self._clock(), 1.0))

    def _poll(self, url: str, state: FeedState) -> None:
        try:
            for found in self._poller.poll(url, state):
                if isinstance(found, ReadFailure):
                    self._fail(found.label, found.error)
                else:
                    self._read(found, state)
                if self._clock() - self._saved >= _SAVED_EVERY:
                    self._save()
        except ReadError as error:
            self._fail(url, error)
            if state.gone:
                self._warn(f"onrecord: {show_on_one_line(url)} is gone for good and is not polled again.")
        finally:
            self._save()

    def _read(self, found: News, state: FeedState) -> None:
        """One item: read, checked, kept in the ledger, printed, and only then noted as seen."""
        given = self._poller.fetch_page(found.given) if self._pages else found.given
        result = self._prepare(given)
        marks: list[str] = []
        if isinstance(result, ReadFailure):
            self._fail(result.label, result.error)
        else:
            if self._store is not None:
                program = f"onrecord {name_version('onrecord')}"
                self._store.add(result.dossier, result.raw, added=now(), program=program)
            words = {claim.id: mark_claim(claim.kind, claim.span.of(result.dossier.report.text))
                     for claim in result.dossier.claims}  # fmt: skip
            marks = list(dict.fromkeys(words.values()))
            before = None if found.before is None else frozenset(found.before.claims)
            for line in write_news(result.dossier, words, before):
                self._say(line)
        self._poller.note(state, found.key, Seen(found.digest, marks))

    def _prepare(self, given: Input) -> Prepared | ReadFailure:
        read = read_bytes(given)
        return read if isinstance(read, ReadFailure) else prepare(*read, self._options, None, True)

    def _fail(self, label: str, error: OnRecordError) -> None:
        self.failed += 1
        text = str(error)
        self._warn(show_on_one_line(f"onrecord: {text if label in text else f'{label}: {text}'}"))

    def _save(self) -> None:
        write_output(self._path, dump_state(self._states))
        self._saved = self._clock()


def mark_claim(kind: str, words: str) -> str:
    """What a claim is recognised by when its report changes: its kind and its words, whatever the blanks."""
    return hashlib.sha256(f"{kind}\n{' '.join(words.split())}".encode("utf-8", "replace")).hexdigest()[:12]


def _place_state(ledger: str | None) -> Path:
    """Beside a ledger that is a file; else in the folder one is in."""
    if ledger is None or "://" in ledger:
        return Path(_STATE)
    path = Path(ledger)
    return path.with_name(f"{path.name}.watch.json")
