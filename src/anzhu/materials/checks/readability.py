"""Is the page sharp, bright, free of glare and large enough to be read (0.1)?"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from anzhu.rules import readability, uploads

Found = Iterator[tuple[str, Mapping[str, object]]]


class Measured(Protocol):
    """What this check looks at."""

    @property
    def measures(self) -> Mapping[str, float]: ...

    @property
    def on(self) -> date: ...


def hints(seen: Measured) -> Found:
    """Codes under ``materials.hint``, each with what to do."""
    measures, on = seen.measures, seen.on
    if measures.get("long_side", _ENOUGH) < uploads.MIN_LONG_SIDE.on(on):
        yield "small", {"have": int(measures["long_side"]), "need": uploads.MIN_LONG_SIDE.on(on)}
    if measures.get("sharpness", _ENOUGH) < readability.LEAST_SHARPNESS.on(on):
        yield "blurred", {}
    if measures.get("brightness", _ENOUGH) < readability.LEAST_BRIGHTNESS.on(on):
        yield "dark", {}
    if measures.get("glare", 0.0) > readability.MOST_GLARE.on(on):
        yield "glare", {}


#: What was not measured gives no hint.
_ENOUGH = float("inf")
