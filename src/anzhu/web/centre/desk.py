"""The desk of the centre: the final review."""

from types import MappingProxyType

from anzhu.rules.facts import Kind, Role, Status
from anzhu.web.centre.pages.queue import tags
from anzhu.web.shared.desk import Desk

DESK = Desk(
    area="centre",
    roles=(Role.CENTRE_REVIEWER,),
    waiting=Status.FINAL_REVIEW,
    tabs=MappingProxyType({"final_review": Status.FINAL_REVIEW, "mine": Status.FINAL_REVIEW}),
    then=("conclude", "send_back"),
    tags=tags,
    kinds=tuple(Kind),
)
