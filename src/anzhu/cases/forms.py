"""What the printed application form says, from the answers of a case (2.7)."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings

from anzhu import words
from anzhu.cases import facts
from anzhu.cases.answers import Answers, as_day, ticked, work_rows
from anzhu.cases.models import Case
from anzhu.files.actions import open_clean
from anzhu.organisations import queries as organisations
from anzhu.papers import forms
from anzhu.people import queries as people
from anzhu.photos import queries as photos
from anzhu.rules import eligibility
from anzhu.rules.asking import Ticked
from anzhu.rules.facts import Kind


def application_form(case: Case, *, on: date) -> bytes:
    """The two pages as PDF, of the version the dossier is at."""
    return forms.application_form(replace(content(case, on), portrait=portrait(case)))


def employer_guide(case: Case, *, on: date) -> bytes:
    """The optional third sheet for the employer's personnel office."""
    answers = case.dossier.answers
    agency = case.agency or None
    return forms.employer_guide(
        forms.EmployerGuide(
            ref=case.ref,
            kind=words.text(f"kinds.{case.kind}"),
            name=case.person.name,
            employer=answers.get("employer", {}).get("name", ""),
            agency=agency.name if agency else "",
            agency_phone=agency.phone if agency else "",
            printed_on=on,
        )
    )


def content(case: Case, on: date) -> forms.ApplicationForm:
    """What the form says, but for the portrait."""
    answers = case.dossier.answers
    person = answers.get("person", {})
    employer = answers.get("employer", {})
    held = people.holding_of(case.person)
    return forms.ApplicationForm(
        ref=case.ref,
        version=case.dossier.form_version,
        printed_on=on,
        kind=words.text(f"kinds.{case.kind}"),
        agency=_agency_name(answers),
        portrait=None,
        name=case.person.name,
        sex=words.text(f"kinds.sex.{case.person.sex}"),
        born=case.person.born,
        id_kind=words.text("people.id_kind"),
        id_number=case.person.id_number,
        degree=_degree(str(person.get("degree", ""))),
        **_texts(person, "ethnicity", "title", "school", "major", "phone", "email"),
        **_texts(person, "address", "postcode"),
        qualification_number=held.number if held else "",
        obtained=held.obtained if held else on,
        qualification_category=_category(held.category if held else None),
        category=_category(answers.get("category", {}).get("category")),
        employer=employer.get("name", ""),
        credit_code=employer.get("uscc", ""),
        employer_kind=words.text(f"kinds.employment.{employer.get('status') or 'enterprise'}"),
        employer_address=employer.get("address", ""),
        region=words.text(f"provinces.{employer['province']}") if employer.get("province") else "",
        **_texts(employer, "industry", "contact", "contact_phone", "department", "post"),
        jobs=_jobs(answers),
        **_learnt(case, on),
        kind_note=_kind_note(case),
        overdue=_is_overdue(case, on),
        watermark=words.text("people.demo_mark") if settings.ANZHU_DEMO else "",
    )


def _jobs(answers: Answers) -> tuple[forms.Job, ...]:
    said = answers.get("history", {})
    rows = zip(work_rows(said), said.get("rows", ()), strict=True)
    return tuple(
        forms.Job(row.start, row.until, row.employer, row.post, str(typed.get("work", "")))
        for row, typed in rows
        if row.start is not None
    )


def _kind_note(case: Case) -> str:
    """What is changed and from what, and the number and period that the application starts from."""
    held = case.dossier.answers.get("registered")
    if not held or case.kind == Kind.INITIAL:
        return ""
    asked = ticked(case.dossier.answers) if case.kind == Kind.CHANGE else None
    parts = [] if asked is None else _changed(asked, held)
    start, until = as_day(held.get("valid_from")), as_day(held.get("valid_until"))
    parts.append(
        words.text("people.form.held", number=held.get("number", ""), start=start, until=until)
    )
    return "；".join(parts)


def _changed(asked: Ticked, held: dict[str, Any]) -> list[str]:
    was = {"employer": held.get("employer", ""), "category": _category(held.get("category"))}
    found = [
        words.text(f"people.form.{name}", was=was.get(name, was["employer"]))
        for name in ("employer", "renamed", "category")
        if getattr(asked, name)
    ]
    return [*found, words.text("people.form.renew")] if asked.renew else found


def _is_overdue(case: Case, on: date) -> bool:
    law = facts.law_of(case, case.dossier, on)
    return law is not None and eligibility.assess(Kind(case.kind), law).overdue


def _learnt(case: Case, on: date) -> dict[str, Any]:
    """Continuing education: the records that count, or why none are asked for (R7)."""
    learnt = facts.hours_of(case, case.dossier, on)
    if not learnt.required:
        return {"hours_note": words.text(f"people.no_hours_needed.{case.kind}")}
    rows = tuple(
        forms.Hours(
            completed=record.completed,
            provider=record.provider,
            course=record.course,
            hours=float(record.hours),
            source=words.text(f"education.source.{record.source}"),
        )
        for record in learnt.records
    )
    return {"hours": rows}


def _texts(said: dict[str, Any], *fields: str) -> dict[str, Any]:
    return {field: str(said.get(field, "")) for field in fields}


def _degree(code: str) -> str:
    return words.text(f"people.degree.{code}") if words.exists(f"people.degree.{code}") else code


def _category(code: str | None) -> str:
    return words.text(f"categories.{code}") if code else words.text("people.no_category")


def _agency_name(answers: Answers) -> str:
    found = organisations.agency_by_code(str(answers.get("agency", {}).get("chosen", "")))
    return found.name if found else ""


def portrait(case: Case) -> bytes | None:
    """The portrait as it is printed on the form; None while there is none."""
    photo_id = case.dossier.photo_id
    photo = photos.passed(photo_id, person_id=case.person_id) if photo_id else None
    if photo is None:
        return None
    with open_clean(photo.portrait) as kept:
        return kept.read()
