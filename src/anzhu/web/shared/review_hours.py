"""Continuing education beside its item: imported records in a list, own ones to be judged (R7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict

from anzhu import words
from anzhu.cases import hours
from anzhu.reviews.actions import Judged
from anzhu.reviews.entry_marks import VERDICTS
from anzhu.rules import checklist
from anzhu.rules.facts import Mark
from anzhu.rules.filing import EducationRecord, Source
from anzhu.web.shared.review_evidence import Sheet, proof_sheet

if TYPE_CHECKING:
    from anzhu.reviews.reading import Reading

Option = tuple[str, str, bool]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One record as it was submitted; ``gone`` when it has been taken back since.

    Own entries have verdicts and reasons to choose from, and the pages of their certificate.
    """

    key: int
    record: EducationRecord
    gone: bool
    new: bool
    mark: str
    verdict: str
    verdicts: Sequence[Option] = ()
    reasons: Sequence[Option] = ()
    reason_text: str = ""
    note: str = ""
    sheets: Sequence[Sheet] = ()


@dataclass(frozen=True, kw_only=True)
class Hours:
    """What was asked for and counted at submission, and what stands by the marks made so far."""

    required: float
    counted: float
    standing: float
    start: object
    until: object
    imported: Sequence[Entry]
    own: Sequence[Entry]


def hours_of(reading: "Reading", area: str) -> Hours | None:
    """The block of the item; None where no hours were asked."""
    learnt = reading.learnt
    found = hours.standing(learnt, reading.gone, reading.entries)
    if found is None:
        return None
    entries = [_entry(record, reading, area) for record in learnt.records]
    return Hours(
        required=float(learnt.required),
        counted=float(learnt.counted),
        standing=float(found.standing),
        start=learnt.start,
        until=learnt.until,
        imported=[one for one in entries if one.record.source is Source.INSTITUTION],
        own=[one for one in entries if one.record.source is Source.SELF],
    )


def changed(reading: "Reading") -> bool:
    """Does the submission hold other records than the returned one?"""
    earlier = reading.earlier
    return earlier is not None and earlier.education != reading.revision.education


def _entry(record: EducationRecord, reading: "Reading", area: str) -> Entry:
    said = reading.entries.get(str(record.key), {})
    mark, reason = said.get("mark", ""), said.get("reason", "")
    before = hours.as_submitted(reading.earlier)
    known = {one.key for one in before.records} if before else {record.key}
    pages = hours.proofs_in(reading.revision).get(record.key, ())
    verdict = {Mark.MET: "accepted", Mark.NOT_MET: "rejected"}.get(Mark(mark)) if mark else "open"
    return Entry(
        key=record.key,
        record=record,
        gone=record.key in reading.gone,
        new=record.key not in known,
        mark=mark,
        verdict=words.text(f"education.verdict.{verdict}"),
        verdicts=[(str(one), words.text(f"review.entry.{one}"), one == mark) for one in VERDICTS],
        reasons=[
            (code, words.text(f"reasons.{code}.label"), code == reason)
            for code in checklist.item(hours.ITEM).reasons
        ],
        reason_text=words.text(f"reasons.{reason}.label") if reason else "",
        note=said.get("note", ""),
        sheets=[
            proof_sheet(reading, area, page, words.text("review.sheet", number=number))
            for number, page in enumerate(pages, start=1)
        ],
    )


# --- as a form sends them ----------------------------------------------------------------------


def posted(data: QueryDict) -> dict[int, Judged]:
    """Marks on own entries: ``entry.<key>``, ``entry_reason.<key>``, ``entry_note.<key>``."""
    found = {}
    for name in data:
        key = name.removeprefix("entry.")
        if name != key and key.isascii() and key.isdigit() and len(key) < 19:
            found[int(key)] = Judged(
                mark=str(data[name]),
                reason=data.get(f"entry_reason.{key}", ""),
                note=data.get(f"entry_note.{key}", ""),
            )
    return found
