"""The photo tool as every door shows it: the portrait under its lines, buttons, what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from anzhu import words
from anzhu.photos import judging
from anzhu.photos.crop import MOST_TURN, bounded
from anzhu.photos.judging import Crop
from anzhu.rules.objections import Objection
from anzhu.rules.photos import PROFILE, PhotoProfile
from anzhu.rules.uploads import MEBIBYTE

#: Buttons in the order of the page: the person goes up, down, left, right, nearer, farther. The
#: names are those of the frame, which goes the other way. Then she is turned.
NUDGES = ("down", "up", "right", "left", "closer", "wider", "anticlockwise", "clockwise")
#: Pictures only: a portrait is never a PDF.
ACCEPTS = "image/jpeg,image/png,image/heic,image/heif,image/webp,image/tiff,.heic,.heif"


@dataclass(frozen=True)
class Guide:
    """A line across the portrait, ``y`` pixels from its top, with a small label on it."""

    name: str
    y: int

    @property
    def label_top(self) -> int:
        """Where the label begins."""
        return self.y - 11

    @property
    def text_y(self) -> int:
        """The base line of its text."""
        return self.y + 5


@dataclass(frozen=True, kw_only=True)
class PhotoTool:
    """``portrait`` and ``source`` are addresses of what was cut and of the whole picture.

    ``picture`` is the size of the whole picture and ``box`` what was cut of it, in pixels, both
    as numbers with commas for the script, ``turn`` by how many degrees it is turned clockwise.
    Without a picture there is only the empty frame.
    """

    profile: PhotoProfile
    guides: Sequence[Guide]
    portrait: str = ""
    source: str = ""
    picture: str = ""
    box: str = ""
    turn: str = "0"
    accept: str = ACCEPTS

    @property
    def nudges(self) -> list[tuple[str, str]]:
        """The buttons that move the portrait: value and text."""
        return [(name, words.text(f"photo_tool.nudge.{name}")) for name in NUDGES]

    @property
    def needs(self) -> list[str]:
        """What a portrait must be, by the profile of the day."""
        facts = {
            "width": self.profile.width,
            "height": self.profile.height,
            "width_mm": self.profile.width_mm,
            "height_mm": self.profile.height_mm,
        }
        return [words.text(key, **facts) for key in words.keys("photo_tool.needs")]

    @property
    def limit(self) -> str:
        """Which files are taken."""
        most = self.profile.max_source_bytes // MEBIBYTE
        return words.text("photo_tool.accepts", megabytes=most)

    @property
    def label_left(self) -> int:
        """Where the labels of the lines begin, in pixels of the portrait."""
        return self.profile.width - 52

    @property
    def text_x(self) -> int:
        """The middle of their text."""
        return self.profile.width - 27

    @property
    def moved(self) -> str:
        """What is said when the portrait was moved by hand."""
        return words.text("photo_tool.moved")

    @property
    def failed(self) -> str:
        """What is said when a moved frame did not reach the server."""
        return words.text("photo_tool.failed")

    @property
    def at_edge(self) -> str:
        """What is said when it cannot be moved any further."""
        return words.text("photo_tool.at_edge")


def photo_tool(
    on: date,
    *,
    portrait: str = "",
    source: str = "",
    picture: tuple[int, int] = (0, 0),
    box: Sequence[float] = (),
    turn: float = 0.0,
) -> PhotoTool:
    """The tool for a portrait that was cut by the profile of a day, or for none yet."""
    lines = judging.guides(on)
    return PhotoTool(
        profile=PROFILE.on(on),
        guides=[Guide(words.text(f"photo_tool.guide.{name}"), y) for name, y in lines.items()],
        portrait=portrait,
        source=source,
        picture=_numbers(picture),
        box=_numbers(box),
        turn=f"{turn:g}",
    )


def drawn(text: str | None) -> Crop | None:
    """The frame that the script sends: four shares of the picture and its turn; else None."""
    try:
        left, top, width, height, turn = (float(part) for part in (text or "").split(","))
    except ValueError:
        return None
    inside = all(0 <= share <= 1 for share in (left, top, width, height))
    if not inside or not abs(turn) <= MOST_TURN:
        return None
    return Crop(left, top, width, height, bounded(turn))


def said(found: Sequence[Objection]) -> list[str]:
    """Refusals or hints in words."""
    return [words.objection(one) for one in found]


def _numbers(values: Sequence[float]) -> str:
    return ",".join(f"{value:g}" for value in values)
