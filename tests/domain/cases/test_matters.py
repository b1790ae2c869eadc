"""What applications of the later kinds are about, read from the registrations themselves."""

from datetime import date

import pytest

from anzhu.cases.matters import frozen, lines, matters_of, summary, thawed
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.people.models import Person
from anzhu.production import lists, queries
from anzhu.production.models import FrozenList
from anzhu.rules.facts import Kind, Role
from tests.approving import approved
from tests.domain import factories

pytestmark = pytest.mark.django_db
E = date(2027, 1, 9)
OLD, NEW = "山东齐鲁精细化工有限公司", "胶州湾新材料有限公司"


def holder() -> Person:
    somebody = factories.person()
    factories.registration(somebody, since=date(2022, 1, 10), category="mine", number="20220000007")
    return somebody


def asked(kind: Kind, **asks: bool) -> Case:
    return factories.case(
        of=holder(),
        kind=kind,
        asks=factories.change(**asks) if asks else None,
        category="chemical",
        employer_name=NEW,
    )


def said(case: Case) -> dict[str, str]:
    return dict(lines(matters_of([case])[case.pk]))


@pytest.mark.parametrize(
    ("kind", "asks", "expected"),
    [
        (
            Kind.RENEWAL,
            {},
            {"有效期": "至 2027年1月9日 → 2027年1月10日至2032年1月9日"},
        ),
        (
            Kind.CHANGE,
            {"employer": True},
            {
                "变更事项": "变更聘用单位",
                "聘用单位": f"{OLD} → {NEW}",
                "有效期": "至 2027年1月9日（不变）",
            },
        ),
        (
            Kind.CHANGE,
            {"category": True, "renamed": True, "renew": True},
            {
                "变更事项": "聘用单位更名、变更注册类别、同时延续",
                "聘用单位": f"{OLD} → {NEW}",
                "注册类别": "金属非金属矿山安全 → 化工安全",
                "有效期": "至 2027年1月9日 → 2027年1月10日至2032年1月9日",
            },
        ),
        (
            Kind.RE_REGISTRATION,
            {},
            {
                "聘用单位": f"{OLD} → {NEW}",
                "注册类别": "金属非金属矿山安全 → 化工安全",
                "有效期": "原至 2027年1月9日；批准后自批准之日起算",
            },
        ),
    ],
)
def test_it_says_from_what_to_what(kind, asks, expected):
    case = asked(kind, **asks)
    assert said(case) == {"注册证号": "20220000007（不变）", **expected}


def test_once_granted_it_still_says_what_became_of_the_earlier_one():
    case = asked(Kind.CHANGE, employer=True)
    before = said(case)
    centre, ministry = (
        factories.actor(Role.CENTRE_REVIEWER),
        factories.actor(Role.MINISTRY_APPROVER),
    )
    approved([case], centre=centre, ministry=ministry, now=clock.noon(date(2026, 11, 23)))
    assert matters_of([case])[case.pk].granted
    assert said(case) == before


def test_an_initial_registration_is_about_nothing_earlier(django_assert_num_queries):
    case = factories.case()
    with django_assert_num_queries(0):
        assert matters_of([case]) == {}
    assert matters_of([factories.case(kind=Kind.RENEWAL)]) == {}


def test_many_take_as_many_queries_as_one(django_assert_num_queries):
    cases = []
    for _ in range(4):
        somebody = factories.person()
        factories.registration(somebody, since=date(2022, 1, 10))
        asks = factories.change(employer=True)
        cases.append(factories.case(of=somebody, kind=Kind.CHANGE, asks=asks))
    for some in (cases[:1], cases):
        with django_assert_num_queries(2):
            assert len(matters_of(some)) == len(some)


def test_the_frozen_list_keeps_the_matter_and_prints_it(jobs):
    case = asked(Kind.CHANGE, employer=True, renew=True)
    centre, ministry = (
        factories.actor(Role.CENTRE_REVIEWER),
        factories.actor(Role.MINISTRY_APPROVER),
    )
    approved([case], centre=centre, ministry=ministry, now=clock.noon(date(2026, 11, 23)))
    kept = FrozenList.objects.get()
    (row,) = kept.rows
    matter = thawed(row["kind"], row)
    assert matter is not None
    assert frozen(matter) == {key: row[key] for key in frozen(matter)}
    assert f"{OLD} → {NEW}" in summary(matter)
    assert lists.digest(kept.batch.number, kept.rows) == kept.batch.digest
    jobs()
    assert queries.list_paper(ministry, kept.batch.number, "pdf").startswith(b"%PDF")


def test_of_an_initial_registration_the_list_says_nothing_more():
    row = lists.rows([factories.case()])[0]
    assert thawed(row["kind"], row) is None
    assert "until" not in row
