"""Step 6: rows of work experience (2.6)."""

from anzhu import words
from anzhu.web.applicant.forms import base


def _label(name: str) -> str:
    return words.text(f"applicant.history.{name}")


class Row(base.Answers):
    """One employment; an end left empty is "until now"."""

    readers = {"start": base.day, "until": base.day}

    start = base.dated(_label("start"))
    until = base.dated(_label("until"))
    employer = base.typed(_label("employer"), maxlength=120)
    post = base.typed(_label("post"), maxlength=120)
    work = base.typed(_label("work"), maxlength=120)
    gap_reason = base.typed(_label("gap_reason"), maxlength=120)


class Looked(base.Answers):
    """The person has looked at overlaps and gaps and says they are so."""

    hints_seen = base.ticked(_label("hints_seen"))
