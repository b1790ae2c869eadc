"""One application's way through the table of steps, leaving behind what each step leaves.

The effects, the fingerprints and the links of the record are those of the house; only the
writing differs: rows are gathered for COPY instead of being saved one by one.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from anzhu.audit import chain as chains
from anzhu.audit.models import Entry
from anzhu.cases import queries as cases
from anzhu.cases.effects import Taking, effect_of
from anzhu.cases.facts import renews
from anzhu.cases.models import Act, Case, Revision
from anzhu.kernel.actor import CLOCK, Actor
from anzhu.ops.demo.scale_tables import COLUMNS, Load
from anzhu.reviews.models import Decision
from anzhu.rules import parameters
from anzhu.rules.facts import TIER_OF, Asked, Kind, Mark, Opinion, Reason, Status
from anzhu.rules.workflow import STEPS

_STAMP = Reason(code="stamp.illegible", item="form.stamp", note="印章右侧文字看不清，请重新盖章。")
_NO_POST = Reason(code="refuse.no_suitable_post", item="")
_ASKED: Mapping[str, Asked] = {
    "return": Asked(reasons=(_STAMP,)),
    "refuse": Asked(reasons=(_NO_POST,), second_factor=True),
    "approve": Asked(second_factor=True),
    "conclude": Asked(opinion=Opinion.AGREE),
}
_DECIDING = frozenset({"return", "pass", "conclude"})
_NOTHING = Asked()


@dataclass(frozen=True)
class Staff:
    """Who works on the applications of one agency, up to the ministry."""

    reviewer: Actor
    lead: Actor
    centre: Actor
    compiler: Actor
    approver: Actor


@dataclass(frozen=True, kw_only=True)
class Filed:
    """What the applicant hands in: answers, portrait, pages, and what will be judged."""

    answers: Mapping[str, Any]
    agency_id: int
    photo_id: UUID
    pages: Sequence[Mapping[str, Any]]
    checklist: Sequence[str]


class Walk:
    """A case on its way; ``take`` does one step, ``finish`` hands in its row."""

    def __init__(self, load: Load, case: Case, applicant: Actor, staff: Staff) -> None:
        self.load = load
        self.case = case
        self.applicant = applicant
        self.staff = staff
        self._seq, self._hash, self._revisions = 0, "", 0

    def take(self, name: str, at: datetime, filed: Filed) -> None:
        """One step of the table, by whoever's turn it is."""
        actor, asked = self._actor(name), _ASKED.get(name, _NOTHING)
        if name == "start":
            self._note_down(name, actor, at, asked)
            return
        case, step = self.case, STEPS[name]
        if name == "submit":
            self._fill_in(filed)
        effect_of(case, name)(case, Taking(actor=actor, now=at, asked=asked))
        if step.enters is not None:
            case.status, case.waits_since = step.enters, at
        self._note_down(name, actor, at, asked)
        if name == "submit":
            self._freeze(filed, at)
        elif name in _DECIDING:
            self._decide(name, actor, at, asked, filed)

    def record(
        self,
        event: str,
        actor: Actor,
        at: datetime,
        *,
        subject: str = "",
        digest: str = "",
        data: Mapping[str, Any],
    ) -> None:
        """One more link of the case's chain."""
        content: dict[str, Any] = {
            "before": self._hash,
            "chain": self.case.ref,
            "seq": self._seq + 1,
            "at": at,
            "event": event,
            "account_id": actor.account_id,
            "role": actor.role.value,
            "subject": subject,
            "digest": digest,
            "data": data,
        }
        found = chains.entry_hash(**content)
        row = {**content, "hash": found, "data": json.dumps(data)}
        self.load.add(Entry, tuple(row[name] for name in COLUMNS[Entry]))
        self._seq, self._hash = self._seq + 1, found

    def finish(self) -> None:
        """The row of the case as it stands, and the end of its chain."""
        case = self.case
        values = case.__dict__ | {"flags": json.dumps(case.flags), "status": str(case.status)}
        self.load.add(Case, tuple(_plain(values[name]) for name in COLUMNS[Case]))
        self.load.add_head(case.ref, self._seq, self._hash)

    def _actor(self, name: str) -> Actor:
        if name in ("start", "submit", "withdraw"):
            return self.applicant
        if name in ("lapse", "expire"):
            return CLOCK
        if name == "claim" and self.case.status == Status.FINAL_REVIEW:
            return self.staff.centre
        return {
            "forward": self.staff.lead,
            "conclude": self.staff.centre,
            "compile": self.staff.compiler,
            "approve": self.staff.approver,
            "refuse": self.staff.approver,
        }.get(name, self.staff.reviewer)

    def _fill_in(self, filed: Filed) -> None:
        case = self.case
        case.agency_id = filed.agency_id
        case.rule_set = parameters.RULE_SET
        case.applicant_name = self.applicant.name
        case.employer_name = filed.answers["employer"]["name"]
        case.category = filed.answers["category"]["category"]
        case.renews = renews(Kind(case.kind), filed.answers)

    def _note_down(self, name: str, actor: Actor, at: datetime, asked: Asked) -> None:
        case = self.case
        reasons = [{"code": r.code, "item": r.item, "note": r.note} for r in asked.reasons]
        tier = TIER_OF.get(actor.role)
        self.load.add(Act, (
            case.pk, name, tier.value if tier else "", actor.person_id, actor.account_id,
            actor.role.value, at, str(case.status), json.dumps(reasons), asked.note,
            case.agency_id,
        ))  # fmt: skip
        self.record(
            f"case.{name}",
            actor,
            at,
            subject=f"cases.case:{case.pk}",
            digest=cases.digest(case),
            data={"status": str(case.status), "reasons": [one["code"] for one in reasons]},
        )

    def _freeze(self, filed: Filed, at: datetime) -> None:
        self._revisions += 1
        row = Revision(
            id=self.load.key(Revision),
            case_id=self.case.pk,
            number=self._revisions,
            submitted_at=at,
            answers=filed.answers,
            photo_id=filed.photo_id,
            form_version=1,
            materials=filed.pages,
            checklist=filed.checklist,
            rule_set=self.case.rule_set,
        )
        row.digest = cases.revision_digest(row)
        self.load.add(Revision, (
            row.pk, row.case_id, row.number, at, json.dumps(row.answers), row.photo_id,
            1, json.dumps(row.materials), json.dumps(row.checklist), row.rule_set, row.digest,
            json.dumps(row.replies), json.dumps(row.education),
        ))  # fmt: skip
        self.record(
            "case.revision",
            self.applicant,
            at,
            subject=f"cases.revision:{row.pk}",
            digest=row.digest,
            data={"revision": row.number},
        )

    def _decide(self, name: str, actor: Actor, at: datetime, asked: Asked, filed: Filed) -> None:
        unmet = {reason.item: reason for reason in asked.reasons}
        marks = (
            {} if name == "conclude" else {item: _mark(unmet.get(item)) for item in filed.checklist}
        )
        reasons = [{"code": r.code, "item": r.item, "note": r.note} for r in asked.reasons]
        self.load.add(Decision, (
            self.case.pk, self._revisions, name, TIER_OF[actor.role].value,
            json.dumps(marks), "{}", json.dumps(reasons), asked.note, asked.override,
            actor.account_id, at,
        ))  # fmt: skip


def _mark(reason: Reason | None) -> dict[str, str]:
    if reason is None:
        return {"mark": Mark.MET.value, "reason": "", "note": ""}
    return {"mark": Mark.NOT_MET.value, "reason": reason.code, "note": reason.note}


def _plain(value: Any) -> Any:
    """A member of an enumeration as its text: COPY would write its name."""
    return str(value) if isinstance(value, str) else value
