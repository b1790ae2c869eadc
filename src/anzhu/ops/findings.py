"""What a check finds: good, worth a warning, or broken, in words and with the way to mend it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from anzhu import words


class Level(StrEnum):
    """How a finding is to be taken."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True)
class Finding:
    """One line of the report. ``unsafe``: serving like this would break a promise."""

    check: str
    level: Level
    name: str
    says: str
    mend: str = ""
    unsafe: bool = False


Check = Callable[[], Iterator[Finding]]


def ok(check: str, *, key: str = "ok", **params: object) -> Finding:
    return Finding(check, Level.OK, _name(check, params), _says(check, key, params))


def warning(check: str, **params: object) -> Finding:
    return Finding(
        check, Level.WARNING, _name(check, params), _says(check, "warning", params), _mend(check)
    )


def failed(check: str, *, unsafe: bool = False, **params: object) -> Finding:
    return Finding(
        check,
        Level.FAILED,
        _name(check, params),
        _says(check, "failed", params),
        _mend(check),
        unsafe,
    )


def _name(check: str, params: dict[str, object]) -> str:
    return words.text(f"ops.doctor.{check}.name", **params)


def _says(check: str, key: str, params: dict[str, object]) -> str:
    return words.text(f"ops.doctor.{check}.{key}", **params)


def _mend(check: str) -> str:
    return words.text(f"ops.doctor.{check}.mend")
