"""The rules against a second reading of the same tables, on questions thick with boundaries."""

import ast
import io
import json
from pathlib import Path

import pytest

from anzhu.ops import assess
from tests.properties import oracle, questions

SEEDS = range(4)
MANY = 400


def answers_to(lines):
    out = io.BytesIO()
    status = assess.run(io.BytesIO("".join(f"{line}\n" for line in lines).encode()), out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize("seed", SEEDS)
def test_two_readings_of_the_tables_give_one_answer_in_every_field(seed):
    asked = list(questions.lines(MANY, seed=seed))
    status, answers = answers_to(asked)
    assert status == 0
    for line, answered in zip(asked, answers, strict=True):
        kinds = {
            kind: {field: value for field, value in found.items() if field != "objections"}
            for kind, found in answered["kinds"].items()
        }
        assert kinds == oracle.answer(json.loads(line)), line


def test_objections_and_leave_to_submit_say_the_same():
    _, answers = answers_to(questions.lines(MANY, seed=99))
    for found in (kind for answered in answers for kind in answered["kinds"].values()):
        codes = [one["code"] for one in found["objections"]]
        assert found["may_submit"] is (codes == [])
        hard = [code for code in codes if not code.startswith(("education.", "change."))]
        assert found["may_start"] is (hard == [])


def test_the_questions_reach_every_answer():
    """Each kind open, closed, and open but incomplete somewhere among them."""
    _, answers = answers_to(line for seed in SEEDS for line in questions.lines(MANY, seed=seed))
    seen = {
        (kind, found["may_start"], found["may_submit"])
        for answered in answers
        for kind, found in answered["kinds"].items()
    }
    free = {"reissue", "cancellation"}
    wanted = {(kind, True, True) for kind in oracle.KINDS}
    wanted |= {(kind, False, False) for kind in oracle.KINDS}
    wanted |= {(kind, True, False) for kind in oracle.KINDS if kind not in free}
    assert seen == wanted


def test_no_line_whatever_is_in_it_brings_the_command_down():
    dice = questions.Dice(7)
    spoiled = [questions.spoiled(dice, questions.question(dice, n)) for n in range(800)]
    asked = [*questions.HOSTILE, *spoiled]
    out = io.BytesIO()
    text = "".join(f"{line}\n" for line in asked).encode("utf-8", "surrogatepass")
    assert assess.run(io.BytesIO(text), out) == 1
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(answers) == len(asked)
    assert all(("error" in one) != ("kinds" in one) for one in answers)


def test_the_second_reading_has_not_looked_at_the_first():
    tree = ast.parse(Path(oracle.__file__).read_text("utf-8"))
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = [
        one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names
    ]
    assert not [one for one in (*modules, *names) if one and one.startswith("anzhu")]
