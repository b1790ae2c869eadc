"""Who may file what on which day: every objection, in the order of the regulation (R2 to R8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anzhu.rules import categories, parameters
from anzhu.rules.calendar import ONE_DAY, add_years
from anzhu.rules.deadlines import (
    Period,
    RenewalWindow,
    initial_last_day,
    renewal_window,
    validity_from,
)
from anzhu.rules.education import Education, education_for, objections_to_education
from anzhu.rules.facts import REGISTRATION_KINDS, Kind
from anzhu.rules.filing import Filing
from anzhu.rules.grants import period_of
from anzhu.rules.materials import Needs, materials_for
from anzhu.rules.objections import Objection, objection

#: Objections that can still be mended while the application is being filled in.
_COMPLETENESS = ("education.", "change.")
_NEED_A_REGISTRATION = frozenset({Kind.RENEWAL, Kind.CHANGE})
ASSESSED_KINDS = (*REGISTRATION_KINDS, Kind.REISSUE, Kind.CANCELLATION)


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What the rules say about one kind of application, for one person on one day."""

    kind: Kind
    objections: tuple[Objection, ...]
    early: bool = False
    overdue: bool = False
    opens: date | None = None
    advised_from: date | None = None
    closes: date | None = None
    education: Education | None = None
    materials: Needs | None = None
    validity: Period | None = None

    @property
    def may_submit(self) -> bool:
        """Nothing speaks against handing it in."""
        return not self.objections

    @property
    def may_start(self) -> bool:
        """Nothing speaks against it but what the application itself can still mend."""
        return all(found.code.startswith(_COMPLETENESS) for found in self.objections)


def objections_to(kind: Kind, filing: Filing) -> Iterator[Objection]:
    """Every reason against filing this kind of application on this day."""
    yield from _objections(kind, filing, education_for(kind, filing))


def assess(kind: Kind, filing: Filing) -> Assessment:
    """The whole answer for one kind: dates, hours, materials, validity, objections."""
    education = education_for(kind, filing)
    unknown = kind in _NEED_A_REGISTRATION and filing.registration is None
    window = _window(filing) if kind is Kind.RENEWAL else None
    return Assessment(
        kind=kind,
        objections=tuple(_objections(kind, filing, education)),
        education=education,
        materials=None if unknown else materials_for(kind, filing, education),
        validity=validity_of(kind, filing),
        overdue=_is_overdue(kind, filing),
        early=window is not None and window.is_early(filing.on),
        opens=_opens(kind, filing),
        advised_from=window.advised_from if window else None,
        closes=_closes(kind, filing),
    )


def assess_all(filing: Filing) -> tuple[Assessment, ...]:
    """Every kind that needs no more than the person: what can I do now, and why not the rest?"""
    return tuple(assess(kind, filing) for kind in ASSESSED_KINDS)


def is_in_force(filing: Filing) -> bool:
    """Is the registration in force on the day, by its dates or by a timely renewal (R4)?"""
    registration = filing.registration
    if registration is None:
        return False
    if registration.ended_on is not None and registration.ended_on <= filing.on:
        return False
    return filing.on <= registration.valid_until or renewal_is_pending(filing)


def renewal_is_pending(filing: Filing) -> bool:
    """Was a renewal submitted in time and is it still undecided?

    A change that renews at the same time (4.3.4) is a renewal, too.
    """
    pending = filing.pending
    return (
        filing.registration is not None
        and pending is not None
        and (pending.kind is Kind.RENEWAL or pending.renews)
        and pending.submitted <= filing.registration.valid_until
    )


def validity_of(kind: Kind, filing: Filing) -> Period | None:
    """The period that would be granted on ``approved_on``, else on the day itself (R3)."""
    approved = filing.approved_on or filing.on
    registration = filing.registration
    if kind is Kind.INITIAL or registration is None:
        return validity_from(approved) if kind is Kind.INITIAL else None
    if kind in (Kind.CANCELLATION, Kind.OTHER_MATTERS):
        return None
    held = Period(registration.valid_from, registration.valid_until)
    return period_of(kind, held, filing.change, approved)


def may_renew_with_change(filing: Filing) -> bool:
    """Is the offer to renew at the same time open (4.3.4): from ``O`` to ``E``?"""
    window = _window(filing)
    return window is not None and window.holds(filing.on)


def objections_to_person(filing: Filing) -> Iterator[Objection]:
    """Age, bans and another application in flight: against the four registration kinds (R8)."""
    years = parameters.AGE_LIMIT_YEARS.on(filing.on)
    last_birthday = add_years(filing.born, years)
    if filing.on > last_birthday:
        yield objection("person.too_old", "R8", limit=years, until=last_birthday)
    yield from objections_to_bans(filing, filing.on)
    if filing.pending is not None:
        yield objection(
            "person.application_pending",
            "R8",
            kind=str(filing.pending.kind),
            submitted=filing.pending.submitted,
        )


def objections_to_bans(filing: Filing, on: date) -> Iterator[Objection]:
    """Bans that block on this day (R8).

    Asked for the filing day, and again for the day of every later submission: a ban that came
    after the first one blocks the corrected application, too.
    """
    for ban in filing.restrictions:
        until = add_years(ban.start, ban.years)
        if ban.start <= on <= until:
            yield objection("person.restricted", "R8", until=until)


def _objections(kind: Kind, filing: Filing, education: Education | None) -> Iterator[Objection]:
    yield from _AGAINST[kind](filing)
    if kind in REGISTRATION_KINDS:
        yield from objections_to_person(filing)
    if education is not None:
        yield from objections_to_education(kind, education)


def _against_initial(filing: Filing) -> Iterator[Objection]:
    if filing.registration is not None:
        yield objection("initial.registered_before", "1.1")


def _against_renewal(filing: Filing) -> Iterator[Objection]:
    yield from _not_in_force(filing, "1.3")
    window = _window(filing)
    if window is not None and filing.on < window.opens:
        yield objection("renewal.too_early", "1.3", opens=window.opens, until=window.closes)


def _against_change(filing: Filing) -> Iterator[Objection]:
    yield from _not_in_force(filing, "1.4")
    if filing.registration is None:
        return
    asked = filing.change
    if not (asked.employer or asked.renamed or asked.category):
        yield objection("change.nothing_asked", "1.4")
    if asked.category is not None:
        if asked.category == filing.registration.category:
            yield objection("change.category_is_present", "1.4", category=str(asked.category))
        if asked.category not in categories.eligible(filing.qualification):
            yield objection("change.category_not_eligible", "R1", category=str(asked.category))
    window = _window(filing)
    if asked.renew and window is not None and filing.on < window.opens:
        yield objection("change.renew_too_early", "4.3.4", opens=window.opens)


def _against_re_registration(filing: Filing) -> Iterator[Objection]:
    if filing.registration is None:
        yield objection("re_registration.never_registered", "1.5")
    elif is_in_force(filing):
        yield objection("re_registration.in_force", "1.5", until=filing.registration.valid_until)


def _against_reissue(filing: Filing) -> Iterator[Objection]:
    yield from _not_in_force(filing, "5.0")


def _against_cancellation(filing: Filing) -> Iterator[Objection]:
    yield from _not_in_force(filing, "6.0")


def _not_in_force(filing: Filing, clause: str) -> Iterator[Objection]:
    """``clause`` is the one that asks for a registration; what to do instead stands in 1.5."""
    registration = filing.registration
    if registration is None:
        yield objection("registration.none", clause)
    elif not is_in_force(filing):
        ended = registration.ended_on
        if ended is not None and ended <= filing.on:
            yield objection("registration.ended", "1.5", ended=ended)
        else:
            yield objection("registration.expired", "1.5", until=registration.valid_until)


def _nothing(filing: Filing) -> Iterator[Objection]:
    """Other matters may always be raised (7.0)."""
    yield from ()


_AGAINST = {
    Kind.INITIAL: _against_initial,
    Kind.RENEWAL: _against_renewal,
    Kind.CHANGE: _against_change,
    Kind.RE_REGISTRATION: _against_re_registration,
    Kind.REISSUE: _against_reissue,
    Kind.CANCELLATION: _against_cancellation,
    Kind.OTHER_MATTERS: _nothing,
}


def _window(filing: Filing) -> RenewalWindow | None:
    if filing.registration is None:
        return None
    return renewal_window(filing.registration.valid_until, filing.on)


def _opens(kind: Kind, filing: Filing) -> date | None:
    """The first day: of the renewal's window, or on which re-registration is the way."""
    registration = filing.registration
    if registration is None:
        return None
    if kind is Kind.RENEWAL:
        return renewal_window(registration.valid_until, filing.on).opens
    if kind is Kind.RE_REGISTRATION:
        return registration.ended_on or registration.valid_until + ONE_DAY
    return None


def _closes(kind: Kind, filing: Filing) -> date | None:
    """The last day: on time for an initial registration, valid for what needs a valid one."""
    if kind is Kind.INITIAL:
        return initial_last_day(filing.qualification.obtained, filing.on)
    if kind in (Kind.RE_REGISTRATION, Kind.OTHER_MATTERS) or filing.registration is None:
        return None
    return filing.registration.valid_until


def _is_overdue(kind: Kind, filing: Filing) -> bool:
    return (
        kind is Kind.INITIAL
        and filing.registration is None
        and filing.on > initial_last_day(filing.qualification.obtained, filing.on)
    )
