"""One application as a page of answers finds it: visible to its owner, read by the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from anzhu import words
from anzhu.cases import applying
from anzhu.cases import queries as cases
from anzhu.cases.pages import Problem, pages_of
from anzhu.kernel.errors import NotVisible
from anzhu.rules.asking import Mode
from anzhu.rules.facts import Kind
from anzhu.web.applicant.forms import base
from anzhu.web.applicant.pages.frame import Frame, frame, why_asked
from anzhu.web.applicant.wizard import next_page
from anzhu.web.shared.answers import see_other
from anzhu.web.shared.request import Request

if TYPE_CHECKING:
    from anzhu.cases.models import Case


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A page of an application, as it is saved at this moment."""

    case: "Case"
    name: str
    read: applying.Reading
    pen: applying.Pen

    @property
    def answers(self) -> Mapping[str, Any]:
        """The saved answers of this page."""
        found: Mapping[str, Any] = self.case.dossier.answers.get(self.name, {})
        return found

    @property
    def editable(self) -> bool:
        """May the applicant write on this page now?"""
        return self.name in self.pen.pages

    @property
    def problems(self) -> list[Problem]:
        """What is wrong on this page."""
        return self.read.of_page(self.name)

    def frame(self, seen: Mapping[str, Any] | None = None) -> Frame:
        """What stands around the page's fields."""
        shown = self.answers if seen is None else seen
        fixed = self.read.fixed(self.name)
        own = {field: value for field, value in shown.items() if field not in fixed}
        return frame(
            self.case.ref, self.name, self.pen, base.seen(own), why=why_asked(self.name, self.read)
        )


def opened(request: Request, ref: str, name: str) -> Opened:
    """Fetch and read; ``NotVisible`` for what is somebody else's, or no page of this kind."""
    case = cases.visible(request.actor, ref)
    if all(page.name != name for page in pages_of(Kind(case.kind))):
        raise NotVisible
    return Opened(
        case=case,
        name=name,
        read=applying.reading(case, request.now),
        pen=applying.pen_of(case),
    )


def go_on(request: Request, page: Opened) -> HttpResponse:
    """After a page was saved: back to the list, to what is still missing, or to the next page."""
    ref = page.case.ref
    left = len(page.problems)
    if "save_list" in request.POST:
        about = {"title": words.text(f"kinds.page.{page.name}"), "count": left}
        said = "applicant.said.saved_with_problems" if left else "applicant.said.saved"
        return see_other(
            "applicant:tasks", said=said, tone="note" if left else "done", about=about, ref=ref
        )
    if left:
        # All that is left is the portrait, which has a page of its own.
        return see_other("applicant:photo", ref=ref)
    following = _next_open(page)
    if following:
        return see_other("applicant:page", ref=ref, page=following)
    done = None if page.read.problems else "applicant.said.answers_done"
    return see_other("applicant:tasks", said=done, ref=ref)


def _next_open(page: Opened) -> str | None:
    """The next page that may be written on: in a correction only the opened ones.

    What this kind of application does not ask is passed over.
    """
    following = next_page(page.name)
    while following is not None and not _is_open(page, following):
        following = next_page(following)
    return following


def _is_open(page: Opened, name: str) -> bool:
    asked = page.read.asked.get(name)
    needed = asked is None or asked.mode is not Mode.NOT_NEEDED or bool(page.read.of_page(name))
    return needed and name in page.pen.pages
