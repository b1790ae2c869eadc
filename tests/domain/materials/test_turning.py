"""A sheet on its head is turned (转正): a new page in the old one's place, looked at once more."""

from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from anzhu.audit.models import Entry
from anzhu.cases import actions as cases
from anzhu.cases import drafting
from anzhu.cases.models import Case
from anzhu.files.models import Variant
from anzhu.kernel import clock, jobs
from anzhu.kernel.errors import Refused
from anzhu.materials import queries, turning
from anzhu.materials.models import Found, Page
from anzhu.rules.materials import Material
from tests.domain.materials.sheets import contract, filled_in, sheet
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db
SMALL = {"code": "small", "check": "readability/3", "params": {"have": 1100, "need": 1200}}
TOLD = {"code": "upside_down", "check": "direction/1", "params": {}}


@pytest.fixture(autouse=True)
def _on(settings: Any) -> Iterator[None]:
    settings.ANZHU_CHECKS = frozenset({"direction"})
    with clock.at(MONDAY):
        yield


@pytest.fixture
def case(story: Story) -> Case:
    jobs.run_all()
    return filled_in(story)


@pytest.fixture
def page(case: Case) -> Page:
    """A page of the contract that stands on its head; the applicant was told of it."""
    page = contract(case, sheet(180))
    page.hints = [SMALL, TOLD]
    page.save()
    return page


def turns(story: Story, case: Case, page: Page, key: str = "turn") -> None:
    drafting.turn_page(case_id=case.pk, page_id=page.pk, key=key, actor=story.lin.actor, now=MONDAY)


def lying(case: Case) -> list[Page]:
    return list(queries.pages_in(case.folder_id)[Material.CONTRACT])


def audited(case: Case) -> list[dict[str, Any]]:
    rows = Entry.objects.filter(chain=case.ref, event="case.page_turned").order_by("pk")
    return [row.data for row in rows]


def shown(page: Page, variant: Variant) -> Image.Image:
    with queries.opened(page, variant) as content:
        picture = Image.open(content)
        picture.load()
        return picture.convert("L")


def test_it_is_turned_in_all_its_sizes_and_the_check_is_content(
    story: Story, case: Case, page: Page
) -> None:
    others = [row.pk for row in lying(case) if row.pk != page.pk]
    turns(story, case, page)
    waiting = Page.objects.get(pk=page.pk)
    assert (waiting.turning_since, waiting.hints) == (MONDAY, [SMALL, TOLD])
    assert audited(case) == [{"page": page.pk}]

    jobs.run_all()

    (turned,) = [row for row in lying(case) if row.pk not in others]
    assert (turned.position, turned.uploaded_at) == (page.position, page.uploaded_at)
    assert (turned.hints, turned.looking_since, turned.turning_since) == ([SMALL], None, None)
    assert list(Found.objects.filter(page=turned).order_by("number")) == []
    for variant in Variant:
        before = shown(page, variant).transpose(Image.Transpose.ROTATE_180)
        after = shown(turned, variant).resize(before.size)
        assert ImageStat.Stat(ImageChops.difference(before, after)).mean[0] < 4


def test_a_repeated_click_turns_it_once_and_the_uploaded_page_stays_as_it_was(
    story: Story, case: Case, page: Page
) -> None:
    turns(story, case, page)
    turns(story, case, page)
    assert len(audited(case)) == 1
    turns(story, case, page, key="another window")
    jobs.run_all()
    assert [row.hints for row in lying(case) if row.position == page.position] == [[SMALL]]
    before = Page.objects.get(pk=page.pk)
    assert (before.stored_id, before.hints) == (page.stored_id, [SMALL, TOLD])
    assert (before.removed_at, before.turning_since) == (MONDAY, None)


def test_a_page_of_which_nothing_is_asked_is_not_turned(
    story: Story, case: Case, page: Page
) -> None:
    for already in ({"hints": [SMALL]}, {"kept_anyway": True}, {"removed_at": MONDAY}):
        asked = {"hints": [TOLD], "kept_anyway": False, "removed_at": None}
        Page.objects.filter(pk=page.pk).update(**(asked | already))
        turns(story, case, page, key=str(already))
        assert jobs.run_all() == 0
        assert Page.objects.get(pk=page.pk).turning_since is None
    assert audited(case) == []


def test_answered_while_it_was_being_turned_it_stays_as_it_is(
    story: Story, case: Case, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [row.pk for row in lying(case)]
    turns(story, case, page)
    asked = turning.looking.is_answerable

    def meanwhile(folder_id: int) -> bool:
        drafting.keep_page(case_id=case.pk, page_id=page.pk, actor=story.lin.actor)
        return asked(folder_id)

    monkeypatch.setattr(turning.looking, "is_answerable", meanwhile)
    jobs.run_all()
    assert [row.pk for row in lying(case)] == before


def test_once_it_was_handed_in_nothing_is_turned(story: Story, case: Case, page: Page) -> None:
    turns(story, case, page)
    drafting.keep_page(case_id=case.pk, page_id=page.pk, actor=story.lin.actor)
    cases.submit(case_id=case.pk, key="in", actor=story.lin.actor, now=MONDAY)
    before = [row.pk for row in lying(case)]
    with pytest.raises(Refused) as refused:
        turns(story, case, page, key="late")
    assert refused.value.codes == ["step.wrong_status"]
    # As if the answer had not been there: the application itself is not open any more.
    Page.objects.filter(pk=page.pk).update(kept_anyway=False)
    jobs.run_all()
    assert [row.pk for row in lying(case)] == before


def test_a_page_that_cannot_be_turned_keeps_its_hint(
    story: Story, case: Case, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turning, "TURNING_TRADE", "tests.domain.materials.no_such_trade")
    turns(story, case, page)
    jobs.run_all()
    page.refresh_from_db()
    assert (page.turning_since, page.hints, page.removed_at) == (None, [SMALL, TOLD], None)
