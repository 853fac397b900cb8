"""A web server for tests: pages by path, each a function that writes what it likes to the connection."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

Answer = Callable[[socket.socket, "Request"], None]


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]


@dataclass
class Web:
    """`answers` by path; `seen` what was asked, in order."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    seen: list[Request] = field(default_factory=list)
    scheme: str = "http"

    def url(self, path: str = "/", host: str = "news.example.org") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def page(self, path: str, body: bytes | str, status: str = "200 OK", **headers: str) -> None:
        """Answer `path` with a body; a header's underscores stand for hyphens."""
        content = body.encode() if isinstance(body, str) else body
        given = {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(content)), **headers}
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in given.items())

        def answer(connection: socket.socket, request: Request) -> None:
            connection.sendall(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + content)

        self.answers[path] = answer

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.seen if request.path == path]


class Server:
    """Serves a Web on a loopback address in threads of its own until it is closed."""

    def __init__(self, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self._socket = socket.create_server((address, 0), family=socket.AF_INET6 if ":" in address else socket.AF_INET)
        self._tls = tls
        self.web = Web(self._socket.getsockname()[1], scheme="https" if tls else "http")
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(20)
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            request = _read_request(connection)
            self.web.seen.append(request)
            answer = self.web.answers.get(request.path, _not_found)
            answer(connection, request)
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)


def _read_request(connection: socket.socket) -> Request:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(4096)
        if not piece:
            raise OSError("gone")
        data += piece
    first, *lines = data.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(first.split(" ")[1], headers)


def _not_found(connection: socket.socket, request: Request) -> None:
    connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
