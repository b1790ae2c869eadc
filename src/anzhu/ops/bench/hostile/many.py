"""A trade of the child that judges many small files one after the other, for the tests.

Standard input is file after file, each behind its length (eight bytes). A file that takes the
child down takes the rest along; whoever asked then asks again for fewer.
"""

import io
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from anzhu.files import pages
from anzhu.files.troubles import Trouble
from anzhu.ops.bench.hostile.odd import odd_in


def packed(files: list[bytes]) -> bytes:
    """The input of this trade."""
    return b"".join(struct.pack(">Q", len(one)) + one for one in files)


def work(source: BinaryIO, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The outcome of each file: ``cleaned``, what is odd in a clean copy, or the refusal's code."""
    return {"outcomes": [_outcome(content, asked) for content in _unpacked(source)]}


def _unpacked(source: BinaryIO) -> Iterator[bytes]:
    while len(head := source.read(8)) == 8:
        yield source.read(struct.unpack(">Q", head)[0])


def _outcome(content: bytes, asked: Mapping[str, Any]) -> str:
    try:
        pages.work(io.BytesIO(content), asked)
        written = sorted(Path().glob("page-*.jpg"))
        odd = next(filter(None, (odd_in(path.read_bytes()) for path in written)), "")
    except Trouble as trouble:
        return trouble.code
    except MemoryError:
        return "file.too_heavy"
    finally:
        for path in Path().glob("page-*.jpg"):
            path.unlink()
    return f"dirty: {odd}" if odd or not written else "cleaned"
