"""The counter (clauses 5 to 7): what came in on paper, and who may enter it."""

import pytest

from anzhu.cases import requests
from anzhu.cases.models import Case
from anzhu.kernel.errors import Refused
from anzhu.notices.models import Notice
from anzhu.people.models import Account
from anzhu.registrations.models import Registration
from anzhu.rules.facts import Kind, Role, Status
from tests import short
from tests.domain.cases.requesting import confirm, state
from tests.short import LATER
from tests.world import Story


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
