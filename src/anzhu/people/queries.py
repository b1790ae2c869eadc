from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from anzhu.kernel import secrets
from anzhu.kernel.actor import Actor
from anzhu.people import totp
from anzhu.people.models import Account, Correction, Person, Qualification

_AT_ONCE = 2000


@dataclass(frozen=True)
class Holding:
    """What the roster says of a person (R1, R2): the earliest full qualification counts.

    ``listed_in`` is the import of existing registrations that it rests on; empty for the roster.
    """

    number: str
    obtained: date
    category: str | None
    extra_categories: tuple[str, ...]
    listed_in: str = ""


def person(person_id: int) -> Person:
    """One person."""
    return Person.objects.get(pk=person_id)


def with_id_number(number: str) -> Person | None:
    """The person with this cleaned ID number; None if there is none yet."""
    return Person.objects.filter(id_index=secrets.blind_index(number)).first()


def locked(person_id: int) -> Person:
    """The person under a row lock, so that two decisions about one human wait for each other."""
    return Person.objects.select_for_update().get(pk=person_id)


def me(actor: Actor) -> Account:
    """The actor's own account with the human behind it."""
    return Account.objects.select_related("person", "agency", "institution").get(pk=actor.account)


def holding_of(person: Person) -> Holding | None:
    """The person's qualification by the roster, matched by ID number and name; None if none.

    What the roster itself says goes before what a list of existing registrations said.
    """
    return holdings_of([person]).get(person.pk)


def holdings_of(persons: Sequence[Person]) -> Mapping[int, Holding]:
    """``holding_of`` by person, in one query; who has none is left out."""
    found: dict[tuple[str, str], list[Qualification]] = defaultdict(list)
    rows = Qualification.objects.filter(id_index__in=[person.id_index for person in persons])
    for row in rows.order_by("obtained", "pk"):
        found[row.id_index, row.name].append(row)
    held = {person.pk: _held(found[person.id_index, person.name]) for person in persons}
    return {key: one for key, one in held.items() if one is not None}


def _held(rows: Sequence[Qualification]) -> Holding | None:
    full = [row for row in rows if not row.added]
    if not full:
        return None
    first = next((row for row in full if not row.listed_in), full[0])
    extra = tuple(
        row.category for row in rows if row.category and row.pk != first.pk and not row.listed_in
    )
    category = first.category or None
    return Holding(first.number, first.obtained, category, extra, first.listed_in)


@dataclass(frozen=True)
class KnownAs:
    """Under which names an ID number is known, and to which person it belongs, if to any."""

    names: frozenset[str]
    person_id: int | None = None


def known_as(indexes: Sequence[str]) -> dict[str, KnownAs]:
    """By blind index of an ID number: the person's name, else those on the roster.

    A number that was corrected still means the person who had it, unless another has it now.
    """
    found: dict[str, KnownAs] = {}
    wanted = sorted(set(indexes))
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        roster = Qualification.objects.filter(id_index__in=part).values_list("id_index", "name")
        for index, name in roster:
            names = found[index].names if index in found else frozenset()
            found[index] = KnownAs(names | {name})
        former = Correction.objects.filter(former_index__in=part).order_by("pk")
        found.update(
            (index, KnownAs(frozenset({name}), key))
            for index, name, key in former.values_list("former_index", "person__name", "person")
        )
        rows = Person.objects.filter(id_index__in=part).values_list("id_index", "name", "pk")
        found.update((index, KnownAs(frozenset({name}), key)) for index, name, key in rows)
    return found


def present_indexes(indexes: Collection[str]) -> dict[str, str]:
    """By blind index of an ID number that was corrected: that of the number it is now.

    Left out is what was never corrected, and what another person has by now.
    """
    found: dict[str, str] = {}
    wanted = sorted(set(indexes))
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        former = Correction.objects.filter(former_index__in=part).order_by("pk")
        found.update(former.values_list("former_index", "person__id_index"))
        for index in Person.objects.filter(id_index__in=part).values_list("id_index", flat=True):
            found.pop(index, None)
    return found


def applicant_account_of(person_id: int) -> Account | None:
    """The account by which a person files, for notices."""
    return Account.objects.filter(person_id=person_id, role="applicant").first()


def applicant_accounts_of(person_ids: Collection[int]) -> dict[int, Account]:
    """The accounts by which these people file, by person; who has none is left out."""
    rows = Account.objects.filter(person_id__in=person_ids, role="applicant")
    return {account.person_id: account for account in rows}


def accounts_of_institution(institution_id: int) -> Sequence[Account]:
    """The active accounts of a training institution, for notices."""
    rows = Account.objects.filter(institution_id=institution_id, is_active=True)
    return list(rows.order_by("pk"))


def demo_factor_code(account_id: int, now: datetime) -> str:
    """What the authenticator of a demo person shows now; empty for everybody else.

    Only in a demo and only for accounts the demo itself has made: no real second factor is ever
    shown on a page.
    """
    if not settings.ANZHU_DEMO:
        return ""
    account = Account.objects.filter(pk=account_id, is_demo=True).exclude(totp_sealed=None).first()
    if account is None:
        return ""
    sealed = account.totp_sealed or b""
    return totp.code_at(secrets.unseal(sealed, f"people.account.totp:{account.uid}"), now)
