"""One HTTP request over a connection pinned to an address that was checked.

`http.client` does the protocol: its reads of lines and headers are bounded, and it asks no environment for proxies or
passwords.  Only its `connect` is ours.
"""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from http.client import HTTPConnection

from onrecord.read.fetch.address import Address


class Deadline:
    """Ends a connection when its time is up, whatever it is waiting for: a server that drips keeps no read waiting.

    A duplicate of the socket is shut down, since TLS takes the socket itself over.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._guard: socket.socket | None = None
        self._timer = threading.Timer(max(seconds, 0.001), self._end)
        self._timer.daemon = True

    def watch(self, sock: socket.socket) -> None:
        self._guard = sock.dup()
        self._timer.start()

    def cancel(self) -> None:
        self._timer.cancel()
        if self._guard is not None:
            self._guard.close()

    def _end(self) -> None:
        self.passed = True
        if self._guard is not None:
            with suppress(OSError):
                self._guard.shutdown(socket.SHUT_RDWR)


class PinnedConnection(HTTPConnection):
    """Connects to `address`, whatever the host is called; the name goes into Host, SNI and the certificate's check."""

    def __init__(
        self, host: str, port: int, address: Address, *, timeout: float, tls: ssl.SSLContext | None, deadline: Deadline
    ) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address
        self._tls = tls
        self._name = host
        self._deadline = deadline

    def connect(self) -> None:
        raw = socket.create_connection((str(self._address), self.port), timeout=self.timeout)
        self._deadline.watch(raw)
        try:
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.sock = self._tls.wrap_socket(raw, server_hostname=self._name) if self._tls else raw
        except BaseException:
            raw.close()
            raise
