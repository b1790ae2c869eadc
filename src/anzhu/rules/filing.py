"""What the law looks at when somebody files: frozen facts about a person on a day."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from anzhu.rules.categories import Category
from anzhu.rules.facts import Kind


class EmploymentStatus(StrEnum):
    """How the person is employed; it decides which contract is asked for (4.1.2)."""

    ENTERPRISE = "enterprise"
    RETIRED = "retired"
    PUBLIC_INSTITUTION = "public_institution"


class Source(StrEnum):
    """Who put an education record in: a training institution, or the person (4.5)."""

    INSTITUTION = "institution"
    SELF = "self"


@dataclass(frozen=True, kw_only=True)
class Qualification:
    """The certificate of the examination; ``obtained`` is the day it was approved."""

    obtained: date
    category: Category | None = None
    extra_categories: tuple[Category, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Registration:
    """The latest registration held; ``valid_until`` is its last day, as it was granted.

    ``category`` may be one of the five-category era; ``ended_on`` is the first day on which a
    cancelled or revoked registration is no longer in force. The employer is the registered one.
    """

    valid_from: date
    valid_until: date
    category: str | None = None
    ended_on: date | None = None
    previous_renewal_submitted: date | None = None
    employer_code: str = ""
    employer_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Pending:
    """An application in flight, of one of the four registration kinds.

    ``renews``: a change that asks to renew at the same time.
    """

    kind: Kind
    submitted: date
    renews: bool = False


@dataclass(frozen=True, kw_only=True)
class Restriction:
    """A ban of so many ``years`` from a day on."""

    start: date
    years: int


@dataclass(frozen=True, kw_only=True)
class EducationRecord:
    """Hours of continuing education, to one decimal; ``used`` ones served an earlier grant.

    ``key`` is what the caller knows the record by; the rules do not look at it.
    """

    provider: str
    course: str
    completed: date
    hours: Decimal
    source: Source = Source.INSTITUTION
    used: bool = False
    key: int = 0


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a change application asks for (1.4); left out, a new employer alone."""

    employer: bool = False
    renamed: bool = False
    category: Category | None = None
    renew: bool = False


NEW_EMPLOYER = Change(employer=True)


@dataclass(frozen=True, kw_only=True)
class Employment:
    """Left out, an enterprise's employee with a contract in the employer's present name."""

    status: EmploymentStatus = EmploymentStatus.ENTERPRISE
    contract_bears_former_name: bool = False


@dataclass(frozen=True, kw_only=True)
class Filing:
    """Everything the rules need to answer what this person may file on the day ``on``.

    ``on`` is the day of the first successful submission, or today while there is none;
    ``approved_on`` the day of the ministry's approval, supposed to be ``on`` if not known.
    """

    on: date
    born: date
    qualification: Qualification
    approved_on: date | None = None
    registration: Registration | None = None
    pending: Pending | None = None
    restrictions: tuple[Restriction, ...] = ()
    education: tuple[EducationRecord, ...] = ()
    change: Change = NEW_EMPLOYER
    employment: Employment = field(default_factory=Employment)
