"""Somebody registered until a day, and decisions made in one line."""

from collections.abc import Sequence
from datetime import date, timedelta

from anzhu.cases import facts
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.people.models import Person
from anzhu.production import actions
from anzhu.production.models import Batch
from anzhu.registrations.models import Registration
from anzhu.rules.facts import Kind
from tests.domain import factories

ONE = timedelta(days=1)
#: the last valid day of whoever is registered here, and the day on which the period began
E = date(2026, 11, 30)
SINCE = date(2021, 12, 1)
OTHER = "胶州湾新材料有限公司"


def decided(
    cases: Sequence[Case],
    on: date,
    *,
    centre: Actor,
    ministry: Actor,
    frozen_on: date | None = None,
) -> Batch:
    keys = [case.pk for case in cases]
    first = clock.noon(frozen_on or on)
    batch = actions.compile_batch(case_ids=keys, key=str(keys), actor=centre, now=first)
    actions.freeze(batch_id=batch.pk, key=f"f{batch.pk}", actor=centre, now=first)
    return actions.approve(
        batch_id=batch.pk,
        leaving_out={},
        refusing={},
        second_factor=True,
        key=f"a{batch.pk}",
        actor=ministry,
        now=clock.noon(on),
    )


def in_force(person: Person, on: date) -> list[Registration]:
    rows = Registration.objects.filter(person=person).order_by("id")
    return [row for row in rows if row.in_force_on(on)]


def stands(person: Person, on: date) -> bool:
    law = facts.filing_of(person, on=on)
    assert law is not None
    return facts.eligibility.is_in_force(law)


def renewal(of: Person, **more: object) -> Case:
    return factories.case(of=of, kind=Kind.RENEWAL, category="mine", **more)


def change(of: Person, **asks: bool) -> Case:
    said = factories.change(**asks)
    return factories.case(of=of, kind=Kind.CHANGE, asks=said, category="mine", employer_name=OTHER)
