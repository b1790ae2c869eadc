"""The review screen that agency and centre share: head, evidence, items to judge, past returns.

``area`` is the namespace of the reader's own pages; it must have the addresses ``case``,
``marks``, ``claim``, ``page_picture`` and ``portrait``. Nothing here decides: what may be done
comes from ``Reading.steps``, and an action refuses whatever a page should not have offered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from anzhu import words
from anzhu.cases import matters
from anzhu.cases.hours import ITEM
from anzhu.kernel import clock
from anzhu.law import queries as law
from anzhu.rules import checklist
from anzhu.rules.facts import Mark, Status
from anzhu.rules.materials import Material
from anzhu.web.shared import review_evidence, review_hours
from anzhu.web.shared.review_evidence import PORTRAIT, Group, Sheet
from anzhu.web.shared.review_facts import Fact, facts_for
from anzhu.web.shared.review_hours import Hours
from anzhu.web.shared.review_notes import Note
from anzhu.web.shared.review_past import Line, Past, Told, history_line, pasts, told
from anzhu.web.shared.templatetags.anzhu import mask_name, zh_time

if TYPE_CHECKING:
    from anzhu.reviews.reading import Marked, Reading

#: Every mark with its word, in the order of the keys 1, 2, 3.
MARKS = tuple((str(mark), f"kinds.mark.{mark}") for mark in Mark)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One mark or reason that can be chosen."""

    code: str
    text: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """One item of the checklist with everything beside it."""

    number: int
    code: str
    title: str
    help: str
    clause: str
    mark: str
    marks: Sequence[Choice]
    reasons: Sequence[Choice]
    reason_text: str
    note: str
    facts: Sequence[Fact]
    notes: Sequence[Note]
    #: the picture this item looks at, and the portrait where faces are compared
    sheet: Sheet | None
    portrait: Sheet | None
    #: what the agency said, for the centre; empty for the agency itself
    agency_mark: str
    agency_text: str
    agency_note: str
    #: changed since the last return; seen at the last return and not raised then (R12)
    changed: bool
    seen_before: bool
    returned_for: str
    #: what the applicant said to the last return about it
    reply: str
    #: the agency found it met at the last return, and nothing about it has changed since
    settled: bool

    @property
    def folded(self) -> bool:
        """A settled item is folded unless somebody judged it otherwise now."""
        return self.settled and not self.unmet

    @property
    def unmet(self) -> bool:
        """Was it judged, and not as met?"""
        return self.mark not in ("", Mark.MET)


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    """The whole screen as a template gets it."""

    reading: "Reading"
    ref: str
    name: str
    area: str
    url: str
    marks_url: str
    claim_url: str
    editable: bool
    claimable: str
    claim_text: str
    claim_tone: str
    days: str
    days_tone: str
    flags: Sequence[tuple[str, str]]
    matter: Sequence[tuple[str, str]]
    groups: Sequence[Group]
    shown_group: Group | None
    shown: Sheet | None
    rows: Sequence[Row]
    past: Sequence[Past]
    history: Sequence[Line]
    steps: frozenset[str]
    show_agency: bool
    #: the agency looks at what it has judged: there is nothing to mark any more
    judged_already: bool
    #: continuing education, where hours are asked (R7)
    hours: Hours | None
    #: where settled items are judged as before; empty at desks that send nothing back
    carry_url: str

    @property
    def status_text(self) -> str:
        """Where the case stands, in the words of the desks."""
        return status_word(self.reading.case.kind, self.reading.case.status)

    @property
    def face(self) -> Sheet | None:
        """The portrait as it is now, to know a face by."""
        found = (one for group in self.groups if group.code == PORTRAIT for one in group.sheets)
        return next((sheet for sheet in found if not sheet.old), None)

    @property
    def compared(self) -> str:
        """The pictures beside which the portrait stands, by their keys."""
        of_faces = (group for group in self.groups if group.code == Material.ID_IN_HAND)
        return " ".join(sheet.key for group in of_faces for sheet in group.sheets)

    @property
    def compares(self) -> bool:
        """Does the portrait stand beside the picture that is shown?"""
        return self.shown is not None and self.shown.key in self.compared.split()

    @property
    def judged(self) -> int:
        """How many items have a mark."""
        return sum(1 for row in self.rows if row.mark)

    @property
    def all_met(self) -> bool:
        """Could it pass, as far as the marks go?"""
        return all(row.mark == Mark.MET for row in self.rows)

    @property
    def unmet(self) -> Sequence[Row]:
        """Items that were judged and are not met."""
        return [row for row in self.rows if row.unmet]

    @property
    def returned(self) -> Sequence[Row]:
        """Items that the last return raised."""
        return [row for row in self.rows if row.returned_for]

    @property
    def settled(self) -> Sequence[Row]:
        """Items that the last return found met and that have not changed since."""
        return [row for row in self.rows if row.settled]

    @property
    def may_carry_over(self) -> bool:
        """Is there a settled item without a mark, and the pen in the reader's hand?"""
        return self.editable and any(not row.mark for row in self.settled)

    @property
    def overrides(self) -> int:
        """How often a return raised what had been there and visible before (R12)."""
        return sum(1 for row in self.reading.decisions if row.override)

    @property
    def unjudged(self) -> Sequence[Row]:
        """Items without a mark."""
        return [row for row in self.rows if not row.mark]


def review_page(reading: "Reading", *, area: str, sheet: str = "") -> ReviewPage:
    """The screen for this reader; ``sheet`` is the picture asked for by address."""
    case = reading.case
    where = {"ref": case.ref}
    evidence = review_evidence.groups(reading, area)
    group, shown = review_evidence.chosen(evidence, sheet) or (None, None)
    days, tone = days_left(case.due_on, clock.day(reading.now))
    claim_text, claim_tone = _claim_words(reading)
    return ReviewPage(
        reading=reading,
        ref=case.ref,
        name=case.applicant_name,
        area=area,
        url=reverse(f"{area}:case", kwargs=where),
        marks_url=reverse(f"{area}:marks", kwargs=where),
        claim_url=reverse(f"{area}:claim", kwargs=where),
        editable=reading.held_by_reader and case.status == _reviewed_by(reading),
        claimable=_claimable(reading),
        claim_text=claim_text,
        claim_tone=claim_tone,
        days=days,
        days_tone=tone,
        flags=[(flag, words.text(f"review.flags.long.{flag}")) for flag in case.flags],
        matter=matters.lines(reading.matter) if reading.matter else (),
        groups=evidence,
        shown_group=group,
        shown=shown,
        rows=_rows(reading, evidence),
        past=pasts(reading),
        history=[history_line(act) for act in reading.history],
        steps=reading.steps,
        show_agency=bool(_said_by_the_agency(reading)),
        judged_already=reading.reader.is_agency and bool(_said_by_the_agency(reading)),
        hours=review_hours.hours_of(reading, area),
        carry_url=reverse(f"{area}:carry_over", kwargs=where) if reading.reader.is_agency else "",
    )


def _reviewed_by(reading: "Reading") -> Status:
    return Status.FIRST_REVIEW if reading.reader.is_agency else Status.FINAL_REVIEW


def _said_by_the_agency(reading: "Reading") -> "Marked":
    """What the agency judged; its own people read it once the case has left their hands."""
    at_work = reading.case.status in (Status.FIRST_REVIEW, Status.CORRECTION)
    return {} if reading.reader.is_agency and at_work else reading.agency_marks


def status_word(kind: str, status: str) -> str:
    """The word for a status at a desk: a request is refused, not a registration."""
    own = f"requests.status.{kind}.{status}"
    if status == Status.REFUSED and words.exists(own):
        return words.text(own)
    return words.status(status, "staff")


def _claimable(reading: "Reading") -> str:
    """The step by which this reader can begin: ``claim``, ``take_over``, or nothing."""
    if reading.held_by_reader or reading.held_by_another:
        return ""
    name = "take_over" if reading.case.claimed_by_id else "claim"
    return name if name in reading.steps else ""


def _claim_words(reading: "Reading") -> tuple[str, str]:
    """Who holds the case until when, and how loudly to say it."""
    case = reading.case
    until = zh_time(case.claimed_until)
    if case.status == Status.CORRECTION and case.correct_by is not None:
        days = (case.correct_by - clock.day(reading.now)).days
        return words.text("review.with_applicant", day=case.correct_by, days=days), "note"
    if case.status != _reviewed_by(reading):
        return words.text("review.not_here", status=status_word(case.kind, case.status)), "note"
    if reading.held_by_another and case.claimed_by is not None:
        name = mask_name(case.claimed_by.person.name)
        return words.text("review.held_until", name=name, time=until), "warn"
    if not reading.held_by_reader:
        return words.text("review.not_claimed"), "note"
    live = case.claimed_until is not None and case.claimed_until > reading.now
    return words.text("review.mine_until" if live else "review.mine_over", time=until), "done"


def days_left(due: date | None, today: date) -> tuple[str, str]:
    """Working days until a deadline, in words, and its tone: far, near or over."""
    if due is None:
        return "", ""
    calendar = law.calendar()
    if due < today:
        return words.text("review.days.over", days=calendar.used(due, today)), "over"
    if due == today:
        return words.text("review.days.today"), "near"
    days = calendar.used(today, due)
    return words.text("review.days.left", days=days), "near" if days <= _NEAR else "far"


#: From so many working days on a deadline is marked as near.
_NEAR = 3


def _rows(reading: "Reading", evidence: Sequence[Group]) -> list[Row]:
    returned = _last_return(reading)
    return [
        _row(number, checklist.item(code), reading, evidence, returned)
        for number, code in enumerate(reading.revision.checklist, start=1)
    ]


def _row(
    number: int,
    item: checklist.Item,
    reading: "Reading",
    evidence: Sequence[Group],
    returned: Mapping[str, Told],
) -> Row:
    code, said = item.code, reading.marks.get(item.code, {})
    agency = _said_by_the_agency(reading).get(code, {})
    facts = facts_for(code, reading)
    sheets = _sheets_of(item, evidence)
    mark, reason = said.get("mark", ""), said.get("reason", "")
    changed = any(fact.before is not None for fact in facts) or any(one.new for one in sheets)
    changed = changed or (code == ITEM and review_hours.changed(reading))
    return Row(
        number=number,
        code=code,
        title=words.text(f"checklist.{code}.title"),
        help=words.text(f"checklist.{code}.help"),
        clause=item.clause,
        mark=mark,
        marks=[Choice(code=one, text=words.text(key), chosen=one == mark) for one, key in MARKS],
        reasons=[
            Choice(code=one, text=words.text(f"reasons.{one}.label"), chosen=one == reason)
            for one in item.reasons
        ],
        reason_text=words.text(f"reasons.{reason}.label") if reason else "",
        note=said.get("note", ""),
        facts=facts,
        notes=_notes_beside(code, evidence),
        sheet=_first_to_look_at(code, [one for one in sheets if not one.old]),
        portrait=_portrait_for(code, evidence),
        agency_mark=agency.get("mark", ""),
        agency_text=words.text(f"kinds.mark.{agency['mark']}") if agency.get("mark") else "",
        agency_note=agency.get("note", ""),
        changed=changed,
        seen_before=code in reading.seen_before,
        returned_for=returned[code].label if code in returned else "",
        reply=reading.replies.get(code, ""),
        settled=reading.reader.is_agency and code in reading.seen_before and not changed,
    )


def _notes_beside(code: str, evidence: Sequence[Group]) -> list[Note]:
    """What machines found that bears on this item, on the pages as they are now."""
    return [
        note
        for group in evidence
        for sheet in group.sheets
        if not sheet.old
        for note in sheet.notes
        if note.item == code
    ]


def _sheets_of(item: checklist.Item, evidence: Sequence[Group]) -> Sequence[Sheet]:
    looked_at = PORTRAIT if item.code == "photo.usable" else item.material
    return next((group.sheets for group in evidence if group.code == looked_at), ())


#: Signature and stamp stand on the second page of the form.
_SECOND_PAGE = frozenset({"form.signed", "form.stamp"})


def _first_to_look_at(code: str, sheets: Sequence[Sheet]) -> Sheet | None:
    place = 1 if code in _SECOND_PAGE and len(sheets) > 1 else 0
    return sheets[place] if sheets else None


def _portrait_for(code: str, evidence: Sequence[Group]) -> Sheet | None:
    """The portrait stands beside the items in which a face is recognised."""
    if code not in ("photo.usable", "id_in_hand.recognisable", "person.data"):
        return None
    found = next((group.sheets for group in evidence if group.code == PORTRAIT), ())
    return found[0] if found else None


def _last_return(reading: "Reading") -> Mapping[str, Told]:
    """By item: what the last return said about it."""
    row = next((one for one in reversed(reading.decisions) if one.step == "return"), None)
    return {reason["item"]: told(reason) for reason in row.reasons} if row is not None else {}
