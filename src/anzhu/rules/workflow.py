"""The steps of a registration as one table (spec 3-flow): who, from where, to where, on what terms.

Diagrams, permissions, buttons, audit words and notices are all derived from ``STEPS``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from anzhu.rules import guards
from anzhu.rules.facts import (
    AGENCY_ROLES,
    ActorFacts,
    Asked,
    CaseFacts,
    Role,
    Status,
)
from anzhu.rules.objections import Objection, objection

Guard = Callable[[CaseFacts, ActorFacts, Asked, date], Iterator[Objection]]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that can happen to an application.

    ``enters`` is None where the status stays; ``tells`` names the notices it sends;
    ``clause`` says where the step comes from.
    """

    name: str
    leaves: frozenset[Status]
    enters: Status | None
    by: frozenset[Role]
    clause: str
    needs: tuple[Guard, ...] = ()
    tells: tuple[str, ...] = ()


_APPLICANT = frozenset({Role.APPLICANT})
_AGENCY = AGENCY_ROLES
_LEAD = frozenset({Role.AGENCY_LEAD})
_CENTRE = frozenset({Role.CENTRE_REVIEWER})
_REVIEWERS = _AGENCY | _CENTRE
_MINISTRY = frozenset({Role.MINISTRY_APPROVER})
_CLOCK = frozenset({Role.CLOCK})
_REVIEWED = frozenset({Status.FIRST_REVIEW, Status.FINAL_REVIEW})

_TABLE = (
    Step(
        name="submit",
        leaves=frozenset({Status.DRAFT, Status.CORRECTION}),
        enters=Status.FIRST_REVIEW,
        by=_APPLICANT,
        clause="2.9",
        needs=(guards.eligible, guards.nothing_missing),
        tells=("case.submitted",),
    ),
    Step(
        name="withdraw",
        leaves=frozenset({Status.DRAFT, Status.FIRST_REVIEW, Status.CORRECTION}),
        enters=Status.WITHDRAWN,
        by=_APPLICANT,
        clause="flow",
        tells=("case.withdrawn",),
    ),
    Step(
        name="accept",
        leaves=frozenset({Status.FIRST_REVIEW}),
        enters=None,
        by=_AGENCY | _CLOCK,
        clause="R12",
        needs=(guards.not_yet_accepted, guards.silence_has_lasted),
        tells=("case.accepted",),
    ),
    Step(
        name="claim",
        leaves=_REVIEWED,
        enters=None,
        by=_REVIEWERS,
        clause="flow",
        needs=(guards.tier_of_the_status, guards.nobody_else_holds_it),
    ),
    Step(
        name="release",
        leaves=_REVIEWED,
        enters=None,
        by=_REVIEWERS,
        clause="flow",
        needs=(guards.tier_of_the_status, guards.claimed_by_the_actor),
    ),
    Step(
        name="take_over",
        leaves=_REVIEWED,
        enters=None,
        by=_REVIEWERS,
        clause="flow",
        needs=(guards.tier_of_the_status, guards.the_lease_has_run_out),
    ),
    Step(
        name="return",
        leaves=frozenset({Status.FIRST_REVIEW}),
        enters=Status.CORRECTION,
        by=_AGENCY,
        clause="R12",
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
        by=_LEAD,
        clause="R11",
        needs=(guards.another_open_agency, guards.a_note),
        tells=("case.handed_over",),
    ),
    Step(
        name="pass",
        leaves=frozenset({Status.FIRST_REVIEW}),
        enters=Status.PASSED,
        by=_AGENCY,
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
        by=_AGENCY,
        clause="2.10",
        needs=(guards.claimed_by_the_actor, guards.reasons_for_refusal),
        tells=("case.passed",),
    ),
    Step(
        name="forward",
        leaves=frozenset({Status.PASSED}),
        enters=Status.FINAL_REVIEW,
        by=_LEAD,
        clause="2.10",
        tells=("case.forwarded",),
    ),
    Step(
        name="send_back",
        leaves=frozenset({Status.FINAL_REVIEW}),
        enters=Status.FIRST_REVIEW,
        by=_CENTRE,
        clause="2.10",
        needs=(guards.claimed_by_the_actor, guards.a_note),
    ),
    Step(
        name="conclude",
        leaves=frozenset({Status.FINAL_REVIEW}),
        enters=Status.APPROVAL,
        by=_CENTRE,
        clause="2.10",
        needs=(guards.claimed_by_the_actor, guards.an_opinion, guards.reasons_where_it_differs),
        tells=("case.concluded",),
    ),
    Step(
        name="compile",
        leaves=frozenset({Status.APPROVAL}),
        enters=None,
        by=_CENTRE,
        clause="2.10",
        needs=(guards.in_no_frozen_batch,),
    ),
    Step(
        name="approve",
        leaves=frozenset({Status.APPROVAL}),
        enters=Status.APPROVED,
        by=_MINISTRY,
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
        by=_MINISTRY,
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
        by=_MINISTRY,
        clause="2.10",
        needs=(guards.a_note,),
    ),
    Step(
        name="lapse",
        leaves=frozenset({Status.CORRECTION}),
        enters=Status.LAPSED,
        by=_CLOCK,
        clause="R12",
        needs=(guards.correction_time_is_over,),
        tells=("case.lapsed",),
    ),
    Step(
        name="close",
        leaves=frozenset({Status.APPROVED}),
        enters=Status.CLOSED,
        by=_AGENCY,
        clause="2.10",
        needs=(guards.item_is_collected,),
        tells=("case.closed",),
    ),
)

STEPS = MappingProxyType({step.name: step for step in _TABLE})


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
        for step in STEPS.values()
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
