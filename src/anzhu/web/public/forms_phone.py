"""The code that is typed on a phone without a working camera."""

from django import forms

from anzhu import words
from anzhu.cases.handing_off import CODE_DIGITS
from anzhu.web.shared.forms import Form


class CodeForm(Form):
    """Digits, with or without a gap; whether they open anything is decided elsewhere."""

    code = forms.RegexField(
        rf"^\D*(?:\d\D*){{{CODE_DIGITS}}}$",
        label=words.text("hand_off.code.label"),
        help_text=words.text("hand_off.code.hint", digits=CODE_DIGITS),
        max_length=20,
        error_messages={
            "invalid": words.text("hand_off.code.shape", digits=CODE_DIGITS),
            "required": words.text("hand_off.code.shape", digits=CODE_DIGITS),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
