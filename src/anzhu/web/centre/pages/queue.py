"""What only the queue of the final review shows."""

from anzhu import words
from anzhu.reviews.queries import Row
from anzhu.rules.facts import Opinion
from anzhu.web.shared.desk_queue import flags


def tags(row: Row) -> list[tuple[str, str]]:
    """Colour and word of everything worth knowing before opening a case."""
    shown = flags(row)
    if row.returns:
        shown.insert(0, ("blue", words.text("review.returned.again", n=row.returns)))
    if row.agency_opinion == Opinion.AGAINST:
        shown.insert(0, ("red", words.text("centre.agency_against")))
    return shown
