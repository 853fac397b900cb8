"""The process a PDF is read in: bytes on standard input, JSON on standard output.  It holds itself to its limits.

A PDF is a program of sorts; pypdf is careful, but only a process can be stopped at a stated time and size.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from typing import Any


def main() -> None:
    seconds, memory, pages = (int(argument) for argument in sys.argv[1:4])
    data = sys.stdin.buffer.read()
    _limit(seconds, memory)
    try:
        answer = read_pages(data, pages)
    except MemoryError:
        answer = {"error": "memory"}
    except RecursionError:
        answer = {"error": "damaged", "why": "its parts nest too deep"}
    except Exception as error:  # a broken PDF can fail in any way
        swells = "Limit" in type(error).__name__  # pypdf's own limits to what one part unpacks to
        answer = {"error": "swells" if swells else "damaged", "why": f"{type(error).__name__}: {error}"[:300]}
    sys.stdout.write(json.dumps(answer))


def read_pages(data: bytes, most: int) -> dict[str, Any]:
    """The text of each page and what the PDF says of itself, or the reason there is none."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return {"error": "locked"}
    count = len(reader.pages)
    if count > most:
        return {"error": "pages", "count": count}
    texts = [page.extract_text() or "" for page in reader.pages]
    about = {str(key): str(value) for key, value in (reader.metadata or {}).items() if isinstance(value, str)}
    return {"pages": texts, "about": about}


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the time limit of the caller is what there is
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    if sys.platform != "darwin":  # macOS does not hold a process to it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    main()
