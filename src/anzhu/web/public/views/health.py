"""Two addresses for whoever watches the machines: is this process alive, and can it serve?

They say yes or no and nothing else: why not is for ``anzhu doctor`` and the log, not for anybody
who can reach the site. Neither reads nor begins a session.
"""

import logging

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu.files import storage
from anzhu.web.shared.doors import public_door
from anzhu.web.shared.request import Request

logger = logging.getLogger(__name__)


@public_door
@require_safe
def live(request: Request) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return _said(good=True)


@public_door
@require_safe
def ready(request: Request) -> HttpResponse:
    """200 when the database and both stores answer, else 503: send nobody here for now."""
    return _said(good=_database_answers() and _stores_answer())


def _said(*, good: bool) -> HttpResponse:
    return HttpResponse(
        "ok\n" if good else "not ready\n",
        status=200 if good else 503,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("not ready: the database does not answer")
        return False
    return True


def _stores_answer() -> bool:
    try:
        for alias in (storage.QUARANTINE, storage.CLEAN):
            storage.must_answer(alias)
    # Whatever a store's library raises, this node cannot serve.
    except Exception:
        logger.exception("not ready: a store does not answer")
        return False
    return True
