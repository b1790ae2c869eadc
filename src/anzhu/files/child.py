"""The program of the bounded child: walls first, then one trade module decodes one file.

Run by ``sandbox.run`` as ``python -I child.py '{"trade": …, "asked": …, limits}'`` with the file
on standard input and an empty folder as working directory. The trade is a module with
``work(source, asked) -> dict``; it writes its pictures into the working directory. The answer is
``answer.json`` there: ``{"done": …}`` or ``{"refused": {"code": …, "params": …}}``.
"""

import codecs
import importlib
import json
import os
import sys
import time
from pathlib import Path

ANSWER = "answer.json"
_LAST = 15
#: Decoders look these up by name; afterwards, as nobody, the library folder may be out of reach.
CODECS = (
    "ascii", "latin-1", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252",
    "utf-8-sig", "gb18030", "cp437",
)  # fmt: skip


def main() -> int:
    """One file, one answer; any other end (signal, exit status) is read by the parent."""
    request = json.loads(sys.argv[1])
    sys.path[:0] = request["path"]
    if request["patient"]:
        os.nice(_LAST)
    walls = importlib.import_module("anzhu.files.walls")
    walls.stand_alone(request["memory"], request["cpu_seconds"], request["file_bytes"])
    standing = walls.leave_the_network()
    troubles = importlib.import_module("anzhu.files.troubles")
    trade = importlib.import_module(request["trade"])
    for name in CODECS:
        codecs.lookup(name)
    walls.become_nobody()
    started = time.process_time()
    with os.fdopen(0, "rb") as source:
        try:
            answer = {"done": trade.work(source, request["asked"])}
        except troubles.Trouble as trouble:
            answer = {"refused": {"code": trouble.code, "params": trouble.params}}
        except MemoryError:
            answer = {"refused": {"code": "file.too_heavy", "params": {}}}
    Path(ANSWER).write_text(
        json.dumps(
            answer
            | {"walls": standing, "peak_kib": _peak_kib(), "cpu": time.process_time() - started}
        )
    )
    return 0


def _peak_kib() -> int:
    """The most memory held so far; ``getrusage`` would count the parent before the start."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    sys.exit(main())
