"""Step 4: the employer, the relation to it and the term of employment (2.4)."""

from django import forms

from anzhu import words
from anzhu.rules.filing import EmploymentStatus
from anzhu.rules.identifiers import cleaned
from anzhu.web.applicant.forms.base import Answers, dated, day, ticked, typed


def _label(name: str) -> str:
    return words.text(f"applicant.employer.{name}")


def provinces() -> list[tuple[str, str]]:
    """Every province by its code, in the order of GB/T 2260, after "choose one"."""
    codes = [key.removeprefix("provinces.") for key in words.keys("provinces")]
    return [("", words.text("applicant.person.degree_none"))] + [
        (code, words.text(f"provinces.{code}")) for code in codes
    ]


class Employer(Answers):
    """``uscc``, ``name``, ``province`` and ``address`` can come out of the directory."""

    readers = {"uscc": cleaned, "contract_from": day, "contract_until": day}

    uscc = typed(_label("uscc"), autocapitalize="characters", spellcheck="false", maxlength=40)
    name = typed(_label("name"), autocomplete="organization", maxlength=120)
    province = forms.ChoiceField(label=_label("province"), required=False, choices=provinces)
    address = typed(_label("address"), maxlength=120)
    status = forms.ChoiceField(
        label=_label("status"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", ""),
            *((one, words.text(f"kinds.employment.{one}")) for one in EmploymentStatus),
        ],
    )
    post = typed(_label("post"), maxlength=120)
    contract_from = dated(_label("contract_from"))
    contract_until = dated(_label("contract_until"))
    open_ended = ticked(_label("open_ended"))
    former_name = ticked(_label("former_name"))
    industry = typed(_label("industry"), maxlength=120)
    department = typed(_label("department"), maxlength=120)
    contact = typed(_label("contact"), maxlength=120)
    contact_phone = typed(_label("contact_phone"), inputmode="tel", maxlength=40)
