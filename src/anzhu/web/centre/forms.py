"""What a reviewer of the centre types: shape only, the rules decide."""

from django import forms

from anzhu import words
from anzhu.rules.checklist import REFUSALS
from anzhu.rules.facts import Opinion
from anzhu.web.shared.forms import Form

_Long = forms.Textarea(attrs={"rows": 3})


def _label(name: str) -> str:
    return words.text(f"centre.fields.{name}")


class Conclude(Form):
    """The opinion of the centre; reasons where it is against, a note where it differs."""

    opinion = forms.ChoiceField(
        label=_label("opinion"),
        choices=[(str(one), words.text(f"kinds.opinion.{one}")) for one in Opinion],
        required=False,
        widget=forms.RadioSelect,
    )
    refusals = forms.MultipleChoiceField(
        label=_label("refusals"),
        help_text=words.text("centre.hints.refusals"),
        choices=[(code, words.text(f"reasons.{code}.label")) for code in REFUSALS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_label("note"),
        help_text=words.text("centre.hints.conclude_note"),
        max_length=1000,
        required=False,
        widget=_Long,
    )


class SendBack(Form):
    """Why the agency should look again."""

    send_back_note = forms.CharField(
        label=_label("send_back_note"),
        help_text=words.text("centre.hints.send_back"),
        max_length=1000,
        required=False,
        widget=_Long,
    )
