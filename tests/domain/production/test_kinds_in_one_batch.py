"""Many kinds in one batch: granted in few statements, numbered in the order of the list."""

from datetime import date

import pytest

from anzhu.audit import verify
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.production import actions, queries
from anzhu.production.models import Item
from anzhu.registrations.models import HolderNumber, Registration
from anzhu.rules.facts import Kind, Opinion
from tests.domain import factories
from tests.domain.production.granting import ONE, SINCE, E, change, decided, renewal

pytestmark = pytest.mark.django_db


def crowd(each: int) -> list[Case]:
    """So many applications of every kind, in no order."""
    found = []
    for _ in range(each):
        valid, other, both, expired = (factories.person() for _ in range(4))
        for one in (valid, other, both):
            factories.registration(one, since=SINCE, until=E, category="mine")
        factories.registration(expired, since=date(2018, 1, 1), category="mine")
        found += [
            factories.case(),
            renewal(valid),
            change(other, employer=True),
            change(both, renamed=True, renew=True),
            factories.case(of=expired, kind=Kind.RE_REGISTRATION),
        ]
    return found


def test_kinds_in_one_batch_are_granted_in_as_many_statements_for_many_as_for_few(
    centre, ministry, django_assert_max_num_queries
):
    on, batches = E - 9 * ONE, []
    for each in (1, 6):
        keys = [case.pk for case in crowd(each)]
        now = clock.noon(on)
        batch = actions.compile_batch(case_ids=keys, key=str(each), actor=centre, now=now)
        batches.append(actions.freeze(batch_id=batch.pk, key=f"f{each}", actor=centre, now=now))
    counted = 100
    for batch in batches:
        with django_assert_max_num_queries(counted) as taken:
            actions.approve(
                batch_id=batch.pk,
                leaving_out={},
                refusing={},
                second_factor=True,
                key=f"a{batch.pk}",
                actor=ministry,
                now=clock.noon(on),
            )
        counted = len(taken)
    numbers = HolderNumber.objects.filter(given_on=on).order_by("number")
    assert [row.number for row in numbers] == [f"2026{n:07d}" for n in range(1, 8)]
    serials = Item.objects.filter(kind="label").order_by("serial").values_list("serial", flat=True)
    assert [serial[:-1] for serial in serials] == [f"BQ26{n:07d}" for n in range(1, 22)]
    assert Item.objects.filter(kind="certificate").count() == 14
    assert not list(verify.faults())


def test_numbers_are_given_in_the_order_of_the_list_whatever_stands_between(centre, ministry):
    cases_ = crowd(3)
    batch = decided(cases_, E - 9 * ONE, centre=centre, ministry=ministry)
    listed = batch.members.filter(case__kind=Kind.INITIAL).order_by("position")
    refs = [member.case.ref for member in listed.select_related("case")]
    numbers = [Registration.objects.get(case_ref=ref).number for ref in refs]
    assert numbers == ["20260000001", "20260000002", "20260000003"]


def test_the_centres_opinion_still_counts_for_every_kind(centre, ministry, holder):
    asked = renewal(holder, centre_opinion=Opinion.AGAINST)
    with pytest.raises(Refused) as refused:
        decided([asked], E - 9 * ONE, centre=centre, ministry=ministry)
    assert refused.value.codes == ["approve.centre_is_against"]


def test_the_ministry_is_shown_what_the_days_have_done_to_a_case(centre, ministry, holder):
    alone, overrun = change(holder, employer=True), factories.person()
    factories.registration(overrun, since=SINCE, until=E, category="mine")
    timely, fresh = renewal(overrun), factories.case()
    keys = [alone.pk, timely.pk, fresh.pk]
    batch = actions.compile_batch(case_ids=keys, key="c", actor=centre, now=clock.noon(E))
    actions.freeze(batch_id=batch.pk, key="f", actor=centre, now=clock.noon(E))
    for on, expected in [
        (E, {}),
        (E + ONE, {"change_expired": [alone.ref], "renewal_overrun": [timely.ref]}),
    ]:
        page = queries.batch_page(ministry, batch.number, on=on)
        found = {why: [case.ref for case in cases] for why, cases in page.exceptions.items()}
        assert found == expected
    assert {one.code: one.count for one in page.by_kind} == {
        "change": 1,
        "initial": 1,
        "renewal": 1,
    }
    assert set(page.matters) == {alone.pk, timely.pk}
