"""Servers for measuring, and a client that keeps its connection and its cookies."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

WORKERS = 2
_SECONDS_TO_ANSWER = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Server:
    """A granian of two workers, as `anzhu web` starts it."""

    port: int
    process: "subprocess.Popen[bytes]"

    def memory(self) -> float:
        """Memory of the whole tree in MB, shared pages counted once (PSS)."""
        return round(sum(_pss(one) for one in _tree(self.process.pid)) / 1024, 1)

    def processor(self) -> float:
        """The processor time of the whole tree so far, in milliseconds."""
        return sum(_ticks(one) for one in _tree(self.process.pid)) * 1000 / _TICKS


@contextmanager
def serving(settings: str) -> Iterator[Server]:
    """Have the site served with these settings while inside."""
    port = _free_port()
    program = (
        # Whoever measures may be killed; then nobody would stop the server (PR_SET_PDEATHSIG).
        "import ctypes; ctypes.CDLL(None).prctl(1, 15); "
        "from granian import Granian; from granian.constants import Interfaces; "
        "from granian.log import LogLevels; "
        "Granian('anzhu.project.wsgi:application', address='127.0.0.1', "
        f"port={port}, interface=Interfaces.WSGI, workers={WORKERS}, blocking_threads=4, "
        "websockets=False, log_level=LogLevels.error).serve()"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings}
    process = subprocess.Popen(
        [sys.executable, "-c", program], env=environment, start_new_session=True
    )
    try:
        _wait_for(port)
        yield Server(port, process)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


@dataclass
class Client:
    """One visitor on one connection; ``address`` is which loopback address he comes from."""

    port: int
    address: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)
    _line: http.client.HTTPConnection | None = None

    def get(self, path: str, *, expect: int = 200) -> str:
        return self._ask("GET", path, None, {}, expect)

    def post(self, path: str, fields: Mapping[str, str], *, expect: int = 302) -> str:
        """Send a form."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields).encode(), headers, expect)

    def send(self, path: str, fields: Mapping[str, str], *, expect: int = 302) -> str:
        """Open a form and send it with its token."""
        found = _TOKEN.search(self.get(path))
        token = {"csrfmiddlewaretoken": found.group(1)} if found else {}
        return self.post(path, {**token, **fields}, expect=expect)

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], expect: int
    ) -> str:
        if self._line is None:
            self._line = http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=60, source_address=(self.address, 0)
            )
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        text = answer.read().decode(errors="replace")
        for said in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = said.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status != expect:
            raise RuntimeError(f"{method} {path}: {answer.status} instead of {expect}")
        return text


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + _SECONDS_TO_ANSWER
    while time.monotonic() < deadline:
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            line.request("GET", "/")
            line.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server does not answer")


def _tree(root: int) -> Iterator[int]:
    yield root
    for children in Path(f"/proc/{root}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from _tree(int(child))


def _ticks(process: int) -> int:
    try:
        said = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return 0
    fields = said.rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _pss(process: int) -> int:
    try:
        said = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", said, re.MULTILINE)
    return int(found.group(1)) if found else 0
