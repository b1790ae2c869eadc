"""What the house does with a file: its gate, then a child with the bounds of pages; no database.

The same steps as ``files.receive`` and ``files.clean``; what a child wrote is looked at as if it
were hostile itself.
"""

import resource
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


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """``outcome`` is ``cleaned``, the code of the refusal, or ``our_fault``.

    ``dirty`` says what is in a clean copy that must not be; ``peak_kib`` is the most memory of the
    child (0 where it did not come to say so), ``cpu`` its seconds of processor.
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
    before = _spent()
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        try:
            with sandbox.run(PAGES_TRADE, file, asked_of_the_child(), PAGES_BOUNDS) as outcome:
                dirty, peak = _looked_through(outcome), outcome.peak_kib
        except Trouble as trouble:
            return Verdict(outcome=trouble.code, cpu=_spent() - before)
        except Broken:
            return Verdict(outcome=OUR_FAULT, cpu=_spent() - before)
    return Verdict(outcome=CLEANED, dirty=dirty, peak_kib=peak, cpu=_spent() - before)


def most_memory_kib() -> int:
    """The most that any child of this process has held, killed ones too."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def _spent() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _looked_through(outcome: Outcome) -> str:
    for number in range(1, len(outcome.done["pages"]) + 1):
        for size in _SIZES:
            if found := odd_in(outcome.read(f"page-{number}-{size}.jpg")):
                return found
    return ""
