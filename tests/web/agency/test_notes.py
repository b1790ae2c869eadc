"""What machines noticed stands beside the evidence: a sign, a sentence, a crop; never a mark."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from anzhu.cases.models import Case
from anzhu.kernel import jobs
from anzhu.materials.checks.interface import Outcome
from anzhu.materials.models import Found, Page
from anzhu.ops.demo import cast
from anzhu.rules.categories import Category
from tests.web.agency.conftest import TUESDAY, Enters
from tests.web.agency.desk import address, text_of
from tests.web.agency.test_review import MOST_QUERIES
from tests.world import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(story: Story, zhou: Client) -> Case:
    found = story.submitted()
    zhou.post(address(found, "claim"))
    return found


def page_of(case: Case, material: str = "contract") -> Page:
    return case.folder.pages.filter(material=material).order_by("position").first()


def another_page(case: Case) -> Page:
    """A page of the contract that nobody has handed in yet."""
    return Page.objects.create(
        folder=case.folder,
        material="contract",
        position=9,
        state="ready",
        stored=page_of(case).stored,
        uploaded_at=TUESDAY,
    )


def noticed(page: Page, **changed: Any) -> Found:
    plain = {
        "check_name": "names",
        "version": 1,
        "number": Found.objects.filter(page=page).count(),
        "code": "employer.other",
        "outcome": Outcome.DIFFERS,
        "confidence": 0.87,
        "params": {"read": "江苏长河新材料有限公司"},
        "item": "contract.valid",
        "crop": page.stored,
        "at": TUESDAY,
    }
    return Found.objects.create(page=page, **plain | changed)


def notes_in(page: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>|\s+", "", one) for one in re.findall(r'<li class="note">.*?</li>', page)
    ]


def test_a_finding_stands_beside_its_page_and_its_item_and_presets_nothing(
    zhou: Client, case: Case
) -> None:
    row = noticed(page_of(case))
    page = text_of(zhou, address(case))
    said = "✗机器提示，有差异：单位与姓名读到的单位名称是“江苏长河新材料有限公司”，与申报不同。"
    said += "看：页上的印刷文字·把握87%·第1版"
    assert notes_in(page) == [said, said]
    assert page.count(f'src="{address(case)}findings/{row.pk}"') == 2
    assert "checked" not in re.findall(r'name="mark\.[^>]*>', page)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("no_library", "未检查：服务器没有安装所需组件。"),
        ("too_slow", "未检查：超过时限。"),
        ("too_heavy", "未检查：超过内存限制。"),
        ("crashed", "未检查：检查程序出错。"),
    ],
)
def test_what_was_not_checked_says_why_and_claims_no_confidence(
    zhou: Client, case: Case, reason: str, said: str
) -> None:
    nothing = {"confidence": 0, "params": {}, "item": "", "crop": None}
    noticed(page_of(case), outcome=Outcome.NOT_CHECKED, code=reason, **nothing)
    (note,) = notes_in(text_of(zhou, address(case)))
    assert said in note
    assert "把握" not in note


def test_one_page_that_shows_the_name_is_enough(zhou: Client, case: Case) -> None:
    first, second = page_of(case), another_page(case)
    revision = case.revisions.get()
    listed = [*revision.materials, {**revision.materials[0], "page": second.pk}]
    listed[-1]["material"] = "contract"
    type(revision).objects.filter(pk=revision.pk).update(materials=listed)
    missing = {"outcome": Outcome.UNSURE, "params": {}, "crop": None, "confidence": 0.5}
    noticed(first, code="employer.missing", **missing)
    noticed(second, code="employer.found", outcome=Outcome.AGREES, params={})
    page = text_of(zhou, address(case))
    assert "没有读到申报的单位名称" not in page
    assert "读到的单位名称与申报一致" in page


def test_a_sibling_is_named_to_whom_may_see_it_and_only_counted_to_others(
    story: Story, zhou: Client, enters: Enters, case: Case
) -> None:
    other = story.submitted(of=story.builder.one_of(_chemist()))
    said = {"check_name": "repeats", "code": "same_picture", "params": {}, "crop": None, "item": ""}
    for one, sibling in ((case, other), (other, case)):
        mine = page_of(one, "id_in_hand")
        noticed(mine, outcome=Outcome.UNSURE, sibling=sibling.folder, **said)
    page = text_of(zhou, address(case))
    assert f'href="{address(other)}"' in page
    assert f"查看 {other.ref}" in page

    # The other application now lies at another agency.
    elsewhere = story.builder.agencies["SXM"]
    Case.objects.filter(pk=other.pk).update(agency=elsewhere)
    page = text_of(zhou, address(case))
    assert other.ref not in page
    assert "另有 1 件其他机构的申请使用了相同材料。" in page


def test_two_forms_beside_each_other_are_shown_to_whom_may_see_both(
    story: Story, zhou: Client, case: Case
) -> None:
    other = story.submitted(of=story.builder.one_of(_chemist()))
    row = noticed(
        page_of(case, "application_form"),
        check_name="impressions",
        code="seal",
        outcome=Outcome.UNSURE,
        params={},
        item="form.stamp",
        sibling=other.folder,
    )
    page = text_of(zhou, address(case))
    said = "印章与另一人申请表上的位置、角度和墨迹几乎完全相同，可能是同一张图片。"
    assert page.count(said) == 2
    assert page.count(f'src="{address(case)}findings/{row.pk}"') == 2
    assert f"查看 {other.ref}" in page
    assert "checked" not in re.findall(r'name="mark\.[^>]*>', page)
    assert zhou.get(address(case, f"findings/{row.pk}")).status_code == 200

    # The other application now lies at another agency.
    Case.objects.filter(pk=other.pk).update(agency=story.builder.agencies["SXM"])
    page = text_of(zhou, address(case))
    assert other.ref not in page
    assert "另有 1 件其他机构的申请，盖章或签字可能是同一张图片。" in page
    assert f"findings/{row.pk}" not in page
    assert zhou.get(address(case, f"findings/{row.pk}")).status_code == 404


def test_findings_cost_no_further_question_however_many_there_are(zhou: Client, case: Case) -> None:
    zhou.get(address(case))
    with CaptureQueriesContext(connection) as before:
        zhou.get(address(case))
    for page in case.folder.pages.all():
        for number in range(3):
            noticed(page, number=number)
    with CaptureQueriesContext(connection) as after:
        zhou.get(address(case))
    assert len(before) == len(after) <= MOST_QUERIES


def test_a_crop_is_given_out_only_behind_its_case(
    story: Story, zhou: Client, enters: Enters, case: Case
) -> None:
    row = noticed(page_of(case))
    assert zhou.get(address(case, f"findings/{row.pk}")).content[:2] == b"\xff\xd8"
    stranger = enters(story.world.reviewers[story.builder.agencies["SXM"].pk][0])
    assert stranger.get(address(case, f"findings/{row.pk}")).status_code == 404
    # A page that was never handed in, and a finding without a picture.
    late = another_page(case)
    assert zhou.get(address(case, f"findings/{noticed(late).pk}")).status_code == 404
    bare = noticed(page_of(case), crop=None)
    assert zhou.get(address(case, f"findings/{bare.pk}")).status_code == 404


def _chemist() -> Any:
    return next(seed for seed in cast.crowd() if seed.category is Category.CHEMICAL)


def test_handing_in_lets_the_slow_checks_look_and_the_reviewer_sees_what_they_found(
    story: Story, zhou: Client, settings: Any
) -> None:
    settings.ANZHU_CHECKS = frozenset({"repeats"})
    # The pages of these stories are the same blank sheets.
    case, other = story.submitted(), story.submitted(of=story.builder.one_of(_chemist()))
    assert not Found.objects.exists()
    jobs.run_all()
    zhou.post(address(case, "claim"))
    page = text_of(zhou, f"{address(case)}?sheet=p{page_of(case).pk}")
    assert "与另一人的申请所交文件完全相同。" in page
    assert f"查看 {other.ref}" in page


def test_a_check_that_is_switched_off_leaves_the_queue_empty(story: Story, settings: Any) -> None:
    settings.ANZHU_CHECKS = frozenset({"readability"})
    story.submitted()
    waiting = ProcrastinateJob.objects.filter(status="todo", queue_name="reading")
    assert not waiting.exists()
