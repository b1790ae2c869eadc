"""The same picture of a seal or of a signature on two people's forms: kept, looked up, compared.

Pictures are taken where the form page is read, and compared once the application is handed in:
with the latest of the same employer, which an index holds, so that a look costs as much however
many applications there are. What is found is written on both sides.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from anzhu.files import actions as files
from anzhu.files import keeping
from anzhu.files.models import StoredFile
from anzhu.files.sandbox import Broken, Outcome
from anzhu.files.troubles import Trouble
from anzhu.kernel import clock, secrets
from anzhu.materials.checks import impressions, is_on
from anzhu.materials.checks.interface import Crop, Finding
from anzhu.materials.models import Found, Impression, Page
from anzhu.rules import repeats as rules

CHECK = impressions.CHECK
NAME = CHECK.name
_MOST_BYTES = 64 * 1024


def keep(page: Page, outcome: Outcome) -> None:
    """Keep what a child cut out of a page of the form, in the place of what was kept before."""
    if not is_on(NAME) or "pictures" not in outcome.done:
        return
    cut = outcome.done["pictures"]
    names = [what for what in impressions.WHAT if f"impression.{what}" in cut]
    Impression.objects.filter(page=page).delete()
    Impression.objects.bulk_create(
        Impression(
            page=page,
            folder_id=page.folder_id,
            person_id=page.folder.person_id,
            what=what,
            version=CHECK.version,
            sealed=secrets.seal(
                b64encode(outcome.read(f"impression.{what}.jpg", _MOST_BYTES)).decode(),
                _where(page.pk, what),
            ),
        )
        for what in names
    )


def look_at_page(page: Page) -> None:
    """Compare what is stamped and signed on a page that was handed in. Harmless to repeat."""
    employer = import_string(settings.ANZHU_WANTED)(page.folder_id).employer_code
    kept = Impression.objects.filter(page=page, version=CHECK.version)
    if page.stored is None or not employer or not kept.update(employer=employer):
        return
    now = clock.now()
    mine = list(kept.order_by("what"))
    theirs = {one.pk: one for own in mine for one in _siblings(own, now)}
    if not theirs:
        _say(page, (), None, theirs, now)
        return
    try:
        with files.reopened_in_child(
            page.stored, CHECK.trade, _asked(mine, theirs.values(), now), CHECK.bounds, now=now
        ) as outcome:
            _say(page, _judged(outcome, now), outcome, theirs, now)
    except (Trouble, Broken, OSError):
        # Nothing is said of what could not be compared, and what was said before stays.
        return


def _siblings(own: Impression, now: datetime) -> Sequence[Impression]:
    """The latest of the same employer, of other people."""
    rows = Impression.objects.filter(
        employer=own.employer, what=own.what, version=own.version
    ).exclude(person_id=own.person_id)
    return list(rows.order_by("-pk")[: rules.MOST_COMPARED.on(clock.day(now))])


def _asked(
    mine: Iterable[Impression], theirs: Iterable[Impression], now: datetime
) -> dict[str, object]:
    """Every pair, and the pictures as files."""
    on = clock.day(now)
    ours = {own.what: f"ours-{own.what}.jpg" for own in mine}
    asked: dict[str, object] = {ours[own.what]: _picture(own) for own in mine}
    asked |= {f"theirs-{one.pk}.jpg": _picture(one) for one in theirs}
    asked["pairs"] = [
        [
            one.pk,
            one.what,
            ours[one.what],
            f"theirs-{one.pk}.jpg",
            impressions.most_apart(one.what, on),
        ]
        for one in theirs
    ]
    return asked


def _judged(outcome: Outcome, now: datetime) -> list[tuple[int, Finding]]:
    """The most alike first, and of each kind as many as are named; by the number of the other."""
    said: list[tuple[int, Finding]] = []
    for what in impressions.WHAT:
        alike = [one for one in outcome.done["alike"] if one["what"] == what]
        pairs = [
            (int(one["number"]), finding)
            for one in sorted(alike, key=lambda one: float(one["apart"]))
            if (finding := impressions.same(one, clock.day(now))) is not None
        ]
        said += pairs[: rules.MOST_NAMED.on(clock.day(now))]
    return said


@transaction.atomic
def _say(
    page: Page,
    said: Sequence[tuple[int, Finding]],
    outcome: Outcome | None,
    theirs: dict[int, Impression],
    now: datetime,
) -> None:
    Found.objects.filter(page=page, check_name=NAME).delete()
    for number, finding in said:
        other = theirs[number]
        crop = _crop(outcome, finding.crop, now) if outcome and finding.crop else None
        _write(page.pk, other.folder_id, finding, crop, now)
        _write(other.page_id, page.folder_id, finding, crop, now)


def _crop(outcome: Outcome, crop: Crop, now: datetime) -> StoredFile:
    copy = keeping.NewCopy(crop.name, crop.width, crop.height)
    return keeping.keep_copy(outcome, copy, purpose=f"check.{NAME}", now=now)


def _write(
    page_id: int, sibling_id: int, finding: Finding, crop: StoredFile | None, now: datetime
) -> None:
    """Say it on a page, once for each other application and each thing that is the same."""
    said = Found.objects.filter(page_id=page_id, check_name=NAME)
    if said.filter(sibling_id=sibling_id, code=finding.code).exists():
        return
    Found.objects.create(
        page_id=page_id,
        check_name=NAME,
        version=CHECK.version,
        number=(said.order_by("-number").values_list("number", flat=True).first() or 0) + 1,
        code=finding.code,
        outcome=finding.outcome,
        confidence=round(finding.confidence, 3),
        item=finding.item,
        crop=crop,
        sibling_id=sibling_id,
        at=now,
    )


def _picture(one: Impression) -> bytes:
    return b64decode(secrets.unseal(one.sealed, _where(one.page_id, one.what)))


def _where(page_id: int, what: str) -> str:
    return f"materials.impression.sealed:{page_id}:{what}"
