"""Holders of the demonstration for whom renewal, change and re-registration are open today.

Their registrations come in by a list, as those of the time before did, but with the categories and
the five years of today. All days are counted from the day the demonstration is built, so that every
one of them is always where their story begins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from anzhu import words
from anzhu.cases import actions as cases
from anzhu.cases import opening, statements
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.ops.demo import cast, learning, legacy
from anzhu.ops.demo.builder import Builder, Somebody
from anzhu.rules import numbering
from anzhu.rules.calendar import ONE_DAY, add_years
from anzhu.rules.categories import Category
from anzhu.rules.deadlines import validity_from
from anzhu.rules.facts import Kind
from anzhu.rules.materials import Material

_FIRST_NUMBER = 37_701
#: Of eight hours each: as many as R7 asks for.
_COURSES = 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Holder:
    """One of them; ``ends_in`` counts days from today to the last valid one.

    ``story`` is the key of the sentence that says what can be tried with them.
    """

    name: str
    story: str
    born: date
    sequence: int
    woman: bool
    email: str
    employer: int
    ends_in: int

    @property
    def id_number(self) -> str:
        return cast.id_number(self.born, self.sequence, woman=self.woman)

    @property
    def unit(self) -> cast.EmployerSeed:
        return cast.EMPLOYERS[self.employer]


#: Within three months of the end, hours complete: renews.
SONG = Holder(
    name="宋延年",
    story="renewal",
    born=date(1985, 6, 12),
    sequence=402,
    woman=False,
    email="song@example.org",
    employer=0,
    ends_in=55,
)
#: In the last year, with another employer: changes and renews at the same time.
QIAO = Holder(
    name="乔迁",
    story="change",
    born=date(1988, 10, 21),
    sequence=404,
    woman=True,
    email="qiao@example.org",
    employer=0,
    ends_in=200,
)
#: Ended two months ago: registers anew.
CHENG = Holder(
    name="程复之",
    story="re_registration",
    born=date(1982, 3, 30),
    sequence=406,
    woman=False,
    email="cheng@example.org",
    employer=2,
    ends_in=-60,
)
#: Renewed in time; the old period ended three days ago and the agency has not finished.
HOU = Holder(
    name="侯延",
    story="pending",
    born=date(1987, 12, 5),
    sequence=408,
    woman=True,
    email="hou@example.org",
    employer=1,
    ends_in=-3,
)
HOLDERS = (SONG, QIAO, CHENG, HOU)
#: How long before today the renewal that is pending was handed in.
_FILED_BEFORE = 9 * _DAY


def settle(builder: Builder, school: learning.School, now: datetime) -> Mapping[str, Somebody]:
    """Accounts, registrations and hours of all of them, and the renewal that is pending."""
    people = {one.name: _with_account(builder, one, place) for place, one in enumerate(HOLDERS)}
    today = clock.day(now)
    listed = [_listed(one, today) for one in HOLDERS]
    legacy.bring_in(listed, on=today, at=builder.now)
    rows = [
        row for one in HOLDERS for row in learning.courses(one.name, one.id_number, _COURSES, today)
    ]
    school.imports(rows, "注册在期人员学时.xlsx", now - 20 * _DAY)
    at = now - _FILED_BEFORE
    _renewal(builder, people[HOU.name], HOU, at - timedelta(days=max(0, at.weekday() - 4)))
    return people


def number_of(one: Holder, today: date) -> str:
    """The number for life that the list gives one of them."""
    first, _ = _period(one, today)
    return numbering.holder_number(first.year, _FIRST_NUMBER + HOLDERS.index(one))


def _with_account(builder: Builder, one: Holder, place: int) -> Somebody:
    return builder.engineer(
        one.name,
        id_number=one.id_number,
        email=one.email,
        phone=f"1372000{place:04d}",
        # Of before the new scheme: a free choice of the category.
        obtained=date(2018, 10, 28),
        category=None,
        woman=one.woman,
    )


def _period(one: Holder, today: date) -> tuple[date, date]:
    """The last valid day as asked, and the first one five years before (R3)."""
    until = today + timedelta(days=one.ends_in)
    first = add_years(until + ONE_DAY, -5)
    return first, validity_from(first).until


def _listed(one: Holder, today: date) -> Mapping[str, str]:
    first, until = _period(one, today)
    return {
        "name": one.name,
        "id_number": one.id_number,
        "number": number_of(one, today),
        "category": words.text(f"categories.{Category.CHEMICAL}"),
        "employer": one.unit.name,
        "uscc": one.unit.uscc,
        "valid_from": first.isoformat(),
        "valid_until": until.isoformat(),
        "status": "有效",
    }


def _renewal(builder: Builder, of: Somebody, one: Holder, at: datetime) -> Case:
    """A complete renewal, submitted while the registration was still valid."""
    employer = builder.employers[one.unit.name]
    case = opening.open_application(kind=Kind.RENEWAL, actor=of.actor, now=at)
    builder.fill(case, of, at, {**builder.answers(of, employer), "statement": _work(at)})
    statements.note_print(case_id=case.pk, key=f"sheet {case.ref}", actor=of.actor, now=at)
    case.refresh_from_db()
    builder.hand_in_papers(case, of, at)
    sheet = statements.paper(case, on=clock.day(at)) if builder.pictures else b""
    builder.lay(case, Material.PERFORMANCE_STATEMENT, at, sheet)
    return cases.submit(case_id=case.pk, key=f"submit {case.ref}", actor=of.actor, now=at)


def _work(at: datetime) -> dict[str, Any]:
    """Two pieces of work of the last years, told as 4.2.3 wants them."""
    year = clock.day(at).year - 1
    return {
        "rows": [
            {
                "start": f"{year - 1}-03-04",
                "until": f"{year - 1}-06-28",
                "place": "聊城厂区",
                "subject": "液氨罐区",
                "content": "组织危险与可操作性分析，提出整改建议十二条",
                "part": "负责人",
                "result": "全部整改完成并通过验收",
            },
            {
                "start": f"{year}-09-01",
                "until": f"{year}-09-30",
                "place": "总部与聊城厂区",
                "subject": "液氨泄漏应急演练",
                "content": "编写脚本并组织两次实战演练，修订应急预案一份",
                "part": "总指挥",
                "result": "预案已备案，疏散时间由 9 分钟缩短到 6 分钟",
            },
        ]
    }
