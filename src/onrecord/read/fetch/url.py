"""An address, taken apart once.  What every later step uses are these parts, never the text again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin

import idna

from onrecord.errors import RefusedAddress
from onrecord.read.fetch.settings import default_ports, load_fetch_limits, refused_names, refused_ports

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,40}):")
_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"`{}|^\u2028\u2029\ud800-\udfff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_AUTHORITY_END = re.compile(r"[/?#]")
_KEPT = "/?&=+$,;:@!*'()~%[]-._"  # as they are in a path and query; what else is not ASCII is percent-encoded


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect and what to ask for.  `host` is a name in ASCII or an address without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == default_ports()[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def is_url(text: str) -> bool:
    """Whether an argument means an address rather than a file: a scheme and "//", or a scheme known to be none."""
    match = _SCHEME.match(text)
    if match is None or len(match[1]) < 2:  # "C:\reports" is a file
        return False
    return text.startswith("//", match.end()) or match[1].lower() in ("data", "javascript", "blob", "about", "mailto")


def parse_url(url: str, *, base: Target | None = None) -> Target:
    """The parts of an http or https address; of a redirect, relative to `base`.

    Raises RefusedAddress for any other scheme, user information, backslashes, blanks, a port of another service, a
    name that means one's own machine or network, and an IPv4 address that is not four decimal numbers.
    """
    shown = _show(url)
    if len(url) > load_fetch_limits().url_characters:
        raise RefusedAddress(f"The address {shown} is longer than {load_fetch_limits().url_characters:,} characters.")
    if _UNFIT.search(url):
        raise RefusedAddress(f"The address {shown} holds a blank, a backslash or a mark that no address has. Mend it.")
    if base is not None and not _SCHEME.match(url):
        url = urljoin(base.url, url)
    match = _SCHEME.match(url)
    scheme = match[1].lower() if match else ""
    if match is None or scheme not in default_ports() or not url.startswith("//", match.end()):
        raise RefusedAddress(f"{shown} is not fetched: only addresses that begin with http:// or https:// are.")
    start = match.end() + 2
    end = _AUTHORITY_END.search(url, start)
    authority, rest = (url[start : end.start()], url[end.start() :]) if end else (url[start:], "")
    if "@" in authority:
        raise RefusedAddress(f"The address {shown} holds user information before an @. Leave it out.")
    host, port = _split_port(authority, shown)
    return Target(scheme, _check_host(host, shown), _check_port(port, scheme, shown), _clean_path(rest))


def _split_port(authority: str, shown: str) -> tuple[str, str | None]:
    if authority.startswith("["):
        host, bracket, port = authority.partition("]")
        if not bracket or (port and not port.startswith(":")):
            raise RefusedAddress(f"The address {shown} has an unfinished [IPv6] part. Mend it.")
        return host + "]", port[1:] or None
    host, _, port = authority.partition(":")
    if ":" in port:
        raise RefusedAddress(f"The address {shown} has more than one port. Write IPv6 addresses in brackets.")
    return host, port or None


def _check_port(port: str | None, scheme: str, shown: str) -> int:
    if port is None:
        return default_ports()[scheme]
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and int(port) < 65536):
        raise RefusedAddress(f"The address {shown} has no valid port.")
    if int(port) in refused_ports():
        raise RefusedAddress(f"{shown} is not fetched: port {int(port)} belongs to another service than the web.")
    return int(port)


def _check_host(host: str, shown: str) -> str:
    if host.startswith("["):
        try:
            if "%" in host:
                raise AddressValueError
            return str(IPv6Address(host[1:-1]))
        except AddressValueError:
            raise RefusedAddress(f"The address {shown} has no valid IPv6 address in its brackets.") from None
    try:
        name = idna.encode(host, uts46=True).decode("ascii").lower() if not host.isascii() else host.lower()
    except idna.IDNAError:
        raise RefusedAddress(f"The address {shown} has no valid name of a server.") from None
    name = name.removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise RefusedAddress(f"The address {shown} has no valid name of a server.")
    if _NUMERIC.fullmatch(labels[-1]):
        return _check_ipv4(name, shown)
    if any(f".{name}".endswith(refused) for refused in refused_names()) or len(labels) == 1:
        raise RefusedAddress(f"{shown} is not fetched: {name} is a name within one's own machine or network.")
    return name


def _check_ipv4(name: str, shown: str) -> str:
    """Browsers read 127.1, 2130706433, 0x7f000001 and 017700000001 as 127.0.0.1; nobody cites a source that way."""
    try:
        return str(IPv4Address(name))
    except AddressValueError:
        raise RefusedAddress(
            f"{shown} is not fetched: {name} is a number, but not an IPv4 address in its usual form."
        ) from None


def _clean_path(rest: str) -> str:
    path = rest.partition("#")[0]
    if not path.startswith("/"):
        path = "/" + path
    return quote(path, safe=_KEPT)


def _show(url: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in url[:200]) + ("…" if len(url) > 200 else "")
