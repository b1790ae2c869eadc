"""The decision on a batch in two steps: choose, then confirm by hand and second factor.

Nothing is written before the last button. What was chosen travels in the form itself, so that a
reload, a second window or a wrong code loses nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from anzhu import words
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.people import actions as people
from anzhu.production import actions, overviews, queries
from anzhu.rules.checklist import REFUSALS
from anzhu.rules.facts import Role
from anzhu.rules.production import BatchStatus
from anzhu.web.ministry import forms
from anzhu.web.ministry.forms import Confirm, Verdict
from anzhu.web.shared.answers import conflict, page, see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request

if TYPE_CHECKING:
    from anzhu.production.models import Batch
    from anzhu.production.queries import BatchPage


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The batch, and the verdicts on the cases that are decided one by one."""

    found: "BatchPage"
    verdicts: Sequence[Verdict]

    @property
    def batch(self) -> "Batch":
        return self.found.batch

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many cases meet which fate."""
        apart = [one.choice for one in self.verdicts]
        refused, left_out = apart.count("refuse"), apart.count("leave_out")
        rest = self.found.total - refused - left_out
        return [
            (words.text(f"ministry.choice.{choice}"), count)
            for choice, count in (("approve", rest), ("refuse", refused), ("leave_out", left_out))
        ]


@door(Role.MINISTRY_APPROVER)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Request, number: str) -> HttpResponse:
    """Choose (GET, or adding one more case), look at the whole (next), confirm."""
    found = queries.batch_page(request.actor, number, on=clock.day(request.now))
    if found.batch.status == BatchStatus.DECIDED and request.method != "POST":
        return see_other("ministry:batch", number=number)
    asked = _asked(request, found)
    if "confirm" in request.POST:
        return _confirm(request, asked)
    if "next" in request.POST:
        wrong = [text for one in asked.verdicts for text in one.complaints()]
        return _choose(request, asked, wrong) if wrong else _ask_again(request, asked)
    return _choose(request, asked, _strangers(request.POST, asked))


def _asked(request: Request, found: "BatchPage") -> Asked:
    """All that the centre advises against, and whatever else was named."""
    against = [case.ref for case in found.exceptions.get("against", ())]
    said = request.POST if request.method == "POST" else request.GET
    refs = [*against, *forms.asked_for(said)]
    cases = overviews.named(request.actor, found.batch.number, refs)
    concluded = dict(overviews.conclusions(cases))
    return Asked(found=found, verdicts=forms.verdicts(request.POST, cases, concluded))


def _strangers(data: QueryDict, asked: Asked) -> list[str]:
    known = {one.case.ref for one in asked.verdicts}
    return [
        words.text("ministry.errors.not_inside", ref=ref)
        for ref in forms.asked_for(data)
        if ref not in known
    ]


def _choose(request: Request, asked: Asked, wrong: Sequence[str]) -> HttpResponse:
    context = {
        "page": asked,
        "refusals": [(code, words.text(f"reasons.{code}.label")) for code in REFUSALS],
        "reasons": wrong,
    }
    return page(request, "ministry/decide.html", context, status=422 if wrong else 200)


def _ask_again(
    request: Request, asked: Asked, form: Confirm | None = None, refused: Refused | None = None
) -> HttpResponse:
    said = [_sentence(refused, at) for at in range(len(refused.objections))] if refused else []
    context = {
        "page": asked,
        "form": form or Confirm(number=asked.batch.number),
        "reasons": said,
    }
    wrong = bool(said) or bool(form and form.errors)
    return page(request, "ministry/confirm.html", context, status=422 if wrong else 200)


def _sentence(refused: Refused, at: int) -> str:
    """An objection in words, with the case it is about."""
    found = refused.objections[at]
    said = words.objection(found)
    ref = found.params.get("ref")
    return f"{ref}：{said}" if ref and str(ref) not in said else said


def _confirm(request: Request, asked: Asked) -> HttpResponse:
    """The last button: a typed number, a fresh code, and then the action decides."""
    form = Confirm(request.POST, number=asked.batch.number)
    if not form.is_valid():
        return _ask_again(request, asked, form)
    passed = people.second_factor(
        account_id=request.actor.account, code=form.cleaned_data["code"], now=request.now
    )
    try:
        _approve(request, asked, second_factor=passed)
    except Refused as refused:
        if refused.lost_race:
            back = reverse("ministry:batch", args=[asked.batch.number])
            return conflict(request, refused, keep=form, back=back)
        if not passed:
            form.add_error("code", words.text("ministry.errors.code_wrong"))
            return _ask_again(request, asked, form)
        return _ask_again(request, asked, form, refused)
    return see_other("ministry:batch", said="ministry.said.decided", number=asked.batch.number)


def _approve(request: Request, asked: Asked, *, second_factor: bool) -> None:
    """Decide the batch.

    A code is good once: the second half of a double click comes with a used one. It is asked all
    the same, so that the one-time key can give it the answer of the first; to a fresh key the
    action says no.
    """
    actions.approve(
        batch_id=asked.batch.pk,
        leaving_out=forms.leaving_out(asked.verdicts),
        refusing=forms.refusing(asked.verdicts),
        second_factor=second_factor,
        key=key_of(request),
        actor=request.actor,
        now=request.now,
    )
