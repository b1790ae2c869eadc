"""Every cell of step × status × role is decided by the table, and by nothing else."""

from dataclasses import replace

import pytest

from anzhu.rules.facts import (
    AGENCY_ROLES,
    ENDED,
    IN_FLIGHT,
    REGISTRATION_KINDS,
    SHORT_KINDS,
    TIER_OF,
    Kind,
    Role,
    Status,
    Tier,
)
from anzhu.rules.objections import objection
from anzhu.rules.permissions import ITEM_STEPS_OF, STEP_NAMES, STEPS_OF, leads_from, may_ever
from anzhu.rules.workflow import (
    STEPS,
    STEPS_OF_KIND,
    TABLE,
    objections_to_step,
    step_of,
    steps_open_to,
)
from tests.rules.samples import codes
from tests.rules.steps import APPLICANT, TODAY, WILLING, actor, case

#: One kind of each track; the four kinds of registration walk the same way.
TRACKS = (Kind.INITIAL, *SHORT_KINDS)
CELLS = [(kind, name) for kind in TRACKS for name in STEPS_OF_KIND[kind]]


@pytest.mark.parametrize(("kind", "name"), CELLS)
def test_every_cell(kind, name):
    """Who may not, hears only that; from the wrong status nothing else is asked."""
    cells = [(status, role) for status in Status for role in Role]
    decided = {cell: decision(kind, name, *cell) for cell in cells}
    assert decided == {cell: expected(kind, name, *cell) for cell in cells}


#: What other rows of this table are about is set right for these steps.
ARRANGED = {
    "compile": {"batch_frozen": False},
    "take_over": {"claim_live": False},
    "hand_in": {"handed_in": False},
    "ask": {"proposed_by": None},
    "propose": {"proposed_by": None},
    "settle": {"proposed_by": None},
}


def decision(kind, name, status, role):
    arranged = dict(ARRANGED.get(name, {}))
    if (kind, name) == (Kind.OTHER_MATTERS, "decline"):
        arranged["proposed_by"] = None
    facts = case(status, kind=kind, **arranged)
    return codes(objections_to_step(STEPS_OF_KIND[kind][name], facts, actor(role), WILLING, TODAY))


def expected(kind, name, status, role):
    step = STEPS_OF_KIND[kind][name]
    if role not in step.by:
        return ["step.not_yours"]
    if status not in step.leaves:
        return ["step.wrong_status"]
    leased = name in ("claim", "release", "take_over")
    if leased and (role in AGENCY_ROLES) != (status is Status.FIRST_REVIEW):
        return ["step.not_yours"]
    return []


def test_a_name_stands_in_one_row_of_a_kind():
    """What is looked up by kind and name must be the only row there is."""
    for kind in Kind:
        names = [step.name for step in TABLE if kind in step.kinds]
        assert len(names) == len(set(names))
    for kind in REGISTRATION_KINDS:
        assert dict(STEPS_OF_KIND[kind]) == dict(STEPS)


def test_no_ministry_in_a_short_track():
    for kind in SHORT_KINDS:
        assert not any(Role.MINISTRY_APPROVER in step.by for step in STEPS_OF_KIND[kind].values())
        assert step_of(kind, "approve") is None
    assert step_of(Kind.INITIAL, "confirm") is None


@pytest.mark.parametrize("step", [step for step in TABLE if step.by - {Role.CLOCK}])
def test_no_human_acts_in_two_tiers_or_on_their_own_case(step):
    def refused_for(step, facts, actor):
        return codes(objections_to_step(step, facts, actor, WILLING, TODAY))

    for role in step.by - {Role.CLOCK}:
        status = next(status for status in Status if status in step.leaves)
        facts = case(status, kind=next(kind for kind in Kind if kind in step.kinds))
        for other in set(Tier) - {TIER_OF[role]}:
            met = replace(facts, acted={other: frozenset({actor(role).person_id})})
            assert "separation.other_tier" in refused_for(step, met, actor(role))
        met = replace(facts, acted={TIER_OF[role]: frozenset({actor(role).person_id})})
        assert "separation.other_tier" not in refused_for(step, met, actor(role))
        if role is not Role.APPLICANT:
            own = actor(role, person_id=APPLICANT)
            assert "separation.own_case" in refused_for(step, facts, own)


def test_the_steps_offered_are_those_that_could_begin():
    offered = [step.name for step in steps_open_to(case(), actor(), TODAY)]
    assert offered == ["accept", "claim", "release", "take_over", "return", "pass", "oppose"]
    assert steps_open_to(case(), actor(agency_id=8), TODAY) == []
    assert steps_open_to(case(), actor(person_id=APPLICANT), TODAY) == []
    assert steps_open_to(case(), actor(Role.PUBLIC), TODAY) == []


def test_permissions_are_read_off_the_tables():
    assert STEPS_OF[Role.APPLICANT] == ("submit", "withdraw", "reply")
    assert STEPS_OF[Role.MINISTRY_APPROVER] == ("approve", "refuse", "leave_out", "expire")
    assert STEPS_OF[Role.CLOCK] == ("accept", "lapse", "expire", "supersede")
    assert STEPS_OF[Role.PUBLIC] == STEPS_OF[Role.AUDITOR] == STEPS_OF[Role.ADMINISTRATOR] == ()
    assert ITEM_STEPS_OF[Role.CENTRE_PRODUCER] == ("print", "check", "ship", "void")
    assert may_ever(Role.AGENCY_LEAD, "forward")
    assert not may_ever(Role.AGENCY_REVIEWER, "forward")
    assert leads_from(Status.PASSED) == ("forward", "expire", "end")
    assert leads_from(Status.FINAL_REVIEW, Kind.REISSUE)[-3:] == ("confirm", "decline", "end")
    assert set(STEPS) < set(STEP_NAMES)


#: Where an application of a kind may never be.
NEVER = {
    Kind.INITIAL: frozenset(),
    Kind.REISSUE: {Status.APPROVAL, Status.EXPIRED},
    Kind.CANCELLATION: {Status.APPROVAL, Status.EXPIRED},
    Kind.OTHER_MATTERS: {
        Status.FIRST_REVIEW,
        Status.PASSED,
        Status.APPROVAL,
        Status.APPROVED,
        Status.EXPIRED,
    },
}


@pytest.mark.parametrize("kind", TRACKS)
def test_every_status_of_a_track_is_reached_and_left(kind):
    reachable = set(Status) - NEVER[kind]
    entered = {step.enters for step in STEPS_OF_KIND[kind].values()} - {None}
    assert entered == reachable - {Status.DRAFT}
    left = {status for status in reachable if leads_from(status, kind)}
    assert left == reachable - ENDED


def test_what_occupies_a_person_has_not_ended():
    assert not IN_FLIGHT & ENDED
    assert str(objection("step.no_reason", "flow")) == "step.no_reason"
