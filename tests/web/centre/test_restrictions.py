"""Bans at the centre's desk: found by exact number, entered by one, confirmed by another."""

import re
from datetime import timedelta

import pytest

from anzhu.kernel import clock, jobs
from anzhu.registrations.models import Restriction, RestrictionOrder
from tests.domain.registrations.banned import banned, scan
from tests.web.desks import Desk, everything
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db
NOW = MONDAY
GOOD = {
    "basis": "false_application",
    "starts_on": clock.day(NOW).isoformat(),
    "years": "5",
    "instrument": "应急罚〔2026〕12 号",
    "once": "k",
}


@pytest.fixture
def story() -> Story:
    return Story()


@pytest.fixture
def desks(story: Story) -> tuple[Desk, Desk]:
    return Desk(story.chen, NOW), Desk(story.sun, NOW)


def found(desk: Desk, story: Story) -> str:
    """The page of 林岚, found by number and name."""
    said = {"said": story.lin.person.id_number, "name": "林岚"}
    return desk.post("/centre/restrictions/find", **said)


def test_a_ban_from_the_question_to_the_home_page(story: Story, desks: tuple[Desk, Desk]) -> None:
    chen, sun = desks
    there = found(chen, story)
    page = chen.get(there)
    assert "1101**********" in page
    assert story.lin.person.id_number not in page

    order = chen.post(there, **GOOD, scan=scan())
    assert chen.post(there, **GOOD, scan=scan()) == order
    waiting = chen.get(order)
    assert "正在检查扫描件" in waiting
    assert "须由另一位终审员确认" in waiting
    assert "核对无误" not in waiting
    assert "林岚" in sun.get("/centre/restrictions/")
    jobs.run_all()
    ready = sun.get(order)
    image = re.search(r'src="(/centre/restrictions/orders/\d+/pages/1/thumbnail\.jpg)"', ready)
    assert image is not None
    assert sun.answer(image[1]).headers["Content-Type"] == "image/jpeg"
    assert "自 2026年11月16日 至 2031年11月16日（含当日），此人不得申请注册" in ready
    sun.post(f"{order}confirm", once="c")
    sun.post(f"{order}confirm", once="c")

    listed = sun.get("/centre/restrictions/")
    assert "2031年11月16日" in listed
    assert "限制中" in listed
    assert Restriction.objects.count() == 1


def test_nobody_is_found_by_half_of_it(story: Story, desks: tuple[Desk, Desk]) -> None:
    number = story.lin.person.id_number
    for said, name in ((number, "林"), (number[:-4], "林岚"), ("%", "%")):
        page = desks[0].post("/centre/restrictions/find", status=422, said=said, name=name)
        assert "没有找到" in page
    assert "请填写姓名" in desks[0].post("/centre/restrictions/find", status=422, said=number)


def test_everything_wrong_is_said_at_its_field_and_nothing_is_kept(
    story: Story, desks: tuple[Desk, Desk]
) -> None:
    there = found(desks[0], story)
    before = everything()
    tomorrow = clock.day(NOW + timedelta(days=1)).isoformat()

    page = desks[0].post(there, status=422, **{**GOOD, "starts_on": tomorrow, "years": "0"})

    for field, said in (("starts_on", "晚于今天"), ("years", "年限应为 1 至 99")):
        assert said in page.split(f'id="id_{field}_error"')[1].split("</div>")[0]
    assert 'value="应急罚〔2026〕12 号"' in page
    assert "请填写整年数" in desks[0].post(there, status=422, years="x")
    assert "请选择限制注册的依据" in desks[0].post(there, status=422)
    assert everything() == before
    assert not RestrictionOrder.objects.exists()


def test_a_correction_shows_the_old_values_beside_the_new_ones(
    story: Story, desks: tuple[Desk, Desk]
) -> None:
    chen, sun = desks
    ban = banned(story.lin.person, (story.chen.actor, story.sun.actor), NOW)
    form = chen.get(f"/centre/restrictions/{ban.pk}/correct")
    assert 'value="5"' in form
    wanting = chen.post(f"/centre/restrictions/{ban.pk}/correct", status=422, **GOOD)
    assert "请写明理由" in wanting
    order = chen.post(
        f"/centre/restrictions/{ban.pk}/correct",
        **{**GOOD, "years": "3", "once": "x"},
        reason="录错",
        scan=scan(),
    )
    jobs.run_all()
    page = sun.get(order)
    assert "3 年，至 2029年11月16日" in page
    assert "5 年，至 2031年11月16日" in page
    sun.post(f"{order}confirm", once="c")

    ban.refresh_from_db()
    assert ban.years == 3
    lift = chen.post(
        f"/centre/restrictions/{ban.pk}/lift", instrument="撤 1 号", reason="复议", scan=scan()
    )
    jobs.run_all()
    sun.post(f"{lift}confirm", once="d")
    assert "已解除" in sun.get("/centre/restrictions/")
    assert chen.get(f"/centre/restrictions/{ban.pk}/burn", status=404)


def test_whoever_entered_it_may_drop_but_not_confirm_it(
    story: Story, desks: tuple[Desk, Desk]
) -> None:
    chen, _ = desks
    order = chen.post(found(chen, story), **GOOD)
    assert "另一位终审员确认" in chen.post(f"{order}confirm", status=422)
    chen.post(f"{order}discard")
    assert chen.post(f"{order}discard", status=409)
    assert chen.post(f"{order}scan", status=409, scan=scan())
    assert not Restriction.objects.exists()


def test_the_pages_ask_a_fixed_number_of_questions(
    story: Story, desks: tuple[Desk, Desk], django_assert_max_num_queries: object
) -> None:
    pair = (story.chen.actor, story.sun.actor)
    for name in ("周明", "许峰", "王磊"):
        banned(story.world.staff[name].person, pair, NOW)
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        desks[0].get("/centre/restrictions/")
