"""The agency's review screen, and what happened to a case while somebody was reading it."""

from collections.abc import Sequence
from dataclasses import dataclass

from anzhu import words
from anzhu.cases import queries as cases
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible
from anzhu.rules.facts import Role
from anzhu.web.shared.review import ReviewPage, history_line
from anzhu.web.shared.templatetags.anzhu import mask_name, zh_datetime

#: How many lines of the history a lost race shows.
_LINES = 4


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


def meanwhile(actor: Actor, ref: str) -> Sequence[str]:
    """Who did what to the case last, in words; nothing where it is not theirs any more."""
    try:
        acts = cases.history(cases.visible(actor, ref))[:_LINES]
    except NotVisible:
        return ()
    return [
        words.text(
            "agency.meanwhile.act",
            time=zh_datetime(act.at),
            who=mask_name(act.person.name) if act.person else words.text("kinds.role.clock"),
            what=history_line(act).text,
        )
        for act in acts
    ]
