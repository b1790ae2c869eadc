"""When a photographed page is hard to read (0.1): thresholds of the machine's hints.

None of them ever refuses a page; the applicant decides between taking it again and using it. They
are of a page laid at 1600 pixels, measured over a generated corpus (docs/paper.md).
"""

from dataclasses import dataclass
from datetime import date

from anzhu.rules import uploads
from anzhu.rules.dated import Clause, Dated
from anzhu.rules.materials import Material

_OURS = Clause("0.1", "本系统设定")
_PAPERLESS = date(2019, 11, 25)

#: Text whose edges are wider than this cannot be read with certainty.
WIDEST_EDGE = Dated({_PAPERLESS: 5.2}, clause=_OURS, unit="pixels of a page of 1600")
#: A face and a card held up are softer than print, and still known again.
WIDEST_EDGE_OF_A_PERSON = Dated({_PAPERLESS: 8.0}, clause=_OURS, unit="pixels of a page of 1600")
#: The grey of the paper; a sheet in poor light lies below it.
LEAST_LIGHT = Dated({_PAPERLESS: 100}, clause=_OURS, unit="grey, 0 to 255")
#: Share of the page that is blown out although the paper around it is not.
MOST_GLARE = Dated({_PAPERLESS: 0.03}, clause=_OURS, unit="share, 0 to 1")
#: Share of a side of the picture over which the sheet may run out of it.
MOST_BEYOND = Dated({_PAPERLESS: 0.15}, clause=_OURS, unit="share of a side, 0 to 1")
#: Share of the rim that may be printed on, where the picture shows nothing but paper.
MOST_CUT_INK = Dated({_PAPERLESS: 0.01}, clause=_OURS, unit="share of the rim, 0 to 1")
#: So many times more the ink swings along a page than across where it lies on its side.
MOST_SIDEWAYS = Dated({_PAPERLESS: 2.5}, clause=_OURS, unit="times")
#: So surely the lines of a page stand on their heads, on average over at least so many of them.
SURELY_TURNED = Dated({_PAPERLESS: 0.9}, clause=_OURS, unit="certainty, 0 to 1")
LEAST_LINES = Dated({_PAPERLESS: 4}, clause=_OURS, unit="lines of text")

#: Pictures of things that are no sheet of paper, so that none can be cut or turned.
_NO_SHEET = frozenset(
    {Material.ID_IN_HAND, Material.DAMAGED_CERTIFICATE, Material.ORIGINAL_CERTIFICATE}
)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a page of one material must keep to; the units are those of the values above.

    ``least_long_side``: pixels. ``sheet``: is it one sheet with text, that can be cut or turned.
    """

    widest_edge: float
    least_light: float
    most_glare: float
    most_beyond: float
    most_cut_ink: float
    least_long_side: int
    most_sideways: float
    sheet: bool


def limits_for(material: str, on: date) -> Limits:
    """The limits that hold for a material on a day."""
    of_a_person = material == Material.ID_IN_HAND
    return Limits(
        widest_edge=(WIDEST_EDGE_OF_A_PERSON if of_a_person else WIDEST_EDGE).on(on),
        least_light=LEAST_LIGHT.on(on),
        most_glare=MOST_GLARE.on(on),
        most_beyond=MOST_BEYOND.on(on),
        most_cut_ink=MOST_CUT_INK.on(on),
        least_long_side=uploads.MIN_LONG_SIDE.on(on),
        most_sideways=MOST_SIDEWAYS.on(on),
        sheet=material not in _NO_SHEET,
    )
