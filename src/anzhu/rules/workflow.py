"""The steps of all kinds of application as one table (spec 3-flow): who, from where, to where.

Diagrams, permissions, buttons, audit words and notices are all derived from ``TABLE``.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from anzhu.rules import guards
from anzhu.rules.facts import (
    AGENCY_ROLES,
    UNDECIDED,
    ActorFacts,
    Asked,
    CaseFacts,
    Kind,
    Role,
    Status,
)
from anzhu.rules.objections import Objection, objection
from anzhu.rules.short_tracks import SHORT_ROWS
from anzhu.rules.steps import (
    AGENCY,
    APPLICANT,
    CENTRE,
    CLOCK,
    LEAD,
    MATTERS,
    MINISTRY,
    REGISTRATIONS,
    REVIEWED_TWICE,
    REVIEWERS,
    Step,
)

_REVIEWED = frozenset({Status.FIRST_REVIEW, Status.FINAL_REVIEW})

_REGISTRATION_ROWS = (
    Step(
        name="submit",
        leaves=frozenset({Status.DRAFT, Status.CORRECTION}),
        enters=Status.FIRST_REVIEW,
        by=APPLICANT,
        clause="2.9",
        kinds=REVIEWED_TWICE,
        needs=(guards.eligible, guards.nothing_missing),
        tells=("case.submitted",),
    ),
    Step(
        name="withdraw",
        leaves=frozenset({Status.DRAFT, Status.FIRST_REVIEW, Status.CORRECTION}),
        enters=Status.WITHDRAWN,
        by=APPLICANT,
        clause="flow",
        kinds=REVIEWED_TWICE,
        tells=("case.withdrawn",),
    ),
    Step(
        name="accept",
        leaves=frozenset({Status.FIRST_REVIEW}),
        enters=None,
        by=AGENCY | CLOCK,
        clause="R12",
        kinds=REVIEWED_TWICE,
        needs=(guards.not_yet_accepted, guards.silence_has_lasted),
        tells=("case.accepted",),
    ),
    Step(
        name="claim",
        leaves=_REVIEWED,
        enters=None,
        by=REVIEWERS,
        clause="flow",
        kinds=REVIEWED_TWICE,
        needs=(guards.tier_of_the_status, guards.nobody_else_holds_it),
    ),
    Step(
        name="release",
        leaves=_REVIEWED,
        enters=None,
        by=REVIEWERS,
        clause="flow",
        kinds=REVIEWED_TWICE,
        needs=(guards.tier_of_the_status, guards.claimed_by_the_actor),
    ),
    Step(
        name="take_over",
        leaves=_REVIEWED,
        enters=None,
        by=REVIEWERS,
        clause="flow",
        kinds=REVIEWED_TWICE,
        needs=(guards.tier_of_the_status, guards.the_lease_has_run_out),
    ),
    Step(
        name="return",
        leaves=frozenset({Status.FIRST_REVIEW}),
        enters=Status.CORRECTION,
        by=AGENCY,
        clause="R12",
        kinds=REVIEWED_TWICE,
        needs=(
            guards.claimed_by_the_actor,
            guards.every_item_judged,
            guards.every_entry_judged,
            guards.a_reason_for_every_unmet_item,
            guards.nothing_visible_before,
        ),
        tells=("case.returned",),
    ),
    Step(
        name="hand_over",
        leaves=frozenset({Status.FIRST_REVIEW}),
        enters=None,
        by=LEAD,
        clause="R11",
        kinds=REVIEWED_TWICE,
        needs=(guards.another_open_agency, guards.a_note),
        tells=("case.handed_over",),
    ),
    Step(
        name="pass",
        leaves=frozenset({Status.FIRST_REVIEW}),
        enters=Status.PASSED,
        by=AGENCY,
        clause="2.10",
        needs=(
            guards.claimed_by_the_actor,
            guards.every_item_met,
            guards.every_entry_judged,
            guards.hours_suffice,
        ),
        tells=("case.passed",),
    ),
    Step(
        name="oppose",
        leaves=frozenset({Status.FIRST_REVIEW}),
        enters=Status.PASSED,
        by=AGENCY,
        clause="2.10",
        kinds=REVIEWED_TWICE,
        needs=(guards.claimed_by_the_actor, guards.reasons_for_refusal),
        tells=("case.passed",),
    ),
    Step(
        name="forward",
        leaves=frozenset({Status.PASSED}),
        enters=Status.FINAL_REVIEW,
        by=LEAD,
        clause="2.10",
        kinds=REVIEWED_TWICE,
        tells=("case.forwarded",),
    ),
    Step(
        name="send_back",
        leaves=frozenset({Status.FINAL_REVIEW}),
        enters=Status.FIRST_REVIEW,
        by=CENTRE,
        clause="2.10",
        kinds=REVIEWED_TWICE,
        needs=(guards.claimed_by_the_actor, guards.a_note),
    ),
    Step(
        name="conclude",
        leaves=frozenset({Status.FINAL_REVIEW}),
        enters=Status.APPROVAL,
        by=CENTRE,
        clause="2.10",
        needs=(guards.claimed_by_the_actor, guards.an_opinion, guards.reasons_where_it_differs),
        tells=("case.concluded",),
    ),
    Step(
        name="compile",
        leaves=frozenset({Status.APPROVAL}),
        enters=None,
        by=CENTRE,
        clause="2.10",
        needs=(guards.in_no_frozen_batch,),
    ),
    Step(
        name="approve",
        leaves=frozenset({Status.APPROVAL}),
        enters=Status.APPROVED,
        by=MINISTRY,
        clause="2.10",
        needs=(
            guards.batch_is_frozen,
            guards.approver_is_not_the_compiler,
            guards.second_factor,
            guards.the_centre_agrees,
        ),
        tells=("case.approved",),
    ),
    Step(
        name="refuse",
        leaves=frozenset({Status.APPROVAL}),
        enters=Status.REFUSED,
        by=MINISTRY,
        clause="2.10",
        needs=(
            guards.approver_is_not_the_compiler,
            guards.second_factor,
            guards.reasons_for_refusal,
        ),
        tells=("case.refused",),
    ),
    Step(
        name="leave_out",
        leaves=frozenset({Status.APPROVAL}),
        enters=Status.FINAL_REVIEW,
        by=MINISTRY,
        clause="2.10",
        needs=(guards.a_note,),
    ),
    Step(
        name="lapse",
        leaves=frozenset({Status.CORRECTION}),
        enters=Status.LAPSED,
        by=CLOCK,
        clause="R12",
        kinds=REVIEWED_TWICE | MATTERS,
        needs=(guards.correction_time_is_over,),
        tells=("case.lapsed",),
    ),
    Step(
        name="expire",
        leaves=UNDECIDED,
        enters=Status.EXPIRED,
        by=CLOCK | MINISTRY,
        clause="R5",
        needs=(guards.the_registration_has_expired,),
        tells=("case.expired",),
    ),
    Step(
        name="close",
        leaves=frozenset({Status.APPROVED}),
        enters=Status.CLOSED,
        by=AGENCY,
        clause="2.10",
        kinds=REGISTRATIONS | {Kind.REISSUE},
        needs=(guards.item_is_collected,),
        tells=("case.closed",),
    ),
    Step(
        # Nobody need come for it any more: a later label was handed out in its place.
        name="supersede",
        leaves=frozenset({Status.APPROVED}),
        enters=Status.CLOSED,
        by=CLOCK,
        clause="2.10",
        kinds=REGISTRATIONS | {Kind.REISSUE},
        needs=(guards.item_is_superseded,),
        tells=("case.superseded",),
    ),
)

#: Every row. A name may stand in several rows, for different kinds of application.
TABLE: tuple[Step, ...] = (*_REGISTRATION_ROWS, *SHORT_ROWS)
#: The rows of each kind by name.
STEPS_OF_KIND: Mapping[Kind, Mapping[str, Step]] = MappingProxyType(
    {
        kind: MappingProxyType({step.name: step for step in TABLE if kind in step.kinds})
        for kind in Kind
    }
)
#: The rows of the four registration kinds, which walk the same way.
STEPS = STEPS_OF_KIND[Kind.INITIAL]


def step_of(kind: Kind, name: str) -> Step | None:
    """The step of this name in the table of this kind; None if that kind has no such step."""
    return STEPS_OF_KIND[kind].get(name)


def objections_to_step(
    step: Step, case: CaseFacts, actor: ActorFacts, asked: Asked, on: date
) -> list[Objection]:
    """Every reason against this step, in the order a person would ask: who, where, then what.

    An actor who could never take the step hears only that, since the rest is none of his business.
    """
    who = [*_not_theirs(step, case, actor)]
    if who:
        return who
    found = [*_not_here(step, case), *guards.another_human_per_tier(case, actor, asked, on)]
    if not found or found[0].code != "step.wrong_status":
        for guard in step.needs:
            found.extend(guard(case, actor, asked, on))
    return found


def steps_open_to(case: CaseFacts, actor: ActorFacts, on: date) -> list[Step]:
    """The steps this actor could begin here and now, before anything is put in."""
    return [
        step
        for step in STEPS_OF_KIND[case.kind].values()
        if not [*_not_theirs(step, case, actor), *_not_here(step, case)]
        and not [*guards.another_human_per_tier(case, actor, Asked(), on)]
    ]


def _not_theirs(step: Step, case: CaseFacts, actor: ActorFacts) -> Iterator[Objection]:
    own = actor.role is not Role.APPLICANT or actor.person_id == case.person_id
    own_agency = actor.role not in AGENCY_ROLES or actor.agency_id == case.agency_id
    if actor.role not in step.by or not own or not own_agency:
        yield objection("step.not_yours", "flow", step=step.name)


def _not_here(step: Step, case: CaseFacts) -> Iterator[Objection]:
    if case.status not in step.leaves:
        yield objection("step.wrong_status", "flow", step=step.name, status=str(case.status))
