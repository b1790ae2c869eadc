"""What each step leaves behind on the case itself: days, deadlines, opinions, the claim.

Whoever takes a step has chosen the rules of the case; deadlines are counted by the calendar as it
is known at that moment, and stay as they were announced when the calendar changes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anzhu.cases.models import Act, Case
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.law import queries as law
from anzhu.rules import deadlines
from anzhu.rules.facts import Asked, Kind, Opinion, Role, Status

#: How long a claim lives without activity (3-flow).
LEASE = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Taking:
    """A step being taken: who, when, with what."""

    actor: Actor
    now: datetime
    asked: Asked


Effect = Callable[[Case, Taking], None]


def _submit(case: Case, taking: Taking) -> None:
    """The filing day is that of the first submission (R: conventions).

    Not accepted yet: the five days for completeness start with this receipt. Accepted before: the
    twenty days go on where the return had stopped them (R12).
    """
    today = clock.day(taking.now)
    case.filed_on = case.filed_on or today
    case.received_on = today
    case.correct_by = None
    if case.accepted_on is None:
        case.due_on = deadlines.accept_by(today, law.calendar()).day
    else:
        pauses = [*_pauses(case), (clock.day(case.waits_since), today)]
        case.due_on = deadlines.first_review_by(case.accepted_on, law.calendar(), pauses).day


def _pauses(case: Case) -> Iterator[tuple[date, date]]:
    """From each return since the acceptance to the corrected application that answered it."""
    returned: date | None = None
    acts = Act.objects.filter(case=case, step__in=["return", "submit"]).order_by("id")
    for act in acts:
        on = clock.day(act.at)
        if act.step == "return":
            returned = on
        elif returned is not None:
            yield returned, on
            returned = None


def _accept(case: Case, taking: Taking) -> None:
    """Accepted by the agency today, or by the clock as of the day of receipt."""
    by_clock = taking.actor.role is Role.CLOCK
    case.accepted_on = case.received_on if by_clock else clock.day(taking.now)
    accepted = case.accepted_on or clock.day(taking.now)
    case.due_on = deadlines.first_review_by(accepted, law.calendar()).day


def _claim(case: Case, taking: Taking) -> None:
    case.claimed_by_id = taking.actor.account_id
    case.claimed_until = taking.now + LEASE


def _release(case: Case, taking: Taking) -> None:
    case.claimed_by = None
    case.claimed_until = None


def _return(case: Case, taking: Taking) -> None:
    case.returns += 1
    case.correct_by = deadlines.correct_by(clock.day(taking.now), law.calendar())
    case.due_on = case.correct_by
    _release(case, taking)


def _hand_over(case: Case, taking: Taking) -> None:
    """The filing day stays; the other agency's clock starts afresh (R11)."""
    today = clock.day(taking.now)
    case.agency_id = taking.asked.to_agency_id
    case.received_on, case.accepted_on = today, None
    case.due_on = deadlines.accept_by(today, law.calendar()).day
    _release(case, taking)


def _advised(opinion: Opinion) -> Effect:
    def effect(case: Case, taking: Taking) -> None:
        case.agency_opinion = opinion
        # An opinion before the acceptance is an acceptance.
        case.accepted_on = case.accepted_on or clock.day(taking.now)
        _release(case, taking)

    return effect


def _forward(case: Case, taking: Taking) -> None:
    case.forwarded_at = taking.now
    case.due_on = deadlines.final_review_by(clock.day(taking.now), law.calendar()).day


def _send_back(case: Case, taking: Taking) -> None:
    case.agency_opinion = ""
    case.due_on = deadlines.first_review_by(clock.day(taking.now), law.calendar()).day
    _release(case, taking)


def _conclude(case: Case, taking: Taking) -> None:
    case.centre_opinion = taking.asked.opinion or ""
    _release(case, taking)


def _approve(case: Case, taking: Taking) -> None:
    case.approved_on = clock.day(taking.now)
    case.due_on = deadlines.issue_by(case.approved_on, law.calendar()).day


def _leave_out(case: Case, taking: Taking) -> None:
    case.centre_opinion = ""


def _end(case: Case, taking: Taking) -> None:
    case.due_on = None
    case.correct_by = None
    _release(case, taking)


def _to_the_centre(case: Case, taking: Taking) -> None:
    """Other matters have no first review: the centre's days begin with the receipt (7.0)."""
    today = clock.day(taking.now)
    case.filed_on = case.filed_on or today
    case.received_on = today
    case.correct_by = None
    case.forwarded_at = case.forwarded_at or taking.now
    case.due_on = deadlines.final_review_by(today, law.calendar()).day


def _hand_in(case: Case, taking: Taking) -> None:
    case.handed_in_on = clock.day(taking.now)


def _confirm(case: Case, taking: Taking) -> None:
    """The centre's word is the last one: nothing waits for a ministry."""
    case.centre_opinion = Opinion.AGREE
    _approve(case, taking)
    _release(case, taking)


def _ask(case: Case, taking: Taking) -> None:
    case.correct_by = deadlines.correct_by(clock.day(taking.now), law.calendar())
    case.due_on = case.correct_by
    _release(case, taking)


def _reply(case: Case, taking: Taking) -> None:
    """An answer starts the centre's days anew; a remark in between changes nothing."""
    if case.status == Status.CORRECTION:
        _to_the_centre(case, taking)


def _decline(case: Case, taking: Taking) -> None:
    case.centre_opinion = Opinion.AGAINST
    _end(case, taking)


def _nothing(case: Case, taking: Taking) -> None:
    """The step is only recorded."""


_EFFECTS: Mapping[str, Effect] = {
    "submit": _submit,
    "withdraw": _end,
    "accept": _accept,
    "claim": _claim,
    "release": _release,
    "take_over": _claim,
    "return": _return,
    "hand_over": _hand_over,
    "pass": _advised(Opinion.AGREE),
    "oppose": _advised(Opinion.AGAINST),
    "forward": _forward,
    "send_back": _send_back,
    "conclude": _conclude,
    "compile": _nothing,
    "approve": _approve,
    "refuse": _end,
    "leave_out": _leave_out,
    "lapse": _end,
    "expire": _end,
    "close": _end,
    "supersede": _end,
    "take_in": _submit,
    "call_off": _end,
    "hand_in": _hand_in,
    "confirm": _confirm,
    "decline": _decline,
    "end": _end,
}
_OF_A_MATTER: Mapping[str, Effect] = {
    **_EFFECTS,
    "submit": _to_the_centre,
    "take_in": _to_the_centre,
    "ask": _ask,
    "reply": _reply,
    "propose": _release,
    "drop": _release,
    "confirm": _end,
    "settle": _end,
}


def effect_of(case: Case, name: str) -> Effect:
    """What a step of this name leaves behind on this kind of application."""
    return (_OF_A_MATTER if case.kind == Kind.OTHER_MATTERS else _EFFECTS)[name]
