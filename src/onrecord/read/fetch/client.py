"""`fetch`: one address in, its bytes out, or a named error.

Each address, the given one and each it redirects to, goes the same way: taken apart once, every IP address of its host
checked, a connection made to one of the checked addresses, the answer read with an end in bytes and in time.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from email.message import Message
from functools import cache, partial
from http.client import HTTPException, HTTPResponse

from onrecord.errors import (
    BadAnswer,
    BadCertificate,
    DamagedInput,
    RefusedAddress,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)
from onrecord.read.fetch.address import Address, Resolver, check_addresses, resolve_host
from onrecord.read.fetch.connection import Deadline, PinnedConnection
from onrecord.read.fetch.settings import FetchLimits, load_fetch_limits
from onrecord.read.fetch.url import Target, parse_url
from onrecord.read.unpack import Inflater

AGENT = "onrecord"  # what servers and their robots.txt know this program by
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave.  `content` is after inflation; `status` is 200, or 304 without content."""

    content: bytes
    url: str  # as it was asked for
    final_url: str  # where the redirects ended
    media_type: str | None
    charset: str | None
    headers: tuple[tuple[str, str], ...] = ()
    redirects: tuple[str, ...] = ()
    status: int = 200
    fetched_at: str | None = None

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def fetch(
    url: str,
    *,
    limits: FetchLimits | None = None,
    headers: Mapping[str, str] | None = None,
    fetched_at: str | None = None,
    resolve: Resolver | None = None,
    allow_addresses: Collection[str] = (),
    tls: ssl.SSLContext | None = None,
    permit: Callable[[str], None] | None = None,
) -> Fetched:
    """Fetch one http or https address.

    `fetched_at` is the caller's clock and is passed through.  `resolve` gives the IP addresses of a host; the system
    does when it is None.  `allow_addresses` lets tests fetch from servers of their own; nothing else may set it.
    `tls` stands in for the system's certificates; checking cannot be turned off.  `permit` is asked of every address
    a redirect leads to, before it is, and raises what is to be raised; the time it takes is not counted.

    Raises RefusedAddress, Unreachable, BadCertificate, TooSlow, TooManyRedirects, BadAnswer (all FetchError),
    TooLarge, or DamagedInput for packed data that breaks off.
    """
    limits = limits or load_fetch_limits()
    ends = time.monotonic() + limits.seconds
    resolve = resolve or partial(resolve_host, seconds=limits.connect_seconds)
    context = tls or _trust()
    if context.verify_mode is not ssl.CERT_REQUIRED or not context.check_hostname:
        raise ValueError("a context that does not check certificates is never used")
    target = parse_url(url)
    passed: list[str] = []
    while True:
        addresses = check_addresses(target.host, target.port, resolve=resolve, allow=allow_addresses, shown=target.url)
        answer = _request(target, addresses, headers or {}, context, limits, ends)
        if answer.location is None:
            return Fetched(
                content=answer.content,
                url=url,
                final_url=target.url,
                media_type=answer.media_type,
                charset=answer.charset,
                headers=answer.headers,
                redirects=tuple(passed),
                status=answer.status,
                fetched_at=fetched_at,
            )
        passed.append(target.url)
        if len(passed) > limits.redirects:
            raise TooManyRedirects(f"{passed[0]} leads on to other addresses more than {limits.redirects} times.")
        following = parse_url(answer.location, base=target)
        if target.scheme == "https" and following.scheme != "https":
            raise RefusedAddress(f"{target.url} leads to {following.url}, which is not encrypted. It is not followed.")
        if permit is not None:
            asked = time.monotonic()
            permit(following.url)
            ends += time.monotonic() - asked
        target = following


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes
    media_type: str | None
    charset: str | None
    location: str | None


def _request(
    target: Target,
    addresses: tuple[Address, ...],
    headers: Mapping[str, str],
    tls: ssl.SSLContext,
    limits: FetchLimits,
    ends: float,
) -> _Answer:
    """Ask the first of the addresses that can be reached."""
    failed: OSError | None = None
    for address in addresses:
        left = ends - time.monotonic()
        if left <= 0:
            raise _too_slow(target, limits)
        deadline = Deadline(left)
        connection = PinnedConnection(
            target.host,
            target.port,
            address,
            timeout=min(limits.connect_seconds, left),
            tls=tls if target.scheme == "https" else None,
            deadline=deadline,
        )
        try:
            try:
                connection.connect()
            except ssl.SSLCertVerificationError as error:
                raise BadCertificate(
                    f"{target.url} is not fetched: its certificate does not hold ({error.verify_message})."
                ) from error
            except ssl.SSLError as error:
                if deadline.passed:
                    raise _too_slow(target, limits) from error
                reason = f"no encrypted connection ({error.reason})"
                raise BadCertificate(f"{target.url} is not fetched: {reason}.") from error
            except OSError as error:
                if deadline.passed:
                    raise _too_slow(target, limits) from error
                failed = error
                continue
            return _ask(connection, target, headers, limits, deadline)
        finally:
            connection.close()
            deadline.cancel()
    reason = "no answer in time" if isinstance(failed, TimeoutError) else (failed and failed.strerror) or str(failed)
    raise Unreachable(f"{target.url} cannot be reached: {reason}. Try again later.") from failed


def _ask(
    connection: PinnedConnection, target: Target, headers: Mapping[str, str], limits: FetchLimits, deadline: Deadline
) -> _Answer:
    sent = {"Host": target.authority, "User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip", **headers}
    assert connection.sock is not None
    connection.sock.settimeout(limits.read_seconds)
    try:
        connection.request("GET", target.path, headers={**sent, "Connection": "close"})
        response = connection.getresponse()
        answer = _read_answer(response, target, limits)
        if deadline.passed:  # an answer without a length ends where the connection does, also when we end it
            raise _too_slow(target, limits)
        return answer
    except (HTTPException, ValueError) as error:
        if deadline.passed:
            raise _too_slow(target, limits) from error
        raise BadAnswer(f"{target.url} does not answer as a web server does ({type(error).__name__}).") from error
    except TimeoutError as error:
        raise TooSlow(f"{target.url} sent nothing for {limits.read_seconds:g} seconds. Try again later.") from error
    except OSError as error:
        if deadline.passed:
            raise _too_slow(target, limits) from error
        raise BadAnswer(f"{target.url} broke off its answer: {error.strerror or error}. Try again later.") from error
    except (BadAnswer, DamagedInput) as error:
        if deadline.passed:  # the connection was cut by us, which looks like an answer that breaks off
            raise _too_slow(target, limits) from error
        raise


def _read_answer(response: HTTPResponse, target: Target, limits: FetchLimits) -> _Answer:
    headers = tuple((name, value) for name, value in response.getheaders())
    media_type, charset = _read_type(response.getheader("Content-Type"))
    location = response.getheader("Location") if response.status in _REDIRECTS else None
    content = b""
    if location is None and response.status != _NOT_MODIFIED:
        if response.status != 200:
            reason = f"{response.status} {response.reason}".strip()
            raise BadAnswer(
                f"{target.url} answers {reason!r}: there is no report at it.",
                response.status,
                response.getheader("Retry-After"),
            )
        content = _read_content(response, target, limits)
    return _Answer(response.status, headers, content, media_type, charset, location)


def _read_content(response: HTTPResponse, target: Target, limits: FetchLimits) -> bytes:
    coding = (response.getheader("Content-Encoding") or "identity").strip().lower().removeprefix("x-")
    if coding not in ("identity", "gzip", "deflate", ""):
        raise BadAnswer(f"{target.url} sends data packed as {coding!r}, which was not asked for.")
    if response.length is not None and response.length > limits.bytes:
        raise _too_large(target, limits)
    inflater = Inflater(coding, limit=limits.bytes, label=target.url) if coding in ("gzip", "deflate") else None
    parts: list[bytes] = []
    size = 0
    while piece := response.read(_PIECE):
        size += len(piece)
        if size > limits.bytes:
            raise _too_large(target, limits)
        parts.extend(inflater.feed(piece) if inflater else (piece,))
    if response.length:
        raise BadAnswer(f"{target.url} broke off its answer {response.length:,} bytes early. Try again later.")
    if inflater:
        inflater.finish()
    return b"".join(parts)


def _read_type(value: str | None) -> tuple[str | None, str | None]:
    """The media type and the charset of a Content-Type header."""
    if not value:
        return None, None
    message = Message()
    message["Content-Type"] = value[:200]
    charset = message.get_content_charset()
    return (message.get_content_type() if "/" in value else None), charset


def _too_large(target: Target, limits: FetchLimits) -> TooLarge:
    return TooLarge(f"{target.url} sends more than {limits.bytes:,} bytes; so much is not fetched.")


def _too_slow(target: Target, limits: FetchLimits) -> TooSlow:
    return TooSlow(f"{target.url} took longer than {limits.seconds:g} seconds in all. Try again later.")


@cache
def _trust() -> ssl.SSLContext:
    """The system's certificates, or certifi's where the system has none."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        import certifi

        context.load_verify_locations(certifi.where())
    return context
