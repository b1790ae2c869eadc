"""What machine checks noticed on what was submitted, as one reviewer may read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from anzhu.cases.models import Case, Revision
from anzhu.files.models import StoredFile
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible
from anzhu.materials.models import Found


@dataclass(frozen=True, kw_only=True)
class Noticed:
    """One finding. ``sibling`` is the reference of the other application in which the same was
    found, if the reader may know of it; ``elsewhere`` that there is one he may not know of."""

    id: int
    page: int | None
    photo: UUID | None
    check: str
    version: int
    code: str
    outcome: str
    confidence: float
    params: Mapping[str, Any]
    item: str
    has_crop: bool
    sibling: str
    elsewhere: bool


def pages_of(revisions: Iterable[Revision]) -> set[int]:
    """The pages that were submitted with these revisions."""
    return {entry["page"] for revision in revisions for entry in revision.materials}


def noticed(actor: Actor, revisions: Sequence[Revision | None]) -> list[Noticed]:
    """Everything found on the pages and portraits of these revisions: one statement."""
    known = [revision for revision in revisions if revision is not None]
    photos = {revision.photo_id for revision in known if revision.photo_id}
    theirs = Case.objects.visible_to(actor).filter(folder_id=OuterRef("sibling_id"))
    rows = (
        Found.objects.filter(Q(page_id__in=pages_of(known)) | Q(photo_id__in=photos))
        .annotate(sibling_ref=Subquery(theirs.values("ref")[:1]))
        .order_by("page_id", "check_name", "number")
    )
    return [_noticed(row, row.sibling_ref or "") for row in rows]


def _noticed(row: Found, sibling: str) -> Noticed:
    return Noticed(
        id=row.pk,
        page=row.page_id,
        photo=row.photo_id,
        check=row.check_name,
        version=row.version,
        code=row.code,
        outcome=row.outcome,
        confidence=row.confidence,
        params=row.params,
        item=row.item,
        has_crop=row.crop_id is not None,
        sibling=sibling,
        elsewhere=row.sibling_id is not None and not sibling,
    )


def crop(found_id: int, *, pages: set[int], folder_id: int) -> StoredFile:
    """The picture of a finding on one of these pages of a folder; else ``NotVisible``."""
    row = (
        Found.objects.select_related("crop")
        .filter(pk=found_id, page_id__in=pages, page__folder_id=folder_id)
        .first()
    )
    if row is None or row.crop is None:
        raise NotVisible
    return row.crop
