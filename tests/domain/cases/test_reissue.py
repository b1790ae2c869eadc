"""Reissue (clause 5, R10): lost or damaged, void at once, and what it needs."""

from datetime import date

import pytest

from anzhu.audit import verify
from anzhu.cases import request_facts, requests
from anzhu.cases.models import Act
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.notices.models import Notice
from anzhu.ops.demo import short_tracks
from anzhu.photos.models import Photo
from anzhu.production.models import Item
from anzhu.registrations.models import Registration, Sheet
from anzhu.reviews import actions as reviews
from anzhu.rules.facts import Kind, Status
from anzhu.rules.production import ItemStatus
from tests import short
from tests.domain.cases.requesting import CENTRE, confirm, state
from tests.short import DAY, LATER
from tests.world import Story


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
