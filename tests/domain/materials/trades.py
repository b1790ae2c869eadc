"""Trades for the child of a check: one that looks, and several that come to grief."""

import ctypes
from collections.abc import Mapping
from typing import Any, BinaryIO

from anzhu.files import copies


def work(source: BinaryIO, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Look at the page and cut its corner out, or fail in the way ``asked["fails"]`` names."""
    match asked.get("fails"):
        case "crashes":
            ctypes.string_at(0)
        case "raises":
            raise RuntimeError("a mistake of ours")
        case "spins":
            while True:
                pass
        case "eats":
            return {"hoard": len([bytearray(16 * 1024 * 1024) for _ in range(200)])}
    page = copies.picture(source)
    page.crop((0, 0, 60, 20)).save("corner.jpg")
    return {"size": page.size, "employer": asked.get("employer", "")}
