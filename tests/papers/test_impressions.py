"""The same picture of a seal or a signature is known again; two true ones are told apart."""

from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest

from anzhu.ops.demo import drawing, marks
from anzhu.papers import geometry
from anzhu.papers.forms import application_form
from anzhu.papers.reading import impressions, laid, page, register
from anzhu.rules import repeats
from tests.papers.samples import EMPLOYER, FORM, KEY

_DPI = 150
_DAY = FORM.printed_on
BLANKS = geometry.form_pages(len(FORM.jobs), 0)[1].blanks
SIGNATURE = BLANKS["employer_signature"]


@cache
def bare(name: str = FORM.name) -> np.ndarray:
    return drawing.rasterised(application_form(replace(FORM, name=name), key=KEY), 2, _DPI)


@cache
def filled_in(seed: int, *, by: str = "周敏", evenly: bool = False) -> np.ndarray:
    """A colleague's form, signed for the employer and stamped."""
    sheet = bare().copy()
    dots = sheet.shape[1] / geometry.PAGE_WIDTH
    chance = np.random.default_rng([seed, 11])
    marks.sign(sheet, SIGNATURE, by, dots, chance)
    marks.press(sheet, BLANKS["stamp"], EMPLOYER, dots, chance, evenly=evenly)
    return sheet


def copied(sheet: np.ndarray, *, turn: float = 0.0, aside: float = 0.0) -> np.ndarray:
    """Another form with what was cut out of this one, ``aside`` millimetres from where it was."""
    other = bare("林晓岚").copy()
    dots = other.shape[1] / geometry.PAGE_WIDTH
    for box in (SIGNATURE, BLANKS["stamp"]):
        cutting = marks.cut(sheet, box, dots, bare())
        middle = (box.x + box.width / 2 + aside, box.y + box.height / 2)
        marks.paste(other, cutting, middle, dots, turn=turn)
    return other


def photographed(sheet: np.ndarray, seed: int) -> np.ndarray:
    """Seen a little out of focus, in uneven light, and noisy."""
    chance = np.random.default_rng([seed, 12])
    light = np.linspace(1.0, 0.75, sheet.shape[1], dtype=np.float32)[None, :, None]
    seen = cv2.GaussianBlur(sheet, (0, 0), 0.8) * light + chance.normal(0, 3, sheet.shape)
    return np.clip(seen, 0, 255).astype(np.uint8)


def cut(sheet: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    seen = photographed(sheet, seed)
    wanted = register.ink(np.ascontiguousarray(bare()[..., 0]).astype(np.uint8))
    ink = register.ink(np.ascontiguousarray(seen[..., 0]))
    found = impressions.cut(seen, ink, wanted, geometry.form_pages(len(FORM.jobs), 0)[1])
    return {
        name: cv2.imdecode(np.frombuffer(page.as_jpeg(one), np.uint8), cv2.IMREAD_GRAYSCALE)
        for name, one in found.items()
    }


def over(what: str, one: np.ndarray, other: np.ndarray) -> laid.Laid:
    name = f"impression.{what}"
    return laid.laid(what, cut(one, 1)[name], cut(other, 2)[name])


def is_one_stamping(found: laid.Laid) -> bool:
    lies_there = found.moved < repeats.MOST_MOVED.on(_DAY) and found.turned < (
        repeats.MOST_TURNED.on(_DAY)
    )
    return lies_there and found.apart < repeats.MOST_SEAL_APART.on(_DAY)


def test_a_seal_of_the_same_sheet_lies_exactly_there() -> None:
    one = filled_in(1)
    assert is_one_stamping(over("seal", one, copied(one)))


@pytest.mark.parametrize("evenly", [False, True])
@pytest.mark.parametrize("seed", range(2, 6))
def test_two_stampings_of_one_seal_are_two_however_carefully_it_was_pressed(
    seed: int, evenly: bool
) -> None:
    one, other = filled_in(1, evenly=evenly), filled_in(seed, evenly=evenly)
    assert not is_one_stamping(over("seal", one, other))


def test_a_copied_seal_that_was_moved_is_not_claimed_because_a_careful_stamping_looks_like_it() -> (
    None
):
    one = filled_in(1, evenly=True)
    assert not is_one_stamping(over("seal", one, copied(one, turn=4.0, aside=1.5)))


@pytest.mark.parametrize(("turn", "aside"), [(0.0, 0.0), (4.0, 1.5), (-4.0, -1.0)])
def test_a_copied_signature_is_known_wherever_it_lies(turn: float, aside: float) -> None:
    one = filled_in(1)
    found = over("employer_signature", one, copied(one, turn=turn, aside=aside))
    assert found.apart < repeats.MOST_SIGNATURE_APART.on(_DAY)


@pytest.mark.parametrize("seed", range(2, 8))
def test_the_same_hand_never_signs_twice_alike(seed: int) -> None:
    found = over("employer_signature", filled_in(1), filled_in(seed))
    assert found.apart > repeats.MOST_SIGNATURE_APART.on(_DAY)


def test_another_name_is_another_signature() -> None:
    found = over("employer_signature", filled_in(1), filled_in(1, by="王建国"))
    assert found.apart > repeats.MOST_SIGNATURE_APART.on(_DAY)


def test_an_empty_form_and_a_seal_without_colour_have_nothing_to_compare() -> None:
    assert cut(bare(), 1) == {}
    grey = filled_in(1).mean(axis=2, keepdims=True).repeat(3, axis=2).astype(np.float32)
    assert set(cut(grey, 1)) == {"impression.employer_signature"}
