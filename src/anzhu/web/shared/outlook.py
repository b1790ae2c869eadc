"""What may be done now, and why not the rest: answers of the rules, ready for a page (2.1).

The applicant's home and the public explainer show the same objects; only the facts differ.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from anzhu import words
from anzhu.rules import parameters
from anzhu.rules.deadlines import Period
from anzhu.rules.education import Education
from anzhu.rules.eligibility import Assessment, assess
from anzhu.rules.facts import REGISTRATION_KINDS, SHORT_KINDS, Kind
from anzhu.rules.filing import NEW_EMPLOYER, Filing
from anzhu.rules.materials import Needs
from anzhu.rules.objections import Objection
from anzhu.rules.outlook import Ahead, asks_about_renewing, days_ahead, opens_on

#: In the order in which people look for them (5-screens 2.1).
KINDS = (
    Kind.RENEWAL, Kind.INITIAL, Kind.RE_REGISTRATION, Kind.CHANGE, Kind.REISSUE, Kind.CANCELLATION,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One fact that stands in the way, said in words, and where that is written."""

    text: str
    clause: str
    says: str


@dataclass(frozen=True, kw_only=True)
class Possible:
    """A kind that may be started: why, until when, and what is still missing."""

    kind: Kind
    title: str
    why: str
    is_overdue: bool = False
    missing: Sequence[str] = ()
    hours_short: bool = False
    required: Sequence[str] = ()
    optional: Sequence[str] = ()
    validity: str = ""
    #: 是否同时办理延续: the question and both consequences; empty where it is not asked.
    renewing: Sequence[str] = ()

    @property
    def is_short(self) -> bool:
        """One of the short tracks (clauses 5 to 7), which stand side by side below the others."""
        return self.kind in SHORT_KINDS


@dataclass(frozen=True, kw_only=True)
class Impossible:
    """A kind that may not be started: every reason, and the day from which it may."""

    kind: Kind
    title: str
    reasons: Sequence[Reason]
    opens: date | None


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """The whole answer for one person on one day."""

    on: date
    possible: Sequence[Possible]
    impossible: Sequence[Impossible]
    ahead: Sequence[Ahead]


def outlook(
    filing: Filing,
    *,
    against: Mapping[Kind, Sequence[Objection]] = MappingProxyType({}),
    missing: Sequence[str] = (),
    kinds: Iterable[Kind] = KINDS,
) -> Outlook:
    """Ask the rules about every kind.

    ``against`` is what applications under way have against a kind, beside the rules; ``missing``
    are keys of ``outlook.missing`` that stand against every registration kind.
    """
    possible: list[Possible] = []
    impossible: list[Impossible] = []
    for kind in kinds:
        found = assess(kind, filing)
        busy = against.get(kind, ())
        if found.may_start and not busy:
            possible.append(_possible(found, filing, missing))
        else:
            impossible.append(_impossible(found, filing, busy))
    return Outlook(on=filing.on, possible=possible, impossible=impossible, ahead=days_ahead(filing))


def reason(found: Objection) -> Reason:
    """An objection with the clause it rests on."""
    says = f"clauses.{found.clause}.says"
    return Reason(
        text=words.objection(found),
        clause=words.clause(found.clause) if words.exists(says) else "",
        says=words.text(says) if words.exists(says) else "",
    )


def _possible(found: Assessment, filing: Filing, missing: Sequence[str]) -> Possible:
    kind = found.kind
    hours = [] if found.education is None or not found.education.short else [found.education]
    needs_more = missing if kind in REGISTRATION_KINDS else ()
    return Possible(
        kind=kind,
        title=words.text("kinds.overdue.initial" if found.overdue else f"kinds.{kind}"),
        why=_why(found, filing),
        is_overdue=found.overdue,
        missing=[
            *(_hours(one) for one in hours),
            *(words.text(f"outlook.missing.{name}") for name in needs_more),
        ],
        hours_short=bool(hours),
        required=_names(found.materials, "required"),
        optional=_names(found.materials, "optional"),
        validity=_validity(found, filing),
        renewing=_renewing(filing) if kind is Kind.CHANGE and asks_about_renewing(filing) else (),
    )


def _impossible(found: Assessment, filing: Filing, extra: Sequence[Objection]) -> Impossible:
    hard = [one for one in found.objections if not one.code.startswith(("education.", "change."))]
    return Impossible(
        kind=found.kind,
        title=words.text(f"kinds.{found.kind}"),
        reasons=[reason(one) for one in (*hard, *extra)],
        opens=None if extra else opens_on(found.kind, filing),
    )


def _why(found: Assessment, filing: Filing) -> str:
    """One sentence with the deadline."""
    registration = filing.registration
    ended = registration and (registration.ended_on or registration.valid_until)
    return words.text(
        f"outlook.why.{_case(found, filing)}",
        closes=found.closes,
        advised=found.advised_from,
        obtained=filing.qualification.obtained,
        months=parameters.RENEWAL_ADVISED_MONTHS.on(filing.on),
        ended=ended,
    )


def _case(found: Assessment, filing: Filing) -> str:
    kind = str(found.kind)
    registration = filing.registration
    if found.overdue:
        return f"{kind}_overdue"
    if found.early:
        return f"{kind}_early"
    if found.kind is Kind.RE_REGISTRATION and registration and registration.ended_on:
        return f"{kind}_ended"
    return kind


def _hours(education: Education) -> str:
    return words.text("outlook.missing.hours", **_counted(education))


def _counted(education: Education) -> dict[str, object]:
    return {
        "have": float(education.counted),
        "need": float(education.required),
        "short": float(education.short),
        "start": education.start,
        "until": education.until,
    }


def _names(needs: Needs | None, which: str) -> list[str]:
    if needs is None:
        return []
    found = needs.required if which == "required" else needs.optional
    return [words.text(f"materials.{need.material}.name") for need in found]


def _validity(found: Assessment, filing: Filing) -> str:
    """What would be granted; nothing to say where nothing is granted or everything stays."""
    if found.validity is None or found.kind in (Kind.REISSUE, Kind.CANCELLATION, Kind.CHANGE):
        return ""
    key = "renewed" if found.kind is Kind.RENEWAL else "granted"
    return words.text(f"outlook.validity.{key}", **_days(found.validity))


def _days(period: Period) -> dict[str, object]:
    return {"start": period.start, "until": period.until}


def _renewing(filing: Filing) -> list[str]:
    """Ask once, with both consequences (4.3.4): one application, never two."""
    both = assess(Kind.CHANGE, replace(filing, change=replace(NEW_EMPLOYER, renew=True)))
    if both.education is None or both.validity is None:
        return []
    facts = {**_counted(both.education), **_days(both.validity), "closes": both.closes}
    return [words.text(f"outlook.renewing.{one}", **facts) for one in ("question", "yes", "no")]
