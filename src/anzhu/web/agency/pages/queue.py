"""What only the queue of an agency shows."""

from django.urls import reverse

from anzhu import words
from anzhu.reviews.queries import Row
from anzhu.rules.facts import Opinion, Status
from anzhu.web.shared.desk_queue import Tab, capped, flags


def tags(row: Row) -> list[tuple[str, str]]:
    """Colour and word of everything worth knowing before opening a case."""
    shown = flags(row)
    if row.returns and row.status == Status.FIRST_REVIEW:
        key = "review.returned.first" if row.returns == 1 else "review.returned.again"
        shown.insert(0, ("blue", words.text(key, n=row.returns)))
    if row.agency_opinion == Opinion.AGAINST:
        shown.insert(0, ("red", words.text("kinds.opinion.against")))
    return shown


def collecting(lying: int) -> Tab:
    """The way to the counter; ``lying`` counts the sheets that wait to be collected."""
    return Tab(
        text=words.status("item.received", "staff"),
        count=capped(lying),
        url=reverse("agency:collecting"),
    )
