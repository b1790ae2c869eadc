"""The terms on which a step may be taken; each yields every objection it has."""

from collections.abc import Iterator
from datetime import date

from anzhu.rules.facts import (
    AGENCY_ROLES,
    TIER_OF,
    ActorFacts,
    Asked,
    CaseFacts,
    Kind,
    Mark,
    Opinion,
    Role,
    Status,
    Tier,
)
from anzhu.rules.objections import Objection, objection

Found = Iterator[Objection]


def eligible(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """R2 to R8 have nothing against it."""
    yield from case.eligibility


def nothing_missing(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """Every page of the task list is complete and the form is of this very version (2.7, 2.8)."""
    yield from case.missing


def not_yet_accepted(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    if case.accepted_on is not None:
        yield objection("step.already_accepted", "R12", on=case.accepted_on)


def silence_has_lasted(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """The clock accepts only after the agency has let its five working days pass."""
    if actor.role is Role.CLOCK and (case.accept_by is None or on <= case.accept_by):
        yield objection("accept.too_early", "R12", until=case.accept_by)


def tier_of_the_status(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """The agency reviews in first review, the centre in final review."""
    mine = actor.role in AGENCY_ROLES
    if mine != (case.status is Status.FIRST_REVIEW):
        yield objection("step.not_yours", "flow", status=str(case.status))


def nobody_else_holds_it(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    if case.claim_live and case.claimed_by != actor.account_id:
        yield objection("claim.held_by_another", "flow")


def claimed_by_the_actor(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """A lease that ran out still counts as long as nobody took the case over."""
    if case.claimed_by != actor.account_id or actor.account_id is None:
        yield objection("claim.not_yours", "flow")


def the_lease_has_run_out(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    if case.claim_live and case.claimed_by != actor.account_id:
        yield objection("claim.still_live", "flow")


def every_item_judged(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """One complete notice of everything to correct (一次性告知)."""
    for item in asked.items:
        if item not in asked.marks:
            yield objection("item.not_judged", "R12", item=item)


def a_reason_for_every_unmet_item(
    case: CaseFacts, actor: ActorFacts, asked: Asked, on: date
) -> Found:
    if not asked.reasons:
        yield objection("return.no_reason", "R12")
    given = {reason.item for reason in asked.reasons}
    for item, mark in asked.marks.items():
        if mark is not Mark.MET and item not in given:
            yield objection("return.item_without_reason", "R12", item=item)


def nothing_visible_before(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """A second return may not raise what was there and visible the first time (R12)."""
    if case.returns == 0 or asked.override.strip():
        return
    for reason in asked.reasons:
        if reason.item in asked.seen_before:
            yield objection("return.visible_before", "R12", item=reason.item)


def another_open_agency(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    if asked.to_agency_id is None or asked.to_agency_id == case.agency_id:
        yield objection("hand_over.same_agency", "R11")
    elif not asked.to_agency_open:
        yield objection("agency.closed", "R11")


def a_note(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    if not asked.note.strip():
        yield objection("step.no_reason", "flow")


def every_item_met(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    for item in asked.items:
        if asked.marks.get(item) is not Mark.MET:
            yield objection("item.not_met", "2.10", item=item)


def every_entry_judged(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """Each record that the person entered is accepted, or rejected with a reason (R7)."""
    if case.hours is None:
        return
    if case.hours.unjudged:
        yield objection("education.entries_not_judged", "R7", count=case.hours.unjudged)
    if case.hours.unexplained:
        yield objection("education.entries_without_reason", "R7", count=case.hours.unexplained)


def hours_suffice(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """What was accepted and what still stands must be enough; else the application goes back."""
    if case.hours is not None and case.hours.standing < case.hours.required:
        yield objection(
            "education.short_after_review",
            "R7",
            have=float(case.hours.standing),
            need=float(case.hours.required),
        )


def reasons_for_refusal(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """Reasons come from the refusal list only; the codes begin with ``refuse.``."""
    if not asked.reasons:
        yield objection("refusal.no_reason", "2.10")
    for reason in asked.reasons:
        if not reason.code.startswith("refuse."):
            yield objection("refusal.not_on_the_list", "2.10", reason=reason.code)


def an_opinion(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    if asked.opinion is None:
        yield objection("conclude.no_opinion", "2.10")


def reasons_where_it_differs(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """Going against the agency's opinion, or against the applicant, must be explained."""
    differs = asked.opinion is not None and asked.opinion != case.agency_opinion
    if differs and not asked.note.strip():
        yield objection("conclude.differs_without_reason", "2.10")
    if asked.opinion is Opinion.AGAINST:
        yield from reasons_for_refusal(case, actor, asked, on)


def in_no_frozen_batch(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    if case.batch_frozen:
        yield objection("batch.already_frozen", "2.10")


def batch_is_frozen(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    if not case.batch_frozen:
        yield objection("batch.not_frozen", "2.10")


def approver_is_not_the_compiler(
    case: CaseFacts, actor: ActorFacts, asked: Asked, on: date
) -> Found:
    """By the human, not by the account."""
    if case.batch_compiled_by is not None and case.batch_compiled_by == actor.person_id:
        yield objection("separation.compiler_approves", "flow")


def second_factor(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    if not asked.second_factor:
        yield objection("second_factor.missing", "flow")


def the_centre_agrees(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """A case that the centre advises against is refused or left out, never waved through."""
    if case.centre_opinion is not Opinion.AGREE:
        yield objection("approve.centre_is_against", "2.10")


def correction_time_is_over(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    if case.correct_by is None or on <= case.correct_by:
        yield objection("lapse.too_early", "R12", until=case.correct_by)


def the_registration_has_expired(
    case: CaseFacts, actor: ActorFacts, asked: Asked, on: date
) -> Found:
    """Only a change that does not renew ends with the registration that it was to change (R5)."""
    if not case.registration_expired:
        yield objection("expire.still_valid", "R5")


def item_is_collected(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    if not case.item_collected:
        yield objection("close.not_collected", "2.10")


def item_is_superseded(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """Only a label gives way to a later one."""
    if not case.item_superseded:
        yield objection("supersede.no_later_label", "2.10")


def another_human_per_tier(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """No human acts in two tiers of the same case, nor on their own case."""
    tier = TIER_OF.get(actor.role)
    if actor.role is Role.CLOCK or tier is None:
        return
    if tier is not Tier.APPLICANT and actor.person_id == case.person_id:
        yield objection("separation.own_case", "flow")
    for other, people in case.acted.items():
        if other is not tier and actor.person_id in people:
            yield objection("separation.other_tier", "flow", tier=str(other))
            return


# --- the short tracks (clauses 5 to 7) ---------------------------------------------------------


def from_paper(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """A clerk speaks for the applicant only where the request came in on paper."""
    if not case.from_paper:
        yield objection("counter.not_from_paper", "5.0")


def something_is_due(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """Only a damaged or cancelled certificate comes back, and only once (5.3, 6.3)."""
    if not case.hand_in_due:
        yield objection("hand_in.nothing_due", "5.3")
    elif case.handed_in:
        yield objection("hand_in.already", "5.3")


def nothing_left_to_hand_in(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    if case.hand_in_due and not case.handed_in:
        clause = "6.3" if case.kind is Kind.CANCELLATION else "5.3"
        yield objection("hand_in.missing", clause)


def a_note_against_the_agency(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """Confirming what the agency advised against must be explained."""
    if case.agency_opinion is Opinion.AGAINST and not asked.note.strip():
        yield objection("confirm.differs_without_reason", "flow")


def the_registration_is_cancelled(
    case: CaseFacts, actor: ActorFacts, asked: Asked, on: date
) -> Found:
    """What is in flight ends with the registration, and with nothing else (R8)."""
    if not case.registration_cancelled:
        yield objection("end.nothing_cancelled", "R8")


def an_open_proposal(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    if case.proposed_by is None:
        yield objection("correction.nothing_proposed", "7.0")


def no_open_proposal(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    if case.proposed_by is not None:
        yield objection("correction.already_proposed", "7.0")


def another_human_confirms(case: CaseFacts, actor: ActorFacts, asked: Asked, on: date) -> Found:
    """Whoever proposed a correction does not confirm it, with whatever account."""
    if case.proposed_by is not None and case.proposed_by == actor.person_id:
        yield objection("separation.proposer_confirms", "7.0")
