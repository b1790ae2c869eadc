"""Tables → frozen facts: the only bridge from an application to the law."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from anzhu.audit.chain import row_digest
from anzhu.cases import hours, pages
from anzhu.cases.answers import Answers
from anzhu.cases.known import Known, known_of
from anzhu.cases.models import Act, Case, Dossier
from anzhu.cases.rule_sets import by_its_rules
from anzhu.law.queries import calendar
from anzhu.materials import queries as materials
from anzhu.organisations import queries as organisations
from anzhu.organisations.models import Agency
from anzhu.people.models import Person
from anzhu.photos import queries as photos
from anzhu.registrations import queries as registrations
from anzhu.rules import checklist, deadlines, education, eligibility, filing
from anzhu.rules.categories import Category
from anzhu.rules.education import Education
from anzhu.rules.facts import (
    REGISTRATION_KINDS,
    CaseFacts,
    Kind,
    Opinion,
    Status,
    Tier,
)
from anzhu.rules.listing import ListedFacts, ends_undecided
from anzhu.rules.materials import Needs, materials_for
from anzhu.rules.objections import Objection, objection


def facts_of(case: Case, now: datetime) -> CaseFacts:
    """One application as the table of steps sees it, without what only a submission asks."""
    return facts_of_all([case], now)[case.pk]


def facts_of_all(cases: Sequence[Case], now: datetime) -> dict[int, CaseFacts]:
    """Many applications as the table of steps sees them, by key, in one query."""
    acted = _acted([case.pk for case in cases])
    return {case.pk: _facts(case, now, acted.get(case.pk, {})) for case in cases}


def _facts(case: Case, now: datetime, acted: Mapping[Tier, frozenset[int]]) -> CaseFacts:
    return CaseFacts(
        status=Status(case.status),
        kind=Kind(case.kind),
        person_id=case.person_id,
        agency_id=case.agency_id,
        accepted_on=case.accepted_on,
        correct_by=case.correct_by,
        accept_by=_accept_by(case),
        returns=case.returns,
        claimed_by=case.claimed_by_id,
        claim_live=case.claimed_until is not None and case.claimed_until > now,
        acted=acted,
        agency_opinion=Opinion(case.agency_opinion) if case.agency_opinion else None,
        centre_opinion=Opinion(case.centre_opinion) if case.centre_opinion else None,
        from_paper=case.from_paper,
        hand_in_due=case.hand_in_due,
        handed_in=case.handed_in_on is not None,
    )


@by_its_rules
def _accept_by(case: Case) -> date | None:
    """Until when silence is not yet an acceptance: as announced, and five working days at least.

    A holiday that became known after the announcement gives the agency its days back (R12).
    """
    if case.accepted_on is not None or case.due_on is None or case.received_on is None:
        return None
    return max(case.due_on, deadlines.accept_by(case.received_on, calendar()).day)


def _acted(cases: Sequence[int]) -> dict[int, Mapping[Tier, frozenset[int]]]:
    """By case and tier: the humans who have had a hand in it."""
    found: dict[int, dict[Tier, set[int]]] = defaultdict(lambda: defaultdict(set))
    rows = Act.objects.filter(case__in=cases).exclude(tier="")
    for case, tier, person in rows.values_list("case_id", "tier", "person_id").distinct():
        found[case][Tier(tier)].add(person)
    return {
        case: {tier: frozenset(people) for tier, people in tiers.items()}
        for case, tiers in found.items()
    }


def filing_of(
    person: Person,
    *,
    on: date,
    answers: Answers | None = None,
    asking: Case | None = None,
    known: Known | None = None,
) -> filing.Filing | None:
    """What the law looks at for this person on this day; None without a qualification.

    ``asking`` is the application that the question is about: it does not stand in its own way.
    ``known`` is for a reader of many people, who has asked for all of them at once.
    """
    known = known or known_of([person])[person.pk]
    held = known.holding
    if held is None:
        return None
    employer = (answers or {}).get("employer", {})
    status = employer.get("status")
    statuses = set(filing.EmploymentStatus)
    return filing.Filing(
        on=on,
        born=person.born,
        qualification=filing.Qualification(
            obtained=held.obtained,
            category=Category(held.category) if held.category else None,
            extra_categories=tuple(Category(code) for code in held.extra_categories),
        ),
        registration=known.held(),
        pending=known.pending(besides=asking),
        restrictions=known.restrictions(),
        education=known.hours,
        employment=filing.Employment(
            status=filing.EmploymentStatus(status)
            if status in statuses
            else filing.EmploymentStatus.ENTERPRISE,
            contract_bears_former_name=bool(employer.get("former_name")),
        ),
        change=filing.NEW_EMPLOYER if answers is None else change_of(answers),
    )


def change_of(answers: Answers) -> filing.Change:
    """What a change application asks for (1.4), as its page of changes and of the category say.

    Nothing ticked yet is nothing asked; a new category counts once one was chosen.
    """
    said = answers.get("change", {})
    chosen = str(answers.get("category", {}).get("category"))
    new = bool(said.get("category")) and chosen in set(Category)
    return filing.Change(
        employer=bool(said.get("employer")),
        renamed=bool(said.get("renamed")),
        category=Category(chosen) if new else None,
        renew=bool(said.get("renew")),
    )


def standing_of(person: Person, *, on: date) -> filing.Filing:
    """What the short tracks look at: the registration, whether or not its holder is on the roster.

    A qualification that nobody knows of is put at the holder's birth; no rule of R10 reads it.
    """
    known = known_of([person])[person.pk]
    return filing_of(person, on=on, known=known) or filing.Filing(
        on=on,
        born=person.born,
        qualification=filing.Qualification(obtained=person.born),
        registration=known.held(),
        pending=known.pending(besides=None),
    )


def renews(kind: Kind, answers: Answers) -> bool:
    """Does this application bring a new period after the present one (1.3, 4.3.4)?"""
    return kind is Kind.RENEWAL or (kind is Kind.CHANGE and change_of(answers).renew)


def has_expired_under(case: Case, on: date) -> bool:
    """Is the registration over that a change without renewal was to change (R5)?"""
    row = registrations.of_person(case.person_id)
    listed = ListedFacts(
        ref=case.ref,
        kind=Kind(case.kind),
        filed_on=case.filed_on or on,
        renews=case.renews,
        held=registrations.held_of(row) if row else None,
    )
    return ends_undecided(listed, on)


def law_of(
    case: Case, dossier: Dossier, on: date, known: Known | None = None
) -> filing.Filing | None:
    """What the law looks at for an application: on the day of its first submission."""
    day = case.filed_on or on
    return filing_of(case.person, on=day, answers=dossier.answers, asking=case, known=known)


def ground_of(case: Case, dossier: Dossier, on: date) -> pages.Ground:
    """What the answers of this application are judged against."""
    law = filing_of(case.person, on=on, answers=dossier.answers, asking=case)
    return ground(case, dossier, law, organisations.existing_agencies(on), on)


def ground(
    case: Case, dossier: Dossier, law: filing.Filing | None, existing: Sequence[Agency], on: date
) -> pages.Ground:
    """``ground_of`` for a reader who has the filing and the agencies at hand already."""
    return pages.Ground(
        on=on,
        kind=Kind(case.kind),
        law=law,
        agencies=tuple(agency.facts(on) for agency in existing),
        photo_passed=dossier.photo_id is not None
        and photos.passed(dossier.photo_id, person_id=case.person_id) is not None,
    )


def fixed_fields(case: Case, page: str, on: date) -> frozenset[str]:
    """The fields of a page that this kind of application cannot change; asks nothing for most."""
    kind = Kind(case.kind)
    if page != "employer" or kind not in (Kind.RENEWAL, Kind.CHANGE):
        return frozenset()
    law = filing_of(case.person, on=on, answers=case.dossier.answers, asking=case)
    return pages.fixed(page, case.dossier.answers, pages.Ground(on=on, kind=kind, law=law))


@by_its_rules
def needs_of(case: Case, dossier: Dossier, on: date) -> Needs:
    """The materials this application needs (R9); none known without a qualification."""
    law = law_of(case, dossier, on)
    return materials_for(Kind(case.kind), law) if law else Needs()


@by_its_rules
def eligibility_of(case: Case, dossier: Dossier, on: date) -> tuple[Objection, ...]:
    """R2 to R8 on the day that counts: that of the first submission, if there was one."""
    law = law_of(case, dossier, on)
    if law is None:
        return (objection("qualification.not_found", "1.1"),)
    kind = Kind(case.kind)
    found = list(eligibility.objections_to(kind, law))
    if law.on != on and kind in REGISTRATION_KINDS:
        since = eligibility.objections_to_bans(law, on)
        found += [ban for ban in since if ban not in found]
    return tuple(found)


@by_its_rules
def missing_in(case: Case, dossier: Dossier, on: date) -> tuple[Objection, ...]:
    """Everything that keeps the application from being complete, page by page."""
    found: list[Objection] = [
        objection("page.incomplete", page_clause(name), page=name)
        for name in incomplete_pages(case, dossier, on)
    ]
    found.extend(form_objections(case, dossier, on))
    if Kind(case.kind) in pages.PAGE["statement"].kinds:
        found.extend(statement_objections(dossier))
    found.extend(materials.objections_to_folder(case.folder, needs_of(case, dossier, on), on))
    return tuple(found)


def page_clause(name: str) -> str:
    """The clause under which a page stands."""
    return pages.PAGE[name].clause


def incomplete_pages(case: Case, dossier: Dossier, on: date) -> list[str]:
    """The names of the pages that still have a problem, in order."""
    wrong = pages.problems(dossier.answers, ground_of(case, dossier, on))
    return list(dict.fromkeys(problem.page for problem in wrong))


def unprintable_pages(case: Case, dossier: Dossier, on: date) -> list[str]:
    """Of these, the ones that the form prints: they come first (2.7)."""
    return [name for name in incomplete_pages(case, dossier, on) if pages.PAGE[name].printed]


@by_its_rules
def hours_of(case: Case, dossier: Dossier, on: date) -> Education:
    """What the form says about continuing education (R7)."""
    return hours.of_case(case, law_of(case, dossier, on))


def form_objections(case: Case, dossier: Dossier, on: date) -> list[Objection]:
    """Against the printed form: never printed, or printed from other data (2.7, 2.8)."""
    return objections_to_print(dossier, hours_of(case, dossier, on))


def objections_to_print(dossier: Dossier, learnt: Education) -> list[Objection]:
    """``form_objections`` for a reader who has counted the hours already."""
    if dossier.form_version == 0:
        return [objection("form.not_printed", "2.7")]
    if dossier.printed_digest != printable_digest(dossier, learnt):
        return [objection("form.changed_since_print", "2.8", version=dossier.form_version + 1)]
    return []


def statement_objections(dossier: Dossier) -> list[Objection]:
    """Against the printed statement (4.2.3): its rows have changed since.

    A sheet that was never printed here may have been written by hand; that is the reviewer's.
    """
    printed = dossier.statement_version
    if not printed or dossier.statement_digest == statement_digest(dossier):
        return []
    return [objection("statement.changed_since_print", "2.8", version=printed + 1)]


def statement_digest(dossier: Dossier) -> str:
    """The fingerprint of what the statement would say now."""
    rows = dossier.answers.get("statement", {}).get("rows", [])
    return row_digest(
        {"rows": [{cell: row[cell] for cell in sorted(row) if cell != "id"} for row in rows]}
    )


def printable_digest(dossier: Dossier, learnt: Education) -> str:
    """The fingerprint of what the form would say now."""
    content: dict[str, Any] = {
        "answers": pages.printed(dossier.answers, Kind(dossier.case.kind)),
        "photo": str(dossier.photo_id or ""),
    }
    if learnt.required:
        content["hours"] = hours.printed(learnt)
    return row_digest(content)


def objections_to_start(kind: Kind, law: filing.Filing | None) -> list[Objection]:
    """Against opening a draft: what an application cannot mend itself."""
    if law is None:
        return [objection("qualification.not_found", "1.1")]
    found = eligibility.assess(kind, law)
    return [] if found.may_start else list(found.objections)


def flags_of(case: Case, dossier: Dossier, on: date) -> list[str]:
    """What a queue marks about a case: another agency than advised, portrait or page hints."""
    advised = pages.recommendation(dossier.answers, ground_of(case, dossier, on)).agency
    flags = []
    if advised is None or advised.code != dossier.answers.get("agency", {}).get("chosen"):
        flags.append("own_choice")
    if dossier.photo_id and photos.has_hints(dossier.photo_id):
        flags.append("photo_hints")
    if materials.has_hints(case.folder_id):
        flags.append("page_hints")
    return flags


@by_its_rules
def checklist_of(case: Case, dossier: Dossier, on: date) -> list[str]:
    """The codes of what reviewers will judge, fixed at submission."""
    law = law_of(case, dossier, on)
    if law is None:
        return []
    kind = Kind(case.kind)
    learnt = education.education_for(kind, law)
    items = checklist.checklist_for(kind, materials_for(kind, law, learnt), learnt)
    return [item.code for item in items]


def last_return(case: Case) -> Act | None:
    """The return that the applicant answers or has answered last; None if there was none."""
    return hours.last_return(case)


def pages_opened_by_return(case: Case) -> frozenset[str]:
    """The pages that the last return opens for correction, by its reasons and by lost hours."""
    return hours.opened_by_reasons(case) | hours.opened_by_losses(case)
