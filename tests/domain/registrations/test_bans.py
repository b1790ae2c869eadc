"""Bans: one enters, another confirms; they bar at every submission and at every freezing (R8)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.cases import actions as cases
from anzhu.cases.models import Case
from anzhu.files.models import StoredFile
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.notices.models import Delivery, Notice
from anzhu.people.actions import enrol
from anzhu.people.models import Person
from anzhu.production import actions as production
from anzhu.registrations import actions as registrations
from anzhu.registrations import banning, bans, finding, instruments
from anzhu.registrations.models import HolderNumber, Registration, Restriction, RestrictionOrder
from anzhu.rules.facts import Role, Status
from anzhu.rules.grants import Standing
from anzhu.rules.production import BatchStatus
from anzhu.rules.restrictions import Basis, OrderKind
from anzhu.verification.queries import look_up
from tests.approving import approved
from tests.domain import factories
from tests.domain.registrations.banned import asked, banned, lay_scan, scan
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db
NOW = MONDAY
TODAY = clock.day(NOW)


@pytest.fixture
def centre() -> tuple[Actor, Actor]:
    return factories.actor(Role.CENTRE_REVIEWER), factories.actor(Role.CENTRE_REVIEWER)


@pytest.fixture
def somebody() -> Person:
    person = factories.person("欧阳慧芳")
    factories.account(Role.APPLICANT, of=person)
    return person


def as_it_is() -> tuple[object, ...]:
    """All that a refused act must leave as it was."""
    models = (Restriction, RestrictionOrder, Registration)
    rows = tuple(list(model.objects.order_by("pk").values()) for model in models)
    return (*rows, Entry.objects.count(), Notice.objects.count(), Delivery.objects.count())


def entered(person: Person, by: Actor, **changed: object) -> RestrictionOrder:
    restriction = changed.pop("restriction_id", None)
    return banning.enter(
        person_id=person.pk,
        asked=asked(NOW, **changed),
        upload=None,
        key=f"enter {RestrictionOrder.objects.count()}",
        actor=by,
        now=NOW,
        restriction_id=restriction,
    )


def test_an_order_has_no_effect_until_another_person_has_confirmed_it(centre, somebody, jobs):
    order = banning.enter(
        person_id=somebody.pk, asked=asked(NOW), upload=scan(), key="k", actor=centre[0], now=NOW
    )
    again = banning.enter(
        person_id=somebody.pk, asked=asked(NOW), upload=scan(), key="k", actor=centre[0], now=NOW
    )
    assert again == order
    assert bans.standing_on(somebody.pk, TODAY) == []
    assert not Restriction.objects.exists()
    with pytest.raises(Refused) as early:
        banning.confirm(order_id=order.pk, key="c", actor=centre[1], now=NOW)
    assert early.value.codes == ["restriction.no_scan"]

    jobs()
    before = as_it_is()
    with pytest.raises(Refused) as alone:
        banning.confirm(order_id=order.pk, key="c", actor=centre[0], now=NOW)
    assert alone.value.codes == ["restriction.same_person"]
    assert as_it_is() == before

    done = banning.confirm(order_id=order.pk, key="c", actor=centre[1], now=NOW)

    assert banning.confirm(order_id=order.pk, key="c", actor=centre[1], now=NOW) == done
    (ban,) = bans.standing_on(somebody.pk, TODAY)
    assert (ban.basis, ban.until) == ("false_application", date(2031, 11, 16))
    assert Notice.objects.get().event == "restriction.set"
    assert Delivery.objects.count() == 1
    assert not list(verify.faults())


@pytest.mark.parametrize(
    ("changed", "refused_for"),
    [
        ({"starts_on": TODAY + timedelta(days=1)}, ["restriction.starts_in_future"]),
        ({"years": 0}, ["restriction.years"]),
        ({"basis": None}, ["restriction.no_basis"]),
        ({"instrument": ""}, ["restriction.no_instrument"]),
    ],
)
def test_a_bad_order_is_refused_and_nothing_is_kept(centre, somebody, changed, refused_for):
    before = as_it_is()
    with pytest.raises(Refused) as refused:
        entered(somebody, centre[0], **changed)
    assert refused.value.codes == refused_for
    assert as_it_is() == before


def test_an_instrument_bars_a_person_once(centre, somebody):
    banned(somebody, centre, NOW)
    before = as_it_is()
    with pytest.raises(Refused) as refused:
        entered(somebody, centre[0])
    assert refused.value.codes == ["restriction.instrument_used"]
    assert as_it_is() == before
    with pytest.raises(IntegrityError, match="an_instrument_bars_a_person_once"):
        Restriction.objects.create(
            person=somebody,
            starts_on=TODAY,
            years=1,
            basis="barred",
            instrument="应急罚〔2026〕12 号",
        )


def test_both_values_of_a_corrected_ban_stay_in_its_history(centre, somebody):
    ban = banned(somebody, centre, NOW)
    order = entered(
        somebody,
        centre[1],
        kind=OrderKind.CORRECT,
        restriction_id=ban.pk,
        years=3,
        reason="年限录错",
    )
    with pytest.raises(Refused) as second:
        entered(somebody, centre[0], kind=OrderKind.LIFT, restriction_id=ban.pk, reason="复议撤销")
    assert second.value.codes == ["restriction.order_waits"]
    lay_scan(order, NOW)
    banning.confirm(order_id=order.pk, key="c", actor=centre[0], now=NOW)

    ban.refresh_from_db()
    assert ban.years == 3
    assert [row.years for row in bans.orders_of(centre[0], somebody.pk)] == [3, 5]
    assert [row.years for row in bans.orders_before(centre[0], order)] == [5]
    assert [told.event for told in Notice.objects.order_by("pk")] == [
        "restriction.set",
        "restriction.corrected",
    ]
    assert not list(verify.faults())


def test_a_lifted_ban_bars_no_longer_and_is_not_touched_again(centre, somebody):
    ban = banned(somebody, centre, NOW)
    order = entered(
        somebody, centre[0], kind=OrderKind.LIFT, restriction_id=ban.pk, reason="复议撤销"
    )
    lay_scan(order, NOW)
    banning.confirm(order_id=order.pk, key="l", actor=centre[1], now=NOW)

    assert bans.standing_on(somebody.pk, TODAY) == []
    ban.refresh_from_db()
    assert ban.lifted_on == TODAY
    before = as_it_is()
    with pytest.raises(Refused) as refused:
        entered(somebody, centre[0], kind=OrderKind.LIFT, restriction_id=ban.pk, reason="再解除")
    assert refused.value.codes == ["restriction.lifted_already"]
    assert as_it_is() == before
    assert not list(verify.faults())


def test_a_discarded_order_never_bars(centre, somebody):
    order = entered(somebody, centre[0])
    banning.discard(order_id=order.pk, actor=centre[0], now=NOW)
    lay_scan(order, NOW)
    with pytest.raises(Refused) as refused:
        banning.confirm(order_id=order.pk, key="c", actor=centre[1], now=NOW)
    assert refused.value.lost_race
    assert not Restriction.objects.exists()


@pytest.mark.parametrize("role", [Role.AGENCY_LEAD, Role.MINISTRY_APPROVER, Role.APPLICANT])
def test_only_the_centre_sets_bans(centre, somebody, role):
    stranger = factories.actor(role, agency=factories.agency())
    order = entered(somebody, centre[0])
    for attempt in (
        lambda: entered(somebody, stranger),
        lambda: banning.confirm(order_id=order.pk, key="c", actor=stranger, now=NOW),
        lambda: banning.discard(order_id=order.pk, actor=stranger, now=NOW),
        lambda: instruments.attach(scan(), order_id=order.pk, actor=stranger, now=NOW),
        lambda: bans.listed(stranger),
        lambda: bans.order(stranger, order.pk),
    ):
        with pytest.raises(NotVisible), transaction.atomic():
            attempt()


# --- what a ban does ---------------------------------------------------------------------------


@pytest.fixture
def holder(centre) -> Registration:
    """欧阳慧芳, registered since the first of November."""
    person = factories.person("欧阳慧芳")
    case = factories.case(of=person)
    ministry = factories.actor(Role.MINISTRY_APPROVER)
    approved([case], centre=centre[0], ministry=ministry, now=NOW - timedelta(days=10))
    return Registration.objects.get(case_ref=case.ref)


@pytest.mark.parametrize(
    ("basis", "ends"),
    [
        (Basis.IMPROPER_MEANS, True),
        (Basis.LICENCE_REVOKED, True),
        (Basis.FALSE_APPLICATION, False),
        (Basis.BARRED, False),
    ],
)
def test_a_ban_after_revocation_ends_the_registration_for_everybody_at_once(
    centre, holder, basis, ends
):
    banned(holder.person, centre, NOW, basis=basis, provision="第三十一条")

    holder.refresh_from_db()
    assert holder.closed_on == (TODAY if ends else None)
    answer = look_up(number=holder.number, name="欧阳慧芳", on=TODAY)
    assert (answer.standing is Standing.REVOKED) is ends
    assert HolderNumber.objects.get(person=holder.person).number == holder.number
    assert not list(verify.faults())


def test_a_registration_that_had_run_out_is_left_as_it_is(centre, somebody):
    row = registrations.grant(
        person_id=somebody.pk,
        category="mine",
        employer_name="x",
        employer_uscc="y",
        case_ref="15AAAAAAAA",
        on=date(2015, 3, 2),
    )
    banned(somebody, centre, NOW, basis=Basis.IMPROPER_MEANS)
    row.refresh_from_db()
    assert row.closed_on is None


def test_a_ban_is_asked_at_the_start_and_at_every_submission(centre):
    story = Story()
    case = story.returned()
    ban = banned(story.lin.person, centre, NOW + timedelta(days=1))
    then = NOW + timedelta(days=2)
    before = Case.objects.values().get(pk=case.pk)

    with pytest.raises(Refused) as refused:
        story.resubmitted(case, then)

    # The ban came after the first filing day and counts all the same.
    assert "person.restricted" in refused.value.codes
    assert Case.objects.values().get(pk=case.pk) == before
    Restriction.objects.filter(pk=ban.pk).update(lifted_on=clock.day(then))
    assert story.resubmitted(case, then).status == Status.FIRST_REVIEW


def test_a_ban_is_asked_before_a_draft_is_opened(centre):
    story = Story()
    banned(story.lin.person, centre, NOW)
    with pytest.raises(Refused) as refused:
        cases.start(kind="initial", actor=story.lin.actor, now=NOW)
    assert "person.restricted" in refused.value.codes
    assert not Case.objects.exists()


def test_a_ban_is_asked_when_a_batch_is_frozen_and_when_it_is_decided(centre):
    case = factories.case()
    batch = production.compile_batch(case_ids=[case.pk], key="b", actor=centre[0], now=NOW)
    ban = banned(case.person, centre, NOW)
    with pytest.raises(Refused) as refused:
        production.freeze(batch_id=batch.pk, key="f", actor=centre[0], now=NOW)
    assert refused.value.codes == ["batch.restricted"]
    batch.refresh_from_db()
    assert batch.status == BatchStatus.OPEN

    Restriction.objects.filter(pk=ban.pk).update(lifted_on=TODAY)
    production.freeze(batch_id=batch.pk, key="f", actor=centre[0], now=NOW)
    Restriction.objects.filter(pk=ban.pk).update(lifted_on=None)
    with pytest.raises(Refused) as late:
        production.approve(
            batch_id=batch.pk,
            leaving_out={},
            refusing={},
            second_factor=True,
            key="a",
            actor=factories.actor(Role.MINISTRY_APPROVER),
            now=NOW,
        )
    assert late.value.codes == ["batch.restricted"]
    assert not Registration.objects.exists()
    left_out = production.approve(
        batch_id=batch.pk,
        leaving_out={case.pk: "有限制"},
        refusing={},
        second_factor=True,
        key="a",
        actor=factories.actor(Role.MINISTRY_APPROVER),
        now=NOW,
    )
    assert left_out.status == BatchStatus.DECIDED


# --- finding somebody --------------------------------------------------------------------------


def test_a_person_is_found_by_exact_number_and_name_only(centre, holder):
    def found(said: str, name: str = "欧阳慧芳") -> Person | None:
        return finding.find(said=said, name=name, purpose="t", actor=centre[0], now=NOW)

    person = holder.person
    assert found(person.id_number) == found(holder.number) == person
    assert found(person.id_number.lower()) == person
    for said, name in ((person.id_number, "欧阳慧"), (person.id_number[:-1], "欧阳慧芳"), ("", "")):
        assert found(said, name) is None
    assert Entry.objects.filter(event="person.looked_up").count() == 6


def test_who_stands_on_the_roster_only_can_be_found_by_number_and_name(centre):
    one = factories.person("林小满")
    number = one.id_number
    one.delete()
    enrol(name="林小满", id_number=number, number="Q1", obtained=TODAY, category="mine")

    def found(name: str) -> Person | None:
        return finding.find(said=number, name=name, purpose="t", actor=centre[0], now=NOW)

    assert found("别人") is None
    assert found("林小满") == found("林小满")
    assert Person.objects.filter(name="林小满").last() == found("林小满")


def test_looking_up_is_counted(centre, monkeypatch):
    monkeypatch.setattr(finding, "AN_HOUR", 2)
    ask: Callable[[], object] = lambda: finding.find(  # noqa: E731
        said="1", name="x", purpose="t", actor=centre[0], now=NOW
    )
    ask()
    ask()
    with pytest.raises(finding.limits.TooMany):
        ask()


def test_a_newer_scan_replaces_an_unreadable_one(centre, somebody, jobs):
    order = entered(somebody, centre[0])
    spoiled = scan()
    spoiled.file.seek(0)
    spoiled.file.truncate(900)
    spoiled.size = 900
    instruments.attach(spoiled, order_id=order.pk, actor=centre[0], now=NOW)
    jobs()
    assert bans.scan_of(bans.order(centre[0], order.pk))[0] == "broken"
    instruments.attach(scan(), order_id=order.pk, actor=centre[0], now=NOW)
    assert bans.scan_of(bans.order(centre[0], order.pk))[0] == "waiting"
    jobs()
    assert bans.scan_of(bans.order(centre[0], order.pk))[0] == "ready"
    assert StoredFile.objects.filter(variant="full").count() == 1
    with bans.opened_page(centre[0], order.pk, 1, "preview") as page:
        assert page.read(3) == b"\xff\xd8\xff"
    with pytest.raises(NotVisible):
        bans.opened_page(centre[0], order.pk, 2, "preview")


def test_who_confirms_cannot_put_another_scan_in_its_place(centre, somebody, jobs):
    order = banning.enter(
        person_id=somebody.pk, asked=asked(NOW), upload=scan(), key="k", actor=centre[0], now=NOW
    )
    jobs()
    before = as_it_is()
    with pytest.raises(Refused) as refused:
        instruments.attach(scan(), order_id=order.pk, actor=centre[1], now=NOW)
    assert refused.value.codes == ["restriction.scan_by_other"]
    assert as_it_is() == before
    assert bans.scan_of(bans.order(centre[1], order.pk))[0] == "ready"


def test_an_order_says_the_same_whoever_reads_the_columns(centre, somebody):
    facts = replace(asked(NOW), years=2)
    order = banning.enter(
        person_id=somebody.pk, asked=facts, upload=None, key="k", actor=centre[0], now=NOW
    )
    assert bans.waiting(centre[1]) == [order]
    assert bans.listed(centre[1]).rows == []
