"""A case, a person and what they ask, all set right, for the tables of steps."""

from dataclasses import replace

from anzhu.rules.facts import (
    AGENCY_ROLES,
    ActorFacts,
    Asked,
    CaseFacts,
    Kind,
    Mark,
    Opinion,
    Reason,
    Role,
    Status,
)
from tests.rules.samples import day

TODAY = day("2026-11-23")
APPLICANT, REVIEWER, PROPOSER, AGENCY = 1, 2, 3, 7
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
        item_superseded=True,
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
