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
from anzhu.materials import checks
from anzhu.materials.checks.interface import Outcome
from anzhu.materials.models import Found

_ANY_PAGE = frozenset(check.name for check in checks.ALL if check.any_page)
_SAYS_MORE = (Outcome.NOT_CHECKED, Outcome.UNSURE, Outcome.DIFFERS, Outcome.AGREES)


@dataclass(frozen=True, kw_only=True)
class Noticed:
    """One finding. ``sibling`` is the reference of the other application in which the same was
    found, if the reader may know of it; ``sibling_id`` its folder, which is told to nobody."""

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
    sibling_id: int | None

    @property
    def elsewhere(self) -> bool:
        """Is there another application that the reader may not know of?"""
        return self.sibling_id is not None and not self.sibling


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
    latest = known[0].materials if known else []
    shown = _worth_saying(rows, {entry["page"]: entry["material"] for entry in latest})
    return [_noticed(row, row.sibling_ref or "") for row in rows if row.pk in shown]


def _worth_saying(rows: Iterable[Found], lies: Mapping[int | None, str]) -> set[int]:
    """Where one page of a material is enough, what the best of its pages shows; else everything."""
    best: dict[tuple[str, str, str], Found] = {}
    shown = set()
    for row in rows:
        if row.check_name not in _ANY_PAGE or row.page_id not in lies:
            shown.add(row.pk)
            continue
        about = (lies[row.page_id], row.check_name, row.code.partition(".")[0])
        before = best.get(about)
        if before is None or _weight(row) > _weight(before):
            best[about] = row
    return shown | {row.pk for row in best.values()}


def _weight(row: Found) -> tuple[int, float]:
    return _SAYS_MORE.index(row.outcome), row.confidence


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
        sibling_id=row.sibling_id,
    )


def crop(actor: Actor, found_id: int, *, pages: set[int], folder_id: int) -> StoredFile:
    """The picture of a finding on one of these pages of a folder; else ``NotVisible``.

    Where it shows another application too, only to whom may know of that.
    """
    row = (
        Found.objects.select_related("crop")
        .filter(pk=found_id, page_id__in=pages, page__folder_id=folder_id)
        .first()
    )
    if row is None or row.crop is None:
        raise NotVisible
    if row.sibling_id is not None:
        other = Case.objects.visible_to(actor).filter(folder_id=row.sibling_id)
        if not other.exists():
            raise NotVisible
    return row.crop
