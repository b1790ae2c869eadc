"""What a row of the table of steps is, and the sets of roles and kinds that its rows name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from anzhu.rules.facts import (
    AGENCY_ROLES,
    REGISTRATION_KINDS,
    REVIEWED_SHORT_KINDS,
    ActorFacts,
    Asked,
    CaseFacts,
    Kind,
    Role,
    Status,
)
from anzhu.rules.objections import Objection

Guard = Callable[[CaseFacts, ActorFacts, Asked, date], Iterator[Objection]]

APPLICANT = frozenset({Role.APPLICANT})
AGENCY = AGENCY_ROLES
LEAD = frozenset({Role.AGENCY_LEAD})
CENTRE = frozenset({Role.CENTRE_REVIEWER})
REVIEWERS = AGENCY | CENTRE
MINISTRY = frozenset({Role.MINISTRY_APPROVER})
CLOCK = frozenset({Role.CLOCK})

REGISTRATIONS = frozenset(REGISTRATION_KINDS)
#: Certificate reissued, registration cancelled (clauses 5 and 6).
CERTIFICATES = frozenset(REVIEWED_SHORT_KINDS)
#: Corrections of the record and whatever else (clause 7).
MATTERS = frozenset({Kind.OTHER_MATTERS})
#: What an agency reviews before the centre does.
REVIEWED_TWICE = REGISTRATIONS | CERTIFICATES


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that can happen to an application of one of these ``kinds``.

    ``enters`` is None where the status stays; ``tells`` names the notices it sends;
    ``clause`` says where the step comes from.
    """

    name: str
    leaves: frozenset[Status]
    enters: Status | None
    by: frozenset[Role]
    clause: str
    kinds: frozenset[Kind] = REGISTRATIONS
    needs: tuple[Guard, ...] = ()
    tells: tuple[str, ...] = ()
