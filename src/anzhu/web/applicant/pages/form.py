"""Print and sign (2.7, 5-screens 2.5): which version is printed, and whether it still holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from anzhu import words
from anzhu.cases import facts
from anzhu.rules.facts import Status

if TYPE_CHECKING:
    from anzhu.cases.models import Case


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """``state`` is blocked, never, current or stale; ``version`` the one printed last, or 0."""

    ref: str
    state: str
    version: int
    printed_at: datetime | None
    unfinished: Sequence[tuple[str, str]]
    employer: str
    editable: bool
    in_correction: bool
    in_wechat: bool

    @property
    def next_version(self) -> int:
        """The version that printing now leads to."""
        return self.version if self.state == "current" else self.version + 1


def form_page(
    case: "Case", *, on: date, unfinished: Sequence[str], editable: bool, in_wechat: bool
) -> FormPage:
    """The page; ``unfinished`` are the names of the printed pages that still have a problem."""
    dossier = case.dossier
    return FormPage(
        ref=case.ref,
        state=_state(case, on, unfinished=unfinished),
        version=dossier.form_version,
        printed_at=dossier.printed_at,
        unfinished=[
            (
                words.text(f"kinds.page.{name}"),
                reverse("applicant:page", kwargs={"ref": case.ref, "page": name}),
            )
            for name in unfinished
        ],
        employer=str(dossier.answers.get("employer", {}).get("name", "")),
        editable=editable,
        in_correction=case.status == Status.CORRECTION,
        in_wechat=in_wechat,
    )


def is_current(case: "Case", on: date) -> bool:
    """Does the form printed last say what the application says now?"""
    return not facts.form_objections(case, case.dossier, on)


def _state(case: "Case", on: date, *, unfinished: Sequence[str]) -> str:
    if case.dossier.form_version and is_current(case, on):
        return "current"
    if unfinished:
        return "blocked"
    return "stale" if case.dossier.form_version else "never"
