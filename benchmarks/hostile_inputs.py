"""Hostile inputs: how long each takes to be read or refused, and how much memory, against the stated bars.

    python benchmarks/hostile_inputs.py [--only WORD]

Each input is read in a process of its own by `read_inputs`, as `onrecord check` and `onrecord add` do; those of the web
come from a server on this machine.  Prints what came of each, its wall time and its peak memory above that of a process
that read one sentence.  Exit code 1 when one is over a bar, or ended in anything but a named error or a report.
`docs/fetching.md` keeps the last figures.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

SECONDS_BAR = 60.0  # for any single input
MEMORY_BAR_MB = 700.0  # above the process's own
TEXT = "The ministry said that the two frigates had left the port on Monday, and that they would return soon. "

READ = """
import json, resource, sys, time
from collections import Counter
from pathlib import Path
from onrecord.read import Part, ReadFailure, list_inputs, read_input, read_report
from onrecord.read.fetch import fetch
def peak():
    # Kilobytes.  ru_maxrss would count what the process that started this one held.
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read_report("The ministry said that two ships had left.")
path, measure = sys.argv[1], sys.argv[2]
base = peak()
def get(url):
    return fetch(url, resolve=lambda host, port: ["127.0.0.1"], allow_addresses=["127.0.0.1"])
started = time.perf_counter()
count, last = Counter(), ""
for given in list_inputs([path], fetch=get):
    # Of a container, each part is found and loaded; a single report is read to its text.
    if isinstance(given, ReadFailure):
        result = given
    elif measure == "list" and not isinstance(given.source, Part):
        count["item"] += 1
        continue
    else:
        result = read_input(given)
    if isinstance(result, ReadFailure):
        count[type(result.error).__name__] += 1
        last = str(result.error)
    else:
        count["report"] += 1
seconds = time.perf_counter() - started
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss if path.endswith(".pdf") else 0
print(json.dumps({"count": count, "seconds": seconds, "mb": max(peak() - base, child) / 1024, "last": last}))
"""


@dataclass(frozen=True)
class Case:
    """An input: the name of its file, or a path on the server, and what makes it."""

    name: str
    file: str
    make: Callable[[], bytes]
    measure: str = "read"  # "list": only find what is in it


def feed(count: int, body: str) -> bytes:
    item = "<item><guid>{}</guid><title>T</title><description>{}</description></item>"
    items = "".join(item.format(number, body) for number in range(count))
    return f"<rss><channel><title>Paper</title>{items}</channel></rss>".encode()


def laughs() -> bytes:
    entities = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f"<!DOCTYPE rss [{entities}]><rss><channel><item><title>&l9;</title></item></channel></rss>".encode()


def warc(body: bytes, number: int, *, packed: bool, headers: str = "") -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"WARC-Date: 2025-10-23T10:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    record = head.encode() + http + b"\r\n\r\n"
    return gzip.compress(record) if packed else record


def page(number: int) -> bytes:
    return f"<html><title>T</title><body><p>{TEXT * 3}</p><p>{number} {TEXT}</p></body></html>".encode()


def pdf(stream: bytes, pages: int = 1, *, filters: str = "") -> bytes:
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), filters.encode(), stream),
    ]
    parts += [
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    ] * pages
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    ends = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, len(out))
    return out + head + table + ends


def wacz(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr(name, content)
    return out.getvalue()


def zipped(count: int, body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"{number:05}.txt", body)
    return out.getvalue()


def text_stream(lines: int) -> bytes:
    return b"BT /F1 11 Tf 72 720 Td 14 TL " + b"(The two frigates left the port on Monday.) Tj T* " * lines + b"ET"


def packed_stream(size: int) -> bytes:
    import zlib

    return zlib.compress(b"(a) Tj " * (size // 7), 9)


HEAD = b"HTTP/1.1 200 OK\r\n"
PACKED = "/Filter/FlateDecode"
FILES = [
    Case("text of 20 MB", "a.txt", lambda: (TEXT * 200_000).encode()),
    Case("100,000 nested elements", "a.html", lambda: b"<html><body>" + b"<div>" * 100_000 + TEXT.encode()),
    Case("one word of 1 MB", "a.txt", lambda: b"a" * 1_000_000),
    Case("billion laughs", "a.rss", laughs),
    Case("feed of 50,000 items, 42 MB", "a.rss", lambda: feed(50_000, TEXT * 8), "list"),
    Case("feed of 60,000 items", "a.rss", lambda: feed(60_000, TEXT), "list"),
    Case("feed of 60 MB", "a.rss", lambda: feed(50_000, TEXT * 12), "list"),
    Case("feed of open tags, 40 MB", "a.rss", lambda: b"<rss><channel>" + b"<item>" * 6_600_000, "list"),
    Case("feed of one 40 MB item", "a.rss", lambda: feed(1, TEXT * 400_000), "list"),
    Case("gzip bomb, 1 GB", "a.txt.gz", lambda: gzip.compress(b"a" * 1_000_000_000)),
    Case("feed in a gzip bomb", "a.rss.gz", lambda: gzip.compress(b"<rss>" + b" " * 1_000_000_000)),
    Case("2 million empty gzip streams", "a.txt.gz", lambda: gzip.compress(b"") * 2_000_000),
    Case("zip bomb, 1 GB", "a.zip", lambda: zipped(1, "a" * 1_000_000_000)),
    Case("WACZ with a packed WARC of 1 GB", "a.wacz",
         lambda: wacz("archive/a.warc", warc(b"a" * 1_000_000_000, 1, packed=False))),
    Case("WACZ in a WACZ", "a.wacz",
         lambda: wacz("archive/b.wacz", wacz("archive/a.warc", warc(TEXT.encode(), 1, packed=False)))),
    Case("zip of 200 files of 9 MB", "a.zip", lambda: zipped(200, "a " * 4_500_000)),
    Case("zip of 50,000 files", "a.zip", lambda: zipped(50_000, "")),
    Case("200,000 bad lines of JSON", "a.jsonl", lambda: b"{broken\n" * 200_000),
    Case("a line of JSON of 200 MB", "a.jsonl", lambda: b'{"text": "' + b"a " * 100_000_000 + b'"}\n'),
    Case("JSON nested 5 million deep", "a.jsonl", lambda: b"[" * 5_000_000 + b"\n"),
    Case("WARC of 1,900 records, each second broken", "a.warc",
         lambda: b"".join(warc(page(n), n, packed=False)[(n % 2) * 40 :] for n in range(1_900)), "list"),
    Case("WARC of starts only, 20 MB", "a.warc", lambda: b"WARC/1.0\r\nX: y\r\n" * 1_200_000, "list"),
    Case("WARC record with a 1 GB gzip bomb", "a.warc.gz",
         lambda: warc(gzip.compress(b"a" * 1_000_000_000), 1, packed=True, headers="Content-Encoding: gzip\r\n")),
    Case("packed WARC, 900 records of 100 MB", "a.warc.gz",
         lambda: gzip.compress(warc(b"a" * 100_000_000, 1, packed=False)) * 900, "list"),
    Case("packed WARC of gzip marks, 30 MB", "a.warc.gz",
         lambda: warc(page(1), 1, packed=True) + b"\x1f\x8b\x08" * 10_000_000),
    Case("PDF cut in half", "a.pdf", lambda: pdf(text_stream(50))[:2_000]),
    Case("PDF of 500 pages", "a.pdf", lambda: pdf(text_stream(40), 500)),
    Case("PDF of 20,000 pages", "a.pdf", lambda: pdf(text_stream(1), 20_000)),
    Case("PDF whose page unpacks to 1 GB", "a.pdf", lambda: pdf(packed_stream(1_000_000_000), filters=PACKED)),
    Case("PDF of 30 MB of drawing", "a.pdf", lambda: pdf(text_stream(600_000))),
]  # fmt: skip
WEB = [
    Case("web: gzip bomb, 1 GB", "/bomb",
         lambda: HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"a" * 1_000_000_000)),
    Case("web: 60 MB page", "/large", lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<p>a</p>" * 7_500_000),
    Case("web: a header line without end", "/header", lambda: HEAD + b"X: " + b"a" * 20_000_000),
    Case("web: a chunk size without end", "/chunk",
         lambda: HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"0" * 20_000_000),
    Case("web: one byte a second", "/drip", lambda: b""),
]  # fmt: skip


class Server:
    """Sends the bytes of one case to whoever asks; for the slow one, a byte a second."""

    def __init__(self, case: Case) -> None:
        self.data = case.make()
        self.slow = case.file == "/drip"
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                with suppress(OSError), connection:
                    connection.recv(65536)
                    if self.slow:
                        connection.sendall(HEAD + b"\r\n")
                        while True:
                            connection.sendall(b"a")
                            time.sleep(1)
                    connection.sendall(self.data)


def measure(target: str, how: str) -> dict[str, object]:
    """Read one input in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", READ, target, how], capture_output=True, text=True, env=environment)
    if done.returncode:
        return {"count": {"CRASH": 1}, "seconds": time.perf_counter() - started, "mb": 0.0, "last": done.stderr[-300:]}
    found: dict[str, object] = json.loads(done.stdout)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="measure the inputs whose names hold this word")
    only = parser.parse_args().only
    over = 0
    print(f"| {'input':44} | {'ends in':34} | {'s':>5} | {'MB':>5} |\n|{'-' * 46}|{'-' * 36}|{'-' * 6}:|{'-' * 6}:|")
    for case in [case for case in (*FILES, *WEB) if only in case.name]:
        with TemporaryDirectory() as folder:
            if case in WEB:
                server = Server(case)
                result = measure(f"http://news.example.org:{server.port}{case.file}", case.measure)
                server.socket.close()
            else:
                path = Path(folder) / case.file
                path.write_bytes(case.make())
                result = measure(str(path), case.measure)
        count, seconds, mb = result["count"], float(str(result["seconds"])), float(str(result["mb"]))
        assert isinstance(count, dict)
        ends = ", ".join(f"{number:,} {name}" if number > 1 else name for name, number in sorted(count.items()))
        bad = seconds > SECONDS_BAR + 5 or mb > MEMORY_BAR_MB or "CRASH" in count or not count
        over += bad
        print(f"| {case.name:44} | {ends:34} | {seconds:5.1f} | {mb:5.0f} |{'  OVER' if bad else ''}", flush=True)
        if "CRASH" in count:
            print(result["last"])
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
