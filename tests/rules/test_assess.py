"""``anzhu assess``: the contract of the command, line by line."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from anzhu.ops import assess

EXAMPLES = Path(__file__).parents[3] / "shared" / "spec" / "examples"
KINDS = ["initial", "renewal", "change", "re_registration", "reissue", "cancellation"]
FULL = {
    "id": "a1",
    "on": "2026-11-23",
    "approved_on": "2026-12-20",
    "person": {"born": "1980-01-01"},
    "qualification": {"obtained": "2018-10-12", "category": None, "extra_categories": []},
    "registration": {
        "category": "chemical",
        "valid_from": "2022-01-10",
        "valid_until": "2027-01-09",
        "ended_on": None,
        "previous_renewal_submitted": None,
    },
    "restrictions": [{"from": "2020-01-01", "years": 5}],
    "education": [
        {
            "provider": "p",
            "course": "c",
            "completed": "2025-05-01",
            "hours": 24.0,
            "source": "institution",
            "used": False,
        }
    ],
    "change": {"employer": True, "renamed": False, "category": None, "renew": True},
    "employment": {"status": "enterprise", "contract_bears_former_name": False},
}


def ask(*lines):
    """What is answered to these lines, and the exit status."""
    text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    out = io.StringIO()
    status = assess.run(io.StringIO(text), out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_example_of_the_contract():
    status, [answer] = ask(FULL)
    assert status == 0
    assert answer["id"] == "a1"
    assert list(answer["kinds"]) == KINDS
    assert answer["kinds"]["renewal"] == {
        "may_start": True,
        "may_submit": False,
        "early": False,
        "overdue": False,
        "opens": "2026-01-09",
        "advised_from": "2026-10-09",
        "closes": "2027-01-09",
        "education": {
            "required": 48.0,
            "counted": 24.0,
            "from": "2022-01-10",
            "to": "2026-11-23",
        },
        "materials": {
            "required": ["application_form", "contract", "performance_statement"],
            "optional": [],
        },
        "validity": {"from": "2027-01-10", "until": "2032-01-09"},
        "objections": [
            {
                "code": "education.hours_short",
                "clause": "4.2.4",
                "have": 24.0,
                "need": 48.0,
                "short": 24.0,
            }
        ],
    }


def test_dates_in_objections_are_dates():
    _, [answer] = ask(FULL | {"pending": {"kind": "renewal", "submitted": "2026-10-01"}})
    assert {
        "code": "person.application_pending",
        "clause": "R8",
        "kind": "renewal",
        "submitted": "2026-10-01",
    } in answer["kinds"]["renewal"]["objections"]


def test_what_may_be_left_out_may_be_null_too():
    needed = {key: FULL[key] for key in ("id", "on", "person", "qualification")}
    nothing = dict.fromkeys(FULL, None) | needed
    status, [left_out, null] = ask(needed, nothing)
    assert status == 0
    assert left_out == null
    assert left_out["kinds"]["change"]["materials"] is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"unheard_of": 1}, "不认识的字段：unheard_of"),
        ({"person": {"born": "1980-01-01", "name": "x"}}, "不认识的字段：person.name"),
        ({"person": {}}, "缺少字段：person.born"),
        ({"on": None}, "缺少字段：on"),
        ({"on": "20261123"}, "日期应写作 2026-03-01：on"),
        ({"on": "2026-11-31"}, "日期应写作 2026-03-01：on"),
        ({"on": 20261123}, "日期应写作 2026-03-01：on"),
        ({"person": "1980-01-01"}, "字段的值无法识别：person"),
        ({"qualification": {"obtained": "2020-01-01", "category": "fire"}},
         "字段的值无法识别：qualification.category"),
        ({"pending": {"kind": "reissue", "submitted": "2026-01-01"}},
         "字段的值无法识别：pending.kind"),
        ({"restrictions": {"from": "2020-01-01"}}, "字段的值无法识别：restrictions"),
        ({"restrictions": [{"from": "2020-01-01", "years": 1.5}]},
         "字段的值无法识别：restrictions.0.years"),
        ({"education": [{"completed": "2025-05-01", "hours": -1}]},
         "字段的值无法识别：education.0.hours"),
        ({"education": [{"completed": "2025-05-01", "hours": True}]},
         "字段的值无法识别：education.0.hours"),
        ({"education": [{"completed": "2025-05-01", "hours": 1, "course": 1}]},
         "字段的值无法识别：education.0.course"),
        ({"change": {"employer": 1}}, "字段的值无法识别：change.employer"),
        ({"id": ["a"]}, "字段的值无法识别：id"),
        ({"on": "9999-12-31", "approved_on": None}, "日期超出可计算的范围。"),
        ({"restrictions": [{"from": "9999-01-01", "years": 900}]}, "日期超出可计算的范围。"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_says_why_and_the_others_are_answered(change, says):
    status, [before, refused, after] = ask(FULL, FULL | change, FULL)
    assert status == 1
    assert refused == {"id": None if change.get("id") else "a1", "error": says}
    assert before == after
    assert "kinds" in before


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "这一行不是有效的 JSON。"),
        ("", "这一行不是有效的 JSON。"),
        ('{"id": "a1", "on": NaN}', "这一行不是有效的 JSON。"),
        ("[" * 100_000, "这一行不是有效的 JSON。"),
        ("[1]", "这一行应是一个 JSON 对象。"),
    ],
)
def test_a_line_that_is_no_question(line, says):
    assert ask(line) == (1, [{"id": None, "error": says}])


def test_a_missing_id_is_an_error_and_a_number_is_none():
    status, [without, number, decimal] = ask(
        {key: value for key, value in FULL.items() if key != "id"},
        FULL | {"id": 7},
        FULL | {"id": 1.5},
    )
    assert status == 1
    assert without == {"id": None, "error": "缺少字段：id"}
    assert (number["id"], decimal["id"]) == (7, 1.5)


def test_bytes_that_are_no_text_and_halves_of_characters():
    source = io.TextIOWrapper(io.BytesIO(b'{"id": "\xff"}\n{"id": "\\ud800"}\n'))
    out = io.StringIO()
    assert assess.run(source, out) == 1
    first, second = out.getvalue().splitlines()
    assert json.loads(first)["id"] is None
    assert second.startswith('{"id": "\\ud800"')


def test_it_needs_no_django():
    program = "import sys, anzhu.ops.assess; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the examples lie beside the checkout")
def test_the_examples_are_answered_field_by_field():
    out = io.StringIO()
    with (EXAMPLES / "assess-input.jsonl").open(encoding="utf-8") as questions:
        assert assess.run(questions, out) == 0
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    for answer in answers:
        for kind in answer["kinds"].values():
            kind.pop("objections")
    expected = (EXAMPLES / "assess-output.jsonl").read_text(encoding="utf-8").splitlines()
    assert answers == [json.loads(line) for line in expected]
