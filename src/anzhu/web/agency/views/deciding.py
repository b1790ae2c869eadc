"""The decisions of a first review, each confirmed on a page of its own where it says no."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from anzhu.cases import queries as cases
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.reviews import actions as reviews
from anzhu.reviews import queries, reading
from anzhu.rules.facts import Kind, Reason, Role
from anzhu.web.agency import forms
from anzhu.web.agency.desk import DESK
from anzhu.web.agency.pages import decide as pages
from anzhu.web.agency.views.review import shown
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.answers import see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.desk import going_on, lost, lost_marks, save_marks
from anzhu.web.shared.doors import door
from anzhu.web.shared.forms import Form
from anzhu.web.shared.request import Request
from anzhu.web.shared.review import review_page

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@require_POST
def accept(request: Request, ref: str) -> HttpResponse:
    """The application is complete as far as can be seen: the twenty days begin (R12)."""
    case = cases.visible(request.actor, ref)
    try:
        reviews.accept(case_id=case.pk, key=key_of(request), actor=request.actor, now=request.now)
    except Refused as refused:
        return _refused(request, ref, refused)
    return see_other("agency:case", said="agency.said.accepted", ref=ref)


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@require_POST
def carry_over(request: Request, ref: str) -> HttpResponse:
    """Judge once more as met what the last return found met and what has not changed since."""
    case = cases.visible(request.actor, ref)
    try:
        save_marks(request, ref)
        reviews.carry_over(case_id=case.pk, actor=request.actor, now=request.now)
    except Refused as refused:
        return _refused(request, ref, refused)
    return see_other("agency:case", said="agency.said.carried_over", ref=ref)


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@require_POST
def pass_case(request: Request, ref: str) -> HttpResponse:
    """Everything is met: on to the centre. What the form still carries is saved first."""
    case = cases.visible(request.actor, ref)
    try:
        save_marks(request, ref)
    except Refused as refused:
        # A repeated click comes here, too; its key gets the first answer below.
        if not refused.lost_race:
            return shown(request, ref, refused)
    try:
        reviews.pass_case(
            case_id=case.pk, key=key_of(request), actor=request.actor, now=request.now
        )
    except Refused as refused:
        return _refused(request, ref, refused)
    return _go_on(request, "passed", ref)


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@_BOTH
def return_case(request: Request, ref: str) -> HttpResponse:
    """What the applicant will read, unjudged items first (GET); send it (POST)."""
    form = forms.Return(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = cases.visible(request.actor, ref)

        def act() -> None:
            reviews.return_case(
                case_id=case.pk,
                key=key_of(request),
                override=form.cleaned_data["override"],
                actor=request.actor,
                now=request.now,
            )

        refused = _tried(form, act, {"return.visible_before": "override"})
        if refused is None:
            return _go_on(request, "returned", ref)
        if refused.lost_race:
            return lost(DESK, request, ref, refused, keep=form)
    return _confirming(request, ref, "agency/return.html", form)


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@_BOTH
def oppose(request: Request, ref: str) -> HttpResponse:
    """Against the application, for reasons of the refusal list; the centre and ministry decide."""
    case = cases.visible(request.actor, ref)
    form = forms.Oppose(request.POST or None, kind=Kind(case.kind))
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["oppose_note"]

        def act() -> None:
            reviews.oppose(
                case_id=case.pk,
                key=key_of(request),
                reasons=[Reason(code=code, item="") for code in form.cleaned_data["refusals"]],
                note=note,
                actor=request.actor,
                now=request.now,
            )

        refused = _tried(form, act, {"refusal.no_reason": "refusals"})
        if refused is None:
            return _go_on(request, "opposed", ref)
        if refused.lost_race:
            return lost(DESK, request, ref, refused, keep=form)
    return _confirming(request, ref, "agency/oppose.html", form)


@door(Role.AGENCY_LEAD)
@_BOTH
def hand_over(request: Request, ref: str) -> HttpResponse:
    """To the agency it belongs to; the filing day stays, the applicant types nothing again."""
    choices = pages.other_agencies(request.actor, request.now)
    form = forms.HandOver(request.POST or None, agencies=choices)
    if request.method == "POST" and form.is_valid():
        refused = _handed_over(request, ref, form)
        if refused is None:
            about = {"ref": ref, "agency": dict(choices).get(form.cleaned_data["to_code"], "")}
            return see_other("agency:queue", said="agency.said.handed_over", about=about)
        if refused.lost_race:
            return lost(DESK, request, ref, refused, keep=form)
    return _confirming(request, ref, "agency/hand_over.html", form, in_hand=False)


def _handed_over(request: Request, ref: str, form: forms.HandOver) -> Refused | None:
    try:
        case = cases.visible(request.actor, ref)
    except NotVisible:
        # A repeated click: the first one has handed it over, and it is not ours any more.
        if queries.has_handed_over(request.actor, ref):
            return None
        raise

    def act() -> None:
        reviews.hand_over(
            case_id=case.pk,
            to_code=form.cleaned_data["to_code"],
            note=form.cleaned_data["hand_over_note"],
            key=key_of(request),
            actor=request.actor,
            now=request.now,
        )

    fields = {
        "hand_over.same_agency": "to_code",
        "agency.closed": "to_code",
        "step.no_reason": "hand_over_note",
    }
    return _tried(form, act, fields)


def _refused(request: Request, ref: str, refused: Refused) -> HttpResponse:
    """What stands against it, on the screen itself; after a lost race, on a page of its own."""
    if refused.lost_race:
        return lost_marks(DESK, request, ref, refused)
    return shown(request, ref, refused)


def _tried(form: Form, act: Callable[[], None], fields: dict[str, str]) -> Refused | None:
    """Do it; what stands against it goes onto the form, except for a lost race."""
    try:
        act()
    except Refused as refused:
        if not refused.lost_race:
            form.object_with(refused.objections, fields)
        return refused
    return None


def _confirming(
    request: Request, ref: str, template: str, form: Form, *, in_hand: bool = True
) -> HttpResponse:
    """The page of a decision; to the case itself where it is not the reader's to decide."""
    read = reading.read(request.actor, ref, request.now)
    page = review_page(read, area=DESK.area)
    if in_hand and not page.editable:
        return see_other("agency:case", said="agency.said.not_held", tone="warn", ref=ref)
    context = {"page": page, "form": form, "notice": pages.notice(page)}
    return answer(request, template, context, status=422 if form.errors else 200)


def _go_on(request: Request, done: str, ref: str) -> HttpResponse:
    """To the next case, if the reviewer wants to go on and one waits; else to the queue."""
    taken = going_on(DESK, request)
    if taken is None:
        return see_other("agency:queue", said=f"agency.said.{done}", about={"ref": ref})
    return see_other("agency:case", said=f"agency.said.{done}_next", about={"ref": ref}, ref=taken)
