"""The bench measures and reports; how fast anything is, no test says."""

from datetime import timedelta
from unittest.mock import Mock

import pytest

from anzhu.education.models import Batch
from anzhu.ops.bench import batch, form, goals, learning, report, rounds
from anzhu.ops.bench.rounds import Act, Plan
from tests.world import MONDAY, Story

TINY = Plan(rounds=2, requests=1, warm_up=0)
COMPARED = {"ours", "limit", "ratio", "lowest", "highest", "at_most", "met"}


def test_acts_take_turns_and_the_order_is_turned() -> None:
    seen: list[str] = []
    acts = {name: Act(lambda name=name: seen.append(name)) for name in ("ours", "limit")}
    taken = rounds.interleaved(TINY, acts)
    assert seen == ["ours", "limit", "limit", "ours"]
    assert {len(one.wall) for one in taken.values()} == {2}


def test_a_goal_is_met_only_by_its_whole_range() -> None:
    assert rounds.compared([10, 20], [10, 10], at_most=2.0)["met"] is True
    assert rounds.compared([10, 21], [10, 10], at_most=2.0)["met"] is False
    assert rounds.compared([10], [10], at_most=None)["met"] is None


def test_the_form_is_set_beside_a_bare_one() -> None:
    found = form.g5(Mock(plan=TINY))
    assert {"form", "first after a restart", "20 rows against 1"} < set(found)
    for one in found.values():
        assert COMPARED | {"processor"} == set(one)


@pytest.mark.django_db
def test_an_approval_is_set_beside_bare_sql_and_leaves_nothing() -> None:
    story = Story()
    case = story.concluded(MONDAY - timedelta(days=7))
    found = batch.g7(Mock(plan=TINY))
    assert found["cases"] == 1
    assert set(found["batch"]) == COMPARED
    assert story.fresh(case).status == "approval"


@pytest.mark.django_db
def test_a_list_of_an_institution_is_measured_and_leaves_nothing(monkeypatch) -> None:
    Story()
    monkeypatch.setattr(learning, "ROWS", 60)
    found = learning.g8(Mock(plan=TINY))
    importable, repeated, faulty = found["importable, repeated, faulty"]
    assert (importable + repeated + faulty, repeated) == (60, 0)
    assert faulty >= 3
    for name in ("dry run", "commit", "taken in", "file back"):
        assert set(found[name]) == COMPARED
    assert not Batch.objects.exists()


def test_the_report_names_every_goal_and_its_growth() -> None:
    one = rounds.compared([1.0], [1.0], at_most=2.5)
    run = {"cases": 10, "load": 0.1, "G1": {"page 1": one, "sql": 1}}
    said = report.table({"about": {"python": "3"}, "runs": [run, {**run, "cases": 100}]})
    assert "G1" in said
    assert "10 → 100" in said


def test_every_goal_has_somebody_who_measures_it() -> None:
    assert {"G1", "G2", "G3", "G5", "G6", "G7", "G8", "G9", "memory"} == set(goals.GOALS)
