"""The printed versions of an application form: kept sealed, printed again, compared (2.7, 2.8)."""

import json
from datetime import datetime

from anzhu.kernel import secrets
from anzhu.materials.models import PrintedForm
from anzhu.papers import kept
from anzhu.papers.forms import ApplicationForm
from anzhu.papers.kept import PHOTO, Printed


def keep(*, folder_id: int, form: ApplicationForm, photo: str, now: datetime) -> None:
    """Keep what a version says, once; it is never changed afterwards."""
    text = json.dumps({"form": kept.as_data(form), "photo": photo}, ensure_ascii=False)
    PrintedForm.objects.get_or_create(
        folder_id=folder_id,
        version=form.version,
        defaults={
            "sealed": secrets.seal(text, _where(folder_id, form.version)),
            "printed_at": now,
        },
    )


def version(folder_id: int, number: int) -> Printed | None:
    """What a version says; None for one that was printed before versions were kept."""
    row = PrintedForm.objects.filter(folder_id=folder_id, version=number).first()
    if row is None:
        return None
    said = json.loads(secrets.unseal(row.sealed, _where(folder_id, number)))
    return Printed(kept.from_data(said["form"]), said["photo"])


def changed(folder_id: int, have: int, need: int) -> tuple[str, ...]:
    """The names of the fields that changed between two versions; empty where one is not known."""
    before, after = version(folder_id, have), version(folder_id, need)
    if before is None or after is None:
        return ()
    photo = (PHOTO,) if before.photo != after.photo else ()
    return photo + kept.changed(before.form, after.form)


def _where(folder_id: int, number: int) -> str:
    return f"materials.printed_form.sealed:{folder_id}:{number}"
