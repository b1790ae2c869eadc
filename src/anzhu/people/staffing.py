"""The accounts of those who work here, opened and closed by the operator of the system."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.kernel import clock, secrets
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, refuse_if
from anzhu.organisations import queries as organisations
from anzhu.people.actions import open_account
from anzhu.people.models import Account, Person
from anzhu.rules import identifiers
from anzhu.rules.facts import AGENCY_ROLES, STAFF_ROLES, Role
from anzhu.rules.objections import Objection, objection


def staff() -> Sequence[Account]:
    """Every account of staff, with the human and the agency, in the order of opening."""
    rows = Account.objects.filter(role__in=STAFF_ROLES).select_related(
        "person", "agency", "institution"
    )
    return list(rows.order_by("pk"))


@transaction.atomic
def add_staff(
    *,
    name: str,
    id_number: str,
    role: Role,
    email: str,
    agency: str = "",
    institution: str = "",
    phone: str = "",
    actor: Actor,
    now: datetime,
) -> Account:
    """Open an account that no password opens yet: its owner sets one by a code sent by e-mail.

    ``agency`` is the code of the agency, for its own staff only, and ``institution`` that of the
    training institution. Raises ``Refused`` with everything
    that is wrong; nobody is then known who was not before.
    """
    number, email = identifiers.cleaned(id_number), email.strip().lower()
    refuse_if(
        [
            *_objections_to_human(name, number, now),
            *_objections_to_work(role, agency),
            *_objections_to_institution(role, institution),
            *_objections_to_email(email),
        ]
    )
    found = organisations.agency_by_code(agency) if agency else None
    trains = organisations.institution_by_code(institution) if institution else None
    account = open_account(
        name=name,
        id_number=number,
        role=role,
        email=email,
        phone=phone,
        hashed=make_password(None),
        agency_id=found.pk if found else None,
        institution_id=trains.pk if trains else None,
        now=now,
    )
    _record("account.staff_added", account, actor, now)
    return account


@transaction.atomic
def disable(*, email: str, actor: Actor, now: datetime) -> Account:
    """Close a staff account: its sessions end with their next request. Harmless when repeated."""
    account = _locked(email)
    if account.is_active:
        account.is_active = False
        account.save(update_fields=["is_active"])
        _record("account.disabled", account, actor, now)
    return account


@transaction.atomic
def reset_second_factor(*, email: str, actor: Actor, now: datetime) -> Account:
    """Forget a lost second factor: its owner enrols a new one when signing in next time."""
    account = _locked(email)
    account.totp_sealed = account.totp_confirmed_at = None
    account.save(update_fields=["totp_sealed", "totp_confirmed_at"])
    _record("account.second_factor_reset", account, actor, now)
    return account


def _locked(email: str) -> Account:
    """The staff account with this address, locked; NotVisible when there is none."""
    rows = Account.objects.select_for_update().filter(role__in=STAFF_ROLES)
    account = rows.filter(email__iexact=email.strip()).first()
    if account is None:
        raise NotVisible
    return account


def _objections_to_human(name: str, number: str, now: datetime) -> Iterator[Objection]:
    if not name.strip():
        yield objection("staff.no_name", "house")
    yield from identifiers.objections_to_id_number(number, clock.day(now))
    known = Person.objects.filter(id_index=secrets.blind_index(number)).first()
    if known and known.name != name.strip():
        yield objection("staff.other_name", "house")


def _objections_to_work(role: Role, agency: str) -> Iterator[Objection]:
    if role not in STAFF_ROLES:
        yield objection("staff.not_a_staff_role", "house")
    elif role in AGENCY_ROLES and not agency:
        yield objection("staff.needs_agency", "house")
    elif role not in AGENCY_ROLES and agency:
        yield objection("staff.has_no_agency", "house")
    elif agency and organisations.agency_by_code(agency) is None:
        yield objection("staff.unknown_agency", "house", code=agency)


def _objections_to_institution(role: Role, institution: str) -> Iterator[Objection]:
    if role is Role.INSTITUTION and not institution:
        yield objection("staff.needs_institution", "house")
    elif role is not Role.INSTITUTION and institution:
        yield objection("staff.has_no_institution", "house")
    elif institution and organisations.institution_by_code(institution) is None:
        yield objection("staff.unknown_institution", "house", code=institution)


def _objections_to_email(email: str) -> Iterator[Objection]:
    try:
        validate_email(email)
    except ValidationError:
        yield objection("email.malformed", "house")
        return
    if Account.objects.filter(email__iexact=email).exists():
        yield objection("staff.email_taken", "house", email=email)


def _record(event: str, account: Account, actor: Actor, now: datetime) -> None:
    data = {"account": account.pk, "role": account.role, "by": actor.name}
    record(event, chain=HOUSE, actor=actor, now=now, data=data)
