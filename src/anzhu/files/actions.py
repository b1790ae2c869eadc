"""Receive an upload into quarantine; turn it into clean copies; give those out; sweep up.

Uploads are hostile until a bounded child process has decoded them and written them anew. The web
process looks only at their size and their first bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from anzhu.files.models import Received, StoredFile, Variant
from anzhu.kernel.actor import Actor


@dataclass(frozen=True)
class Code:
    """A QR code or barcode on a page, read by the child."""

    text: str
    kind: str
    corners: Sequence[tuple[float, float]]
    turned: int


@dataclass(frozen=True)
class CleanPage:
    """One page of an upload after cleaning; ``stored_id`` is its full-size StoredFile."""

    number: int
    stored_id: UUID
    width: int
    height: int
    measures: Mapping[str, float]
    codes: Sequence[Code]


def receive(upload: UploadedFile, *, purpose: str, actor: Actor, now: datetime) -> Received:
    """Put an upload into quarantine; raises Refused: file.empty, .too_large, .type_unknown."""
    raise NotImplementedError


def clean(received_id: UUID, *, now: datetime) -> list[CleanPage]:
    """Decode and rewrite every page in the bounded child; worker only, outside a transaction."""
    raise NotImplementedError


def open_clean(stored: StoredFile, variant: Variant = Variant.FULL) -> BinaryIO:
    """The bytes of a clean copy in one of its sizes."""
    raise NotImplementedError


def sweep_orphans(*, now: datetime) -> int:
    """Remove uploads left in quarantine and clean copies that nothing points at."""
    raise NotImplementedError
