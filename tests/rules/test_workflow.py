"""Every cell of step × status × role is decided by the table, and by nothing else."""

from dataclasses import replace

import pytest

from anzhu.rules.facts import (
    AGENCY_ROLES,
    ENDED,
    IN_FLIGHT,
    TIER_OF,
    ActorFacts,
    Asked,
    CaseFacts,
    Kind,
    Mark,
    Opinion,
    Reason,
    Role,
    Status,
    Tier,
)
from anzhu.rules.objections import objection
from anzhu.rules.permissions import ITEM_STEPS_OF, STEPS_OF, leads_from, may_ever
from anzhu.rules.workflow import STEPS, objections_to_step, steps_open_to
from tests.rules.samples import codes, day

TODAY = day("2026-11-23")
APPLICANT, REVIEWER, AGENCY = 1, 2, 7
WILLING = Asked(
    marks={"form.stamp": Mark.MET},
    items=("form.stamp",),
    reasons=(Reason(code="refuse.falsified", item="form.stamp"),),
    note="note",
    opinion=Opinion.AGREE,
    second_factor=True,
    to_agency_id=8,
    to_agency_open=True,
)


def case(status=Status.FIRST_REVIEW, **changed):
    usual = CaseFacts(
        status=status,
        kind=Kind.INITIAL,
        person_id=APPLICANT,
        agency_id=AGENCY,
        claimed_by=20,
        claim_live=True,
        correct_by=day("2026-11-01"),
        agency_opinion=Opinion.AGREE,
        centre_opinion=Opinion.AGREE,
        accept_by=day("2026-11-20"),
        batch_frozen=True,
        batch_compiled_by=99,
        item_collected=True,
    )
    return replace(usual, **changed)


def actor(role=Role.AGENCY_REVIEWER, **changed):
    mine = role is Role.APPLICANT
    usual = ActorFacts(
        role=role,
        account_id=20,
        person_id=APPLICANT if mine else REVIEWER,
        agency_id=AGENCY if role in AGENCY_ROLES else None,
    )
    return replace(usual, **changed)


def asked(**changed):
    return replace(WILLING, **changed)


def refused_for(name, case, actor, asked=WILLING):
    return codes(objections_to_step(STEPS[name], case, actor, asked, TODAY))


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("name", STEPS)
def test_every_cell(name, status):
    """Who may not, hears only that; from the wrong status nothing else is asked."""
    for role in Role:
        assert (role, decided(name, status, role)) == (role, expected(name, status, role))


def decided(name, status, role):
    # What other rows of this table are about is set right: compile wants no frozen batch.
    facts = case(status, batch_frozen=name != "compile", claim_live=name != "take_over")
    return refused_for(name, facts, actor(role))


def expected(name, status, role):
    step = STEPS[name]
    if role not in step.by:
        return ["step.not_yours"]
    if status not in step.leaves:
        return ["step.wrong_status"]
    leased = name in ("claim", "release", "take_over")
    if leased and (role in AGENCY_ROLES) != (status is Status.FIRST_REVIEW):
        return ["step.not_yours"]
    return []


@pytest.mark.parametrize(
    ("name", "facts", "who", "put_in", "reasons"),
    [
        (
            "submit",
            {"status": Status.DRAFT, "eligibility": (objection("person.too_old", "R8"),)},
            {"role": Role.APPLICANT},
            {},
            ["person.too_old"],
        ),
        (
            "submit",
            {"status": Status.DRAFT, "missing": (objection("form.stale", "2.8"),)},
            {"role": Role.APPLICANT},
            {},
            ["form.stale"],
        ),
        (
            "submit",
            {"status": Status.DRAFT},
            {"role": Role.APPLICANT, "person_id": 5},
            {},
            ["step.not_yours"],
        ),
        ("accept", {"accepted_on": TODAY}, {}, {}, ["step.already_accepted"]),
        ("accept", {}, {"agency_id": 8}, {}, ["step.not_yours"]),
        ("accept", {"accept_by": TODAY}, {"role": Role.CLOCK}, {}, ["accept.too_early"]),
        ("accept", {"accept_by": None}, {"role": Role.CLOCK}, {}, ["accept.too_early"]),
        ("claim", {}, {"account_id": 21}, {}, ["claim.held_by_another"]),
        ("claim", {"claim_live": False}, {"account_id": 21}, {}, []),
        ("release", {}, {"account_id": 21}, {}, ["claim.not_yours"]),
        ("take_over", {}, {"account_id": 21}, {}, ["claim.still_live"]),
        ("take_over", {"claim_live": False}, {"account_id": 21}, {}, []),
        (
            "return",
            {"claimed_by": None},
            {"account_id": None},
            {"marks": {}, "reasons": ()},
            ["claim.not_yours", "item.not_judged", "return.no_reason"],
        ),
        (
            "return",
            {},
            {},
            {
                "marks": {"form.stamp": Mark.MET, "contract.valid": Mark.DOUBTFUL},
                "items": ("form.stamp", "contract.valid"),
            },
            ["return.item_without_reason"],
        ),
        (
            "return",
            {"returns": 1},
            {},
            {"seen_before": frozenset({"form.stamp"})},
            ["return.visible_before"],
        ),
        ("return", {"returns": 1}, {}, {"seen_before": frozenset({"contract.valid"})}, []),
        (
            "return",
            {"returns": 1},
            {},
            {"seen_before": frozenset({"form.stamp"}), "override": "新证据"},
            [],
        ),
        ("return", {}, {}, {"seen_before": frozenset({"form.stamp"})}, []),
        (
            "hand_over",
            {},
            {"role": Role.AGENCY_LEAD},
            {"to_agency_id": AGENCY, "note": " "},
            ["hand_over.same_agency", "step.no_reason"],
        ),
        (
            "hand_over",
            {},
            {"role": Role.AGENCY_LEAD},
            {"to_agency_id": None},
            ["hand_over.same_agency"],
        ),
        (
            "hand_over",
            {},
            {"role": Role.AGENCY_LEAD},
            {"to_agency_open": False},
            ["agency.closed"],
        ),
        ("pass", {}, {}, {"marks": {"form.stamp": Mark.DOUBTFUL}}, ["item.not_met"]),
        ("pass", {}, {}, {"marks": {}}, ["item.not_met"]),
        ("oppose", {}, {}, {"reasons": ()}, ["refusal.no_reason"]),
        (
            "oppose",
            {},
            {},
            {"reasons": (Reason(code="stamp.missing", item="form.stamp"),)},
            ["refusal.not_on_the_list"],
        ),
        (
            "conclude",
            {"status": Status.FINAL_REVIEW},
            {"role": Role.CENTRE_REVIEWER},
            {"opinion": None},
            ["conclude.no_opinion"],
        ),
        (
            "conclude",
            {"status": Status.FINAL_REVIEW},
            {"role": Role.CENTRE_REVIEWER},
            {"opinion": Opinion.AGAINST, "note": "", "reasons": ()},
            ["conclude.differs_without_reason", "refusal.no_reason"],
        ),
        (
            "compile",
            {"status": Status.APPROVAL},
            {"role": Role.CENTRE_REVIEWER},
            {},
            ["batch.already_frozen"],
        ),
        (
            "approve",
            {
                "status": Status.APPROVAL,
                "batch_frozen": False,
                "batch_compiled_by": REVIEWER,
                "centre_opinion": Opinion.AGAINST,
            },
            {"role": Role.MINISTRY_APPROVER},
            {"second_factor": False},
            [
                "batch.not_frozen",
                "separation.compiler_approves",
                "second_factor.missing",
                "approve.centre_is_against",
            ],
        ),
        (
            "lapse",
            {"status": Status.CORRECTION, "correct_by": TODAY},
            {"role": Role.CLOCK},
            {},
            ["lapse.too_early"],
        ),
        (
            "lapse",
            {"status": Status.CORRECTION, "correct_by": None},
            {"role": Role.CLOCK},
            {},
            ["lapse.too_early"],
        ),
        (
            "close",
            {"status": Status.APPROVED, "item_collected": False},
            {},
            {},
            ["close.not_collected"],
        ),
    ],
)
def test_the_terms_of_a_step(name, facts, who, put_in, reasons):
    assert refused_for(name, case(**facts), actor(**who), asked(**put_in)) == reasons


@pytest.mark.parametrize("name", [name for name, step in STEPS.items() if step.by - {Role.CLOCK}])
def test_no_human_acts_in_two_tiers_or_on_their_own_case(name):
    step = STEPS[name]
    for role in step.by - {Role.CLOCK}:
        facts = case(next(status for status in Status if status in step.leaves))
        for other in set(Tier) - {TIER_OF[role]}:
            met = replace(facts, acted={other: frozenset({actor(role).person_id})})
            assert "separation.other_tier" in refused_for(name, met, actor(role))
        met = replace(facts, acted={TIER_OF[role]: frozenset({actor(role).person_id})})
        assert "separation.other_tier" not in refused_for(name, met, actor(role))
        if role is not Role.APPLICANT:
            own = actor(role, person_id=APPLICANT)
            assert "separation.own_case" in refused_for(name, facts, own)


def test_the_steps_offered_are_those_that_could_begin():
    offered = [step.name for step in steps_open_to(case(), actor(), TODAY)]
    assert offered == ["accept", "claim", "release", "take_over", "return", "pass", "oppose"]
    assert steps_open_to(case(), actor(agency_id=8), TODAY) == []
    assert steps_open_to(case(), actor(person_id=APPLICANT), TODAY) == []
    assert steps_open_to(case(), actor(Role.PUBLIC), TODAY) == []


def test_permissions_are_read_off_the_tables():
    assert STEPS_OF[Role.APPLICANT] == ("submit", "withdraw")
    assert STEPS_OF[Role.MINISTRY_APPROVER] == ("approve", "refuse", "leave_out")
    assert STEPS_OF[Role.CLOCK] == ("accept", "lapse")
    assert STEPS_OF[Role.PUBLIC] == STEPS_OF[Role.AUDITOR] == STEPS_OF[Role.ADMINISTRATOR] == ()
    assert ITEM_STEPS_OF[Role.CENTRE_PRODUCER] == ("print", "check", "ship", "void")
    assert may_ever(Role.AGENCY_LEAD, "forward")
    assert not may_ever(Role.AGENCY_REVIEWER, "forward")
    assert leads_from(Status.PASSED) == ("forward",)


def test_every_status_is_reached_and_left():
    entered = {step.enters for step in STEPS.values()} - {None}
    assert entered == set(Status) - {Status.DRAFT}
    assert {status for status in Status if leads_from(status)} == set(Status) - ENDED
    assert not IN_FLIGHT & ENDED
    assert str(objection("step.no_reason", "flow")) == "step.no_reason"
