"""R11: the chooser follows clause 3 question by question; the first match wins."""

import pytest

from anzhu.rules.agencies import (
    NEITHER,
    QUESTIONS,
    AgencyFacts,
    AgencyKind,
    Answers,
    objections_to_choice,
    recommend,
)
from anzhu.rules.categories import Category
from tests.rules.samples import codes

BUILDING = AgencyFacts(
    code="mohurd", kind=AgencyKind.MINISTRY, categories=frozenset({Category.CONSTRUCTION})
)
ROADS = AgencyFacts(
    code="mot", kind=AgencyKind.MINISTRY, categories=frozenset({Category.TRANSPORT})
)
OIL = AgencyFacts(code="sinopec", kind=AgencyKind.GROUP)
MEM = AgencyFacts(code="mem", kind=AgencyKind.HEADQUARTERS)
SHANDONG = AgencyFacts(code="sd", kind=AgencyKind.PROVINCE, province="37")
SHANDONG_COAL = AgencyFacts(code="sd-coal", kind=AgencyKind.COAL_MINE, province="37")
HAINAN = AgencyFacts(code="hi", kind=AgencyKind.PROVINCE, province="46", open=False)
ALL = (BUILDING, ROADS, OIL, MEM, SHANDONG, SHANDONG_COAL, HAINAN)


def answers(category="chemical", **given):
    nothing_special = {
        "ministry": NEITHER,
        "group": NEITHER,
        "directly_under": False,
        "province": "37",
    }
    return Answers(category=Category(category), **nothing_special | given)


@pytest.mark.parametrize(
    ("given", "agency", "because"),
    [
        (answers("construction", group="sinopec"), "mohurd", "category_of_ministry"),
        (answers("transport"), "mot", "category_of_ministry"),
        (answers(ministry="mot", group="sinopec"), "mot", "ministry"),
        (answers(group="sinopec", directly_under=True), "sinopec", "group"),
        (answers("coal_mine", group="sinopec"), "sinopec", "group"),
        (answers(directly_under=True), "mem", "directly_under"),
        (answers(), "sd", "province"),
        (answers("coal_mine"), "sd-coal", "coal_mine_of_province"),
        (answers("coal_mine", province="46"), "hi", "province"),
    ],
)
def test_the_first_match_wins(given, agency, because):
    found = recommend(given, ALL)
    assert found.agency.code == agency
    assert found.because[-1].code == because


def test_the_chain_of_reasons_is_complete():
    found = recommend(answers("coal_mine", province="46"), ALL)
    assert [link.code for link in found.because] == [
        "no_ministry",
        "no_group",
        "not_directly_under",
        "no_coal_mine_agency",
        "province",
    ]


@pytest.mark.parametrize(
    ("given", "asks"),
    [
        (Answers(), "category"),
        (Answers(category=Category.MINE), "ministry"),
        (Answers(category=Category.MINE, ministry="gone"), "ministry"),
        (Answers(category=Category.MINE, ministry=NEITHER), "group"),
        (Answers(category=Category.MINE, ministry=NEITHER, group=NEITHER), "directly_under"),
        (
            Answers(category=Category.MINE, ministry=NEITHER, group=NEITHER, directly_under=False),
            "province",
        ),
        (Answers(category=Category.CONSTRUCTION), None),
    ],
)
def test_what_is_not_known_yet_is_asked(given, asks):
    found = recommend(given, ALL)
    assert (found.asks.name if found.asks else None) == asks
    assert asks is None or asks in {question.name for question in QUESTIONS}


def test_a_question_without_an_agency_on_the_list_is_not_asked():
    found = recommend(Answers(category=Category.MINE), [MEM, SHANDONG])
    assert found.asks.name == "directly_under"
    assert recommend(answers(directly_under=True), [SHANDONG]).agency == SHANDONG


def test_a_province_that_is_not_on_the_list_has_no_recommendation():
    found = recommend(answers(province="99"), ALL)
    assert found.agency is None
    assert found.asks is None
    assert found.because[-1].code == "no_agency_of_province"


@pytest.mark.parametrize(
    ("chosen", "reason", "refused_for"),
    [
        (SHANDONG, "", []),
        (OIL, "总部在外省", []),
        (OIL, " ", ["agency.needs_reason"]),
        (HAINAN, "", ["agency.closed", "agency.needs_reason"]),
        (None, "", ["agency.missing"]),
    ],
)
def test_another_choice_needs_a_reason_and_an_open_agency(chosen, reason, refused_for):
    assert codes(objections_to_choice(chosen, SHANDONG, reason)) == refused_for


def test_without_a_recommendation_any_open_agency_may_be_chosen():
    assert codes(objections_to_choice(OIL, None, "")) == []
