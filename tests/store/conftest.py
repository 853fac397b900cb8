"""Ledgers for the tests: a SQLite file, and a PostgreSQL server that the tests start when it is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


def find_program(name: str) -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of its own, on a socket in a folder of its own."""
    initdb, server = find_program("initdb"), find_program("postgres")
    if initdb is None or server is None:
        pytest.skip("PostgreSQL is not installed (Debian package: postgresql)")
    pytest.importorskip("psycopg", reason="psycopg is not installed (onrecord[postgres])")
    as_user: dict[str, object] = {}
    folder = tmp_path_factory.mktemp("pg")
    if os.getuid() == 0:  # the server refuses to run as root
        try:
            user = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
        folder = Path(tempfile.mkdtemp(prefix="onrecord-pg-"))
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C"}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    make = [initdb, "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(make, check=True, capture_output=True, env=environment, cwd=folder, **as_user)  # type: ignore[call-overload]
    command = [server, "-D", str(data), "-k", str(folder), "-p", str(port)]
    command += ["-c", "listen_addresses=", "-c", "fsync=off"]
    process = subprocess.Popen(  # type: ignore[call-overload]
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=folder, **as_user
    )
    try:
        _wait(folder, port)
        yield f"postgresql://tester@/postgres?host={folder}&port={port}"
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept, so there is nothing to write out first
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path, port: int) -> None:
    import psycopg

    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(f"host={folder} port={port} user=tester dbname=postgres").close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@pytest.fixture
def new_database(postgres: str) -> Callable[[], str]:
    """Addresses of empty databases on the server."""
    import psycopg

    def make() -> str:
        name = f"l{time.monotonic_ns()}"
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return postgres.replace("/postgres?", f"/{name}?")

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty ledger's address, on each database."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    made: str = request.getfixturevalue("new_database")()
    return made
