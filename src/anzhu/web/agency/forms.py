"""What an agency types: shape only, the rules decide."""

from collections.abc import Iterable
from typing import Any

from django import forms

from anzhu import words
from anzhu.rules.checklist import refusals_for
from anzhu.rules.facts import Kind
from anzhu.rules.production import CollectedBy
from anzhu.web.shared.forms import Form


def _label(name: str) -> str:
    return words.text(f"agency.fields.{name}")


_Long = forms.Textarea(attrs={"rows": 3})


class Return(Form):
    """The confirmation of a return; the reasons stand on the sheet of marks."""

    override = forms.CharField(required=False, max_length=500, widget=_Long)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["override"].label = _label("override")


class Oppose(Form):
    """Reasons from the refusal list, and what they rest on."""

    refusals = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    oppose_note = forms.CharField(required=False, max_length=1000, widget=_Long)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _label(name)
        choices = [(code, words.text(f"reasons.{code}.label")) for code in refusals_for(kind)]
        self.fields["refusals"].choices = choices  # type: ignore[attr-defined]


class HandOver(Form):
    """The right agency, and why."""

    to_code = forms.ChoiceField(required=False)
    hand_over_note = forms.CharField(required=False, max_length=500, widget=_Long)

    def __init__(self, *args: Any, agencies: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _label(name)
        self.fields["to_code"].choices = [("", "—"), *agencies]  # type: ignore[attr-defined]


class Receive(Form):
    """Which sheets were in the parcel, and what else."""

    seen = forms.TypedMultipleChoiceField(required=False, coerce=int)
    also = forms.CharField(required=False, max_length=500, widget=_Long)

    def __init__(self, *args: Any, sheets: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _label(name)
        self.fields["seen"].choices = list(sheets)  # type: ignore[attr-defined]


class Collect(Form):
    """Who came for a certificate, and what was looked at."""

    by = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    proxy_name = forms.CharField(required=False, max_length=60)
    proxy_id_last_4 = forms.CharField(required=False, max_length=4)
    proof = forms.CharField(required=False, max_length=200)
    old_certificate_seen = forms.BooleanField(required=False)

    def __init__(self, *args: Any, old_certificate_due: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _label(name)
        choices = [(str(one), words.text(f"kinds.collected_by.{one}")) for one in CollectedBy]
        self.fields["by"].choices = choices  # type: ignore[attr-defined]
        if not old_certificate_due:
            del self.fields["old_certificate_seen"]
