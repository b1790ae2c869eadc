"""People at the doors: accounts and browsers for tests of the shell, through the real pages."""

from dataclasses import dataclass

from django.test import Client

from anzhu.kernel import clock
from anzhu.people import actions, totp
from anzhu.rules.facts import AGENCY_ROLES, Role
from tests.domain.factories import agency, institution

PASSWORD = "correct horse 47 battery"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(order: int) -> str:
    """A well-formed ID number of somebody invented, born on 1990-01-01."""
    digits = f"37020219900101{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


@dataclass
class Visitor:
    """One account with a browser of its own."""

    account_id: int
    email: str
    client: Client
    secret: str = ""

    def gives_password(self, password: str = PASSWORD, **more: str) -> int:
        """Send the sign-in form; the status of the answer."""
        typed = {"identifier": self.email, "password": password, **more}
        return self.client.post("/account/sign-in", typed).status_code

    def gives_code(self, code: str | None = None) -> int:
        """Enrol the second factor if need be and send a code; the status of the answer."""
        if not self.secret:
            self.secret, _ = actions.second_factor_begin(account_id=self.account_id)
        code = code or totp.code_at(self.secret, clock.machine())
        return self.client.post("/account/second-factor", {"code": code}).status_code


def visitor(role: Role, order: int = 1, **client: object) -> Visitor:
    """Somebody with an account of this role, not signed in yet."""
    email = f"{role}{order}@example.test"
    account = actions.open_account(
        name="林小满",
        id_number=id_number(order),
        role=role,
        email=email,
        phone=f"1390000{order:04d}",
        password=PASSWORD,
        now=clock.now(),
        agency_id=agency().pk if role in AGENCY_ROLES else None,
        institution_id=institution().pk if role is Role.INSTITUTION else None,
    )
    return Visitor(account.pk, email, Client(**client))


def signed_in(role: Role, order: int = 1) -> Visitor:
    """Somebody who has come in, staff with their second factor."""
    somebody = visitor(role, order)
    assert somebody.gives_password() == 303
    if role is not Role.APPLICANT:
        assert somebody.gives_code() == 303
    return somebody
