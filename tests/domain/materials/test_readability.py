"""When a page is hard to read, by its measures, and on pictures whose truth is known."""

from datetime import date
from itertools import islice
from typing import Any

import pytest

from anzhu.materials.checks import readability
from anzhu.materials.checks.interface import About, Outcome, Seen, Wanted
from anzhu.ops.bench import readable
from anzhu.rules.materials import Material

TODAY = date(2026, 11, 23)
GOOD = {
    "edge_width": 3.2,
    "light": 238.0,
    "glare": 0.0,
    "beyond": 0.0,
    "cut_ink": 0.0,
    "long_side": 2340.0,
}


def judged(material: Material = Material.CONTRACT, **measures: float) -> list[Any]:
    about = About(material=material, on=TODAY)
    return list(readability.judge(Seen(about=about, wanted=Wanted(), measures=GOOD | measures)))


@pytest.mark.parametrize(
    ("measured", "told"),
    [
        ({}, ["fine"]),
        ({"edge_width": 5.2}, ["fine"]),
        ({"edge_width": 5.3}, ["blurred"]),
        ({"light": 100}, ["fine"]),
        ({"light": 99}, ["dark"]),
        ({"glare": 0.031}, ["glare"]),
        ({"beyond": 0.16}, ["cut"]),
        ({"cut_ink": 0.011}, ["cut"]),
        ({"sideways": 2.5}, ["fine"]),
        ({"sideways": 2.6}, ["sideways"]),
        ({"long_side": 1200}, ["fine"]),
        ({"long_side": 1199}, ["small"]),
        # Closer is sharper, too.
        ({"long_side": 800, "edge_width": 6.5}, ["small"]),
        ({"light": 60, "edge_width": 9}, ["dark", "blurred"]),
    ],
)
def test_each_trouble_is_told_and_only_what_is_one(
    measured: dict[str, float], told: list[str]
) -> None:
    found = judged(**measured)
    assert [one.code for one in found] == told
    assert {one.outcome for one in found} == (
        {Outcome.AGREES} if told == ["fine"] else {Outcome.UNSURE}
    )


@pytest.mark.parametrize(
    ("material", "measured", "told"),
    [
        # A face held up to a camera is softer than print, and no sheet that could be cut.
        (Material.ID_IN_HAND, {"edge_width": 7.9, "beyond": 1.0, "sideways": 9}, "fine"),
        (Material.ID_IN_HAND, {"edge_width": 8.1}, "blurred"),
        (Material.CONTRACT, {"edge_width": 7.9}, "blurred"),
        (Material.DAMAGED_CERTIFICATE, {"beyond": 1.0}, "fine"),
    ],
)
def test_limits_are_those_of_the_material(
    material: Material, measured: dict[str, float], told: str
) -> None:
    (found,) = judged(material, **measured)
    assert found.code == told


def test_how_sure_it_is_grows_with_the_distance_from_the_limit() -> None:
    sure = [judged(edge_width=width)[0].confidence for width in (5.3, 6.5, 7.8, 12)]
    assert sure == sorted(sure)
    assert sure[0] < 0.55
    assert sure[-1] == 1
    assert judged()[0].confidence > judged(edge_width=5.0)[0].confidence


def test_what_was_not_measured_is_not_judged() -> None:
    seen = Seen(about=About(material=Material.CONTRACT, on=TODAY), wanted=Wanted())
    assert list(readability.judge(seen)) == []
    without_edges = {name: value for name, value in GOOD.items() if name != "edge_width"}
    (found,) = readability.judge(Seen(about=seen.about, wanted=Wanted(), measures=without_edges))
    assert found.code == "fine"


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        ("scan", set()),
        ("photograph", set()),
        ("shadow", set()),
        ("crumpled", set()),
        ("noisy", set()),
        ("soft", set()),
        ("blurred", {"blurred"}),
        ("moved", {"blurred"}),
        ("dark", {"dark"}),
        ("glare", {"glare"}),
        ("few_pixels", {"small"}),
    ],
)
def test_pictures_whose_truth_is_known(taken: str, told: set[str]) -> None:
    for material, content in islice(readable.pictures(4, taken), 1, None, 2):
        assert readable.hints_on(content, material) == told


def test_a_page_on_its_side_is_turned_by_its_code_or_told_of() -> None:
    told = {
        material: readable.hints_on(content, material)
        for material, content in readable.pictures(4, "sideways")
    }
    assert told == {Material.APPLICATION_FORM: set(), Material.CONTRACT: {"sideways"}}


def test_a_page_whose_print_runs_out_of_the_picture_is_cut() -> None:
    told = {
        material: readable.hints_on(content, material)
        for material, content in readable.pictures(4, "cut_edge")
    }
    # Of the contract only the blank margin is gone.
    assert told == {Material.APPLICATION_FORM: {"cut"}, Material.CONTRACT: set()}
