"""What the printed form of a request says (5.1, 6.1), from what the request and the record say."""

from datetime import date
from functools import lru_cache

from django.conf import settings

from anzhu import words
from anzhu.cases import request_facts
from anzhu.cases.models import Case
from anzhu.papers.requests import RequestForm, RequestKind, request_form
from anzhu.registrations import queries as registrations
from anzhu.rules import checklist


@lru_cache(maxsize=4)
def empty_form(kind: RequestKind, *, on: date) -> bytes:
    """The official form for whoever fills it in by hand; it says nothing of anybody.

    Anybody may ask for it, so it is typeset once a day.
    """
    return request_form(RequestForm(kind=kind, printed_on=on))


def filled_form(case: Case, *, on: date) -> bytes:
    """The two pages with what the request says, of the version the dossier is at."""
    said = case.dossier.answers.get(checklist.REQUEST, {})
    held = registrations.of_person(case.person_id)
    agency = case.agency or request_facts.chosen_agency(case, on)
    return request_form(
        RequestForm(
            kind=RequestKind(case.kind),
            printed_on=on,
            ref=case.ref,
            version=case.dossier.form_version,
            name=case.person.name,
            sex=words.text(f"kinds.sex.{case.person.sex}"),
            id_number=case.person.id_number,
            number=held.number if held else "",
            category=words.text(f"categories.{held.category}") if held else "",
            employer=held.employer_name if held else "",
            valid=words.text("requests.valid", start=held.valid_from, until=held.valid_until)
            if held
            else "",
            phone=str(said.get("phone", "")),
            agency=agency.name if agency else "",
            text=str(said.get("text", "")),
            ticks=tuple(filter(None, (said.get("sheet"), said.get("why")))),
            watermark=words.text("people.demo_mark") if settings.ANZHU_DEMO else "",
        )
    )
