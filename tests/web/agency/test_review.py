"""The review screen through the doors: claim, mark, pass, return, oppose, hand over, and races."""

import re
from datetime import date, timedelta
from itertools import islice
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anzhu.cases import actions as cases
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.ops.demo import cast
from anzhu.reviews import actions as reviews
from anzhu.reviews.models import Decision, Marks
from anzhu.rules.categories import Category
from anzhu.rules.facts import Status
from tests.web.agency.conftest import TUESDAY, Enters
from tests.web.agency.desk import address, all_met, followed, items_of, text_of
from tests.world import UNMET, Story

MOST_QUERIES = 12
HOUR = timedelta(hours=1)


@pytest.fixture
def case(story: Story, zhou: Client) -> Case:
    """林岚's application, claimed by 周明."""
    found = story.submitted()
    zhou.post(address(found, "claim"))
    return found


def judged(case: Case) -> dict[str, tuple[str, str]]:
    """The two items that are not met in these stories, as form fields name them."""
    return {item.replace(".", "__"): said for item, said in UNMET.items()}


def test_the_screen_shows_what_was_declared_beside_what_was_handed_in(
    zhou: Client, case: Case
) -> None:
    page = text_of(zhou, address(case))
    for shown in (
        "林岚",
        "1101**********",
        "齐鲁安泰化工股份有限公司",
        "印章有效，名称一致",
        "安全主管",
    ):
        assert shown in page
    assert re.search(r"/pages/\d+/preview", page)
    assert "checked" not in re.findall(r'name="mark\.[^>]*>', page)


def test_no_id_number_leaves_the_house(zhou: Client, story: Story, case: Case) -> None:
    number = story.lin.person.id_number
    for path in ("/agency/", address(case), address(case, "return"), address(case, "oppose")):
        assert number not in text_of(zhou, path)


def test_a_case_page_reads_a_fixed_number_of_times(zhou: Client, story: Story, case: Case) -> None:
    with CaptureQueriesContext(connection) as first:
        zhou.get(address(case))
    for turn in range(5):
        reviews.release(case_id=case.pk, actor=story.zhou.actor, now=TUESDAY + HOUR * turn)
        reviews.claim(case_id=case.pk, actor=story.zhou.actor, now=TUESDAY + HOUR * turn)
    with CaptureQueriesContext(connection) as later:
        zhou.get(address(case))
    assert len(first) == len(later) <= MOST_QUERIES


def test_pictures_are_given_out_only_behind_the_case(
    zhou: Client, enters: Enters, story: Story, case: Case
) -> None:
    (picture, *_) = re.findall(r'src="([^"]+/preview)"', text_of(zhou, address(case)))
    shown = zhou.get(picture)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    portrait = re.search(r"/agency/cases/\w+/portrait/[0-9a-f-]+", text_of(zhou, address(case)))
    assert portrait is not None
    assert zhou.get(portrait[0]).content[:2] == b"\xff\xd8"
    stranger = enters(story.world.reviewers[story.builder.agencies["SXM"].pk][0])
    nothing = Client().get("/no/such/address").content
    for path in (picture, portrait[0], address(case), address(case, f"portrait/{uuid4()}")):
        assert (stranger.get(path).status_code, stranger.get(path).content) == (404, nothing)
    assert zhou.get(address(case, "pages/999999/preview")).content == nothing
    assert zhou.get(picture.replace("preview", "huge")).content == nothing


def test_marks_are_kept_one_by_one_and_come_back(zhou: Client, case: Case) -> None:
    said = {
        "mark.form.stamp": "not_met",
        "reason.form.stamp": "stamp.missing",
        "note.form.stamp": "没有盖章",
    }
    kept = zhou.post(address(case, "marks"), said, headers={"X-Behaviour": "review"})
    assert kept.status_code == 204
    assert Marks.objects.get().marks == {
        "form.stamp": {"mark": "not_met", "reason": "stamp.missing", "note": "没有盖章"}
    }
    page = text_of(zhou, address(case))
    assert "没有盖章" in page
    assert f"已判定 1/{len(items_of(case))} 项" in page


@pytest.mark.parametrize(
    ("field", "value"), [("mark.form.stamp", "perhaps"), ("mark.no.such.item", "met")]
)
def test_what_is_no_mark_is_not_kept(zhou: Client, case: Case, field: str, value: str) -> None:
    zhou.post(address(case, "marks"), {field: value})
    assert not Marks.objects.exclude(marks={}).exists()


def test_everything_met_passes_and_a_double_click_acts_once(
    zhou: Client, story: Story, case: Case
) -> None:
    typed = {**all_met(case), "once": "k1"}
    first = zhou.post(address(case, "pass"), typed)
    again = zhou.post(address(case, "pass"), typed)
    assert (first.status_code, again.status_code) == (303, 303)
    assert "已通过初审" in followed(zhou, again)
    assert story.fresh(case).status == Status.PASSED
    assert Decision.objects.filter(case=case).count() == 1


def test_going_on_opens_the_next_case_and_a_double_click_claims_no_second_one(
    zhou: Client, story: Story, case: Case
) -> None:
    chemists = (seed for seed in cast.crowd() if seed.category is Category.CHEMICAL)
    others = [story.builder.one_of(seed) for seed in islice(chemists, 2)]
    waiting = [story.submitted(of=one) for one in others]
    typed = {**all_met(case), "once": "k1", "go_on": "1"}
    pages = [followed(zhou, zhou.post(address(case, "pass"), typed)) for _ in range(2)]
    assert all(f"{case.ref} 已通过初审，这是下一件" in page for page in pages)
    held = Case.objects.filter(claimed_by_id=story.zhou.account.pk)
    assert held.count() == 1
    assert held.get() in waiting


def test_an_unmet_item_refuses_to_pass_and_says_which(
    zhou: Client, story: Story, case: Case
) -> None:
    answer = zhou.post(address(case, "pass"), {**all_met(case, **judged(case)), "once": "k"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“印章有效，名称一致”未判定为符合，不能通过。" in page
    assert "印章看不清" in page
    assert story.fresh(case).status == Status.FIRST_REVIEW


def test_a_return_is_shown_as_the_applicant_will_read_it_and_then_sent(
    zhou: Client, enters: Enters, story: Story, case: Case
) -> None:
    typed = {**all_met(case, **judged(case)), "then": "return"}
    page = followed(zhou, zhou.post(address(case, "marks"), typed))
    assert "有 2 项需要补正" in page
    assert "2026年12月17日 23:59" in page
    assert "证件文字反光" in page
    sent = [zhou.post(address(case, "return"), {"once": "r1"}) for _ in range(2)]
    assert [one.status_code for one in sent] == [303, 303]
    returned = story.fresh(case)
    assert (returned.status, returned.returns) == (Status.CORRECTION, 1)
    assert {one["note"] for one in Decision.objects.get(case=case).reasons} == {
        "印章看不清",
        "证件文字反光",
    }
    read = enters(story.lin).get(f"/apply/cases/{case.ref}/", follow=True).content.decode()
    assert "印章看不清" in read
    assert "证件文字反光" in read


def test_a_return_waits_for_every_item_and_every_reason(
    zhou: Client, story: Story, case: Case
) -> None:
    typed = all_met(case, form__stamp=("", ""))
    del typed["mark.contract.valid"]
    zhou.post(address(case, "marks"), typed)
    page = text_of(zhou, address(case, "return"))
    assert "还有 1 项未判定" in page
    assert "还有 1 项没有选择理由" in page
    refused = zhou.post(address(case, "return"), {"once": "r"})
    assert refused.status_code == 422
    assert "“合同种类和效力正确”还没有判定" in refused.content.decode()
    assert story.fresh(case).status == Status.FIRST_REVIEW


def test_a_second_return_must_say_why_it_raises_what_was_there_before(
    story: Story, enters: Enters
) -> None:
    case = story.returned()
    later = TUESDAY + timedelta(days=1)
    story.resubmitted(case, later)
    with clock.at(later + HOUR):
        zhou = enters(story.zhou)
        zhou.post(address(case, "claim"))
        zhou.post(
            address(case, "marks"), all_met(case, contract__complete=("contract.illegible", ""))
        )
        page = text_of(zhou, address(case, "return"))
        assert "再次提出的原因" in page
        assert "第 2 次退回" in page
        refused = zhou.post(address(case, "return"), {"once": "2"})
        assert refused.status_code == 422
        assert "上次退回时已在且可见" in refused.content.decode()
        typed = {"once": "3", "override": "合同第 2 页当时未看到缺签章"}
        assert zhou.post(address(case, "return"), typed).status_code == 303
    assert story.fresh(case).returns == 2


def test_opposing_needs_a_reason_of_the_list(zhou: Client, story: Story, case: Case) -> None:
    refused = zhou.post(address(case, "oppose"), {"once": "o", "oppose_note": "查到了"})
    assert refused.status_code == 422
    assert "请从不予注册情形中至少选择一条理由" in refused.content.decode()
    typed = {"once": "o", "refusals": ["refuse.falsified"], "oppose_note": "合同系伪造"}
    assert "不予注册意见" in followed(zhou, zhou.post(address(case, "oppose"), typed))
    opposed = story.fresh(case)
    assert (opposed.status, opposed.agency_opinion) == (Status.PASSED, "against")


def test_the_lead_hands_over_to_an_open_agency_with_a_reason(xu: Client, story: Story) -> None:
    case = story.submitted()
    refused = xu.post(address(case, "hand-over"), {"once": "h"})
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "请选择要转往的另一个初审机构" in said
    assert "请写明理由" in said
    typed = {"once": "h", "to_code": "SXM", "hand_over_note": "属煤矿安全"}
    for _ in range(2):
        answer = xu.post(address(case, "hand-over"), typed)
        assert f"{case.ref} 已转往" in followed(xu, answer)
    assert story.fresh(case).agency.code == "SXM"
    assert story.told(case).count("hand_over") == 1
    text_of(xu, address(case), status=404)


def test_a_reviewer_cannot_hand_over(zhou: Client, case: Case) -> None:
    assert zhou.get(address(case, "hand-over")).status_code == 404


def test_others_read_only_until_the_lease_runs_out(story: Story, xu: Client, case: Case) -> None:
    page = text_of(xu, address(case))
    assert "周*正在审核" in page
    assert "fieldset disabled" in page
    lost = xu.post(address(case, "claim"))
    assert lost.status_code == 409
    assert "另一位审核人正在审核" in lost.content.decode()
    with clock.at(TUESDAY + timedelta(minutes=10)):
        text_of(xu, "/agency/")
    with clock.at(TUESDAY + timedelta(minutes=16)):
        assert "接手审核" in text_of(xu, address(case))
        assert xu.post(address(case, "claim")).status_code == 303
    assert story.fresh(case).claimed_by_id == story.xu.account.pk


def test_accepting_starts_the_twenty_days_once_and_says_so(
    story: Story, zhou: Client, case: Case
) -> None:
    assert "受理</button>" in text_of(zhou, address(case))
    answers = [zhou.post(address(case, "accept"), {"once": "same"}).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert story.told(case).count("accept") == 1
    page = text_of(zhou, address(case))
    assert "2026年11月17日受理" in page
    assert "受理</button>" not in page
    assert story.fresh(case).due_on == date(2026, 12, 15)


def test_releasing_twice_is_releasing_once(story: Story, zhou: Client, case: Case) -> None:
    answers = [zhou.post(address(case, "release")).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert story.told(case).count("release") == 1


def test_a_lost_race_says_what_happened_and_keeps_the_marks_in_words(
    story: Story, zhou: Client, case: Case
) -> None:
    with clock.at(TUESDAY + timedelta(minutes=10)):
        text_of(zhou, "/agency/")
    with clock.at(TUESDAY + timedelta(minutes=16)):
        reviews.claim(case_id=case.pk, actor=story.xu.actor, now=clock.now())
        lost = zhou.post(address(case, "pass"), {**all_met(case, **judged(case)), "once": "late"})
    page = lost.content.decode()
    assert lost.status_code == 409
    assert "许*：接手了审核" in page
    assert "不符合，印章不清，印章看不清" in page
    assert story.fresh(case).status == Status.FIRST_REVIEW
    assert not Decision.objects.exists()


def test_a_withdrawn_case_is_no_longer_reviewed(story: Story, zhou: Client, case: Case) -> None:
    cases.withdraw(case_id=case.pk, key="w", actor=story.lin.actor, now=TUESDAY)
    lost = zhou.post(address(case, "return"), {"once": "r"})
    assert lost.status_code == 409
    assert "撤回了申请" in lost.content.decode()
    assert "已处于“已撤回”，只能查看" in text_of(zhou, address(case))


def test_corrections_stand_beside_what_they_were(story: Story, zhou: Client) -> None:
    case = story.returned()
    story.resubmitted(case, TUESDAY + HOUR)
    again = case.revisions.latest("number")
    again.answers["employer"]["post"] = "安全总监"
    stamped = next(one for one in again.materials if one["material"] == "id_in_hand")
    stamped["digest"] = "0" * 64
    again.save()
    page = text_of(zhou, address(case))
    assert "退回过 1 次" in page
    assert "上次退回：印章不清" in page
    assert '安全总监 <span class="was">原为：安全主管</span>' in page
    assert "上次第 1 页" in page
    assert page.count("补正后有变化") == 2 + 1


def test_applicants_and_the_centre_find_nothing_here(enters: Enters, story: Story) -> None:
    case = story.submitted()
    nothing = Client().get("/no/such/address").content
    for who in (story.lin, story.chen, story.zhao):
        client = enters(who)
        for path in ("/agency/", address(case), "/agency/forwarding", "/agency/collecting"):
            assert client.get(path).content == nothing
