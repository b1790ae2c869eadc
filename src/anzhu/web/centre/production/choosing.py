"""Sheets that stand somewhere, to be chosen from: for a run, or for a parcel."""

from anzhu.kernel.errors import Refused
from anzhu.production import queries
from anzhu.production.printing import SHEETS_PER_RUN
from anzhu.rules.numbering import Sheet
from anzhu.rules.production import ItemStatus
from anzhu.web.centre.production import pages
from anzhu.web.shared.asked import number_of
from anzhu.web.shared.request import Request


def sheets(
    request: Request,
    status: ItemStatus,
    *,
    agency: str,
    chosen: list[int] | None,
    refused: Refused | None,
    kind: Sheet | None = None,
) -> pages.Listed:
    """As many sheets as one run takes; all are ticked unless some were ``chosen`` already."""
    found = queries.sheets(
        request.actor,
        status,
        agency_code=agency,
        kind=kind,
        after=number_of(request, "after"),
        at_most=SHEETS_PER_RUN,
    )
    return pages.listed(
        found.rows,
        queries.by_agency(request.actor, status, kind=kind),
        agency=agency,
        kind=kind,
        more=found.next_after,
        ticked=[item.pk for item in found.rows] if chosen is None else chosen,
        refused=refused,
    )
