"""A change without renewal whose registration is over before it is decided (R5)."""

import pytest

from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.cases import actions as cases
from anzhu.cases import ticking
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.notices.models import Notice
from anzhu.production import actions
from anzhu.production.models import BatchCase
from anzhu.registrations.models import Registration
from anzhu.rules.facts import Kind, Status
from tests.domain import factories
from tests.domain.production.granting import ONE, E, change, decided

pytestmark = pytest.mark.django_db


def test_a_change_alone_decided_after_its_registration_ends_by_itself(centre, ministry, holder):
    asked, other = change(holder, employer=True), factories.case()
    batch = decided([asked, other], E + ONE, centre=centre, ministry=ministry, frozen_on=E)
    asked.refresh_from_db()
    assert asked.status == Status.EXPIRED
    outcomes = dict(batch.members.values_list("case_id", "outcome"))
    assert outcomes == {asked.pk: "expired", other.pk: "approved"}
    assert Registration.objects.filter(case_ref=asked.ref).count() == 0
    assert Registration.objects.filter(case_ref=other.ref).count() == 1
    assert list(Notice.objects.filter(chain=asked.ref).values_list("event", flat=True)) == [
        "case.expired"
    ]
    assert not list(verify.faults())


@pytest.mark.parametrize("on", [E, E + ONE])
def test_the_clock_ends_it_the_day_after(holder, on):
    statuses = [Status.FIRST_REVIEW, Status.CORRECTION, Status.PASSED, Status.FINAL_REVIEW]
    asked = change(holder, employer=True)
    for status in statuses:
        Case.objects.filter(pk=asked.pk).update(status=status, correct_by=E + 90 * ONE)
        cases.expire(case_id=asked.pk, now=clock.noon(on))
        asked.refresh_from_db()
        assert asked.status == (Status.EXPIRED if on > E else status)
    assert Entry.objects.filter(event="case.expire").count() == (len(statuses) if on > E else 0)


def test_the_clock_leaves_all_others_alone(holder):
    kept = [
        factories.case(of=holder, kind=Kind.RENEWAL),
        factories.case(),
    ]
    with clock.at(E + 9 * ONE):
        ticking.run_clocks()
    assert set(Case.objects.values_list("status", flat=True)) == {Status.APPROVAL}
    assert len(kept) == 2


def test_what_the_clock_ended_in_a_frozen_batch_does_not_stop_the_others(centre, ministry, holder):
    asked, other = change(holder, employer=True), factories.case()
    keys = [asked.pk, other.pk]
    batch = actions.compile_batch(case_ids=keys, key="c", actor=centre, now=clock.noon(E))
    actions.freeze(batch_id=batch.pk, key="f", actor=centre, now=clock.noon(E))
    with clock.at(E + ONE):
        ticking.run_clocks()
    actions.approve(
        batch_id=batch.pk,
        leaving_out={asked.pk: "来不及了"},
        refusing={},
        second_factor=True,
        key="a",
        actor=ministry,
        now=clock.noon(E + 2 * ONE),
    )
    outcomes = dict(BatchCase.objects.values_list("case_id", "outcome"))
    assert outcomes == {asked.pk: "expired", other.pk: "approved"}
    assert Entry.objects.filter(chain=asked.ref, event="case.expire").count() == 1


def test_a_change_alone_is_not_frozen_once_its_registration_is_over(centre, holder):
    asked = change(holder, employer=True)
    after = clock.noon(E + ONE)
    batch = actions.compile_batch(case_ids=[asked.pk], key="c", actor=centre, now=after)
    with pytest.raises(Refused) as refused:
        actions.freeze(batch_id=batch.pk, key="f", actor=centre, now=after)
    assert refused.value.codes == ["batch.change_expired"]
