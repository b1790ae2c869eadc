"""The part of an upload slot that hands it over to a phone: a code to scan, and one to type."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode

from anzhu.cases import drafting, handing_off
from anzhu.kernel.errors import Refused
from anzhu.papers.codes import qr_svg
from anzhu.photos import queries as photos
from anzhu.rules.facts import SHORT_KINDS
from anzhu.web.shared.request import Request

if TYPE_CHECKING:
    from anzhu.cases.models import Case, HandOff

#: Codes that one account may have made in an hour.
CODES_AN_HOUR = 60
#: How long a page says that a hand-off is over.
_SAID_FOR = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Panel:
    """``state`` is closed, open or over; ``picture`` and ``look`` lead to a portrait that came.

    ``slot_id`` is the part of the page that is fetched anew when something came.
    """

    slot: str
    slot_id: str
    url: str
    stop_url: str
    look_again_url: str
    #: what a script takes of the page that it gets; nothing where it gets just the slot
    select: str = ""
    state: str = "closed"
    seen: str = ""
    code_image: str = ""
    code: str = ""
    address: str = ""
    until: datetime | None = None
    count: int = 0
    picture: str = ""
    look: str = ""

    @property
    def news_url(self) -> str:
        """Where a script asks whether something came that the page has not shown."""
        return f"{self.url}{'&' if '?' in self.url else '?'}seen={self.seen}"


def panels(request: Request, case: "Case") -> dict[str, Panel]:
    """The panel of every slot of an application that the actor may hand over."""
    last = handing_off.of_case(case, request.actor)
    slots = handing_off.slots_of(case, request.now) | set(last)
    return {slot: panel(request, case, slot, last.get(slot)) for slot in slots}


def photo_panel(request: Request, case: "Case") -> Panel | None:
    """The panel beside the photo tool; nothing while the photo may not be changed."""
    if drafting.page_of_photo(case) not in drafting.open_pages(case):
        return None
    row = handing_off.of_case(case, request.actor).get(handing_off.PHOTO)
    return panel(request, case, handing_off.PHOTO, row)


def panel(request: Request, case: "Case", slot: str, row: "HandOff | None") -> Panel:
    """The panel of one slot, with its last hand-off if there was one."""
    where = {"ref": case.ref, "slot": slot}
    closed = Panel(
        slot=slot,
        slot_id="hand-off-photo" if slot == handing_off.PHOTO else f"slot-{slot}",
        url=reverse("applicant:hand_off", kwargs=where),
        stop_url=reverse("applicant:hand_off_stop", kwargs=where),
        look_again_url=_again(page_of(case, slot), request.machine_now),
    )
    return _of_row(request, closed, row)


def proof_panels(
    request: Request, record_ids: Sequence[int], *, where: str, ref: str
) -> dict[int, Panel]:
    """The panels beside own records of continuing education, by record; ``where`` is their page,
    ``ref`` the application to which that belongs, if it does."""
    last = handing_off.of_records(record_ids, request.actor)
    return {key: _beside(request, key, last.get(key), where, ref) for key in record_ids}


def _beside(request: Request, key: int, row: "HandOff | None", where: str, ref: str) -> Panel:
    place = {"record": key}
    query = f"?{urlencode({'for': ref})}" if ref else ""
    slot_id = f"record-{key}"
    closed = Panel(
        slot=handing_off.PROOF,
        slot_id=slot_id,
        url=reverse("applicant:education_hand_off", kwargs=place) + query,
        stop_url=reverse("applicant:education_hand_off_stop", kwargs=place) + query,
        look_again_url=_again(f"{where}#{slot_id}", request.machine_now),
        select=f"#{slot_id}",
    )
    return _of_row(request, closed, row)


def _of_row(request: Request, closed: Panel, row: "HandOff | None") -> Panel:
    if row is None:
        return closed
    look, picture = _portrait(request, row)
    known = replace(
        closed, seen=seen_of(request, row), count=len(row.received), look=look, picture=picture
    )
    if row.is_alive(request.machine_now):
        return _open(request, known, row)
    over_at = row.ended_at or row.expires_at
    recent = request.machine_now - over_at < _SAID_FOR
    return replace(known, state="over" if recent else "closed")


def _open(request: Request, known: Panel, row: "HandOff") -> Panel:
    shown = handing_off.pass_of(row)
    # Where this browser reached the site, a phone beside it reaches it too.
    scan = request.build_absolute_uri(reverse("public:phone", args=[shown.token]))
    typed_at = request.build_absolute_uri(reverse("public:phone_code"))
    return replace(
        known,
        state="open",
        code_image=_image(scan),
        code=f"{shown.code[:4]} {shown.code[4:]}",
        address=typed_at.partition("://")[2],
        until=row.expires_at,
    )


def seen_of(request: Request, row: "HandOff") -> str:
    """What a page has shown of a hand-off; another value means that there is something new."""
    alive = "open" if row.is_alive(request.machine_now) else "over"
    settled = ""
    if row.slot == handing_off.PHOTO:
        settled = "-".join(one.state for one in handing_off.arrivals(row)[-1:])
    return f"{row.pk.hex[:8]}-{len(row.received)}-{alive}-{settled}"


def page_of(case: "Case", slot: str) -> str:
    """The page on which this slot is."""
    if slot == handing_off.PHOTO:
        return f"{reverse('applicant:photo', args=[case.ref])}#hand-off-photo"
    if case.kind in SHORT_KINDS:
        return f"{reverse('applicant:request', args=[case.ref])}#slot-{slot}"
    return f"{reverse('applicant:materials', args=[case.ref])}#slot-{slot}"


def _again(url: str, at: datetime) -> str:
    """The same place under an address of its own: to the very same one a browser only scrolls."""
    path, mark, place = url.partition("#")
    return f"{path}?look={at:%H%M%S}{mark}{place}"


def _portrait(request: Request, row: "HandOff") -> tuple[str, str]:
    """Where the last portrait that came is looked at, and its picture once it is ready."""
    case = row.case
    if case is None or row.slot != handing_off.PHOTO or not row.received:
        return "", ""
    key = row.received[-1]
    look = f"{reverse('applicant:photo', args=[case.ref])}?upload={key}"
    try:
        photo = photos.outcome_of(UUID(key), request.actor)
    except Refused:
        photo = None
    if photo is None:
        return look, ""
    return look, reverse("applicant:photo_image", args=[case.ref, photo.pk])


def _image(text: str) -> str:
    code = base64.b64encode(qr_svg(text, quiet_zone=True)).decode()
    return f"data:image/svg+xml;base64,{code}"
