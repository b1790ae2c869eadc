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
    text = b"\n".join(line if isinstance(line, bytes) else encoded(line) for line in lines)
    out = io.BytesIO()
    status = assess.run(io.BytesIO(text + b"\n"), out)
    answers = out.getvalue().split(b"\n")
    assert answers.pop() == b""
    return status, [json.loads(line) for line in answers]


def encoded(line):
    return (line if isinstance(line, str) else json.dumps(line)).encode()


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
        ({"education": [{"completed": "2025-05-01"}]}, "缺少字段：education.0.hours"),
        ({"education": [{"completed": "2025-05-01", "hours": "24"}]},
         "字段的值无法识别：education.0.hours"),
        ({"education": [{"completed": "2025-05-01", "hours": 100_001}]},
         "字段的值无法识别：education.0.hours"),
        ({"education": [{"completed": "2025-05-01", "hours": 1, "day": 1}]},
         "不认识的字段：education.0.day"),
        ({"education": [None]}, "字段的值无法识别：education.0"),
        ({"education": {}}, "字段的值无法识别：education"),
        ({"education": [{"completed": "2025-05-01", "hours": 1, "used": 0}]},
         "字段的值无法识别：education.0.used"),
        ({"education": [{"completed": "2025-05-01", "hours": 1, "source": "both"}]},
         "字段的值无法识别：education.0.source"),
        ({"restrictions": [{"from": "2020-01-01", "years": True}]},
         "字段的值无法识别：restrictions.0.years"),
        ({"restrictions": [{"from": "2020-01-01", "years": -1}]},
         "字段的值无法识别：restrictions.0.years"),
        ({"restrictions": [{"from": "2020-01-01", "years": 10**40}]},
         "字段的值无法识别：restrictions.0.years"),
        ({"restrictions": [{"from": "2020-01-01", "years": 1, "by": ""}]},
         "不认识的字段：restrictions.0.by"),
        ({"qualification": {"obtained": "2020-01-01", "extra_categories": "mine"}},
         "字段的值无法识别：qualification.extra_categories"),
        ({"qualification": {"obtained": "2020-01-01", "extra_categories": [None]}},
         "字段的值无法识别：qualification.extra_categories.0"),
        ({"qualification": {}}, "缺少字段：qualification.obtained"),
        ({"registration": {"valid_until": "2027-01-09"}}, "缺少字段：registration.valid_from"),
        ({"registration": {"valid_from": "2027-01-09"}}, "缺少字段：registration.valid_until"),
        ({"registration": FULL["registration"] | {"category": "fire"}},
         "字段的值无法识别：registration.category"),
        ({"registration": FULL["registration"] | {"number": 1}},
         "不认识的字段：registration.number"),
        ({"pending": {"kind": "renewal"}}, "缺少字段：pending.submitted"),
        ({"pending": {"kind": "renewal", "submitted": "2026-10-01", "by": 1}},
         "不认识的字段：pending.by"),
        ({"change": {"category": "former_other"}}, "字段的值无法识别：change.category"),
        ({"change": {"everything": True}}, "不认识的字段：change.everything"),
        ({"employment": {"status": "self-employed"}}, "字段的值无法识别：employment.status"),
        ({"employment": {"contract_bears_former_name": "no"}},
         "字段的值无法识别：employment.contract_bears_former_name"),
        ({"employment": {"since": 1}}, "不认识的字段：employment.since"),
        ({"on": "２０２６-11-23"}, "日期应写作 2026-03-01：on"),
        ({"on": "2026-11-23T00:00"}, "日期应写作 2026-03-01：on"),
        ({"on": "2026-11-23\n"}, "日期应写作 2026-03-01：on"),
        ({"on": "0000-01-01"}, "日期应写作 2026-03-01：on"),
        ({"on": "0001-01-01"}, "日期或数字超出可计算的范围。"),
        ({"id": ["a"]}, "字段的值无法识别：id"),
        ({"on": "9999-12-31", "approved_on": None}, "日期或数字超出可计算的范围。"),
        ({"restrictions": [{"from": "9999-01-01", "years": 900}]}, "日期或数字超出可计算的范围。"),
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
        ('{"id": "a1", "on": -Infinity}', "这一行不是有效的 JSON。"),
        ("[" * 100_000, "这一行不是有效的 JSON。"),
        ('{"id":' * 100_000, "这一行不是有效的 JSON。"),
        ("   \t\r", "这一行不是有效的 JSON。"),
        ('{"id": "a1"} {"id": "a2"}', "这一行不是有效的 JSON。"),
        ("{}\x00", "这一行不是有效的 JSON。"),
        ('{"id": "\ud800"}'.encode("utf-8", "surrogatepass"), "这一行不是有效的 JSON。"),
        ('{"id": "a1"}'.encode("utf-16"), "这一行不是有效的 JSON。"),
        (" " * 10_000_000, "这一行不是有效的 JSON。"),
        ('{"id": "a1", "id": "a2"}', "字段重复出现：id"),
        ('{"id": "a1", "person": {"born": "1980-01-01", "born": "1990-01-01"}}',
         "字段重复出现：born"),
        ('{"id": 1e400, "on": "2026-01-01"}', "字段的值无法识别：id"),
        ('{"id": 1e999999999999999999999}', "日期或数字超出可计算的范围。"),
        ('{"id": ' + "9" * 5000 + "}", "日期或数字超出可计算的范围。"),
        ("[1]", "这一行应是一个 JSON 对象。"),
        ("null", "这一行应是一个 JSON 对象。"),
        ('"{}"', "这一行应是一个 JSON 对象。"),
    ],
)  # fmt: skip
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
    out = io.BytesIO()
    assert assess.run(io.BytesIO(b'{"id": "\xff"}\n{"id": "\\ud800"}\n'), out) == 1
    first, second = out.getvalue().splitlines()
    assert json.loads(first)["id"] is None
    assert second.startswith(b'{"id": "\\ud800"')


def test_line_ends_marks_and_a_missing_last_line_end_do_not_matter():
    line = json.dumps(FULL).encode()
    out = io.BytesIO()
    assert assess.run(io.BytesIO(b"\xef\xbb\xbf" + line + b"\r\n" + line + b"\n" + line), out) == 0
    first, second, third = out.getvalue().splitlines()
    assert first == second == third


def test_nothing_is_answered_with_nothing():
    out = io.BytesIO()
    assert assess.run(io.BytesIO(b""), out) == 0
    assert out.getvalue() == b""


def test_a_name_of_ten_megabytes_comes_back():
    status, [answer] = ask(FULL | {"id": "名" * 3_300_000})
    assert status == 0
    assert len(answer["id"]) == 3_300_000


def test_it_needs_no_django():
    program = "import sys, anzhu.ops.assess; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the examples lie beside the checkout")
def test_the_examples_are_answered_field_by_field():
    out = io.BytesIO()
    with (EXAMPLES / "assess-input.jsonl").open("rb") as questions:
        assert assess.run(questions, out) == 0
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    for answer in answers:
        for kind in answer["kinds"].values():
            kind.pop("objections")
    expected = (EXAMPLES / "assess-output.jsonl").read_text(encoding="utf-8").splitlines()
    assert answers == [json.loads(line) for line in expected]
