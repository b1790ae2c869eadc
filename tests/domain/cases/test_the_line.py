"""One initial registration through the table of steps, and what refuses to happen on the way."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.cases import actions as cases
from anzhu.cases import drafting, facts, reminding
from anzhu.cases.models import Act, Case, Dossier
from anzhu.kernel.errors import Refused
from anzhu.notices.models import Notice
from anzhu.reviews import actions as reviews
from anzhu.rules.facts import Kind, Status
from tests.world import MONDAY, UNMET, Story

DAY = timedelta(days=1)


def _snapshot(case: Case) -> tuple[object, ...]:
    """Everything a refused step must leave as it was."""
    return (
        Case.objects.filter(pk=case.pk).values().get(),
        Dossier.objects.filter(pk=case.pk).values().get(),
        Act.objects.count(),
        Entry.objects.count(),
        Notice.objects.count(),
    )


def test_a_submission_freezes_what_was_handed_in_and_starts_the_clock(story: Story):
    case = story.submitted()
    assert case.status == Status.FIRST_REVIEW
    assert case.filed_on == date(2026, 11, 16)
    assert case.due_on == date(2026, 11, 23)  # the fifth working day after Monday
    assert case.agency == story.builder.agencies["SD"]
    revision = case.revisions.get()
    assert revision.answers["employer"]["name"] == story.qilu.name
    assert [page["material"] for page in revision.materials].count("application_form") == 2
    assert "form.stamp" in revision.checklist
    assert story.told(case) == ["start", "submit"]
    assert not list(verify.faults())


def test_a_returned_application_comes_back_with_its_filing_day(story: Story):
    case = story.returned()
    assert case.status == Status.CORRECTION
    assert case.correct_by == date(2026, 12, 17)  # thirty days after the 17th
    assert drafting.pages_open_to_correction(case) == {"materials"}
    case = story.resubmitted(case, MONDAY + 10 * DAY)
    assert case.filed_on == date(2026, 11, 16)
    assert case.received_on == date(2026, 11, 26)
    assert case.accepted_on is None
    assert story.told(case) == ["start", "submit", "claim", "return", "submit"]


def test_only_what_was_returned_can_be_corrected(story: Story):
    case = story.returned()
    before = _snapshot(case)
    with pytest.raises(Refused) as refused:
        drafting.save(
            case_id=case.pk,
            page="employer",
            said={"name": "另一家公司"},
            actor=story.lin.actor,
            now=MONDAY + 2 * DAY,
        )
    assert refused.value.codes == ["page.not_open"]
    assert _snapshot(case) == before


def test_a_submission_names_everything_that_is_missing_at_once(story: Story):
    case = story.builder.draft(story.lin, MONDAY)
    Dossier.objects.filter(pk=case.pk).update(answers={})
    before = _snapshot(case)
    with pytest.raises(Refused) as refused:
        cases.submit(case_id=case.pk, key="k", actor=story.lin.actor, now=MONDAY)
    pages = [o.params["page"] for o in refused.value.objections if o.code == "page.incomplete"]
    assert pages == ["agency", "person", "category", "employer", "history"]
    assert "form.not_printed" in refused.value.codes
    missing = [
        o.params["material"]
        for o in refused.value.objections
        if o.code in ("materials.missing", "materials.too_few_pages")
    ]
    assert missing == ["application_form", "contract", "id_in_hand"]
    assert _snapshot(case) == before


def test_data_changed_after_printing_cannot_be_submitted(story: Story):
    case = story.builder.draft(story.lin, MONDAY)
    story.builder.fill(case, story.lin, MONDAY, story.builder.answers(story.lin, story.qilu))
    story.builder.hand_in_papers(case, story.lin, MONDAY)
    said = {"address": "搬到别处"}
    actor = story.lin.actor
    drafting.save(case_id=case.pk, page="person", said=said, actor=actor, now=MONDAY)
    with pytest.raises(Refused) as refused:
        cases.submit(case_id=case.pk, key="k", actor=actor, now=MONDAY)
    assert refused.value.codes == ["form.changed_since_print"]
    back = {"address": story.builder.answers(story.lin, story.qilu)["person"]["address"]}
    drafting.save(case_id=case.pk, page="person", said=back, actor=actor, now=MONDAY)
    assert cases.submit(case_id=case.pk, key="k", actor=actor, now=MONDAY).status == "first_review"


def test_printing_other_data_makes_the_pages_in_the_folder_stale(story: Story):
    case = story.builder.draft(story.lin, MONDAY)
    story.builder.fill(case, story.lin, MONDAY, story.builder.answers(story.lin, story.qilu))
    story.builder.hand_in_papers(case, story.lin, MONDAY)
    actor = story.lin.actor
    drafting.save(case_id=case.pk, page="person", said={"title": "高工"}, actor=actor, now=MONDAY)
    drafting.print_form(case_id=case.pk, actor=actor, now=MONDAY)
    with pytest.raises(Refused) as refused:
        cases.submit(case_id=case.pk, key="k", actor=actor, now=MONDAY)
    assert "form.pages_stale" in refused.value.codes


def test_a_second_application_in_flight_is_refused(story: Story):
    story.builder.draft(story.lin, MONDAY)
    before = Case.objects.count(), Entry.objects.count()
    with pytest.raises(Refused) as refused:
        cases.start(kind=Kind.INITIAL, actor=story.lin.actor, now=MONDAY)
    assert refused.value.codes == ["application.in_flight"]
    assert (Case.objects.count(), Entry.objects.count()) == before


def test_withdrawing_leaves_the_way_open_for_a_new_draft(story: Story):
    case = story.submitted()
    cases.withdraw(case_id=case.pk, key="w", actor=story.lin.actor, now=MONDAY + DAY)
    assert story.fresh(case).status == Status.WITHDRAWN
    again = story.builder.draft(story.lin, MONDAY + 2 * DAY)
    assert again.filed_on is None


def test_a_decided_first_review_cannot_be_withdrawn_from(story: Story):
    case = story.passed()
    before = _snapshot(case)
    with pytest.raises(Refused) as refused:
        cases.withdraw(case_id=case.pk, key="w", actor=story.lin.actor, now=MONDAY + 2 * DAY)
    assert refused.value.codes == ["step.wrong_status"]
    assert refused.value.lost_race
    assert _snapshot(case) == before


@pytest.mark.parametrize(
    ("days", "accepted_on"),
    [(7, None), (8, date(2026, 11, 16))],
    ids=["on the fifth working day", "the day after"],
)
def test_silence_accepts_as_of_the_receipt(story: Story, days: int, accepted_on: date | None):
    case = story.submitted()
    cases.accept_by_clock(case_id=case.pk, now=MONDAY + days * DAY)
    assert story.fresh(case).accepted_on == accepted_on


@pytest.mark.parametrize(
    ("days", "status"),
    [(31, Status.CORRECTION), (32, Status.LAPSED)],
    ids=["on the last day", "the day after"],
)
def test_an_application_lapses_after_thirty_days(story: Story, days: int, status: Status):
    case = story.returned()
    cases.lapse(case_id=case.pk, now=MONDAY + days * DAY)
    assert story.fresh(case).status == status


def test_reminders_come_fourteen_seven_and_two_days_before_and_once_each(story: Story):
    case = story.returned()
    Notice.objects.all().delete()
    for day in range(33):
        for _ in range(2):
            reminding.remind(case_id=case.pk, now=MONDAY + day * DAY)
    told = Notice.objects.filter(event="case.reminded").order_by("id")
    assert [notice.params["count"] for notice in told] == [14, 7, 2]


def test_a_case_is_handed_over_with_its_filing_day_and_a_fresh_clock(story: Story):
    case = story.submitted()
    reviews.claim(case_id=case.pk, actor=story.xu.actor, now=MONDAY + DAY)
    then = MONDAY + 3 * DAY
    reviews.hand_over(case_id=case.pk, to_code="SDM", note="属煤矿", actor=story.xu.actor, now=then)
    case = story.fresh(case)
    assert case.agency == story.builder.agencies["SDM"]
    assert (case.filed_on, case.received_on) == (date(2026, 11, 16), date(2026, 11, 19))
    assert (case.accepted_on, case.claimed_by) == (None, None)


def test_nobody_reviews_in_two_tiers_or_their_own_case(story: Story):
    case = story.forwarded()
    two_hats = replace(story.chen.actor, person_id=story.zhou.person.pk)
    before = _snapshot(case)
    with pytest.raises(Refused) as refused:
        reviews.claim(case_id=case.pk, actor=two_hats, now=MONDAY + 3 * DAY)
    assert refused.value.codes == ["separation.other_tier"]
    assert _snapshot(case) == before


def test_a_person_without_a_qualification_cannot_start(story: Story):
    case = story.submitted()
    assert facts.eligibility_of(case, case.dossier, MONDAY.date()) == ()
    story.lin.person.__class__.objects.filter(pk=story.lin.person.pk).update(name="别人")
    case.person.refresh_from_db()
    found = facts.eligibility_of(case, case.dossier, MONDAY.date())
    assert [o.code for o in found] == ["qualification.not_found"]


def test_the_two_reasons_are_the_ones_the_applicant_reads(story: Story):
    case = story.returned()
    last = Act.objects.filter(case=case, step="return").get()
    assert {reason["item"] for reason in last.reasons} == set(UNMET)


def test_a_return_before_the_acceptance_starts_the_five_days_anew(story: Story):
    case = story.resubmitted(story.returned(), MONDAY + 7 * DAY)
    assert case.accepted_on is None
    assert case.due_on == date(2026, 11, 30)


def test_a_return_after_the_acceptance_stops_the_twenty_days(story: Story):
    case = story.submitted()
    story.builder.judge(case, story.zhou, MONDAY + DAY, UNMET)
    ask = {"case_id": case.pk, "actor": story.zhou.actor}
    accepted = reviews.accept(key="a", now=MONDAY + DAY, **ask)
    assert accepted.due_on == date(2026, 12, 15)  # twenty working days after the 17th
    reviews.return_case(key="r", now=MONDAY + 2 * DAY, **ask)
    case = story.resubmitted(case, MONDAY + 9 * DAY)
    assert case.accepted_on == date(2026, 11, 17)
    assert case.due_on == date(2026, 12, 22)  # five working days stood still


def test_an_agency_chosen_anew_in_a_correction_gets_the_case(story: Story):
    case = story.submitted()
    unmet = {"agency.right": ("agency.another", "属煤矿安全，请改选")}
    story.builder.judge(case, story.zhou, MONDAY + DAY, unmet)
    ask = {"case_id": case.pk, "actor": story.zhou.actor, "now": MONDAY + DAY}
    reviews.return_case(key="r", **ask)
    said = {"chosen": "SDM", "reason": "矿山企业"}
    ask = {"case_id": case.pk, "actor": story.lin.actor, "now": MONDAY + 2 * DAY}
    drafting.save(page="agency", said=said, **ask)
    story.builder.hand_in_papers(story.fresh(case), story.lin, MONDAY + 2 * DAY)
    case = cases.submit(key="s", **ask)
    assert case.agency == story.builder.agencies["SDM"]
    assert case.filed_on == date(2026, 11, 16)


def test_a_hand_over_is_not_undone_by_a_correction(story: Story):
    case = story.submitted()
    reviews.hand_over(
        case_id=case.pk, to_code="SDM", note="属煤矿", actor=story.xu.actor, now=MONDAY + DAY
    )
    reviewer, _ = story.world.reviewers_of(story.builder.agencies["SDM"])
    story.builder.judge(case, reviewer, MONDAY + 2 * DAY, UNMET)
    ask = {"case_id": case.pk, "actor": reviewer.actor, "now": MONDAY + 2 * DAY}
    reviews.return_case(key="r", **ask)
    assert story.resubmitted(case, MONDAY + 3 * DAY).agency == story.builder.agencies["SDM"]
