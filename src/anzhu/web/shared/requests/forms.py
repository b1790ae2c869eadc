"""What is typed into a request: shape only, the rules decide."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms

from anzhu import words
from anzhu.rules.facts import Kind
from anzhu.rules.numbering import Sheet
from anzhu.rules.requests import LONGEST_TEXT, Subject, Why
from anzhu.web.shared.forms import Form

_Long = forms.Textarea(attrs={"rows": 3})


def _label(name: str) -> str:
    return words.text(f"requests.fields.{name}")


class _Request(Form):
    """What all requests have in common; ``agencies`` are offered where one is to be chosen."""

    def __init__(
        self, *args: Any, agencies: Sequence[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _label(name)
            hint = f"requests.hints.{name}"
            field.help_text = words.text(hint) if words.exists(hint) else ""
        if "agency" in self.fields:
            choices = [("", words.text("requests.choose")), *(agencies or ())]
            self.fields["agency"].choices = choices  # type: ignore[attr-defined]
            if agencies is None:
                del self.fields["agency"]


class Reissue(_Request):
    """Which sheet, and why (5.0)."""

    sheet = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    why = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    text = forms.CharField(required=False, max_length=LONGEST_TEXT, widget=_Long)
    phone = forms.CharField(required=False, max_length=20)
    agency = forms.ChoiceField(required=False)
    id_on_the_form = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _label("circumstances")
        self.fields["sheet"].choices = [  # type: ignore[attr-defined]
            (str(one), words.text(f"kinds.sheet.{one}")) for one in Sheet
        ]
        self.fields["why"].choices = [  # type: ignore[attr-defined]
            (str(one), words.text(f"kinds.sheet_why.{one}")) for one in Why
        ]


class Cancellation(_Request):
    """Why, and that the consequences are known (6.0)."""

    text = forms.CharField(required=False, max_length=LONGEST_TEXT, widget=_Long)
    phone = forms.CharField(required=False, max_length=20)
    agency = forms.ChoiceField(required=False)
    id_on_the_form = forms.BooleanField(required=False)
    understood = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _label("reason")


class Matter(_Request):
    """What it is about, and the right value where one is to be corrected (7.0)."""

    subject = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    wanted = forms.CharField(required=False, max_length=200)
    text = forms.CharField(required=False, max_length=LONGEST_TEXT, widget=_Long)
    phone = forms.CharField(required=False, max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _label("details")
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            (str(one), words.text(f"kinds.subject.{one}")) for one in Subject
        ]
        # A number that was typed is not shown again.
        self.fields["wanted"].widget.attrs["autocomplete"] = "off"


FORMS: Mapping[Kind, type[_Request]] = MappingProxyType(
    {Kind.REISSUE: Reissue, Kind.CANCELLATION: Cancellation, Kind.OTHER_MATTERS: Matter}
)

#: At which field an objection of the rules is shown.
FIELDS = MappingProxyType(
    {
        "request.no_sheet": "sheet",
        "request.no_why": "why",
        "request.no_reason": "text",
        "request.no_details": "text",
        "request.no_subject": "subject",
        "request.no_wanted": "wanted",
        "request.no_agency": "agency",
        "request.not_understood": "understood",
        "phone.missing": "phone",
        "phone.malformed": "phone",
        "email.malformed": "wanted",
        "field.too_long": "wanted",
        "id_number.missing": "wanted",
        "id_number.malformed": "wanted",
        "id_number.region": "wanted",
        "id_number.birth_date": "wanted",
        "id_number.born_in_future": "wanted",
        "id_number.check_digit": "wanted",
    }
)
