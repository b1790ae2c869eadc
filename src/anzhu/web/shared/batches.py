"""A batch as centre and ministry read it: counts, exceptions, a sample drawn by lot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from anzhu import words
from anzhu.cases import matters
from anzhu.rules.facts import Opinion

if TYPE_CHECKING:
    from anzhu.cases.matters import Matter
    from anzhu.cases.models import Case
    from anzhu.production.models import Batch, BatchCase
    from anzhu.production.queries import BatchPage, Counted


@dataclass(frozen=True, kw_only=True)
class Line:
    """One case of a batch in words."""

    id: int
    ref: str
    url: str
    name: str
    kind: str
    category: str
    employer: str
    agency: str
    filed_on: date | None
    agency_opinion: str
    centre_opinion: str
    against: bool
    differs: bool
    outcome: str = ""
    matter: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class Exceptional:
    """Cases that somebody should look at for one reason."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The whole batch at a glance; ``counts`` are titled lists of (name, count)."""

    batch: "Batch"
    total: int
    counts: Sequence[tuple[str, Sequence[tuple[str, int]]]]
    exceptions: Sequence[Exceptional]
    sample: Sequence[Line]


def summary(found: "BatchPage", area: str) -> Summary:
    """The page in words; ``area`` is the namespace whose ``case`` a line leads to."""
    return Summary(
        batch=found.batch,
        total=found.total,
        counts=[
            (words.text("batches.by.agency"), _named(found.by_agency, "")),
            (words.text("batches.by.kind"), _named(found.by_kind, "kinds")),
            (words.text("batches.by.category"), _named(found.by_category, "categories")),
            (words.text("batches.by.opinion"), _named(found.by_opinion, "kinds.opinion")),
        ],
        exceptions=[
            Exceptional(title=_exception(code), lines=lines(cases, area, found.matters))
            for code, cases in found.exceptions.items()
        ],
        sample=lines(found.sample, area, found.matters),
    )


def lines(cases: "Iterable[Case]", area: str, about: "Mapping[int, Matter]") -> list[Line]:
    """Cases in words."""
    return [line(case, area, matter=about.get(case.pk)) for case in cases]


def members(rows: "Sequence[BatchCase]", area: str, about: "Mapping[int, Matter]") -> list[Line]:
    """A part of the list of a batch, with what became of each case."""
    return [line(row.case, area, row.outcome, matter=about.get(row.case_id)) for row in rows]


def line(case: "Case", area: str, outcome: str = "", *, matter: "Matter | None" = None) -> Line:
    """One case in words; ``outcome`` is what became of it in a decided batch."""
    return Line(
        id=case.pk,
        ref=case.ref,
        url=reverse(f"{area}:case", kwargs={"ref": case.ref}),
        name=case.applicant_name,
        kind=words.text(f"kinds.{case.kind}"),
        category=_word("categories", case.category),
        employer=case.employer_name,
        agency=case.agency.name if case.agency else "",
        filed_on=case.filed_on,
        agency_opinion=_word("production.opinion", case.agency_opinion),
        centre_opinion=_word("production.opinion", case.centre_opinion),
        against=case.centre_opinion == Opinion.AGAINST,
        differs=case.centre_opinion != case.agency_opinion,
        outcome=_word("production.outcome", outcome),
        matter=matters.lines(matter) if matter else (),
    )


def _named(counted: "Sequence[Counted]", area: str) -> list[tuple[str, int]]:
    # A case that left a decided batch has no opinion any more.
    named = [(_word(area, row.code) if area else row.name, row.count) for row in counted]
    return [(name, count) for name, count in named if name]


def _exception(code: str) -> str:
    return words.text(f"production.exception.{code}")


def _word(area: str, code: str) -> str:
    key = f"{area}.{code}"
    return words.text(key) if words.exists(key) else code
