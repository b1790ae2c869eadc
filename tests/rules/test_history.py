"""2.6 and 4.1.1c: rows of work experience, and the term of employment."""

import pytest

from anzhu.rules.employment import Term, objections_to_term
from anzhu.rules.history import WorkRow, hints_about_history, objections_to_history
from tests.rules.samples import codes, day

TODAY = day("2026-11-23")


def row(start, until=None, **changed):
    return WorkRow(
        **{
            "start": day(start) if start else None,
            "until": day(until) if until else None,
            "employer": "某厂",
            "post": "安全员",
        }
        | changed
    )


@pytest.mark.parametrize(
    ("rows", "refused_for"),
    [
        ([], ["history.missing"]),
        ([row("2015-07-01", "2020-06-30"), row("2020-07-01")], []),
        ([row("2020-07-01", "2019-06-30")], ["history.end_before_start"]),
        ([row("2027-01-01")], ["history.start_in_future"]),
        ([row("2020-07-01", "2026-11-24")], ["history.end_in_future"]),
        ([row("2020-07-01", "2026-11-23")], []),
        ([row(None)], ["history.no_start"]),
        ([row("2020-01-01", employer=" ", post="")], ["history.no_employer", "history.no_post"]),
        ([row("2015-07-01"), row("2020-07-01")], ["history.several_present"]),
    ],
)
def test_rows_that_cannot_be(rows, refused_for):
    assert codes(objections_to_history(rows, TODAY)) == refused_for


@pytest.mark.parametrize(
    ("rows", "hints"),
    [
        ([row("2015-07-01", "2020-06-30"), row("2020-07-01")], []),
        ([row("2015-07-01", "2020-06-30"), row("2020-06-30")], []),
        (
            [row("2015-07-01", "2020-07-31"), row("2020-07-01")],
            [("history.overlap", {"row": 2, "other": 1})],
        ),
        (  # in any order, by the numbers the person sees
            [row("2020-07-01"), row("2015-07-01", "2020-07-31")],
            [("history.overlap", {"row": 1, "other": 2})],
        ),
        ([row("2015-07-01", "2020-06-30"), row("2020-09-30")], []),
        (
            [row("2015-07-01", "2020-06-30"), row("2020-10-01")],
            [
                (
                    "history.gap",
                    {
                        "row": 2,
                        "other": 1,
                        "since": day("2020-06-30"),
                        "start": day("2020-10-01"),
                    },
                )
            ],
        ),
        ([row("2015-07-01", "2020-06-30"), row("2022-01-01", gap_reason="读研")], []),
        (  # a short job inside a long one leaves no gap behind it
            [row("2010-01-01", "2020-12-31"), row("2012-01-01", "2013-01-01"), row("2021-01-01")],
            [("history.overlap", {"row": 2, "other": 1})],
        ),
        ([row("2020-07-01", "2019-06-30"), row(None)], []),
    ],
)
def test_overlaps_and_gaps_name_their_rows(rows, hints):
    found = [(hint.code, dict(hint.params)) for hint in hints_about_history(rows, TODAY)]
    assert found == hints


@pytest.mark.parametrize(
    ("term", "refused_for"),
    [
        (Term(start=day("2024-01-01"), until=day("2027-12-31")), []),
        (Term(start=day("2024-01-01"), open_ended=True), []),
        (Term(start=None), ["employment.no_start", "employment.no_end"]),
        (Term(start=None, until=day("2027-12-31")), ["employment.no_start"]),
        (Term(start=day("2026-12-01"), open_ended=True), ["employment.start_in_future"]),
        (
            Term(start=day("2024-01-01"), until=day("2023-12-31")),
            ["employment.end_before_start"],
        ),
        (Term(start=day("2024-01-01"), until=day("2026-11-22")), ["employment.over"]),
        (
            Term(start=day("2024-01-01"), until=day("2027-01-01"), open_ended=True),
            ["employment.end_of_open_ended"],
        ),
    ],
)
def test_the_term_of_employment(term, refused_for):
    assert codes(objections_to_term(term, TODAY)) == refused_for
