"""A holder whom only the list of existing registrations knows: qualified by it, or not at all."""

from datetime import date

import pytest

from anzhu.cases import facts
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.ops.demo import cast
from anzhu.ops.demo.builder import Somebody
from anzhu.people import actions as people
from anzhu.people.models import Account, Qualification
from anzhu.registrations.importing import reading, writing
from anzhu.registrations.models import Import, Registration
from anzhu.rules.calendar import ONE_DAY, add_years
from anzhu.rules.facts import Kind, Role, Status
from tests.domain import factories
from tests.domain.production.test_stories_by_kind import approved, submitted
from tests.domain.registrations.lists import LI, OPERATOR, lines, of_li
from tests.web.applicant.papers import signed_in
from tests.web.desks import Desk
from tests.world import MONDAY, QILU, Story

pytestmark = pytest.mark.django_db
#: The last year of the period has begun.
PERIOD = {"valid_from": "2023-12-10", "valid_until": "2026-12-09", "employer": QILU}
QUALIFIED = {"qualification": "Q-2023-9", "qualified_on": "2023-10-29", "qualified_for": "化工安全"}


def listed(**said: str) -> None:
    """李桂兰's row comes in; the roster has nobody of that ID number."""
    sheet = reading.read(lines(of_li(**PERIOD, **said)), on=clock.day(MONDAY))
    writing.take_over(sheet.rows, source="f" * 64, actor=OPERATOR, now=MONDAY)


def with_account() -> Somebody:
    """李桂兰 after the activation, with 48 hours."""
    account: Account = people.open_account(
        name="李桂兰",
        id_number=LI,
        role=Role.APPLICANT,
        email="li@example.test",
        phone="13900000777",
        password=cast.PASSWORD,
        now=MONDAY,
    )
    for course in ("安全生产管理", "应急管理与救援"):
        factories.learnt(account.person, 24.0, course, date(2026, 3, 1))
    return Somebody("李桂兰", account, people.actor_for(account), woman=True)


def home(of: Somebody) -> str:
    with clock.at(MONDAY):
        return signed_in(of).get("/apply/").content.decode()


def test_whom_the_list_qualifies_may_renew_and_reads_where_it_comes_from() -> None:
    listed(**QUALIFIED)

    page = home(with_account())

    assert "开始延续注册" in page
    assert "Q-2023-9" in page
    assert f'存量注册名单（<span class="number">{Import.objects.get().number}</span>）' in page
    assert "按您的身份证号和姓名匹配" not in page
    assert "资格证书名册中没有您的证书" not in page


def test_whom_neither_qualifies_reads_the_way_out() -> None:
    listed()

    page = home(with_account())

    assert "资格证书名册中没有您的证书" in page
    assert "开始延续注册" not in page


def test_from_the_list_to_a_renewal_of_five_years() -> None:
    story = Story()
    listed(**QUALIFIED)
    li = with_account()

    case = submitted(story, Kind.RENEWAL, of=li)

    assert (case.status, case.kind) == (Status.FIRST_REVIEW, Kind.RENEWAL)
    held = Registration.objects.get(person=li.person)
    zhou = Desk(story.zhou, MONDAY)
    page = zhou.get(f"/agency/cases/{case.ref}/")
    assert f"存量注册名单 {Import.objects.get().number}" in page
    new = approved(story, case, MONDAY + 3 * ONE_DAY).registration
    assert (new.number, new.valid_from) == (held.number, held.valid_until + ONE_DAY)
    assert new.valid_until == add_years(held.valid_until, 5)


def test_without_a_qualification_no_renewal_is_begun_and_with_the_list_it_is() -> None:
    listed()
    li = with_account()
    assert facts.filing_of(li.person, on=clock.day(MONDAY)) is None

    listed(**QUALIFIED)

    law = facts.filing_of(li.person, on=clock.day(MONDAY))
    assert law is not None
    assert law.qualification.obtained == date(2023, 10, 29)
    assert Qualification.objects.count() == 1
    assert not Case.objects.exists()
