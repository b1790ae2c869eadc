"""What was sent back, item by item (5-screens 2.8): why, what to do, old against new, replies.

The conversation ends with the last day for correction; every round of it stays readable.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from anzhu import words
from anzhu.cases import pages
from anzhu.rules import checklist
from anzhu.web.applicant.pages.submit import typed_facts, typed_rows

if TYPE_CHECKING:
    from anzhu.cases.models import Act, Case, Revision
    from anzhu.materials.models import Page


@dataclass(frozen=True)
class Change:
    """One answer as it was submitted and as it is now."""

    label: str
    before: str
    now: str


@dataclass(frozen=True)
class Picture:
    """A picture of the submitted version or of now; ``is_new`` came after the return."""

    url: str
    preview: str
    name: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class Fix:
    """One returned item: what is wrong, what to do, where, what has been done, what is said."""

    number: int
    item: str
    title: str
    reason: str
    todo: str
    note: str
    url: str
    link: str
    is_done: bool
    changes: Sequence[Change]
    pictures: Sequence[Picture]
    reply: str


@dataclass(frozen=True, kw_only=True)
class Round:
    """An earlier return that was answered: when, and each reason with what was said to it."""

    number: int
    at: datetime
    reasons: Sequence[tuple[str, str, str, str]]


@dataclass(frozen=True, kw_only=True)
class CorrectionPage:
    """Only what was returned, and what follows from it."""

    ref: str
    agency: str
    phone: str
    correct_by: date | None
    times: int
    fixes: Sequence[Fix]
    reprint: bool
    rounds: Sequence[Round]
    longest_reply: int

    @property
    def done(self) -> int:
        """How many items were changed or answered."""
        return sum(fix.is_done or bool(fix.reply) for fix in self.fixes)


def correction_page(
    case: "Case",
    returns: "Sequence[Act]",
    *,
    revision: "Revision | None",
    lying: "Mapping[str, Sequence[Page]]",
    reprint: bool,
    longest_reply: int,
) -> CorrectionPage:
    """The mini task list of the last of ``returns`` (newest first), and the rounds before it."""
    said = case.dossier.replies
    return CorrectionPage(
        ref=case.ref,
        agency=case.agency.name if case.agency else "",
        phone=case.agency.phone if case.agency else "",
        correct_by=case.correct_by,
        times=case.returns,
        fixes=[
            _fix(case, number, row, returns[0], revision, lying)
            for number, row in enumerate(returns[0].reasons, start=1)
        ],
        reprint=reprint,
        rounds=[
            _round(act, case.returns - place, said.get(str(case.returns - place), {}))
            for place, act in enumerate(returns[1:], start=1)
        ],
        longest_reply=longest_reply,
    )


def _round(act: "Act", number: int, said: Mapping[str, str]) -> Round:
    return Round(
        number=number,
        at=act.at,
        reasons=[
            (
                words.text(f"checklist.{row['item']}.title"),
                words.text(f"reasons.{row['code']}.label"),
                str(row.get("note", "")),
                said.get(row["item"], ""),
            )
            for row in act.reasons
        ],
    )


def _fix(
    case: "Case",
    number: int,
    row: Mapping[str, Any],
    returned: "Act",
    revision: "Revision | None",
    lying: "Mapping[str, Sequence[Page]]",
) -> Fix:
    item = checklist.item(row["item"])
    code = row["code"]
    url = _page_url(case.ref, item)
    return Fix(
        number=number,
        item=item.code,
        title=words.text(f"checklist.{item.code}.title"),
        reason=words.text(f"reasons.{code}.label"),
        todo=words.text(f"reasons.{code}.todo"),
        note=str(row.get("note", "")),
        url=url,
        link=words.text(f"kinds.page.{item.opens}"),
        is_done=_is_done(case, item, returned, revision, lying),
        changes=list(_changes(case, item, revision)),
        pictures=list(_pictures(case, item, returned, revision, lying)),
        reply=case.dossier.replies.get(str(case.returns), {}).get(item.code, ""),
    )


def _page_url(ref: str, item: checklist.Item) -> str:
    if item.code == "photo.usable":
        return reverse("applicant:photo", args=[ref])
    if item.material:
        return f"{reverse('applicant:materials', args=[ref])}#slot-{item.material}"
    if item.opens in ("form", "materials"):
        return reverse(f"applicant:{item.opens}", args=[ref])
    return reverse("applicant:page", kwargs={"ref": ref, "page": item.opens})


def _is_done(
    case: "Case",
    item: checklist.Item,
    returned: "Act",
    revision: "Revision | None",
    lying: "Mapping[str, Sequence[Page]]",
) -> bool:
    """Has the page changed, or has the material been handed in anew, since the return?"""
    if item.material:
        return any(row.uploaded_at > returned.at for row in lying.get(item.material, ()))
    if revision is None:
        return False
    if item.code == "photo.usable":
        return bool(case.dossier.photo_id != revision.photo_id)
    return bool(case.dossier.answers.get(item.opens) != revision.answers.get(item.opens))


def _changes(case: "Case", item: checklist.Item, revision: "Revision | None") -> Iterator[Change]:
    """The answers of the item's page that say something else than in the submitted version."""
    page = pages.PAGE.get(item.opens)
    if page is None or revision is None:
        return
    now, before = case.dossier.answers, revision.answers
    was = dict(_said(page, before.get(page.name, {})))
    is_now = dict(_said(page, now.get(page.name, {})))
    for label in dict.fromkeys([*was, *is_now]):
        if was.get(label, "") != is_now.get(label, ""):
            yield Change(label, was.get(label, ""), is_now.get(label, ""))


def _said(page: pages.Page, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from typed_facts(page, said)
    for number, row in enumerate(typed_rows(said), start=1):
        label = words.text("applicant_papers.correction.row", number=number)
        yield label, "　".join(filter(None, row))


def _pictures(
    case: "Case",
    item: checklist.Item,
    returned: "Act",
    revision: "Revision | None",
    lying: "Mapping[str, Sequence[Page]]",
) -> Iterator[Picture]:
    """The pages of the item's material: those that were judged, then those that came since."""
    if item.material is None:
        return
    here = lying.get(item.material, ())
    submitted = [
        row["page"]
        for row in (revision.materials if revision else ())
        if row["material"] == item.material
    ]
    new = [row.pk for row in here if row.pk not in submitted and row.uploaded_at > returned.at]
    for is_new, keys in ((False, submitted), (True, new)):
        for number, key in enumerate(keys, start=1):
            name = "picture_now" if is_new else "picture_before"
            yield Picture(
                url=_picture_url(case.ref, key, "thumbnail"),
                preview=_picture_url(case.ref, key, "preview"),
                name=words.text(f"applicant_papers.correction.{name}", number=number),
                is_new=is_new,
            )


def _picture_url(ref: str, page_id: int, variant: str) -> str:
    where = {"ref": ref, "page_id": page_id, "variant": variant}
    return reverse("applicant:page_image", kwargs=where)
