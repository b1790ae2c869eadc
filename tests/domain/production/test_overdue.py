"""What has passed its statutory deadline is flagged to the centre, and stays as it is (R12)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from anzhu.audit.models import Entry
from anzhu.cases import ticking
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.production.models import Item
from anzhu.production.overdue import overdue
from anzhu.rules.facts import Role, Status
from tests.approving import approved
from tests.domain import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 15)
YESTERDAY = date(2026, 12, 14)


def case(status: Status, due_on: date = YESTERDAY, **columns: object) -> Case:
    row = factories.case(status)
    Case.objects.filter(pk=row.pk).update(due_on=due_on, **columns)
    row.refresh_from_db()
    return row


def found(centre: Actor | None = None) -> dict[str, Sequence[str]]:
    actor = centre or factories.actor(Role.CENTRE_REVIEWER)
    return {name: [row.ref for row in rows] for name, rows in overdue(actor, TODAY).items()}


def test_every_clock_has_its_list() -> None:
    review, passed = case(Status.FIRST_REVIEW), case(Status.PASSED)
    final, approval = case(Status.FINAL_REVIEW), case(Status.APPROVAL)
    case(Status.FIRST_REVIEW, accepted_on=None)  # silence accepts: nothing is owed yet
    case(Status.FINAL_REVIEW, due_on=TODAY)  # there is all of today
    returned = case(Status.FIRST_REVIEW)  # the applicant's own clock
    Case.objects.filter(pk=returned.pk).update(status=Status.CORRECTION, correct_by=YESTERDAY)
    assert found() == {
        "first_review_by": [review.ref, passed.ref],
        "final_review_by": [final.ref, approval.ref],
        "issue_by": [],
    }


def test_a_certificate_is_owed_until_it_is_on_its_way() -> None:
    late = factories.case()
    (item,) = approved(
        [late],
        centre=factories.actor(Role.CENTRE_REVIEWER),
        ministry=factories.actor(Role.MINISTRY_APPROVER),
        now=clock.noon(date(2026, 11, 20)),
    )
    assert found()["issue_by"] == [late.ref]
    Item.objects.filter(pk=item.pk).update(status="void", void_reason="x")
    assert found()["issue_by"] == []


def test_nobody_but_the_centre_is_shown_it_and_no_name_is_in_it() -> None:
    case(Status.FIRST_REVIEW, forwarded_at=None)
    for role in (Role.AGENCY_LEAD, Role.MINISTRY_APPROVER, Role.ADMINISTRATOR):
        assert overdue(factories.actor(role, agency=factories.agency()), TODAY) == {}
    (row,) = overdue(factories.actor(Role.CENTRE_REVIEWER), TODAY)["first_review_by"]
    assert not row.readable
    assert not hasattr(row, "name")


def test_it_is_only_flagged_whatever_the_clock_does() -> None:
    rows = [case(Status.FIRST_REVIEW), case(Status.FINAL_REVIEW), case(Status.APPROVAL)]
    before = list(Case.objects.order_by("pk").values()), Entry.objects.count()
    ticking.tick(clock.noon(TODAY))
    assert (list(Case.objects.order_by("pk").values()), Entry.objects.count()) == before
    assert len(rows) == 3


def test_it_takes_three_queries_for_any_number(django_assert_num_queries: Any) -> None:
    centre = factories.actor(Role.CENTRE_REVIEWER)
    for _ in range(3):
        case(Status.FIRST_REVIEW)
    with django_assert_num_queries(3):
        overdue(centre, TODAY)
