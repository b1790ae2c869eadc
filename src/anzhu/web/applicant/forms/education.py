"""An own record of continuing education as it is typed, and an objection to an imported one."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms

from anzhu.cases.pages import as_day
from anzhu.education.actions import Said
from anzhu.rules.uploads import accepts
from anzhu.web.applicant.forms.base import DayInput, day, text
from anzhu.web.shared.forms import Form

#: At which field an objection of the domain is shown.
PLACES = {
    "education.no_provider": "provider",
    "education.provider_too_long": "provider",
    "education.no_course": "course",
    "education.course_too_long": "course",
    "education.no_day": "completed",
    "education.in_future": "completed",
    "education.no_hours": "hours",
    "education.hours_out_of_range": "hours",
    "education.already_entered": "course",
}


class Course(Form):
    """Shape only; what is wrong with it is said by the domain, all of it at once."""

    provider = forms.CharField(label="培训机构", required=False, strip=False)
    course = forms.CharField(label="课程名称", required=False, strip=False)
    completed = forms.CharField(label="完成日期", required=False, widget=DayInput())
    hours = forms.CharField(
        label="学时", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )

    def __init__(self, *args: object, known: Sequence[str] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if known:
            self.fields["provider"].widget.attrs["list"] = "known-providers"

    def said(self) -> Said:
        """What was typed, read as far as it can be read; call it on a valid form."""
        typed = self.cleaned_data
        return Said(
            provider=text(typed["provider"]),
            course=text(typed["course"]),
            completed=_day(typed["completed"]),
            hours=_hours(typed["hours"]),
        )


class Certificate(Form):
    """A picture or PDF of the certificate."""

    file = forms.FileField(
        label="结业证书或学时证明",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": accepts()}),
    )


class Objection(Form):
    """Why an imported record is wrong."""

    said = forms.CharField(
        label="哪里不对",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 500}),
    )


def _day(typed: str) -> date | None:
    return as_day(day(typed))


def _hours(typed: str) -> Decimal | None:
    try:
        found = Decimal(text(typed).removesuffix("学时").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
