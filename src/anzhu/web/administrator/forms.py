"""What an administrator types: shape only, the rules decide."""

from django import forms

from anzhu import words
from anzhu.rules.publishing import LONGEST_SOURCE
from anzhu.web.shared.forms import Form

_LONGEST_NOTICE = 5000


def _label(name: str) -> str:
    return words.text(f"administrator.fields.{name}")


def _hint(name: str) -> str:
    return words.text(f"administrator.hints.{name}")


def _source(prefix: str) -> forms.CharField:
    return forms.CharField(
        label=_label("source"),
        help_text=_hint("source"),
        max_length=LONGEST_SOURCE,
        widget=forms.TextInput(attrs={"id": f"id_{prefix}_source"}),
    )


def _day(name: str, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=_label(name),
        required=required,
        help_text="" if required else _hint(name),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": words.text("administrator.errors.day")},
    )


class Announcement(Form):
    """The State Council's notice, or any list of its sentences."""

    text = forms.CharField(
        label=_label("text"),
        help_text=_hint("text"),
        max_length=_LONGEST_NOTICE,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    source = _source("announcement")


class OneDay(Form):
    """One day off, or one worked weekend."""

    day = _day("day")
    works = forms.ChoiceField(
        label=_label("works"),
        choices=[(one, words.text(f"administrator.works.{one}")) for one in ("off", "worked")],
        widget=forms.RadioSelect,
    )
    source = _source("day")


class Completeness(Form):
    """Why a year is complete, or is not after all."""

    source = _source("complete")


class Clock(Form):
    """The day to which the clock of a demonstration is moved."""

    day = _day("clock_day")


class ListFile(Form):
    """A list of registrations as a workbook or CSV."""

    file = forms.FileField(
        label=_label("file"),
        help_text=_hint("file"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )


class Course(Form):
    """What a filed course says; its code is settled."""

    name = forms.CharField(label=_label("course"), max_length=120)
    hours = forms.DecimalField(
        label=_label("course_hours"),
        help_text=_hint("course_hours"),
        max_digits=4,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": words.text("administrator.errors.hours")},
    )
    valid_from = _day("valid_from")
    valid_until = _day("valid_until", required=False)
    source = forms.CharField(
        label=_label("filed_by"), help_text=_hint("filed_by"), max_length=LONGEST_SOURCE
    )


class NewCourse(Course):
    """A course to be filed, with the code of its filing."""

    code = forms.RegexField(
        "^[A-Za-z0-9_-]+$",
        label=_label("filing"),
        help_text=_hint("filing"),
        max_length=20,
        error_messages={"invalid": words.text("administrator.errors.filing")},
    )
    field_order = ("code", "name", "hours", "valid_from", "valid_until", "source")
