"""Fixtures that several parts share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that tests find `web`

from web import Server, Web


@pytest.fixture
def web() -> Iterator[Web]:
    """A web server on 127.0.0.1; give `allow_addresses=["127.0.0.1"]` and a resolver to reach it."""
    server = Server()
    yield server.web
    server.close()
