"""Two forms of the demonstration are not in order: the machine's checks have something to say.

Only the paper is wrong: what was typed is in order, as in most returns of real life.
"""

from dataclasses import replace
from datetime import date
from enum import StrEnum

from anzhu.cases import forms as of_case
from anzhu.cases.models import Case
from anzhu.papers import forms

#: On the paper, in the place of what was typed.
_OTHER_POST = "安全总监"


class Flaw(StrEnum):
    """What is wrong with the paper."""

    #: a row says something else than what was printed (4.1.1)
    ALTERED = "altered"
    #: neither signed nor dated by the applicant (2.7)
    UNSIGNED = "unsigned"


def on_paper(case: Case, pdf: bytes, flaw: Flaw | None, on: date) -> bytes:
    """The form as it lies before the camera; the right one, unless it was altered."""
    if flaw is not Flaw.ALTERED:
        return pdf
    return forms.application_form(replace(of_case.content(case, on), post=_OTHER_POST))
