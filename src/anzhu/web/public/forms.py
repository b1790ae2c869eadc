"""Shapes of the account pages; what a good ID number or password is, the rules say."""

from typing import Any

from django import forms

from anzhu import words
from anzhu.web.shared.forms import Form
from anzhu.web.shared.one_time import CodeField


def _label(name: str) -> str:
    return words.text(f"accounts.labels.{name}")


def _hint(name: str) -> str:
    return words.text(f"accounts.hints.{name}")


def _error(name: str) -> str:
    return words.text(f"accounts.errors.{name}")


def _password(name: str, autocomplete: str) -> forms.CharField:
    new = autocomplete == "new-password"
    again = name == "password_again"
    return forms.CharField(
        label=_label(name),
        max_length=200,
        strip=False,
        help_text=_hint("password") if new and not again else "",
        error_messages={"required": _error("password_again")} if again else None,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class SignIn(Form):
    """One identifier of three kinds, and the password."""

    identifier = forms.CharField(
        label=_label("identifier"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )
    password = _password("password", "current-password")


class NewPassword(Form):
    """A new password, typed twice."""

    def clean(self) -> dict[str, Any]:
        """The second password must equal the first."""
        typed = super().clean() or {}
        again = typed.get("password_again")
        if again is not None and typed.get("password") not in {None, again}:
            self.add_error("password_again", _error("passwords_differ"))
        return typed


class SignUp(NewPassword):
    """Who somebody is and how to reach him."""

    name = forms.CharField(
        label=_label("name"),
        help_text=_hint("name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    id_number = forms.CharField(
        label=_label("id_number"),
        help_text=_hint("id_number"),
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    phone = forms.CharField(
        label=_label("phone"),
        help_text=_hint("phone"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national"}),
    )
    email = forms.EmailField(
        label=_label("email"),
        help_text=_hint("email"),
        max_length=200,
        error_messages={"invalid": _error("email_shape")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = _password("password", "new-password")
    password_again = _password("password_again", "new-password")
    agreed = forms.BooleanField(
        label=_label("agreed"), error_messages={"required": _error("not_agreed")}
    )


class Mailbox(Form):
    """Where e-mail is to go, once the code that is sent there has been typed."""

    email = SignUp.base_fields["email"]


class FactorCode(Form):
    """The code of the authenticator."""

    code = CodeField("factor_code")


class Reset(Form):
    """Whose password is to be replaced."""

    identifier = SignIn.base_fields["identifier"]


class ResetConfirm(NewPassword):
    """The code that was sent, and the new password twice."""

    code = CodeField("code")
    password = _password("password", "new-password")
    password_again = _password("password_again", "new-password")
