"""Trades for the child that try to break out of it, or to take everything; not for real files."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO


def _connect() -> None:
    socket.socket().connect(("127.0.0.1", 9))


def _talk_locally() -> None:
    socket.socketpair()


def _start_a_program() -> None:
    subprocess.run(["/bin/true"], check=True)


def _fork() -> None:
    os.fork()


def _signal_the_parent() -> None:
    os.kill(os.getppid(), signal.SIGTERM)


def _read_a_secret() -> None:
    Path("/etc/shadow").read_bytes()


ATTEMPTS: Mapping[str, Callable[[], None]] = {
    "connect": _connect,
    "talk_locally": _talk_locally,
    "start_a_program": _start_a_program,
    "fork": _fork,
    "signal_the_parent": _signal_the_parent,
    "read_a_secret": _read_a_secret,
}


def work(source: BinaryIO, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Do what ``asked["try"]`` names; in the answer, what came of it."""
    name = asked["try"]
    if name == "look_around":
        return {
            "environment": sorted(os.environ),
            "folder": [path.name for path in Path().iterdir()],
            "arguments": len(sys.argv),
            "fed": source.read().decode(),
        }
    if name in ATTEMPTS:
        try:
            ATTEMPTS[name]()
        except OSError as stopped:
            return {"stopped": type(stopped).__name__}
        return {"stopped": ""}
    MISDEEDS[name]()
    return {}


def _eat_memory() -> None:
    hoard = [bytearray(16 * 1024 * 1024) for _ in range(200)]
    raise AssertionError(f"ate {len(hoard)} times 16 MiB")


def _spin() -> None:
    while True:
        pass


def _crash() -> None:
    ctypes.string_at(0)


def _fill_the_disk() -> None:
    Path("page.jpg").write_bytes(b"x" * 4_000_000)


def _fail() -> None:
    raise RuntimeError("a mistake of ours")


def _leave_a_link() -> None:
    Path("page.jpg").symlink_to("/etc/passwd")


MISDEEDS: Mapping[str, Callable[[], object]] = {
    "eat_memory": _eat_memory,
    "spin": _spin,
    "sleep": signal.pause,
    "crash": _crash,
    "fill_the_disk": _fill_the_disk,
    "fail": _fail,
    "leave_a_link": _leave_a_link,
}
