"""What a portrait must be (0.2): a dated profile, facts that refuse it, hints that do not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from anzhu.rules.dated import Clause, Dated
from anzhu.rules.objections import Objection, objection
from anzhu.rules.uploads import MEBIBYTE

CLAUSE = "0.2"


@dataclass(frozen=True, kw_only=True)
class PhotoProfile:
    """Geometry and limits of the electronic photo; lengths in pixels unless said otherwise.

    Head height and eye line are shares of the picture's height, after GA 461; angles are degrees;
    the rest are thresholds of the measures of the same name (``MEASURES``), set on photographs.
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
    offset_most: float
    roll_most: float
    background_least: float
    background_tint_most: float
    background_uniformity_most: float
    illumination_least: float
    brightest_least: float
    illumination_most: float
    over_exposure_most: float
    illumination_uniformity_least: float
    sharpness_least: float
    recent_days: int


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
            offset_most=0.12,
            roll_most=8.0,
            background_least=215.0,
            background_tint_most=20.0,
            background_uniformity_most=8.5,
            illumination_least=60.0,
            brightest_least=155.0,
            illumination_most=225.0,
            over_exposure_most=0.10,
            illumination_uniformity_least=0.60,
            sharpness_least=0.38,
            # The same picture again after half a year is no recent one.
            recent_days=183,
        )
    },
    clause=Clause("0.2", "本系统设定：295×413 像素，一寸，与资格考试照片工具一致"),
    unit="profile",
)


@dataclass(frozen=True)
class Measure:
    """One number about a portrait: its component in ISO/IEC 29794-5, unit, and range."""

    component: str
    unit: str
    least: float
    most: float


#: Every measure of the photo tool by its name in ``anzhu photo check --json``.
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "head_size": Measure("HeadSize", "share of the height", 0.0, 3.0),
        "eye_line": Measure("MarginAboveOfTheFaceImage", "share of the height", -1.0, 2.0),
        "head_offset": Measure("LeftwardCropOfTheFaceImage", "share of the width", -1.0, 1.0),
        "head_roll": Measure("HeadPoseRoll", "degrees clockwise", -60.0, 60.0),
        "inter_eye_distance": Measure("InterEyeDistance", "pixels of the print", 0.0, 295.0),
        "illumination": Measure("LuminanceMean", "grey levels", 0.0, 255.0),
        "illumination_uniformity": Measure(
            "IlluminationUniformity", "darker to lighter half", 0, 1
        ),
        "under_exposure": Measure("UnderExposurePrevention", "share of the face", 0.0, 1.0),
        "over_exposure": Measure("OverExposurePrevention", "share of the face", 0.0, 1.0),
        "brightest": Measure("", "grey level, 99th percentile", 0.0, 255.0),
        "dynamic_range": Measure("DynamicRange", "bits", 0.0, 8.0),
        "sharpness": Measure("Sharpness", "share lost to a blur", 0.0, 1.0),
        "background": Measure("", "levels of the darkest channel", 0.0, 255.0),
        "background_tint": Measure("", "levels between channels", 0.0, 255.0),
        "background_uniformity": Measure("BackgroundUniformity", "levels off a plane", 0.0, 255.0),
    }
)


@dataclass(frozen=True, kw_only=True)
class PhotoFacts:
    """What was measured in a picture, by the names of ``MEASURES``; what is absent is unknown.

    ``width`` and ``height`` are those of the part that is kept, before it is made smaller.
    """

    width: int
    height: int
    faces: int | None = None
    measures: Mapping[str, float | None] = field(default_factory=dict)
    same_as_last: bool = False

    def below(self, name: str, least: float) -> bool:
        """Was this measured, and is it less?"""
        value = self.measures.get(name)
        return value is not None and value < least

    def above(self, name: str, most: float) -> bool:
        """Was this measured, and is it more?"""
        value = self.measures.get(name)
        return value is not None and value > most


def objections_to_photo(photo: PhotoFacts, on: date) -> Iterator[Objection]:
    """Facts that refuse a picture; measures of light and sharpness never do."""
    profile = PROFILE.on(on)
    if photo.width < profile.width or photo.height < profile.height:
        yield objection(
            "size.too_small",
            CLAUSE,
            width=photo.width,
            height=photo.height,
            need_width=profile.width,
            need_height=profile.height,
        )
    if photo.faces == 0:
        yield objection("face.none", CLAUSE)
    elif photo.faces is not None and photo.faces > 1:
        yield objection("face.several", CLAUSE, faces=photo.faces)


def hints_about_photo(photo: PhotoFacts, on: date) -> Iterator[Objection]:
    """What could be better: shown to the applicant and handed on to the reviewer."""
    profile = PROFILE.on(on)
    if photo.above("background_uniformity", profile.background_uniformity_most):
        yield objection("ground.not_plain", CLAUSE)
    tinted = photo.above("background_tint", profile.background_tint_most)
    if tinted or photo.below("background", profile.background_least):
        yield objection("ground.not_white", CLAUSE)
    yield from _hints_about_light(photo, profile)
    if photo.below("sharpness", profile.sharpness_least):
        yield objection("sharpness.blurred", CLAUSE)
    yield from _hints_about_pose(photo, profile)
    if photo.same_as_last:
        yield objection("photo.same_as_last", CLAUSE)


def _hints_about_light(photo: PhotoFacts, profile: PhotoProfile) -> Iterator[Objection]:
    # A dark face alone may be a dark skin; a picture in which nothing is light is a dark picture.
    nothing_light = photo.below("brightest", profile.brightest_least)
    if nothing_light or photo.below("illumination", profile.illumination_least):
        yield objection("light.dark", CLAUSE)
    burnt = photo.above("over_exposure", profile.over_exposure_most)
    if burnt or photo.above("illumination", profile.illumination_most):
        yield objection("light.bright", CLAUSE)
    if photo.below("illumination_uniformity", profile.illumination_uniformity_least):
        yield objection("light.uneven", CLAUSE)


def _hints_about_pose(photo: PhotoFacts, profile: PhotoProfile) -> Iterator[Objection]:
    if photo.below("head_size", profile.head_least):
        yield objection("head.small", CLAUSE)
    if photo.above("head_size", profile.head_most):
        yield objection("head.large", CLAUSE)
    aside = abs(photo.measures.get("head_offset") or 0.0) > profile.offset_most
    high_or_low = photo.below("eye_line", profile.eyes_least) or photo.above(
        "eye_line", profile.eyes_most
    )
    if aside or high_or_low:
        yield objection("head.off_centre", CLAUSE)
    roll = photo.measures.get("head_roll")
    if roll is not None and abs(roll) > profile.roll_most:
        yield objection("head.tilted", CLAUSE, degrees=round(abs(roll)))
