"""A trade whose libraries keep a thread; a fork would lose it."""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

threading.Thread(target=threading.Event().wait, daemon=True).start()


def work(_source: BinaryIO, _asked: Mapping[str, Any]) -> dict[str, Any]:
    """How many threads there are."""
    return {"threads": len(list(Path("/proc/self/task").iterdir()))}
