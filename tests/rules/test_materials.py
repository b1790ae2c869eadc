"""R9 and R10: the materials of every kind, required and optional, and their pages."""

from dataclasses import replace

import pytest

from anzhu.rules.checklist import (
    ALL_ITEMS,
    PAGES,
    REQUEST,
    checklist_for,
    item,
    pages_opened_by,
)
from anzhu.rules.education import education_for
from anzhu.rules.facts import Kind
from anzhu.rules.filing import Change, Employment, EmploymentStatus
from anzhu.rules.materials import Material, materials_for, objections_to_pages, to_upload
from tests.rules.samples import ENOUGH, LEAP, NEW, codes, day, filing

FORM, CONTRACT, RENAME = "application_form", "contract", "rename_proof"
FORMER = Employment(contract_bears_former_name=True)
RETIRED = Employment(status=EmploymentStatus.RETIRED)
PUBLIC = Employment(status=EmploymentStatus.PUBLIC_INSTITUTION, contract_bears_former_name=True)


def names(kind, **changed):
    needs = materials_for(kind, filing("2026-06-01", registration=LEAP, **changed))
    return list(needs.names_required), list(needs.names_optional)


@pytest.mark.parametrize(
    ("kind", "employment", "required", "optional"),
    [
        (Kind.INITIAL, Employment(), [FORM, CONTRACT, "id_in_hand"], []),
        (Kind.INITIAL, FORMER, [FORM, CONTRACT, RENAME, "id_in_hand"], []),
        (Kind.INITIAL, RETIRED, [FORM, CONTRACT, "id_in_hand"], ["retirement_certificate"]),
        (Kind.RENEWAL, Employment(), [FORM, CONTRACT, "performance_statement"], []),
        (
            Kind.RENEWAL,
            PUBLIC,
            [FORM, CONTRACT, RENAME, "performance_statement"],
            ["institution_certificate"],
        ),
        (Kind.RE_REGISTRATION, Employment(), [FORM, CONTRACT], []),
        (Kind.RE_REGISTRATION, FORMER, [FORM, CONTRACT, RENAME], []),
        (Kind.CHANGE, PUBLIC, [FORM, CONTRACT, RENAME], ["institution_certificate"]),
        (Kind.REISSUE, PUBLIC, ["reissue_form", "id_copy"], ["damaged_certificate"]),
        (
            Kind.CANCELLATION,
            PUBLIC,
            ["cancellation_form", "id_copy", "original_certificate"],
            [],
        ),
        (Kind.OTHER_MATTERS, PUBLIC, ["id_copy", "evidence"], []),
    ],
)
def test_materials_by_kind_and_employment(kind, employment, required, optional):
    assert names(kind, employment=employment) == (required, optional)


@pytest.mark.parametrize(
    ("asked", "employment", "required"),
    [
        (Change(employer=True), Employment(), [FORM, CONTRACT]),
        (Change(renamed=True), RETIRED, [FORM, RENAME]),
        (Change(category="mine"), PUBLIC, [FORM, "category_proof"]),
        (Change(employer=True, renamed=True), FORMER, [FORM, CONTRACT, RENAME]),
        (
            Change(employer=True, renamed=True, category="mine"),
            Employment(),
            [FORM, CONTRACT, RENAME, "category_proof"],
        ),
    ],
)
def test_a_combined_change_needs_the_union_of_its_columns(asked, employment, required):
    found, _ = names(Kind.CHANGE, change=asked, employment=employment, qualification=NEW)
    assert found == required


def test_a_free_choice_of_category_needs_no_proof():
    assert names(Kind.CHANGE, change=Change(category="mine"))[0] == [FORM]


def test_own_entries_that_count_ask_for_their_proof():
    assert "education_proof" in names(Kind.RENEWAL, education=ENOUGH)[1]
    assert "education_proof" not in names(Kind.RENEWAL, education=ENOUGH[:1])[1]
    assert "education_proof" not in names(Kind.CHANGE, education=ENOUGH)[1]
    renewing = Change(renamed=True, renew=True)
    assert "education_proof" in names(Kind.CHANGE, education=ENOUGH, change=renewing)[1]


@pytest.mark.parametrize(
    ("material", "pages", "refused_for"),
    [
        (Material.APPLICATION_FORM, 2, []),
        (Material.APPLICATION_FORM, 0, ["materials.too_few_pages"]),
        (Material.APPLICATION_FORM, 1, ["materials.too_few_pages"]),
        (Material.APPLICATION_FORM, 3, ["materials.too_many_pages"]),
        (Material.CONTRACT, 0, ["materials.missing"]),
        (Material.CONTRACT, 9, []),
    ],
)
def test_the_form_has_exactly_two_pages(material, pages, refused_for):
    assert codes(objections_to_pages(material, pages, day("2026-06-01"))) == refused_for


def checklist(kind, **changed):
    facts = filing("2024-01-01", **changed)
    return [
        one.code
        for one in checklist_for(kind, materials_for(kind, facts), education_for(kind, facts))
    ]


def test_the_checklist_follows_the_materials():
    assert checklist(Kind.INITIAL) == [
        "agency.right",
        "person.data",
        "photo.usable",
        "category.right",
        "employer.data",
        "history.complete",
        "form.complete",
        "form.signed",
        "form.stamp",
        "form.term",
        "contract.valid",
        "contract.complete",
        "id_in_hand.recognisable",
    ]
    renewal = checklist(Kind.RENEWAL, registration=replace(LEAP, valid_until=day("2024-06-01")))
    assert {"education.accepted", "statement.concrete"} <= set(renewal)
    assert checklist(Kind.CANCELLATION) == ["holder.right", "cancellation.form", "id_copy.legible"]
    assert checklist(Kind.REISSUE) == [
        "holder.right",
        "photo.usable",
        "reissue.form",
        "id_copy.legible",
    ]
    assert checklist(Kind.OTHER_MATTERS) == ["id_copy.legible"]


def test_every_item_opens_a_page_of_the_task_list():
    assert {one.opens for one in ALL_ITEMS} <= {*PAGES, REQUEST}
    assert item("form.stamp").material is Material.APPLICATION_FORM
    assert pages_opened_by(frozenset({"form.stamp", "contract.valid"})) == {"materials"}
    # What changes on the form must be printed and signed anew.
    assert pages_opened_by(frozenset({"employer.data"})) == {"employer", "form", "materials"}


def test_a_request_uploads_what_can_be_a_picture_and_no_more():
    """A certificate is handed in at the counter; an ID card may be on the form (5.2, 6.2)."""
    cases = {
        (Kind.REISSUE, False): ("reissue_form", "id_copy"),
        (Kind.REISSUE, True): ("reissue_form",),
        (Kind.CANCELLATION, False): ("cancellation_form", "id_copy"),
        (Kind.CANCELLATION, True): ("cancellation_form",),
        (Kind.OTHER_MATTERS, False): ("id_copy", "evidence"),
        (Kind.OTHER_MATTERS, True): ("id_copy", "evidence"),
    }
    for (kind, on_the_form), wanted in cases.items():
        assert to_upload(kind, id_on_the_form=on_the_form).names_required == wanted
