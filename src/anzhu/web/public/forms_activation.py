"""Shapes of the activation pages; who somebody is and which code is right is decided elsewhere."""

from django import forms

from anzhu import words
from anzhu.web.public.forms import NewPassword, SignUp
from anzhu.web.shared.forms import Form


def _label(name: str) -> str:
    return words.text(f"activation.labels.{name}")


def _hint(name: str) -> str:
    return words.text(f"activation.hints.{name}")


class Who(Form):
    """Name and one number; both must be right."""

    name = forms.CharField(
        label=_label("name"),
        help_text=_hint("name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    said = forms.CharField(
        label=_label("said"),
        help_text=_hint("said"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}
        ),
    )


class Activate(NewPassword):
    """The code, and the account that it opens."""

    code = forms.CharField(
        label=_label("code"),
        help_text=_hint("code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "number",
            }
        ),
    )
    phone = SignUp.base_fields["phone"]
    email = SignUp.base_fields["email"]
    password = SignUp.base_fields["password"]
    password_again = SignUp.base_fields["password_again"]
    agreed = SignUp.base_fields["agreed"]
