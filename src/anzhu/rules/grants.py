"""What a grant of each kind gives: for what, with whom, from when to when (R3 to R6)."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from anzhu.rules.calendar import ONE_DAY
from anzhu.rules.categories import Category
from anzhu.rules.deadlines import Period, renewed, validity_from
from anzhu.rules.facts import Kind
from anzhu.rules.filing import Change

#: What is granted to somebody who holds no registration, from the day of the approval (R3).
FROM_THE_APPROVAL = frozenset({Kind.INITIAL, Kind.RE_REGISTRATION})
_NOTHING = Change()


class EndedAs(StrEnum):
    """How a registration ended before its last valid day; a replaced one has not ended."""

    CANCELLED = "cancelled"
    REVOKED = "revoked"


class Standing(StrEnum):
    """How a registration stands on a day (``statuses.registration``)."""

    IN_FORCE = "in_force"
    RENEWAL_PENDING = "renewal_pending"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Held:
    """The latest registration of a person, as it was granted.

    ``ended_on`` is the first day on which a cancelled or revoked one stands no more;
    ``renewal_submitted_on`` when the renewal was submitted that its period came with (R7).
    """

    category: str
    employer_name: str
    employer_uscc: str
    valid_from: date
    valid_until: date
    ended_on: date | None = None
    ended_as: str = ""
    renewal_submitted_on: date | None = None

    def has_ended(self, on: date) -> bool:
        """Was it cancelled or revoked by this day?"""
        return self.ended_on is not None and self.ended_on <= on

    def is_over(self, on: date) -> bool:
        """Has it ended, or are all its days gone?"""
        return self.has_ended(on) or on > self.valid_until


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was applied for: the category and employer that were submitted, and what is to change.

    ``filed_on`` is the day of the first successful submission.
    """

    kind: Kind
    category: str
    employer_name: str
    employer_uscc: str
    filed_on: date
    change: Change = field(default=_NOTHING)

    @property
    def renews(self) -> bool:
        """Does it bring a new period after the present one (R4, 4.3.4)?"""
        return self.kind is Kind.RENEWAL or (self.kind is Kind.CHANGE and self.change.renew)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is granted. The grant stands from the day of the decision, in place of the one held,
    whose last days it carries on where its own period begins only later (R3).
    """

    category: str
    employer_name: str
    employer_uscc: str
    period: Period
    renewal_submitted_on: date | None


def standing_of(held: Held | None, on: date, *, renewal_pending: bool = False) -> Standing:
    """How the latest registration of a person stands on this day.

    ``renewal_pending``: a renewal was submitted in time and is still undecided (R4).
    """
    if held is None:
        return Standing.NONE
    if held.has_ended(on):
        return Standing.REVOKED if held.ended_as == EndedAs.REVOKED else Standing.CANCELLED
    if on <= held.valid_until:
        return Standing.IN_FORCE
    return Standing.RENEWAL_PENDING if renewal_pending else Standing.EXPIRED


def terms_of(wanted: Wanted, held: Held | None, on: date) -> Terms:
    """What is granted on this day, for what was wanted by somebody who holds this.

    A change changes what it asks for and nothing else; a renewal keeps employer and category
    (1.3). A category of the five-category era becomes the one that was submitted (R1).
    """
    if held is None or wanted.kind in FROM_THE_APPROVAL:
        return Terms(
            category=wanted.category,
            employer_name=wanted.employer_name,
            employer_uscc=wanted.employer_uscc,
            period=validity_from(on),
            renewal_submitted_on=None,
        )
    change = wanted.change if wanted.kind is Kind.CHANGE else _NOTHING
    another = change.employer or change.renamed
    legacy = held.category not in set(Category)
    return Terms(
        category=wanted.category if change.category is not None or legacy else held.category,
        employer_name=wanted.employer_name if another else held.employer_name,
        # Of registrations of former years the code of the employer is not always known.
        employer_uscc=(not another and held.employer_uscc) or wanted.employer_uscc,
        period=period_of(wanted.kind, Period(held.valid_from, held.valid_until), change, on),
        renewal_submitted_on=wanted.filed_on if wanted.renews else held.renewal_submitted_on,
    )


def period_of(kind: Kind, held: Period | None, change: Change, on: date) -> Period:
    """The period that an approval on this day brings (R3): a new one, the next one, or the old."""
    if held is None or kind in FROM_THE_APPROVAL:
        return validity_from(on)
    if kind is Kind.RENEWAL or (kind is Kind.CHANGE and change.renew):
        return renewed(held.until)
    return held


def closes_on(held: Held, on: date, *, kind: Kind) -> date:
    """The first day on which the registration that was held stands no more.

    The day of the decision, also after ``E``: a timely renewal has carried it so far (R4). One
    that had expired before a re-registration stood until its own last day.
    """
    if kind in FROM_THE_APPROVAL:
        return min(held.valid_until + ONE_DAY, on)
    return on
