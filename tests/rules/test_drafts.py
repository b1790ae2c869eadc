"""An amendment written down: what is taken, and what is said about everything else."""

from decimal import Decimal

import pytest

from anzhu import words
from anzhu.rules.drafts import UnreadableDraft, read_draft
from tests.rules.samples import day

GOOD = """
# 学时调整
name = "2027-07"
starts = 2027-07-01
source = "应急〔2027〕3号"

[EDUCATION_HOURS]
value = 40
clause = "4.2.4"

[CORRECTION_REMINDER_DAYS]
value = [10, 3]
clause = "R12"
source = "我方"
"""


def test_a_draft_names_its_values_with_clause_and_source() -> None:
    draft = read_draft(GOOD)
    assert (draft.name, draft.starts, draft.source) == (
        "2027-07",
        day("2027-07-01"),
        "应急〔2027〕3号",
    )
    hours, reminders = draft.values["EDUCATION_HOURS"], draft.values["CORRECTION_REMINDER_DAYS"]
    assert (hours.value, hours.clause, hours.source) == (Decimal(40), "4.2.4", "应急〔2027〕3号")
    assert (reminders.value, reminders.source) == ((10, 3), "我方")


def test_a_draft_without_a_name_is_called_by_its_day() -> None:
    assert read_draft(GOOD.replace('name = "2027-07"\n', "")).name == "2027-07-01"


def test_it_is_in_force_from_its_day_or_from_its_publication() -> None:
    draft = read_draft(GOOD)
    assert draft.published_on(day("2027-01-01")).in_force_from == day("2027-07-01")
    assert draft.published_on(day("2027-08-01")).in_force_from == day("2027-08-01")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("starts = 2027-07-01", "starts =", [("draft.unreadable", 4)]),
        ("starts = 2027-07-01", "", [("draft.no_start", 1)]),
        ("starts = 2027-07-01", 'starts = "2027-07-01"', [("draft.no_start", 4)]),
        ('source = "应急〔2027〕3号"', "", [("draft.no_source", 4)]),
        ('source = "我方"', 'source = " "', [("draft.no_source", 14)]),
        ('name = "2027-07"', 'name = ""', [("draft.bad_name", 3)]),
        ('name = "2027-07"', f'name = "{"x" * 21}"', [("draft.bad_name", 3)]),
        ('name = "2027-07"', "titel = 1", [("draft.unknown_key", 3)]),
        ("[EDUCATION_HOURS]", "[EDUCATION_HOUR]", [("draft.unknown_parameter", 7)]),
        ("[EDUCATION_HOURS]", "[SCHEME_START]", [("draft.unknown_parameter", 7)]),
        ("value = 40", 'value = "vierzig"', [("draft.expects_decimal", 8)]),
        ("value = 40", "", [("draft.no_value", 7)]),
        ("value = 40", "value = 40\nwert = 40", [("draft.unknown_key", 9)]),
        ('clause = "4.2.4"', "", [("draft.no_clause", 7)]),
        (
            'value = 40\nclause = "4.2.4"',
            "value = 0",
            [("draft.no_clause", 7), ("draft.expects_decimal", 8)],
        ),
    ],
)
def test_every_mistake_is_named_with_its_line(
    old: str, new: str, found: list[tuple[str, int]]
) -> None:
    with pytest.raises(UnreadableDraft) as wrong:
        read_draft(GOOD.replace(old, new))
    said = [(one.code, one.params["line"]) for one in wrong.value.objections]
    assert said == found
    for one in wrong.value.objections:
        assert f"第 {one.params['line']} 行" in words.objection(one)


def test_the_parameter_that_was_meant_is_suggested() -> None:
    with pytest.raises(UnreadableDraft) as wrong:
        read_draft(GOOD.replace("[EDUCATION_HOURS]", "[EDUCATION_HOUR]"))
    assert "EDUCATION_HOURS" in words.objection(wrong.value.objections[0])


def test_a_draft_that_changes_nothing_is_none() -> None:
    with pytest.raises(UnreadableDraft) as wrong:
        read_draft('starts = 2027-07-01\nsource = "x"\n')
    assert [one.code for one in wrong.value.objections] == ["draft.changes_nothing"]


@pytest.mark.parametrize("expected", ["flag", "whole", "decimal", "day", "word", "days", "table"])
def test_every_kind_of_value_has_a_sentence(expected: str) -> None:
    said = words.raw(f"objections.draft.expects_{expected}")
    assert {"{line}", "{name}", "{like}"} <= set(said.replace("}", "} ").replace("{", " {").split())
