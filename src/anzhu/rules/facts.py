"""The frozen facts that the rules of procedure look at; nothing here reads a table or a clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from anzhu.rules.objections import Objection


class Kind(StrEnum):
    """What is asked for (clauses 1.0, 5.0, 6.0, 7.0)."""

    INITIAL = "initial"
    RENEWAL = "renewal"
    CHANGE = "change"
    RE_REGISTRATION = "re_registration"
    REISSUE = "reissue"
    CANCELLATION = "cancellation"
    OTHER_MATTERS = "other_matters"


REGISTRATION_KINDS = (Kind.INITIAL, Kind.RENEWAL, Kind.CHANGE, Kind.RE_REGISTRATION)
#: The short tracks (clauses 5 to 7): no ministry, no nine steps.
SHORT_KINDS = (Kind.REISSUE, Kind.CANCELLATION, Kind.OTHER_MATTERS)
#: Those that an agency reviews first; other matters go straight to the centre.
REVIEWED_SHORT_KINDS = (Kind.REISSUE, Kind.CANCELLATION)


class Status(StrEnum):
    """Where an application is; whose turn it is follows from the table of steps."""

    DRAFT = "draft"
    FIRST_REVIEW = "first_review"
    CORRECTION = "correction"
    PASSED = "passed"
    FINAL_REVIEW = "final_review"
    APPROVAL = "approval"
    APPROVED = "approved"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    EXPIRED = "expired"


ENDED = frozenset({Status.CLOSED, Status.REFUSED, Status.WITHDRAWN, Status.LAPSED, Status.EXPIRED})
#: Statuses in which an application occupies its person (R8: one in flight).
IN_FLIGHT = frozenset(Status) - ENDED - {Status.APPROVED}
#: Submitted and not decided yet: a renewal here keeps a registration in force (R4).
UNDECIDED = IN_FLIGHT - {Status.DRAFT}


class Role(StrEnum):
    """What an account may be used for; a human may hold several accounts."""

    APPLICANT = "applicant"
    AGENCY_REVIEWER = "agency_reviewer"
    AGENCY_LEAD = "agency_lead"
    CENTRE_REVIEWER = "centre_reviewer"
    CENTRE_PRODUCER = "centre_producer"
    MINISTRY_APPROVER = "ministry_approver"
    INSTITUTION = "institution"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    PUBLIC = "public"
    CLOCK = "clock"


class Tier(StrEnum):
    """The levels that must be different humans on one case."""

    APPLICANT = "applicant"
    AGENCY = "agency"
    CENTRE = "centre"
    MINISTRY = "ministry"


TIER_OF = MappingProxyType(
    {
        Role.APPLICANT: Tier.APPLICANT,
        Role.AGENCY_REVIEWER: Tier.AGENCY,
        Role.AGENCY_LEAD: Tier.AGENCY,
        Role.CENTRE_REVIEWER: Tier.CENTRE,
        Role.CENTRE_PRODUCER: Tier.CENTRE,
        Role.MINISTRY_APPROVER: Tier.MINISTRY,
    }
)
AGENCY_ROLES = frozenset({Role.AGENCY_REVIEWER, Role.AGENCY_LEAD})
STAFF_ROLES = frozenset(Role) - {Role.APPLICANT, Role.PUBLIC, Role.CLOCK}


class Mark(StrEnum):
    """A reviewer's judgement of one checklist item."""

    MET = "met"
    NOT_MET = "not_met"
    DOUBTFUL = "doubtful"


class Opinion(StrEnum):
    """What a reviewing tier advises."""

    AGREE = "agree"
    AGAINST = "against"


@dataclass(frozen=True, kw_only=True)
class ActorFacts:
    """Who acts: the account, the human behind it, and what the account is for."""

    role: Role
    account_id: int | None = None
    person_id: int | None = None
    agency_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class HoursFacts:
    """Hours of a submitted application: what is asked for, and what stands after the review.

    ``standing`` are imported records that are still there and own entries that were accepted;
    ``unjudged`` counts own entries without a verdict, ``unexplained`` rejected ones without a
    reason.
    """

    required: Decimal
    standing: Decimal
    unjudged: int = 0
    unexplained: int = 0


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """One application, as the table of steps sees it."""

    status: Status
    kind: Kind
    person_id: int
    agency_id: int | None = None
    accepted_on: date | None = None
    correct_by: date | None = None
    #: the last working day on which the agency may still speak before silence accepts (R12)
    accept_by: date | None = None
    returns: int = 0
    claimed_by: int | None = None
    claim_live: bool = False
    #: humans who have already acted on this case, by tier
    acted: Mapping[Tier, frozenset[int]] = field(default_factory=lambda: MappingProxyType({}))
    #: against filing on this day (R2 to R8), and about what is still missing
    eligibility: tuple[Objection, ...] = ()
    missing: tuple[Objection, ...] = ()
    agency_opinion: Opinion | None = None
    centre_opinion: Opinion | None = None
    #: own entries of continuing education as judged so far (R7); None where no hours are asked
    hours: HoursFacts | None = None
    batch_frozen: bool = False
    batch_compiled_by: int | None = None
    item_collected: bool = False
    #: its label is void, because one that was granted later was handed out (2.10)
    item_superseded: bool = False
    #: a request that the agency's counter entered from paper
    from_paper: bool = False
    #: a damaged or cancelled certificate that must come back (5.3, 6.3), and whether it has
    hand_in_due: bool = False
    handed_in: bool = False
    #: the human who proposed a correction that waits for another one to confirm it (7.0)
    proposed_by: int | None = None
    #: the registration it rests on is being cancelled at this moment (R8)
    registration_cancelled: bool = False
    #: a change alone, whose registration is over by now (R5)
    registration_expired: bool = False


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason given for a return, an opposition or a refusal."""

    code: str
    item: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the actor puts in with the step."""

    marks: Mapping[str, Mark] = field(default_factory=lambda: MappingProxyType({}))
    items: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    note: str = ""
    opinion: Opinion | None = None
    second_factor: bool = False
    #: hand-over: is the other agency open, and is it another one?
    to_agency_id: int | None = None
    to_agency_open: bool = False
    #: second return: items that were visible and unchanged at the first return
    seen_before: frozenset[str] = frozenset()
    override: str = ""
