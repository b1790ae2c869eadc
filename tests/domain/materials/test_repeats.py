"""The same evidence in two applications is noticed on both sides; one's own is no repeat."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from itertools import count
from typing import Any

import numpy as np
import pytest
from django.db import connection
from PIL import Image, ImageEnhance

from anzhu.files import prints
from anzhu.files.models import Received
from anzhu.kernel import clock
from anzhu.materials import repeats
from anzhu.materials.actions import open_folder
from anzhu.materials.models import Folder, Found, Page, Print
from anzhu.ops.demo import drawing, scans
from anzhu.people.models import Person
from anzhu.rules.materials import Material
from tests.domain import factories

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
_NUMBERS = count(1)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.at(NOW):
        yield


@cache
def in_hand(seed: int) -> Image.Image:
    return Image.open(BytesIO(drawing.id_in_hand(seed, "林岚", woman=True))).convert("RGB")


def saved_anew(picture: Image.Image) -> Image.Image:
    kept = BytesIO()
    picture.resize((picture.width // 2, picture.height // 2)).save(kept, "JPEG", quality=50)
    return ImageEnhance.Contrast(Image.open(kept).convert("RGB")).enhance(0.8)


@dataclass
class Applicant:
    """Somebody with an application."""

    person: Person
    folder: Folder

    def hands_in(self, picture: Image.Image, material: Material = Material.ID_IN_HAND) -> Page:
        page = Page.objects.create(
            folder=self.folder,
            material=material,
            position=next(_NUMBERS),
            state="ready",
            stored=scans.lay(picture, purpose=f"material.{material}", now=NOW),
            uploaded_at=NOW,
        )
        repeats.look_at_page(page)
        return page


def somebody(person: Person | None = None) -> Applicant:
    person = person or factories.person()
    folder = open_folder(ref=f"26R{next(_NUMBERS):07d}", person_id=person.pk)
    return Applicant(person, folder)


def said(page: Page) -> list[tuple[str, int | None]]:
    rows = Found.objects.filter(page=page, check_name="repeats").order_by("number")
    return [(row.code, row.sibling_id) for row in rows]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("second", "code"), [(in_hand, "same_file"), (lambda n: saved_anew(in_hand(n)), "same_picture")]
)
def test_a_picture_handed_in_twice_is_said_on_both_sides(second: Any, code: str) -> None:
    one, other = somebody(), somebody()
    first = one.hands_in(in_hand(1))
    again = other.hands_in(second(1))
    assert said(first) == [(code, other.folder.pk)]
    assert said(again) == [(code, one.folder.pk)]


@pytest.mark.django_db
def test_looking_again_says_nothing_twice() -> None:
    one, other = somebody(), somebody()
    first = one.hands_in(in_hand(1))
    again = other.hands_in(in_hand(1))
    for _ in range(2):
        repeats.look_at_page(again)
        repeats.look_at_page(first)
    assert said(first) == [("same_file", other.folder.pk)]
    assert said(again) == [("same_file", one.folder.pk)]
    assert Print.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "material", [Material.ID_IN_HAND, Material.CONTRACT, Material.PERFORMANCE_STATEMENT]
)
def test_ones_own_reuse_in_a_later_application_is_no_alarm(material: Material) -> None:
    one = somebody()
    later = somebody(one.person)
    pages = [who.hands_in(in_hand(2), material) for who in (one, later)]
    assert [said(page) for page in pages] == [[], []]


@pytest.mark.django_db
def test_a_page_taken_over_is_known_by_the_file_that_was_sent_then() -> None:
    other, one = somebody(), somebody()
    theirs = other.hands_in(_room(), Material.CONTRACT)
    mine = one.hands_in(_landscape(), Material.CONTRACT)
    for page in (theirs, mine):
        page.received = _received()
        page.save()
        repeats.look_at_page(page)
    later = Page.objects.create(
        folder=somebody(one.person).folder,
        material=Material.CONTRACT,
        position=1,
        state="ready",
        stored=mine.stored,
        taken_from=mine,
        uploaded_at=NOW,
    )
    repeats.look_at_page(later)
    assert [code for code, _ in said(later)] == ["same_file"]


@pytest.mark.django_db
def test_another_picture_is_no_repeat() -> None:
    pages = [somebody().hands_in(picture) for picture in (in_hand(1), _landscape(), _room())]
    assert [said(page) for page in pages] == [[], [], []]


@pytest.mark.django_db
def test_contracts_are_compared_as_files_alone_because_templates_look_alike() -> None:
    first = somebody().hands_in(in_hand(1), Material.CONTRACT)
    alike = somebody().hands_in(saved_anew(in_hand(1)), Material.CONTRACT)
    same = somebody().hands_in(in_hand(1), Material.CONTRACT)
    assert said(alike) == []
    assert [code for code, _ in said(same)] == ["same_file"]
    assert len(said(first)) == 1


@pytest.mark.django_db
def test_at_most_three_others_are_named() -> None:
    for _ in range(5):
        somebody().hands_in(in_hand(1))
    assert len(said(somebody().hands_in(in_hand(1)))) == 3


@pytest.mark.django_db
def test_a_portrait_of_another_person_is_noticed() -> None:
    photos = [factories.photo(factories.person()) for _ in range(2)]
    folders = [somebody(photo.person).folder for photo in photos]
    for photo, folder in zip(photos, folders, strict=True):
        repeats.look_at_portrait(photo, folder)
    rows = Found.objects.filter(check_name="repeats").order_by("photo__created_at", "pk")
    assert {(row.photo_id, row.sibling_id) for row in rows} == {
        (photos[0].pk, folders[1].pk),
        (photos[1].pk, folders[0].pk),
    }


@pytest.mark.django_db
def test_a_look_up_reads_the_index_and_never_the_whole_table() -> None:
    pieces = repeats.pieces_of(-(2**63) + 5)
    rows = Print.objects.filter(pieces__overlap=repeats.near(pieces))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "prints_by_pieces" in rows.explain()


@pytest.mark.parametrize("flipped", range(8))
def test_what_is_within_seven_bits_shares_a_piece_or_nearly(flipped: int) -> None:
    chance = np.random.default_rng(flipped)
    for _ in range(200):
        one = int(chance.integers(-(2**63), 2**63 - 1))
        other = one
        for bit in chance.choice(64, size=flipped, replace=False):
            other ^= 1 << int(bit)
        found = set(repeats.near(repeats.pieces_of(one))) & set(repeats.pieces_of(other))
        assert found


def test_a_picture_of_nothing_has_no_fingerprint() -> None:
    assert prints.fingerprint(np.full((200, 200), 240, np.uint8)) == {"coarse": "", "fine": ""}


def _received() -> Received:
    """An upload of the one file that both of them sent."""
    return Received.objects.create(
        purpose="material.contract",
        shown_name="合同.pdf",
        key=f"20261123/{next(_NUMBERS)}",
        digest="ab" * 32,
        size=1,
        media_type="application/pdf",
        created_at=NOW,
    )


def _landscape() -> Image.Image:
    down = np.linspace(230, 40, 400, dtype=np.float32)[:, None]
    hills = 30 * np.sin(np.linspace(0, 9, 600))[None, :]
    return Image.fromarray(np.clip(down + hills, 0, 255).astype(np.uint8)).convert("RGB")


def _room() -> Image.Image:
    room = np.full((500, 400), 180, np.uint8)
    room[80:260, 40:180] = 60
    room[300:, 220:] = 110
    return Image.fromarray(room).convert("RGB")
