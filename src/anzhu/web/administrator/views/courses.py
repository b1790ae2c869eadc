"""The register of filed courses (备案课程): who filed what, for which days, and until when."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.organisations import courses, queries
from anzhu.organisations.courses import CourseRow
from anzhu.rules.education import tidy
from anzhu.rules.facts import Role
from anzhu.web.administrator import forms
from anzhu.web.administrator.pages import courses as pages
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request

if TYPE_CHECKING:
    from anzhu.organisations.models import Institution

_administrator = door(Role.ADMINISTRATOR)
#: Where an objection of the rules is shown.
_FIELDS = {
    "education.hours_out_of_range": "hours",
    "education.filed_until_before_from": "valid_until",
    "education.course_code_taken": "code",
}


@_administrator
@require_safe
def institutions(request: Request) -> HttpResponse:
    """Every training institution, and how many courses it has filed."""
    context = {"institutions": queries.institutions_with_courses()}
    return page(request, "administrator/institutions.html", context)


@_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request, institution: str) -> HttpResponse:
    """What one institution has filed (GET); enter one more course (POST)."""
    found = _institution(institution)
    form = forms.NewCourse(request.POST if request.method == "POST" else None)
    if form.is_valid():
        row = _row(found, form.cleaned_data["code"].upper(), form)
        try:
            courses.file(row, key=key_of(request), actor=request.actor, now=request.now)
        except Refused as refused:
            form.object_with(refused.objections, _FIELDS)
        else:
            return see_other(
                "administrator:register",
                said="administrator.done.filed",
                about={"name": row.name},
                institution=found.code,
            )
    context = {
        "institution": found,
        "courses": pages.lines(queries.courses_of(found), clock.day(request.now)),
        "form": form,
    }
    status = 422 if form.errors else 200
    return page(request, "administrator/register.html", context, status=status)


@_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def course(request: Request, institution: str, code: str) -> HttpResponse:
    """One filed course (GET); let it say something else, or end it (POST)."""
    found = _institution(institution)
    filed = queries.course(found, code)
    if filed is None:
        raise NotVisible
    sent = request.method == "POST"
    form = forms.Course(request.POST) if sent else forms.Course(initial=pages.said(filed))
    if form.is_valid():
        row = _row(found, filed.code, form)
        try:
            courses.amend(row, actor=request.actor, now=request.now)
        except Refused as refused:
            form.object_with(refused.objections, _FIELDS)
        else:
            return see_other(
                "administrator:register",
                said="administrator.done.amended",
                about={"name": row.name},
                institution=found.code,
            )
    context = {
        "institution": found,
        "course": filed,
        "form": form,
        "back": reverse("administrator:register", kwargs={"institution": found.code}),
    }
    status = 422 if form.errors else 200
    return page(request, "administrator/course.html", context, status=status)


def _institution(code: str) -> "Institution":
    found = queries.institution_by_code(code)
    if found is None:
        raise NotVisible
    return found


def _row(institution: "Institution", code: str, form: forms.Course) -> CourseRow:
    said = form.cleaned_data
    return CourseRow(
        institution=institution.code,
        code=code,
        name=tidy(said["name"]),
        hours=Decimal(said["hours"]),
        valid_from=said["valid_from"],
        valid_until=said["valid_until"],
        source=said["source"],
    )
