"""What an agency's review screen offers."""

from dataclasses import dataclass

from anzhu.kernel.actor import Actor
from anzhu.rules.facts import Role
from anzhu.web.shared.review import ReviewPage


@dataclass(frozen=True, kw_only=True)
class Buttons:
    """What this reviewer may do from here, by the table of steps."""

    decide: bool
    accept: bool
    release: bool
    hand_over: bool


def buttons(page: ReviewPage, actor: Actor) -> Buttons:
    """Decisions need the case in hand; a lead hands over what belongs elsewhere at any time."""
    return Buttons(
        decide=page.editable and "pass" in page.steps,
        accept=page.editable and "accept" in page.steps and page.reading.case.accepted_on is None,
        release=page.editable and "release" in page.steps,
        hand_over=actor.role is Role.AGENCY_LEAD and "hand_over" in page.steps,
    )
