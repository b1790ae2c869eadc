"""What reviewers look at: queues by keyset, one case with its marks, what waits to be forwarded.

No query here counts an unbounded set or skips rows: a page of a queue is one index scan, whatever
the number of cases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.lookups import GreaterThan, LessThan

from anzhu.cases import hours
from anzhu.cases import queries as cases
from anzhu.cases.models import Act, Case, Revision
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible
from anzhu.people.models import Account, Correction
from anzhu.reviews.models import Decision, Forwarding, Marks
from anzhu.rules import checklist
from anzhu.rules.facts import Status

PAGE = 50
#: Counts on a queue's tabs stop here; beyond it the page says "more than".
CAP = 999


@dataclass(frozen=True)
class Row:
    """One line of a queue."""

    id: int
    ref: str
    kind: str
    status: str
    applicant: str
    employer: str
    category: str
    filed_on: date
    due_on: date | None
    returns: int
    flags: Sequence[str]
    claimed_by: str
    claimed_by_id: int | None
    claimed_until: datetime | None
    agency_opinion: str = ""
    renews: bool = False


@dataclass(frozen=True)
class Slice:
    """One page of a queue; ``before``/``after`` are keys of the neighbouring pages, if any."""

    rows: Sequence[Row]
    before: str | None
    after: str | None


def status_reviewed_by(actor: Actor) -> Status:
    """The status in which this actor's tier reviews."""
    return Status.FIRST_REVIEW if actor.is_agency else Status.FINAL_REVIEW


def queue(
    actor: Actor,
    *,
    status: Status,
    after: str = "",
    before: str = "",
    kind: str = "",
    mine: bool = False,
    size: int = PAGE,
) -> Slice:
    """One page of the cases in a status, the most urgent first, from a key on.

    ``after`` and ``before`` are keys from an earlier ``Slice`` (``2026-12-01.4711``); an unreadable
    key starts from the beginning.
    """
    rows = Case.objects.visible_to(actor).filter(status=status)
    if kind:
        rows = rows.filter(kind=kind)
    if mine:
        rows = rows.filter(claimed_by_id=actor.account_id)
    backwards = bool(before) and not after
    place = _place(before if backwards else after)
    if place:
        rows = rows.filter(_beyond(*place, backwards=backwards))
    order = ("-due_on", "-id") if backwards else ("due_on", "id")
    found = list(_columns(rows).order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    return Slice(
        rows=[_row(values) for values in found],
        before=_key(found[0]) if found and (more if backwards else bool(place)) else None,
        after=_key(found[-1]) if found and (bool(place) if backwards else more) else None,
    )


_FIELDS = (
    "id", "ref", "kind", "status", "applicant_name", "employer_name", "category", "filed_on",
    "due_on", "returns", "flags", "holder", "claimed_by_id", "claimed_until",
    "agency_opinion", "renews",
)  # fmt: skip


def _columns(rows: QuerySet[Case]) -> QuerySet[Case, tuple[Any, ...]]:
    # Not a join: the name is looked up for the rows of the page alone, after the index was read.
    holder = Account.objects.filter(pk=OuterRef("claimed_by_id")).values("person__name")
    return rows.annotate(holder=Subquery(holder)).values_list(*_FIELDS)


def _row(values: tuple[Any, ...]) -> Row:
    cells = list(values)
    cells[11] = cells[11] or ""
    return Row(*cells)


def _key(values: tuple[Any, ...]) -> str:
    return f"{values[8]}.{values[0]}"


def _place(key: str) -> tuple[date, int] | None:
    day, _, number = key.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def _beyond(day: date, number: int, *, backwards: bool) -> GreaterThan | LessThan:
    """Strictly after (or before) a place in the order of the queue.

    A comparison of rows, so that the index begins at the very place, however many share its day.
    """
    here = Func(F("due_on"), F("id"), function="ROW", output_field=IntegerField())
    place = Func(Value(day), Value(number), function="ROW", output_field=IntegerField())
    return (LessThan if backwards else GreaterThan)(here, place)


def count(actor: Actor, *, status: Status, mine: bool = False) -> int:
    """How many cases wait in a status, counted up to ``CAP`` + 1 at most."""
    rows = Case.objects.visible_to(actor).filter(status=status)
    if mine:
        rows = rows.filter(claimed_by_id=actor.account_id)
    return len(rows.order_by().values_list("id")[: CAP + 1])


def _standing(actor: Actor, status: Status) -> QuerySet[Case]:
    """The cases in a status, to be counted from the index alone.

    That what was submitted has a filing day is a constraint of the table: asking for it again
    would fetch every row.
    """
    if actor.is_agency and status not in (Status.DRAFT, Status.WITHDRAWN):
        rows = Case.objects.filter(agency_id=actor.agency, status=status)
    else:
        rows = Case.objects.visible_to(actor).filter(status=status)
    return rows.order_by()


class _Capped(Subquery):
    """How many rows a query has, counted up to ``CAP`` + 1 at most."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()


def counts(actor: Actor, statuses: Sequence[Status]) -> Mapping[str, int]:
    """How many of the agency's cases stand in each status, and in ``mine``: one query, capped."""
    wanted = {str(status): _standing(actor, status) for status in statuses}
    wanted["mine"] = (
        Case.objects.visible_to(actor)
        .filter(status=status_reviewed_by(actor), claimed_by_id=actor.account_id)
        .order_by()
    )
    capped = {f"n_{name}": _Capped(rows.values("id")[: CAP + 1]) for name, rows in wanted.items()}
    one_row = Account.objects.filter(pk=actor.account).order_by().annotate(**capped)
    found = one_row.values_list(*capped).get()
    return dict(zip(wanted, found, strict=True))


def find(actor: Actor, said: str, *, at_most: int = 20) -> Sequence[Row]:
    """Cases by reference, or by the applicant's whole name."""
    text = said.strip()
    if not text:
        return []
    visible = Case.objects.visible_to(actor)
    by_ref = list(_columns(visible.filter(ref=text.upper())))
    if by_ref:
        return [_row(values) for values in by_ref]
    rows = visible.filter(applicant_name=text).order_by("applicant_name", "id")
    return [_row(values) for values in _columns(rows)[:at_most]]


def next_of(actor: Actor, *, status: Status, now: datetime, kind: str = "") -> str | None:
    """The reference of the most urgent case that nobody holds and that is not the actor's own."""
    found = next_free(actor, status=status, now=now, kind=kind, at_most=1)
    return found[0][1] if found else None


def next_free(
    actor: Actor, *, status: Status, now: datetime, kind: str = "", at_most: int = 5
) -> Sequence[tuple[int, str]]:
    """Key and reference of the most urgent cases that nobody holds, the actor's own left out."""
    rows = (
        Case.objects.visible_to(actor)
        .filter(Q(claimed_until=None) | Q(claimed_until__lte=now), status=status)
        .exclude(person_id=actor.person)
    )
    if not actor.is_agency:
        # What somebody proposed waits for another human (7.0).
        own = Correction.objects.filter(
            proposed_by_id=actor.person, confirmed_at=None, dropped_at=None
        )
        rows = rows.exclude(ref__in=own.values("case_ref"))
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows.order_by("due_on", "id").values_list("id", "ref")[:at_most])


def in_hand(actor: Actor) -> str | None:
    """The most urgent case that the actor has claimed and not decided yet."""
    return (
        Case.objects.visible_to(actor)
        .filter(status=status_reviewed_by(actor), claimed_by_id=actor.account)
        .order_by("due_on", "id")
        .values_list("ref", flat=True)
        .first()
    )


def has_handed_over(actor: Actor, ref: str) -> bool:
    """Has the actor passed this case on to another agency, where it can no longer be seen?"""
    done = Act.objects.filter(case__ref=ref, step="hand_over", account_id=actor.account)
    return done.exists()


def visible(actor: Actor, ref: str) -> Case:
    """A case this reviewer may see."""
    return cases.visible(actor, ref)


def claimed_by(actor: Actor, ref: str) -> Case:
    """A case this reviewer holds; else ``NotVisible``, like one that does not exist."""
    case = cases.visible(actor, ref)
    if case.claimed_by_id != actor.account_id:
        raise NotVisible
    return case


def marks_of(case: Case, actor: Actor, revision: Revision) -> dict[str, dict[str, str]]:
    """The actor's unsent marks on this revision."""
    sheet = Marks.objects.filter(case=case, account_id=actor.account).first()
    if sheet is None or sheet.revision != revision.number:
        return {}
    found: dict[str, dict[str, str]] = sheet.marks
    return found


def decisions(case: Case) -> Sequence[Decision]:
    """What was decided about a case, oldest first."""
    return list(Decision.objects.filter(case=case).select_related("by__person").order_by("id"))


def seen_before(case: Case) -> frozenset[str]:
    """Items that an earlier return did not raise and whose evidence has not changed since.

    A second return may not raise them (R12): they were there and visible the first time.
    """
    return seen_in(decisions(case), cases.revisions(case))


def seen_in(taken: Sequence[Decision], revisions: Sequence[Revision]) -> frozenset[str]:
    """The same from rows already read, both oldest first."""
    returned = next((row for row in reversed(taken) if row.step == "return"), None)
    if returned is None or not revisions:
        return frozenset()
    latest = revisions[-1]
    earlier = next((row for row in revisions if row.number == returned.revision), None)
    raised = {reason["item"] for reason in returned.reasons}
    unchanged = _unchanged_items(earlier, latest)
    return frozenset(item for item in latest.checklist if item not in raised and item in unchanged)


def _unchanged_items(earlier: Revision | None, latest: Revision) -> frozenset[str]:
    """Items whose page and material say the same in both revisions."""
    if earlier is None:
        return frozenset()
    return frozenset(
        code for code in latest.checklist if _evidence(earlier, code) == _evidence(latest, code)
    )


def _evidence(row: Revision, code: str) -> object:
    if code == hours.ITEM:
        return row.education
    looked_at = checklist.item(code)
    pages = [entry["digest"] for entry in row.materials if entry["material"] == looked_at.material]
    if looked_at.material is None:
        return [row.answers.get(looked_at.opens), str(row.photo_id), pages]
    return pages


def to_forward(actor: Actor, *, at_most: int = 200) -> Sequence[Row]:
    """Cases of the actor's agency whose first review is done."""
    if not actor.is_agency:
        return []
    rows = Case.objects.visible_to(actor).filter(status=Status.PASSED)
    return [_row(values) for values in _columns(rows).order_by(F("due_on"), "id")[:at_most]]


def forwardings(actor: Actor, *, at_most: int = 20) -> Sequence[Forwarding]:
    """The latest forwarding batches of the actor's agency."""
    rows = Forwarding.objects.filter(agency_id=actor.agency).select_related("by__person")
    return list(rows.order_by("-id")[:at_most])


def forwarding(actor: Actor, number: str) -> tuple[Forwarding, Sequence[Row]]:
    """One batch of the actor's agency and its cases in their order; else ``NotVisible``."""
    if not actor.is_agency:
        raise NotVisible
    rows = Forwarding.objects.filter(agency_id=actor.agency, number=number)
    batch = rows.select_related("by__person").first()
    if batch is None:
        raise NotVisible
    inside = Case.objects.filter(pk__in=batch.rows.values("case_id"))
    places = dict(batch.rows.values_list("case_id", "position"))
    found = [_row(values) for values in _columns(inside)]
    return batch, sorted(found, key=lambda row: places[row.id])
