"""What a change application asks for, read from its answers (1.4, R5)."""

import pytest

from anzhu.cases.facts import change_of
from anzhu.rules.categories import Category
from anzhu.rules.filing import Change

CASES = {
    "nothing said yet": ({}, Change()),
    "another employer": ({"change": {"employer": True}}, Change(employer=True)),
    "renamed, renewing": (
        {"change": {"renamed": True, "renew": True}},
        Change(renamed=True, renew=True),
    ),
    "a category that was not chosen yet": ({"change": {"category": True}}, Change()),
    "a category": (
        {"change": {"category": True}, "category": {"category": "mine"}},
        Change(category=Category.MINE),
    ),
    "the present category is no change": (
        {"change": {"employer": True}, "category": {"category": "mine"}},
        Change(employer=True),
    ),
    "all at once": (
        {
            "change": {"employer": True, "renamed": True, "category": True, "renew": True},
            "category": {"category": "mine"},
        },
        Change(employer=True, renamed=True, category=Category.MINE, renew=True),
    ),
    "a code that is none": (
        {"change": {"category": True}, "category": {"category": "fire"}},
        Change(),
    ),
}


@pytest.mark.parametrize(("answers", "asked"), CASES.values(), ids=CASES.keys())
def test_what_is_asked_for(answers, asked):
    assert change_of(answers) == asked
