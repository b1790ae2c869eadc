"""What happens by the clock alone: once, late rather than never, and one failure stops no other."""

from datetime import date, datetime, timedelta

import pytest

from anzhu.cases import actions, reminding, ticking
from anzhu.cases.models import Act, Case
from anzhu.kernel import clock
from anzhu.notices.models import Delivery, Notice
from anzhu.people.models import Account
from anzhu.registrations.models import Registration
from anzhu.rules.facts import Kind, Status
from tests.domain import factories
from tests.world import MONDAY, Story

DAY = timedelta(days=1)


def told(event: str) -> list[dict[str, object]]:
    return [row.params for row in Notice.objects.filter(event=event).order_by("id")]


def test_one_run_does_all_that_is_due_and_the_next_does_nothing(story: Story) -> None:
    silent = story.submitted()
    done = ticking.tick(MONDAY + 8 * DAY)
    assert {name for name, count in done.items() if count} == {"accepted"}
    assert story.fresh(silent).accepted_on == clock.day(MONDAY)
    before = Act.objects.count(), Notice.objects.count()
    assert set(ticking.tick(MONDAY + 8 * DAY).values()) == {0}
    assert (Act.objects.count(), Notice.objects.count()) == before


def test_a_worker_that_was_away_for_days_reminds_once_and_then_lapses(story: Story) -> None:
    case = story.returned()  # on 17 November, until 17 December
    assert ticking.tick(MONDAY + 29 * DAY)["reminded"] == 1
    assert [params["count"] for params in told("case.reminded")] == [2]
    assert ticking.tick(MONDAY + 29 * DAY)["reminded"] == 0
    assert ticking.tick(MONDAY + 60 * DAY)["lapsed"] == 1
    assert story.fresh(case).status == Status.LAPSED
    assert len(told("case.reminded")) == 1


def test_a_second_correction_is_reminded_of_anew(story: Story) -> None:
    case = story.returned()
    ticking.tick(MONDAY + 17 * DAY)
    case = story.resubmitted(case, MONDAY + 20 * DAY)
    unmet = {"form.signed": ("form.no_date", "请补签日期")}
    then = MONDAY + 21 * DAY
    story.builder.judge(case, story.zhou, then, unmet)
    story.sends_back(case, then)
    assert ticking.tick(then)["reminded"] == 0
    assert ticking.tick(then + 16 * DAY)["reminded"] == 1


def test_no_run_does_more_than_its_share_and_the_next_goes_on(story: Story) -> None:
    for _ in range(3):
        case = factories.case(Status.FIRST_REVIEW)
        Case.objects.filter(pk=case.pk).update(accepted_on=None, due_on=date(2026, 11, 9))
    later = clock.noon(date(2026, 11, 20))
    assert [ticking.tick(later, at_most=2)["accepted"] for _ in range(3)] == [2, 1, 0]


def test_one_that_fails_stops_no_other(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = factories.case(Status.FIRST_REVIEW), factories.case(Status.FIRST_REVIEW)
    Case.objects.update(accepted_on=None, due_on=date(2026, 11, 9))
    real = actions.take_step

    def breaks(name: str, *, case: Case, **more: object) -> Case:
        if case.pk == first.pk:
            raise ValueError("a row that cannot be read")
        return real(name, case=case, **more)

    monkeypatch.setattr(actions, "take_step", breaks)
    assert ticking.tick(clock.noon(date(2026, 11, 20)))["accepted"] == 1
    assert story.fresh(first).accepted_on is None
    assert story.fresh(second).accepted_on == factories.FILED


# --- the end of a registration -----------------------------------------------------------------


@pytest.fixture
def held(story: Story) -> Registration:
    """林岚 holds a registration through 31 May 2027, granted five years before."""
    return Registration.objects.create(
        person=story.lin.person,
        number="37220000001",
        category="chemical",
        employer_name="齐鲁安泰化工股份有限公司",
        employer_uscc="91370100MA3C1234XA",
        granted_on=date(2022, 6, 1),
        valid_from=date(2022, 6, 1),
        valid_until=date(2027, 5, 31),
        case_ref="22AAAAAAAA",
    )


def at(text: str) -> datetime:
    return clock.noon(date.fromisoformat(text))


def test_a_holder_is_told_five_times_of_the_end_and_once_each(held: Registration) -> None:
    for day in range(420):
        now = at("2026-05-20") + day * DAY
        for _ in range(2):
            ticking.tick(now)
    assert [params["count"] for params in told("registration.expiring")] == [365, 90, 30, 7]
    assert [params["until"] for params in told("registration.expired")] == ["2027-05-31"]


@pytest.mark.parametrize(
    ("on", "events"),
    [
        ("2026-05-30", []),
        ("2026-05-31", ["registration.expiring"]),
        ("2026-06-30", ["registration.expiring"]),  # a month late
        ("2026-07-01", []),
        ("2027-05-31", ["registration.expiring"]),  # seven days before was missed
        ("2027-06-01", ["registration.expired"]),
        ("2027-07-01", ["registration.expired"]),
        ("2027-07-02", []),
        ("2035-01-01", []),  # whoever is imported after years is not told that it ended
    ],
)
def test_a_missed_reminder_is_sent_late_but_not_senselessly(
    held: Registration, on: str, events: list[str]
) -> None:
    ticking.tick(at(on))
    ticking.tick(at(on))
    sent = Notice.objects.filter(event__startswith="registration.exp")
    assert [row.event for row in sent] == events


@pytest.mark.parametrize(
    ("kind", "renews", "filed", "count"),
    [
        (Kind.RENEWAL, True, True, 0),
        (Kind.RENEWAL, True, False, 1),  # a draft renews nothing
        (Kind.CHANGE, True, True, 0),
        (Kind.CHANGE, False, True, 1),
    ],
)
def test_whoever_is_renewing_already_is_not_reminded(
    story: Story,
    held: Registration,
    kind: Kind,
    renews: bool,
    filed: bool,
    count: int,
) -> None:
    case = factories.case(Status.FIRST_REVIEW, of=story.lin.person)
    status = {} if filed else {"status": Status.DRAFT, "filed_on": None}
    Case.objects.filter(pk=case.pk).update(kind=kind, renews=renews, **status)
    assert ticking.tick(at("2027-05-01"))["expiring"] == count


def test_a_registration_that_was_closed_is_not_reminded_of(held: Registration) -> None:
    Registration.objects.update(closed_on=date(2026, 1, 1))
    assert ticking.tick(at("2027-05-01"))["expiring"] == 0
    assert reminding.remind_of_expiry(registration_id=held.pk, now=at("2027-05-01")) is None


def test_whoever_wants_no_reminders_gets_no_mail_but_finds_them_on_the_site(
    story: Story, held: Registration
) -> None:
    Account.objects.filter(pk=story.lin.account.pk).update(wants_reminders=False)
    ticking.tick(at("2027-05-01"))
    assert Notice.objects.filter(event="registration.expiring").count() == 1
    assert Delivery.objects.filter(event="registration.expiring").count() == 0


def test_a_correction_is_reminded_of_by_mail_whatever_was_chosen(story: Story) -> None:
    """The last day is one after which the application ends."""
    Account.objects.filter(pk=story.lin.account.pk).update(wants_reminders=False)
    story.returned()
    ticking.tick(MONDAY + 29 * DAY)
    assert Delivery.objects.filter(event="case.reminded").count() == 1
