"""Hand one slot over to a phone: who holds the token may upload there for a few minutes (2.8).

A token is bound to an account, and to a slot of an application or an own record of continuing
education. It writes and reads nothing back but
what became of its own uploads. It dies by time, by its owner, by a newer one of the same slot, and
when the application leaves the applicant or the slot shuts; a record shuts like the slots do.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.cases import drafting, facts, learning, queries, request_facts
from anzhu.cases.models import Case, HandOff
from anzhu.education import queries as education
from anzhu.files.actions import Upload
from anzhu.kernel import clock, once, secrets
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.materials import queries as materials
from anzhu.people import actions as people
from anzhu.photos import actions as photo_actions
from anzhu.photos import queries as photos
from anzhu.rules import uploads
from anzhu.rules.facts import SHORT_KINDS, Kind, Role
from anzhu.rules.materials import Material
from anzhu.rules.objections import Objection, objection

#: The slot of the portrait; all others are named like their material.
PHOTO = "photo"
#: The slot beside an own record of continuing education.
PROOF = str(Material.EDUCATION_PROOF)
#: Digits of the code that is typed where a camera is missing.
CODE_DIGITS = 8
WITH_THE_APPLICANT = drafting.WITH_THE_APPLICANT


@dataclass(frozen=True)
class Pass:
    """What the owner's screen shows of an open hand-off."""

    token: str
    code: str


@dataclass(frozen=True)
class Arrival:
    """What became of one upload: ``waiting``, ``ready``, ``problem`` (hints) or ``broken``.

    ``looking_since``: since when a queued check may still bring a hint; None where none may.
    """

    state: str
    refusals: Sequence[Objection] = ()
    hints: Sequence[Mapping[str, Any]] = field(default=())
    looking_since: datetime | None = None


# --- the owner's side --------------------------------------------------------------------------


@transaction.atomic
def hand_over(*, case_id: int, slot: str, key: str, actor: Actor, now: datetime) -> None:
    """Open a slot to whoever holds the new token; an older one of this slot ends.

    Once for each ``key``. Raises ``NotVisible`` for a slot that the application does not have, and
    ``Refused`` when the slot is not open to the applicant.
    """
    with once.first(key, actor=actor, action="hand_over", now=now) as turn:
        case = queries.locked(case_id)
        if turn.answer is None:
            _require_slot(case, slot, actor, now)
            _end(case.hand_offs.filter(slot=slot), actor, now)
            turn.keep({"hand_off": str(_opened(HandOff(case=case, slot=slot), actor, now).pk)})


@transaction.atomic
def hand_over_proof(*, record_id: int, key: str, actor: Actor, now: datetime) -> None:
    """The same for the certificate beside an own record of continuing education."""
    with once.first(key, actor=actor, action="hand_over_proof", now=now) as turn:
        if turn.answer is None:
            record = learning.locked(record_id, actor)
            _end(HandOff.objects.filter(record=record), actor, now)
            row = HandOff(record=record, slot=PROOF)
            turn.keep({"hand_off": str(_opened(row, actor, now).pk)})


@transaction.atomic
def take_back(*, case_id: int, slot: str, actor: Actor, now: datetime) -> None:
    """The owner ends it; harmless to repeat."""
    case = queries.locked(case_id)
    _end(case.hand_offs.filter(slot=slot, account_id=actor.account), actor, now)


@transaction.atomic
def take_back_proof(*, record_id: int, actor: Actor, now: datetime) -> None:
    """The owner ends it; harmless to repeat."""
    rows = HandOff.objects.filter(record_id=record_id, account_id=actor.account)
    _end(rows.select_for_update(), actor, now)


def end_all(case: Case, *, actor: Actor, now: datetime) -> None:
    """Nothing can be handed in any more: in the transaction that moves the case.

    Nor beside the records of whose application it is: they may go with it.
    """
    _end(case.hand_offs.all(), actor, now)
    _end(HandOff.objects.filter(record__person_id=case.person_id), actor, now)


def of_case(case: Case, actor: Actor) -> dict[str, HandOff]:
    """The last hand-off of each slot that this account opened."""
    rows = HandOff.objects.filter(case=case, account_id=actor.account).order_by("opened_at")
    return {row.slot: row for row in rows}


def of_records(record_ids: Collection[int], actor: Actor) -> dict[int, HandOff]:
    """The last hand-off beside each of these records that this account opened."""
    rows = HandOff.objects.filter(record__in=record_ids, account_id=actor.account)
    return {row.record_id or 0: row for row in rows.order_by("opened_at")}


def pass_of(row: HandOff) -> Pass:
    """Token and code of an open hand-off, for its owner's screen."""
    said = json.loads(secrets.unseal(row.sealed, _place(row)))
    return Pass(said["token"], said["code"])


def slots_of(case: Case, now: datetime) -> frozenset[str]:
    """The slots that this application has."""
    if case.kind in SHORT_KINDS:
        named = {str(need.material) for need in request_facts.needs_of(case).all}
        return frozenset(named | ({PHOTO} if case.kind == Kind.REISSUE else set()))
    needs = facts.needs_of(case, case.dossier, clock.day(now))
    return frozenset({PHOTO, *(str(need.material) for need in needs.all)})


def _opened(row: HandOff, actor: Actor, now: datetime) -> HandOff:
    machine = clock.machine()
    row.account_id, row.opened_at = actor.account, machine
    row.expires_at = machine + timedelta(minutes=uploads.HAND_OFF_MINUTES.on(clock.day(now)))
    token, code = secrets.token(), _free_code(machine)
    row.token_digest, row.code_digest = _digest("token", token), _digest("code", code)
    row.sealed = secrets.seal(json.dumps({"token": token, "code": code}), _place(row))
    row.save(force_insert=True)
    _record("opened", row, actor, now)
    return row


def _free_code(machine: datetime) -> str:
    """A code that opens nothing else now; what has run out gives its code back."""
    over = HandOff.objects.filter(ended_at=None, expires_at__lte=machine)
    over.update(ended_at=machine, sealed=b"")
    while True:
        code = secrets.code(CODE_DIGITS)
        if not HandOff.objects.filter(code_digest=_digest("code", code), ended_at=None).exists():
            return code


def _end(rows: Any, actor: Actor, now: datetime) -> None:
    for row in rows.filter(ended_at=None).order_by("opened_at"):
        row.ended_at, row.sealed = clock.machine(), b""
        row.save(update_fields=["ended_at", "sealed"])
        _record("ended", row, actor, now)


# --- the phone's side --------------------------------------------------------------------------


def by_token(token: str, *, now: datetime) -> HandOff:
    """The hand-off that this token opens; ``Refused`` alike for every reason why it does not."""
    row = _fetched(token_digest=_digest("token", token))
    _require_alive(row, now)
    return row


def token_of(code: str, *, now: datetime) -> str:
    """The token behind a typed code; ``Refused`` alike for every reason why there is none."""
    digits = "".join(sign for sign in code if sign.isdecimal())
    row = _fetched(code_digest=_digest("code", digits), ended_at=None)
    _require_alive(row, now)
    return pass_of(row).token


@transaction.atomic
def hand_in(*, token: str, upload: Upload, key: str, now: datetime) -> None:
    """Take one file from the phone, through the same gates as from the owner's screen.

    Once for each ``key``. Raises ``Refused``: the hand-off is over, its number of files is
    reached, or what ``drafting.add_page`` and ``photos.actions.hand_in`` say of the file.
    """
    found = by_token(token, now=now)
    actor = people.actor_for(found.account)
    case = _locked(found, actor)
    rows = HandOff.objects.select_related("account__person").select_for_update(of=("self",))
    row = rows.get(pk=found.pk)
    row.case = case
    _require_alive(row, now)
    most = uploads.HAND_OFF_FILES.on(clock.day(now))
    if len(row.received) >= most:
        raise Refused.because("hand_off.full", "2.8", most=most)
    came = _taken(row, upload, key, actor, now)
    if came in row.received:
        return
    row.received = [*row.received, came]
    row.save(update_fields=["received"])
    _record("used", row, actor, now)


def arrivals(row: HandOff) -> list[Arrival]:
    """What became of what this hand-off brought, in order; pages removed since are left out."""
    return list(_arrivals(row))


def _fetched(**by: Any) -> HandOff:
    rows = HandOff.objects.select_related("account__person", "case__dossier", "case__folder")
    row = rows.filter(**by).first()
    if row is None:
        raise _over()
    return row


def _locked(row: HandOff, actor: Actor) -> Case | None:
    """The application under lock, or None after the record was locked: before the hand-off is."""
    if row.record_id is None:
        return queries.locked(_case_of(row).pk)
    try:
        learning.locked(row.record_id, actor)
    except (NotVisible, Refused):
        raise _over() from None
    return None


def _case_of(row: HandOff) -> Case:
    """The application of a slot; a constraint promises that there is one."""
    if row.case is None:
        raise _over()
    return row.case


def _over() -> Refused:
    return Refused.because("hand_off.over", "2.8")


def _require_alive(row: HandOff, now: datetime) -> None:
    if not row.is_alive(clock.machine()) or not row.account.is_active:
        raise _over()
    actor = people.actor_for(row.account)
    if row.record_id is not None:
        if not learning.takes_proofs(row.record_id, actor):
            raise _over()
        return
    try:
        _require_slot(_case_of(row), row.slot, actor, now)
    except (NotVisible, Refused):
        raise _over() from None


def _require_slot(case: Case, slot: str, actor: Actor, now: datetime) -> None:
    """Is this a slot of the application, and open to the applicant now?"""
    if actor.role is not Role.APPLICANT or slot not in slots_of(case, now):
        raise NotVisible
    page = "materials"
    if slot == PHOTO:
        page = drafting.page_of_photo(case)
    drafting.require_open(case, page, actor)


def _taken(row: HandOff, upload: Upload, key: str, actor: Actor, now: datetime) -> str:
    """Hand the file in where it belongs; the key of the page or of the picture."""
    if row.record_id is not None:
        came = learning.add_proof(
            record_id=row.record_id, upload=upload, key=key, actor=actor, now=now
        )
        return str(came)
    case = _case_of(row)
    if row.slot != PHOTO:
        return str(
            drafting.add_page(
                case_id=case.pk,
                material=Material(row.slot),
                upload=upload,
                key=key,
                actor=actor,
                now=now,
            )
        )
    with once.first(key, actor=actor, action="hand_off_photo", now=now) as turn:
        if turn.answer is not None:
            return str(turn.answer["upload"])
        received = photo_actions.hand_in(upload, person_id=case.person_id, actor=actor, now=now)
        turn.keep({"upload": str(received.pk)})
        return str(received.pk)


def _arrivals(row: HandOff) -> Iterator[Arrival]:
    if row.slot == PHOTO:
        actor = people.actor_for(row.account)
        yield from (_of_photo(UUID(key), actor) for key in row.received)
        return
    if row.record_id is not None:
        keys = [int(key) for key in row.received]
        for proof in education.proofs_among(keys, record_id=row.record_id):
            yield Arrival(_state_of(proof.state, ()), _reasons(proof.refusals))
        return
    for key in row.received:
        page = materials.page(int(key), folder_id=_case_of(row).folder_id)
        if page is None or page.removed_at is not None:
            continue
        hints = () if page.kept_anyway else page.hints
        state = _state_of(page.state, hints)
        yield Arrival(state, _reasons(page.refusals), hints, page.looking_since)


def _reasons(kept: Sequence[Mapping[str, Any]]) -> list[Objection]:
    return [objection(one["code"], one["clause"], **one["params"]) for one in kept]


def _state_of(state: str, hints: Sequence[object]) -> str:
    if state == materials.READY:
        return "problem" if hints else "ready"
    return "waiting" if state == materials.CHECKING else "broken"


def _of_photo(received_id: UUID, actor: Actor) -> Arrival:
    try:
        photo = photos.outcome_of(received_id, actor)
    except Refused as refused:
        return Arrival("broken", refused.objections)
    return Arrival("ready" if photo else "waiting")


def _digest(what: str, said: str) -> str:
    return secrets.blind_index(f"hand-off {what}:{said}")


def _place(row: HandOff) -> str:
    return f"cases.handoff.sealed:{row.pk}"


def _record(what: str, row: HandOff, actor: Actor, now: datetime) -> None:
    if row.case is None:
        event, about = f"education.hand_off_{what}", {"record": row.record_id}
        record(event, chain=HOUSE, actor=actor, now=now, data=about)
        return
    event = f"case.hand_off_{what}"
    record(event, chain=row.case.ref, actor=actor, now=now, data={"slot": row.slot})
