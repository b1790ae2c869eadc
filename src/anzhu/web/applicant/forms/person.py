"""Step 2: how to reach the person, and what the form prints about her (2.2)."""

from django import forms

from anzhu import words
from anzhu.rules.identifiers import cleaned
from anzhu.web.applicant.forms.base import Answers, typed


def _degrees() -> list[tuple[str, str]]:
    prefix = "people.degree"
    return [
        ("", words.text("applicant.person.degree_none")),
        *((key.removeprefix(f"{prefix}."), words.text(key)) for key in words.keys(prefix)),
    ]


class Person(Answers):
    """Name, sex, birth and ID number are the account's and are not asked again."""

    readers = {"phone": cleaned, "postcode": cleaned}

    phone = typed(
        words.text("applicant.person.phone"),
        inputmode="numeric",
        autocomplete="tel",
        maxlength=20,
    )
    email = typed(
        words.text("applicant.person.email"), inputmode="email", autocomplete="email", maxlength=120
    )
    degree = forms.ChoiceField(
        label=words.text("applicant.person.degree"), required=False, choices=_degrees
    )
    school = typed(words.text("applicant.person.school"), maxlength=120)
    major = typed(words.text("applicant.person.major"), maxlength=120)
    title = typed(words.text("applicant.person.title"), maxlength=120)
    ethnicity = typed(words.text("applicant.person.ethnicity"), maxlength=20)
    address = typed(
        words.text("applicant.person.address"), autocomplete="street-address", maxlength=120
    )
    postcode = typed(
        words.text("applicant.person.postcode"),
        inputmode="numeric",
        autocomplete="postal-code",
        maxlength=10,
    )
