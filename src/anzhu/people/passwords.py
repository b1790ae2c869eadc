"""Sign-in: one identifier of three kinds, uniform work and uniform answers for all of them."""

from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import Q, QuerySet

from anzhu.kernel import secrets
from anzhu.people.models import Account
from anzhu.rules import identifiers
from anzhu.rules.facts import Role


@cache
def _nobody() -> str:
    """Checked when there is no such account, so that its absence does not show in the time."""
    return make_password("nobody has this password")


def accounts_for(identifier: str) -> QuerySet[Account]:
    """The active accounts an identifier may mean: ID number or phone for applicants, or e-mail."""
    said = identifier.strip()
    id_index = secrets.blind_index(identifiers.cleaned(said))
    applicant = Q(role=Role.APPLICANT) & (Q(phone=said) | Q(person__id_index=id_index))
    # Nobody is meant by the address that an account does not have.
    mailbox = Q(email__iexact=said) & ~Q(email="")
    return Account.objects.filter(mailbox | applicant, is_active=True)


def account_with(identifier: str, password: str) -> Account | None:
    """The account that this identifier and password open; one hash is computed in any case."""
    account = accounts_for(identifier).order_by("pk").first()
    if account is None:
        check_password(password, _nobody())
        return None
    return account if account.check_password(password) else None
