from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from anzhu.files import actions as files
from anzhu.files.actions import CleanPage, Upload
from anzhu.kernel import clock, jobs
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused
from anzhu.materials import (
    checks,
    impressions,
    looking,
    placing,
    queries,
    repeats,
    turning,
)
from anzhu.materials.checks.interface import When
from anzhu.materials.models import Folder, Page, PageState
from anzhu.photos import queries as photos
from anzhu.rules import uploads
from anzhu.rules.materials import Material
from anzhu.rules.objections import Objection, objection

_HANDED_IN = (When.ON_SUBMISSION, When.AFTERWARDS)


def open_folder(*, ref: str, person_id: int) -> Folder:
    """A new, empty folder for an application."""
    return Folder.objects.create(ref=ref, person_id=person_id)


def expect_form(*, folder_id: int, version: int) -> None:
    """From now on only form pages of this printed version are taken (2.8)."""
    Folder.objects.filter(pk=folder_id).update(form_version=version)


def expect_statement(*, folder_id: int, version: int) -> None:
    """From now on only sheets of this printed version of the statement are taken (4.2.3)."""
    Folder.objects.filter(pk=folder_id).update(statement_version=version)


@transaction.atomic
def add(upload: Upload, *, folder_id: int, material: Material, actor: Actor, now: datetime) -> Page:
    """Put an upload into a slot: at once into quarantine, then through the worker.

    Raises ``Refused`` for what the first bytes tell (empty, too large, no picture) and for a slot
    that is full; then nothing is kept. What was refused in this slot before gives way.
    """
    Folder.objects.select_for_update().get(pk=folder_id)
    on = clock.day(now)
    if _taken(folder_id, material) >= uploads.most_pages(material, on):
        most = uploads.most_pages(material, on)
        raise Refused.because("materials.slot_full", "4.0", material=str(material), most=most)
    received = files.receive(upload, purpose=f"material.{material}", actor=actor, now=now)
    page = Page.objects.create(
        folder_id=folder_id,
        material=material,
        position=_next_position(folder_id, material),
        received=received,
        shown_name=received.shown_name,
        uploaded_at=now,
    )
    # Files of the same request share one moment: none of them takes another one away.
    Page.objects.filter(
        folder_id=folder_id,
        material=material,
        state=PageState.REFUSED,
        removed_at=None,
        uploaded_at__lt=now,
    ).update(removed_at=now)
    jobs.later(check, page_id=page.pk)
    return page


def _taken(folder_id: int, material: str, *, but: int = 0) -> int:
    """How many places of a slot are taken; refused pages take none.

    Pages of the form that lie there take none either: a newer picture of the same page, known by
    its code, replaces the older one.
    """
    states = [PageState.CHECKING]
    if material != Material.APPLICATION_FORM:
        states.append(PageState.READY)
    lying = Page.objects.filter(
        folder_id=folder_id, material=material, removed_at=None, state__in=states
    )
    return lying.exclude(pk=but).count()


@transaction.atomic
def take_over(
    page_ids: Sequence[int], *, folder_id: int, material: Material, now: datetime
) -> None:
    """Lay pages of the same person's earlier folder into this one, as they are and were judged.

    The clean copies are the same files. Raises ``Refused`` for a slot that has no room for them.
    """
    folder = Folder.objects.select_for_update().get(pk=folder_id)
    rows = Page.objects.filter(
        pk__in=page_ids,
        material=material,
        state=PageState.READY,
        folder__person_id=folder.person_id,
    )
    earlier = list(rows.order_by("position", "pk"))
    most = uploads.most_pages(material, clock.day(now))
    if _taken(folder_id, material) + len(earlier) > most:
        raise Refused.because("materials.slot_full", "4.0", material=str(material), most=most)
    first = _next_position(folder_id, material)
    taken = Page.objects.bulk_create(
        Page(
            folder=folder,
            material=material,
            position=first + offset,
            state=PageState.READY,
            stored_id=page.stored_id,
            shown_name=page.shown_name,
            hints=page.hints,
            kept_anyway=page.kept_anyway,
            # Of a page that was itself taken over: where it was uploaded.
            taken_from_id=page.taken_from_id or page.pk,
            uploaded_at=now,
        )
        for offset, page in enumerate(earlier)
    )
    for before, page in zip(earlier, taken, strict=True):
        looking.copy_at_once(before, page)
        # What they compare with may be another employer or name by now.
        _look_later(page)


@jobs.task(name="materials.check", queue="images", retry=2)
def check(page_id: int) -> None:
    """Clean an upload and look at it; runs again harmlessly if a worker was killed half-way."""
    page = Page.objects.select_related("folder").get(pk=page_id)
    if page.state != PageState.CHECKING or page.received_id is None:
        return
    try:
        cleaned = files.clean(page.received_id, now=clock.now(), most_pages=_room_for(page))
    except Refused as refused:
        _settle_refused(page_id, refused.objections)
        return
    _settle(page_id, cleaned)


@jobs.task(name="materials.look", queue="images", retry=2)
def look(page_id: int) -> None:
    """Have the checks look that take a moment; the page is ready meanwhile."""
    page = Page.objects.select_related("stored", "folder").get(pk=page_id)
    looking.look(page, When.AT_UPLOAD)
    Page.objects.filter(pk=page_id).update(looking_since=None)
    if _is_concerned(impressions.NAME, page) and _is_handed_in(page):
        # Before this look there was nothing to compare.
        impressions.look_at_page(page)


@transaction.atomic
def _is_handed_in(page: Page) -> bool:
    return not looking.is_answerable(page.folder_id)


def _look_later(row: Page) -> None:
    """Queue the checks that take a moment; the row says as long as they may ask the applicant."""
    waiting = checks.concerned(row.material, When.AT_UPLOAD)
    if any(check.asks_applicant for check in waiting):
        Page.objects.filter(pk=row.pk).update(looking_since=clock.now())
    if waiting:
        jobs.later(look, page_id=row.pk)


def turn(*, page_id: int, folder_id: int, now: datetime) -> bool:
    """Queue a page that stands on its head to be turned (转正); False where it does not."""
    page = Page.objects.filter(pk=page_id, folder_id=folder_id).first()
    if page is None or not queries.can_be_turned(page):
        return False
    page.turning_since = now
    page.save(update_fields=["turning_since"])
    jobs.later(turn_half, page_id=page_id)
    return True


@jobs.task(name="materials.turn", queue="images", retry=2)
def turn_half(page_id: int) -> None:
    """Turn a page, and have the checks look at it as it is now."""
    page = Page.objects.select_related("stored").get(pk=page_id)
    turning.turn(page, now=clock.now(), then=_look_later)


@jobs.task(name="materials.read", queue="reading", retry=0, one_at_a_time=True)
def read(page_id: int) -> None:
    """Have the slow checks look at a page that was handed in; one page at a time in the house."""
    page = Page.objects.select_related("stored", "received", "folder", "taken_from__received").get(
        pk=page_id
    )
    looking.look(page, When.ON_SUBMISSION)
    if _is_concerned(repeats.NAME, page):
        repeats.look_at_page(page)
    if _is_concerned(impressions.NAME, page):
        impressions.look_at_page(page)


def _is_concerned(name: str, page: Page) -> bool:
    """Is a check on that looks at pages of this material once they were handed in?"""
    return any(one.name == name for one in checks.concerned(page.material, When.AFTERWARDS))


@jobs.task(name="materials.read_portrait", queue="reading", retry=0, one_at_a_time=True)
def read_portrait(photo_id: str, folder_id: int) -> None:
    """Look whether a portrait that was handed in is another person's."""
    photo = photos.with_pictures(UUID(photo_id))
    repeats.look_at_portrait(photo, Folder.objects.get(pk=folder_id))


def read_later(*, folder_id: int, photo_id: UUID | None) -> None:
    """Queue the slow checks for every ready page and the portrait of what was handed in."""
    for rows in queries.pages_in(folder_id).values():
        for row in rows:
            looks = [checks.concerned(row.material, when) for when in _HANDED_IN]
            if row.state == PageState.READY and any(looks):
                jobs.later(read, page_id=row.pk)
    if photo_id is not None and checks.is_on(repeats.NAME):
        jobs.later(read_portrait, photo_id=str(photo_id), folder_id=folder_id)


def _room_for(page: Page) -> int:
    """How many pages one upload may bring: what its slot still has room for, at least one."""
    most = uploads.most_pages(Material(page.material), clock.day(page.uploaded_at))
    others = 0
    if page.material != Material.APPLICATION_FORM:
        others = _taken(page.folder_id, page.material, but=page.pk)
    return max(1, most - others)


def remove(*, page_id: int, folder_id: int, now: datetime) -> None:
    """Take a page out of its slot."""
    Page.objects.filter(pk=page_id, folder_id=folder_id, removed_at=None).update(removed_at=now)


def keep_anyway(*, page_id: int, folder_id: int) -> None:
    """The applicant has seen the hints and uses the page all the same (仍然使用)."""
    Page.objects.filter(pk=page_id, folder_id=folder_id).update(kept_anyway=True)


@transaction.atomic
def _settle(page_id: int, cleaned: Sequence[CleanPage]) -> None:
    page = Page.objects.select_for_update().get(pk=page_id)
    folder = Folder.objects.select_for_update().get(pk=page.folder_id)
    if page.state != PageState.CHECKING:
        return
    # All of them before the first is filed: its code may move it to another slot.
    rows = [page, *(_sibling(page, offset) for offset in range(1, len(cleaned)))]
    for row, clean in zip(rows, cleaned, strict=True):
        _file(row, clean, folder)


def _sibling(page: Page, offset: int) -> Page:
    """A further page of the same upload (a PDF of several pages)."""
    return Page(
        folder_id=page.folder_id,
        material=page.material,
        position=page.position + offset,
        received_id=page.received_id,
        shown_name=page.shown_name,
        uploaded_at=page.uploaded_at,
        removed_at=page.removed_at,
    )


def _file(row: Page, clean: CleanPage, folder: Folder) -> None:
    row.stored_id = clean.stored_id
    codes = [code.text for code in clean.codes]
    against = placing.place(row, codes, folder)
    if against:
        _refuse(row, against)
        return
    row.state = PageState.READY
    judged = looking.judged_at_once(row, clean.measures)
    row.hints = looking.hints_of(judged)
    row.save()
    for check, found in judged:
        looking.keep(row, check, found)
    _look_later(row)


@transaction.atomic
def _settle_refused(page_id: int, objections: Sequence[Objection]) -> None:
    _refuse(Page.objects.select_for_update().get(pk=page_id), objections)


def _refuse(row: Page, objections: Sequence[Objection]) -> None:
    row.state = PageState.REFUSED
    # What was refused is not kept, not even as a clean copy.
    row.stored_id = None
    row.refusals = [
        {"code": found.code, "clause": found.clause, "params": dict(found.params)}
        for found in (objections or [objection("file.damaged", "0.1")])
    ]
    row.save()


def _next_position(folder_id: int, material: str) -> int:
    last = Page.objects.filter(folder_id=folder_id, material=material).aggregate(
        last=Max("position")
    )["last"]
    return (last or 0) + 1
