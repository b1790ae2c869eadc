"""The shape of the public question: a number and a name, as they stand on the certificate."""

from django import forms

from anzhu import words
from anzhu.web.shared.forms import Form


class Question(Form):
    """Both must be known; what exists is decided elsewhere."""

    number = forms.CharField(
        label=words.text("verification.field.number"),
        max_length=40,
        help_text=words.text("verify.hint.number"),
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "off", "class": "number"}
        ),
    )
    name = forms.CharField(
        label=words.text("verification.field.name"),
        max_length=60,
        help_text=words.text("verify.hint.name"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
