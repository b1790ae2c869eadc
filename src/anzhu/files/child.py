"""What the bounded child does: walls first, then one trade module decodes one file.

It was forked from a stem, which has loaded everything already. The trade is a module with
``work(source, asked) -> dict``; it writes its pictures into the working directory. The answer is
``answer.json`` there: ``{"done": …}`` or ``{"refused": {"code": …, "params": …}}``, and the walls
that stood.
"""

import codecs
import importlib
import json
import os
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from anzhu.files import walls
from anzhu.files.troubles import Trouble

ANSWER = "answer.json"
_LAST = 15
_FIRST_FREE, _MOST_FILES = 3, 1 << 20
#: Decoders look these up by name; afterwards, as nobody, the library folder may be out of reach.
CODECS = (
    "ascii", "latin-1", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252",
    "utf-8-sig", "gb18030", "cp437",
)  # fmt: skip
for _name in CODECS:
    codecs.lookup(_name)


def run(
    stem: int, trade: ModuleType | None, request: int, source: int, folder: int, complaints: int
) -> NoReturn:
    """One file, one answer, in a process just forked; any other end (a signal, an exit status)
    is read by whoever asked. The files are open ones; without ``trade`` the child loads it."""
    status = 1
    try:
        walls.die_with(stem)
        os.setsid()
        asked = _alone_with(request, source, folder, complaints)
        answer = _worked(trade, asked)
        Path(ANSWER).write_text(json.dumps(answer))
        status = 0
    except MemoryError:
        os.write(2, b"MemoryError")
    except BaseException:
        traceback.print_exc()
    finally:
        # Nothing that the stem wanted done at its own end.
        os._exit(status)


def _alone_with(request: int, source: int, folder: int, complaints: int) -> dict[str, Any]:
    """Hold nothing open but the file and where to complain, in an empty folder; what is asked."""
    with os.fdopen(request, "rb") as file:
        asked: dict[str, Any] = json.load(file)
    os.dup2(source, 0)
    os.dup2(complaints, 2)
    os.fchdir(folder)
    os.closerange(_FIRST_FREE, _MOST_FILES)
    return asked


def _worked(trade: ModuleType | None, request: Mapping[str, Any]) -> dict[str, Any]:
    if request["patient"]:
        os.nice(_LAST)
    walls.stand_alone(request["memory"], request["cpu_seconds"], request["file_bytes"])
    standing = walls.leave_the_network()
    # Behind the walls as well: such a library may talk to its makers.
    trade = trade or importlib.import_module(request["trade"])
    walls.become_nobody()
    with os.fdopen(0, "rb") as source:
        try:
            answer = {"done": trade.work(source, request["asked"])}
        except Trouble as trouble:
            answer = {"refused": {"code": trouble.code, "params": trouble.params}}
        except MemoryError:
            answer = {"refused": {"code": "file.too_heavy", "params": {}}}
    return answer | {"walls": standing}
