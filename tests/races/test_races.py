"""Two at the same moment: exactly one wins, the other hears why, nothing is doubled or lost."""

from datetime import timedelta

import pytest

from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.cases import actions as cases
from anzhu.cases import requests
from anzhu.cases.models import Act, Case, Revision
from anzhu.kernel import jobs
from anzhu.notices.models import Notice
from anzhu.ops.demo import cast, short_tracks
from anzhu.production import batches, confirming, deciding
from anzhu.production.models import Batch, Item
from anzhu.registrations.models import HolderNumber, Registration, Sheet
from anzhu.reviews import actions as reviews
from anzhu.reviews import short_tracks as centre
from anzhu.rules.facts import Kind, Status
from anzhu.rules.requests import Corrected
from tests import short
from tests.races.conftest import Finish, race
from tests.world import MONDAY, UNMET, Story

DAY = timedelta(days=1)
ROUNDS = range(3)
pytestmark = pytest.mark.django_db(transaction=True)


def _one_winner(finish: Finish, *, codes: set[str]) -> None:
    assert not finish.broken
    assert len(finish.answers) == 1
    assert {code for refused in finish.refusals for code in refused} <= codes
    assert not list(verify.faults())


def _complete_draft(story: Story) -> Case:
    case = story.builder.draft(story.lin, MONDAY)
    story.builder.fill(case, story.lin, MONDAY, story.builder.answers(story.lin, story.qilu))
    story.builder.hand_in_papers(case, story.lin, MONDAY)
    return case


def _frozen(story: Story) -> tuple[Case, Batch]:
    case = story.concluded()
    ask = {"actor": story.sun.actor, "now": MONDAY + 4 * DAY}
    batch = batches.compile_batch(case_ids=[case.pk], key="c", **ask)
    return case, batches.freeze(batch_id=batch.pk, key="f", **ask)


def test_a_double_click_submits_once(story: Story):
    case = _complete_draft(story)

    def click() -> object:
        return cases.submit(case_id=case.pk, key="same", actor=story.lin.actor, now=MONDAY)

    finish = race(*[click] * 6)
    assert not finish.broken
    assert (len(finish.answers), finish.refusals) == (6, [])
    assert Revision.objects.filter(case=case).count() == 1
    assert Act.objects.filter(case=case, step="submit").count() == 1
    assert Notice.objects.filter(chain=case.ref, event="case.submitted").count() == 1
    assert not list(verify.faults())


def test_two_tabs_submit_once(story: Story):
    case = _complete_draft(story)
    finish = race(
        *(
            lambda key=key: cases.submit(
                case_id=case.pk, key=key, actor=story.lin.actor, now=MONDAY
            )
            for key in "abcd"
        )
    )
    _one_winner(finish, codes={"step.wrong_status"})
    assert Revision.objects.filter(case=case).count() == 1


def test_two_devices_start_one_application(story: Story):
    finish = race(*[lambda: cases.start(kind=Kind.INITIAL, actor=story.lin.actor, now=MONDAY)] * 5)
    _one_winner(finish, codes={"application.in_flight"})
    assert Case.objects.filter(person=story.lin.person).count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_of_two_reviewers_one_claims(story: Story, _: int):
    case = story.submitted()
    finish = race(
        *(
            lambda who=who: reviews.claim(case_id=case.pk, actor=who.actor, now=MONDAY + DAY)
            for who in (story.zhou, story.xu)
        )
    )
    _one_winner(finish, codes={"claim.held_by_another"})
    assert Act.objects.filter(case=case, step="claim").count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_withdrawing_against_returning(story: Story, _: int):
    case = story.submitted()
    then = MONDAY + DAY
    story.builder.judge(case, story.zhou, then, UNMET)
    finish = race(
        lambda: reviews.return_case(case_id=case.pk, key="r", actor=story.zhou.actor, now=then),
        lambda: cases.withdraw(case_id=case.pk, key="w", actor=story.lin.actor, now=then),
    )
    assert not finish.broken
    told = story.told(case)
    # A returned case may still be withdrawn; a withdrawn one can no longer be returned.
    assert (told[-1], told.count("withdraw")) == ("withdraw", 1)
    assert finish.refusals in ([], [["step.wrong_status"]])
    assert not list(verify.faults())


@pytest.mark.parametrize("_", ROUNDS)
def test_passing_against_withdrawing(story: Story, _: int):
    case = story.submitted()
    then = MONDAY + DAY
    story.builder.judge(case, story.zhou, then, {})
    finish = race(
        lambda: reviews.pass_case(case_id=case.pk, key="p", actor=story.zhou.actor, now=then),
        lambda: cases.withdraw(case_id=case.pk, key="w", actor=story.lin.actor, now=then),
    )
    _one_winner(finish, codes={"step.wrong_status"})
    assert story.fresh(case).status in (Status.PASSED, Status.WITHDRAWN)


def test_forwarding_the_same_case_twice(story: Story):
    case = story.passed()
    finish = race(
        *(
            lambda key=key: reviews.forward(
                case_ids=[case.pk], key=key, actor=story.xu.actor, now=MONDAY + 2 * DAY
            )
            for key in "ab"
        )
    )
    _one_winner(finish, codes={"step.wrong_status"})


def test_two_compilers_and_one_case(story: Story):
    case = story.concluded()
    finish = race(
        *(
            lambda who=who, key=key: batches.compile_batch(
                case_ids=[case.pk], key=key, actor=who.actor, now=MONDAY + 4 * DAY
            )
            for who, key in ((story.sun, "a"), (story.chen, "b"))
        )
    )
    _one_winner(finish, codes={"batch.in_another", "batch.already_frozen"})


def test_the_ministry_clicks_six_times_and_one_registration_is_granted(story: Story):
    case, batch = _frozen(story)
    finish = race(
        *(
            lambda key=key: deciding.approve(
                batch_id=batch.pk,
                leaving_out={},
                refusing={},
                second_factor=True,
                key=key,
                actor=story.zhao.actor,
                now=MONDAY + 5 * DAY,
            )
            for key in ("same", "same", "same", "b", "c", "d")
        )
    )
    assert not finish.broken
    assert Registration.objects.get().case_ref == case.ref
    assert HolderNumber.objects.count() == Item.objects.count() == 1
    assert Entry.objects.filter(chain=case.ref, event="case.approve").count() == 1
    assert {code for refused in finish.refusals for code in refused} <= {"batch.wrong_status"}
    assert not list(verify.faults())


@pytest.mark.parametrize("_", ROUNDS)
def test_approving_against_withdrawing(story: Story, _: int):
    case, batch = _frozen(story)
    then = MONDAY + 5 * DAY
    finish = race(
        lambda: deciding.approve(
            batch_id=batch.pk,
            leaving_out={},
            refusing={},
            second_factor=True,
            key="a",
            actor=story.zhao.actor,
            now=then,
        ),
        lambda: cases.withdraw(case_id=case.pk, key="w", actor=story.lin.actor, now=then),
    )
    _one_winner(finish, codes={"step.wrong_status"})
    assert story.fresh(case).status == Status.APPROVED


def test_the_clock_against_the_reviewer(story: Story):
    case = story.submitted()
    then = MONDAY + 9 * DAY
    finish = race(
        lambda: cases.accept_by_clock(case_id=case.pk, now=then),
        lambda: reviews.accept(case_id=case.pk, key="a", actor=story.zhou.actor, now=then),
    )
    assert not finish.broken
    assert finish.refusals in ([], [["step.already_accepted"]])
    assert Act.objects.filter(case=case, step="accept").count() == 1
    assert not list(verify.faults())


def test_notices_go_out_once_however_many_workers_run(story: Story):
    story.submitted()
    finish = race(*[jobs.run_all] * 3)
    assert not [wrong for wrong in finish.broken if not isinstance(wrong, Exception)]
    assert Notice.objects.filter(event="case.submitted").count() == 1


# --- the short tracks --------------------------------------------------------------------------


def _on_the_centres_desk(story: Story, *kinds: Kind) -> list[Case]:
    short.registered(story)
    cases_of = [short.forwarded(story, short.online(story, kind)) for kind in kinds]
    for case in cases_of:
        reviews.claim(case_id=case.pk, actor=story.chen.actor, now=short.LATER + 2 * DAY)
    return cases_of


def _confirms(story: Story, case: Case, key: str) -> object:
    return confirming.confirm(
        case_id=case.pk, key=key, note="", actor=story.chen.actor, now=short.LATER + 2 * DAY
    )


@pytest.mark.parametrize("_", ROUNDS)
def test_reissuing_against_cancelling(story: Story, _: int):
    """Whichever is first: a cancelled registration has no sheet that is not void."""
    reissue, cancellation = _on_the_centres_desk(story, Kind.REISSUE, Kind.CANCELLATION)
    finish = race(
        lambda: _confirms(story, reissue, "r"), lambda: _confirms(story, cancellation, "c")
    )
    assert not finish.broken
    assert {code for refused in finish.refusals for code in refused} <= {
        "registration.ended",
        "step.wrong_status",
    }
    assert Registration.objects.get().ended_as == "cancelled"
    assert not Sheet.objects.filter(void_at=None).exists()
    assert story.fresh(reissue).status == Status.WITHDRAWN
    assert not list(verify.faults())


def test_six_clicks_reissue_once(story: Story):
    (case,) = _on_the_centres_desk(story, Kind.REISSUE)
    finish = race(
        *(lambda key=key: _confirms(story, case, key) for key in ("same", "same", "same", "b", "c"))
    )
    assert not finish.broken
    assert Item.objects.filter(case=case).count() == 1
    assert {code for refused in finish.refusals for code in refused} <= {"step.wrong_status"}


def test_two_windows_open_one_reissue(story: Story):
    short.registered(story)
    finish = race(
        *[lambda: requests.open_request(kind=Kind.REISSUE, actor=story.lin.actor, now=short.LATER)]
        * 4
    )
    _one_winner(finish, codes={"request.raced", "request.in_flight"})
    assert Case.objects.filter(kind=Kind.REISSUE).count() == 1


def test_two_people_are_not_given_one_id_number(story: Story):
    """Two corrections to the same new number, confirmed at the same moment."""
    new = cast.id_number(MONDAY.date(), 330, woman=True)
    other = story.builder.engineer(
        "另一人", id_number=cast.id_number(MONDAY.date(), 331, woman=True),
        email="other@example.org", phone="13712345678",
    )  # fmt: skip
    ask = {"kind": Kind.OTHER_MATTERS, "at": MONDAY}
    matters = [
        short_tracks.online(story.builder, of=who, wanted=new, **ask) for who in (story.lin, other)
    ]
    for case in matters:
        short_tracks.proposed(case, story.chen, Corrected.ID_NUMBER, new, MONDAY)
        reviews.claim(case_id=case.pk, actor=story.sun.actor, now=MONDAY)
    finish = race(
        *(
            lambda case=case: centre.confirm(
                case_id=case.pk, key=case.ref, again=new, actor=story.sun.actor, now=MONDAY
            )
            for case in matters
        )
    )
    _one_winner(finish, codes={"correction.belongs_to_another"})
