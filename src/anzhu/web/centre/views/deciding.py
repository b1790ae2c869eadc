"""The decisions of the final review: conclude with an opinion, or send back to the agency."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from anzhu.cases import queries as cases
from anzhu.kernel.errors import Refused
from anzhu.reviews import actions as reviews
from anzhu.reviews import reading
from anzhu.rules.facts import Opinion, Reason
from anzhu.web.centre import forms
from anzhu.web.centre.desk import DESK
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.answers import see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.desk import going_on, lost, save_marks
from anzhu.web.shared.doors import door
from anzhu.web.shared.forms import Form
from anzhu.web.shared.request import Request
from anzhu.web.shared.review import review_page

_centre = door(*DESK.roles)
_BOTH = require_http_methods(["GET", "HEAD", "POST"])
#: At which field an objection of the rules is shown.
_FIELDS = {
    "conclude.no_opinion": "opinion",
    "conclude.differs_without_reason": "note",
    "refusal.no_reason": "refusals",
    "step.no_reason": "send_back_note",
}


@_centre
@_BOTH
def conclude(request: Request, ref: str) -> HttpResponse:
    """Agree or advise against; where it differs from the agency, with a note."""
    case = cases.visible(request.actor, ref)
    if request.method != "POST":
        asked = {"opinion": request.GET.get("opinion", "")}
        return _confirming(request, ref, "centre/conclude.html", forms.Conclude(initial=asked))
    form = forms.Conclude(request.POST)
    if not form.is_valid():
        return _confirming(request, ref, "centre/conclude.html", form)
    _keep_marks(request, ref)
    said = form.cleaned_data
    against = said["opinion"] == Opinion.AGAINST
    try:
        reviews.conclude(
            case_id=case.pk,
            key=key_of(request),
            # Without a choice the rules say so, together with whatever else is missing.
            opinion=Opinion(said["opinion"]) if said["opinion"] else None,  # type: ignore[arg-type]
            reasons=[Reason(code=code, item="") for code in said["refusals"] if against],
            note=said["note"],
            actor=request.actor,
            now=request.now,
        )
    except Refused as refused:
        return _refused(request, ref, refused, form, "centre/conclude.html")
    return _go_on(request, "concluded", ref)


@_centre
@_BOTH
def send_back(request: Request, ref: str) -> HttpResponse:
    """Back to the agency with a note; the agency decides what the applicant must do."""
    case = cases.visible(request.actor, ref)
    if request.method != "POST":
        return _confirming(request, ref, "centre/send_back.html", forms.SendBack())
    form = forms.SendBack(request.POST)
    if not form.is_valid():
        return _confirming(request, ref, "centre/send_back.html", form)
    try:
        reviews.send_back(
            case_id=case.pk,
            key=key_of(request),
            note=form.cleaned_data["send_back_note"],
            actor=request.actor,
            now=request.now,
        )
    except Refused as refused:
        return _refused(request, ref, refused, form, "centre/send_back.html")
    return _go_on(request, "sent_back", ref)


def _keep_marks(request: Request, ref: str) -> None:
    """Whatever the form of marks still carries is saved first."""
    if not any(name.startswith("mark.") for name in request.POST):
        return
    try:
        save_marks(request, ref)
    except Refused:
        # A repeated click comes here, too: its key gets the first answer, another race is told.
        return


def _refused(
    request: Request, ref: str, refused: Refused, form: Form, template: str
) -> HttpResponse:
    if refused.lost_race:
        return lost(DESK, request, ref, refused, keep=form)
    known = {code: field for code, field in _FIELDS.items() if field in form.fields}
    form.object_with(refused.objections, known)
    return _confirming(request, ref, template, form)


def _confirming(request: Request, ref: str, template: str, form: Form) -> HttpResponse:
    """The page of a decision."""
    read = reading.read(request.actor, ref, request.now)
    context = {"page": review_page(read, area=DESK.area), "form": form}
    return answer(request, template, context, status=422 if form.errors else 200)


def _go_on(request: Request, done: str, ref: str) -> HttpResponse:
    """To the next case, if the reviewer wants to go on and one waits; else to the queue."""
    taken = going_on(DESK, request)
    about = {"ref": ref}
    if taken is None:
        return see_other("centre:queue", said=f"centre.said.{done}", about=about)
    return see_other("centre:case", said=f"centre.said.{done}", about=about, ref=taken)
