"""What can be checked of a portrait where no face can be found: for the tool without a network.

Thresholds come from the profile of the day; ``tests/rules`` and ``tests/browser`` hold the pairs of
code and measure against the rules and the engine.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from anzhu.photos import judging
from anzhu.photos.crop import expected
from anzhu.rules import uploads
from anzhu.rules.photos import PROFILE


@dataclass(frozen=True)
class Bound:
    """A hint, the measure it looks at, and the value the measure may not fall below or exceed."""

    code: str
    measure: str
    least: float | None = None
    most: float | None = None


def bounds(on: date) -> Sequence[Bound]:
    """Every hint that needs no face, in the order of the page."""
    profile = PROFILE.on(on)
    return (
        Bound("ground.not_plain", "background_uniformity", most=profile.background_uniformity_most),
        Bound("ground.not_white", "background", least=profile.background_least),
        Bound("ground.not_white", "background_tint", most=profile.background_tint_most),
        Bound("light.dark", "illumination", least=profile.illumination_least),
        Bound("light.dark", "brightest", least=profile.brightest_least),
        Bound("light.bright", "illumination", most=profile.illumination_most),
        Bound("light.bright", "over_exposure", most=profile.over_exposure_most),
        Bound(
            "light.uneven",
            "illumination_uniformity",
            least=profile.illumination_uniformity_least,
        ),
        Bound("sharpness.blurred", "sharpness", least=profile.sharpness_least),
    )


def facts(on: date) -> dict[str, object]:
    """Sizes in pixels and bytes, where the face is taken to be (shares), and the bounds."""
    profile = PROFILE.on(on)
    face, _ = expected(judging.frame_of(profile))
    return {
        "version": profile.version,
        "width": profile.width,
        "height": profile.height,
        "dpi": profile.dpi,
        "max_bytes": profile.max_bytes,
        "max_source_bytes": profile.max_source_bytes,
        "max_pixels": uploads.MAX_PIXELS.on(on),
        "face": [
            face.left / profile.width,
            face.top / profile.height,
            face.width / profile.width,
            face.height / profile.height,
        ],
        "bounds": [asdict(bound) for bound in bounds(on)],
    }
