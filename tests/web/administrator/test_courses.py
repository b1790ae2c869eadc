"""The register of filed courses: who enters, amends and ends them, and what the desk refuses."""

from datetime import date

import pytest

from anzhu.audit.models import Entry
from anzhu.organisations.models import Course
from tests.web.desks import Desk
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db
REGISTER = "/administrator/courses/QLPX/"
COURSE = {
    "code": "ba-2026-01",
    "name": " 化工过程  安全管理 ",
    "hours": "12.5",
    "valid_from": "2026-01-01",
    "source": "鲁应急备〔2026〕1号",
}


@pytest.fixture
def story() -> Story:
    return Story()


@pytest.fixture
def qian(story: Story) -> Desk:
    """钱安, the administrator."""
    return Desk(story.world.staff["钱安"], MONDAY)


@pytest.fixture
def he(story: Story) -> Desk:
    """何静 of 齐鲁安全培训中心."""
    return Desk(story.world.staff["何静"], MONDAY)


def test_a_course_is_filed_amended_and_ended(story, qian, he):
    before = Course.objects.count()
    assert "5 门" in qian.get("/administrator/courses/")
    assert qian.post(REGISTER, once="k", **COURSE) == REGISTER
    assert qian.post(REGISTER, once="k", **COURSE) == REGISTER  # a second click is the first
    assert Course.objects.count() == before + 1
    made = Course.objects.get(code="BA-2026-01")
    assert (made.name, made.hours, made.valid_until) == ("化工过程 安全管理", 12.5, None)
    assert "化工过程 安全管理" in he.get("/institution/courses")

    page = qian.get(f"{REGISTER}BA-2026-01")
    assert 'value="2026-01-01"' in page and 'value="12.5"' in page
    amended = {**COURSE, "valid_until": "2026-10-31"}
    assert qian.post(f"{REGISTER}BA-2026-01", once="e", **amended) == REGISTER
    made.refresh_from_db()
    assert made.valid_until == date(2026, 10, 31)
    events = Entry.objects.filter(event__startswith="organisations.course_").order_by("pk")
    assert [one.event for one in events] == [
        "organisations.course_filed", "organisations.course_amended",
    ]  # fmt: skip
    assert events[1].data["before"] == {"valid_until": None}
    assert "已到期" in he.get("/institution/courses")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"code": "QLPX-01"}, "这个备案编号已经登记过"),
        ({"code": "备案一"}, "备案编号只能用字母"),
        ({"hours": "60"}, "学时须在 0.5–48 之间"),
        ({"hours": "八"}, "请填写学时"),
        ({"valid_until": "2025-12-31"}, "有效期止早于有效期起"),
        ({"valid_from": "去年"}, "请填写日期"),
        ({"source": ""}, "请填写备案依据"),
    ],
)
def test_what_cannot_be_filed_says_why_and_nothing_is_lost(qian, wrong, why):
    before = list(Course.objects.order_by("pk").values())
    page = qian.post(REGISTER, status=422, once="k", **{**COURSE, **wrong})
    assert why in page
    assert "鲁应急备" in page or "source" in wrong
    assert list(Course.objects.order_by("pk").values()) == before
    assert not Entry.objects.filter(event__startswith="organisations.course_").exists()


def test_an_institution_without_courses_reads_what_to_do(story, qian, he):
    Course.objects.all().delete()
    assert "没有，不能导入" in qian.get("/administrator/courses/")
    assert "没有有效的备案课程" in he.get("/institution/")
    assert "请联系系统管理员登记" in he.get("/institution/courses")
