"""What a step asks for beyond the right status and role, row by row."""

import pytest

from anzhu.rules.facts import Kind, Mark, Opinion, Reason, Role, Status
from anzhu.rules.objections import objection
from anzhu.rules.workflow import STEPS, STEPS_OF_KIND, objections_to_step
from tests.rules.samples import codes
from tests.rules.steps import AGENCY, REVIEWER, TODAY, actor, asked, case


def refused_for(step, facts, who, put_in):
    return codes(objections_to_step(step, facts, who, put_in, TODAY))


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
        (
            "supersede",
            {"status": Status.APPROVED, "item_superseded": False},
            {"role": Role.CLOCK},
            {},
            ["supersede.no_later_label"],
        ),
    ],
)
def test_the_terms_of_a_step(name, facts, who, put_in, reasons):
    step = STEPS[name]
    assert refused_for(step, case(**facts), actor(**who), asked(**put_in)) == reasons


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
    given = case(kind=kind, **facts)
    assert refused_for(step, given, actor(**who), asked(**put_in)) == reasons
