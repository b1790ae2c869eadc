"""The fine lines on a certificate: woven waves along its border and a rosette in its middle.

Drawn from two formulas, so no picture has to be kept, and the same on every sheet. The result is
a small PDF page of its own: a batch refers to it on every sheet and carries it once.
"""

import math
from collections.abc import Iterable, Iterator
from functools import cache

#: A4 landscape, in millimetres.
WIDTH, HEIGHT = 297.0, 210.0
_POINTS = 72 / 25.4
_INSET, _BAND = 11.0, 7.0
_STRANDS = 6
_STEPS = 360
_INK, _PALE = "0.17 0.36 0.45 RG", "0.83 0.89 0.92 RG"


@cache
def frame() -> bytes:
    """Border and rosette as a PDF of one landscape A4 page, plain ASCII."""
    outer, inner = _INSET - 1.6, _INSET + _BAND + 1.6
    drawn = "\n".join(
        [
            f"{_POINTS:.5f} 0 0 {_POINTS:.5f} 0 0 cm 1 j",
            f"{_PALE} 0.12 w",
            *_rosette(WIDTH / 2, HEIGHT / 2 - 4, 9),
            f"{_INK} 0.15 w",
            *_sides(),
            *_corners(),
            *(_rim(outer, 0.7), _rim(outer + 1.0, 0.2), _rim(inner, 0.35)),
        ]
    )
    return _document(drawn)


def _rim(inset: float, width: float) -> str:
    size = f"{WIDTH - 2 * inset:g} {HEIGHT - 2 * inset:g}"
    return f"{width:g} w {inset:g} {inset:g} {size} re S"


def _sides() -> list[str]:
    """Six sine waves, each a sixth of a turn on, woven along the sides between the corners."""
    middle = _INSET + _BAND / 2
    lines: list[str] = []
    for strand in range(_STRANDS):
        phase = math.tau * strand / _STRANDS
        for length, across in ((WIDTH, HEIGHT), (HEIGHT, WIDTH)):
            wave = list(_wave(length, phase))
            for edge in (middle, across - middle):
                side = [(along, edge + away) for along, away in wave]
                lines.append(_path(side if length == WIDTH else [(y, x) for x, y in side]))
    return lines


def _swing(along: float, length: float, phase: float) -> float:
    """How far a strand is from the middle of the band; the whole swells eight or twelve times."""
    begin, end = _side(length)
    turns = math.tau * (along - begin) / (end - begin)
    swells = round((end - begin) / 22)
    return (
        _BAND / 2 * (0.6 - 0.36 * math.cos(swells * turns)) * math.sin(3 * swells * turns + phase)
    )


def _side(length: float) -> tuple[float, float]:
    """Where a side begins and ends between its two corner squares."""
    return _INSET + _BAND + 1.6, length - _INSET - _BAND - 1.6


def _wave(length: float, phase: float) -> Iterator[tuple[float, float]]:
    begin, end = _side(length)
    for index in range(_STEPS + 1):
        along = begin + (end - begin) * index / _STEPS
        yield along, _swing(along, length, phase)


def _corners() -> list[str]:
    """A small rose in each corner."""
    middle = _INSET + _BAND / 2
    lines: list[str] = []
    for x in (middle, WIDTH - middle):
        for y in (middle, HEIGHT - middle):
            lines += [_rose(x, y, 2.6 + ring * 0.35, 1.1, 12, ring * 0.5) for ring in range(3)]
    return lines


def _rosette(x: float, y: float, rings: int) -> list[str]:
    """A rose of 24 petals in nested sizes, up to 57 mm in radius."""
    return [
        _rose(x, y, 20.0 + ring * 3.2, 7.5 + ring * 0.5, 24, ring * 0.7) for ring in range(rings)
    ]


def _rose(x: float, y: float, base: float, swing: float, petals: int, turn: float) -> str:
    def point(t: float) -> tuple[float, float]:
        radius = base + swing * math.sin(petals * t + turn)
        return x + radius * math.cos(t), y + radius * math.sin(t)

    steps = petals * 24
    return _path(point(math.tau * index / steps) for index in range(steps + 1))


def _path(points: Iterable[tuple[float, float]]) -> str:
    return " l\n".join(f"{x:.2f} {y:.2f}" for x, y in points).replace(" l\n", " m\n", 1) + " l S"


def _document(drawn: str) -> bytes:
    """A minimal PDF around one content stream."""
    size = f"{WIDTH * _POINTS:.3f} {HEIGHT * _POINTS:.3f}"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents 4 0 R /Resources << >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
    ]
    # The typesetter parses every file as its own markup too. To it the comment opens a raw block
    # that never ends, so it passes over the drawing at once.
    text, offsets = "%PDF-1.7\n%```\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    )
    return (text + head + trailer).encode("ascii")
