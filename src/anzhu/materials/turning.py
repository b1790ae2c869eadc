"""Turn a page that stands on its head by half (转正), from its clean copy.

A new page takes the place of the one that was uploaded: what was handed in with an earlier
revision stays as it was judged.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from anzhu.files import actions as files
from anzhu.files import keeping
from anzhu.files.bounds import PAGES_BOUNDS, TURNING_TRADE
from anzhu.files.sandbox import Broken, Outcome
from anzhu.files.troubles import Trouble
from anzhu.materials import looking, queries
from anzhu.materials.checks.direction import UPSIDE_DOWN
from anzhu.materials.models import Page

log = logging.getLogger(__name__)


def turn(page: Page, *, now: datetime, then: Callable[[Page], None]) -> None:
    """Put the turned page in the place of this one, and do ``then`` with it in that transaction.

    Outside of a transaction. Harmless to repeat: where the hint was answered otherwise meanwhile
    nothing happens. A page that cannot be turned keeps its hint.
    """
    if page.stored is None or not queries.can_be_turned(page):
        return
    try:
        with files.reopened_in_child(
            page.stored, TURNING_TRADE, {}, now=now, bounds=PAGES_BOUNDS
        ) as outcome:
            _put_in_its_place(page, outcome, now, then)
    except (Trouble, Broken, OSError) as why:
        log.warning("page %s could not be turned: %s", page.pk, why)
        Page.objects.filter(pk=page.pk).update(turning_since=None)


@transaction.atomic
def _put_in_its_place(
    page: Page, outcome: Outcome, now: datetime, then: Callable[[Page], None]
) -> None:
    """The application is locked before the page, as when a hint is answered."""
    answerable = looking.is_answerable(page.folder_id)
    row = Page.objects.select_for_update().get(pk=page.pk)
    if not answerable or not queries.can_be_turned(row):
        return
    row.removed_at, row.turning_since = now, None
    row.save(update_fields=["removed_at", "turning_since"])
    purpose = f"material.{row.material}"
    row.stored = keeping.keep_sizes(outcome, 1, outcome.done["sizes"], purpose=purpose, now=now)
    row.hints = [hint for hint in row.hints if hint["code"] != UPSIDE_DOWN]
    row.pk, row.removed_at, row._state.adding = None, None, True
    row.save(force_insert=True)
    looking.copy_at_once(page, row)
    then(row)
