"""Asking Wikidata: queries to a service, its answers to one file, and the file to a record folder.

Nothing here opens a connection: `ask` is handed in, and so are the clock and the pause between two requests.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from onrecord import lexicon
from onrecord.errors import BadAnswer, RecordError
from onrecord.record.edition import Record
from onrecord.record.importers.files import parse_json, read_bytes
from onrecord.record.importers.run import import_file
from onrecord.record.importers.values import ImportReport, Options

_BUSY = (429, 503)  # too many requests; overloaded
_TEMPLATES = files("onrecord") / "data" / "record" / "wikidata"
_CONTACT = re.compile(r"[\x20-\x7e]{1,200}\Z")


class Answer(Protocol):
    """What a service sent.  `media_type` is None when it did not say."""

    @property
    def content(self) -> bytes: ...
    @property
    def media_type(self) -> str | None: ...


Ask = Callable[[str], Answer]
Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Query:
    """A question in SPARQL, without comments and line breaks."""

    name: str
    text: str

    def address(self, endpoint: str) -> str:
        """Where the answer is, as JSON."""
        joint = "&" if "?" in endpoint else "?"
        return f"{endpoint}{joint}format=json&query={quote(self.text, safe='')}"


@dataclass(frozen=True, slots=True)
class Update:
    """Counts of an update: how many results each query gave, and the counts of the import."""

    asked: tuple[tuple[str, int], ...]
    report: ImportReport

    def as_json(self) -> dict[str, Any]:
        return {"asked": [{"query": name, "results": count} for name, count in self.asked], **self.report.as_json()}


def list_queries(only: Sequence[str] = ()) -> tuple[Query, ...]:
    """The queries of `data/record/wikidata.toml`, all or the named ones.  Raises RecordError for an unknown name."""
    table = settings()
    known = [row["name"] for row in table["query"]]
    if unknown := [name for name in only if name not in known]:
        raise RecordError(f"There is no query {unknown[0]!r}. Queries: {', '.join(known)}.")
    spoken = ", ".join(f'"{code}"' for code in table["names"]["languages"])
    queries = []
    for row in table["query"]:
        if only and row["name"] not in only:
            continue
        text = (_TEMPLATES / f"{row['template']}.rq").read_text(encoding="utf-8")
        lines = [line.strip() for line in text.split("\n") if line.strip() and not line.startswith("#")]
        labels = " ".join(f'"{label}"@en' for label in row["labels"])
        queries.append(Query(row["name"], " ".join(lines).replace("@labels@", labels).replace("@languages@", spoken)))
    return tuple(queries)


def update_record(
    queries: Sequence[Query],
    into: Path,
    *,
    ask: Callable[[Query], Answer],
    base: Record,
    options: Options,
    replace: bool = False,
    write: bool = True,
) -> Update:
    """Ask every query and turn the answers into one record folder, whole or not at all.

    Raises what `ask` raises, BadAnswer for an answer that is no result of a query, RecordError of the import.
    """
    asked: list[tuple[str, int]] = []
    bindings: list[Any] = []
    for query in queries:
        found = read_answer(query.name, ask(query))
        asked.append((query.name, len(found)))
        # A service gives results in any order; in one order the same answers make the same folder.
        bindings += sorted(found, key=lambda binding: json.dumps(binding, sort_keys=True, default=str))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "wikidata.json"
        whole = {"head": {"vars": []}, "results": {"bindings": bindings}}
        path.write_text(json.dumps(whole, ensure_ascii=True, default=str), encoding="ascii")
        del bindings, whole
        report = import_file("wikidata", path, into, base=base, options=options, replace=replace, write=write)
    return Update(tuple(asked), report)


def read_answer(name: str, answer: Answer) -> list[Any]:
    """The results in an answer.  Raises BadAnswer for a page, for JSON that breaks off, and for other JSON."""
    content = answer.content.removeprefix(b"\xef\xbb\xbf").lstrip()
    media_type = answer.media_type or ""
    if media_type in ("text/html", "application/xhtml+xml") or content.startswith(b"<"):
        what = "a web page" if "html" in media_type or content[:200].lower().find(b"<html") >= 0 else "XML"
        raise BadAnswer(f"The query {name!r} was answered with {what}, not with results as JSON. Check --endpoint.")
    if not content:
        raise BadAnswer(f"The query {name!r} was answered with nothing. Try again later.")
    try:
        data = parse_json(content, name)
    except RecordError as error:
        reason = str(error).partition(": ")[2].rpartition(". ")[0]
        raise BadAnswer(
            f"The answer to the query {name!r} is {reason or 'no JSON'}. It breaks off when the service's time runs "
            "out: try again later, or ask less with --only."
        ) from error
    results = data.get("results") if isinstance(data, dict) else None
    bindings = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(bindings, list):
        raise BadAnswer(f"The answer to the query {name!r} has no results.bindings. Is --endpoint a SPARQL service?")
    return bindings


def ask_service(endpoint: str, ask: Ask, *, sleep: Sleep, clock: Callable[[], float]) -> Callable[[Query], Answer]:
    """Ask a service, one query after the other with a pause, waiting as long as it wishes where that is not too long.

    Raises what `ask` raises; BadAnswer that says how long to wait when the service is too busy.
    """
    limits = settings()["limits"]
    waits = _pauses(float(limits["pause_seconds"]))

    def one(query: Query) -> Answer:
        address = query.address(endpoint)
        for tries in range(1, int(limits["tries"]) + 1):
            if pause := next(waits):
                sleep(pause)
            try:
                return ask(address)
            except BadAnswer as error:
                if error.status not in _BUSY:
                    raise _explain(query, error) from error
                wait = read_wait(error.retry_after, clock())
                if tries == limits["tries"] or wait is None or wait > limits["longest_wait_seconds"]:
                    raise _too_busy(query, error, wait) from error
                sleep(wait)
        raise AssertionError("the last try returns or raises")

    return one


def read_wait(value: str | None, now: float) -> float | None:
    """The seconds of a Retry-After header, a number or a date; None when there is none that can be read."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        return max(parsedate_to_datetime(value[:100]).timestamp() - now, 0.0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def read_answers(folder: Path) -> Callable[[Query], Answer]:
    """Answers that were downloaded by hand: `<query>.json` in a folder."""

    def one(query: Query) -> Answer:
        path = folder / f"{query.name}.json"
        try:
            content = read_bytes(path, settings()["limits"]["bytes"])
        except RecordError as error:
            raise RecordError(
                f"{str(error).rstrip('.')}. Put the answer there, or name those you have: --only"
            ) from error
        return _Saved(content)

    return one


def name_agent(contact: str | None) -> str:
    """What the service is told of who asks.  Raises RecordError for a contact that no header can carry."""
    service = settings()["service"]
    if contact is not None and not _CONTACT.match(contact):
        raise RecordError("--contact must be plain ASCII text in one line, such as an address of mail.")
    return str(service["agent"]).format(contact=contact or service["contact"])


def settings() -> Mapping[str, Any]:
    """`data/record/wikidata.toml`."""
    return lexicon.load("record/wikidata")


@dataclass(frozen=True, slots=True)
class _Saved:
    content: bytes
    media_type: str | None = None


def _pauses(seconds: float) -> Iterator[float]:
    """No pause before the first request, the same before every other."""
    yield 0.0
    while True:
        yield seconds


def _too_busy(query: Query, error: BadAnswer, wait: float | None) -> BadAnswer:
    when = f"it asks to wait {wait:,.0f} seconds" if wait is not None else "it does not say for how long"
    text = f"The service is too busy for the query {query.name!r} ({error.status}), and {when}."
    return BadAnswer(f"{text} Nothing was written; try again after that.", error.status, error.retry_after)


def _explain(query: Query, error: BadAnswer) -> BadAnswer:
    if not error.status:
        return error
    hint = {
        400: "It does not understand the query; is --endpoint a SPARQL service of Wikidata's data?",
        403: "It refuses this program; say who asks with --contact.",
        404: "There is nothing at that address; check --endpoint.",
        414: "It takes no address of that length; use another --endpoint.",
    }.get(error.status, "Try again later, or ask less with --only.")
    return BadAnswer(f"The service answers {error.status} to the query {query.name!r}. {hint}", error.status)
