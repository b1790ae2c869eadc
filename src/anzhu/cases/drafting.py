"""Filling in: field by field, on the server, from any device (5-screens 2.2)."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction

from anzhu.audit.actions import record
from anzhu.cases import facts, forms, pages, queries
from anzhu.cases.answers import named_rows
from anzhu.cases.models import Case
from anzhu.files.actions import Upload
from anzhu.kernel import clock, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused, refuse_if
from anzhu.materials import actions as folders
from anzhu.materials import printed
from anzhu.photos import queries as photos
from anzhu.rules import checklist
from anzhu.rules.facts import SHORT_KINDS, Kind, Role, Status
from anzhu.rules.materials import Material
from anzhu.rules.objections import objection

#: Statuses in which the applicant has the pen.
WITH_THE_APPLICANT = frozenset({Status.DRAFT, Status.CORRECTION})
_LONGEST_TEXT = 400
#: Characters of what is said to one returned item.
LONGEST_REPLY = 300


@transaction.atomic
def save(*, case_id: int, page: str, said: Mapping[str, Any], actor: Actor, now: datetime) -> Case:
    """Keep what was typed on one page, right or wrong; fields that are not said stay.

    Raises ``Refused`` when the case is no longer with the applicant, or when a correction does
    not open this page.
    """
    case = queries.locked(case_id)
    _refuse_if_not_open(case, page, actor)
    return keep(case, {page: _merged(case, page, said, clock.day(now))}, now)


def keep(case: Case, answers: Mapping[str, Mapping[str, Any]], now: datetime) -> Case:
    """Write whole pages of a locked case; the others stay."""
    case.dossier.answers = {**case.dossier.answers, **answers}
    case.dossier.saved_at = now
    case.dossier.save(update_fields=["answers", "saved_at"])
    return case


def _merged(case: Case, page: str, said: Mapping[str, Any], on: date) -> dict[str, Any]:
    """What the page says with what was typed; what the kind of application fixes stays.

    A window that was opened before the kind was changed may still send such a field.
    """
    known, longest = pages.PAGE[page].fields, pages.PAGE[page].longest
    kept: dict[str, Any] = dict(case.dossier.answers.get(page, {}))
    fixed = facts.fixed_fields(case, page, on)
    for field, value in said.items():
        if field in known and field not in fixed:
            kept[field] = _trimmed(value, longest)
    return kept


@transaction.atomic
def save_rows(
    *,
    case_id: int,
    page: str,
    rows: Mapping[str, Mapping[str, Any]],
    actor: Actor,
    now: datetime,
    gone: Collection[str] = (),
    said: Mapping[str, Any] = MappingProxyType({}),
) -> Case:
    """Keep what was typed in the rows of a page, cell by cell, by the rows' own names.

    Rows and cells that are not said stay, so that two windows do not undo each other; a new name
    adds a row. ``gone`` are the names of rows to take away, ``said`` the page's other fields.
    Raises ``Refused`` as ``save`` does.
    """
    case = queries.locked(case_id)
    _refuse_if_not_open(case, page, actor)
    kept = {row["id"]: dict(row) for row in named_rows(case.dossier.answers.get(page, {}))}
    for name, cells in rows.items():
        kept[name] = {**kept.get(name, {}), **cells, "id": name}
    merged = [row for name, row in kept.items() if name not in gone]
    return save(case_id=case_id, page=page, said={**said, "rows": merged}, actor=actor, now=now)


@transaction.atomic
def attach_photo(*, case_id: int, photo_id: UUID, actor: Actor, now: datetime) -> Case:
    """Put a passed photo of the applicant on the application (0.2, 2.2)."""
    case = queries.locked(case_id)
    _refuse_if_not_open(case, page_of_photo(case), actor)
    if not photos.passed(photo_id, person_id=case.person_id):
        raise Refused.because("photo.missing", "2.2")
    case.dossier.photo_id = photo_id
    case.dossier.saved_at = now
    case.dossier.save(update_fields=["photo_id", "saved_at"])
    return case


@transaction.atomic
def print_form(*, case_id: int, actor: Actor, now: datetime) -> bytes:
    """The two-page form as PDF; other data than last time make a new version (2.7, 2.8).

    Raises ``Refused`` naming the pages that are not complete yet.
    """
    case = queries.locked(case_id)
    _note_print(case, actor, now)
    return forms.application_form(case, on=clock.day(now))


@transaction.atomic
def note_print(*, case_id: int, key: str, actor: Actor, now: datetime) -> Case:
    """Like ``print_form``, for a door: only the version is settled, the PDF is read afterwards."""
    with once.first(key, actor=actor, action="print_form", now=now) as turn:
        case = queries.locked(case_id)
        if turn.answer is None:
            _note_print(case, actor, now)
            turn.keep({"version": case.dossier.form_version})
        return case


def _note_print(case: Case, actor: Actor, now: datetime) -> None:
    _refuse_if_not_open(case, "form", actor)
    on = clock.day(now)
    refuse_if(
        objection("page.incomplete", facts.page_clause(name), page=name)
        for name in facts.unprintable_pages(case, case.dossier, on)
    )
    fingerprint = facts.printable_digest(case.dossier, facts.hours_of(case, case.dossier, on))
    before = case.dossier.form_version
    settle_version(case, fingerprint, actor, now)
    if case.dossier.form_version != before:
        printed.keep(
            folder_id=case.folder_id,
            form=forms.content(case, on),
            photo=str(case.dossier.photo_id or ""),
            now=now,
        )


def settle_version(case: Case, fingerprint: str, actor: Actor, now: datetime) -> None:
    """Note that the form was printed with this content; other content makes a new version (2.8)."""
    dossier = case.dossier
    if dossier.printed_digest != fingerprint:
        dossier.form_version += 1
        dossier.printed_digest = fingerprint
        folders.expect_form(folder_id=case.folder_id, version=dossier.form_version)
    dossier.printed_at = now
    dossier.save(update_fields=["form_version", "printed_digest", "printed_at"])
    record(
        "case.form_printed",
        chain=case.ref,
        actor=actor,
        now=now,
        data={"version": dossier.form_version},
    )


@transaction.atomic
def add_page(
    *, case_id: int, material: Material, upload: Upload, key: str, actor: Actor, now: datetime
) -> int:
    """Put a file into a slot of the application (2.8), once for each ``key``; the page's key.

    Raises ``Refused`` as ``materials.actions.add`` does, or when the case is not with the
    applicant: a page never slips into an application that was submitted meanwhile.
    """
    with once.first(key, actor=actor, action="add_page", now=now) as turn:
        case = queries.locked(case_id)
        if turn.answer is None:
            _refuse_if_not_open(case, "materials", actor)
            page = folders.add(
                upload, folder_id=case.folder_id, material=material, actor=actor, now=now
            )
            turn.keep({"page": page.pk})
            return page.pk
        return int(turn.answer["page"])


@transaction.atomic
def remove_page(*, case_id: int, page_id: int, actor: Actor, now: datetime) -> None:
    """Take a page out of its slot; harmless to repeat."""
    case = queries.locked(case_id)
    _refuse_if_not_open(case, "materials", actor)
    folders.remove(page_id=page_id, folder_id=case.folder_id, now=now)


@transaction.atomic
def keep_page(*, case_id: int, page_id: int, actor: Actor) -> None:
    """Use a page in spite of its hints (仍然使用); the reviewer sees the hints too."""
    case = queries.locked(case_id)
    _refuse_if_not_open(case, "materials", actor)
    folders.keep_anyway(page_id=page_id, folder_id=case.folder_id)


@transaction.atomic
def turn_page(*, case_id: int, page_id: int, key: str, actor: Actor, now: datetime) -> None:
    """Have a page turned that stands on its head (转正), once for each ``key``.

    Of any other page it does nothing: it was answered or replaced meanwhile.
    """
    with once.first(key, actor=actor, action="turn_page", now=now) as turn:
        case = queries.locked(case_id)
        if turn.answer is not None:
            return
        _refuse_if_not_open(case, "materials", actor)
        if folders.turn(page_id=page_id, folder_id=case.folder_id, now=now):
            record("case.page_turned", chain=case.ref, actor=actor, now=now, data={"page": page_id})
        turn.keep({"page": page_id})


def can_answer_hints(folder_id: int) -> bool:
    """Can whoever fills in the application of this folder still take a page again or keep it?

    Locks the application, so that it is not submitted meanwhile; must be inside a transaction.
    """
    pk = Case.objects.filter(folder_id=folder_id).values_list("pk", flat=True).first()
    if pk is None:
        return False
    return "materials" in open_pages(queries.locked(pk))


@transaction.atomic
def reply(*, case_id: int, said: Mapping[str, str], actor: Actor, now: datetime) -> Case:
    """Keep what the applicant says to the returned items, by item; an empty text takes it back.

    The reviewer reads it beside the item once the application is submitted again. Raises
    ``Refused`` when the case is not in correction or an item was not returned.
    """
    case = queries.locked(case_id)
    _refuse_if_not_theirs(case, actor)
    returned = facts.last_return(case)
    if case.status != Status.CORRECTION or returned is None:
        raise Refused.because("step.wrong_status", "flow", step="save", status=case.status)
    asked = {reason["item"] for reason in returned.reasons}
    refuse_if(
        objection("reply.not_returned", "R12", item=item) for item in said if item not in asked
    )
    this_time = dict(case.dossier.replies.get(str(case.returns), {}))
    this_time.update({item: text.strip()[:LONGEST_REPLY] for item, text in said.items()})
    kept = {item: text for item, text in this_time.items() if text}
    case.dossier.replies = {**case.dossier.replies, str(case.returns): kept}
    case.dossier.saved_at = now
    case.dossier.save(update_fields=["replies", "saved_at"])
    return case


def pages_open_to_correction(case: Case) -> frozenset[str]:
    """The pages that the reasons of the last return open; all of them in a draft."""
    if case.kind in SHORT_KINDS:
        # One page, so there is nothing to keep shut.
        return frozenset([checklist.REQUEST, "form", "materials"])
    if case.status == Status.DRAFT:
        own = (page.name for page in pages.pages_of(Kind(case.kind)))
        return frozenset([*own, "form", "materials"])
    return facts.pages_opened_by_return(case)


def page_of_photo(case: Case) -> str:
    """Which page must be open for the portrait to be changed."""
    return "form" if case.kind in SHORT_KINDS else "person"


def open_pages(case: Case) -> frozenset[str]:
    """The pages on which the applicant may work now; none while the case is elsewhere."""
    if case.status not in WITH_THE_APPLICANT:
        return frozenset()
    return pages_open_to_correction(case)


def require_open(case: Case, page: str, actor: Actor) -> None:
    """Raise ``Refused`` unless the applicant may work on this page now."""
    _refuse_if_not_open(case, page, actor)


def _refuse_if_not_theirs(case: Case, actor: Actor) -> None:
    if not _holds_the_pen(case, actor):
        raise Refused.because("step.not_yours", "flow", step="save")


def _refuse_if_not_open(case: Case, page: str, actor: Actor) -> None:
    _refuse_if_not_theirs(case, actor)
    if case.status not in WITH_THE_APPLICANT:
        raise Refused.because("step.wrong_status", "flow", step="save", status=case.status)
    if page not in pages_open_to_correction(case):
        raise Refused.because("page.not_open", "R12", page=page)


def _holds_the_pen(case: Case, actor: Actor) -> bool:
    """The applicant; for a request that came in on paper, a clerk of that agency too."""
    clerk = case.from_paper and actor.is_agency and actor.agency_id == case.agency_id
    own = actor.role is Role.APPLICANT and actor.person_id == case.person_id
    return own or clerk


def _trimmed(value: Any, longest: int) -> Any:
    """More than a page takes is kept for a while, so that nothing pasted is cut off unseen."""
    if isinstance(value, str):
        return value.strip()[: max(_LONGEST_TEXT, 2 * longest)]
    if isinstance(value, list):
        rows = value[: pages.MOST_ROWS]
        return [{key: _trimmed(cell, longest) for key, cell in row.items()} for row in rows]
    return bool(value)
