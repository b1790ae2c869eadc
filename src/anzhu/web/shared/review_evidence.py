"""The left pane of a review: every submitted picture, in the order in which it is asked about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from anzhu import words
from anzhu.cases import hours
from anzhu.kernel import clock
from anzhu.rules.materials import Material
from anzhu.web.shared.review_notes import Note, notes_for, of_portrait

if TYPE_CHECKING:
    from anzhu.reviews.reading import Reading

#: The group of the portrait, which is a picture but not a material.
PORTRAIT = "portrait"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One picture. ``old`` is one that a newer version replaced; ``new`` one that came since.

    ``notes`` are what machines noticed: for the eye, never a judgement. ``source`` says of a page
    that was taken over from an earlier application where it comes from.
    """

    key: str
    title: str
    small: str
    preview: str
    full: str
    notes: Sequence[Note] = ()
    source: str = ""
    new: bool = False
    old: bool = False

    @property
    def troubled(self) -> bool:
        """Is there something to look at?"""
        return not all(note.calm for note in self.notes)


@dataclass(frozen=True, kw_only=True)
class Group:
    """The pictures of one material."""

    code: str
    name: str
    sheets: Sequence[Sheet]


def groups(reading: "Reading", area: str) -> list[Group]:
    """Portrait and materials; ``area`` is the namespace whose addresses show the pictures."""
    return [group for group in _groups(reading, area) if group.sheets]


def chosen(found: Sequence[Group], key: str) -> tuple[Group, Sheet] | None:
    """The picture to begin with: the asked one, else the first page of a material."""
    every = [(group, sheet) for group in found for sheet in group.sheets]
    asked = next((pair for pair in every if pair[1].key == key), None)
    first = next((pair for pair in every if pair[0].code != PORTRAIT), None)
    return asked or first or (every[0] if every else None)


def _groups(reading: "Reading", area: str) -> Iterator[Group]:
    lying = _by_material(reading.revision.materials)
    before = _by_material(reading.earlier.materials) if reading.earlier is not None else {}
    order = [*Material, *(code for code in lying if code not in set(Material))]
    for code in order:
        beside = proofs(reading, area) if code == Material.EDUCATION_PROOF else ()
        yield Group(
            code=code,
            name=words.text(f"materials.{code}.name"),
            sheets=[*beside, *_sheets(lying.get(code, []), before.get(code, []), reading, area)],
        )
    yield Group(
        code=PORTRAIT,
        name=words.text("review.portrait"),
        sheets=list(_portraits(reading, area)),
    )


def proofs(reading: "Reading", area: str) -> Iterator[Sheet]:
    """The certificates of own records of continuing education."""
    names = {record.key: record.course for record in reading.learnt.own_entries}
    for key, pages in hours.proofs_in(reading.revision).items():
        for number, page in enumerate(pages, start=1):
            yield proof_sheet(reading, area, page, f"{names.get(key, '')} {number}".strip())


def proof_sheet(reading: "Reading", area: str, page: int, title: str) -> Sheet:
    """One page of such a certificate."""

    def url(variant: str) -> str:
        part = {"ref": reading.case.ref, "proof": page, "variant": variant}
        return reverse(f"{area}:proof", kwargs=part)

    return Sheet(
        key=f"e{page}",
        title=title,
        small=url("thumbnail"),
        preview=url("preview"),
        full=url("full"),
    )


def _by_material(manifest: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for entry in manifest:
        found.setdefault(str(entry["material"]), []).append(entry)
    return found


def _sheets(
    now: Sequence[Mapping[str, Any]],
    before: Sequence[Mapping[str, Any]],
    reading: "Reading",
    area: str,
) -> list[Sheet]:
    known = {entry["digest"] for entry in before}
    kept = {entry["digest"] for entry in now}
    first_time = reading.earlier is None
    return [
        *(
            _sheet(
                entry, number, reading, area, new=not first_time and entry["digest"] not in known
            )
            for number, entry in enumerate(now, start=1)
        ),
        *(
            _sheet(entry, number, reading, area, old=True)
            for number, entry in enumerate(before, start=1)
            if entry["digest"] not in kept
        ),
    ]


def _sheet(
    entry: Mapping[str, Any],
    number: int,
    reading: "Reading",
    area: str,
    *,
    new: bool = False,
    old: bool = False,
) -> Sheet:
    def url(variant: str) -> str:
        part = {"ref": reading.case.ref, "page": entry["page"], "variant": variant}
        return reverse(f"{area}:page_picture", kwargs=part)

    return Sheet(
        key=f"p{entry['page']}",
        title=words.text("review.sheet_before" if old else "review.sheet", number=number),
        small=url("thumbnail"),
        preview=url("preview"),
        full=url("full"),
        notes=notes_for(reading, area, lambda one: one.page == entry["page"]),
        source=_source(entry),
        new=new,
        old=old,
    )


def _source(entry: Mapping[str, Any]) -> str:
    """Of a page that was taken over: the application for which it was uploaded, and when."""
    if "from" not in entry:
        return ""
    on = clock.day(datetime.fromisoformat(entry["uploaded_at"]))
    return words.text("applicant_papers.reuse.source", ref=entry["from"], on=on)


def _portraits(reading: "Reading", area: str) -> Iterator[Sheet]:
    photo, earlier = reading.photo, reading.earlier
    changed = earlier is not None and earlier.photo_id != reading.revision.photo_id
    if photo is not None:
        notes = [
            *(of_portrait(words.objection(hint), photo.profile) for hint in photo.noticed),
            *notes_for(reading, area, lambda one: one.photo == photo.pk),
        ]
        yield _portrait(reading, area, str(photo.pk), "review.portrait", notes, new=changed)
    if changed and earlier is not None:
        old = str(earlier.photo_id)
        yield _portrait(reading, area, old, "review.portrait_before", (), old=True)


def _portrait(
    reading: "Reading",
    area: str,
    photo_id: str,
    title: str,
    notes: Sequence[Note],
    *,
    new: bool = False,
    old: bool = False,
) -> Sheet:
    url = reverse(f"{area}:portrait", kwargs={"ref": reading.case.ref, "photo": photo_id})
    return Sheet(
        key="portrait-before" if old else "portrait",
        title=words.text(title),
        small=url,
        preview=url,
        full=url,
        notes=notes,
        new=new,
        old=old,
    )
