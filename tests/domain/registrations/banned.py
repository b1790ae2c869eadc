"""Bans made in one line, through the house's own actions."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from anzhu.files import storage
from anzhu.files.models import StoredFile
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.people.models import Person
from anzhu.registrations import banning
from anzhu.registrations.models import InstrumentPage, Restriction, RestrictionOrder
from anzhu.rules.restrictions import Basis, OrderFacts
from tests.domain.files.samples import jpeg


def scan() -> SimpleUploadedFile:
    """A page of an instrument."""
    return SimpleUploadedFile("决定书.jpg", jpeg(1300, 1800), "image/jpeg")


def asked(now: datetime, **changed: Any) -> OrderFacts:
    """A ban of five years from today."""
    usual: dict[str, Any] = {
        "basis": Basis.FALSE_APPLICATION,
        "instrument": "应急罚〔2026〕12 号",
        "starts_on": clock.day(now),
        "years": 5,
    }
    return OrderFacts(**{**usual, **changed})


def lay_scan(order: RestrictionOrder, now: datetime) -> None:
    """A clean page, as the worker leaves it."""
    content = jpeg()
    key, digest = storage.put_bytes(storage.CLEAN, content, now=now)
    stored = StoredFile.objects.create(
        purpose="restriction.instrument",
        key=key,
        digest=digest,
        size=len(content),
        media_type="image/jpeg",
        width=1,
        height=1,
        created_at=now,
    )
    InstrumentPage.objects.create(order=order, number=1, stored=stored)


def banned(person: Person, by: tuple[Actor, Actor], now: datetime, **changed: Any) -> Restriction:
    """A ban in force: entered by the first, confirmed by the second."""
    order = banning.enter(
        person_id=person.pk,
        asked=asked(now, **changed),
        upload=None,
        key=f"enter {person.pk}",
        actor=by[0],
        now=now,
    )
    lay_scan(order, now)
    done = banning.confirm(order_id=order.pk, key=f"confirm {order.pk}", actor=by[1], now=now)
    assert done.restriction is not None
    return done.restriction
