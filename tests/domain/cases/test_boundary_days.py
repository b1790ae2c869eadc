"""R1 to R8 through the door: on each boundary day of the tables, a complete application goes in.

``begun`` is a day on which the kind is open: there the draft was filled in. ``on`` is the day on
which it goes in. What is refused leaves everything as it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from anzhu.audit.models import Entry
from anzhu.cases import actions, drafting
from anzhu.cases.models import Act, Case, Dossier, Revision
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.notices.models import Notice
from anzhu.ops.demo import cast
from anzhu.ops.demo.builder import Builder, Somebody
from anzhu.registrations.models import Registration
from anzhu.rules.asking import Ticked
from anzhu.rules.categories import Category
from anzhu.rules.facts import Kind, Status
from anzhu.rules.grants import EndedAs
from tests import applications
from tests.domain import factories

pytestmark = pytest.mark.django_db
QILU, HAIDAI = cast.EMPLOYERS[0], cast.EMPLOYERS[1]
NEW_EMPLOYER = Ticked(employer=True)
HOURS_SHORT = {
    Kind.INITIAL: ("education.hours_short", "4.1.4"),
    Kind.RENEWAL: ("education.hours_short", "4.2.4"),
    Kind.CHANGE: ("education.hours_short", "4.3.4"),
    Kind.RE_REGISTRATION: ("education.hours_short", "4.4"),
}
ACCEPTED: tuple[tuple[str, str], ...] = ()


def day(text: str) -> date:
    return date.fromisoformat(text)


@dataclass(frozen=True, kw_only=True)
class Given:
    """Who files: the qualification, the registration, the hours by day of completion."""

    obtained: str = "2018-10-28"
    category: Category | None = None
    since: str = ""
    until: str = ""
    ended: str = ""
    hours: Mapping[str, float] = field(default_factory=dict)
    born: str = "1985-06-15"


def engineer(builder: Builder, given: Given) -> Somebody:
    who = builder.engineer(
        "林岚",
        id_number=cast.id_number(day(given.born), 31, woman=True),
        email="lin@example.test",
        phone="13900000031",
        obtained=day(given.obtained),
        category=given.category,
        woman=True,
    )
    if given.since:
        factories.registration(
            who.person,
            since=day(given.since),
            until=day(given.until),
            employer_name=QILU.name,
            uscc=QILU.uscc,
        )
    if given.ended:
        rows = Registration.objects.filter(person=who.person)
        rows.update(closed_on=day(given.ended), ended_as=EndedAs.CANCELLED)
    for completed, many in given.hours.items():
        factories.learnt(who.person, many, f"课程 {completed}", day(completed))
    return who


def submitted(
    kind: Kind,
    given: Given,
    *,
    begun: str,
    on: str,
    ticked: Ticked | None = None,
    after_printing: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    **answers: Mapping[str, Any],
) -> tuple[tuple[str, str], ...]:
    """Codes and clauses of what spoke against it; nothing was left behind if something did."""
    opened, now = clock.noon(day(begun)), clock.noon(day(on))
    builder = Builder(opened, pictures=False)
    builder.found_agencies()
    who = engineer(builder, given)
    unit = HAIDAI if ticked and ticked.employer else QILU
    case = applications.complete(
        builder, who, kind, opened, employer=builder.employers[unit.name], ticked=ticked, **answers
    )
    for page, said in after_printing.items():
        drafting.save(case_id=case.pk, page=page, said=said, actor=who.actor, now=opened)
    before = everything(case)
    try:
        actions.submit(case_id=case.pk, key="submit", actor=who.actor, now=now)
    except Refused as refused:
        assert everything(case) == before
        return tuple((found.code, found.clause) for found in refused.objections)
    case.refresh_from_db()
    assert (case.status, case.filed_on) == (Status.FIRST_REVIEW, day(on))
    return ACCEPTED


def everything(case: Case) -> tuple[Any, ...]:
    """What a submission would change."""
    counted = tuple(model.objects.count() for model in (Act, Revision, Entry, Notice))
    rows = (Case.objects.filter(pk=case.pk), Dossier.objects.filter(case=case))
    return counted, tuple(row.values().get() for row in rows)


# --- R2: initial registration --------------------------------------------------------------------

LATE = (HOURS_SHORT[Kind.INITIAL],)
#: The form that was printed in time says that no hours are needed.
LATE_SINCE_PRINTED = (*LATE, ("form.changed_since_print", "2.8"))


@pytest.mark.parametrize(
    ("obtained", "on", "refused_for"),
    [
        ("2018-10-28", "2024-02-29", ACCEPTED),
        ("2018-10-28", "2024-03-01", ACCEPTED),
        ("2018-10-28", "2024-03-02", LATE_SINCE_PRINTED),
        ("2019-02-28", "2024-03-01", ACCEPTED),
        ("2019-02-28", "2024-03-02", LATE_SINCE_PRINTED),
        ("2019-03-01", "2024-03-01", ACCEPTED),
        ("2019-03-01", "2024-03-02", LATE_SINCE_PRINTED),
        ("2019-03-02", "2024-03-02", ACCEPTED),
        ("2019-03-02", "2024-03-03", LATE_SINCE_PRINTED),
        ("2020-02-29", "2025-02-28", ACCEPTED),
        ("2020-02-29", "2025-03-01", LATE_SINCE_PRINTED),
        ("2021-08-31", "2026-08-31", ACCEPTED),
        ("2021-08-31", "2026-09-01", LATE_SINCE_PRINTED),
    ],
)
def test_a_first_registration_up_to_its_last_day(obtained, on, refused_for):
    free = day(obtained) < day("2019-03-01")
    given = Given(obtained=obtained, category=None if free else Category.CHEMICAL)
    assert submitted(Kind.INITIAL, given, begun="2024-02-20", on=on) == refused_for


@pytest.mark.parametrize(
    ("hours", "refused_for"),
    [
        ({"2024-03-02": 48.0}, ACCEPTED),
        ({"2019-03-03": 48.0}, ACCEPTED),
        ({"2019-03-02": 48.0}, LATE),
        ({"2024-03-01": 47.9}, LATE),
    ],
)
def test_one_day_late_with_hours_of_the_last_five_years(hours, refused_for):
    given = Given(hours=hours)
    found = submitted(Kind.INITIAL, given, begun="2024-03-02", on="2024-03-02")
    assert found == refused_for


# --- R4: renewal ---------------------------------------------------------------------------------

ENOUGH = {"2024-06-01": 48.0}
TOO_EARLY, EXPIRED = ("renewal.too_early", "1.3"), ("registration.expired", "1.5")


def period(until: str, since: str = "2022-01-10", **more: Any) -> Given:
    return Given(since=since, until=until, hours=ENOUGH, **more)


@pytest.mark.parametrize(
    ("until", "on", "refused_for"),
    [
        ("2026-05-31", "2025-05-30", (TOO_EARLY,)),
        ("2026-05-31", "2025-05-31", ACCEPTED),
        ("2026-05-31", "2025-06-01", ACCEPTED),
        ("2026-05-31", "2026-02-27", ACCEPTED),
        ("2026-05-31", "2026-02-28", ACCEPTED),
        ("2026-05-31", "2026-05-30", ACCEPTED),
        ("2026-05-31", "2026-05-31", ACCEPTED),
        ("2026-05-31", "2026-06-01", (EXPIRED,)),
        ("2026-12-31", "2025-12-30", (TOO_EARLY,)),
        ("2026-12-31", "2025-12-31", ACCEPTED),
        ("2026-12-31", "2026-12-31", ACCEPTED),
        ("2026-12-31", "2027-01-01", (EXPIRED,)),
        ("2027-02-28", "2026-02-27", (TOO_EARLY,)),
        ("2027-02-28", "2026-02-28", ACCEPTED),
        ("2027-02-28", "2027-03-01", (EXPIRED,)),
        ("2028-02-29", "2027-02-27", (TOO_EARLY,)),
        ("2028-02-29", "2027-02-28", ACCEPTED),
        ("2028-02-29", "2028-02-29", ACCEPTED),
        ("2028-02-29", "2028-03-01", (EXPIRED,)),
    ],
)
def test_a_renewal_from_a_year_before_the_end_to_the_last_day(until, on, refused_for):
    assert submitted(Kind.RENEWAL, period(until), begun=until, on=on) == refused_for


@pytest.mark.parametrize(
    ("hours", "refused_for"),
    [
        ({"2022-01-10": 48.0}, ACCEPTED),
        ({"2022-01-09": 48.0}, (HOURS_SHORT[Kind.RENEWAL],)),
        ({"2022-01-09": 8.0, "2022-01-10": 40.0}, (HOURS_SHORT[Kind.RENEWAL],)),
        ({"2026-11-23": 47.9}, (HOURS_SHORT[Kind.RENEWAL],)),
        ({"2026-11-23": 48.0}, ACCEPTED),
        ({"2026-11-24": 48.0}, (HOURS_SHORT[Kind.RENEWAL],)),
    ],
)
def test_hours_of_the_period_that_is_to_be_renewed(hours, refused_for):
    given = Given(since="2022-01-10", until="2027-01-09", hours=hours)
    found = submitted(Kind.RENEWAL, given, begun="2026-11-23", on="2026-11-23")
    assert found == refused_for


# --- R5: change ----------------------------------------------------------------------------------

RENEWING = replace(NEW_EMPLOYER, renew=True)
RENEW_TOO_EARLY = (("change.renew_too_early", "4.3.4"), ("page.incomplete", "1.4"))


@pytest.mark.parametrize(
    ("until", "on", "ticked", "refused_for"),
    [
        ("2027-01-09", "2022-01-11", NEW_EMPLOYER, ACCEPTED),
        ("2027-01-09", "2027-01-08", NEW_EMPLOYER, ACCEPTED),
        ("2027-01-09", "2027-01-09", NEW_EMPLOYER, ACCEPTED),
        ("2027-01-09", "2027-01-10", NEW_EMPLOYER, (EXPIRED,)),
        ("2028-02-29", "2028-02-29", NEW_EMPLOYER, ACCEPTED),
        ("2028-02-29", "2028-03-01", NEW_EMPLOYER, (EXPIRED,)),
        ("2027-01-09", "2027-01-09", RENEWING, ACCEPTED),
        ("2027-01-09", "2026-01-09", RENEWING, ACCEPTED),
        ("2027-01-09", "2026-01-08", RENEWING, RENEW_TOO_EARLY),
        ("2028-02-29", "2027-02-28", RENEWING, ACCEPTED),
        ("2028-02-29", "2027-02-27", RENEWING, RENEW_TOO_EARLY),
    ],
)
def test_a_change_while_valid_and_with_renewal_in_the_last_year(until, on, ticked, refused_for):
    begun = until if ticked.renew else min(on, until)
    found = submitted(Kind.CHANGE, period(until), begun=begun, on=on, ticked=ticked)
    assert found == refused_for


# --- R6: re-registration -------------------------------------------------------------------------

IN_FORCE = ("re_registration.in_force", "1.5")


@pytest.mark.parametrize(
    ("given", "on", "refused_for"),
    [
        (period("2026-05-31"), "2026-05-31", (IN_FORCE,)),
        (period("2026-05-31"), "2026-06-01", ACCEPTED),
        (period("2028-02-29"), "2028-02-29", (IN_FORCE,)),
        (period("2028-02-29"), "2028-03-01", ACCEPTED),
        (period("2027-02-28"), "2027-03-01", ACCEPTED),
        (period("2029-12-31", ended="2026-06-15"), "2026-06-14", (IN_FORCE,)),
        (period("2029-12-31", ended="2026-06-15"), "2026-06-15", ACCEPTED),
    ],
)
def test_a_re_registration_from_the_day_after_the_last(given, on, refused_for):
    found = submitted(Kind.RE_REGISTRATION, given, begun="2028-06-01", on=on)
    assert found == refused_for


# --- R1 and R8: the category, and who may file ---------------------------------------------------


OTHER = {"category": {"category": "metallurgy"}}


def test_before_2019_03_01_every_category_may_be_chosen():
    given = Given(obtained="2019-02-28")
    assert submitted(Kind.INITIAL, given, begun="2024-02-20", on="2024-03-01", **OTHER) == ACCEPTED


def test_from_2019_03_01_on_the_qualification_fixes_the_category():
    given = Given(obtained="2019-03-01", category=Category.CHEMICAL)
    found = submitted(
        Kind.INITIAL, given, begun="2024-02-20", on="2024-03-01", after_printing=OTHER
    )
    assert ("page.incomplete", "2.3") in found


@pytest.mark.parametrize(
    ("born", "on", "refused_for"),
    [
        ("1954-02-28", "2024-02-28", ACCEPTED),
        ("1954-02-28", "2024-02-29", (("person.too_old", "R8"),)),
        ("1954-02-27", "2024-02-27", ACCEPTED),
        ("1956-02-29", "2026-02-28", ACCEPTED),
        ("1956-02-29", "2026-03-01", (("person.too_old", "R8"),)),
    ],
)
def test_the_seventieth_birthday_is_the_last_day(born, on, refused_for):
    given = Given(obtained="2022-05-20", category=Category.CHEMICAL, born=born)
    assert submitted(Kind.INITIAL, given, begun="2024-02-20", on=on) == refused_for
