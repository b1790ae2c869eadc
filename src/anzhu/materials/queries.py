from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import BinaryIO

from anzhu.files.actions import open_clean
from anzhu.files.models import Variant
from anzhu.kernel.errors import NotVisible
from anzhu.materials.checks.direction import UPSIDE_DOWN
from anzhu.materials.models import Folder, Page, PageState
from anzhu.rules.materials import REQUEST_FORMS, Material, Needs, objections_to_pages
from anzhu.rules.objections import Objection, objection

#: The states of a page, for those who may not look at its table.
CHECKING, READY, REFUSED = PageState.CHECKING, PageState.READY, PageState.REFUSED


def pages_in(folder_id: int) -> Mapping[str, Sequence[Page]]:
    """The pages that lie in a folder, by material, in order."""
    found: dict[str, list[Page]] = defaultdict(list)
    lying = Page.objects.filter(folder_id=folder_id, removed_at=None)
    rows = lying.select_related("stored", "taken_from__folder")
    for page in rows.order_by("material", "position", "pk"):
        found[page.material].append(page)
    return found


def page(page_id: int, *, folder_id: int) -> Page | None:
    """One page of this folder, also one that was replaced meanwhile."""
    return Page.objects.filter(pk=page_id, folder_id=folder_id).select_related("stored").first()


def can_be_turned(row: Page) -> bool:
    """Was the applicant asked about a page on its head (转正), and has not answered yet?"""
    unanswered = row.state == PageState.READY and row.removed_at is None and not row.kept_anyway
    return unanswered and any(hint["code"] == UPSIDE_DOWN for hint in row.hints)


def objections_to_folder(folder: Folder, needs: Needs, on: date) -> list[Objection]:
    """What is still missing, unfinished or of another version, in the order of R9."""
    lying = pages_in(folder.pk)
    found: list[Objection] = []
    for need in needs.required:
        found.extend(_objections_to_slot(need.material, lying.get(need.material, ()), on))
    for need in needs.all:
        found.extend(_unsettled(need.material, lying.get(need.material, ())))
    forms = (Material.APPLICATION_FORM, *REQUEST_FORMS.values())
    if any(_is_stale(row, folder) for form in forms for row in lying.get(form, ())):
        found.append(objection("form.pages_stale", "2.8", need=folder.form_version))
    sheets = lying.get(Material.PERFORMANCE_STATEMENT, ())
    if any(row.form_version not in (None, folder.statement_version) for row in sheets):
        found.append(objection("statement.pages_stale", "2.8", need=folder.statement_version))
    return found


def _is_stale(row: Page, folder: Folder) -> bool:
    """Is it a page of a form that says other data; a form without our code says nothing of it."""
    ours = row.form_version is not None or row.material == Material.APPLICATION_FORM
    return ours and row.state == PageState.READY and row.form_version != folder.form_version


def _objections_to_slot(material: Material, pages: Sequence[Page], on: date) -> list[Objection]:
    ready = [row for row in pages if row.state == PageState.READY]
    return list(objections_to_pages(material, len(ready), on))


def _unsettled(material: Material, pages: Sequence[Page]) -> list[Objection]:
    found = []
    if any(row.state == PageState.CHECKING for row in pages):
        found.append(objection("materials.still_checking", "4.0", material=str(material)))
    if any(row.hints and not row.kept_anyway and row.state == PageState.READY for row in pages):
        found.append(objection("materials.hints_unanswered", "0.1", material=str(material)))
    return found


def manifest(folder_id: int) -> list[dict[str, object]]:
    """What a frozen revision says about the pages: material, position, digest of the copy."""
    return [
        {
            "page": row.pk,
            "material": row.material,
            "position": row.position,
            "digest": row.stored.digest if row.stored else "",
            "hints": row.hints,
            **_source(row),
        }
        for rows in pages_in(folder_id).values()
        for row in rows
        if row.state == PageState.READY
    ]


def _source(row: Page) -> dict[str, object]:
    """Of a page that was taken over: the application and the moment of its upload."""
    if row.taken_from is None:
        return {}
    source = row.taken_from
    return {"from": source.folder.ref, "uploaded_at": source.uploaded_at.isoformat()}


def taken_over_in(folder_id: int) -> set[int]:
    """The earlier pages that lie in a folder."""
    rows = Page.objects.filter(folder_id=folder_id, removed_at=None, taken_from__isnull=False)
    return {int(key) for key in rows.values_list("taken_from_id", flat=True)}


def uploaded_as(page_ids: Collection[int]) -> set[int]:
    """The pages as which these were uploaded: themselves, or what they were taken over from."""
    rows = Page.objects.filter(pk__in=page_ids).values_list("pk", "taken_from_id")
    return {source or key for key, source in rows}


def has_hints(folder_id: int) -> bool:
    """Did a machine notice something about any page that lies in the folder?"""
    return (
        Page.objects.filter(folder_id=folder_id, removed_at=None, state=PageState.READY)
        .exclude(hints=[])
        .exists()
    )


def opened(row: Page, variant: str) -> BinaryIO:
    """The bytes of a page's clean copy: ``full``, ``preview`` or ``thumbnail``.

    Raises NotVisible for another size, and for a page that has no clean copy (yet).
    """
    if row.stored is None or variant not in set(Variant):
        raise NotVisible
    return open_clean(row.stored, Variant(variant))
