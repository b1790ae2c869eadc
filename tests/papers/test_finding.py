"""A photographed page is found by its code and its four corner marks, and laid straight (2.8)."""

import io
from datetime import date
from functools import cache

import numpy as np
import pytest
from PIL import Image

from anzhu.files import codes
from anzhu.ops.bench import corpus, paper
from anzhu.ops.demo.drawing import Filled, rasterised
from anzhu.papers import geometry
from anzhu.papers.forms import application_form
from anzhu.papers.reading import find
from tests.papers.reading import part
from tests.papers.samples import EMPLOYER, FORM, KEY

BY = corpus.Filling(Filled("林晓岚", EMPLOYER, date(2026, 11, 20), since=date(2019, 9, 1)))


@cache
def form() -> bytes:
    return application_form(FORM, key=KEY)


def upright(content: bytes) -> tuple[np.ndarray, list | None]:
    """A picture as the child sees it, and the corners of its code."""
    image, found = codes.upright_with_codes(Image.open(io.BytesIO(content)).convert("RGB"))
    return np.asarray(image), found[0].corners if found else None


@pytest.mark.parametrize("page", [1, 2])
@pytest.mark.parametrize("name", ["scan", "perspective", "crumpled", "upside_down", "dark"])
def test_a_page_is_laid_straight_however_it_was_taken(name, page):
    picture, code = upright(corpus.taken(form(), page, BY, name, seed=3).content)
    where = find.place(picture, code)
    assert where.by == "marks"
    straight = find.straightened(picture, where)
    assert straight.shape == (1754, 1240, 3)
    for mark in geometry.CORNER_MARKS:
        inside = geometry.Box(mark.x + 1.5, mark.y + 1.5, 2, 2)
        beside = geometry.Box(mark.x - 3, mark.y, 1.5, 5)
        assert part(straight, inside).mean() < 0.65 * part(straight, beside).mean()


def test_the_four_marks_are_found_on_a_page_as_it_was_printed():
    for page in (1, 2):
        picture = rasterised(form(), page, dpi=150).astype(np.uint8)
        _, code = upright(_png(picture))
        where = find.place(picture, code)
        assert (where.by, where.missing) == ("marks", ())
        assert np.abs(where.matrix / where.matrix[2, 2] - np.diag([*[150 / 25.4] * 2, 1])).max() < 1


def test_one_hidden_mark_is_made_up_for_and_named():
    sheet = rasterised(form(), 1, dpi=150)
    sheet[1600:, :200] = 235
    picture, code = upright(_png(sheet.astype(np.uint8)))
    where = find.place(picture, code)
    assert (where.by, where.missing) == ("three_marks", (2,))
    corner = where.pixels(np.array([[210.0, 297.0]]))[0]
    assert np.hypot(*(corner - (1240, 1754))) < 6


def test_on_crumpled_paper_a_character_is_not_taken_for_a_mark():
    said, day = paper.some_form(40), date(2026, 11, 20)
    by = corpus.Filling(Filled("林晓岚", said.employer, day, since=day, until=date(2029, 11, 20)))
    pdf = application_form(said, key=None)
    picture, code = upright(corpus.taken(pdf, 2, by, "crumpled", seed=40).content)
    where = find.place(picture, code)
    assert (where.by, where.missing) == ("marks", ())


def test_without_marks_the_sheet_itself_shows_where_it_lies():
    sheet = rasterised(form(), 1, dpi=150)
    for mark in geometry.CORNER_MARKS:
        part(sheet, mark)[:] = 255
    desk = np.full((2200, 1700, 3), 90, dtype=np.uint8)
    desk[200 : 200 + sheet.shape[0], 230 : 230 + sheet.shape[1]] = sheet
    picture, code = upright(_png(desk))
    where = find.place(picture, code)
    assert where.by == "outline"
    assert np.hypot(*(where.pixels(np.array([[0.0, 0.0]]))[0] - (230, 200))) < 12


def test_where_nothing_is_seen_it_says_so():
    assert find.place(np.full((900, 700, 3), 40, dtype=np.uint8), None) is None


def test_what_lies_outside_the_picture_is_said_in_millimetres():
    whole, code = upright(corpus.taken(form(), 1, BY, "photograph", seed=3).content)
    where = find.place(whole, code)
    assert find.cut_off(where, whole.shape[1], whole.shape[0]) == 0
    assert 25 < find.cut_off(where, whole.shape[1], round(whole.shape[0] * 0.8)) < 70


def _png(picture: np.ndarray) -> bytes:
    kept = io.BytesIO()
    Image.fromarray(picture).save(kept, "PNG")
    return kept.getvalue()
