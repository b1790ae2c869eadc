"""What the applicant's pages need to know of an application, each in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from anzhu.cases import drafting, facts, hours, pages
from anzhu.cases.answers import Answers
from anzhu.cases.models import Case
from anzhu.cases.rule_sets import by_its_rules
from anzhu.kernel import clock
from anzhu.materials import queries as materials
from anzhu.organisations import queries as organisations
from anzhu.organisations.models import Agency
from anzhu.people.models import Person
from anzhu.rules import checklist, eligibility
from anzhu.rules.asking import Asking
from anzhu.rules.categories import Category
from anzhu.rules.education import Education
from anzhu.rules.eligibility import Assessment
from anzhu.rules.facts import Kind, Reason, Status
from anzhu.rules.filing import Filing
from anzhu.rules.materials import Needs
from anzhu.rules.objections import Objection, objection


@dataclass(frozen=True, kw_only=True)
class Reading:
    """An application as read by the rules on a day: what is known, and what is wrong where."""

    on: date
    agencies: Sequence[Agency]
    ground: pages.Ground
    problems: Sequence[pages.Problem]
    assessment: Assessment | None
    hours: Education
    #: how each page meets the applicant, and which fields of it cannot be changed
    asked: Mapping[str, Asking]
    answers: Answers

    def fixed(self, name: str) -> frozenset[str]:
        """The fields of a page that this application cannot change."""
        return pages.fixed(name, self.answers, self.ground)

    @property
    def open_to(self) -> frozenset[Category]:
        """The categories that this application may be for."""
        return pages.open_categories(self.answers, self.ground)

    def of_page(self, name: str) -> list[pages.Problem]:
        """What is wrong on one page."""
        return [problem for problem in self.problems if problem.page == name]

    def agency(self, code: object) -> Agency | None:
        """The agency with this code, if it exists on the day."""
        return next((agency for agency in self.agencies if agency.code == code), None)


@by_its_rules
def reading(case: Case, now: datetime) -> Reading:
    """Judge the answers as they are saved."""
    on = clock.day(now)
    dossier = case.dossier
    law = facts.law_of(case, dossier, on)
    existing = organisations.existing_agencies(on)
    ground = facts.ground(case, dossier, law, existing, on)
    return Reading(
        on=on,
        agencies=existing,
        ground=ground,
        problems=pages.problems(dossier.answers, ground),
        assessment=eligibility.assess(Kind(case.kind), law) if law else None,
        hours=hours.of_case(case, law),
        asked=pages.asked(dossier.answers, ground),
        answers=dossier.answers,
    )


@dataclass(frozen=True, kw_only=True)
class Papers:
    """What still stands against the printed form (step 7) and the folder (step 8)."""

    printed_version: int
    needed: int
    form: Sequence[Objection]
    folder: Sequence[Objection]


@by_its_rules
def papers(case: Case, read: Reading) -> Papers:
    """The state of the form and of the materials."""
    needs = read.assessment.materials if read.assessment else None
    return Papers(
        printed_version=case.dossier.form_version,
        needed=len(needs.required) if needs else 0,
        form=facts.objections_to_print(case.dossier, read.hours),
        folder=_of_folder(case, needs, read.on) if needs else (),
    )


def _of_folder(case: Case, needs: Needs, on: date) -> Sequence[Objection]:
    return [
        *facts.statement_objections(case.dossier),
        *materials.objections_to_folder(case.folder, needs, on),
    ]


@dataclass(frozen=True, kw_only=True)
class Pen:
    """Which pages the applicant may write on now, and why a reviewer opened them."""

    pages: frozenset[str] = frozenset()
    reasons: Sequence[Reason] = ()

    def reasons_for(self, page: str) -> list[Reason]:
        """The reasons of the last return that concern this page."""
        return [reason for reason in self.reasons if checklist.item(reason.item).opens == page]


def pen_of(case: Case) -> Pen:
    """All pages in a draft, the opened ones in a correction, none afterwards."""
    if case.status == Status.DRAFT:
        return Pen(pages=drafting.pages_open_to_correction(case))
    if case.status != Status.CORRECTION:
        return Pen()
    last = facts.last_return(case)
    reasons = [Reason(**said) for said in last.reasons] if last else []
    opened = checklist.pages_opened_by(frozenset(reason.item for reason in reasons))
    return Pen(pages=opened | hours.opened_by_losses(case), reasons=reasons)


def filing_now(person: Person, now: datetime) -> Filing | None:
    """What the law looks at for a person today; None without a qualification."""
    return facts.filing_of(person, on=clock.day(now))


def learning_of(person: Person, now: datetime) -> tuple[Kind, Education]:
    """What a person needs hours for next, and what counts for it today (R7).

    The holder of a registration in force will renew it; who held one will register again; all
    others register for the first time.
    """
    law = filing_now(person, now)
    if law is None or law.registration is None:
        kind = Kind.INITIAL
    else:
        kind = Kind.RENEWAL if eligibility.is_in_force(law) else Kind.RE_REGISTRATION
    return kind, hours.counted_by(kind, law)


def objections_to_opening(
    kind: Kind, law: Filing | None, *, busy_with: Case | None
) -> list[Objection]:
    """Every reason against opening an application of this kind now."""
    found = facts.objections_to_start(kind, law)
    if busy_with is not None:
        found.append(objection("application.in_flight", "R8"))
    return found
