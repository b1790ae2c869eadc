"""Marks on records of education that a person entered: each is accepted or not (R7)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol

from anzhu.cases import hours
from anzhu.cases.models import Case, Revision
from anzhu.education import actions as education
from anzhu.education import queries as records
from anzhu.education.actions import Rejection
from anzhu.kernel.actor import Actor
from anzhu.reviews.models import Marks
from anzhu.rules.facts import Mark
from anzhu.rules.objections import Objection, objection

#: Decisions by which an agency's marks on own entries take effect.
_SETTLE = frozenset({"return", "pass"})
#: An entry is accepted or not; there is no doubt about it.
VERDICTS = (Mark.MET, Mark.NOT_MET)


class Marked(Protocol):
    """What a reviewer says; as ``reviews.actions.Judged``."""

    @property
    def mark(self) -> str: ...


def objections_to(entries: Mapping[int, Marked], revision: Revision | None) -> Iterator[Objection]:
    """Against marks on records that this submission does not hold as own ones."""
    frozen = hours.as_submitted(revision)
    own = {record.key for record in frozen.own_entries} if frozen else set()
    for key, said in entries.items():
        if key not in own or said.mark not in VERDICTS:
            yield objection("item.unknown", "R7", item=hours.ITEM)


def of_sheet(case: Case, actor: Actor, revision: Revision | None) -> hours.Marks:
    """The actor's marks on own entries, and what was accepted in an earlier round."""
    if revision is None or not revision.education:
        return {}
    frozen = hours.as_submitted(revision)
    keys = [record.key for record in frozen.own_entries] if frozen else []
    before = records.accepted_among(keys, case.ref) if keys else frozenset()
    found = {str(key): {"mark": str(Mark.MET), "reason": "", "note": ""} for key in before}
    sheet = Marks.objects.filter(case=case, account_id=actor.account).first()
    if sheet is not None and sheet.revision == revision.number:
        found.update(sheet.entries)
    return found


def settle(step: str, case: Case, marks: hours.Marks, now: datetime) -> None:
    """A decision makes the agency's marks count: rejected records are gone from now on."""
    if step not in _SETTLE or not marks:
        return
    education.judged(
        accepted=[int(key) for key, said in marks.items() if said["mark"] == Mark.MET],
        rejected={
            int(key): Rejection(said["reason"], said["note"])
            for key, said in marks.items()
            if said["mark"] == Mark.NOT_MET
        },
        case_ref=case.ref,
        now=now,
    )
