"""What an application asks for and leads to, as its status page tells it: from what to what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from anzhu import words
from anzhu.cases import matters
from anzhu.cases.matters import Matter
from anzhu.rules.facts import UNDECIDED, Status
from anzhu.rules.production import ItemStatus

if TYPE_CHECKING:
    from anzhu.cases.models import Case
    from anzhu.production.models import Item
    from anzhu.registrations.models import Registration

_WORDS = "applicant_papers.status"
Facts = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class PickUp:
    """Where the certificate or label is fetched, whether it is there, and what to bring."""

    title: str
    facts: Facts
    text: str
    bring: str


def asked(matter: Matter | None) -> Facts:
    """What is asked for, as long as nothing was granted."""
    return matters.lines(matter) if matter and not matter.granted else ()


def granted(row: "Registration | None", matter: Matter | None) -> Facts:
    """Number and validity of what was granted; of the later kinds, what became of the earlier."""
    if row is None:
        return ()
    if matter is not None and matter.granted:
        day = words.text(f"{_WORDS}.day", day=row.valid_until)
        return [*matters.lines(matter), (words.text(f"{_WORDS}.now_until"), day)]
    said = words.text(f"{_WORDS}.from_until", start=row.valid_from, until=row.valid_until)
    return [(words.text(f"{_WORDS}.number"), row.number), (words.text(f"{_WORDS}.valid"), said)]


def carried_beyond(case: "Case", matter: Matter | None, on: date) -> date | None:
    """The last valid day of a registration that this very renewal keeps in force (R4)."""
    if matter is None or not case.renews or case.status not in UNDECIDED or on <= matter.until:
        return None
    return matter.until if case.filed_on and case.filed_on <= matter.until else None


def pick_up(case: "Case", item: "Item | None") -> PickUp | None:
    """Where the sheet waits, or will; None before the approval and after the collection."""
    if case.agency is None or case.status != Status.APPROVED or item is None:
        return None
    sheet = words.text(f"kinds.sheet.{item.kind}")
    here = "here" if item.status == ItemStatus.RECEIVED else "coming"
    due = item.old_certificate_due
    return PickUp(
        title=words.text(f"{_WORDS}.pick_up.title", sheet=sheet),
        facts=[
            (words.text(f"{_WORDS}.at"), case.agency.pick_up or case.agency.address),
            (words.text(f"{_WORDS}.phone"), case.agency.phone),
        ],
        text=words.text(f"{_WORDS}.pick_up.{here}", sheet=sheet),
        bring=words.text(f"{_WORDS}.pick_up.old_certificate") if due else "",
    )
