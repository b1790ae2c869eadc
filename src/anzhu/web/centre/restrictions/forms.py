"""What is typed at the desk for bans: shape only, the rules decide."""

from datetime import date
from typing import Any

from django import forms

from anzhu import words
from anzhu.rules import uploads
from anzhu.rules.restrictions import Basis, OrderFacts, OrderKind, usual_years
from anzhu.web.shared.forms import Form


def _label(name: str) -> str:
    return words.text(f"restrictions.fields.{name}")


def _hint(name: str) -> str:
    return words.text(f"restrictions.hints.{name}")


class Find(Form):
    """Who is meant: an exact number and the whole name."""

    said = forms.CharField(
        label=_label("said"),
        help_text=_hint("said"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "number"}),
    )
    name = forms.CharField(
        label=_label("name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"


class _Order(Form):
    """What every order needs; ``on`` is the day it is entered."""

    scan = forms.FileField(
        label=_label("scan"),
        help_text=_hint("scan"),
        required=False,
        widget=forms.FileInput(attrs={"accept": uploads.accepts()}),
    )

    #: what the order does
    kind = OrderKind.SET

    @property
    def asked(self) -> OrderFacts:
        """The order as the rules look at it; what was left out is None."""
        said = self.cleaned_data
        basis = said.get("basis")
        return OrderFacts(
            kind=self.kind,
            basis=Basis(basis) if basis else None,
            provision=said.get("provision", ""),
            instrument=said["instrument"],
            starts_on=said.get("starts_on"),
            years=said.get("years"),
            reason=said.get("reason", ""),
        )


class SetBan(_Order):
    """A new ban, and the decision it rests on."""

    basis = forms.ChoiceField(
        label=_label("basis"),
        choices=[(str(one), words.text(f"restrictions.basis.{one}")) for one in Basis],
        required=False,
        widget=forms.RadioSelect,
    )
    provision = forms.CharField(
        label=_label("provision"), help_text=_hint("provision"), max_length=200, required=False
    )
    starts_on = forms.DateField(
        label=_label("starts_on"),
        help_text=_hint("starts_on"),
        required=False,
        error_messages={"invalid": words.text("restrictions.wrong.day")},
        widget=DayInput(format="%Y-%m-%d"),
    )
    years = forms.IntegerField(
        label=_label("years"),
        required=False,
        error_messages={"invalid": words.text("restrictions.wrong.years")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    instrument = forms.CharField(
        label=_label("instrument"), help_text=_hint("instrument"), max_length=120, required=False
    )
    field_order = ("basis", "provision", "starts_on", "years", "instrument", "reason", "scan")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["years"].help_text = words.text(
            "restrictions.hints.years",
            improper=usual_years(Basis.IMPROPER_MEANS, on),
            false=usual_years(Basis.FALSE_APPLICATION, on),
        )


class CorrectBan(SetBan):
    """The right values of a ban, and why they were wrong."""

    kind = OrderKind.CORRECT
    reason = forms.CharField(
        label=_label("reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LiftBan(_Order):
    """The decision by which a ban falls, and why."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    kind = OrderKind.LIFT
    instrument = forms.CharField(label=_label("lifting_instrument"), max_length=120, required=False)
    reason = forms.CharField(
        label=_label("reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("instrument", "reason", "scan")


FORMS: dict[str, type[CorrectBan] | type[LiftBan]] = {"correct": CorrectBan, "lift": LiftBan}


class Scan(Form):
    """Another scan of the instrument, where the first one could not be read."""

    scan = forms.FileField(
        label=_label("scan"),
        help_text=_hint("scan"),
        widget=forms.FileInput(attrs={"accept": uploads.accepts()}),
    )


def at_present(values: Any) -> dict[str, str | int | date]:
    """The present values of a ban, to be corrected."""
    names = ("basis", "provision", "starts_on", "years", "instrument")
    return {name: getattr(values, name) for name in names}
