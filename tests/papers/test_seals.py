"""A round seal is where red ends along a circle, however worn its rim; other red is none (2.8)."""

import cv2
import numpy as np
import pytest

from anzhu.ops.demo import handwriting, marks
from anzhu.ops.demo.canvas import Pixels
from anzhu.papers.geometry import PAGE_HEIGHT, PAGE_WIDTH, Box
from anzhu.papers.reading import seals
from anzhu.papers.reading.find import DOTS
from tests.papers.samples import EMPLOYER

RED = (205.0, 32.0, 36.0)
BLANK = Box(140, 215, 50, 50)
#: The seal is cut a little smaller than its square: millimetres.
DRAWN = handwriting.SEAL_MM / 2 * (1 - 2 * 0.026)


def paper() -> Pixels:
    """A page with black print, as it lies before the seal is pressed."""
    page = np.full((round(PAGE_HEIGHT * DOTS), round(PAGE_WIDTH * DOTS), 3), 245, dtype=np.float32)
    for y in range(20, 290, 9):
        lined(page, Box(15, y, 180, 0), (40.0, 40.0, 40.0))
    return page


def seen(page: Pixels) -> Pixels:
    soft = cv2.GaussianBlur(page, (0, 0), 0.8)
    noise = np.random.default_rng(0).normal(0, 4, page.shape[:2])[..., None]
    return np.clip(soft + noise, 0, 255).astype(np.uint8)


def pixels(x: float, y: float) -> tuple[int, int]:
    return round(x * DOTS), round(y * DOTS)


def lined(page: Pixels, box: Box, colour: tuple[float, float, float] = RED) -> None:
    """The outline of a box."""
    to = pixels(box.x + box.width, box.y + box.height)
    cv2.rectangle(page, pixels(box.x, box.y), to, colour, 3)


def name_seal(page: Pixels, x: float, y: float, side: float) -> None:
    """A square seal with four blocks of strokes."""
    lined(page, Box(x, y, side, side))
    for a in (0.12, 0.56):
        for b in (0.12, 0.34, 0.56, 0.78):
            lined(page, Box(x + a * side, y + b * side, 0.32 * side, 0.1 * side))


def table(page: Pixels) -> None:
    for row in range(4):
        for column in range(3):
            lined(page, Box(60 + 15 * column, 90 + 11 * row, 15, 11))


def writing(page: Pixels) -> None:
    chance = np.random.default_rng(3)
    for line in range(4):
        for place in range(5):
            for stroke in handwriting.character(chance):
                points = np.array([(60 + 9 * (place + a), 90 + 9 * (line + b)) for a, b in stroke])
                cv2.polylines(page, [np.round(points * DOTS).astype(np.int32)], False, RED, 3)


def photo(page: Pixels) -> None:
    """A portrait in a red jacket before a blue wall."""
    cv2.rectangle(page, pixels(60, 90), pixels(95, 139), (200.0, 215.0, 240.0), -1)
    cv2.rectangle(page, pixels(60, 122), pixels(95, 139), (190.0, 30.0, 40.0), -1)
    cv2.circle(page, pixels(77.5, 109), round(9 * DOTS), (225.0, 180.0, 155.0), -1)


@pytest.mark.parametrize("seed", range(6))
def test_a_worn_seal_is_found_where_it_was_pressed(seed):
    page = paper()
    at = marks.press(page, BLANK, EMPLOYER, DOTS, np.random.default_rng(seed))
    seal = seals.find(seen(page))
    assert seal is not None
    assert np.hypot(seal.x - at.x - at.width / 2, seal.y - at.y - at.height / 2) < 0.6
    assert seal.radius == pytest.approx(DRAWN, abs=0.4)


@pytest.mark.parametrize("beside", [table, writing, photo])
def test_a_seal_is_found_though_there_is_more_red_elsewhere_and_a_name_seal_beside_it(beside):
    page = paper()
    at = marks.press(page, BLANK, EMPLOYER, DOTS, np.random.default_rng(1))
    name_seal(page, at.x - 20, at.y + 15, 20)
    beside(page)
    seal = seals.find(seen(page))
    assert seal is not None
    assert np.hypot(seal.x - at.x - at.width / 2, seal.y - at.y - at.height / 2) < 0.6


def test_a_seal_of_which_a_third_is_bare_is_found_and_one_of_which_half_is_bare_is_not():
    for bare, found in ((120, True), (200, False)):
        page = paper()
        at = marks.press(page, BLANK, EMPLOYER, DOTS, np.random.default_rng(2))
        middle = pixels(at.x + at.width / 2, at.y + at.height / 2)
        side = round(22 * DOTS)
        cv2.ellipse(page, middle, (side, side), 0, 10, 10 + bare, (245.0, 245.0, 245.0), -1)
        assert (seals.find(seen(page)) is not None) is found


@pytest.mark.parametrize("other", [table, writing, photo])
def test_a_red_table_red_writing_and_a_photo_are_no_seal(other):
    page = paper()
    other(page)
    assert seals.find(seen(page)) is None


@pytest.mark.parametrize("side", [18, 25, 30, 38])
def test_a_square_seal_is_no_round_one(side):
    page = paper()
    name_seal(page, 80, 120, side)
    assert seals.find(seen(page)) is None


def test_paper_without_red_has_no_seal():
    assert seals.find(seen(paper())) is None
