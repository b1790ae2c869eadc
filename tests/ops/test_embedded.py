"""The embedded PostgreSQL starts in awkward places, is shared, safe, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from anzhu.ops.embedded import LONGEST_SOCKET_FOLDER, SETTINGS, Embedded


def asked(server: Embedded, question: str) -> object:
    with server.connect("anzhu") as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


@pytest.fixture
def closed_folder(tmp_path: Path) -> Path:
    """A data folder far down, below a folder only we may enter."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    return closed / ("a-name-that-goes-on-and-on-" * 4) / ("and-on-" * 8) / "pg"


def test_starts_below_a_closed_folder_with_a_long_path_and_writes_safely(closed_folder):
    server = Embedded(closed_folder)
    closed_folder.parent.mkdir(parents=True)
    with server.running():
        assert asked(server, "SELECT current_database()") == "anzhu"
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            assert asked(server, f"SHOW {name}") == SETTINGS[name] == "on"
        assert asked(server, "SHOW listen_addresses") == ""
        assert len(os.fsencode(server.socket_folder)) <= LONGEST_SOCKET_FOLDER
    assert not server.is_answering()
    assert closed_folder.parents[2].stat().st_mode & 0o777 == 0o700


OTHER_PROCESS = """
import pathlib, sys
from anzhu.ops.embedded import Embedded
with Embedded(pathlib.Path(sys.argv[1])).running():
    print("in", flush=True)
    sys.stdin.readline()
"""


def test_is_shared_by_processes_and_survives_their_death_and_its_own(tmp_path):
    server = Embedded(tmp_path / "pg")
    command = [sys.executable, "-c", OTHER_PROCESS, str(server.folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "in\n"
        with server.running(), server.connect("anzhu") as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS n")
        assert server.is_answering(), "the other process still uses it"
        other.kill()
    assert server.is_answering(), "nobody stopped it: its user was killed"

    postmaster = int((server.data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)
    with server.running():
        assert not server.revive(), "it lives"
        assert asked(server, "SELECT n FROM kept") == 42
    assert not server.is_answering()
    with pytest.raises(psycopg.OperationalError):
        server.connect()
