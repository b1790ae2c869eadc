"""A person, her account, stores of one's own, and pictures drawn by the demo world."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from anzhu.files.models import Received
from anzhu.kernel.actor import Actor
from anzhu.ops.demo import portraits
from anzhu.people.models import Person
from anzhu.photos import actions
from anzhu.rules.facts import Role


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create(
        name="林晓", sex="female", born=date(1985, 3, 1), id_sealed=b"-", id_index="lin"
    )


@pytest.fixture
def actor(person: Person) -> Actor:
    return Actor(role=Role.APPLICANT, account_id=7, person_id=person.pk)


@pytest.fixture
def stores(tmp_path: Path, settings) -> Path:
    kept = {
        name: {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / name},
        }
        for name in ("quarantine", "clean")
    }
    settings.STORAGES = {**settings.STORAGES, **kept}
    return tmp_path


@pytest.fixture
def kept(stores: Path) -> Callable[[], dict[str, int]]:
    """How many files each store holds."""
    return lambda: {
        name: sum(path.is_file() for path in (stores / name).rglob("*"))
        for name in ("quarantine", "clean")
    }


@pytest.fixture(scope="session")
def face() -> Image.Image:
    """A portrait as it should be: white ground, 590 × 826."""
    return Image.open(io.BytesIO(portraits.portrait(1))).convert("RGB")


@pytest.fixture
def hand_in(stores: Path, person: Person, actor: Actor, now: datetime) -> Callable[..., Received]:
    """Hand in this picture."""

    def handed_in(image: Image.Image | bytes, crop: actions.Crop | None = None) -> Received:
        content = image if isinstance(image, bytes) else _jpeg(image)
        upload = SimpleUploadedFile("me.jpg", content)
        return actions.hand_in(upload, person_id=person.pk, actor=actor, now=now, crop=crop)

    return handed_in


def _jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=92)
    return file.getvalue()
