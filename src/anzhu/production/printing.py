"""From a number to a sheet of paper: preflight, print run, confirmation, check, spoilage."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from anzhu import words
from anzhu.audit.actions import HOUSE, record
from anzhu.files import actions as files
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused, refuse_if
from anzhu.papers import codes
from anzhu.papers.certificates import SHEETS_PER_DOCUMENT, Certificate, certificates
from anzhu.papers.glyphs import missing_glyphs
from anzhu.papers.label_sheets import LabelSheet
from anzhu.papers.labels import Label, labels
from anzhu.photos.models import Photo
from anzhu.production import items
from anzhu.production.models import Item, PrintRun
from anzhu.registrations import actions as registrations
from anzhu.rules.facts import Kind, Role
from anzhu.rules.numbering import Sheet
from anzhu.rules.objections import Objection, objection
from anzhu.rules.production import ItemAsked, ItemStatus

#: Sheets that one person can look through at one sitting (5-screens 2.14).
SHEETS_PER_RUN = 200


@transaction.atomic
def start(
    *, item_ids: Collection[int], actor: Actor, now: datetime, agency_id: int | None = None
) -> PrintRun:
    """Set these sheets aside for one run; they stay to be made until it is confirmed.

    Raises ``Refused`` for too many, for certificates and labels together (they go through the
    printer on different paper), for a sheet in another open run, and for whatever ``preflight``
    finds, all at once.
    """
    if actor.role is not Role.CENTRE_PRODUCER or actor.account_id is None:
        raise Refused.because("step.not_yours", "flow", step="print")
    if not 0 < len(item_ids) <= SHEETS_PER_RUN:
        raise Refused.because("print.how_many", "flow", most=SHEETS_PER_RUN, have=len(item_ids))
    chosen = items.locked(item_ids, actor)
    refuse_if([*_of_two_kinds(chosen), *_not_waiting(chosen), *preflight(chosen)])
    run = PrintRun.objects.create(
        kind=chosen[0].kind, agency_id=agency_id, started_at=now, started_with_id=actor.account_id
    )
    Item.objects.filter(pk__in=item_ids).update(run=run)
    _record("started", run, actor=actor, now=now, sheets=[item.serial for item in chosen])
    return run


def preflight(chosen: Sequence[Item]) -> list[Objection]:
    """What would spoil the paper: no portrait for a certificate, or characters that no font of
    ours can draw.
    """
    photos = set(
        Photo.objects.filter(pk__in=[item.photo_id for item in chosen]).values_list("pk", flat=True)
    )
    found = []
    for item in chosen:
        if item.kind == Sheet.CERTIFICATE and item.photo_id not in photos:
            found.append(objection("print.no_photo", "0.2", serial=item.serial, name=item.name))
        holes = missing_glyphs(item.name + item.employer_name, None)
        if holes:
            signs = "".join(sorted(holes))
            found.append(objection("print.missing_glyphs", "flow", serial=item.serial, signs=signs))
    return found


@transaction.atomic
def label_document(
    *, run_id: int, on: LabelSheet, start: int, actor: Actor, now: datetime
) -> bytes:
    """The PDF of a run of labels, from place ``start`` of the first sheet; the look is recorded."""
    run = _run(run_id, actor)
    inside = run.items.exclude(status=ItemStatus.VOID).select_related("case")
    wanted = list(inside.order_by("agency_id", "serial"))
    if run.kind != Sheet.LABEL or not wanted:
        raise NotVisible
    if not 1 <= start <= on.places:
        raise Refused.because("print.no_such_place", "flow", most=on.places)
    _record("printed", run, actor=actor, now=now, sheet=on.code, start=start)
    return labels([_label(item) for item in wanted], on=on, start=start, watermark=_watermark())


def _label(item: Item) -> Label:
    return Label(
        number=item.number,
        serial=item.serial,
        matter=words.text(f"production.matter.{matter_of(item)}"),
        name=item.name,
        category=words.text(f"categories.{item.category}"),
        employer=item.employer_name,
        valid_from=item.valid_from,
        valid_until=item.valid_until,
        approved_on=item.approved_on,
    )


def matter_of(item: Item) -> str:
    """What a sheet was made for: the kind of its application, or a change that renews as well."""
    both = item.case.kind == Kind.CHANGE and item.case.renews
    return "change_with_renewal" if both else item.case.kind


def _watermark() -> str:
    return words.text("production.demo_watermark") if settings.ANZHU_DEMO else ""


@transaction.atomic
def document(*, run_id: int, part: int, actor: Actor, now: datetime) -> bytes:
    """The PDF of a run of certificates, in parts of a hundred counted from 1; the look is
    recorded.
    """
    run = _run(run_id, actor)
    if part < 1 or run.kind != Sheet.CERTIFICATE:
        raise NotVisible
    first = (part - 1) * SHEETS_PER_DOCUMENT
    sheets = list(
        run.items.exclude(status=ItemStatus.VOID)
        .select_related("case__person")
        .order_by("agency_id", "serial")[first : first + SHEETS_PER_DOCUMENT]
    )
    if not sheets:
        raise NotVisible
    _record("printed", run, actor=actor, now=now, part=part)
    photos = Photo.objects.select_related("portrait").in_bulk([item.photo_id for item in sheets])
    return certificates(
        [_certificate(item, photos[item.photo_id]) for item in sheets], watermark=_watermark()
    )


def _certificate(item: Item, photo: Photo) -> Certificate:
    person = item.case.person
    with files.open_clean(photo.portrait) as portrait:
        content = portrait.read()
    return Certificate(
        number=item.number,
        serial=item.serial,
        name=item.name,
        sex=words.text(f"production.sex.{person.sex}"),
        id_number=person.id_number,
        category=words.text(f"categories.{item.category}"),
        employer=item.employer_name,
        valid_from=item.valid_from,
        valid_until=item.valid_until,
        approved_on=item.approved_on,
        portrait=content,
    )


@transaction.atomic
def confirm(*, run_id: int, spoiled: Mapping[int, str], actor: Actor, now: datetime) -> PrintRun:
    """The run has come out of the printer: all are printed but the ``spoiled`` (by sheet, why).

    For every spoiled sheet a new one with a new serial waits to be made.
    """
    run = _run(run_id, actor)
    if run.confirmed_at is not None:
        raise Refused.because("run.wrong_status", "flow")
    waiting = items.locked(
        run.items.filter(status=ItemStatus.TO_MAKE).values_list("pk", flat=True), actor
    )
    if not set(spoiled) <= {item.pk for item in waiting}:
        raise NotVisible
    good = [item for item in waiting if item.pk not in spoiled]
    items.take_item_step("print", items=good, actor=actor, now=now)
    for item in waiting:
        if item.pk in spoiled:
            _replace(item, reason=spoiled[item.pk], actor=actor, now=now)
    run.confirmed_at = now
    run.save(update_fields=["confirmed_at"])
    _record("confirmed", run, actor=actor, now=now, good=len(good), spoiled=len(spoiled))
    return run


@transaction.atomic
def cancel(*, run_id: int, actor: Actor, now: datetime) -> PrintRun:
    """Nothing came of this run: its sheets wait for another one."""
    run = _run(run_id, actor)
    if run.confirmed_at is not None:
        raise Refused.because("run.wrong_status", "flow")
    run.items.filter(status=ItemStatus.TO_MAKE).update(run=None)
    run.confirmed_at = now
    run.save(update_fields=["confirmed_at"])
    _record("cancelled", run, actor=actor, now=now)
    return run


@transaction.atomic
def check(*, item_ids: Collection[int], actor: Actor, now: datetime) -> list[Item]:
    """Somebody has compared these sheets with the record."""
    chosen = items.locked(item_ids, actor)
    items.take_item_step("check", items=chosen, actor=actor, now=now)
    return chosen


@transaction.atomic
def check_scanned(*, text: str, actor: Actor, now: datetime) -> Item:
    """The same for one sheet, by the code that is printed on it or its serial."""
    read = codes.read_certificate_code(text)
    serial = read.serial if read else text.strip().upper()
    found = Item.objects.visible_to(actor).filter(serial=serial).values_list("pk", flat=True)
    if not found:
        raise Refused.because("item.unknown_serial", "flow")
    return check(item_ids=list(found), actor=actor, now=now)[0]


@transaction.atomic
def spoil(*, item_id: int, reason: str, actor: Actor, now: datetime) -> Item:
    """This sheet is spoiled or lost: it is void, and a new one (a new serial) waits to be made."""
    (item,) = items.locked([item_id], actor)
    return _replace(item, reason=reason, actor=actor, now=now)


def _replace(item: Item, *, reason: str, actor: Actor, now: datetime) -> Item:
    items.take_item_step("void", items=[item], actor=actor, now=now, asked=ItemAsked(reason=reason))
    registrations.void_sheet(item.serial, now=now)
    # The number is the holder's for life; only the serial is this sheet's.
    new = Item(
        case=item.case,
        registration_id=item.registration_id,
        kind=item.kind,
        status_at=now,
        agency=item.agency,
        number=item.number,
        name=item.name,
        category=item.category,
        employer_name=item.employer_name,
        valid_from=item.valid_from,
        valid_until=item.valid_until,
        approved_on=item.approved_on,
        photo_id=item.photo_id,
        old_certificate_due=item.old_certificate_due,
        replaces=item,
    )
    return items.make([new], actor=actor, now=now)[0]


def _of_two_kinds(chosen: Sequence[Item]) -> list[Objection]:
    kinds = {item.kind for item in chosen}
    return [objection("print.two_kinds", "flow")] if len(kinds) > 1 else []


def _not_waiting(chosen: Sequence[Item]) -> list[Objection]:
    return [
        objection("item.wrong_status", "flow", item_status=item.status, serial=item.serial)
        for item in chosen
        if item.status != ItemStatus.TO_MAKE or item.run_id is not None
    ]


def _run(run_id: int, actor: Actor) -> PrintRun:
    run = PrintRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None or actor.role is not Role.CENTRE_PRODUCER:
        raise NotVisible
    return run


def _record(event: str, run: PrintRun, *, actor: Actor, now: datetime, **data: object) -> None:
    record(f"run.{event}", chain=HOUSE, actor=actor, now=now, data={"run": run.pk, **data})
