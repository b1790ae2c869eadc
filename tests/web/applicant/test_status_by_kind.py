"""Where a renewal, a change or a re-registration is: from what to what, and until when."""

from datetime import date, timedelta

import pytest

from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.ops.demo import cast
from anzhu.ops.demo.builder import Builder, Somebody
from anzhu.production.models import Item
from anzhu.rules.facts import Kind, Role, Status
from anzhu.rules.production import ItemStatus
from tests.approving import approved
from tests.domain import factories
from tests.web.applicant.papers import signed_in

pytestmark = pytest.mark.django_db
NOW = clock.noon(date(2026, 11, 23))
#: the last valid day
E = date(2027, 1, 9)
OTHER = "胶州湾新材料有限公司"


@pytest.fixture
def lin() -> Somebody:
    builder = Builder(now=NOW, pictures=False)
    born = cast.id_number(date(1990, 5, 6), 20, woman=True)
    who = builder.engineer("林岚", id_number=born, email="lin@example.test", phone="13900000020")
    factories.registration(who.person, since=date(2022, 1, 10), category="chemical")
    return who


def asked(lin: Somebody, kind: Kind, status: Status = Status.APPROVAL, **asks: bool) -> Case:
    said = factories.change(**asks) if asks else None
    return factories.case(status, of=lin.person, kind=kind, asks=said, employer_name=OTHER)


def page(lin: Somebody, case: Case, on: date = date(2026, 11, 23)) -> str:
    with clock.at(on):
        return signed_in(lin).get(f"/apply/cases/{case.ref}/status").content.decode()


def grant(case: Case) -> Item:
    centre, ministry = (
        factories.actor(Role.CENTRE_REVIEWER),
        factories.actor(Role.MINISTRY_APPROVER),
    )
    (item,) = approved([case], centre=centre, ministry=ministry, now=NOW)
    return item


def test_under_review_it_says_what_would_become_of_the_registration(lin: Somebody) -> None:
    shown = page(lin, asked(lin, Kind.CHANGE, employer=True, renew=True))
    for said in (
        "申请事项",
        "变更聘用单位、同时延续",
        f"→ {OTHER}",
        "→ 2027年1月10日至2032年1月9日",
    ):
        assert said in shown
    assert "现有效期至" not in shown


def test_once_granted_it_says_until_when_the_registration_is_valid_now(lin: Somebody) -> None:
    case = asked(lin, Kind.RENEWAL)
    grant(case)
    shown = page(lin, case)
    for said in ("注册信息", "现有效期至", "2032年1月9日", "批准延续注册", "领取注册标签"):
        assert said in shown
    assert "申请事项" not in shown


@pytest.mark.parametrize(
    ("status", "says", "silent"),
    [
        (ItemStatus.TO_MAKE, "寄到初审机构后会通知您", "已到初审机构"),
        (ItemStatus.SHIPPED, "寄到初审机构后会通知您", "已到初审机构"),
        (ItemStatus.RECEIVED, "注册标签已到初审机构，请尽快领取", "后会通知您"),
    ],
)
def test_what_has_arrived_is_not_announced_any_more(
    lin: Somebody, status: ItemStatus, says: str, silent: str
) -> None:
    case = asked(lin, Kind.CHANGE, employer=True)
    item = grant(case)
    parcel = factories.parcel(item.agency) if status != ItemStatus.TO_MAKE else None
    Item.objects.filter(pk=item.pk).update(status=status, parcel=parcel)
    shown = page(lin, case)
    assert says in shown
    assert silent not in shown
    assert "请带上原注册证书" in shown


@pytest.mark.parametrize(
    ("on", "status", "carried"),
    [
        (E, Status.FINAL_REVIEW, False),
        (E + timedelta(days=1), Status.FINAL_REVIEW, True),
        (E + timedelta(days=1), Status.REFUSED, False),
    ],
)
def test_a_renewal_under_review_says_that_it_keeps_the_registration(
    lin: Somebody, on: date, status: Status, carried: bool
) -> None:
    case = asked(lin, Kind.RENEWAL, status)
    assert ("有效 · 延续审查中" in page(lin, case, on)) is carried


def test_a_change_that_ended_leads_to_a_re_registration(lin: Somebody) -> None:
    shown = page(lin, asked(lin, Kind.CHANGE, Status.EXPIRED, employer=True))
    assert "注册有效期已届满，变更申请终止" in shown
    assert "申请重新注册" in shown


def test_an_earlier_application_tells_of_its_own_grant(lin: Somebody) -> None:
    first = asked(lin, Kind.CHANGE, employer=True)
    grant(first)
    Case.objects.filter(pk=first.pk).update(status=Status.CLOSED)
    asked(lin, Kind.RENEWAL)
    assert "（不变）" in page(lin, first)
    assert "2032年1月9日" not in page(lin, first)
