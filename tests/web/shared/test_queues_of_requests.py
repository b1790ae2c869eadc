"""Requests (clauses 5 to 7) in the queues of both desks: thirty cost no more queries than three."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anzhu.cases import requests
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.organisations.models import Agency
from anzhu.reviews import actions as reviews
from anzhu.reviews import short_tracks as centre
from anzhu.rules.facts import Kind, Reason, Status
from tests import short
from tests.domain import factories
from tests.web.desks import Desk
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db


def stand(story: Story, status: Status, kind: Kind, *, how_many: int) -> None:
    """So many requests in a queue; every third is in somebody's hands."""
    at = Agency.objects.get(pk=story.zhou.actor.agency_id)
    for place in range(how_many):
        case = factories.case(status, kind=kind, at=at, filed_on=clock.day(MONDAY))
        if place % 3 == 0:
            holder = story.xu if status is Status.FIRST_REVIEW else story.chen
            until = MONDAY + timedelta(minutes=15)
            Case.objects.filter(pk=case.pk).update(claimed_by=holder.account, claimed_until=until)


@pytest.mark.parametrize(
    ("who", "path", "status", "kind"),
    [
        ("zhou", "/agency/", Status.FIRST_REVIEW, Kind.REISSUE),
        ("zhou", "/agency/?kind=reissue", Status.FIRST_REVIEW, Kind.REISSUE),
        ("zhou", "/agency/?kind=cancellation", Status.FIRST_REVIEW, Kind.CANCELLATION),
        ("zhou", "/agency/?tab=passed", Status.PASSED, Kind.REISSUE),
        ("chen", "/centre/", Status.FINAL_REVIEW, Kind.CANCELLATION),
        ("chen", "/centre/?kind=reissue", Status.FINAL_REVIEW, Kind.REISSUE),
        ("chen", "/centre/?kind=other_matters", Status.FINAL_REVIEW, Kind.OTHER_MATTERS),
    ],
)
def test_thirty_requests_cost_as_many_queries_as_three(who, path, status, kind):
    story = Story()
    desk = Desk(getattr(story, who), MONDAY)
    counted = {}
    for wanted, more in ((3, 3), (30, 27)):
        stand(story, status, kind, how_many=more)
        desk.get(path)
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(path)
        assert page.count("/cases/") >= wanted
        counted[wanted] = len(queries)
    assert counted[3] == counted[30]


def test_a_refused_request_reads_so_at_both_desks_and_the_agency_sees_what_it_judged():
    story = Story()
    short.registered(story)
    case = short.forwarded(story, short.online(story, Kind.REISSUE))
    then = short.LATER + 2 * short.DAY
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=then)
    why = [Reason(item="request", code="refuse.not_proved", note="")]
    centre.decline(
        case_id=case.pk, key="d", reasons=why, note="公告不完整", actor=story.chen.actor, now=then
    )
    zhou, chen = Desk(story.zhou, then), Desk(story.chen, then)
    pages = [
        zhou.get(f"/agency/cases/{case.ref}/"),
        chen.get(f"/centre/cases/{case.ref}/"),
        zhou.get(f"/agency/?q={case.ref}"),
    ]
    for page in pages:
        assert "不予办理" in page
        assert "不予注册" not in page
    assert pages[0].count("初审：符合") == len(case.revisions.latest("number").checklist)
    assert 'type="radio" name="mark.' not in pages[0]


def test_a_returned_cancellation_still_takes_the_certificate_in_and_says_why():
    """The holder may bring it while the request is to be corrected (6.3); once is enough."""
    story = Story()
    lin = short.registered(story)
    case = short.online(story, Kind.CANCELLATION)
    then = short.LATER + short.DAY
    unmet = {"cancellation.form": ("request_form.no_signature", "没有签字")}
    story.builder.judge(case, story.zhou, then, unmet)
    zhou = Desk(story.zhou, then)
    assert "登记收回后才能通过初审" in zhou.get(f"/agency/cases/{case.ref}/")

    reviews.return_case(case_id=case.pk, key="r", actor=story.zhou.actor, now=then)
    page = zhou.get(f"/agency/cases/{case.ref}/")
    assert "申请已退回补正。持证人现在就交回的，也在这里登记" in page
    ask = {"case_id": case.pk, "note": "ZS260000017", "actor": story.zhou.actor, "now": then}
    requests.hand_in(key="in", **ask)
    page = zhou.get(f"/agency/cases/{case.ref}/")
    assert f"/agency/counter/{case.ref}/hand-in" not in page
    assert "已登记收回" in page

    case = requests.submit(case_id=case.pk, key="again", actor=lin.actor, now=then + short.DAY)
    assert (case.status, case.handed_in_on) == (Status.FIRST_REVIEW, clock.day(then))
