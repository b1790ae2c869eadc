"""Step 1: one question of clause 3 at a time, and another choice with its reason (2.1)."""

from collections.abc import Iterable

from django import forms

from anzhu import words
from anzhu.web.applicant.forms.base import Answers, text


class Choice(Answers):
    """The agency the application goes to; a reason where it is not the advised one."""

    chosen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=words.text("applicant.agency.reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 120}),
    )
    readers = {"chosen": text}


class Question(Answers):
    """A form with a single field that is named like the question."""

    def __init__(
        self, name: str, choices: Iterable[tuple[str, str]], answer: str, error: str = ""
    ) -> None:
        super().__init__({name: answer})
        widget = forms.Select if name == "province" else forms.RadioSelect
        self.fields[name] = forms.ChoiceField(
            label=words.text(f"applicant.chooser.{name}.title"),
            required=False,
            choices=list(choices),
            widget=widget(attrs={"class": "form-select" if name == "province" else ""}),
        )
        if error:
            self.add_error(name, error)
