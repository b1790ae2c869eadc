"""What a photographed page says: its rows against print, ink in the blanks, the seal (2.7, 2.8)."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from anzhu.ops.bench import corpus
from anzhu.ops.demo.drawing import Filled
from anzhu.papers.forms import application_form
from anzhu.papers.reading import compare, page
from tests.papers.samples import EMPLOYER, FORM, KEY
from tests.papers.test_finding import upright

BY = corpus.Filling(Filled("林晓岚", EMPLOYER, date(2026, 11, 20), since=date(2019, 9, 1)))
EMPTY = corpus.Filling(BY.by, stamped=False, without=frozenset().union(*corpus.WRITTEN.values()))
#: The same version as its code says, but other data: forged, or pasted over.
FORGED = replace(
    FORM,
    name="林晓风",
    id_number="370102198803121248",
    obtained=date(2022, 12, 9),
    jobs=(replace(FORM.jobs[0], employer="淄博恒信化学有限公司"), FORM.jobs[1]),
)
CHANGED = {1: {"name", "id_number", "obtained"}, 2: {"jobs.1"}}


@cache
def form() -> bytes:
    return application_form(FORM, key=KEY)


def read(pdf: bytes, number: int, how: str, by: corpus.Filling = BY) -> page.Reading:
    picture, code = upright(corpus.taken(pdf, number, by, how, seed=5).content)
    return page.read(picture, code, number, page.Expected(form(), len(FORM.jobs), 0))


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("how", ["scan", "photograph"])
def test_a_page_of_the_very_version_has_no_differing_row(how, number):
    reading = read(form(), number, how)
    assert reading.differing == []
    assert set(reading.rows) >= ({"name", "employer"} if number == 1 else {"jobs.1", "promise"})


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("how", ["photograph"])
def test_one_other_character_in_a_row_is_seen_and_shown_beside_what_was_printed(how, number):
    reading = read(application_form(FORGED, key=KEY), number, how)
    assert set(reading.differing) == CHANGED[number]
    for row in CHANGED[number]:
        assert reading.pictures[f"row.{row}"].shape[0] > 20


@pytest.mark.parametrize("number", [1, 2])
def test_what_glare_hides_is_neither_right_nor_wrong(number):
    reading = read(form(), number, "glare")
    assert reading.differing == []
    assert reading.hidden
    assert all(score >= compare.DIFFERS for score in reading.rows.values() if score is not None)
    forged = read(application_form(FORGED, key=KEY), number, "glare")
    assert CHANGED[number] <= {*forged.differing, *forged.hidden}
    assert set(forged.differing) <= CHANGED[number]


def test_a_correction_by_hand_is_seen():
    sheet = corpus.written(form(), 1, BY, seed=5, dpi=200)
    dots = sheet.shape[1] / 210
    sheet[round(101 * dots) : round(101.8 * dots), round(44 * dots) : round(75 * dots)] = 40
    content = corpus.photographed(sheet, corpus.CONDITIONS["scan"], np.random.default_rng(1))
    picture, code = upright(content)
    reading = page.read(picture, code, 1, page.Expected(form(), len(FORM.jobs), 0))
    assert reading.differing == ["school"]


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("how", ["crumpled"])
def test_ink_is_found_where_somebody_wrote_and_nowhere_else(how, number):
    filled, empty = read(form(), number, how), read(form(), number, how, EMPTY)
    assert {name for name, ink in filled.ink.items() if ink} == set(corpus.WRITTEN[number])
    assert not any(empty.ink.values())


def test_a_seal_is_found_whole_and_its_ring_is_unrolled():
    reading = read(form(), 2, "photograph")
    assert 19 < reading.seal.radius < 22
    assert reading.seal.rim > 0.9
    ring = reading.pictures["seal.ring"]
    assert ring.shape[1] > 6 * ring.shape[0]


@pytest.mark.parametrize("how", ["shadow", "dark"])
def test_where_nobody_stamped_no_seal_is_found(how):
    assert read(form(), 2, how, EMPTY).seal is None


def test_without_what_was_printed_the_seal_is_found_all_the_same():
    picture, code = upright(corpus.taken(form(), 2, BY, "photograph", seed=5).content)
    reading = page.read(picture, code, 2, None)
    assert (reading.rows, reading.ink) == ({}, {})
    assert reading.seal is not None
