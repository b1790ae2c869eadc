"""Whose an imported record is: known by number and name until somebody of both is there."""

from django.db import transaction

from anzhu.education.models import Record
from anzhu.people.models import Person


@transaction.atomic
def settle(person: Person) -> None:
    """The records that came for this number and name are this person's from now on (4.5).

    Called when the number or the name is about to be corrected and again when it has been: what
    was found before must be found afterwards, and what came for the right number with it.
    """
    unowned = Record.objects.filter(person=None, id_index=person.id_index, name=person.name)
    unowned.update(person=person)
