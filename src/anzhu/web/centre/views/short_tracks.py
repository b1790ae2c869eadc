"""The centre's desk for the short tracks: confirm or refuse a request; matters and corrections."""

from collections.abc import Callable
from dataclasses import replace

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from anzhu import words
from anzhu.cases import queries as cases
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.production import actions as production
from anzhu.reviews import reading, short_tracks
from anzhu.rules.checklist import refusals_for
from anzhu.rules.facts import SHORT_KINDS, Kind, Opinion, Reason
from anzhu.rules.requests import Corrected
from anzhu.web.centre.desk import DESK
from anzhu.web.centre.pages import matters
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.answers import reasons_of, see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.desk import going_on, lost
from anzhu.web.shared.doors import door
from anzhu.web.shared.forms import Form
from anzhu.web.shared.request import Request
from anzhu.web.shared.review import review_page

_centre = door(*DESK.roles)
_Long = forms.Textarea(attrs={"rows": 3})


class Decline(Form):
    """Why what was asked for is not done."""

    reasons = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(required=False, max_length=1000, widget=_Long)

    def __init__(self, *args: object, kind: Kind, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"].label = words.text("requests.fields.reasons")
        self.fields["note"].label = words.text("requests.fields.note")
        choices = [(code, words.text(f"reasons.{code}.label")) for code in refusals_for(kind)]
        self.fields["reasons"].choices = choices  # type: ignore[attr-defined]


def shown(request: Request, ref: str, refused: Refused | None = None) -> HttpResponse:
    """A request at this desk, with what stands against what was tried, if it was."""
    read = reading.read(request.actor, ref, request.now)
    review = review_page(read, area=DESK.area, sheet=request.GET.get("sheet", ""))
    # Nothing is marked here: the agency has judged, or there is nothing to judge by items.
    page, held = replace(review, editable=False), review.editable
    said = reasons_of(refused)
    context = {
        "page": page,
        "reasons": said,
        "held": held,
        "against": read.case.agency_opinion == Opinion.AGAINST,
    }
    template = "centre/request.html"
    if read.case.kind == Kind.OTHER_MATTERS:
        context["matter"] = matters.matter(read, page, held=held)
        template = "centre/matter.html"
    return answer(request, template, context, status=422 if said else 200)


@_centre
@require_POST
def confirm(request: Request, ref: str) -> HttpResponse:
    """Confirm a reissue or a cancellation; what follows happens at this moment."""
    case = cases.visible(request.actor, ref)
    if case.kind not in SHORT_KINDS:
        raise NotVisible

    def act() -> None:
        production.confirm_request(
            case_id=case.pk,
            key=key_of(request),
            note=request.POST.get("note", ""),
            actor=request.actor,
            now=request.now,
        )

    return _done(request, ref, act, "request_confirmed")


@_centre
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: Request, ref: str) -> HttpResponse:
    """Refuse what a request asks for, for reasons of its list."""
    case = cases.visible(request.actor, ref)
    if case.kind not in SHORT_KINDS:
        raise NotVisible
    form = Decline(request.POST or None, kind=Kind(case.kind))
    if request.method == "POST" and form.is_valid():
        try:
            short_tracks.decline(
                case_id=case.pk,
                key=key_of(request),
                reasons=[Reason(code=code, item="") for code in form.cleaned_data["reasons"]],
                note=form.cleaned_data["note"],
                actor=request.actor,
                now=request.now,
            )
        except Refused as refused:
            if refused.lost_race:
                return lost(DESK, request, ref, refused, keep=form)
            form.object_with(refused.objections, {"refusal.no_reason": "reasons"})
        else:
            return _go_on(request, "declined", ref)
    context = {"case": case, "form": form, "back": reverse("centre:case", args=[ref])}
    return answer(request, "centre/decline.html", context, status=422 if form.errors else 200)


@_centre
@require_POST
def ask(request: Request, ref: str) -> HttpResponse:
    """Ask the applicant; the turn is theirs until they answer."""
    return _said(request, ref, short_tracks.ask, "asked")


@_centre
@require_POST
def settle(request: Request, ref: str) -> HttpResponse:
    """Answer a matter that needs no correction."""
    return _said(request, ref, short_tracks.settle, "settled")


@_centre
@require_POST
def drop(request: Request, ref: str) -> HttpResponse:
    """Take a proposal back."""
    return _said(request, ref, short_tracks.drop, "dropped")


@_centre
@require_POST
def propose(request: Request, ref: str) -> HttpResponse:
    """Put down what is to stand in the record; another human confirms it."""
    case = cases.visible(request.actor, ref)
    corrected = request.POST.get("corrected", "")
    if corrected not in set(Corrected):
        raise NotVisible

    def act() -> None:
        short_tracks.propose(
            case_id=case.pk,
            key=key_of(request),
            corrected=Corrected(corrected),
            value=request.POST.get("value", ""),
            basis=request.POST.get("basis", ""),
            actor=request.actor,
            now=request.now,
        )

    return _done(request, ref, act, "proposed")


@_centre
@require_POST
def confirm_correction(request: Request, ref: str) -> HttpResponse:
    """Confirm a correction, by typing the value once more from the evidence."""
    case = cases.visible(request.actor, ref)

    def act() -> None:
        short_tracks.confirm(
            case_id=case.pk,
            key=key_of(request),
            again=request.POST.get("again", ""),
            actor=request.actor,
            now=request.now,
        )

    return _done(request, ref, act, "corrected")


def _said(request: Request, ref: str, verb: Callable[..., object], done: str) -> HttpResponse:
    """A verb that takes a note."""
    case = cases.visible(request.actor, ref)

    def act() -> None:
        verb(
            case_id=case.pk,
            key=key_of(request),
            note=request.POST.get("note", ""),
            actor=request.actor,
            now=request.now,
        )

    return _done(request, ref, act, done)


def _done(request: Request, ref: str, act: Callable[[], None], done: str) -> HttpResponse:
    """Do it and go on; what stands against it is said on the case's own page."""
    try:
        act()
    except Refused as refused:
        if refused.lost_race:
            return lost(DESK, request, ref, refused, typed=())
        return shown(request, ref, refused)
    return _go_on(request, done, ref)


def _go_on(request: Request, done: str, ref: str) -> HttpResponse:
    taken = going_on(DESK, request)
    about = {"ref": ref}
    said = f"centre.said.{done}"
    if taken is None:
        return see_other("centre:queue", said=said, about=about)
    return see_other("centre:case", said=said, about=about, ref=taken)
