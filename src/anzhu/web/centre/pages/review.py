"""What happened to a case while somebody at the centre was reading it."""

from collections.abc import Sequence

from anzhu import words
from anzhu.cases import queries as cases
from anzhu.kernel.actor import Actor
from anzhu.web.shared.review import history_line
from anzhu.web.shared.templatetags.anzhu import mask_name, zh_datetime

#: How many lines of the history a lost race shows.
_LINES = 4


def meanwhile(actor: Actor, ref: str) -> Sequence[str]:
    """Who did what to the case last, in words."""
    return [
        words.text(
            "centre.meanwhile",
            time=zh_datetime(act.at),
            who=mask_name(act.person.name) if act.person else words.text("kinds.role.clock"),
            what=history_line(act).text,
        )
        for act in cases.history(cases.visible(actor, ref))[:_LINES]
    ]
