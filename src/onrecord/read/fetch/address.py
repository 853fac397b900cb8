"""Which addresses a name stands for, and whether each of them is of the public internet."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Collection
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from onrecord import lexicon
from onrecord.errors import RefusedAddress, TooSlow, Unreachable

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], list[str]]


def check_addresses(
    host: str, port: int, *, resolve: Resolver, allow: Collection[str] = (), shown: str
) -> tuple[Address, ...]:
    """The addresses of a host, in the resolver's order, each of them public.

    One address that is not public refuses the host, whatever the others are: which of them is used must not depend on
    who answers first.  `allow` names single addresses that tests serve from.  Raises RefusedAddress or Unreachable.
    """
    try:
        literal: Address | None = ip_address(host)
    except ValueError:
        literal = None
    found = [str(literal)] if literal is not None else resolve(host, port)
    addresses = tuple(dict.fromkeys(_read_address(text, shown) for text in found))
    if not addresses:
        raise Unreachable(f"{shown} cannot be reached: there is no address for {host}. Check the name.")
    for address in addresses:
        why = None if str(address) in allow else why_refused(address)
        if why is not None:
            named = "" if literal is not None else f"{host} stands for {address}, and "
            raise RefusedAddress(f"{shown} is not fetched: {named}{address} is {why}, not of the public internet.")
    return addresses


def why_refused(address: Address) -> str | None:
    """What an address is when it is not of the public internet ("this machine"), else None."""
    if isinstance(address, IPv6Address):
        _, ipv6, nat64 = _tables()
        if address.ipv4_mapped is not None:
            return why_refused(address.ipv4_mapped)
        if address in nat64:
            return why_refused(IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in ipv6:
            return _name_ipv6(address)
    networks, _, _ = _tables()
    return next((what for network, what in networks if address.version == network.version and address in network), None)


def resolve_host(host: str, port: int, *, seconds: float) -> list[str]:
    """All A and AAAA addresses of a name as the system gives them.  Raises Unreachable or TooSlow."""
    found: list[str] = []
    failed: list[OSError] = []

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(str(answer[4][0]) for answer in answers)
        except OSError as error:
            failed.append(error)
        except UnicodeError as error:
            failed.append(OSError(str(error)))

    # The system's look-up takes as long as it likes and cannot be stopped, only left behind.
    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TooSlow(f"Looking up the name {host} took longer than {seconds:g} seconds. Try again later.")
    if failed:
        reason = failed[0].strerror or str(failed[0])
        raise Unreachable(f"There is no address for {host}: {reason}. Check the name and the network.")
    return found


def _read_address(text: str, shown: str) -> Address:
    try:
        return ip_address(text.partition("%")[0])  # a zone ("fe80::1%eth0") names a link, which is refused anyway
    except ValueError:
        raise RefusedAddress(f"{shown} is not fetched: {text!r} is no address.") from None


@cache
def _tables() -> tuple[tuple[tuple[IPv4Network | IPv6Network, str], ...], IPv6Network, IPv6Network]:
    """Networks that are refused, what IPv6 is open, and the prefix IPv4 addresses are translated into."""
    table = lexicon.load("fetching")
    networks = tuple((ip_network(entry["address"]), str(entry["what"])) for entry in table["network"])
    return networks, IPv6Network(table["ipv6"]["global"]), IPv6Network(table["ipv6"]["nat64"])


def _name_ipv6(address: IPv6Address) -> str:
    if address.is_loopback or address.is_unspecified:
        return "this machine"
    if address.is_link_local:
        return "the local link"
    if address.is_multicast:
        return "multicast"
    return "a private network" if address in IPv6Network("fc00::/7") else "reserved"
