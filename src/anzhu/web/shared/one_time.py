"""One-time codes in forms: those that were sent, those that an authenticator shows."""

from typing import Any

from django import forms

from anzhu import words
from anzhu.web.shared.forms import Form


class CodeField(forms.RegexField):
    """Six digits that were sent, or that an authenticator shows; blanks do not matter."""

    def __init__(self, name: str) -> None:
        super().__init__(
            r"^\d{6}$",
            label=words.text(f"accounts.labels.{name}"),
            help_text=words.text("accounts.hints.code"),
            error_messages={"invalid": words.text("accounts.errors.code_shape")},
            widget=forms.TextInput(
                attrs={
                    "inputmode": "numeric",
                    "autocomplete": "one-time-code",
                    "class": "number",
                    "maxlength": "12",
                }
            ),
        )

    def to_python(self, value: Any) -> str:
        return "".join(str(super().to_python(value)).split())


class Code(Form):
    """The code that was sent."""

    code = CodeField("code")
