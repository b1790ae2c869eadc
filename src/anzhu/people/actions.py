from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.db import transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.kernel import limits, secrets
from anzhu.kernel.actor import PUBLIC, Actor
from anzhu.kernel.errors import Refused
from anzhu.people import on_record, passwords, totp
from anzhu.people.models import Account, ContactOnRecord, Person, Qualification
from anzhu.rules import identifiers
from anzhu.rules.facts import Role

#: Wrong passwords per account and per address (S28: at most ten a minute).
TRIES_PER_ACCOUNT = 10
TRIES_PER_ADDRESS = 30
#: Wrong passwords for one account from all addresses together, in an hour.
TRIES_FROM_EVERYWHERE = 100
#: Workers import this module: the jobs of the package must be reached from here.
JOBS = (on_record.send_code,)
_MINUTE = 60
_HOUR = 3600


def person_for(*, name: str, id_number: str) -> Person:
    """The person with this ID number, known or new; the name stays what it first was."""
    number = identifiers.cleaned(id_number)
    index = secrets.blind_index(number)
    known = Person.objects.filter(id_index=index).first()
    if known:
        return known
    person = Person(
        name=name.strip(),
        sex=identifiers.sex(number),
        born=identifiers.born(number),
        id_index=index,
    )
    person.id_sealed = secrets.seal(number, f"people.person.id_number:{person.uid}")
    person.save(force_insert=True)
    return person


def person_on_the_roster(*, name: str, id_number: str) -> Person | None:
    """The person of a qualification with this very number and name; None if the roster has none."""
    number = identifiers.cleaned(id_number)
    listed = Qualification.objects.filter(
        id_index=secrets.blind_index(number), name=name.strip()
    ).exists()
    return person_for(name=name, id_number=number) if listed else None


@transaction.atomic
def open_account(
    *,
    name: str,
    id_number: str,
    role: Role,
    email: str,
    phone: str,
    now: datetime,
    password: str = "",
    hashed: str = "",
    agency_id: int | None = None,
    institution_id: int | None = None,
    is_demo: bool = False,
) -> Account:
    """Open an account for a human; staff accounts get their second factor at first sign-in.

    Either ``password`` or one that is ``hashed`` already.
    """
    person = person_for(name=name, id_number=id_number)
    account = Account(
        person=person,
        role=role,
        agency_id=agency_id,
        institution_id=institution_id,
        email=email.strip().lower(),
        phone=phone.strip(),
        created_at=now,
        is_demo=is_demo,
    )
    account.password = hashed or make_password(password)
    account.save(force_insert=True)
    if role is Role.APPLICANT:
        # From now on the account says how its owner is reached.
        ContactOnRecord.objects.filter(person=person).delete()
    actor = Actor(role=Role(role), account_id=account.pk, person_id=person.pk)
    record("account.opened", chain=HOUSE, actor=actor, now=now, data={"account": account.pk})
    return account


def sign_in(*, identifier: str, password: str, address: str, now: datetime) -> Account | None:
    """The account behind identifier and password, or None; raises ``TooMany`` beyond the limits.

    The count of an account is kept per address too, so that a stranger who guesses cannot lock
    the owner out.
    """
    limits.hit("sign_in.address", address, at_most=TRIES_PER_ADDRESS, per_seconds=_MINUTE, now=now)
    # However it is written: blanks, hyphens and capitals must not open a fresh count.
    said = identifiers.cleaned(identifier)
    key = f"{said}|{address}"
    limits.hit("sign_in.account", key, at_most=TRIES_PER_ACCOUNT, per_seconds=_MINUTE, now=now)
    limits.hit("sign_in.spread", said, at_most=TRIES_FROM_EVERYWHERE, per_seconds=_HOUR, now=now)
    account = passwords.account_with(identifier, password)
    if account is None:
        return None
    limits.forget("sign_in.account", key)
    limits.forget("sign_in.spread", said)
    with transaction.atomic():
        record("account.signed_in", chain=HOUSE, actor=actor_for(account), now=now)
    return account


def actor_for(account: AbstractBaseUser) -> Actor:
    """The actor that an account stands for."""
    if not isinstance(account, Account):
        return PUBLIC
    return Actor(
        role=Role(account.role),
        account_id=account.pk,
        person_id=account.person_id,
        agency_id=account.agency_id,
        institution_id=account.institution_id,
        name=account.person.name,
    )


@transaction.atomic
def second_factor_begin(*, account_id: int) -> tuple[str, str]:
    """A fresh secret for enrolment: the secret in base32 and its ``otpauth`` address.

    Only while no second factor is confirmed; a lost one is reset by the administrator.
    """
    account = Account.objects.select_for_update().get(pk=account_id)
    if account.totp_confirmed_at is not None:
        raise Refused.because("second_factor.already_there", "house")
    if account.totp_sealed is None:
        account.totp_sealed = secrets.seal(totp.fresh_secret(), _totp_place(account))
        account.save(update_fields=["totp_sealed"])
    secret = _totp_secret(account)
    return secret, totp.address(secret, account.email)


@transaction.atomic
def check_second_factor(*, account_id: int, code: str, now: datetime) -> bool:
    """Is this the code of the moment? Each code is good once; confirms an enrolment, too."""
    account = Account.objects.select_for_update().get(pk=account_id)
    step = totp.step_of(_totp_secret(account), code.strip(), now) if account.totp_sealed else None
    if step is None or step <= account.totp_last_step:
        return False
    account.totp_last_step = step
    account.totp_confirmed_at = account.totp_confirmed_at or now
    account.save(update_fields=["totp_last_step", "totp_confirmed_at"])
    record("account.second_factor", chain=HOUSE, actor=actor_for(account), now=now)
    return True


def second_factor(*, account_id: int, code: str, now: datetime) -> bool:
    """``check_second_factor`` within its limit, which must be counted outside the transaction."""
    limits.hit("second_factor", str(account_id), at_most=10, per_seconds=15 * _MINUTE, now=now)
    passed = check_second_factor(account_id=account_id, code=code, now=now)
    if passed:
        limits.forget("second_factor", str(account_id))
    return passed


@transaction.atomic
def choose_reminders(*, wants: bool, actor: Actor, now: datetime) -> None:
    """Have e-mails that only remind, or none; they stand on the site in any case."""
    account = Account.objects.select_for_update().get(pk=actor.account)
    if account.wants_reminders is wants:
        return
    account.wants_reminders = wants
    account.save(update_fields=["wants_reminders"])
    record("account.reminders", chain=HOUSE, actor=actor, now=now, data={"wants": wants})


def enrol(
    *, name: str, id_number: str, number: str, obtained: date, category: str, added: bool = False
) -> Qualification:
    """Put one row on the roster of qualification holders."""
    return Qualification.objects.create(
        id_index=secrets.blind_index(identifiers.cleaned(id_number)),
        name=name.strip(),
        number=number,
        obtained=obtained,
        category=category,
        added=added,
    )


def _totp_place(account: Account) -> str:
    return f"people.account.totp:{account.uid}"


def _totp_secret(account: Account) -> str:
    return secrets.unseal(account.totp_sealed or b"", _totp_place(account))
