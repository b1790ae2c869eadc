"""Secrets: fresh ones, those kept in the data folder, and how to know a bad one."""

import base64
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

SHORTEST_SECRET = 40
FAMILIAR = ("change", "secret-key", "insecure", "example", "only-for-tests", "default")


def new() -> dict[str, str]:
    """Fresh values for every secret the system needs, as the environment takes them."""
    return {
        "ANZHU_SECRET_KEY": secrets.token_urlsafe(48),
        "ANZHU_FIELD_KEYS": "1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "ANZHU_INDEX_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "ANZHU_PAPER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    }


def kept(file: Path) -> dict[str, str]:
    """The secrets kept in ``file`` (lines NAME=value); made on first use, readable by us alone.

    Two processes may come first at the same time: the file appears by a hard link, whole or
    not at all, and the one that comes second reads what the first one wrote.
    """
    if not file.exists():
        _keep(file, new())
    found = _read(file)
    missing = {name: value for name, value in new().items() if name not in found}
    if missing:
        _add(file, missing)
        found = _read(file)
    return found


def _read(file: Path) -> dict[str, str]:
    pairs = (line.partition("=") for line in file.read_text().splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, _, value in reversed(list(pairs))}


def _keep(file: Path, values: Mapping[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    mine = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(_lines(values))
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(mine, file)
    except FileExistsError:
        pass
    finally:
        mine.unlink()


def _add(file: Path, values: Mapping[str, str]) -> None:
    """Append secrets that a file of an older version lacks.

    Two processes may both append: the first line of a name holds, so both read the same value.
    """
    with file.open("a") as out:
        # A blank line first: the file may not end with a line of its own.
        out.write("\n" + _lines(values))
        out.flush()
        os.fsync(out.fileno())


def _lines(values: Mapping[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in values.items())


def weak(
    secret_key: str, field_keys: Mapping[int, bytes], index_key: bytes, paper_key: bytes
) -> list[str]:
    """The names of the secrets that are defaults, too short, of one byte, or used twice."""
    names = []
    familiar = any(word in secret_key.lower() for word in FAMILIAR)
    if familiar or len(secret_key) < SHORTEST_SECRET or len(set(secret_key)) < 12:
        names.append("ANZHU_SECRET_KEY")
    if not field_keys or any(_simple(key) for key in field_keys.values()):
        names.append("ANZHU_FIELD_KEYS")
    if _simple(index_key) or index_key in field_keys.values():
        names.append("ANZHU_INDEX_KEY")
    if _simple(paper_key) or paper_key in {*field_keys.values(), index_key}:
        names.append("ANZHU_PAPER_KEY")
    return names


def _simple(key: bytes) -> bool:
    return len(key) != 32 or len(set(key)) < 12
