"""Stores of one's own for every test, and a world that is counted before and after."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anzhu.files import actions
from anzhu.files.models import Received
from anzhu.kernel.actor import Actor
from anzhu.rules.facts import Role

Receive = Callable[..., Received]


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def actor() -> Actor:
    return Actor(role=Role.APPLICANT, account_id=7, person_id=7)


@pytest.fixture
def stores(tmp_path: Path, settings) -> Path:
    """Two empty folders as stores; everything below them is what was kept."""
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
def receive(db: None, stores: Path, now: datetime, actor: Actor) -> Receive:
    """Receive these bytes under this name."""

    def received(content: bytes, name: str = "scan.jpg") -> Received:
        upload = SimpleUploadedFile(name, content)
        return actions.receive(upload, purpose="material", actor=actor, now=now)

    return received


@pytest.fixture
def kept(stores: Path) -> Callable[[], dict[str, int]]:
    """How many files each store holds."""
    return lambda: {
        name: sum(path.is_file() for path in (stores / name).rglob("*"))
        for name in ("quarantine", "clean")
    }
