"""What the ministry puts in: a verdict for each case apart, and the confirmation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from anzhu import words
from anzhu.kernel.errors import NotVisible
from anzhu.rules.checklist import REFUSALS
from anzhu.rules.facts import Opinion, Reason
from anzhu.web.shared.forms import Form

if TYPE_CHECKING:
    from anzhu.cases.models import Act, Case

CHOICES = ("approve", "refuse", "leave_out")
#: Cases that are decided one by one on one page; more than these belong back to the centre.
AT_MOST = 200


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What is asked for one case: ``choice`` is empty as long as nothing was chosen."""

    case: "Case"
    choice: str = ""
    reasons: tuple[str, ...] = ()
    note: str = ""
    #: how the centre concluded, for reading
    said: Sequence[str] = field(default_factory=tuple)

    @property
    def against(self) -> bool:
        """The centre advises against: it can be refused or left out, not approved."""
        return self.case.centre_opinion == Opinion.AGAINST

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may be chosen, in words."""
        open_to = CHOICES[1:] if self.against else CHOICES
        return [(one, words.text(f"ministry.choice.{one}")) for one in open_to]

    @property
    def in_words(self) -> str:
        """The chosen verdict."""
        return words.text(f"ministry.choice.{self.choice}") if self.choice else ""

    @property
    def reasons_in_words(self) -> list[str]:
        """The chosen reasons of a refusal."""
        return [words.text(f"reasons.{code}.label") for code in self.reasons]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The verdict as fields of a form, to be carried to the next page."""
        ref = self.case.ref
        found = [("ref", ref), (f"choice.{ref}", self.choice), (f"note.{ref}", self.note)]
        return [*found, *((f"reason.{ref}", code) for code in self.reasons)]

    def complaints(self) -> Iterator[str]:
        """What is missing, before anything is asked of the rules."""
        ref = self.case.ref
        if not self.choice:
            yield words.text("ministry.errors.undecided", ref=ref)
        if self.choice == "refuse" and not self.reasons:
            yield f"{ref}：{words.text('objections.refusal.no_reason')}"
        if self.choice == "leave_out" and not self.note.strip():
            yield f"{ref}：{words.text('objections.step.no_reason')}"


def verdicts(
    data: QueryDict, cases: "Sequence[Case]", concluded: "dict[int, Act]"
) -> list[Verdict]:
    """The verdicts of a form on these cases; what the form does not say is not chosen yet."""
    return [_verdict(data, case, concluded.get(case.pk)) for case in cases]


def asked_for(data: QueryDict) -> list[str]:
    """The references of the cases that are decided one by one."""
    refs = [ref.strip().upper() for ref in data.getlist("ref")]
    found = list(dict.fromkeys(ref for ref in refs if ref))
    if len(found) > AT_MOST:
        raise NotVisible
    return found


def _verdict(data: QueryDict, case: "Case", concluded: "Act | None") -> Verdict:
    said = [row for row in (concluded.reasons if concluded else []) if row["code"] in REFUSALS]
    known = f"choice.{case.ref}" in data or f"note.{case.ref}" in data
    asked = data.getlist(f"reason.{case.ref}") if known else [row["code"] for row in said]
    choice = data.get(f"choice.{case.ref}", "")
    return Verdict(
        case=case,
        choice=choice if choice in CHOICES else "",
        reasons=tuple(code for code in REFUSALS if code in asked),
        note=data.get(f"note.{case.ref}", "")[:500],
        said=[
            *(words.text(f"reasons.{row['code']}.label") for row in said),
            *([concluded.note.rstrip("。")] if concluded and concluded.note else []),
        ],
    )


def leaving_out(found: Sequence[Verdict]) -> dict[int, str]:
    """Cases that go back to the centre, with why."""
    return {one.case.pk: one.note for one in found if one.choice == "leave_out"}


def refusing(found: Sequence[Verdict]) -> dict[int, Sequence[Reason]]:
    """Cases that are refused, with their reasons from the refusal list."""
    return {
        one.case.pk: [Reason(code=code, item="") for code in one.reasons]
        for one in found
        if one.choice == "refuse"
    }


class Confirm(Form):
    """The batch number typed by hand, and a fresh code of the second factor."""

    typed = forms.CharField(
        label=words.text("ministry.fields.typed"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "number"}),
    )
    code = forms.RegexField(
        r"^\d{6}$",
        label=words.text("ministry.fields.code"),
        help_text=words.text("ministry.hints.code"),
        error_messages={"invalid": words.text("ministry.errors.code_shape")},
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "number",
                "maxlength": "12",
            }
        ),
    )

    def __init__(self, *args: Any, number: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number
        self.fields["typed"].help_text = words.text("ministry.hints.typed", number=number)

    def clean_typed(self) -> str:
        typed = str(self.cleaned_data["typed"]).strip().upper()
        if typed != self.number:
            raise forms.ValidationError(words.text("ministry.errors.typed", number=self.number))
        return typed
