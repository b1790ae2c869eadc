"""What the producer types: shape only."""

from django import forms

from anzhu import words
from anzhu.web.shared.forms import Form


class Scan(Form):
    """The code on a sheet as a scanner types it, or its serial by hand."""

    scan = forms.CharField(
        label=words.text("centre.fields.scan"),
        help_text=words.text("centre.hints.scan"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "class": "number"}),
    )


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
