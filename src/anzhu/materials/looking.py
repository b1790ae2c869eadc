"""Have the checks look at a page, and keep what they found; a failing check harms nothing."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from anzhu.files import actions as files
from anzhu.files import keeping
from anzhu.files.sandbox import Broken, Outcome
from anzhu.files.troubles import Trouble
from anzhu.kernel import clock
from anzhu.materials import impressions
from anzhu.materials.checks import concerned
from anzhu.materials.checks.interface import About, Check, Finding, Seen, Wanted, When
from anzhu.materials.checks.interface import Outcome as Said
from anzhu.materials.models import Found, Page

log = logging.getLogger(__name__)

#: Why nothing was checked, by what the child said of the page.
_REASONS = {"file.too_slow": "too_slow", "file.too_heavy": "too_heavy"}
NO_LIBRARY, CRASHED = "no_library", "crashed"


def judged_at_once(page: Page, measures: Mapping[str, float]) -> list[tuple[Check, list[Finding]]]:
    """What the checks without a child of their own say of a page that is being settled."""
    found = []
    for check in concerned(page.material, When.AT_ONCE):
        seen = Seen(about=_about(page), wanted=Wanted(), measures=measures)
        found.append((check, _judged(check, seen)))
    return found


def hints_of(judged: Iterable[tuple[Check, Sequence[Finding]]]) -> list[dict[str, Any]]:
    """What the applicant is asked about at upload: code, params and check of each."""
    return [
        {"code": one.code, "check": check.signature, "params": dict(one.params)}
        for check, found in judged
        if check.asks_applicant
        for one in found
        if one.outcome in (Said.UNSURE, Said.DIFFERS)
    ]


def copy_at_once(before: Page, page: Page) -> None:
    """Of the same picture in another folder the checks without a child say the same."""
    names = [check.name for check in concerned(page.material, When.AT_ONCE)]
    for found in Found.objects.filter(page=before, check_name__in=names):
        found.pk, found.page, found._state.adding = None, page, True
        found.save(force_insert=True)


def look(page: Page, when: When) -> None:
    """Have every check of this moment look at a ready page, each in a child of its own.

    Outside of a transaction. Harmless to repeat: what a check found before gives way. Once the
    application is decided nothing is looked at any more, and what was found stays.
    """
    wanted = wanted_of(page.folder_id)
    if not wanted.undecided:
        return
    for check in concerned(page.material, when):
        asked = check.ask(_about(page), wanted)
        if asked is None or (check.any_page and _is_settled(page, check)):
            Found.objects.filter(page=page, check_name=check.name).delete()
        else:
            _look(page, check, asked, wanted)


def _look(page: Page, check: Check, asked: Mapping[str, Any], wanted: Wanted) -> None:
    missing = [name for name in check.libraries if find_spec(name) is None]
    if missing or page.stored is None:
        keep(page, check, [_not_checked(NO_LIBRARY)])
        return
    now = clock.now()
    try:
        with files.reopened_in_child(
            page.stored, check.trade, asked, now=now, bounds=check.bounds
        ) as outcome:
            seen = Seen(about=_about(page), wanted=wanted, done=outcome.done)
            found = _judged(check, seen)
            with transaction.atomic():
                _put_to_applicant(page, check, found)
                keep(page, check, found, outcome=outcome, now=now)
                impressions.keep(page, outcome)
    except Trouble as trouble:
        keep(page, check, [_not_checked(_REASONS.get(trouble.code, CRASHED))])
    except (Broken, OSError) as why:
        log.warning("%s could not look at page %s: %s", check.signature, page.pk, why)
        keep(page, check, [_not_checked(CRASHED)])


def _put_to_applicant(page: Page, check: Check, found: Sequence[Finding]) -> None:
    """Ask the applicant about what was noticed, too, as long as that can be answered.

    Not once the page was taken out or is used all the same, nor once the application was handed in:
    then only the reviewer reads it. The application is locked before the page, as when it is saved.
    """
    hints = hints_of([(check, found)])
    if not hints or not is_answerable(page.folder_id):
        return
    row = Page.objects.select_for_update().get(pk=page.pk)
    if row.removed_at is None and not row.kept_anyway:
        others = [hint for hint in row.hints if hint["check"] != check.signature]
        row.hints = [*others, *hints]
        row.save(update_fields=["hints"])


def is_answerable(folder_id: int) -> bool:
    """Can whoever fills in the application still answer a hint? Locks it; in a transaction."""
    answer: bool = import_string(settings.ANZHU_ANSWERABLE)(folder_id)
    return answer


def _is_settled(page: Page, check: Check) -> bool:
    """Has an earlier page of the same material shown all that this check looks for?"""
    earlier = Found.objects.filter(
        page__folder_id=page.folder_id,
        page__material=page.material,
        page__removed_at=None,
        page__position__lt=page.position,
        check_name=check.name,
        version=check.version,
    )
    outcomes: dict[int | None, set[str]] = {}
    for on_page, outcome in earlier.values_list("page_id", "outcome"):
        outcomes.setdefault(on_page, set()).add(outcome)
    return {Said.AGREES} in outcomes.values()


def _judged(check: Check, seen: Seen) -> list[Finding]:
    try:
        return list(check.judge(seen))
    except Exception:
        # Whatever is wrong with a check is the check's own affair, never the upload's.
        log.exception("%s failed", check.signature)
        return [_not_checked(CRASHED)]


def _not_checked(reason: str) -> Finding:
    return Finding(code=reason, outcome=Said.NOT_CHECKED, confidence=0.0)


@transaction.atomic
def keep(
    page: Page,
    check: Check,
    found: Sequence[Finding],
    *,
    outcome: Outcome | None = None,
    now: datetime | None = None,
) -> None:
    """Keep what a check found on a page in the place of what it found before."""
    now = now or clock.now()
    Found.objects.filter(page=page, check_name=check.name).delete()
    for number, one in enumerate(found):
        crop = None
        if one.crop is not None and outcome is not None:
            copy = keeping.NewCopy(one.crop.name, one.crop.width, one.crop.height)
            crop = keeping.keep_copy(outcome, copy, purpose=f"check.{check.name}", now=now)
        Found.objects.create(
            page=page,
            check_name=check.name,
            version=check.version,
            number=number,
            code=one.code,
            outcome=one.outcome,
            confidence=round(one.confidence, 3),
            params=dict(one.params),
            item=one.item,
            crop=crop,
            at=now,
        )


def _about(page: Page) -> About:
    return About(
        material=page.material,
        on=clock.day(page.uploaded_at),
        form_page=page.form_page,
        form_version=page.form_version,
    )


def wanted_of(folder_id: int) -> Wanted:
    """What the application says; whoever owns applications is named in the settings."""
    found: Wanted = import_string(settings.ANZHU_WANTED)(folder_id)
    return found
