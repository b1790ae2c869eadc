"""Three forms of the demonstration are not in order: the machine's checks have something to say.

Only the paper is wrong: what was typed is in order, as in most returns of real life.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from anzhu.cases import forms as of_case
from anzhu.cases.models import Case
from anzhu.ops.demo.canvas import Pixels
from anzhu.papers import forms, geometry

#: On the paper, in the place of what was typed.
_OTHER_POST = "安全总监"


class Flaw(StrEnum):
    """What is wrong with the paper."""

    #: a row says something else than what was printed (4.1.1)
    ALTERED = "altered"
    #: neither signed nor dated by the applicant (2.7)
    UNSIGNED = "unsigned"
    #: what the employer signed and stamped was cut out of a colleague's form (4.1.1)
    COPIED = "copied"


@dataclass
class Flaws:
    """The flaws of the forms that are still to come, and what a forger could cut out of others."""

    left: list[Flaw] = field(default_factory=lambda: list(Flaw))
    #: employers of whom a form lies before a reviewer already
    seen: set[str] = field(default_factory=set)
    #: by employer and blank: what is signed and stamped on its latest form
    signed: dict[tuple[str, str], Pixels] = field(default_factory=dict)

    def next(self, employer: str) -> Flaw | None:
        """The flaw of a form of this employer; none when all have been."""
        fit = [one for one in self.left if one is not Flaw.COPIED or employer in self.seen]
        self.seen.add(employer)
        if not fit:
            return None
        self.left.remove(fit[-1])
        return fit[-1]

    def sign_for(self, employer: str, sheet: Pixels, flaw: Flaw | None) -> None:
        """Lay a colleague's signature and seal over those of a second page that is copied."""
        dots = sheet.shape[1] / geometry.PAGE_WIDTH
        blanks = geometry.form_pages(0, 0)[1].blanks
        for name in ("employer_signature", "stamp"):
            box = blanks[name]
            top, left = round(box.y * dots), round(box.x * dots)
            inside = sheet[
                top : top + round(box.height * dots), left : left + round(box.width * dots)
            ]
            if flaw is Flaw.COPIED:
                inside[:] = self.signed[employer, name]
            else:
                self.signed[employer, name] = inside.copy()


def on_paper(case: Case, pdf: bytes, flaw: Flaw | None, on: date) -> bytes:
    """The form as it lies before the camera; the right one, unless it was altered."""
    if flaw is not Flaw.ALTERED:
        return pdf
    altered = replace(of_case.content(case, on), post=_OTHER_POST)
    return forms.application_form(replace(altered, portrait=of_case.portrait(case)))
