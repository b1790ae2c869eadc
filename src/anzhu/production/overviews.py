"""Counts and excerpts for the pages of production; as many queries for any number of rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from anzhu.cases.models import Act, Case
from anzhu.kernel.actor import Actor
from anzhu.production.models import BatchCase, Item, Outcome
from anzhu.production.queries import PAGE, Counted, batch
from anzhu.rules.facts import Role, Status
from anzhu.rules.production import ItemStatus


@dataclass(frozen=True)
class Announced:
    """One line of the announcement of a decided batch; ``name`` is not masked yet."""

    number: str
    name: str
    category: str
    employer: str
    agency: str


def waiting_by_agency(actor: Actor) -> Sequence[Counted]:
    """How many concluded cases of each agency are in no undecided batch."""
    if actor.role is not Role.CENTRE_REVIEWER:
        return []
    listed = BatchCase.objects.filter(outcome="").values("case_id")
    rows = (
        Case.objects.visible_to(actor)
        .filter(status=Status.APPROVAL)
        .exclude(pk__in=listed)
        .values_list("agency_id", "agency__name")
        .annotate(count=Count("pk"))
        .order_by("agency__code")
    )
    return [Counted(str(key), name or "", count) for key, name, count in rows]


def members(
    actor: Actor, number: str, *, after: int = 0, at_most: int = PAGE
) -> tuple[Sequence[BatchCase], int | None]:
    """A part of a batch in the order in which cases were put in; an open batch has no other."""
    rows = BatchCase.objects.filter(batch=batch(actor, number)).select_related("case__agency")
    found = list(rows.filter(pk__gt=after).order_by("pk")[: at_most + 1])
    return found[:at_most], found[at_most - 1].pk if len(found) > at_most else None


def named(actor: Actor, number: str, refs: Collection[str]) -> Sequence[Case]:
    """The cases with these references that are in the batch; others are left out."""
    rows = Case.objects.filter(listings__batch=batch(actor, number), ref__in=refs)
    return list(rows.select_related("agency").order_by("ref"))


def conclusions(cases: Sequence[Case]) -> Mapping[int, Act]:
    """By case: how the centre last concluded it, with its reasons and note."""
    rows = Act.objects.filter(case__in=cases, step="conclude").order_by("pk")
    return {row.case_id: row for row in rows}


def outcomes(actor: Actor, number: str) -> Mapping[str, int]:
    """How many cases of a decided batch had which outcome; noughts are said, too."""
    rows = BatchCase.objects.filter(batch=batch(actor, number)).order_by()
    counted = dict(rows.values_list("outcome").annotate(count=Count("pk")))
    return {str(outcome): counted.get(outcome, 0) for outcome in Outcome}


def announced(actor: Actor, number: str) -> Sequence[Announced]:
    """Whom a decided batch registered, by number: what the announcement is drafted from."""
    approved = {"listings__batch": batch(actor, number), "listings__outcome": Outcome.APPROVED}
    rows = Item.objects.filter(case__in=Case.objects.filter(**approved), replaces=None)
    columns = ("number", "name", "category", "employer_name", "agency__name")
    return [Announced(*row) for row in rows.order_by("number").values_list(*columns)]


def sheets_by_status(actor: Actor) -> Mapping[ItemStatus, int]:
    """How many sheets are where, until they are collected."""
    on_the_way = [one for one in ItemStatus if one not in (ItemStatus.COLLECTED, ItemStatus.VOID)]
    rows = Item.objects.visible_to(actor).filter(status__in=on_the_way).order_by()
    counted = dict(rows.values_list("status").annotate(count=Count("pk")))
    return {status: counted.get(status, 0) for status in on_the_way}
