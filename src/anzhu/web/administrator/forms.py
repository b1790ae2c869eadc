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


def _day(name: str) -> forms.DateField:
    return forms.DateField(
        label=_label(name),
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
