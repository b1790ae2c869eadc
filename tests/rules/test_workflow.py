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
from anzhu.rules.permissions import ITEM_STEPS_OF, STEP_NAMES, STEPS_OF, leads_from, may_ever
from anzhu.rules.workflow import (
    STEPS,
    STEPS_OF_KIND,
    TABLE,
    objections_to_step,
    step_of,
    steps_open_to,
)
from tests.rules.samples import codes, day

TODAY = day("2026-11-23")
APPLICANT, REVIEWER, PROPOSER, AGENCY = 1, 2, 3, 7
#: One kind of each track; the four kinds of registration walk the same way.
TRACKS = (Kind.INITIAL, *SHORT_KINDS)
CELLS = [(kind, name) for kind in TRACKS for name in STEPS_OF_KIND[kind]]
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
        from_paper=True,
        hand_in_due=True,
        handed_in=True,
        proposed_by=PROPOSER,
        registration_cancelled=True,
        registration_expired=True,
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
@pytest.mark.parametrize(("kind", "name"), CELLS)
def test_every_cell(kind, name, status):
    """Who may not, hears only that; from the wrong status nothing else is asked."""
    for role in Role:
        decided = decision(kind, name, status, role)
        assert (role, decided) == (role, expected(kind, name, status, role))


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
            "expire",
            {"status": Status.PASSED, "registration_expired": False},
            {"role": Role.CLOCK},
            {},
            ["expire.still_valid"],
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


PAPER, CENTRE = {"role": Role.AGENCY_REVIEWER}, {"role": Role.CENTRE_REVIEWER}
FINAL = {"status": Status.FINAL_REVIEW}


@pytest.mark.parametrize(
    ("kind", "name", "facts", "who", "put_in", "reasons"),
    [
        (
            Kind.REISSUE,
            "take_in",
            {
                "status": Status.DRAFT,
                "from_paper": False,
                "eligibility": (objection("registration.expired", "1.5"),),
                "missing": (objection("request.no_why", "5.0"),),
            },
            PAPER,
            {},
            ["counter.not_from_paper", "registration.expired", "request.no_why"],
        ),
        (
            Kind.CANCELLATION,
            "call_off",
            {"from_paper": False},
            PAPER,
            {"note": ""},
            ["counter.not_from_paper", "step.no_reason"],
        ),
        (
            Kind.REISSUE,
            "hand_in",
            {"hand_in_due": False, "handed_in": False},
            PAPER,
            {},
            ["hand_in.nothing_due"],
        ),
        (Kind.CANCELLATION, "hand_in", {}, PAPER, {}, ["hand_in.already"]),
        (
            Kind.CANCELLATION,
            "pass",
            {"handed_in": False},
            PAPER,
            {"marks": {}},
            ["item.not_met", "hand_in.missing"],
        ),
        (
            Kind.REISSUE,
            "confirm",
            {
                **FINAL,
                "agency_opinion": Opinion.AGAINST,
                "eligibility": (objection("registration.ended", "1.5"),),
                "handed_in": False,
                "claimed_by": 21,
            },
            CENTRE,
            {"note": ""},
            [
                "claim.not_yours",
                "registration.ended",
                "hand_in.missing",
                "confirm.differs_without_reason",
            ],
        ),
        (
            Kind.CANCELLATION,
            "confirm",
            {**FINAL, "agency_opinion": Opinion.AGAINST},
            CENTRE,
            {"note": "原件已核对"},
            [],
        ),
        (
            Kind.CANCELLATION,
            "decline",
            FINAL,
            CENTRE,
            {"reasons": ()},
            ["refusal.no_reason"],
        ),
        (
            Kind.REISSUE,
            "end",
            {"registration_cancelled": False},
            CENTRE,
            {},
            ["end.nothing_cancelled"],
        ),
        (
            Kind.OTHER_MATTERS,
            "confirm",
            {**FINAL, "proposed_by": REVIEWER},
            CENTRE,
            {},
            ["separation.proposer_confirms"],
        ),
        (
            Kind.OTHER_MATTERS,
            "confirm",
            {**FINAL, "proposed_by": None},
            CENTRE,
            {},
            ["correction.nothing_proposed"],
        ),
        (
            Kind.OTHER_MATTERS,
            "propose",
            FINAL,
            CENTRE,
            {"note": ""},
            ["correction.already_proposed", "step.no_reason"],
        ),
        (Kind.OTHER_MATTERS, "ask", FINAL, CENTRE, {}, ["correction.already_proposed"]),
        (Kind.OTHER_MATTERS, "settle", FINAL, CENTRE, {}, ["correction.already_proposed"]),
        (Kind.OTHER_MATTERS, "decline", FINAL, CENTRE, {}, ["correction.already_proposed"]),
        (
            Kind.OTHER_MATTERS,
            "reply",
            {"status": Status.CORRECTION},
            {"role": Role.APPLICANT},
            {"note": " "},
            ["step.no_reason"],
        ),
        (
            Kind.OTHER_MATTERS,
            "drop",
            {**FINAL, "proposed_by": None},
            CENTRE,
            {"note": ""},
            ["correction.nothing_proposed", "step.no_reason"],
        ),
    ],
)
def test_the_terms_of_a_step_of_a_short_track(kind, name, facts, who, put_in, reasons):
    step = STEPS_OF_KIND[kind][name]
    found = objections_to_step(step, case(kind=kind, **facts), actor(**who), asked(**put_in), TODAY)
    assert codes(found) == reasons


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
    assert STEPS_OF[Role.CLOCK] == ("accept", "lapse", "expire")
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
