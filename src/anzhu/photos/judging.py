"""Is this picture a usable portrait? One answer for every door, from one run of the child.

Nothing is kept and no database is needed: the public page, the command line and the wizard ask
here what they show, and ``actions`` asks with the same words what it keeps.
"""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, NamedTuple

from anzhu.files import sandbox
from anzhu.files.sandbox import Bounds
from anzhu.files.troubles import Trouble
from anzhu.photos import engine_names
from anzhu.photos.crop import Box, Frame, expected, lines
from anzhu.rules import uploads
from anzhu.rules.objections import Objection, objection
from anzhu.rules.photos import (
    CLAUSE,
    PROFILE,
    PhotoFacts,
    PhotoProfile,
    hints_about_photo,
    objections_to_photo,
)

TRADE = "anzhu.photos.engine"
BOUNDS = Bounds(memory=400 * 1024 * 1024, cpu_seconds=20, wall_seconds=40.0)
#: The long side of the original that is kept, in pixels.
LONG_SIDE = 3000
#: The long side of its small copy.
PREVIEW_SIDE = 1200
#: What is said of a file that cannot be used, whatever is wrong with it, where only codes count.
UNREADABLE = "file.unreadable"


class Crop(NamedTuple):
    """A frame chosen by a person, as shares of the upright picture, and how far it is turned.

    ``turn`` is in degrees: the picture goes clockwise about the middle of the frame.
    """

    left: float
    top: float
    width: float
    height: float
    turn: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found out about one picture; boxes in pixels of the picture, set upright.

    ``face`` is there where exactly one was found, ``crop`` where a portrait was cut; ``turn`` is
    by how many degrees the picture was turned clockwise under it, because somebody asked.
    ``lines`` are the heights of crown, eyes and chin. ``portrait`` is the JPEG as it would be
    printed and ``upright`` the whole picture it was cut from (long side at most 3000 pixels),
    ``preview`` a smaller copy of that, where asked for.
    """

    stops: Sequence[Objection]
    hints: Sequence[Objection] = ()
    measures: Mapping[str, float]
    face: Box | None = None
    crop: Box | None = None
    turn: float = 0.0
    profile: str
    picture: tuple[int, int] | None = None
    lines: Mapping[str, int]
    portrait: bytes | None = None
    upright: bytes | None = None
    preview: bytes | None = None

    @property
    def passed(self) -> bool:
        """Nothing stops this picture; hints never do."""
        return not self.stops

    def as_json(self) -> dict[str, object]:
        """The answer of ``anzhu photo check --json``; whatever is wrong with a file is one code."""
        codes = [UNREADABLE if stop.code.startswith("file.") else stop.code for stop in self.stops]
        return {
            "verdict": "pass" if self.passed else "stop",
            "stops": codes,
            "hints": [hint.code for hint in self.hints],
            "measures": dict(self.measures),
            "face": {"box": list(self.face)} if self.face else None,
            "crop": list(self.crop) if self.crop else None,
            "profile": self.profile,
        }


def judge(
    source: BinaryIO, on: date, *, crop: Crop | None = None, pictures: bool = False
) -> Verdict:
    """The verdict on a picture on this day, made in the bounded child; nothing is kept.

    ``source`` is read from its beginning. What is wrong with the file is a stop like any other,
    never an exception; raises only ``sandbox.Broken``: the fault is ours, try again later.
    """
    with tempfile.TemporaryFile() as local:
        source.seek(0)
        shutil.copyfileobj(source, local)
        local.flush()
        too_large = tuple(uploads.objections_to_size(local.tell(), on))
        if too_large:
            return _unusable(too_large, on)
        try:
            with sandbox.run(TRADE, local, asked(on) | chosen(crop), BOUNDS) as outcome:
                verdict = _verdict(outcome, on, pictures=pictures)
        except Trouble as trouble:
            return _unusable((objection(trouble.code, CLAUSE, **trouble.params),), on)
    return verdict


def chosen(crop: Crop | None) -> dict[str, Any]:
    """What the child must know of a frame that somebody chose; without one it proposes."""
    return {"crop": crop[:4], "turn": crop.turn} if crop else {"crop": None}


def asked(on: date) -> dict[str, Any]:
    """What the child must know: limits of the file, and of the profile what it cuts to."""
    profile = PROFILE.on(on)
    frame = frame_of(profile)
    return {
        "pixels": uploads.MAX_PIXELS.on(on),
        "pages": 1,
        "long_side": LONG_SIDE,
        "preview_side": PREVIEW_SIDE,
        "frame": {
            "width": frame.width,
            "height": frame.height,
            "head": frame.head,
            "eyes": frame.eyes,
        },
        "dpi": profile.dpi,
        "max_bytes": profile.max_bytes,
    }


def frame_of(profile: PhotoProfile) -> Frame:
    """The middle of what the profile allows is what is proposed."""
    return Frame(
        profile.width,
        profile.height,
        head=(profile.head_least + profile.head_most) / 2,
        eyes=(profile.eyes_least + profile.eyes_most) / 2,
    )


def guides(on: date) -> dict[str, int]:
    """Heights of ``crown``, ``eyes`` and ``chin`` in a portrait as it should be, in its pixels."""
    return lines(*expected(frame_of(PROFILE.on(on))))


def stops(done: Mapping[str, Any], on: date) -> list[Objection]:
    """What refuses the picture that the child found this in."""
    return list(objections_to_photo(_facts(done), on))


def hints(done: Mapping[str, Any], on: date, *, same_as_last: bool = False) -> list[Objection]:
    """What could be better in the picture that the child found this in."""
    return list(hints_about_photo(_facts(done, same_as_last=same_as_last), on))


def _facts(done: Mapping[str, Any], *, same_as_last: bool = False) -> PhotoFacts:
    """What the child measured, for the rules."""
    width, height = done["box"][2:] if "box" in done else done["picture"]
    return PhotoFacts(
        width=width,
        height=height,
        faces=done["faces"],
        measures=done.get("measures", {}),
        same_as_last=same_as_last,
    )


def _verdict(outcome: sandbox.Outcome, on: date, *, pictures: bool) -> Verdict:
    done = outcome.done
    found = stops(done, on)
    was_cut = "box" in done and not found
    larger = max(done["uploaded"]) / max(done["picture"])
    return Verdict(
        stops=found,
        hints=hints(done, on) if was_cut else (),
        measures={k: v for k, v in done.get("measures", {}).items() if v is not None},
        face=_larger(done["face"], larger) if "face" in done else None,
        crop=_larger(done["box"], larger) if was_cut else None,
        turn=done.get("turn", 0.0),
        profile=PROFILE.on(on).version,
        picture=(done["uploaded"][0], done["uploaded"][1]),
        lines={name: round(y * larger) for name, y in done.get("lines", {}).items()},
        portrait=outcome.read(engine_names.PORTRAIT) if pictures and was_cut else None,
        upright=outcome.read(engine_names.ORIGINAL) if pictures else None,
        preview=outcome.read(engine_names.PREVIEW) if pictures else None,
    )


def _larger(box: Sequence[int], by: float) -> Box:
    return Box(*(round(side * by) for side in box))


def unreadable(on: date) -> Verdict:
    """The verdict on a file that cannot be opened at all."""
    return _unusable((objection("file.type_unknown", CLAUSE),), on)


def _unusable(found: Sequence[Objection], on: date) -> Verdict:
    return Verdict(stops=found, measures={}, profile=PROFILE.on(on).version, lines={})
