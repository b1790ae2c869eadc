"""Where to cut a portrait: the frame of the profile around a face, and nudges of that frame."""

from dataclasses import dataclass
from typing import NamedTuple

#: A detected face reaches from the brow to below the mouth; the whole head is this much higher.
HEAD_PER_FACE = 1.46
#: Where the eyes lie in a detected face, as a share of its height, unless they were found.
EYES_IN_FACE = 0.4
#: Where the chin lies, likewise.
CHIN_IN_FACE = 1.08

#: How far a nudge moves the frame, and how much it grows or shrinks, as shares of its size.
_STEP = 0.03
_ZOOM = 0.06
_MOVES = {"up": (0, -_STEP), "down": (0, _STEP), "left": (-_STEP, 0), "right": (_STEP, 0)}
_ZOOMS = {"closer": 1 - _ZOOM, "wider": 1 + _ZOOM}
#: A picture whose sides differ from the profile's by no more than this is taken as cut already.
_SAME_SHAPE = 0.02


class Box(NamedTuple):
    """A rectangle in pixels, from the top left corner of the upright picture."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Frame:
    """What the profile asks of the frame: size in pixels, head and eye line as shares of height."""

    width: int
    height: int
    head: float
    eyes: float

    @property
    def ratio(self) -> float:
        """Width by height."""
        return self.width / self.height


def proposed(face: Box, eyes_at: float, picture: tuple[int, int], frame: Frame) -> Box:
    """The frame around a face; ``eyes_at`` is the height of the eyes in pixels from the top.

    A picture that has the profile's shape already, with a head of a likely size, stays whole.
    The frame is never smaller than the profile where the picture has the pixels.
    """
    head = face.height * HEAD_PER_FACE
    width, height = picture
    if abs(width / height / frame.ratio - 1) <= _SAME_SHAPE and head / height > frame.head * 0.8:
        return fitted(width / 2, height / 2, height, picture, frame)
    wanted = max(head / frame.head, float(frame.height))
    middle = face.left + face.width / 2
    return fitted(middle, eyes_at + (0.5 - frame.eyes) * wanted, wanted, picture, frame)


def lines(face: Box, eyes_at: float) -> dict[str, int]:
    """Heights of ``crown``, ``eyes`` and ``chin`` in pixels from the top of the picture."""
    chin = face.top + face.height * CHIN_IN_FACE
    crown = chin - face.height * HEAD_PER_FACE
    return {"crown": max(0, round(crown)), "eyes": round(eyes_at), "chin": round(chin)}


def expected(frame: Frame) -> tuple[Box, float]:
    """Where a face and the height of its eyes lie in a portrait that is as the frame asks."""
    face = frame.height * frame.head / HEAD_PER_FACE
    eyes_at = frame.height * frame.eyes
    left, top = (frame.width - face) / 2, eyes_at - face * EYES_IN_FACE
    return Box(round(left), round(top), round(face), round(face)), eyes_at


def fitted(x: float, y: float, height: float, picture: tuple[int, int], frame: Frame) -> Box:
    """A frame of this height around a middle, made smaller and moved until it lies inside."""
    height = min(height, picture[1], picture[0] / frame.ratio)
    width = round(height * frame.ratio)
    tall = round(height)
    left = min(max(0, round(x - width / 2)), picture[0] - width)
    top = min(max(0, round(y - tall / 2)), picture[1] - tall)
    return Box(max(0, left), max(0, top), min(width, picture[0]), min(tall, picture[1]))


def nudged(box: Box, direction: str, picture: tuple[int, int], frame: Frame) -> Box:
    """The frame one step on: up, down, left, right, closer or wider; KeyError for others."""
    x, y = box.left + box.width / 2, box.top + box.height / 2
    if direction in _ZOOMS:
        return fitted(x, y, box.height * _ZOOMS[direction], picture, frame)
    across, down = _MOVES[direction]
    x, y = x + across * box.width, y + down * box.height
    return fitted(x, y, box.height, picture, frame)


def from_shares(shares: tuple[float, ...], picture: tuple[int, int], frame: Frame) -> Box:
    """The frame that somebody drew, as shares of the picture (left, top, width, height).

    The height counts; the width follows from the profile, so that nobody is stretched.
    """
    left, top, width, height = (min(max(0.0, share), 1.0) for share in shares)
    x, y = (left + width / 2) * picture[0], (top + height / 2) * picture[1]
    return fitted(x, y, max(height * picture[1], 1.0), picture, frame)
