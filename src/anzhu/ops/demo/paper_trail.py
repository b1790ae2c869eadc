"""What happens to the crowd's cases after the final review: batches, paper, parcels, collection."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from anzhu.cases.models import Case
from anzhu.people import actions as people

if TYPE_CHECKING:
    from anzhu.ops.demo.world import World


def enrol_only(name: str, id_number: str, *, obtained: date) -> None:
    """Put somebody on the roster who has no account yet."""
    people.enrol(
        name=name,
        id_number=id_number,
        number=f"Q{obtained:%Y}{id_number[-8:]}",
        obtained=obtained,
        category="chemical",
    )


def decide_and_produce(world: "World", walked: dict[str, list[Case]], now: datetime) -> None:
    """Two batches: one decided long ago whose paper is on its way, one waiting for the ministry."""
