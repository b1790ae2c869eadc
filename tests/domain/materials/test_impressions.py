"""One picture of a seal or signature on two people's forms is noticed on both sides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from anzhu.kernel import clock
from anzhu.materials import impressions
from anzhu.materials.actions import open_folder
from anzhu.materials.checks import impressions as check
from anzhu.materials.checks.interface import Wanted
from anzhu.materials.models import Folder, Found, Impression, Page
from anzhu.ops.demo import scans
from anzhu.papers.reading.page import as_jpeg
from anzhu.people.models import Person
from anzhu.rules import repeats as rules
from anzhu.rules.materials import Material
from tests.domain import factories
from tests.papers.test_impressions import copied, cut, filled_in

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
OURS, OTHERS = "91370100MA3C4Y5X7A", "91370100MA3C4Y5X8B"
SIGNED, SEALED = "employer_signature", "seal"
_NUMBERS = count(1)
_EMPLOYERS: dict[int, str] = {}


def wanted(folder_id: int) -> Wanted:
    return Wanted(employer_code=_EMPLOYERS.get(folder_id, ""))


@pytest.fixture(autouse=True)
def _declared(settings: Any) -> Iterator[None]:
    settings.ANZHU_CHECKS = frozenset({"form_page", "impressions"})
    settings.ANZHU_WANTED = f"{__name__}.wanted"
    _EMPLOYERS.clear()
    with clock.at(NOW):
        yield


@dataclass(frozen=True)
class Left:
    """What the child that reads the form leaves behind."""

    files: Mapping[str, bytes]
    done: dict[str, Any] = field(default_factory=dict)

    def read(self, name: str, most: int) -> bytes:
        assert len(self.files[name]) < most
        return self.files[name]


@cache
def left(seed: int, *, copy: bool = False) -> Left:
    """Of a colleague's form, or of another one with what was cut out of it."""
    sheet = copied(filled_in(seed)) if copy else filled_in(seed)
    pictures = cut(sheet, seed + 20 * copy)
    files = {
        f"{name}.jpg": as_jpeg(np.repeat(grey[..., None], 3, axis=2))
        for name, grey in pictures.items()
    }
    return Left(files, {"pictures": {name: grey.shape[::-1] for name, grey in pictures.items()}})


def uploads(what: Left, *, person: Person | None = None, employer: str = OURS) -> Page:
    """Somebody uploads the second page of the form; it is read."""
    person = person or factories.person()
    folder = open_folder(ref=f"26I{next(_NUMBERS):07d}", person_id=person.pk)
    _EMPLOYERS[folder.pk] = employer
    page = Page.objects.create(
        folder=folder,
        material=Material.APPLICATION_FORM,
        position=2,
        form_page=2,
        state="ready",
        stored=scans.lay(Image.new("RGB", (60, 80), "white"), purpose="material.form", now=NOW),
        uploaded_at=NOW,
    )
    impressions.keep(page, what)  # type: ignore[arg-type]
    return page


def hands_in(what: Left, *, person: Person | None = None, employer: str = OURS) -> Page:
    """And the application is handed in."""
    page = uploads(what, person=person, employer=employer)
    impressions.look_at_page(page)
    return page


def said(page: Page) -> list[tuple[str, int | None]]:
    rows = Found.objects.filter(page=page, check_name="impressions").order_by("code", "pk")
    return [(row.code, row.sibling_id) for row in rows]


def both(folder: Folder) -> list[tuple[str, int | None]]:
    return [(SIGNED, folder.pk), (SEALED, folder.pk)]


@pytest.mark.django_db
def test_the_same_sheet_under_another_name_is_said_on_both_sides_with_both_pictures() -> None:
    first, again = hands_in(left(1)), hands_in(left(1, copy=True))
    assert said(first) == both(again.folder)
    assert said(again) == both(first.folder)
    for row in Found.objects.order_by("pk"):
        assert row.outcome == "unsure"
        assert 0.5 <= row.confidence <= 1
        assert row.item == {SIGNED: "form.signed", SEALED: "form.stamp"}[row.code]
        assert row.crop is not None
        assert row.crop.width > row.crop.height


@pytest.mark.django_db
def test_colleagues_whose_forms_were_truly_signed_and_stamped_are_no_repeat() -> None:
    pages = [hands_in(left(seed)) for seed in (1, 2, 3)]
    assert [said(page) for page in pages] == [[], [], []]


@pytest.mark.django_db
def test_ones_own_earlier_application_is_no_repeat() -> None:
    one = factories.person()
    pages = [hands_in(left(1), person=one), hands_in(left(1, copy=True), person=one)]
    assert [said(page) for page in pages] == [[], []]


@pytest.mark.django_db
def test_another_employers_forms_are_not_looked_at() -> None:
    pages = [hands_in(left(1)), hands_in(left(1, copy=True), employer=OTHERS)]
    assert [said(page) for page in pages] == [[], []]


@pytest.mark.django_db
def test_what_is_not_handed_in_yet_is_compared_with_nothing() -> None:
    draft = uploads(left(1))
    handed_in = hands_in(left(1, copy=True))
    assert [said(page) for page in (draft, handed_in)] == [[], []]
    impressions.look_at_page(draft)
    assert said(handed_in) == both(draft.folder)


@pytest.mark.django_db
def test_looking_again_says_nothing_twice() -> None:
    first, again = hands_in(left(1)), hands_in(left(1, copy=True))
    for page in (again, first):
        impressions.look_at_page(page)
    assert said(first) == both(again.folder)
    assert said(again) == both(first.folder)


@pytest.mark.django_db
def test_a_look_asks_the_database_the_same_however_many_colleagues_there_are() -> None:
    hands_in(left(1))
    with CaptureQueriesContext(connection) as before:
        hands_in(left(2))
    hands_in(left(3))
    with CaptureQueriesContext(connection) as after:
        hands_in(left(4))
    assert len(before) == len(after)


@pytest.mark.django_db
def test_the_latest_of_an_employer_are_found_by_an_index() -> None:
    rows = Impression.objects.filter(employer=OURS, what=SEALED, version=1).order_by("-pk")[:60]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = rows.explain()
    assert "impressions_by_employer" in plan
    assert "Sort" not in plan


@pytest.mark.django_db
def test_what_is_kept_is_sealed_for_its_place() -> None:
    uploads(left(1))
    for row in Impression.objects.order_by("pk"):
        assert b"JFIF" not in bytes(row.sealed)
        assert row.employer == ""


@pytest.mark.django_db
def test_a_check_that_is_switched_off_keeps_nothing(settings: Any) -> None:
    settings.ANZHU_CHECKS = frozenset({"form_page"})
    uploads(left(1))
    assert not Impression.objects.exists()


@pytest.mark.parametrize(
    ("what", "apart", "moved", "turned", "is_said"),
    [
        (SEALED, 0.02, 0.1, 0.1, True),
        (SEALED, 0.06, 0.1, 0.1, False),
        (SEALED, 0.02, 0.5, 0.1, False),
        (SEALED, 0.02, 0.1, 0.5, False),
        (SIGNED, 0.1, 0.0, 0.0, True),
        (SIGNED, 0.21, 0.0, 0.0, False),
        ("applicant_signature", 0.1, 0.0, 0.0, True),
    ],
)
def test_the_same_is_said_only_where_little_differs_and_of_a_seal_only_where_it_lies_there(
    what: str, apart: float, moved: float, turned: float, is_said: bool
) -> None:
    pair = {"what": what, "apart": apart, "moved": moved, "turned": turned}
    found = check.same({**pair, "picture": "1.jpg", "size": (2, 1)}, NOW.date())
    assert (found is not None) is is_said
    if found is not None:
        assert found.code == what
        assert found.confidence == pytest.approx(1 - apart / check.most_apart(what, NOW.date()) / 2)


def test_there_are_as_many_comparisons_as_a_child_does_in_its_time() -> None:
    assert rules.MOST_COMPARED.on(NOW.date()) * len(check.WHAT) <= 200
