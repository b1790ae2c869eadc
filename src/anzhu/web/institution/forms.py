"""What an institution types: a file, a reason, an answer, a trainee."""

from django import forms

from anzhu.web.shared.forms import Form

#: By name only; what a file is, its content says.
ACCEPTS = ".xlsx,.xls,.csv"
_LONGEST = 500


class Upload(Form):
    """One list."""

    file = forms.FileField(
        label="学时清单", widget=forms.ClearableFileInput(attrs={"accept": ACCEPTS})
    )


class Revocation(Form):
    """Why a whole list is taken back."""

    reason = forms.CharField(
        label="撤销原因",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": _LONGEST}),
    )


class Answer(Form):
    """The answer to an objection: the record goes or stays, and why."""

    verdict = forms.ChoiceField(
        label="核实结果",
        choices=[("upheld", "异议成立，撤回这条记录"), ("rejected", "记录无误，保留")],
        widget=forms.RadioSelect,
    )
    said = forms.CharField(
        label="答复",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": _LONGEST}),
    )


class Trainee(Form):
    """Exactly one person: the whole name and the whole number."""

    name = forms.CharField(label="姓名", max_length=60)
    id_number = forms.CharField(label="证件号码", max_length=40)
