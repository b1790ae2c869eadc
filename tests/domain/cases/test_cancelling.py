"""A cancellation that is filed on line goes in with a code that went to the holder (6.0)."""

from datetime import timedelta

import pytest

from anzhu.audit.models import Entry
from anzhu.cases import cancelling, requests
from anzhu.cases.models import Case
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.kernel.limits import TooMany
from anzhu.notices.models import Delivery
from anzhu.ops.demo import short_tracks
from anzhu.people import challenges
from anzhu.people.models import Account, Challenge
from anzhu.rules.facts import Kind, Status
from tests import short
from tests.short import LATER
from tests.world import Story

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def story() -> Story:
    told = Story()
    short.registered(told)
    return told


def filled_in(story: Story) -> Case:
    """Everything but the code."""
    case = requests.open_request(kind=Kind.CANCELLATION, actor=story.lin.actor, now=LATER)
    said = {"phone": "13900001111", **short_tracks.SAID[Kind.CANCELLATION]}
    requests.save(case_id=case.pk, said=said, actor=story.lin.actor, now=LATER)
    short_tracks.lay_pages(story.builder, case, LATER)
    return story.fresh(case)


def refused(call, **about) -> list[str]:
    with pytest.raises(Refused) as why:
        call(**about)
    return list(why.value.codes)


def everything(case: Case) -> tuple[object, ...]:
    counted = [model.objects.count() for model in (Challenge, Delivery, Entry)]
    return Case.objects.filter(pk=case.pk).values().get(), counted


def test_without_the_code_it_does_not_go_in(story):
    case = filled_in(story)
    before = everything(case)
    about = {"case_id": case.pk, "actor": story.lin.actor, "now": LATER}
    assert refused(requests.submit, key="k", **about) == ["request.not_confirmed"]
    assert everything(case) == before


def test_the_code_goes_to_phone_and_mailbox_and_opens_the_way(story):
    case = filled_in(story)
    about = {"case_id": case.pk, "actor": story.lin.actor, "now": LATER}
    already = list(Delivery.objects.values_list("pk", flat=True))
    token = cancelling.send_code(**about)
    sent = Delivery.objects.exclude(pk__in=already).order_by("channel")
    assert [row.channel for row in sent] == ["email", "sms"]
    code = sent[0].params["code"]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert not cancelling.confirm(token=token, code=wrong, **about)
    assert Challenge.objects.get(token=token).tries_left < Challenge().tries_left
    assert cancelling.confirm(token=token, code=code, **about)
    assert not cancelling.confirm(token=token, code=code, **about)
    requests.submit(key="k", **about)
    assert story.fresh(case).status == Status.FIRST_REVIEW


def test_a_code_of_another_application_or_of_long_ago_says_nothing(story):
    case = filled_in(story)
    about = {"case_id": case.pk, "actor": story.lin.actor}
    row, code = challenges.made(cancelling.PURPOSE, {"case": "another"}, now=LATER)
    assert not cancelling.confirm(token=row.token, code=code, now=LATER, **about)
    row, code = challenges.made(cancelling.PURPOSE, {"case": case.ref}, now=LATER)
    assert not cancelling.confirm(token=row.token, code=code, now=LATER + 16 * MINUTE, **about)


def test_what_is_missing_is_said_before_a_code_is_sent(story):
    case = requests.open_request(kind=Kind.CANCELLATION, actor=story.lin.actor, now=LATER)
    before = everything(case)
    about = {"case_id": case.pk, "actor": story.lin.actor, "now": LATER}
    assert "request.not_understood" in refused(cancelling.send_code, **about)
    assert everything(case) == before


def test_without_a_contact_the_holder_hears_what_to_do(story):
    case = filled_in(story)
    Account.objects.filter(pk=story.lin.account.pk).update(phone="", email="")
    about = {"case_id": case.pk, "actor": story.lin.actor, "now": LATER}
    before = everything(case)
    assert refused(cancelling.send_code, **about) == ["request.no_contact"]
    assert everything(case) == before


def test_codes_are_not_sent_without_end(story):
    case = filled_in(story)
    about = {"case_id": case.pk, "actor": story.lin.actor, "now": LATER}
    for _ in range(cancelling.CODES_AN_HOUR):
        cancelling.send_code(**about)
    with pytest.raises(TooMany):
        cancelling.send_code(**about)
    made = Challenge.objects.filter(purpose=cancelling.PURPOSE)
    assert made.count() == cancelling.CODES_AN_HOUR


def test_paper_is_confirmed_by_its_signature_and_other_requests_ask_for_none(story):
    case = short.online(story, Kind.REISSUE)
    with pytest.raises(NotVisible):
        cancelling.send_code(case_id=filled(story).pk, actor=story.zhou.actor, now=LATER)
    assert case.status == Status.FIRST_REVIEW


def filled(story: Story) -> Case:
    """One that a clerk enters from paper."""
    return requests.open_at_counter(
        kind=Kind.CANCELLATION,
        person_id=story.lin.person.pk,
        actor=story.zhou.actor,
        now=LATER,
    )
