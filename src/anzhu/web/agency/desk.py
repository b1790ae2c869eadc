"""The desk of an agency: the first review."""

from types import MappingProxyType

from anzhu.rules.facts import REGISTRATION_KINDS, REVIEWED_SHORT_KINDS, Role, Status
from anzhu.web.agency.pages.queue import tags
from anzhu.web.shared.desk import Desk

DESK = Desk(
    area="agency",
    roles=(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD),
    waiting=Status.FIRST_REVIEW,
    tabs=MappingProxyType(
        {
            "first_review": Status.FIRST_REVIEW,
            "mine": Status.FIRST_REVIEW,
            "correction": Status.CORRECTION,
            "passed": Status.PASSED,
            "final_review": Status.FINAL_REVIEW,
        }
    ),
    then=("return", "oppose", "hand_over"),
    tags=tags,
    kinds=(*REGISTRATION_KINDS, *REVIEWED_SHORT_KINDS),
)
