"""The slots of a request: what goes where, and how each page fares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from anzhu import words
from anzhu.kernel import clock
from anzhu.materials.queries import CHECKING, READY, REFUSED, can_be_turned
from anzhu.rules import uploads
from anzhu.rules.objections import objection
from anzhu.web.shared import waiting
from anzhu.web.shared.hand_offs import Panel

if TYPE_CHECKING:
    from datetime import datetime

    from anzhu.cases.models import Case
    from anzhu.materials.models import Page
    from anzhu.rules.materials import Need, Needs

_WORDS = "applicant_papers.materials"


@dataclass(frozen=True, kw_only=True)
class PageShown:
    """One page in its slot; ``state`` is waiting, ready, broken or problem (hints, old form)."""

    id: int
    name: str
    state: str
    text: str
    sentences: Sequence[str]
    small: str
    large: str
    may_keep: bool
    keep_url: str
    remove_url: str
    may_turn: bool
    turn_url: str


@dataclass(frozen=True, kw_only=True)
class Slot:
    """The place of one material; ``refusals`` are of files that were just turned away."""

    name: str
    title: str
    help: str
    clause: str
    limit: str
    several: bool
    accept: str
    state: str
    text: str
    pages: Sequence[PageShown]
    refusals: Sequence[str]
    upload_url: str
    slot_url: str
    page_url: str
    editable: bool
    wait: int = 0
    #: what was dropped here and lies in the slot of the form now
    moved: Sequence[str] = ()
    phone: Panel | None = None


def slots_of(
    case: "Case",
    needs: "Needs",
    lying: Mapping[str, "Sequence[Page]"],
    *,
    area: str,
    now: "datetime",
    editable: bool,
    turned_away: Mapping[str, Sequence[str]],
    phones: Mapping[str, Panel],
) -> list[Slot]:
    """All slots; ``area`` is the namespace whose addresses serve them, ``phones`` how each slot is
    handed over to a phone."""
    return [
        _slot(
            case,
            need,
            lying.get(need.material, ()),
            area=area,
            now=now,
            editable=editable,
            refusals=turned_away.get(need.material, ()),
            phone=phones.get(need.material),
            moved=_moved_from(need.material, lying) if editable else (),
        )
        for need in needs.all
    ]


def _slot(
    case: "Case",
    need: "Need",
    lying: "Sequence[Page]",
    *,
    area: str,
    now: "datetime",
    editable: bool,
    refusals: Sequence[str],
    phone: Panel | None,
    moved: Sequence[str],
) -> Slot:
    material = need.material
    on = clock.day(now)
    shown = [_page(case, row, place, area, now) for place, row in enumerate(lying, start=1)]
    state = _state(shown, refusals)
    where = {"ref": case.ref, "material": material.value}
    most = uploads.most_pages(material, on)
    files = words.text(
        "materials.pages.limits",
        types="、".join(uploads.TYPES.values()),
        megabytes=uploads.MAX_BYTES.on(on) // uploads.MEBIBYTE,
    )
    return Slot(
        name=material.value,
        title=words.text(f"materials.{material}.name"),
        help=words.text(f"materials.{material}.help"),
        clause=words.text(f"materials.{material}.clause"),
        limit=words.text(
            f"{_WORDS}.limit", pages=words.text("materials.pages.most", most=most), files=files
        ),
        several=most > 1,
        accept=uploads.accepts(),
        state=state,
        text=words.text(f"{_WORDS}.state.{state}"),
        pages=shown,
        refusals=refusals,
        upload_url=reverse(f"{area}:request_upload", kwargs=where),
        slot_url=reverse(f"{area}:request_slot", kwargs=where),
        page_url=reverse(f"{area}:request", args=[case.ref]),
        editable=editable,
        wait=waiting.seconds(lying, now) if editable else 0,
        phone=phone,
        moved=moved,
    )


def _moved_from(material: str, lying: Mapping[str, "Sequence[Page]"]) -> list[str]:
    """What was dropped on this slot and had a place of its own; the sentence leads there."""
    return [
        words.text(
            f"{_WORDS}.moved_away",
            page=words.text(f"{_WORDS}.page", number=row.position),
            slot=words.text(f"materials.{row.material}.name"),
        )
        for rows in lying.values()
        for row in rows
        if row.dropped_on == material and row.state == READY
    ]


def _page(case: "Case", row: "Page", place: int, area: str, now: "datetime") -> PageShown:
    turning = waiting.is_being_turned(row, now)
    state, sentences = ("waiting", []) if turning else _state_of_page(row, case.folder.form_version)

    def url(name: str, **more: object) -> str:
        part = {"ref": case.ref, "page_id": row.pk, **more}
        return reverse(f"{area}:{name}", kwargs=part)

    has_picture = row.stored_id is not None
    kept = "kept" if state == "ready" and row.kept_anyway else state
    may_keep = state == "problem" and bool(row.hints)
    return PageShown(
        id=row.pk,
        name=row.shown_name if row.state == REFUSED else words.text(f"{_WORDS}.page", number=place),
        state=state,
        text=words.text(f"{_WORDS}.page_state.{'turning' if turning else kept}"),
        sentences=sentences,
        small=url("request_image", variant="thumbnail") if has_picture else "",
        large=url("request_image", variant="preview") if has_picture else "",
        may_keep=may_keep,
        keep_url=url("request_keep"),
        remove_url=url("request_remove"),
        may_turn=may_keep and can_be_turned(row),
        turn_url=url("request_turn"),
    )


def _state_of_page(row: "Page", version: int) -> tuple[str, list[str]]:
    if row.state == CHECKING:
        return "waiting", []
    if row.state == REFUSED:
        return "broken", [
            words.objection(objection(found["code"], found["clause"], **found["params"]))
            for found in row.refusals
        ]
    if row.form_version is not None and row.form_version != version:
        stale = objection("form.stale", "2.8", have=row.form_version, need=version)
        return "problem", [words.objection(stale)]
    hints = [words.text(f"materials.hint.{hint['code']}", **hint["params"]) for hint in row.hints]
    moved = []
    if row.dropped_on:
        slot = words.text(f"materials.{row.dropped_on}.name")
        moved = [words.text(f"{_WORDS}.moved_here", slot=slot)]
    return ("problem" if hints and not row.kept_anyway else READY), [*moved, *hints]


def _state(shown: Sequence[PageShown], refusals: Sequence[str]) -> str:
    states = {page.state for page in shown}
    for state in ("waiting", "broken", "problem"):
        if state in states:
            return state
    if refusals:
        return "broken"
    return "ready" if shown else "empty"
