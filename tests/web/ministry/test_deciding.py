"""The ministry decides: another human, a typed number, a fresh code, and everything or nothing."""

from datetime import timedelta

import pytest
from django.test import Client

from anzhu.kernel import clock
from anzhu.ops.demo.builder import Somebody
from anzhu.people import actions as people
from anzhu.production import actions
from anzhu.production.models import Batch
from anzhu.registrations.models import Registration
from anzhu.rules.facts import Opinion, Role, Status
from tests.domain import factories
from tests.web.desks import Desk, everything
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture
def story() -> Story:
    return Story()


@pytest.fixture
def zhao(story: Story) -> Desk:
    return Desk(story.zhao, FRIDAY)


def frozen(story: Story, *cases: object) -> Batch:
    keys = [case.pk for case in cases]
    who, now = story.chen.actor, FRIDAY
    batch = actions.compile_batch(case_ids=keys, key="c", actor=who, now=now)
    return actions.freeze(batch_id=batch.pk, key="f", actor=who, now=now)


def last_page(batch: Batch, desk: Desk, **typed: str) -> dict[str, str]:
    return {
        "confirm": "1",
        "once": "one",
        "typed": batch.number,
        "code": desk.code(),
        **typed,
    }


def there(batch: Batch) -> str:
    return f"/ministry/batches/{batch.number}/"


def test_a_wrong_code_or_number_changes_nothing_and_keeps_what_was_chosen(story, zhao) -> None:
    case = story.concluded()
    batch = frozen(story, case)
    before = everything()
    chosen = {
        "ref": case.ref,
        f"choice__{case.ref}": "leave_out",
        f"note__{case.ref}": "合同待核实",
    }

    wrong_code = last_page(batch, zhao, code="000000")
    page = zhao.post(f"{there(batch)}decide", status=422, **wrong_code, **chosen)
    assert "动态验证码不正确" in page
    assert "合同待核实" in page
    wrong_number = last_page(batch, zhao, typed="BP2026-0099")
    page = zhao.post(f"{there(batch)}decide", status=422, **wrong_number, **chosen)
    assert "批次号不一致" in page
    assert everything() == before

    zhao.post(f"{there(batch)}decide", **last_page(batch, zhao), **chosen)
    assert story.fresh(case).status == Status.FINAL_REVIEW


def test_a_double_click_with_one_code_is_one_decision(story, zhao) -> None:
    batch = frozen(story, story.concluded())
    typed = last_page(batch, zhao)

    first = zhao.post(f"{there(batch)}decide", **typed)
    done = everything()
    second = zhao.post(f"{there(batch)}decide", **typed)

    assert first == second == there(batch)
    assert everything() == done
    again = last_page(batch, zhao, once="another")
    assert "已决定" in zhao.post(f"{there(batch)}decide", status=409, **again)
    assert everything() == done


def test_a_code_that_was_used_elsewhere_does_not_approve(story, zhao) -> None:
    batch = frozen(story, story.concluded())
    before = everything()
    used = last_page(batch, zhao)
    zhao.post(f"{there(batch)}decide", status=422, **{**used, "typed": "BP2026-0099"})
    with clock.at(zhao.at):
        assert people.second_factor(
            account_id=story.zhao.account.pk, code=used["code"], now=zhao.at
        )

    assert "动态验证码不正确" in zhao.post(f"{there(batch)}decide", status=422, **used)
    assert everything() == before


def test_the_human_who_compiled_may_not_approve_with_another_account(story) -> None:
    batch = frozen(story, story.concluded())
    human = story.chen.person
    other = story.builder.staff(
        human.name, Role.MINISTRY_APPROVER, "chen2@ministry.example.org", 16
    )
    assert other.person.pk == human.pk
    chen = Desk(Somebody(human.name, other.account, other.actor), FRIDAY)
    before = everything()

    assert "不能由您批准" in chen.get(there(batch))
    page = chen.post(f"{there(batch)}decide", status=422, **last_page(batch, chen))

    assert "不能由您批准" in page
    assert everything() == before


def test_what_the_centre_is_against_must_be_decided_one_by_one(story, zhao) -> None:
    good, bad, odd = (
        story.concluded(),
        factories.case(centre_opinion=Opinion.AGAINST),
        factories.case(),
    )
    batch = frozen(story, good, bad, odd)
    page = zhao.get(f"{there(batch)}decide")
    assert bad.ref in page
    assert good.ref not in page

    said = {"ref": [bad.ref, odd.ref], "next": "1"}
    page = zhao.post(f"{there(batch)}decide", status=422, **said)
    assert f"{bad.ref}：请选择怎样决定" in page
    said |= {f"choice__{bad.ref}": "refuse", f"choice__{odd.ref}": "leave_out"}
    page = zhao.post(f"{there(batch)}decide", status=422, **said)
    assert f"{bad.ref}：请从不予注册情形中至少选择一条理由" in page
    assert f"{odd.ref}：请写明理由" in page
    said |= {f"reason__{bad.ref}": "refuse.not_employed", f"note__{odd.ref}": "合同待核实"}
    assert "合同待核实" in zhao.post(f"{there(batch)}decide", status=200, **said)
    del said["next"]
    zhao.post(f"{there(batch)}decide", **said, **last_page(batch, zhao))

    status = [story.fresh(case).status for case in (good, bad, odd)]
    assert status == [Status.APPROVED, Status.REFUSED, Status.FINAL_REVIEW]
    assert Registration.objects.get().case_ref == good.ref
    page = zhao.get(there(batch))
    assert page.count("1 件</dd>") == 3


def test_a_case_of_another_batch_cannot_be_slipped_in(story, zhao) -> None:
    batch = frozen(story, story.concluded())
    stranger = factories.case()

    page = zhao.post(f"{there(batch)}decide", status=422, ref=stranger.ref, add="1")

    assert f"本批次中没有受理编号 {stranger.ref}" in page
    assert "林岚" not in page


def test_approving_what_the_centre_is_against_is_refused_whatever_a_form_says(story, zhao) -> None:
    bad = factories.case(centre_opinion=Opinion.AGAINST)
    batch = frozen(story, bad)
    before = everything()
    forged = {"ref": bad.ref, f"choice__{bad.ref}": "approve"}

    page = zhao.post(f"{there(batch)}decide", status=422, **forged, **last_page(batch, zhao))

    assert "终审意见为不予注册，不能批准" in page
    assert everything() == before


def test_an_open_batch_is_nothing_to_the_ministry(story, zhao) -> None:
    case = story.concluded()
    batch = actions.compile_batch(case_ids=[case.pk], key="c", actor=story.chen.actor, now=FRIDAY)
    nothing = Client().get("/no/such/address").content

    assert zhao.answer(there(batch)).content == nothing
    assert zhao.answer(f"{there(batch)}decide").content == nothing


def test_a_batch_is_read_in_a_fixed_number_of_queries(
    story, zhao, django_assert_num_queries
) -> None:
    small = frozen(story, factories.case())
    counted = 11
    zhao.get(there(small))
    with django_assert_num_queries(counted):
        zhao.get(there(small))
    keys = [factories.case().pk for _ in range(12)]
    who = story.chen.actor
    large = actions.compile_batch(case_ids=keys, key="c2", actor=who, now=FRIDAY)
    actions.freeze(batch_id=large.pk, key="f2", actor=who, now=FRIDAY)
    with django_assert_num_queries(counted):
        zhao.get(there(large))
