"""Corrections of a person's record (7.0): one proposes, another confirms, both values stay.

Two records are never merged: a value that belongs to somebody else is an objection.
"""

import hmac
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from anzhu.audit.actions import record
from anzhu.audit.chain import row_digest
from anzhu.kernel import clock, secrets
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused, refuse_if
from anzhu.people.models import Account, Correction, Person, Qualification
from anzhu.rules import identifiers
from anzhu.rules.facts import Role
from anzhu.rules.objections import Objection, objection
from anzhu.rules.requests import Corrected, objections_to_wanted


def open_of(case_ref: str) -> Correction | None:
    """The correction that waits to be confirmed upon this request, if there is one."""
    rows = Correction.objects.select_related("proposed_by", "person")
    return rows.filter(case_ref=case_ref, confirmed_at=None, dropped_at=None).first()


def of_case(case_ref: str) -> Sequence[Correction]:
    """All that was proposed upon this request, oldest first."""
    rows = Correction.objects.select_related("proposed_by", "confirmed_by", "person")
    return list(rows.filter(case_ref=case_ref).order_by("pk"))


def history_of(person_id: int) -> Sequence[Correction]:
    """Every correction of a person's record that was confirmed, oldest first."""
    rows = Correction.objects.filter(person_id=person_id).exclude(confirmed_at=None)
    return list(rows.order_by("pk"))


@transaction.atomic
def propose(
    *,
    person_id: int,
    corrected: Corrected,
    value: str,
    case_ref: str,
    basis: str,
    actor: Actor,
    now: datetime,
) -> Correction:
    """Put down what is to stand in the record; nothing is changed yet.

    Raises ``Refused`` with everything wrong in the value, or if it belongs to another person.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    said = meant(corrected, value)
    refuse_if(_objections(person, corrected, said, now))
    row = Correction(
        person=person,
        corrected=corrected,
        case_ref=case_ref,
        basis=basis.strip(),
        proposed_at=now,
        proposed_by_id=actor.person,
        proposed_with_id=actor.account,
    )
    row.old_sealed = secrets.seal(_present(person, corrected), f"people.correction.old:{row.uid}")
    row.new_sealed = secrets.seal(said, f"people.correction.new:{row.uid}")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused.because("correction.already_proposed", "7.0") from twice
    _record("proposed", row, actor=actor, now=now)
    return row


@transaction.atomic
def confirm(*, case_ref: str, again: str, actor: Actor, now: datetime) -> Correction:
    """Write the proposed value into the record, by another human than the one who proposed it.

    ``again`` is the value as this human reads it off the evidence: what two people typed apart from
    each other is not a slip. Raises ``Refused`` if it differs, if the record changed meanwhile, or
    if the value belongs to somebody else by now; then nothing has changed.
    """
    row = _locked(case_ref)
    person = Person.objects.select_for_update().get(pk=row.person_id)
    corrected = Corrected(row.corrected)
    if row.proposed_by_id == actor.person_id:
        raise Refused.because("separation.proposer_confirms", "7.0")
    if not hmac.compare_digest(row.new.encode(), meant(corrected, again).encode()):
        raise Refused.because("correction.typed_differently", "7.0")
    if row.old != _present(person, corrected):
        raise Refused.because("correction.changed_meanwhile", "7.0")
    refuse_if(_objections(person, corrected, row.new, now))
    if corrected is Corrected.ID_NUMBER:
        # Who still knows the person by this number means the same person.
        row.former_index = person.id_index
    try:
        with transaction.atomic():
            _write(person, corrected, row.new)
    except IntegrityError as taken:
        raise Refused([_of_another(corrected)]) from taken
    row.confirmed_at, row.confirmed_by_id, row.confirmed_with_id = now, actor.person, actor.account
    row.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_with", "former_index"])
    _record("confirmed", row, actor=actor, now=now)
    return row


@transaction.atomic
def drop(*, case_ref: str, actor: Actor, now: datetime) -> Correction:
    """Take a proposal back; it stays in the history as one that was not confirmed."""
    row = _locked(case_ref)
    row.dropped_at = now
    row.save(update_fields=["dropped_at"])
    _record("dropped", row, actor=actor, now=now)
    return row


def digest(row: Correction) -> str:
    """The fingerprint of a correction: its sealed values and by whom it was done."""
    return row_digest(
        {
            "person": row.person_id,
            "corrected": str(row.corrected),
            "case": row.case_ref,
            "values": [bytes(row.old_sealed).hex(), bytes(row.new_sealed).hex()],
            "basis": row.basis,
            "proposed": [row.proposed_by_id, row.proposed_at.isoformat()],
            "confirmed": [row.confirmed_by_id, row.confirmed_at and row.confirmed_at.isoformat()],
            "dropped": row.dropped_at and row.dropped_at.isoformat(),
        }
    )


def digests() -> Iterator[tuple[str, str]]:
    """Key and fingerprint of every correction, for the audit."""
    for row in Correction.objects.order_by("pk").iterator(chunk_size=2000):
        yield str(row.pk), digest(row)


def _record(event: str, row: Correction, *, actor: Actor, now: datetime) -> None:
    record(
        f"person.correction_{event}",
        chain=row.case_ref,
        actor=actor,
        now=now,
        subject=f"people.correction:{row.pk}",
        digest=digest(row),
        data={"corrected": str(row.corrected)},
    )


def _locked(case_ref: str) -> Correction:
    rows = Correction.objects.select_for_update()
    row = rows.filter(case_ref=case_ref, confirmed_at=None, dropped_at=None).first()
    if row is None:
        raise Refused.because("correction.nothing_proposed", "7.0")
    return row


def meant(corrected: Corrected, value: str) -> str:
    """The value as the record holds it."""
    if corrected is Corrected.ID_NUMBER:
        return identifiers.cleaned(value)
    said = value.strip()
    return said.lower() if corrected is Corrected.EMAIL else said


def _present(person: Person, corrected: Corrected) -> str:
    if corrected is Corrected.ID_NUMBER:
        return person.id_number
    if corrected is Corrected.NAME:
        return person.name
    account = _account_of(person)
    return account.email if corrected is Corrected.EMAIL else account.phone


def _account_of(person: Person) -> Account:
    account = Account.objects.filter(person=person, role=Role.APPLICANT).first()
    if account is None:
        raise Refused.because("correction.no_account", "7.0")
    return account


def _objections(
    person: Person, corrected: Corrected, value: str, now: datetime
) -> Iterator[Objection]:
    yield from objections_to_wanted(corrected, value, clock.day(now))
    if value == _present(person, corrected):
        yield objection("correction.same_value", "7.0")
    elif _belongs_to_another(person, corrected, value):
        yield _of_another(corrected)


def _of_another(corrected: Corrected) -> Objection:
    return objection("correction.belongs_to_another", "7.0", corrected=str(corrected))


def _belongs_to_another(person: Person, corrected: Corrected, value: str) -> bool:
    """Is there somebody else of this value: a person, a row of the roster, an account?"""
    if corrected is Corrected.ID_NUMBER:
        index = secrets.blind_index(value)
        on_the_roster = Qualification.objects.filter(id_index=index).exclude(name=person.name)
        return Person.objects.filter(id_index=index).exists() or on_the_roster.exists()
    others = Account.objects.exclude(person=person, role=Role.APPLICANT)
    if corrected is Corrected.EMAIL:
        return others.filter(email__iexact=value).exists()
    return corrected is Corrected.PHONE and others.filter(phone=value, role=Role.APPLICANT).exists()


def _write(person: Person, corrected: Corrected, value: str) -> None:
    if corrected is Corrected.ID_NUMBER:
        _write_id_number(person, value)
    elif corrected is Corrected.NAME:
        _roster_of(person).update(name=value)
        person.name = value
        person.save(update_fields=["name"])
    else:
        account = _account_of(person)
        setattr(account, str(corrected), value)
        account.save(update_fields=[str(corrected)])


def _write_id_number(person: Person, number: str) -> None:
    """Sealed and indexed anew; the roster follows, and the sign-in by the number with it."""
    index = secrets.blind_index(number)
    _roster_of(person).update(id_index=index)
    person.id_index = index
    person.id_sealed = secrets.seal(number, f"people.person.id_number:{person.uid}")
    person.born, person.sex = identifiers.born(number), identifiers.sex(number)
    person.save(update_fields=["id_index", "id_sealed", "born", "sex"])


def _roster_of(person: Person) -> QuerySet[Qualification]:
    return Qualification.objects.filter(id_index=person.id_index, name=person.name)
