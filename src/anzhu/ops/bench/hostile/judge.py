"""What the house does with a file: its gate, then a child with the bounds of pages; no database.

The same steps as ``files.receive`` and ``files.clean``; what a child wrote is looked at as if it
were hostile itself.
"""

import tempfile
from dataclasses import dataclass

from anzhu.files import kinds, sandbox
from anzhu.files.bounds import LONG_SIDE, MOST_PAGES, PAGES_BOUNDS, PAGES_TRADE
from anzhu.files.sandbox import Broken, Outcome
from anzhu.files.troubles import Trouble
from anzhu.kernel import clock
from anzhu.ops.bench.hostile.odd import odd_in
from anzhu.rules import uploads

CLEANED, OUR_FAULT = "cleaned", "our_fault"
_SIZES = ("full", "preview", "thumbnail")


@dataclass(frozen=True)
class Verdict:
    """``outcome`` is ``cleaned``, the code of the refusal, or ``our_fault``.

    ``dirty`` says what is in a clean copy that must not be; ``peak_kib`` is the most memory of the
    child and ``cpu`` its seconds of processor, also of one that was killed; 0 where there was none.
    """

    outcome: str
    dirty: str = ""
    peak_kib: int = 0
    cpu: float = 0.0


def turned_away(content: bytes) -> str:
    """Why the gate keeps a file out before any child has seen it; empty if it lets it in."""
    against = [found.code for found in uploads.objections_to_size(len(content), clock.today())]
    if against:
        return against[0]
    return "" if kinds.sniff(content[: kinds.HEAD]) else "file.type_unknown"


def asked_of_the_child() -> dict[str, int]:
    """What ``files.clean`` asks of it."""
    pixels = uploads.MAX_PIXELS.on(clock.today())
    return {"pixels": pixels, "pages": MOST_PAGES, "long_side": LONG_SIDE}


def judged(content: bytes) -> Verdict:
    """Have one file received and cleaned."""
    if against := turned_away(content):
        return Verdict(outcome=against)
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        try:
            with sandbox.run(PAGES_TRADE, file, asked_of_the_child(), PAGES_BOUNDS) as outcome:
                dirty = _looked_through(outcome)
                return Verdict(CLEANED, dirty, outcome.peak_kib, outcome.cpu)
        except Trouble as trouble:
            return Verdict(trouble.code, "", trouble.peak_kib, trouble.cpu)
        except Broken:
            return Verdict(OUR_FAULT)


def _looked_through(outcome: Outcome) -> str:
    for number in range(1, len(outcome.done["pages"]) + 1):
        for size in _SIZES:
            if found := odd_in(outcome.read(f"page-{number}-{size}.jpg")):
                return found
    return ""
