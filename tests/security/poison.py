"""Hostile words in every place where the town keeps somebody's words."""

from typing import Any

from anzhu.cases.models import Act, Case, Dossier, Revision
from anzhu.materials.models import Page
from anzhu.organisations.models import Employer
from anzhu.people.models import Person
from anzhu.production.models import Item, Parcel
from anzhu.reviews.models import Decision, Marks


def poison(text: str) -> None:
    """Write the text wherever somebody's words are kept."""
    Person.objects.update(name=text)
    Employer.objects.update(name=text, address=text, former_name=text)
    Case.objects.update(applicant_name=text, employer_name=text)
    Item.objects.update(name=text, employer_name=text)
    Parcel.objects.update(courier=text, courier_number=text)
    Act.objects.update(note=text)
    Decision.objects.update(note=text, override=text)
    Page.objects.update(shown_name=text)
    for row in (*Dossier.objects.all(), *Revision.objects.all()):
        type(row).objects.filter(pk=row.pk).update(answers=_poisoned(row.answers, text))
    for row in (*Decision.objects.all(), *Act.objects.all()):
        reasons = [{**reason, "note": text} for reason in row.reasons]
        type(row).objects.filter(pk=row.pk).update(reasons=reasons)
    for row in (*Decision.objects.all(), *Marks.objects.all()):
        marks = {item: {**said, "note": text} for item, said in row.marks.items()}
        type(row).objects.filter(pk=row.pk).update(marks=marks)


_CODES = {"chosen", "category", "province", "status", "start", "until", "contract_from", "id"}


def _poisoned(said: Any, text: str, name: str = "") -> Any:
    if isinstance(said, dict):
        return {key: _poisoned(value, text, key) for key, value in said.items()}
    if isinstance(said, list):
        return [_poisoned(value, text) for value in said]
    return text if isinstance(said, str) and said and name not in _CODES else said
