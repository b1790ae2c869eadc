"""A sheet without our code that stands on its head: told once read, put to whoever can answer."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PIL import Image

from anzhu.cases import actions as cases
from anzhu.cases import drafting
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.materials import checks, looking
from anzhu.materials.checks import direction
from anzhu.materials.checks.interface import About, Seen, Wanted, When
from anzhu.materials.models import Found, Page
from anzhu.rules.facts import Status
from anzhu.rules.materials import Material
from tests.domain.materials.sheets import contract, filled_in, sheet
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db
SMALL = {"code": "small", "check": "readability/3", "params": {"have": 1100, "need": 1200}}
TOLD = {"code": "upside_down", "check": "direction/1", "params": {}}


@pytest.fixture(autouse=True)
def _on(settings: Any) -> Iterator[None]:
    settings.ANZHU_CHECKS = frozenset({"readability", "direction"})
    with clock.at(MONDAY):
        yield


def looked_at(page: Page) -> list[tuple[str, str]]:
    looking.look(page, When.AT_UPLOAD)
    page.refresh_from_db()
    found = Found.objects.filter(page=page, check_name="direction").order_by("number")
    return list(found.values_list("code", "outcome"))


def submit(story: Story, case: Case) -> Case:
    return cases.submit(case_id=case.pk, key="hand in", actor=story.lin.actor, now=MONDAY)


@pytest.mark.parametrize(
    ("lines", "turned", "told"),
    [
        (16, 0.0, []),
        (16, 0.89, []),
        (16, 0.9, ["upside_down"]),
        (4, 1.0, ["upside_down"]),
        (3, 1.0, []),
        (0, 0.0, []),
    ],
)
def test_it_is_told_where_enough_lines_say_so_surely(
    lines: int, turned: float, told: list[str]
) -> None:
    about = About(material=Material.CONTRACT, on=date(2026, 11, 23))
    seen = Seen(about=about, wanted=Wanted(), done={"lines": lines, "turned": turned})
    assert [one.code for one in direction.judge(seen)] == told


def test_neither_a_person_nor_a_card_is_looked_at_nor_a_sheet_with_our_code() -> None:
    looked = {
        material
        for material in Material
        if direction.CHECK in checks.concerned(material, When.AT_UPLOAD)
    }
    assert {Material.CONTRACT, Material.RENAME_PROOF} <= looked
    assert looked.isdisjoint({Material.ID_IN_HAND, Material.ID_COPY, Material.APPLICATION_FORM})
    printed = About(material=Material.REISSUE_FORM, on=date(2026, 11, 23), form_version=2)
    assert direction.ask(printed, Wanted()) is None


@pytest.mark.parametrize(
    ("turn", "found"),
    [(0, []), (180, [("upside_down", "unsure")]), (90, []), (270, [])],
)
def test_only_a_contract_on_its_head_is_told(
    story: Story, turn: int, found: list[tuple[str, str]]
) -> None:
    page = contract(filled_in(story), sheet(turn))
    assert looked_at(page) == found
    assert page.hints == ([TOLD] if found else [])


def test_an_empty_sheet_says_nothing(story: Story) -> None:
    page = contract(filled_in(story), Image.new("RGB", (900, 1273), "white"))
    assert looked_at(page) == []
    assert page.hints == []


def test_without_the_model_it_is_not_checked_and_the_applicant_is_not_asked(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = contract(filled_in(story), sheet(180))
    monkeypatch.setattr(looking, "find_spec", lambda name: None if name == "rapidocr" else name)
    assert looked_at(page) == [("no_library", "not_checked")]
    assert page.hints == []


def test_the_applicant_answers_it_before_handing_in(story: Story) -> None:
    case = filled_in(story)
    page = contract(case, sheet(180))
    Page.objects.filter(pk=page.pk).update(hints=[SMALL])
    looked_at(page)
    looked_at(page)
    assert page.hints == [SMALL, TOLD]

    with pytest.raises(Refused) as refused:
        submit(story, case)
    assert [one.code for one in refused.value.objections] == ["materials.hints_unanswered"]
    assert story.fresh(case).status == Status.DRAFT

    drafting.keep_page(case_id=case.pk, page_id=page.pk, actor=story.lin.actor)
    assert looked_at(page) == [("upside_down", "unsure")]
    assert (page.hints, page.kept_anyway) == ([SMALL, TOLD], True)
    assert submit(story, case).status == Status.FIRST_REVIEW


@pytest.mark.parametrize("already", [{"kept_anyway": True}, {"removed_at": MONDAY}])
def test_what_was_answered_or_taken_out_is_asked_no_more(
    story: Story, already: dict[str, Any]
) -> None:
    page = contract(filled_in(story), sheet(180))
    Page.objects.filter(pk=page.pk).update(**already)
    assert looked_at(page) == [("upside_down", "unsure")]
    assert page.hints == []


def test_once_the_application_was_handed_in_only_the_reviewer_reads_it(story: Story) -> None:
    case = filled_in(story)
    page = contract(case, sheet(180))
    submit(story, case)
    assert looked_at(page) == [("upside_down", "unsure")]
    assert page.hints == []
    assert story.fresh(case).status == Status.FIRST_REVIEW


@pytest.mark.parametrize(("opened", "hints"), [("materials", [TOLD]), ("employer", [])])
def test_of_a_returned_application_it_is_asked_only_where_the_materials_are_open(
    story: Story, monkeypatch: pytest.MonkeyPatch, opened: str, hints: list[Any]
) -> None:
    page = contract(story.returned(), sheet(180))
    monkeypatch.setattr(drafting.facts, "pages_opened_by_return", lambda _: frozenset([opened]))
    assert looked_at(page) == [("upside_down", "unsure")]
    assert page.hints == hints
