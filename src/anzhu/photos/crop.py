"""Where to cut a portrait: the frame of the profile around a face, and nudges of that frame."""

import math
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
#: By how much a nudge turns the picture under the frame, in degrees clockwise, and the most.
_TURNS = {"anticlockwise": -0.5, "clockwise": 0.5}
MOST_TURN = 15.0
#: A turned frame keeps this far from the edges of the picture, in pixels, so that nothing from
#: beyond them is mixed in.
_SPARE = 2
#: A picture whose sides differ from the profile's by no more than this is taken as cut already.
_SAME_SHAPE = 0.02
#: As long as its eyes are no further than this from where they belong, as a share of the height.
_EYES_NEAR = 0.08


class Box(NamedTuple):
    """A rectangle in pixels, from the top left corner of the upright picture."""

    left: int
    top: int
    width: int
    height: int


class Cut(NamedTuple):
    """A frame as it was put there, and the turn of the picture under it in degrees clockwise.

    What is cut is ``within`` the picture: while it is turned, a frame may have to be smaller.
    """

    box: Box
    turn: float = 0.0


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

    A picture that has the profile's shape already, with a head of a likely size in its place,
    stays whole.
    The frame is never smaller than the profile where the picture has the pixels.
    """
    head = face.height * HEAD_PER_FACE
    width, height = picture
    same_shape = abs(width / height / frame.ratio - 1) <= _SAME_SHAPE
    in_place = abs(eyes_at / height - frame.eyes) <= _EYES_NEAR
    if same_shape and in_place and head / height > frame.head * 0.8:
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


def fitted(
    x: float,
    y: float,
    height: float,
    picture: tuple[int, int],
    frame: Frame,
    turn: float = 0.0,
) -> Box:
    """A frame of this height around a middle, made smaller and moved until it lies inside.

    Where the picture is turned under it, all four corners lie inside of what was turned.
    """
    across, down = _reach(frame.ratio, 1.0, turn)
    spare = _SPARE if turn else 0
    height = min(height, (picture[1] - 2 * spare) / down, (picture[0] - 2 * spare) / across)
    width = round(height * frame.ratio)
    tall = round(height)
    wide, high = _reach(width, tall, turn)
    beside, above = math.ceil((wide - width) / 2), math.ceil((high - tall) / 2)
    left = min(max(beside, round(x - width / 2)), picture[0] - width - beside)
    top = min(max(above, round(y - tall / 2)), picture[1] - tall - above)
    return Box(max(0, left), max(0, top), min(width, picture[0]), min(tall, picture[1]))


def within(box: Box, picture: tuple[int, int], frame: Frame, turn: float) -> Box:
    """What is left of a frame, and where, while the picture is turned under it."""
    x, y = box.left + box.width / 2, box.top + box.height / 2
    return fitted(x, y, box.height, picture, frame, turn)


def _reach(width: float, height: float, turn: float) -> tuple[float, float]:
    """How wide and how high a rectangle reaches that stands turned by these degrees."""
    sine, cosine = _sine_and_cosine(abs(turn))
    return width * cosine + height * sine, width * sine + height * cosine


def _sine_and_cosine(degrees: float) -> tuple[float, float]:
    return math.sin(math.radians(degrees)), math.cos(math.radians(degrees))


def nudged(box: Box, direction: str, picture: tuple[int, int], frame: Frame, turn: float) -> Cut:
    """One step on: up, down, left, right, closer, wider, clockwise or anticlockwise.

    KeyError for others. A picture that is turned as far as it may be stays as it is. A turn leaves
    the frame as it was put there, so that it is as large as before once it is turned back; every
    other step goes on from what is left of it, and where nothing moves there, it stays, too.
    """
    if direction in _TURNS:
        return Cut(box, bounded(turn + _TURNS[direction]))
    left = within(box, picture, frame, turn)
    x, y = left.left + left.width / 2, left.top + left.height / 2
    if direction not in _ZOOMS:
        across, down = _MOVES[direction]
        x, y = x + across * left.width, y + down * left.height
    height = left.height * _ZOOMS.get(direction, 1.0)
    moved = fitted(x, y, height, picture, frame, turn)
    return Cut(box if moved == left else moved, turn)


def bounded(turn: float) -> float:
    """The nearest turn that there is: in half degrees, not more than ``MOST_TURN`` either way."""
    return min(max(round(turn * 2) / 2, -MOST_TURN), MOST_TURN)


def turned(x: float, y: float, box: Box, turn: float) -> tuple[float, float]:
    """Where a point of the picture comes to lie when it is turned about the frame's middle."""
    sine, cosine = _sine_and_cosine(turn)
    middle = box.left + box.width / 2, box.top + box.height / 2
    off, below = x - middle[0], y - middle[1]
    return middle[0] + off * cosine - below * sine, middle[1] + off * sine + below * cosine


def from_shares(
    shares: tuple[float, ...], picture: tuple[int, int], frame: Frame, turn: float = 0.0
) -> Box:
    """The frame that somebody drew, as shares of the picture (left, top, width, height).

    The height counts; the width follows from the profile, so that nobody is stretched.
    """
    left, top, width, height = (min(max(0.0, share), 1.0) for share in shares)
    x, y = (left + width / 2) * picture[0], (top + height / 2) * picture[1]
    return fitted(x, y, max(height * picture[1], 1.0), picture, frame, turn)
