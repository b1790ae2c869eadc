"""Bans: which orders are refused, and who may confirm them (R8)."""

from dataclasses import replace
from typing import Any

import pytest

from anzhu.rules.restrictions import (
    Basis,
    ConfirmFacts,
    OrderFacts,
    OrderKind,
    objections_to_confirming,
    objections_to_order,
    until,
    usual_years,
)
from tests.rules.samples import codes, day

TODAY = day("2026-11-23")
GOOD = OrderFacts(
    basis=Basis.IMPROPER_MEANS,
    instrument="应急罚〔2026〕12 号",
    starts_on=day("2026-11-01"),
    years=5,
)
WAITING = ConfirmFacts(
    open=True, entered_by_person=1, confirming_person=2, concerns_person=3, scan_is_clean=True
)


@pytest.mark.parametrize(
    ("changed", "refused_for"),
    [
        ({}, []),
        ({"starts_on": TODAY}, []),
        ({"basis": None}, ["restriction.no_basis"]),
        ({"basis": Basis.BARRED}, ["restriction.no_provision"]),
        ({"basis": Basis.LICENCE_REVOKED, "provision": " "}, ["restriction.no_provision"]),
        ({"basis": Basis.BARRED, "provision": "安全生产法"}, []),
        ({"starts_on": None}, ["restriction.no_start"]),
        ({"starts_on": day("2026-11-24")}, ["restriction.starts_in_future"]),
        ({"years": None}, ["restriction.years"]),
        ({"years": 0}, ["restriction.years"]),
        ({"years": -1}, ["restriction.years"]),
        ({"years": 100}, ["restriction.years"]),
        ({"starts_on": day("2021-11-23")}, []),
        ({"starts_on": day("2021-11-22")}, ["restriction.over_already"]),
        ({"starts_on": day("2021-11-22"), "kind": OrderKind.CORRECT, "reason": "x"}, []),
        ({"instrument": "  "}, ["restriction.no_instrument"]),
        ({"kind": OrderKind.CORRECT}, ["restriction.no_reason"]),
        (
            {"basis": None, "starts_on": None, "years": None, "instrument": ""},
            [
                "restriction.no_basis",
                "restriction.no_start",
                "restriction.years",
                "restriction.no_instrument",
            ],
        ),
    ],
)
def test_everything_wrong_with_an_order_is_said_at_once(
    changed: dict[str, Any], refused_for: list[str]
) -> None:
    assert codes(objections_to_order(replace(GOOD, **changed), TODAY)) == refused_for


def test_lifting_needs_an_instrument_and_a_reason_and_no_terms() -> None:
    bare = OrderFacts(kind=OrderKind.LIFT)
    assert codes(objections_to_order(bare, TODAY)) == [
        "restriction.no_instrument",
        "restriction.no_reason",
    ]
    whole = OrderFacts(kind=OrderKind.LIFT, instrument="撤〔2026〕1 号", reason="复议撤销")
    assert codes(objections_to_order(whole, TODAY)) == []


@pytest.mark.parametrize(
    ("changed", "refused_for"),
    [
        ({}, []),
        ({"open": False, "scan_is_clean": False}, ["restriction.wrong_status"]),
        ({"confirming_person": 1}, ["restriction.same_person"]),
        ({"confirming_person": 3}, ["separation.own_case"]),
        ({"scan_is_clean": False}, ["restriction.no_scan"]),
        ({"confirming_person": 1, "scan_is_clean": False}, [
            "restriction.same_person", "restriction.no_scan",
        ]),
    ],
)  # fmt: skip
def test_a_second_person_confirms_what_can_be_read(
    changed: dict[str, Any], refused_for: list[str]
) -> None:
    assert codes(objections_to_confirming(replace(WAITING, **changed))) == refused_for


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [("2026-11-23", 5, "2031-11-23"), ("2024-02-29", 1, "2025-02-28")],
)
def test_a_ban_lasts_through_the_same_day_so_many_years_later(start, years, last) -> None:
    assert until(day(start), years) == day(last)


def test_the_law_says_how_long_where_it_does() -> None:
    assert usual_years(Basis.IMPROPER_MEANS, TODAY) == 5
    assert usual_years(Basis.FALSE_APPLICATION, TODAY) == 1
    assert usual_years(Basis.BARRED, TODAY) is None
