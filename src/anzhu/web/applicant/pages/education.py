"""Step 5, and the same list outside of an application: hours, their sources, what counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode

from anzhu import words
from anzhu.cases.applying import Reading
from anzhu.education import queries as records
from anzhu.rules.education import Education, standings
from anzhu.web.shared.hand_offs import Panel
from anzhu.web.shared.templatetags.anzhu import zh_date

if TYPE_CHECKING:
    from anzhu.cases.models import Case
    from anzhu.education.models import Proof, Record


@dataclass(frozen=True, kw_only=True)
class ProofLine:
    """A page of a certificate; ``sentences`` say why it cannot be used."""

    id: int
    state: str
    name: str
    sentences: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """One record as its owner reads it: what it says, whose word it is, and whether it counts."""

    key: int
    completed: date
    provider: str
    course: str
    hours: float
    own: bool
    source: str
    counts: bool
    standing: str
    proofs: Sequence[ProofLine]
    said: Sequence[str]
    change_url: str
    remove_url: str
    object_url: str
    #: how the place of the certificate is handed over to a phone; None where nothing is taken
    phone: Panel | None = None

    @property
    def waits(self) -> bool:
        """Is a page of its certificate being looked at still?"""
        return any(proof.state == "checking" for proof in self.proofs)


@dataclass(frozen=True, kw_only=True)
class Sum:
    """已认定 32 / 需要 48 学时，还差 16 学时."""

    needed: float
    counted: float
    short: float
    since: date | None
    until: date | None
    own: float

    @property
    def text(self) -> str:
        key = "short" if self.short else "enough"
        facts = {"counted": self.counted, "needed": self.needed, "short": self.short}
        return words.text(f"education.sum.{key}", **facts)


@dataclass(frozen=True, kw_only=True)
class Learning:
    """The whole list; ``held`` is the application that keeps some records as they are."""

    sum: Sum
    lines: Sequence[RecordLine]
    gone: Sequence[RecordLine]
    add_url: str
    held: str
    #: the page on which the list is
    url: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """Step 5 of an application: why hours are asked for, or why not."""

    why: str
    learning: Learning


def step(
    case: "Case",
    read: Reading,
    rows: Sequence["Record"],
    *,
    editable: bool,
    phones: Mapping[int, Panel],
) -> Step:
    """What counts in this application; what was submitted is only shown."""
    found = read.hours
    held = frozenset() if editable else frozenset(row.pk for row in rows)
    qualification, assessed = read.ground.qualification, read.assessment
    key = "why" if found.required else "free"
    return Step(
        why=words.text(
            f"applicant.education.{key}.{case.kind}",
            obtained=qualification.obtained if qualification else "",
            last_day=assessed.closes if assessed else "",
            since=found.start or "",
        ),
        learning=learning(rows, found, held=held, ref=case.ref, phones=phones),
    )


def learning(
    rows: Sequence["Record"],
    found: Education,
    *,
    held: frozenset[int] = frozenset(),
    held_by: str = "",
    ref: str = "",
    phones: Mapping[int, Panel] = MappingProxyType({}),
) -> Learning:
    """``rows`` are ``education.queries.mine``, ``found`` what counts, ``ref`` where to return,
    ``phones`` how the certificates beside own records are handed over to a phone."""
    standing = {
        record.key: words.text(f"education.standing.{'none' if not found.required else place}")
        for record, place in standings(records.in_order(rows), found)
    }
    counted = {record.key for record in found.records}
    lines = [_line(row, standing, counted, held, ref, phones) for row in rows]
    return Learning(
        sum=Sum(
            needed=float(found.required),
            counted=float(found.counted),
            short=float(found.short),
            since=found.start,
            until=found.until,
            own=float(sum(record.hours for record in found.own_entries)),
        ),
        lines=[line for line in lines if line.key in standing],
        gone=[line for line in lines if line.key not in standing],
        add_url=_with(reverse("applicant:education_add"), ref),
        held=held_by,
        url=list_url(ref),
    )


def list_url(ref: str) -> str:
    """The page of the list: step 5 of an application, or the one of its own."""
    if ref:
        return reverse("applicant:page", kwargs={"ref": ref, "page": "education"})
    return reverse("applicant:education")


def own_keys(rows: Sequence["Record"]) -> list[int]:
    """The records that somebody entered who may lay certificates beside them."""
    return [row.pk for row in rows if row.source == records.SELF]


def _with(url: str, ref: str) -> str:
    return f"{url}?{urlencode({'for': ref})}" if ref else url


def _line(
    row: "Record",
    standing: dict[int, str],
    counted: set[int],
    held: frozenset[int],
    ref: str,
    phones: Mapping[int, Panel],
) -> RecordLine:
    own = row.source == records.SELF
    here = row.pk in standing
    free = here and not row.used_for and row.pk not in held
    again = own and row.state == "rejected"

    def url(name: str) -> str:
        return _with(reverse(f"applicant:{name}", kwargs={"record": row.pk}), ref)

    state = standing.get(row.pk) or words.text(f"education.state.{row.state}")
    return RecordLine(
        key=row.pk,
        completed=row.completed,
        provider=row.provider,
        course=row.course,
        hours=float(row.hours),
        own=own,
        source=words.text(f"education.source.{row.source}"),
        counts=row.pk in counted,
        standing=state,
        proofs=[_proof(one) for one in row.proofs.all()],
        said=list(_said(row)),
        change_url=url("education_change") if own and (free or again) else "",
        remove_url=url("education_remove") if own and free else "",
        object_url=url("education_object") if not own and free and not _is_disputed(row) else "",
        phone=phones.get(row.pk) if own and free and row.state == "stands" else None,
    )


def _is_disputed(row: "Record") -> bool:
    return any(one.state == "open" for one in row.disputes.all())


def _said(row: "Record") -> list[str]:
    """What others said about a record: a reviewer, or the institution to an objection."""
    found = []
    if row.state == "rejected" and row.reason:
        found.append(words.text(f"reasons.{row.reason}.todo"))
        found += [row.note] if row.note else []
    for one in list(row.disputes.all())[:1]:
        found.append(words.text(f"education.dispute.{one.state}", until=one.due_on))
        found += [one.answer] if one.answer else []
    return found


def _proof(row: "Proof") -> ProofLine:
    return ProofLine(
        id=row.pk,
        state=row.state,
        name=row.shown_name,
        sentences=records.proof_refusals(row),
    )


def facts(row: "Record") -> list[tuple[str, str]]:
    """One record for reading, on the page of an objection."""
    return [
        ("培训机构", row.provider),
        ("课程", row.course),
        ("完成日期", zh_date(row.completed)),
        ("学时", f"{float(row.hours):g}"),
    ]
