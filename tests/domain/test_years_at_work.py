"""A registration from its application to its renewal, played through with the clock of a demo.

Nobody passes a day to anything: every step is taken on the day the clock shows, and what happens
by the clock alone is done by the job that does it in life.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from anzhu.audit import verify
from anzhu.cases import actions as cases
from anzhu.cases import facts
from anzhu.cases.models import Case, Dossier
from anzhu.kernel import clock, demo_clock
from anzhu.notices.models import Notice
from anzhu.ops import ticks
from anzhu.production import actions as production
from anzhu.registrations.models import Registration
from anzhu.reviews import actions as reviews
from anzhu.rules.eligibility import assess
from anzhu.rules.facts import Kind, Opinion, Status
from anzhu.rules.grants import Standing
from anzhu.rules.materials import Material
from anzhu.verification.queries import look_up
from tests.domain import factories
from tests.world import QILU, UNMET, WORK, Story

DAY = timedelta(days=1)
OTHER = "山东海岱精细化学有限公司"
E = date(2031, 10, 19)


class Years:
    """The world under a clock that is led from day to day."""

    def __init__(self) -> None:
        self.story = Story()
        self.lin = self.story.lin

    def on(self, day: str) -> date:
        """Lead the clock to a day; what is due by then is done."""
        wanted = date.fromisoformat(day)
        demo_clock.lead_to(wanted)
        assert clock.today() == wanted
        ticks.tick(clock.now())
        return wanted

    def through(self, day: str, days: int) -> None:
        """Day after day, as the job would see them, twice each."""
        for n in range(days):
            self.on((date.fromisoformat(day) + n * DAY).isoformat())
            ticks.tick(clock.now())

    def told(self, event: str) -> list[tuple[date, int]]:
        """On which days the holder was told this, and of how many days left."""
        rows = Notice.objects.filter(event=event).order_by("id")
        return [(clock.day(row.at), row.params["count"]) for row in rows]

    def asks_for(self, kind: Kind, change: Mapping[str, bool] | None = None) -> Case:
        """林岚 fills in an application of a later kind and hands it in today."""
        now, builder = clock.now(), self.story.builder
        case = cases.start(kind=kind, actor=self.lin.actor, now=now)
        unit = builder.employers[OTHER] if change else self.story.qilu
        answers: dict[str, Any] = dict(builder.answers(self.lin, unit))
        if change:
            answers["change"] = dict(change)
        if kind is Kind.RENEWAL:
            answers["statement"] = {"rows": [dict(WORK)]}
        photo = factories.photo(self.lin.person)
        Dossier.objects.filter(case=case).update(answers=answers, photo_id=photo.pk)
        builder.hand_in_papers(case, self.lin, now)
        case.refresh_from_db()
        laid = {Material.APPLICATION_FORM, Material.CONTRACT, Material.ID_IN_HAND}
        for need in facts.needs_of(case, case.dossier, clock.day(now)).required:
            if need.material not in laid:
                builder.lay(case, need.material, now)
        return cases.submit(case_id=case.pk, key=case.ref, actor=self.lin.actor, now=now)

    def reviewed(self, case: Case) -> None:
        """Agency and centre find nothing wanting."""
        story, now = self.story, clock.now()
        ask = {"key": case.ref, "now": now}
        story.builder.judge(case, story.zhou, now, {})
        reviews.pass_case(case_id=case.pk, actor=story.zhou.actor, **ask)
        reviews.forward(case_ids=[case.pk], actor=story.xu.actor, **ask)
        reviews.claim(case_id=case.pk, actor=story.chen.actor, now=now)
        reviews.conclude(case_id=case.pk, opinion=Opinion.AGREE, actor=story.chen.actor, **ask)

    def approved(self, case: Case) -> Registration:
        """The ministry approves today."""
        ask = {"actor": self.story.sun.actor, "now": clock.now()}
        batch = production.compile_batch(case_ids=[case.pk], key=f"b {case.ref}", **ask)
        production.freeze(batch_id=batch.pk, key=f"z {case.ref}", **ask)
        production.approve(
            batch_id=batch.pk,
            leaving_out={},
            refusing={},
            second_factor=True,
            key=f"a {case.ref}",
            actor=self.story.zhao.actor,
            now=clock.now(),
        )
        return Registration.objects.get(case_ref=case.ref)

    def may(self, kind: Kind) -> list[str]:
        """What speaks against filing this kind today, by code."""
        law = facts.filing_of(self.lin.person, on=clock.today())
        assert law is not None
        return [found.code for found in assess(kind, law).objections]

    def standing(self, number: str) -> Standing:
        """What the public reads today."""
        return look_up(number=number, name="林岚", on=clock.today()).standing


@pytest.fixture
def years(db: None, settings: Any) -> Years:
    settings.ANZHU_DEMO = True
    return Years()


def test_five_years_at_work(years: Years) -> None:
    # Submitted before National Day: five working days end on Monday the 12th, since Saturday
    # the 10th is worked; the agency stays silent, and has accepted as of the receipt.
    years.on("2026-09-29")
    story = years.story
    first = story.submitted(clock.now())
    assert first.due_on == date(2026, 10, 12)
    years.on("2026-10-12")
    assert story.fresh(first).accepted_on is None
    years.on("2026-10-13")
    assert story.fresh(first).accepted_on == date(2026, 9, 29)
    years.reviewed(first)
    years.on("2026-10-20")
    held = years.approved(first)
    assert (held.valid_from, held.valid_until) == (date(2026, 10, 20), E)

    # Hours of the period, and the renewal that opens a year before the end, with the reminder.
    years.on("2030-03-11")
    for course in ("安全生产管理", "应急管理与救援"):
        factories.learnt(story.lin.person, 24.0, course, date(2030, 3, 8))
    years.through("2030-10-17", 2)
    assert years.may(Kind.RENEWAL) == ["renewal.too_early"]
    assert years.told("registration.expiring") == []
    years.on("2030-10-19")
    assert years.may(Kind.RENEWAL) == []
    assert years.told("registration.expiring") == [(date(2030, 10, 19), 365)]

    # A change of employer in the last year is sent back, and nobody corrects it.
    years.on("2030-11-04")
    change = years.asks_for(Kind.CHANGE, factories.change(employer=True))
    years.on("2030-11-05")
    story.builder.judge(change, story.zhou, clock.now(), UNMET_OF_A_CHANGE)
    reviews.return_case(case_id=change.pk, key="return", actor=story.zhou.actor, now=clock.now())
    assert story.fresh(change).correct_by == date(2030, 12, 5)
    years.through("2030-11-06", 30)
    assert years.told("case.reminded") == [
        (date(2030, 11, 21), 14),
        (date(2030, 11, 28), 7),
        (date(2030, 12, 3), 2),
    ]
    assert story.fresh(change).status == Status.CORRECTION
    years.on("2030-12-06")
    assert story.fresh(change).status == Status.LAPSED
    assert Registration.objects.get().employer_name == QILU

    # The end comes nearer; the worker is away on the thirtieth day and makes it good.
    years.through("2031-07-20", 3)
    years.on("2031-09-21")
    years.on("2031-10-12")
    assert years.told("registration.expiring")[1:] == [
        (date(2031, 7, 21), 90),
        (date(2031, 9, 21), 28),
        (date(2031, 10, 12), 7),
    ]

    # Renewed in the last week, decided after the end: no day is left out.
    years.on("2031-10-13")
    renewal = years.asks_for(Kind.RENEWAL)
    years.on("2031-10-20")
    assert years.told("registration.expired") == []
    assert years.standing(held.number) is Standing.RENEWAL_PENDING
    years.reviewed(renewal)
    years.on("2031-10-27")
    renewed = years.approved(renewal)
    assert (renewed.number, renewed.valid_from) == (held.number, E + DAY)
    assert renewed.valid_until == date(2036, 10, 19)
    assert years.standing(held.number) is Standing.IN_FORCE
    assert years.may(Kind.RENEWAL)[0] == "renewal.too_early"
    assert list(verify.faults()) == []


#: What is wanting in a change: the stamp; nobody holds a card into the camera for it.
UNMET_OF_A_CHANGE = {"form.stamp": UNMET["form.stamp"]}


def test_whoever_lets_the_last_day_pass_is_told_and_registers_anew(years: Years) -> None:
    held = factories.registration(
        years.lin.person,
        since=date(2026, 10, 20),
        until=E,
        employer_name=QILU,
        uscc=years.story.qilu.uscc,
    )
    years.through("2031-10-18", 4)
    rows = Notice.objects.filter(event="registration.expired")
    assert [clock.day(row.at) for row in rows] == [E + DAY]
    assert years.standing(held.number) is Standing.EXPIRED
    assert years.may(Kind.RENEWAL)[0] == "registration.expired"
    assert years.may(Kind.RE_REGISTRATION) == ["education.hours_short"]
