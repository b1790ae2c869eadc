"""Cancellation (clause 6, R8, R10): it ends the registration and what is in flight."""

import pytest

from anzhu.audit import verify
from anzhu.cases import actions as applications
from anzhu.cases import request_facts, requests
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.notices.models import Notice
from anzhu.production import confirming
from anzhu.production.models import Item
from anzhu.registrations.models import HolderNumber, Registration, Sheet
from anzhu.reviews import actions as reviews
from anzhu.reviews import short_tracks as centre
from anzhu.rules.facts import Kind, Reason, Status
from anzhu.rules.production import ItemStatus
from anzhu.verification.queries import look_up
from tests import short
from tests.domain.cases.requesting import CENTRE, confirm, state
from tests.short import DAY, LATER
from tests.world import Story


def test_a_cancellation_ends_the_registration_on_the_day_of_the_decision(story: Story):
    lin = short.registered(story)
    held, old = Registration.objects.get(), Item.objects.get()
    case = short.forwarded(story, short.online(story, Kind.CANCELLATION))
    confirm(story, case)
    case.refresh_from_db()
    held.refresh_from_db()
    assert (case.status, story.told(case)[-2:]) == (Status.CLOSED, ["confirm", "close"])
    assert (held.closed_on, held.ended_as) == (clock.day(CENTRE), "cancelled")
    assert HolderNumber.objects.get().number == held.number
    assert Sheet.objects.get(serial=old.serial).void_at == CENTRE
    assert case.handed_in_on == clock.day(LATER + DAY)
    seen = look_up(number=held.number, name=lin.name, on=clock.day(CENTRE))
    assert seen.standing == "cancelled"
    assert not list(verify.faults())


def test_after_it_only_a_re_registration_is_open_from_that_very_day(story: Story):
    lin = short.registered(story)
    confirm(story, short.forwarded(story, short.online(story, Kind.CANCELLATION)))
    for kind in (Kind.REISSUE, Kind.CANCELLATION):
        found = request_facts.objections_to_opening(kind, lin.person, CENTRE)
        assert [one.code for one in found] == ["registration.ended"]
    with pytest.raises(Refused) as refused:
        applications.start(kind=Kind.INITIAL, actor=lin.actor, now=CENTRE)
    assert refused.value.codes == ["initial.registered_before"]
    draft = applications.start(kind=Kind.RE_REGISTRATION, actor=lin.actor, now=CENTRE)
    assert draft.status == Status.DRAFT


def test_it_ends_what_is_in_flight_and_what_is_being_made(story: Story):
    """R8: a reissue that waits to be made and a change that is under way end with it."""
    lin = short.registered(story)
    reissue = short.forwarded(story, short.online(story, Kind.REISSUE))
    confirm(story, reissue)
    change = applications.start(kind=Kind.CHANGE, actor=lin.actor, now=CENTRE)
    matter = short.online(story, Kind.OTHER_MATTERS, CENTRE, subject="other")
    case = short.forwarded(story, short.online(story, Kind.CANCELLATION, CENTRE), CENTRE)
    confirm(story, case, key="c2")
    for other in (reissue, change, matter):
        other.refresh_from_db()
    assert (reissue.status, change.status) == (Status.WITHDRAWN, Status.WITHDRAWN)
    assert matter.status == Status.FINAL_REVIEW
    item = Item.objects.get(case=reissue)
    assert (item.status, item.void_reason) == (ItemStatus.VOID, "注册已于 2026年12月2日 注销")
    assert Notice.objects.filter(event="case.ended").count() == 2
    assert not list(verify.faults())


def test_what_stands_on_a_frozen_list_keeps_the_cancellation_waiting(story: Story):
    lin = short.registered(story)
    case = short.forwarded(story, short.online(story, Kind.CANCELLATION))
    listed = short.in_frozen_batch(story, lin)
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=CENTRE)
    before = state()
    with pytest.raises(Refused) as refused:
        confirming.confirm(case_id=case.pk, key="c", note="", actor=story.chen.actor, now=CENTRE)
    assert refused.value.codes == ["confirm.in_frozen_batch"]
    assert refused.value.objections[0].params["ref"] == listed.ref
    assert state() == before


def test_the_centre_declines_for_reasons_of_the_list(story: Story):
    short.registered(story)
    case = short.forwarded(story, short.online(story, Kind.CANCELLATION))
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=CENTRE)
    ask = {"case_id": case.pk, "actor": story.chen.actor, "now": CENTRE}
    before = state()
    with pytest.raises(Refused) as refused:
        centre.decline(key="d", reasons=[], note="", **ask)
    assert refused.value.codes == ["refusal.no_reason"]
    assert state() == before
    reasons = [Reason(code="refuse.not_the_holder", item="")]
    assert centre.decline(key="d", reasons=reasons, note="", **ask).status == Status.REFUSED
    assert Registration.objects.get().closed_on is None


def test_going_against_the_agency_must_be_explained(story: Story):
    short.registered(story)
    case = short.online(story, Kind.CANCELLATION)
    at, zhou = LATER + DAY, story.zhou.actor
    requests.hand_in(case_id=case.pk, key="in", note="遗失，已作书面声明", actor=zhou, now=at)
    story.builder.judge(case, story.zhou, at, {})
    reasons = [Reason(code="refuse.not_handed_in", item="")]
    reviews.oppose(case_id=case.pk, key="o", reasons=reasons, note="", actor=zhou, now=at)
    reviews.forward(case_ids=[case.pk], key="f", actor=story.xu.actor, now=at)
    with pytest.raises(Refused) as refused:
        confirm(story, case)
    assert refused.value.codes == ["confirm.differs_without_reason"]
    assert confirm(story, case, key="c2", note="声明已核实").status == Status.CLOSED


def test_a_repeated_click_confirms_once(story: Story):
    short.registered(story)
    case = short.forwarded(story, short.online(story, Kind.REISSUE))
    confirm(story, case)
    again = confirming.confirm(
        case_id=case.pk, key="c", note="", actor=story.chen.actor, now=CENTRE
    )
    assert again.status == Status.APPROVED
    assert Item.objects.filter(case=case).count() == 1


def test_no_ministry_can_touch_it(story: Story):
    short.registered(story)
    case = short.forwarded(story, short.online(story, Kind.REISSUE))
    with pytest.raises(Refused) as refused:
        applications.take_step(
            "conclude", case=story.fresh(case), actor=story.chen.actor, now=CENTRE
        )
    assert refused.value.codes == ["step.not_yours"]
