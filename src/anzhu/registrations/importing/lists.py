"""Reads of uploaded lists, for the administrator alone."""

from collections.abc import Sequence

from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible
from anzhu.registrations.importing.staging import DESK, back_of
from anzhu.registrations.models import UploadedList
from anzhu.rules.objections import Objection, objection

PAGE = 30


def listed(actor: Actor) -> Sequence[UploadedList]:
    """The newest lists, without what they hold."""
    _at_the_desk(actor)
    rows = UploadedList.objects.select_related("uploaded_by__person").order_by("-pk")
    return list(rows.defer("rows_sealed", "back_sealed", "troubles")[:PAGE])


def uploaded(actor: Actor, number: str) -> UploadedList:
    """One list; NotVisible if there is none."""
    _at_the_desk(actor)
    rows = UploadedList.objects.select_related("uploaded_by__person", "settled_by__person")
    row = rows.defer("rows_sealed", "back_sealed").filter(number=number).first()
    if row is None:
        raise NotVisible
    return row


def given_back(actor: Actor, number: str) -> bytes:
    """The list with what became of each row; NotVisible once it is forgotten."""
    content = back_of(uploaded(actor, number))
    if content is None:
        raise NotVisible
    return content


def refusals_of(row: UploadedList) -> list[Objection]:
    """Why a list was not read, or not taken over."""
    return [_objection(one) for one in row.refusals]


def troubles_of(row: UploadedList) -> list[tuple[int, str, Objection]]:
    """The first errors: the line, the name of the column, and why."""
    return [(line, column, _objection(why)) for line, column, why in row.troubles]


def _objection(kept: dict[str, object]) -> Objection:
    params = kept["params"]
    facts = params if isinstance(params, dict) else {}
    return objection(str(kept["code"]), str(kept["clause"]), **facts)


def _at_the_desk(actor: Actor) -> None:
    if actor.role is not DESK:
        raise NotVisible
