"""Many people at once from a list of the time before, and how they can be reached."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from anzhu.kernel import secrets
from anzhu.people.models import Account, ContactOnRecord, Person
from anzhu.rules import identifiers
from anzhu.rules.facts import Role

_AT_ONCE = 2000


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A person as a list has it; ``index`` is the blind index of the ID number."""

    index: str
    name: str
    id_number: str
    phone: str = ""
    email: str = ""


def take_over_people(listed: Sequence[Listed]) -> Mapping[str, int]:
    """The keys of these people by blind index: known ones as they are, the others new.

    Whoever has no account yet gets a contact on record; one that is there is not replaced.
    Belongs into the transaction of the import.
    """
    known = _known({one.index for one in listed})
    new = [_person(one) for one in listed if one.index not in known]
    Person.objects.bulk_create(new, batch_size=_AT_ONCE)
    known |= {person.id_index: person.pk for person in new}
    _put_on_record(listed, known)
    return known


def phone_on_record(row: ContactOnRecord) -> str:
    """The telephone number a holder may be reached at; empty if there is none."""
    return secrets.unseal(row.phone_sealed, _place("phone", row.uid)) if row.phone_sealed else ""


def email_on_record(row: ContactOnRecord) -> str:
    """The e-mail address a holder may be reached at; empty if there is none."""
    return secrets.unseal(row.email_sealed, _place("email", row.uid)) if row.email_sealed else ""


def _known(indexes: Iterable[str]) -> dict[str, int]:
    return dict(Person.objects.filter(id_index__in=indexes).values_list("id_index", "pk"))


def _person(one: Listed) -> Person:
    person = Person(
        name=one.name,
        sex=identifiers.sex(one.id_number),
        born=identifiers.born(one.id_number),
        id_index=one.index,
    )
    person.id_sealed = secrets.seal(one.id_number, f"people.person.id_number:{person.uid}")
    return person


def _put_on_record(listed: Sequence[Listed], known: Mapping[str, int]) -> None:
    keys = [known[one.index] for one in listed]
    has_account = set(
        Account.objects.filter(person__in=keys, role=Role.APPLICANT).values_list(
            "person_id", flat=True
        )
    )
    there = set(ContactOnRecord.objects.filter(person__in=keys).values_list("person_id", flat=True))
    settled = has_account | there
    new = [_contact(known[one.index], one) for one in listed if known[one.index] not in settled]
    ContactOnRecord.objects.bulk_create(new, batch_size=_AT_ONCE)


def _contact(person: int, one: Listed) -> ContactOnRecord:
    uid = uuid.uuid4()
    return ContactOnRecord(
        person_id=person,
        uid=uid,
        phone_sealed=secrets.seal(one.phone, _place("phone", uid)) if one.phone else None,
        email_sealed=secrets.seal(one.email, _place("email", uid)) if one.email else None,
    )


def _place(name: str, uid: uuid.UUID) -> str:
    return f"people.contact.{name}:{uid}"
