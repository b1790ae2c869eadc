"""The pages of steps 2 to 5 as finished objects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from anzhu import words
from anzhu.cases.answers import ticked
from anzhu.cases.applying import Reading
from anzhu.cases.pages import Problem
from anzhu.rules import categories
from anzhu.rules.categories import Category as Code
from anzhu.rules.facts import Kind, Status
from anzhu.rules.filing import EmploymentStatus
from anzhu.rules.identifiers import masked_id
from anzhu.rules.parameters import SCHEME_START
from anzhu.web.applicant.forms.category import Category
from anzhu.web.applicant.forms.employer import Employer
from anzhu.web.applicant.forms.person import Person
from anzhu.web.applicant.pages.frame import why_asked
from anzhu.web.shared.templatetags.anzhu import zh_date

if TYPE_CHECKING:
    from anzhu.cases.models import Case
    from anzhu.organisations.models import Employer as DirectoryEmployer
    from anzhu.people.queries import Holding

Choice = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """``identity`` is the account's and is only shown; the photo has its own page."""

    form: Person
    identity: Sequence[tuple[str, str]]
    photo_url: str
    photo_image: str
    photo_note: str
    photo_error: str


def person(
    case: "Case", read: Reading, shown: Sequence[Problem], taken_on: date | None = None
) -> PersonPage:
    """Step 2; ``taken_on`` is the day of a photo that was taken over from before."""
    human = case.person
    form = Person.showing(case.dossier.answers.get("person", {}), shown)
    where = {"ref": case.ref}
    return PersonPage(
        form=form,
        identity=[
            ("姓名", human.name),
            ("性别", words.text(f"kinds.sex.{human.sex}")),
            ("出生日期", zh_date(human.born)),
            ("身份证号", masked_id(human.id_number)),
        ],
        photo_url=reverse("applicant:photo", kwargs=where),
        photo_image=reverse(
            "applicant:photo_image", kwargs={**where, "photo_id": case.dossier.photo_id}
        )
        if read.ground.photo_passed
        else "",
        photo_note=words.text("applicant.person.photo_kept", day=taken_on) if taken_on else "",
        photo_error=next((text for place, text in form.elsewhere if place == "photo"), ""),
    )


@dataclass(frozen=True, kw_only=True)
class CategoryPage:
    """Either a choice, or the one category there is."""

    form: Category
    choices: Sequence[tuple[str, str]]
    chosen: str
    only: str
    why: str
    error: str
    qualification: Sequence[tuple[str, str]]


def category(
    case: "Case", read: Reading, shown: Sequence[Problem], roster: "Holding | None"
) -> CategoryPage:
    """Step 3 with the roster's row; what was said to the chooser is the first suggestion."""
    answers = case.dossier.answers
    held = read.ground.qualification
    offered = [code for code in Code if code in read.open_to]
    said = answers.get("category", {}).get("category")
    chosen = said or answers.get("agency", {}).get("category") or ""
    form = Category.showing({"category": said or ""}, shown)
    free = held is not None and categories.is_free_choice(held)
    return CategoryPage(
        form=form,
        choices=[(str(code), words.text(f"categories.{code}")) for code in offered],
        chosen=chosen,
        only=words.text(f"categories.{offered[0]}") if len(offered) == 1 else "",
        why=_why_category(case, read, free=free),
        error=next((text for _, text in form.complaints), ""),
        qualification=_beside_category(read, roster),
    )


def _why_category(case: "Case", read: Reading, *, free: bool) -> str:
    """The rule behind what is offered, or behind there being nothing to choose (R1)."""
    if why := why_asked("category", read):
        return why
    if ticked(case.dossier.answers).category:
        return words.text("categories.free.another")
    return words.text(
        "categories.free.choice" if free else "categories.free.fixed", start=SCHEME_START
    )


def _beside_category(read: Reading, roster: "Holding | None") -> list[tuple[str, str]]:
    """What the roster says of the qualification, and the category that is held."""
    found, present = [], read.ground.present_category
    if roster is not None:
        code = roster.category
        sort = words.text(f"categories.{code}") if code else words.text("people.no_category")
        found = [
            (words.text("applicant.category.number"), roster.number),
            (words.text("applicant.category.obtained"), zh_date(roster.obtained)),
            (words.text("applicant.category.sort"), sort),
        ]
    if present and words.exists(f"categories.{present}"):
        label = words.text("applicant.category.present")
        found.append((label, words.text(f"categories.{present}")))
    return found


@dataclass(frozen=True, kw_only=True)
class EmployerPage:
    """``fixed`` is what this application cannot change; a renewal leads to a change instead.

    The hints are what the directory knows under the code, where it says something else.
    """

    form: Employer
    fields: frozenset[str]
    fixed: Sequence[tuple[str, str]]
    switch_url: str
    before: str
    lead: str
    statuses: Sequence[Choice]
    status: str
    status_error: str
    name_hint: str
    former_hint: str
    query: str
    found: Sequence["DirectoryEmployer"] | None


def employer(
    case: "Case",
    read: Reading,
    shown: Sequence[Problem],
    known: "DirectoryEmployer | None" = None,
    query: str = "",
    found: Sequence["DirectoryEmployer"] | None = None,
) -> EmployerPage:
    """Step 4."""
    said = _with_province(case)
    form = Employer.showing(said, shown)
    fixed = read.fixed("employer")
    held = read.ground.registration
    return EmployerPage(
        form=form,
        fields=frozenset(form.fields) - fixed,
        fixed=[
            (words.text(f"applicant.employer.{field}"), str(said.get(field, "")))
            for field in form.fields
            if field in fixed
        ],
        switch_url=reverse("applicant:switch_to_change", kwargs={"ref": case.ref})
        if case.kind == Kind.RENEWAL and case.status == Status.DRAFT
        else "",
        before=held.employer_name if held and "name" not in fixed else "",
        lead=_employer_lead(case),
        statuses=[
            (
                str(one),
                words.text(f"kinds.employment.{one}"),
                words.text(f"applicant.employer.rule.{one}"),
            )
            for one in EmploymentStatus
        ],
        status=str(said.get("status", "")),
        status_error=form.error_at("status"),
        name_hint=_name_hint(said, known),
        former_hint=_former_hint(said, known),
        query=query,
        found=found,
    )


def _with_province(case: "Case") -> Mapping[str, Any]:
    """What is saved; the chooser has asked already in which province the employer is (3.4)."""
    said: Mapping[str, Any] = case.dossier.answers.get("employer", {})
    place = case.dossier.answers.get("agency", {}).get("province", "")
    return said if said.get("province") else {**said, "province": place}


def _employer_lead(case: "Case") -> str:
    """The sentence above the fields; of an employer that stays the head says enough."""
    asked = ticked(case.dossier.answers)
    if asked.employer or asked.renamed:
        return words.text(f"applicant.employer.lead.{'new' if asked.employer else 'renamed'}")
    stays = case.kind in (Kind.RENEWAL, Kind.CHANGE)
    return "" if stays else words.text("applicant.employer.lead.any")


def _name_hint(said: Mapping[str, Any], known: "DirectoryEmployer | None") -> str:
    if known is None or said.get("name", "") in ("", known.name, known.former_name):
        return ""
    return words.text("applicant.employer.directory_name", name=known.name)


def _former_hint(said: Mapping[str, Any], known: "DirectoryEmployer | None") -> str:
    if known is None or not known.former_name:
        return ""
    return words.text(
        "applicant.employer.directory_former", former=known.former_name, name=known.name
    )
