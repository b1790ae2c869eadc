"""Hours of an application: counted while it is filled in, fixed with what was submitted (R7)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from anzhu.cases.models import Act, Case, Revision
from anzhu.education import actions as education
from anzhu.education import queries as records
from anzhu.rules import checklist
from anzhu.rules import education as rules
from anzhu.rules.education import Education
from anzhu.rules.facts import HoursFacts, Kind, Mark, Status
from anzhu.rules.filing import EducationRecord, Filing, Source

#: The item under which hours are judged.
ITEM = "education.accepted"
Said = Mapping[str, Any]
#: A reviewer's marks on own entries: by the record's key, as text, mark, reason and note.
Marks = Mapping[str, Mapping[str, str]]


def counted_by(kind: Kind, law: Filing | None) -> Education:
    """What counts now; nothing where the law asks nothing or cannot say."""
    found = rules.education_for(kind, law) if law else None
    return found or rules.NOTHING_REQUIRED


def of_case(case: Case, law: Filing | None) -> Education:
    """What the form says about hours.

    As counted now in a draft, and in a correction that opens the page; else as submitted.
    """
    now = counted_by(Kind(case.kind), law)
    if case.status == Status.DRAFT:
        return now
    frozen = as_submitted(latest(case))
    if frozen is None or (case.status == Status.CORRECTION and is_open(case, frozen)):
        return now
    return frozen


def is_open(case: Case, frozen: Education) -> bool:
    """May the hours of a returned application be put right: asked for, or because some are gone?"""
    return "education" in opened_by_reasons(case) or bool(lost(frozen))


def opened_by_reasons(case: Case) -> frozenset[str]:
    """The pages that the reasons of the last return open for correction."""
    last = last_return(case)
    reasons = last.reasons if last else []
    return checklist.pages_opened_by(frozenset(reason["item"] for reason in reasons))


def opened_by_losses(case: Case) -> frozenset[str]:
    """The pages that are opened because submitted records have been taken back since."""
    frozen = as_submitted(latest(case))
    if frozen is None or not lost(frozen):
        return frozenset()
    return checklist.item(ITEM).pages_opened


def last_return(case: Case) -> Act | None:
    """The return that the applicant answers or has answered last; None if there was none."""
    return Act.objects.filter(case=case, step="return").order_by("-id").first()


def latest(case: Case) -> Revision | None:
    """What was last submitted."""
    return Revision.objects.filter(case=case).order_by("-number").first()


def lost(frozen: Education) -> frozenset[int]:
    """The submitted records that are no longer there."""
    keys = {record.key for record in frozen.records}
    return frozenset(keys - records.standing_among(keys)) if keys else frozenset()


# --- frozen with a revision --------------------------------------------------------------------


def said(found: Education) -> dict[str, Any]:
    """As a revision keeps it, with the certificates; empty where no hours are asked."""
    if not found.required:
        return {}
    proofs = records.proofs_of([record.key for record in found.own_entries])
    return {
        "required": str(found.required),
        "counted": str(found.counted),
        "start": str(found.start),
        "until": str(found.until),
        "records": [
            {
                "key": record.key,
                "provider": record.provider,
                "course": record.course,
                "completed": str(record.completed),
                "hours": str(record.hours),
                "source": str(record.source),
                "proofs": [
                    {"proof": one.pk, "digest": one.stored.digest if one.stored else ""}
                    for one in proofs.get(record.key, ())
                ],
            }
            for record in found.records
        ],
    }


def as_submitted(revision: Revision | None) -> Education | None:
    """What was counted at a submission; None without one."""
    if revision is None:
        return None
    kept: Said = revision.education
    if not kept:
        return rules.NOTHING_REQUIRED
    return Education(
        required=Decimal(kept["required"]),
        counted=Decimal(kept["counted"]),
        start=date.fromisoformat(kept["start"]),
        until=date.fromisoformat(kept["until"]),
        records=tuple(_record(row) for row in kept["records"]),
    )


def proofs_in(revision: Revision) -> dict[int, list[int]]:
    """The pages of certificates that were submitted, by record."""
    rows = revision.education.get("records", ())
    return {row["key"]: [page["proof"] for page in row["proofs"]] for row in rows}


def _record(row: Said) -> EducationRecord:
    return EducationRecord(
        provider=row["provider"],
        course=row["course"],
        completed=date.fromisoformat(row["completed"]),
        hours=Decimal(row["hours"]),
        source=Source(row["source"]),
        key=row["key"],
    )


def printed(found: Education) -> list[list[str]]:
    """What the form prints of it: a change of this makes a printed form stale."""
    return [
        [str(one.completed), one.provider, one.course, str(one.hours), str(one.source)]
        for one in found.records
    ]


def spend(cases: Sequence[Case]) -> None:
    """The grants of these applications use their hours up (R7): the earliest of what counted.

    Part of the transaction of the approval; two statements, however many there are.
    """
    refs = {case.pk: case.ref for case in cases}
    rows = Revision.objects.filter(case__in=refs).order_by("case_id", "-number")
    education.use(
        {
            record.key: refs[row.case_id]
            for row in rows.distinct("case_id")
            for record in rules.used_up(as_submitted(row) or rules.NOTHING_REQUIRED)
        }
    )


# --- judged by a reviewer ----------------------------------------------------------------------


def facts_of(revision: Revision | None, marks: Marks) -> HoursFacts | None:
    """What the steps of a review look at; None where no hours were asked."""
    frozen = as_submitted(revision)
    return standing(frozen, lost(frozen), marks) if frozen else None


def standing(frozen: Education, gone: frozenset[int], marks: Marks) -> HoursFacts | None:
    """``facts_of`` for a reader who knows already what is gone."""
    if not frozen.required:
        return None
    own = [one for one in frozen.own_entries if one.key not in gone]
    verdicts = {one.key: marks.get(str(one.key), {}) for one in own}
    rejected = [one for one in verdicts.values() if one.get("mark") == Mark.NOT_MET]
    accepted = {key for key, one in verdicts.items() if one.get("mark") == Mark.MET}
    return HoursFacts(
        required=frozen.required,
        standing=sum(
            (
                one.hours
                for one in frozen.records
                if one.key not in gone and (one.source is Source.INSTITUTION or one.key in accepted)
            ),
            Decimal(0),
        ),
        unjudged=len(own) - len(accepted) - len(rejected),
        unexplained=sum(1 for one in rejected if not one.get("reason")),
    )
