"""A page of a queue is one walk along an index, however many applications there are.

What is asserted is what PostgreSQL says it did, on a few thousand rows it has just looked at.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anzhu.cases.models import Case
from anzhu.kernel.actor import Actor
from anzhu.materials.models import Folder
from anzhu.ops.embedded import SETTINGS
from anzhu.organisations.models import Agency
from anzhu.people.models import Person
from anzhu.reviews import queries
from anzhu.rules.facts import Status
from tests.world import MONDAY, Story

FIRST, PASSED, FINAL = Status.FIRST_REVIEW, Status.PASSED, Status.FINAL_REVIEW
#: For each agency: so many in each status.
SHARES = ((FIRST, 150), (PASSED, 30), (FINAL, 20), (Status.CLOSED, 60))
HELD = 60


@dataclass(frozen=True)
class Done:
    """What PostgreSQL did for one statement."""

    nodes: tuple[dict[str, Any], ...]

    def kinds(self) -> set[str]:
        return {node["Node Type"] for node in self.nodes}

    def on_cases(self) -> list[dict[str, Any]]:
        return [node for node in self.nodes if node.get("Relation Name") == "cases_case"]

    def touched(self) -> int:
        """How many rows of the table of cases were looked at, also those that were passed over."""
        return sum(
            (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
            for node in self.on_cases()
        )


@pytest.fixture
def crowded(story: Story) -> Story:
    """Every agency with its queues, and 周明 holding some cases."""
    rows = list(_cases(story))
    Person.objects.bulk_create([case.person for case in rows])
    Folder.objects.bulk_create([_with_person(case.folder, case.person) for case in rows])
    Case.objects.bulk_create([_with_keys(case) for case in rows])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL random_page_cost = %s", [SETTINGS["random_page_cost"]])
        cursor.execute("ANALYZE")
    return story


def _cases(story: Story) -> Iterator[Case]:
    count = 0
    for agency in Agency.objects.order_by("pk"):
        for status, how_many in SHARES:
            for place in range(how_many):
                count += 1
                held = agency.code == "SD" and status == FIRST and place < HELD
                yield _case(count, agency, status, story.zhou.actor if held else None)


def _case(count: int, agency: Agency, status: Status, holder: Actor | None) -> Case:
    beyond = status in (FINAL, Status.CLOSED)
    name = f"甲{count % 97}"
    person = Person(name=name, sex="male", born=date(1990, 1, 1), id_index=f"{count:064d}")
    person.id_sealed = b"sealed"
    return Case(
        ref=f"26{count:08d}",
        kind="initial",
        status=status,
        person=person,
        folder=Folder(ref=f"26{count:08d}"),
        agency=agency,
        created_at=MONDAY,
        waits_since=MONDAY,
        filed_on=date(2026, 11, 2),
        due_on=None if status == Status.CLOSED else date(2026, 11, 16) + timedelta(count % 20),
        forwarded_at=MONDAY if beyond else None,
        claimed_by_id=holder.account_id if holder else None,
        claimed_until=MONDAY if holder else None,
        applicant_name=name,
        employer_name="齐鲁安泰化工股份有限公司",
        category="chemical",
    )


def _with_person(folder: Folder, person: Person) -> Folder:
    folder.person = person
    return folder


def _with_keys(case: Case) -> Case:
    case.person, case.folder = case.person, case.folder
    return case


def done(ask: Callable[[], object]) -> list[Done]:
    """Ask, and have PostgreSQL explain every statement that was sent."""
    with CaptureQueriesContext(connection) as seen:
        ask()
    return [_explained(query["sql"]) for query in seen.captured_queries]


def _explained(statement: str) -> Done:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + statement)
        (found,) = cursor.fetchone()
    plan = json.loads(found) if isinstance(found, str) else found
    return Done(tuple(_nodes(plan[0]["Plan"])))


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        # The name of a holder is looked up for the rows of the page alone; it is not the walk.
        if below.get("Parent Relationship") != "SubPlan":
            yield from _nodes(below)


def assert_walks_an_index(name: str, found: Done, *, at_most: int) -> None:
    assert not found.kinds() & {"Seq Scan", "Sort", "Incremental Sort"}, (name, found.kinds())
    assert found.touched() <= at_most, (name, found.on_cases())


PAGE = queries.PAGE
Ask = Callable[[Story], object]
ONE_PAGE: dict[str, Ask] = {
    "an agency's queue": lambda s: queries.queue(s.zhou.actor, status=FIRST),
    "of one kind": lambda s: queries.queue(s.zhou.actor, status=FIRST, kind="initial"),
    "of a kind that nobody asked for": lambda s: queries.queue(
        s.zhou.actor, status=FIRST, kind="renewal"
    ),
    "the centre's queue": lambda s: queries.queue(s.chen.actor, status=FINAL),
    "a page in the middle": lambda s: queries.queue(
        s.zhou.actor, status=FIRST, after="2026-11-22.0"
    ),
    "the page before it": lambda s: queries.queue(
        s.zhou.actor, status=FIRST, before="2026-11-30.0"
    ),
}


def test_a_page_reads_its_rows_and_one_more(crowded: Story) -> None:
    for name, ask in ONE_PAGE.items():
        (found,) = done(lambda: ask(crowded))  # noqa: B023
        assert_walks_an_index(name, found, at_most=PAGE + 1)
    first = queries.queue(crowded.zhou.actor, status=FIRST, size=5).after or ""
    (found,) = done(lambda: queries.queue(crowded.zhou.actor, status=FIRST, after=first))
    assert_walks_an_index("from the middle of a day", found, at_most=PAGE + 1)


def test_everything_beside_the_queue_keeps_to_the_index_too(crowded: Story) -> None:
    zhou, chen = crowded.zhou.actor, crowded.chen.actor
    (found,) = done(lambda: queries.to_forward(crowded.xu.actor))
    assert_walks_an_index("to forward", found, at_most=30)
    for actor, status in ((zhou, FIRST), (chen, FINAL)):
        (found,) = done(lambda: queries.next_of(actor, status=status, now=MONDAY))  # noqa: B023
        assert_walks_an_index("the next one", found, at_most=1)
    (found,) = done(lambda: queries.counts(zhou, [FIRST, PASSED]))
    # Inside a test nothing is visible to all yet, so that an index alone is not enough here.
    assert "Seq Scan" not in {node["Node Type"] for node in found.on_cases()}
    (found,) = done(lambda: queries.queue(zhou, status=FIRST, mine=True))
    assert "Seq Scan" not in found.kinds()
    assert found.touched() <= HELD


def test_a_number_is_looked_up_and_a_name_is_walked(crowded: Story) -> None:
    case = Case.objects.filter(agency__code="SD", status=FIRST).earliest("pk")
    (found,) = done(lambda: queries.find(crowded.zhou.actor, case.ref))
    assert_walks_an_index("a number", found, at_most=1)
    missed, found = done(lambda: queries.find(crowded.zhou.actor, case.applicant_name))
    assert_walks_an_index("no number", missed, at_most=0)
    assert_walks_an_index("a name", found, at_most=20)


def test_who_holds_a_case_is_said_by_name(crowded: Story) -> None:
    held = queries.queue(crowded.zhou.actor, status=FIRST, mine=True)
    assert {row.claimed_by for row in held.rows} == {"周明"}
