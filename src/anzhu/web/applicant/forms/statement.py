"""The performance statement (4.2.3): rows of when, where, for what, what was done."""

from anzhu import words
from anzhu.cases.pages import LONGEST_CONTENT
from anzhu.web.applicant.forms import base


def _label(name: str) -> str:
    return words.text(f"applicant_statement.{name}.label")


class Row(base.Answers):
    """One piece of work; an end left empty is "until now"."""

    readers = {"start": base.day, "until": base.day}

    start = base.dated(_label("start"))
    until = base.dated(_label("until"))
    place = base.typed(_label("place"), maxlength=120)
    subject = base.typed(_label("subject"), maxlength=120)
    content = base.long(_label("content"), rows=4, maxlength=LONGEST_CONTENT)
    part = base.typed(_label("part"), maxlength=120)
    result = base.typed(_label("result"), maxlength=120)
