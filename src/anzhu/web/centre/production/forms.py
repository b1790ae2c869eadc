"""What the producer types: shape only."""

from typing import Any

from django import forms

from anzhu import words
from anzhu.papers.label_sheets import LABEL_SHEETS
from anzhu.web.shared.forms import Form


class Scan(Form):
    """The code on a sheet as a scanner types it, or its serial by hand."""

    scan = forms.CharField(
        label=words.text("centre.fields.scan"),
        help_text=words.text("centre.hints.scan"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "class": "number"}),
    )


class Labels(Form):
    """Which sheet of labels lies in the printer, and from which label on it is unused."""

    sheet = forms.ChoiceField(label=words.text("centre.fields.label_sheet"))
    start = forms.IntegerField(
        label=words.text("centre.fields.label_start"),
        help_text=words.text("centre.hints.label_start"),
        min_value=1,
        initial=1,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (one.code, words.text(f"production.label_sheet.{one.code}")) for one in LABEL_SHEETS
        ]
        self.fields["sheet"].choices = choices  # type: ignore[attr-defined]


class Spoil(Form):
    """Why a sheet is void."""

    spoil_reason = forms.CharField(label=words.text("centre.fields.spoil_reason"), max_length=200)


class HandOver(Form):
    """Who carries the parcel, and under which number."""

    courier = forms.CharField(
        label=words.text("centre.fields.courier"), max_length=40, required=False
    )
    courier_number = forms.CharField(
        label=words.text("centre.fields.courier_number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "number"}),
    )
