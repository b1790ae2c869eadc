"""Who acts: an account, the human behind it, and what the account is for."""

from dataclasses import dataclass

from anzhu.rules.facts import AGENCY_ROLES, STAFF_ROLES, ActorFacts, Role


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Passed into every query and action; never a request, never a model."""

    role: Role
    account_id: int | None = None
    person_id: int | None = None
    agency_id: int | None = None
    institution_id: int | None = None
    name: str = ""

    @property
    def facts(self) -> ActorFacts:
        """The part of an actor that the rules look at."""
        return ActorFacts(
            role=self.role,
            account_id=self.account_id,
            person_id=self.person_id,
            agency_id=self.agency_id,
        )

    @property
    def account(self) -> int:
        """The account's key, or LookupError for the public and the clock."""
        return _certain(self.account_id)

    @property
    def person(self) -> int:
        """The key of the human behind the account; LookupError where there is none."""
        return _certain(self.person_id)

    @property
    def agency(self) -> int:
        """The key of the agency the actor works for; LookupError where there is none."""
        return _certain(self.agency_id)

    @property
    def institution(self) -> int:
        """The key of the training institution the actor works for; LookupError if none."""
        return _certain(self.institution_id)

    @property
    def is_staff(self) -> bool:
        """Works for an agency, the centre, the ministry, an institution or the operator."""
        return self.role in STAFF_ROLES

    @property
    def is_agency(self) -> bool:
        return self.role in AGENCY_ROLES


def _certain(key: int | None) -> int:
    if key is None:
        raise LookupError("this actor has none")
    return key


PUBLIC = Actor(role=Role.PUBLIC)
CLOCK = Actor(role=Role.CLOCK)
