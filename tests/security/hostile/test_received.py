"""Hostile files at the real gate and the real worker: nothing is stored as received (S6)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anzhu.files import actions
from anzhu.files.models import Received, State, StoredFile
from anzhu.files.names import MOST, shown_name
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused
from anzhu.ops.bench.hostile import CLASSES, good
from anzhu.ops.bench.hostile.odd import odd_in
from anzhu.ops.bench.hostile.others import NAMES
from anzhu.rules.facts import Role

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ACTOR = Actor(role=Role.APPLICANT, account_id=7, person_id=7)
TRIED = (
    "nothing", "svg_with_a_script", "zip_that_climbs", "jpeg_and_zip", "html_called_a_jpeg",
    "png_flood", "pdf_script", "eicar_behind_a_picture",
)  # fmt: skip


@pytest.fixture
def stores(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Two empty folders as stores."""
    kept = {
        name: {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / name},
        }
        for name in ("quarantine", "clean")
    }
    settings.STORAGES = {**settings.STORAGES, **kept}
    yield tmp_path


def sent(content: bytes, name: str = "scan.jpg") -> str:
    """Receive and clean; ``cleaned`` or the code of the refusal."""
    upload = SimpleUploadedFile(name, content)
    try:
        received = actions.receive(upload, purpose="material", actor=ACTOR, now=NOW)
        actions.clean(received.pk, now=NOW)
    except Refused as refused:
        return refused.codes[0]
    return "cleaned"


def test_nothing_is_stored_as_received_and_honest_files_beside_it_are_taken(stores: Path) -> None:
    hostile = [CLASSES[name]() for name in TRIED]
    outcomes = []
    for content in hostile:
        outcomes.append(sent(content))
        assert sent(good.jpeg()) == "cleaned"

    assert "file.damaged" in outcomes
    assert "cleaned" in outcomes
    lying = [path.read_bytes() for path in stores.rglob("*") if path.is_file()]
    assert lying
    # Only clean copies, and every one of them is nothing but a picture.
    assert not [path for path in (stores / "quarantine").rglob("*") if path.is_file()]
    assert {odd_in(content) for content in lying} == {""}
    assert not set(lying) & set(hostile)
    assert len(lying) == StoredFile.objects.count()
    assert not Received.objects.filter(state=State.RECEIVED).exists()


@pytest.mark.parametrize(("sent_as", "shown"), NAMES.items(), ids=range(len(NAMES)))
def test_a_name_is_for_display_and_never_a_path(stores: Path, sent_as: str, shown: str) -> None:
    assert shown_name(sent_as) == shown
    assert len(shown) <= MOST
    upload = SimpleUploadedFile("x.jpg", good.jpeg())
    upload._name = sent_as
    received = actions.receive(upload, purpose="material", actor=ACTOR, now=NOW)
    assert received.shown_name == shown
    (path,) = (path for path in stores.rglob("*") if path.is_file())
    assert path.is_relative_to(stores / "quarantine")
    assert not any(part in str(path) for part in ("evil", "passwd", "合同"))


def test_a_name_in_an_old_encoding_is_shown_somehow(stores: Path) -> None:
    """A browser that sends GBK: the bytes arrive as Latin letters or with signs of doubt."""
    for name in ("合同.jpg".encode("gbk").decode("latin-1"), "合\ufffd\ufffd.jpg"):
        upload = SimpleUploadedFile(name, good.jpeg())
        assert actions.receive(upload, purpose="m", actor=ACTOR, now=NOW).shown_name.endswith("jpg")
