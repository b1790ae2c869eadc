"""One case as a reviewer reads it: everything the review screen shows, in a fixed number of reads.

Reviewers see what was submitted and frozen, never what an applicant is changing at the moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from anzhu.cases import hours
from anzhu.cases import queries as cases
from anzhu.cases.matters import Matter, matters_of
from anzhu.cases.models import Act, Case, Revision
from anzhu.education import queries as records
from anzhu.files.actions import open_clean
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible
from anzhu.materials import queries as materials
from anzhu.organisations import queries as organisations
from anzhu.people import queries as people
from anzhu.people.queries import Holding
from anzhu.photos import queries as photos
from anzhu.photos.models import Photo
from anzhu.reviews import entry_marks, noticing, queries
from anzhu.reviews.models import Decision
from anzhu.reviews.noticing import Noticed
from anzhu.rules.education import NOTHING_REQUIRED, Education
from anzhu.rules.facts import Status, Tier

Marked = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was submitted, what was said about it so far, and what the reader may do.

    ``marks`` are the reader's own and not sent yet; ``agency_marks`` those of the agency's last
    opinion; ``earlier`` is the revision that the last return judged.
    """

    case: Case
    now: datetime
    revision: Revision
    earlier: Revision | None
    marks: Marked
    agency_marks: Marked
    photo: Photo | None
    #: what machine checks noticed on the pages and the portrait
    noticed: Sequence[Noticed]
    #: what a renewal, a change or a re-registration does to the registration held
    matter: Matter | None
    holding: Holding | None
    agencies: Mapping[str, str]
    decisions: Sequence[Decision]
    history: Sequence[Act]
    steps: frozenset[str]
    seen_before: frozenset[str]
    #: hours as submitted, which of their records are gone since, and marks on own ones (R7)
    learnt: Education
    gone: frozenset[int]
    entries: hours.Marks
    reader: Actor

    @property
    def replies(self) -> Mapping[str, str]:
        """By item: what the applicant said to the last return when answering it."""
        return self.replies_to(self.case.returns) if self.earlier is not None else {}

    def replies_to(self, number: int) -> Mapping[str, str]:
        """By item: what the applicant said to the return of this number (from 1)."""
        found: Mapping[str, str] = self.revision.replies.get(str(number), {})
        return found

    @property
    def held_by_reader(self) -> bool:
        """Is it the reader's to judge? A lease that ran out counts until somebody takes over."""
        return self.case.claimed_by_id is not None and (
            self.case.claimed_by_id == self.reader.account_id
        )

    @property
    def held_by_another(self) -> bool:
        """Does somebody else hold it with a live lease?"""
        until = self.case.claimed_until
        return not self.held_by_reader and until is not None and until > self.now


def read(actor: Actor, ref: str, now: datetime) -> Reading:
    """The case with this reference; ``NotVisible`` if the actor may not know of it."""
    case = cases.visible(actor, ref)
    revisions = cases.revisions(case)
    if not revisions:
        raise NotVisible
    latest = revisions[-1]
    decided = queries.decisions(case)
    earlier = _judged_before(decided, revisions)
    learnt = hours.as_submitted(latest) or NOTHING_REQUIRED
    return Reading(
        case=case,
        now=now,
        revision=latest,
        earlier=earlier,
        marks=queries.marks_of(case, actor, latest),
        agency_marks=_of_the_agency(decided),
        photo=photos.passed(latest.photo_id, person_id=case.person_id) if latest.photo_id else None,
        noticed=noticing.noticed(actor, (latest, earlier)),
        matter=matters_of([case]).get(case.pk),
        holding=people.holding_of(case.person),
        agencies={row.code: row.name for row in organisations.existing_agencies(clock.day(now))},
        decisions=decided,
        history=cases.history(case),
        steps=frozenset(step.name for step in cases.open_steps(case, actor, now)),
        seen_before=queries.seen_in(decided, revisions),
        learnt=learnt,
        gone=hours.lost(learnt),
        entries=_entries(case, actor, latest, decided),
        reader=actor,
    )


def page_picture(actor: Actor, ref: str, page_id: int, variant: str) -> BinaryIO:
    """A submitted page of a case the actor may see, as JPEG; else ``NotVisible``."""
    case = cases.visible(actor, ref)
    submitted = noticing.pages_of(cases.revisions(case))
    row = materials.page(page_id, folder_id=case.folder_id) if page_id in submitted else None
    if row is None:
        raise NotVisible
    return materials.opened(row, variant)


def crop_picture(actor: Actor, ref: str, found_id: int) -> BinaryIO:
    """What a check cut out of a submitted page, as JPEG; ``NotVisible`` where the page is not."""
    case = cases.visible(actor, ref)
    submitted = noticing.pages_of(cases.revisions(case))
    return open_clean(noticing.crop(actor, found_id, pages=submitted, folder_id=case.folder_id))


def proof_picture(actor: Actor, ref: str, proof_id: int, variant: str) -> BinaryIO:
    """A submitted certificate of continuing education, as JPEG; else ``NotVisible``."""
    case = cases.visible(actor, ref)
    submitted = {
        proof
        for revision in cases.revisions(case)
        for pages in hours.proofs_in(revision).values()
        for proof in pages
    }
    return records.opened(records.proof(proof_id) if proof_id in submitted else None, variant)


def _entries(
    case: Case, actor: Actor, revision: Revision, decided: Sequence[Decision]
) -> hours.Marks:
    """The agency's own marks while it reviews; to everybody else what was decided last."""
    if actor.is_agency and case.status == Status.FIRST_REVIEW:
        return entry_marks.of_sheet(case, actor, revision)
    of_this = [row for row in decided if row.revision == revision.number and row.entries]
    found: hours.Marks = of_this[-1].entries if of_this else {}
    return found


def portrait(actor: Actor, ref: str, photo_id: UUID) -> BinaryIO:
    """A submitted portrait of a case the actor may see; else ``NotVisible``."""
    case = cases.visible(actor, ref)
    submitted = {revision.photo_id for revision in cases.revisions(case)}
    photo = photos.passed(photo_id, person_id=case.person_id) if photo_id in submitted else None
    if photo is None:
        raise NotVisible
    return open_clean(photo.portrait)


def _judged_before(decided: Sequence[Decision], revisions: Sequence[Revision]) -> Revision | None:
    """The revision of the last return, if something was handed in after it."""
    returned = next((row for row in reversed(decided) if row.step == "return"), None)
    if returned is None or returned.revision == revisions[-1].number:
        return None
    return next((row for row in revisions if row.number == returned.revision), None)


def _of_the_agency(decided: Sequence[Decision]) -> Marked:
    opinions = [row for row in decided if row.tier == Tier.AGENCY and row.step != "return"]
    found: Marked = opinions[-1].marks if opinions else {}
    return found
