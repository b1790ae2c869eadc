"""My continuing education: the list, own records, certificates, objections; with or without an
application."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anzhu import words
from anzhu.cases import applying, handing_off, learning
from anzhu.cases import queries as cases
from anzhu.education import actions as education
from anzhu.education import queries as records
from anzhu.kernel import clock, limits
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.organisations import queries as organisations
from anzhu.people import queries as people
from anzhu.rules.facts import Role
from anzhu.web.applicant.forms.education import PLACES, Certificate, Course, Objection
from anzhu.web.applicant.pages import education as pages
from anzhu.web.applicant.views.opened import Opened
from anzhu.web.shared.answers import conflict, see_other
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.asked import key_of, key_of_file
from anzhu.web.shared.doors import door
from anzhu.web.shared.hand_offs import CODES_AN_HOUR, proof_panels, seen_of
from anzhu.web.shared.papers import picture
from anzhu.web.shared.request import Request

FILES_AN_HOUR = 120
_SAID = "applicant.said.education"
_GET_OR_POST = ["GET", "HEAD", "POST"]


@door(Role.APPLICANT)
@require_safe
def mine(request: Request) -> HttpResponse:
    """本周期 32 / 48 学时, and every record with its source."""
    person = people.me(request.actor).person
    kind, found = applying.learning_of(person, request.now)
    held, ref = learning.under_review(request.actor)
    rows = records.mine(request.actor)
    phones = proof_panels(request, pages.own_keys(rows), where=pages.list_url(""), ref="")
    shown = pages.learning(rows, found, held=held, held_by=ref, phones=phones)
    context = {"page": shown, "kind": words.text(f"kinds.{kind}")}
    return answer(request, "applicant/learning.html", context)


def shown(request: Request, found: Opened) -> HttpResponse:
    """Step 5 of an application: the same list, with what counts in it."""
    rows = records.mine(request.actor)
    ref = found.case.ref
    phones = proof_panels(request, pages.own_keys(rows), where=pages.list_url(ref), ref=ref)
    step = pages.step(found.case, found.read, rows, editable=found.editable, phones=phones)
    context = {"frame": found.frame(), "step": step, "page": step.learning, "ref": ref}
    return answer(request, "applicant/education.html", context)


@door(Role.APPLICANT)
@require_http_methods(_GET_OR_POST)
def add(request: Request) -> HttpResponse:
    """Enter a course that no institution imported."""
    if request.method != "POST":
        return _form(request, Course(known=_known(request)))
    form = Course(request.POST, known=_known(request))
    try:
        made = learning.add(said=_said(form), key=key_of(request), **_who(request))
    except Refused as refused:
        form.object_with(refused.objections, PLACES)
        return _form(request, form, status=422)
    return _after(request, made.pk, "added")


@door(Role.APPLICANT)
@require_http_methods(_GET_OR_POST)
def change(request: Request, record: int) -> HttpResponse:
    """Correct an own record; its certificate is kept."""
    row = records.my_record(request.actor, record, records.SELF)
    if request.method != "POST":
        typed = {
            "provider": row.provider,
            "course": row.course,
            "completed": row.completed,
            "hours": f"{float(row.hours):g}",
        }
        return _form(request, Course(initial=typed, known=_known(request)), record=record)
    form = Course(request.POST, known=_known(request))
    try:
        made = learning.change(
            record_id=record, said=_said(form), key=key_of(request), **_who(request)
        )
    except Refused as refused:
        form.object_with(refused.objections, PLACES)
        return _form(request, form, status=422, record=record)
    return _after(request, made.pk, "changed")


@door(Role.APPLICANT)
@require_http_methods(_GET_OR_POST)
def remove(request: Request, record: int) -> HttpResponse:
    """Ask once more (GET); take an own record away (POST)."""
    row = records.my_record(request.actor, record, records.SELF)
    back = _back(request)
    if request.method != "POST":
        context = {"facts": pages.facts(row), "back": back, "ref": _ref(request)}
        return answer(request, "applicant/learning_remove.html", context)
    try:
        learning.remove(record_id=record, **_who(request))
    except Refused as refused:
        return conflict(request, refused, back=back)
    return see_other(back, said=f"{_SAID}.removed")


@door(Role.APPLICANT)
@require_http_methods(_GET_OR_POST)
def dispute(request: Request, record: int) -> HttpResponse:
    """Object to an imported record, with a reason."""
    row = records.my_record(request.actor, record, records.INSTITUTION)
    form = Objection(request.POST if request.method == "POST" else None)
    context = {"form": form, "facts": pages.facts(row), "back": _back(request)}
    context["ref"] = _ref(request)
    if request.method != "POST":
        return answer(request, "applicant/learning_object.html", context)
    if not form.is_valid():
        return answer(request, "applicant/learning_object.html", context, status=422)
    try:
        education.raise_dispute(
            record_id=record,
            said=form.cleaned_data["said"],
            key=key_of(request),
            **_who(request),
        )
    except Refused as refused:
        return conflict(request, refused, keep=form, back=_back(request))
    return see_other(_back(request), said=f"{_SAID}.objected")


@door(Role.APPLICANT)
@require_POST
def proof_add(request: Request, record: int) -> HttpResponse:
    """Lay a certificate beside an own record."""
    records.my_record(request.actor, record, records.SELF)
    said = _take(request, record)
    where = _back(request, record)
    if said:
        return see_other(where, said=f"{_SAID}.proof_refused", tone="warn", about={"why": said})
    return see_other(where, said=f"{_SAID}.proof_added")


@door(Role.APPLICANT)
@require_POST
def proof_remove(request: Request, record: int, proof: int) -> HttpResponse:
    """Take a page of a certificate away."""
    try:
        learning.remove_proof(record_id=record, proof_id=proof, **_who(request))
    except Refused as refused:
        return conflict(request, refused, back=_back(request, record))
    return see_other(_back(request, record), said=f"{_SAID}.proof_removed")


@door(Role.APPLICANT)
@require_http_methods(_GET_OR_POST)
def hand_off(request: Request, record: int) -> HttpResponse:
    """Did something come since ``seen``? (GET); show a code for the phone (POST)."""
    records.my_record(request.actor, record, records.SELF)
    back = _back(request, record)
    if request.method != "POST":
        row = handing_off.of_records([record], request.actor).get(record)
        if row is not None and request.GET.get("seen") == seen_of(request, row):
            return HttpResponse(status=204)
        return see_other(back)
    who = str(request.actor.account)
    limits.hit("hand_off", who, at_most=CODES_AN_HOUR, per_seconds=3600, now=request.now)
    try:
        handing_off.hand_over_proof(record_id=record, key=key_of(request), **_who(request))
    except Refused as refused:
        return conflict(request, refused, back=back)
    return see_other(back)


@door(Role.APPLICANT)
@require_POST
def hand_off_stop(request: Request, record: int) -> HttpResponse:
    """The code is worth nothing from now on."""
    records.my_record(request.actor, record, records.SELF)
    handing_off.take_back_proof(record_id=record, **_who(request))
    return see_other(_back(request, record))


@door(Role.APPLICANT)
@require_safe
def proof_image(request: Request, record: int, proof: int, variant: str) -> HttpResponse:
    """A page of an own certificate: ``full``, ``preview`` or ``thumbnail``."""
    return picture(records.my_proof(request.actor, proof, variant), f"{record}-{proof}.jpg")


# --- what these have in common -----------------------------------------------------------------


def _who(request: Request) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now}


def _said(form: Course) -> education.Said:
    form.is_valid()
    return form.said()


def _known(request: Request) -> list[str]:
    return [one.name for one in organisations.institutions_open(clock.day(request.now))]


def _ref(request: Request) -> str:
    """The application from which somebody came, if it is theirs."""
    said = request.POST.get("for") or request.GET.get("for") or ""
    try:
        return cases.visible(request.actor, said).ref if said else ""
    except NotVisible:
        return ""


def _back(request: Request, record: int = 0) -> str:
    url = pages.list_url(_ref(request))
    return f"{url}#record-{record}" if record else url


def _form(request: Request, form: Course, *, status: int = 200, record: int = 0) -> HttpResponse:
    ref = _ref(request)
    url = reverse("applicant:education_add")
    if record:
        url = reverse("applicant:education_change", kwargs={"record": record})
    context = {
        "form": form,
        "proof": Certificate(),
        "record": record,
        "ref": ref,
        "url": f"{url}?{urlencode({'for': ref})}" if ref else url,
        "back": _back(request),
    }
    return answer(request, "applicant/learning_form.html", context, status=status)


def _after(request: Request, record: int, done: str) -> HttpResponse:
    """Back to the list; a certificate that came along is taken in, or said why not."""
    why = _take(request, record) if request.FILES else ""
    if why:
        about = {"why": why}
        where = _back(request, record)
        return see_other(where, said=f"{_SAID}.{done}_without_proof", tone="warn", about=about)
    return see_other(_back(request, record), said=f"{_SAID}.{done}")


def _take(request: Request, record: int) -> str:
    """Why the file of the request cannot be taken; empty when it was."""
    upload = request.FILES.get("file")
    if upload is None:
        return words.text("objections.file.none")
    who = str(request.actor.account)
    limits.hit("upload", who, at_most=FILES_AN_HOUR, per_seconds=3600, now=request.now)
    try:
        learning.add_proof(
            record_id=record,
            upload=upload,
            key=key_of_file(request, upload, 0),
            **_who(request),
        )
    except Refused as refused:
        return "".join(words.objection(found) for found in refused.objections)
    return ""
