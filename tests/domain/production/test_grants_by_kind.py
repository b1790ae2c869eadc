"""What the ministry's decision does to the registration that is held, kind by kind (R3 to R6)."""

from datetime import date

import pytest

from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.cases import facts
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.production import actions
from anzhu.production.models import Item
from anzhu.registrations import actions as registrations
from anzhu.registrations.models import HolderNumber, Registration, Restriction, Sheet
from anzhu.rules.deadlines import validity_from
from anzhu.rules.facts import Kind, Status
from anzhu.rules.grants import EndedAs
from tests.domain import factories
from tests.domain.production.granting import (
    ONE,
    OTHER,
    SINCE,
    E,
    change,
    decided,
    in_force,
    renewal,
    stands,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("decided_on", [E - 20 * ONE, E, E + ONE, E + 40 * ONE])
def test_a_renewal_begins_the_day_after_and_no_day_is_lost(centre, ministry, holder, decided_on):
    old = Registration.objects.get()
    decided([renewal(holder)], decided_on, centre=centre, ministry=ministry)
    new = Registration.objects.exclude(pk=old.pk).get()
    assert (new.valid_from, new.valid_until) == (date(2026, 12, 1), date(2031, 11, 30))
    assert (new.number, new.category, new.granted_on) == (old.number, "mine", decided_on)
    assert new.renewal_submitted_on == factories.FILED
    for step in range((new.valid_until - SINCE).days + 1):
        assert len(in_force(holder, SINCE + step * ONE)) == 1
    assert in_force(holder, decided_on - ONE) == [old]
    assert in_force(holder, decided_on) == [new]
    assert in_force(holder, new.valid_until + ONE) == []
    assert not list(verify.faults())


@pytest.mark.parametrize("decided_on", [E - 20 * ONE, E])
def test_a_change_alone_counts_from_the_decision_and_keeps_its_period(
    centre, ministry, holder, decided_on
):
    decided([change(holder, employer=True)], decided_on, centre=centre, ministry=ministry)
    old, new = Registration.objects.order_by("id")
    assert (new.valid_from, new.valid_until, new.number) == (SINCE, E, old.number)
    assert (new.employer_name, new.category, new.granted_on) == (OTHER, "mine", decided_on)
    assert old.closed_on == decided_on
    assert in_force(holder, decided_on) == [new]
    assert in_force(holder, decided_on - ONE) == [old]
    item = Item.objects.get()
    assert (item.kind, item.old_certificate_due) == ("label", True)
    assert (item.employer_name, item.valid_from, item.valid_until) == (OTHER, SINCE, E)


@pytest.mark.parametrize("decided_on", [E - 20 * ONE, E + 40 * ONE])
def test_a_change_with_renewal_counts_from_the_decision_its_period_from_the_day_after(
    centre, ministry, holder, decided_on
):
    decided(
        [change(holder, employer=True, renew=True)], decided_on, centre=centre, ministry=ministry
    )
    old, new = Registration.objects.order_by("id")
    assert (new.valid_from, new.valid_until) == (E + ONE, date(2031, 11, 30))
    assert (in_force(holder, decided_on - ONE), in_force(holder, decided_on)) == ([old], [new])
    assert (old.employer_name, new.employer_name) == ("山东齐鲁精细化工有限公司", OTHER)


def test_a_change_of_category_leaves_the_employer_as_it_is(centre, ministry, holder):
    asked = factories.case(
        of=holder,
        kind=Kind.CHANGE,
        asks=factories.change(category=True),
        category="chemical",
        employer_name="山东齐鲁精细化工有限公司（笔误）",
    )
    decided([asked], E - 9 * ONE, centre=centre, ministry=ministry)
    new = Registration.objects.latest("id")
    assert (new.category, new.employer_name) == ("chemical", "山东齐鲁精细化工有限公司")


def test_a_change_before_the_renewed_period_begins_keeps_that_period(centre, ministry, holder):
    decided([renewal(holder)], E - 20 * ONE, centre=centre, ministry=ministry)
    asked = change(holder, employer=True)
    decided([asked], E - 5 * ONE, centre=centre, ministry=ministry)
    new = Registration.objects.latest("id")
    assert (new.valid_from, new.valid_until) == (E + ONE, date(2031, 11, 30))
    assert new.renewal_submitted_on == factories.FILED
    assert in_force(holder, E - 5 * ONE) == [new]
    assert not list(verify.faults())


def test_a_re_registration_starts_with_the_approval_and_keeps_the_number(centre, ministry, holder):
    old = Registration.objects.get()
    registrations.add_sheets([(old.pk, "ZS2100000018")], now=clock.noon(SINCE))
    on = E + 100 * ONE
    asked = factories.case(of=holder, kind=Kind.RE_REGISTRATION, filed_on=E + 50 * ONE)
    decided([asked], on, centre=centre, ministry=ministry)
    new = Registration.objects.latest("id")
    old.refresh_from_db()
    assert (new.valid_from, new.valid_until) == (on, validity_from(on).until)
    assert new.number == old.number == HolderNumber.objects.get().number
    assert (new.category, new.renewal_submitted_on) == ("chemical", None)
    assert old.closed_on == E + ONE
    assert in_force(holder, E) == [old]
    assert in_force(holder, E + ONE) == in_force(holder, on - ONE) == []
    assert in_force(holder, on) == [new]
    assert Item.objects.get().kind == "certificate"
    void = dict(Sheet.objects.values_list("serial", "void_at"))
    assert void.pop("ZS2100000018") is not None
    assert list(void.values()) == [None]
    assert not list(verify.faults())


def test_a_cancelled_registration_comes_back_with_its_number(centre, ministry, holder):
    ends = clock.noon(E - 300 * ONE)
    registrations.end(person_id=holder.pk, how=EndedAs.CANCELLED, chain="c", actor=centre, now=ends)
    asked = factories.case(of=holder, kind=Kind.RE_REGISTRATION)
    decided([asked], E - 10 * ONE, centre=centre, ministry=ministry)
    old, new = Registration.objects.order_by("id")
    assert (new.number, old.closed_on) == (old.number, E - 300 * ONE)
    assert in_force(holder, E - 300 * ONE) == []
    assert not list(verify.faults())


def test_the_hours_of_the_next_period_begin_where_this_renewal_was_submitted(
    centre, ministry, holder
):
    factories.qualification(holder)
    decided([renewal(holder)], E - 20 * ONE, centre=centre, ministry=ministry)
    law = facts.filing_of(holder, on=E - 10 * ONE)
    assert law is not None and law.registration is not None
    assert law.registration.previous_renewal_submitted == factories.FILED
    assert (law.registration.valid_from, law.registration.valid_until) == (
        E + ONE,
        date(2031, 11, 30),
    )
    assert facts.eligibility.is_in_force(law)


@pytest.mark.parametrize("asks", [None, factories.change(employer=True, renew=True)])
def test_a_renewal_submitted_in_time_keeps_a_registration_in_force(holder, asks):
    factories.qualification(holder)
    kind = Kind.CHANGE if asks else Kind.RENEWAL
    asked = factories.case(Status.FINAL_REVIEW, of=holder, kind=kind, asks=asks)
    assert stands(holder, E + 30 * ONE)
    for status, still in [(Status.APPROVAL, True), (Status.REFUSED, False), (Status.LAPSED, False)]:
        Case.objects.filter(pk=asked.pk).update(status=status)
        assert (status, stands(holder, E + 30 * ONE)) == (status, still)


@pytest.mark.parametrize(
    ("kind", "asks", "filed"),
    [
        (Kind.CHANGE, factories.change(employer=True), factories.FILED),
        (Kind.RENEWAL, None, E + ONE),
    ],
)
def test_nothing_else_keeps_it_in_force(holder, kind, asks, filed):
    factories.qualification(holder)
    factories.case(Status.FIRST_REVIEW, of=holder, kind=kind, asks=asks, filed_on=filed)
    assert stands(holder, E)
    assert not stands(holder, E + ONE)


def test_an_application_does_not_stand_in_its_own_way(holder):
    factories.qualification(holder)
    asked = factories.case(Status.FIRST_REVIEW, of=holder, kind=Kind.RENEWAL)
    known = factories.Dossier.objects.get(case=asked)
    codes = [found.code for found in facts.eligibility_of(asked, known, E + 9 * ONE)]
    assert "person.application_pending" not in codes
    law = facts.filing_of(holder, on=E + 9 * ONE)
    assert law is not None and law.pending is not None


# --- what may have happened since it was frozen --------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.RENEWAL, Kind.CHANGE])
def test_a_registration_that_ended_meanwhile_is_neither_renewed_nor_changed(
    centre, ministry, holder, kind
):
    asks = factories.change(employer=True) if kind is Kind.CHANGE else None
    asked, other = factories.case(of=holder, kind=kind, asks=asks), factories.case()
    now = clock.noon(E - 9 * ONE)
    keys = [asked.pk, other.pk]
    batch = actions.compile_batch(case_ids=keys, key="c", actor=centre, now=now)
    actions.freeze(batch_id=batch.pk, key="f", actor=centre, now=now)
    registrations.end(person_id=holder.pk, how=EndedAs.REVOKED, chain="c", actor=centre, now=now)
    ask = {
        "batch_id": batch.pk,
        "second_factor": True,
        "refusing": {},
        "actor": ministry,
        "now": now,
    }
    before = (Registration.objects.count(), Entry.objects.count(), Item.objects.count())
    with pytest.raises(Refused) as refused:
        actions.approve(leaving_out={}, key="a", **ask)
    assert refused.value.codes == ["batch.registration_ended"]
    assert refused.value.objections[0].params["ref"] == asked.ref
    assert before == (Registration.objects.count(), Entry.objects.count(), Item.objects.count())
    actions.approve(leaving_out={asked.pk: "注册已撤销"}, key="b", **ask)
    assert Registration.objects.filter(case_ref=other.ref).count() == 1


def test_a_ban_that_began_meanwhile_is_looked_for_at_the_decision(centre, ministry, holder):
    asked, now = renewal(holder), clock.noon(E - 9 * ONE)
    batch = actions.compile_batch(case_ids=[asked.pk], key="c", actor=centre, now=now)
    actions.freeze(batch_id=batch.pk, key="f", actor=centre, now=now)
    Restriction.objects.create(
        person=holder, starts_on=E - 9 * ONE, years=3, basis="x", instrument="y"
    )
    with pytest.raises(Refused) as refused:
        actions.approve(
            batch_id=batch.pk,
            leaving_out={},
            refusing={},
            second_factor=True,
            key="a",
            actor=ministry,
            now=now,
        )
    assert refused.value.codes == ["batch.restricted"]
    assert Registration.objects.count() == 1
