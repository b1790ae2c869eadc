"""Reissue and cancellation through the table of steps (clauses 5 and 6, R10)."""

from datetime import date

import pytest

from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.cases import actions as applications
from anzhu.cases import request_facts, requests
from anzhu.cases.models import Act, Case, Dossier, Revision
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.notices.models import Notice
from anzhu.ops.demo import short_tracks
from anzhu.people.models import Account
from anzhu.photos.models import Photo
from anzhu.production import confirming
from anzhu.production.models import Item
from anzhu.registrations.models import HolderNumber, Registration, Sheet
from anzhu.reviews import actions as reviews
from anzhu.reviews import short_tracks as centre
from anzhu.rules.facts import Kind, Reason, Role, Status
from anzhu.rules.production import ItemStatus
from anzhu.verification.queries import look_up
from tests import short
from tests.short import DAY, LATER
from tests.world import Story

CENTRE = LATER + 2 * DAY


def state() -> tuple[object, ...]:
    """Everything a refused step must leave as it was."""
    return (
        list(Case.objects.order_by("pk").values()),
        list(Dossier.objects.order_by("pk").values()),
        list(Registration.objects.order_by("pk").values()),
        list(Item.objects.order_by("pk").values()),
        list(Sheet.objects.order_by("pk").values()),
        Act.objects.count(),
        Revision.objects.count(),
        Entry.objects.count(),
        Notice.objects.count(),
    )


def confirm(story: Story, case: Case, *, key: str = "c", note: str = "") -> Case:
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=CENTRE)
    return confirming.confirm(
        case_id=case.pk, key=key, note=note, actor=story.chen.actor, now=CENTRE
    )


# --- reissue -----------------------------------------------------------------------------------


def test_a_lost_certificate_is_void_the_moment_a_new_one_is_approved(story: Story):
    lin = short.registered(story)
    old, held = Item.objects.get(), Registration.objects.get()
    case = short.forwarded(story, short.online(story, Kind.REISSUE))
    assert Sheet.objects.get(serial=old.serial).void_at is None

    confirm(story, case)

    case.refresh_from_db()
    new = Item.objects.get(case=case)
    assert (case.status, case.approved_on) == (Status.APPROVED, clock.day(CENTRE))
    assert Sheet.objects.get(serial=old.serial).void_at == CENTRE
    assert Sheet.objects.get(serial=new.serial).void_at is None
    assert (new.status, new.kind, new.replaces) == (ItemStatus.TO_MAKE, "certificate", old)
    assert (new.number, new.name) == (held.number, lin.name)
    assert (new.valid_from, new.valid_until) == (held.valid_from, held.valid_until)
    assert new.photo_id == case.dossier.photo_id
    assert Registration.objects.get().closed_on is None
    assert Notice.objects.filter(chain=case.ref).values_list("event", flat=True).last() == (
        "reissue.approved"
    )
    assert not list(verify.faults())

    short.collected(story, [new], CENTRE + DAY)
    case.refresh_from_db()
    assert case.status == Status.CLOSED
    assert story.told(case)[-1] == "close"


def test_a_damaged_label_alone_leaves_the_certificate_as_it_is(story: Story):
    short.registered(story)
    certificate = Item.objects.get()
    case = short.online(story, Kind.REISSUE, sheet="label", why="damaged")
    confirm(story, short.forwarded(story, case))
    assert Sheet.objects.get(serial=certificate.serial).void_at is None
    assert Item.objects.get(case=case).kind == "label"


def test_what_is_damaged_must_have_come_back(story: Story):
    short.registered(story)
    case = short.online(story, Kind.REISSUE, why="damaged")
    story.builder.judge(case, story.zhou, LATER + DAY, {})
    before = state()
    with pytest.raises(Refused) as refused:
        reviews.pass_case(case_id=case.pk, key="p", actor=story.zhou.actor, now=LATER + DAY)
    assert refused.value.codes == ["hand_in.missing"]
    assert state() == before
    ask = {"case_id": case.pk, "actor": story.zhou.actor, "now": LATER + DAY}
    requests.hand_in(key="in", note="ZS260000017", **ask)
    assert requests.hand_in(key="in", note="ZS260000017", **ask).handed_in_on
    with pytest.raises(Refused) as refused:
        requests.hand_in(key="again", note="ZS260000017", **ask)
    assert refused.value.codes == ["hand_in.already"]
    assert reviews.pass_case(key="p", **ask).status == Status.PASSED
    assert Act.objects.get(case=case, step="hand_in").note == "ZS260000017"


def test_a_lost_one_cannot_come_back(story: Story):
    short.registered(story)
    case = short.online(story, Kind.REISSUE)
    with pytest.raises(Refused) as refused:
        requests.hand_in(case_id=case.pk, key="k", note="x", actor=story.zhou.actor, now=LATER)
    assert refused.value.codes == ["hand_in.nothing_due"]


def test_without_a_photo_in_the_system_nothing_is_handed_in(story: Story):
    lin = short.registered(story)
    case = requests.open_request(kind=Kind.REISSUE, actor=lin.actor, now=LATER)
    said = {"sheet": "certificate", "why": "lost", "agency": "SD"}
    requests.save(case_id=case.pk, said=said, actor=lin.actor, now=LATER)
    short_tracks.lay_pages(story.builder, case, LATER)
    Photo.objects.filter(person=lin.person).update(person=story.zhou.person)
    before = state()
    with pytest.raises(Refused) as refused:
        requests.submit(case_id=case.pk, key="s", actor=lin.actor, now=LATER)
    assert refused.value.codes == ["request.no_photo"]
    assert state() == before


def test_everything_missing_is_said_at_once(story: Story):
    lin = short.registered(story)
    case = requests.open_request(kind=Kind.CANCELLATION, actor=lin.actor, now=LATER)
    requests.save(case_id=case.pk, said={"phone": "1"}, actor=lin.actor, now=LATER)
    before = state()
    with pytest.raises(Refused) as refused:
        requests.submit(case_id=case.pk, key="s", actor=lin.actor, now=LATER)
    assert refused.value.codes == [
        "request.no_reason",
        "request.not_understood",
        "phone.malformed",
        "materials.missing",
        "materials.missing",
        "request.not_confirmed",
    ]
    assert state() == before


def test_an_id_card_on_the_back_of_the_form_needs_no_picture_of_its_own(story: Story):
    short.registered(story)
    case = short.online(story, Kind.REISSUE, id_on_the_form=True)
    assert [row["material"] for row in case.revisions.get().materials] == ["reissue_form"]
    assert case.revisions.get().checklist == [
        "holder.right",
        "photo.usable",
        "reissue.form",
        "id_copy.legible",
    ]


@pytest.mark.parametrize("kind", [Kind.REISSUE, Kind.CANCELLATION])
def test_only_while_valid(story: Story, kind: Kind):
    """R10: on the last day yes, on the day after no."""
    lin = short.registered(story)
    last = Registration.objects.get().valid_until
    for day, against in ((last, []), (date(last.year, last.month, last.day + 1), ["expired"])):
        found = request_facts.objections_to_opening(kind, lin.person, clock.noon(day))
        assert [one.code.split(".")[1] for one in found] == against


def test_somebody_who_never_registered_has_nothing_to_reissue(story: Story):
    before = state()
    with pytest.raises(Refused) as refused:
        requests.open_request(kind=Kind.REISSUE, actor=story.lin.actor, now=LATER)
    assert refused.value.codes == ["registration.none"]
    assert state() == before


def test_a_certificate_on_its_way_is_not_reissued(story: Story):
    case = story.concluded()
    short.approved([case], centre=story.sun.actor, ministry=story.zhao.actor, now=LATER)
    with pytest.raises(Refused) as refused:
        requests.open_request(kind=Kind.REISSUE, actor=story.lin.actor, now=LATER)
    assert refused.value.codes == ["request.not_collected"]


def test_a_second_reissue_is_refused_with_the_first_one_named(story: Story):
    short.registered(story)
    first = short.online(story, Kind.REISSUE)
    with pytest.raises(Refused) as refused:
        requests.open_request(kind=Kind.REISSUE, actor=story.lin.actor, now=LATER)
    assert refused.value.codes == ["request.in_flight"]
    assert refused.value.objections[0].params["ref"] == first.ref


def test_a_return_a_correction_and_the_filing_day(story: Story):
    lin = short.registered(story)
    case = short.online(story, Kind.REISSUE)
    unmet = {"reissue.form": ("request_form.no_signature", "没有签字")}
    story.builder.judge(case, story.zhou, LATER + DAY, unmet)
    reviews.return_case(case_id=case.pk, key="r", actor=story.zhou.actor, now=LATER + DAY)
    case.refresh_from_db()
    assert (case.status, case.correct_by) == (Status.CORRECTION, date(2026, 12, 31))
    requests.save(case_id=case.pk, said={"text": "补充"}, actor=lin.actor, now=LATER + 2 * DAY)
    case = requests.submit(case_id=case.pk, key="again", actor=lin.actor, now=LATER + 2 * DAY)
    assert (case.status, case.filed_on) == (Status.FIRST_REVIEW, clock.day(LATER))
    assert case.revisions.count() == 2


def test_the_printed_form_belongs_to_what_it_says(story: Story):
    lin = short.registered(story)
    case = requests.open_request(kind=Kind.REISSUE, actor=lin.actor, now=LATER)
    ask = {"case_id": case.pk, "actor": lin.actor, "now": LATER}
    with pytest.raises(Refused) as refused:
        requests.note_print(key="p0", **ask)
    assert refused.value.codes == ["request.no_sheet", "request.no_why"]
    requests.save(said={"sheet": "certificate", "why": "lost", "agency": "SD"}, **ask)
    assert requests.note_print(key="p1", **ask).dossier.form_version == 1
    assert requests.note_print(key="p2", **ask).dossier.form_version == 1
    requests.save(said={"why": "damaged"}, **ask)
    assert requests.note_print(key="p3", **ask).dossier.form_version == 2


# --- cancellation ------------------------------------------------------------------------------


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


# --- the counter -------------------------------------------------------------------------------


def test_paper_is_taken_in_for_somebody_without_an_account(story: Story):
    lin = short.registered(story)
    # Whoever files by this account is not she.
    Account.objects.filter(pk=lin.account.pk).update(role=Role.AUDITOR)
    case = short.at_counter(story, Kind.CANCELLATION)
    assert (case.status, case.from_paper, case.agency) == (
        Status.FIRST_REVIEW,
        True,
        story.builder.agencies["SD"],
    )
    assert story.told(case) == ["start", "take_in"]
    assert not Notice.objects.filter(chain=case.ref).exists()
    confirm(story, short.forwarded(story, case))
    assert Registration.objects.get().ended_as == "cancelled"


def test_an_account_is_told_of_what_came_in_on_paper(story: Story):
    short.registered(story)
    case = short.at_counter(story, Kind.REISSUE)
    told = Notice.objects.filter(chain=case.ref).values_list("event", flat=True)
    assert list(told) == ["case.submitted"]


def test_who_took_it_in_may_review_it_but_nobody_serves_himself(story: Story):
    """One tier, so one human (3-flow); the holder himself never (decision 0014)."""
    short.registered(story)
    case = short.at_counter(story, Kind.REISSUE)
    assert short.forwarded(story, case).status == Status.FINAL_REVIEW
    before = state()
    with pytest.raises(Refused) as refused:
        requests.open_at_counter(
            kind=Kind.OTHER_MATTERS,
            person_id=story.zhou.person.pk,
            actor=story.zhou.actor,
            now=LATER,
        )
    assert refused.value.codes == ["separation.own_case"]
    assert state() == before


def test_a_clerk_does_not_speak_for_who_files_on_line(story: Story):
    short.registered(story)
    case = short.online(story, Kind.REISSUE)
    before = state()
    with pytest.raises(Refused) as refused:
        requests.withdraw(case_id=case.pk, key="w", note="代撤", actor=story.zhou.actor, now=LATER)
    assert refused.value.codes == ["counter.not_from_paper"]
    assert state() == before


def test_what_is_still_being_entered_is_nobody_elses(story: Story):
    lin = short.registered(story)
    requests.open_at_counter(
        kind=Kind.REISSUE, person_id=lin.person.pk, actor=story.zhou.actor, now=LATER
    )
    assert not Case.objects.visible_to(lin.actor).filter(kind=Kind.REISSUE).exists()
    other, _ = story.world.reviewers_of(story.builder.agencies["JS"])
    assert not Case.objects.at_the_counter(other.actor).exists()
    assert Case.objects.at_the_counter(story.xu.actor).count() == 1
    assert not Case.objects.at_the_counter(story.chen.actor).exists()


def test_a_clerk_calls_off_what_was_entered_by_mistake(story: Story):
    lin = short.registered(story)
    case = requests.open_at_counter(
        kind=Kind.REISSUE, person_id=lin.person.pk, actor=story.zhou.actor, now=LATER
    )
    ask = {"case_id": case.pk, "actor": story.zhou.actor, "now": LATER}
    with pytest.raises(Refused) as refused:
        requests.withdraw(key="w", note=" ", **ask)
    assert refused.value.codes == ["step.no_reason"]
    assert requests.withdraw(key="w", note="录错了人", **ask).status == Status.WITHDRAWN
