"""The real reader on seals that the project presses: what their rings say, against the form."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest

from anzhu.kernel import clock
from anzhu.materials import actions, looking
from anzhu.materials.checks.interface import Wanted, When
from anzhu.materials.models import Found, Page
from anzhu.ops.bench import corpus
from anzhu.ops.demo import scans
from anzhu.ops.demo.drawing import Filled
from anzhu.papers.forms import application_form
from anzhu.rules.materials import Material
from tests.domain.factories import person
from tests.papers.samples import EMPLOYER, FORM, KEY

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ANOTHER = "江苏长河新材料有限公司"


def wanted(_folder_id: int) -> Wanted:
    return Wanted(applicant=FORM.name, employer=EMPLOYER)


@pytest.fixture(autouse=True)
def _declared(settings: Any) -> Iterator[None]:
    settings.ANZHU_CHECKS = frozenset({"seal"})
    settings.ANZHU_WANTED = f"{__name__}.wanted"
    with clock.at(NOW):
        yield


@cache
def photograph(employer: str) -> bytes:
    """The second page, filled in and stamped by this employer; by nobody where it has no name."""
    by = Filled(FORM.name, employer or EMPLOYER, date(2026, 11, 20), since=date(2019, 9, 1))
    filling = corpus.Filling(by, stamped=bool(employer))
    return corpus.taken(application_form(FORM, key=KEY), 2, filling, "scan", seed=5).content


def stamped_by(employer: str) -> Page:
    folder = actions.open_folder(ref="26TEST0001", person_id=person().pk)
    return Page.objects.create(
        folder=folder,
        material=Material.APPLICATION_FORM,
        position=2,
        state="ready",
        form_page=2,
        form_version=FORM.version,
        stored=scans.lay(photograph(employer), purpose="material.application_form", now=NOW),
        uploaded_at=NOW,
    )


def found_on(page: Page) -> list[tuple[str, str]]:
    looking.look(page, When.ON_SUBMISSION)
    return list(Found.objects.filter(page=page).order_by("number").values_list("code", "outcome"))


def test_a_seal_with_the_employers_name_agrees_and_its_strip_is_kept() -> None:
    page = stamped_by(EMPLOYER)
    assert found_on(page) == [("same", "agrees")]
    row = Found.objects.get(page=page)
    assert row.params == {"read": EMPLOYER, "employer": EMPLOYER}
    assert row.item == "form.stamp"
    assert row.confidence > 0.8
    assert row.crop is not None
    assert row.crop.width > 6 * row.crop.height


def test_another_employers_seal_is_a_difference_with_both_names() -> None:
    page = stamped_by(ANOTHER)
    assert found_on(page) == [("other", "differs")]
    assert Found.objects.get(page=page).params == {"read": ANOTHER, "employer": EMPLOYER}


def test_where_no_seal_is_found_nothing_differs_and_the_look_at_the_page_says_it_alone(
    settings: Any,
) -> None:
    page = stamped_by("")
    assert found_on(page) == []
    settings.ANZHU_CHECKS = frozenset({"form_page"})
    looking.look(page, When.AT_UPLOAD)
    said = Found.objects.filter(page=page, item="form.stamp")
    assert list(said.values_list("code", "outcome")) == [("no_seal", "unsure")]


def test_without_the_reader_the_seal_is_not_checked_and_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(looking, "find_spec", lambda name: None if name == "rapidocr" else name)
    assert found_on(stamped_by(ANOTHER)) == [("no_library", "not_checked")]


def test_a_check_that_is_switched_off_reads_no_seal(settings: Any) -> None:
    settings.ANZHU_CHECKS = frozenset({"readability"})
    assert found_on(stamped_by(ANOTHER)) == []
