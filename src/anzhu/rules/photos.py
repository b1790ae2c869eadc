"""What a portrait must be (0.2): a dated profile, facts that refuse it, hints that do not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anzhu.rules.dated import Clause, Dated
from anzhu.rules.objections import Objection, objection
from anzhu.rules.uploads import MEBIBYTE

CLAUSE = "0.2"


@dataclass(frozen=True, kw_only=True)
class PhotoProfile:
    """Geometry and limits of the electronic photo; lengths in pixels unless said otherwise.

    Head height and eye line are shares of the picture's height, after GA 461; angles are degrees,
    light and sharpness the measures of the photo tool (0 to 255, variance of the Laplacian).
    """

    version: str
    width: int
    height: int
    width_mm: int
    height_mm: int
    dpi: int
    background: str
    max_source_bytes: int
    max_bytes: int
    head_least: float
    head_most: float
    eyes_least: float
    eyes_most: float
    max_tilt: float
    background_least: float
    background_spread: float
    face_darkest: float
    face_brightest: float
    shadow_most: float
    sharpness_least: float


PROFILE = Dated(
    {
        date(2019, 11, 25): PhotoProfile(
            version="2019-11",
            width=295,
            height=413,
            width_mm=25,
            height_mm=35,
            dpi=300,
            background="white",
            max_source_bytes=20 * MEBIBYTE,
            max_bytes=200 * 1024,
            head_least=0.50,
            head_most=0.78,
            eyes_least=0.35,
            eyes_most=0.55,
            max_tilt=8.0,
            background_least=215.0,
            background_spread=18.0,
            face_darkest=70.0,
            face_brightest=225.0,
            shadow_most=45.0,
            sharpness_least=40.0,
        )
    },
    clause=Clause("0.2", "本系统设定：295×413 像素，一寸，与资格考试照片工具一致"),
    unit="profile",
)


@dataclass(frozen=True, kw_only=True)
class PhotoFacts:
    """What was measured in a picture; None is not measured.

    ``width`` and ``height`` are those of the part that is kept, before it is made smaller.
    """

    width: int
    height: int
    faces: int | None = None
    head: float | None = None
    eyes: float | None = None
    tilt: float | None = None
    background: float | None = None
    background_spread: float | None = None
    face_light: float | None = None
    shadow: float | None = None
    sharpness: float | None = None
    same_as_last: bool = False


def objections_to_photo(photo: PhotoFacts, on: date) -> Iterator[Objection]:
    """Facts that refuse a picture; measures of light and sharpness never do."""
    profile = PROFILE.on(on)
    if photo.width < profile.width or photo.height < profile.height:
        yield objection(
            "size.too_small",
            "0.2",
            width=photo.width,
            height=photo.height,
            need_width=profile.width,
            need_height=profile.height,
        )
    if photo.faces == 0:
        yield objection("face.none", "0.2")
    elif photo.faces is not None and photo.faces > 1:
        yield objection("face.several", "0.2", faces=photo.faces)


def hints_about_photo(photo: PhotoFacts, on: date) -> Iterator[Objection]:
    """What could be better: shown to the applicant and handed on to the reviewer."""
    profile = PROFILE.on(on)
    if _below(photo.background, profile.background_least):
        yield objection("ground.not_white", "0.2")
    if _above(photo.background_spread, profile.background_spread):
        yield objection("ground.not_plain", "0.2")
    if _below(photo.face_light, profile.face_darkest):
        yield objection("light.dark", "0.2")
    if _above(photo.face_light, profile.face_brightest):
        yield objection("light.bright", "0.2")
    if _above(photo.shadow, profile.shadow_most):
        yield objection("light.uneven", "0.2")
    if _below(photo.sharpness, profile.sharpness_least):
        yield objection("sharpness.blurred", "0.2")
    yield from _hints_about_pose(photo, profile)


def _hints_about_pose(photo: PhotoFacts, profile: PhotoProfile) -> Iterator[Objection]:
    if _below(photo.head, profile.head_least):
        yield objection("head.small", "0.2")
    if _above(photo.head, profile.head_most):
        yield objection("head.large", "0.2")
    if _below(photo.eyes, profile.eyes_least) or _above(photo.eyes, profile.eyes_most):
        yield objection("head.off_centre", "0.2")
    if photo.tilt is not None and abs(photo.tilt) > profile.max_tilt:
        yield objection("head.tilted", "0.2", degrees=round(abs(photo.tilt)))
    if photo.same_as_last:
        yield objection("photo.same_as_last", "0.2")


def _below(value: float | None, least: float) -> bool:
    return value is not None and value < least


def _above(value: float | None, most: float) -> bool:
    return value is not None and value > most
