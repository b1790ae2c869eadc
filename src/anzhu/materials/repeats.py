"""The same evidence in two applications: fingerprints of what was handed in, and their look-up.

A fingerprint is looked up by the digest of the file, and by 16-bit pieces of its 64 coarse bits:
two pictures that differ in seven of them at most have a piece in common that differs in one, so a
few index entries hold every candidate, however many applications there are. The 256 fine bits
decide. What is found is written on both sides; a person's own earlier application is no repeat.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Func, IntegerField

from anzhu.files import actions as files
from anzhu.files.models import StoredFile
from anzhu.files.sandbox import Broken
from anzhu.files.troubles import Trouble
from anzhu.kernel import clock
from anzhu.materials.checks import repeats
from anzhu.materials.checks.interface import Finding
from anzhu.materials.models import Folder, Found, Page, Print
from anzhu.photos.models import Photo
from anzhu.rules import repeats as rules

NAME = repeats.CHECK.name
_MOST_CANDIDATES = 200
_PIECES, _PIECE_BITS = 4, 16
_PIECE = (1 << _PIECE_BITS) - 1
_FINE_BYTES = 32
#: With a piece that differs in one bit at most, everything within seven bits is found.
_REACH = 7
_COUNTED = "bit_count((%(expressions)s)::bit(64))"


@dataclass(frozen=True)
class Alike:
    """Another person's evidence like ours, and what is said of it."""

    other: Print
    finding: Finding


def look_at_page(page: Page) -> None:
    """Keep the fingerprint of a page that was handed in, and find its like. Harmless to repeat."""
    if page.stored is None:
        return
    coarse, fine = None, b""
    if page.material in rules.OF_A_PERSON:
        coarse, fine = _taken(page.stored)
    # Of a page taken over from an earlier application: the file as it was sent then.
    received = page.taken_from.received if page.taken_from else page.received
    digest = received.digest if received else page.stored.digest
    kept = {"digest": digest, "coarse": coarse, "fine": fine, "folder": page.folder}
    _compare(Print(page=page, what=page.material, person_id=page.folder.person_id, **kept))


def look_at_portrait(photo: Photo, folder: Folder) -> None:
    """The same of a portrait: by the picture it was cut from, and by how it looks."""
    coarse, fine = _taken(photo.portrait)
    kept = {"digest": photo.original.digest, "coarse": coarse, "fine": fine, "folder": folder}
    _compare(Print(photo=photo, what=rules.PORTRAIT, person_id=photo.person_id, **kept))


def _taken(stored: StoredFile) -> tuple[int | None, bytes]:
    """Both fingerprints of a clean copy; none where it could not be looked at."""
    try:
        with files.reopened_in_child(
            stored, repeats.CHECK.trade, {}, repeats.CHECK.bounds, now=clock.now()
        ) as outcome:
            coarse, fine = outcome.done["coarse"], bytes.fromhex(outcome.done["fine"])
    except (Trouble, Broken, OSError):
        return None, b""
    return (_signed(coarse), fine) if coarse and len(fine) == _FINE_BYTES else (None, b"")


def _signed(coarse: str) -> int:
    """64 bits as the database keeps them: a whole number with a sign."""
    return int.from_bytes(bytes.fromhex(coarse), signed=True)


@transaction.atomic
def _compare(mine: Print) -> None:
    now = clock.now()
    Print.objects.filter(page=mine.page, photo=mine.photo).delete()
    mine.at = now
    mine.pieces = pieces_of(mine.coarse)
    mine.save(force_insert=True)
    Found.objects.filter(page=mine.page, photo=mine.photo, check_name=repeats.CHECK.name).delete()
    for alike in _alike(mine, now):
        _say(mine, alike.other.folder_id, alike.finding, now)
        _say(alike.other, mine.folder_id, alike.finding, now)


def _alike(mine: Print, now: datetime) -> Iterator[Alike]:
    """Other people's evidence like this, one of each application, the most alike first."""
    on = clock.day(now)
    seen: set[int] = set()
    for other in [*_same_file(mine), *_candidates(mine)]:
        same = other.digest == mine.digest
        apart = 0 if same else bits_apart(bytes(mine.fine), bytes(other.fine))
        if other.folder_id in seen or apart > rules.MOST_BITS_APART.on(on):
            continue
        seen.add(other.folder_id)
        yield Alike(other, repeats.same_file() if same else repeats.same_picture(apart))
        if len(seen) == rules.MOST_NAMED.on(on):
            return


def _same_file(mine: Print) -> list[Print]:
    rows = Print.objects.filter(what=mine.what, digest=mine.digest)
    return list(rows.exclude(person_id=mine.person_id).order_by("-pk")[:_MOST_CANDIDATES])


def _candidates(mine: Print) -> list[Print]:
    """Prints whose coarse bits are near, by the index of their pieces; the nearest first."""
    if mine.coarse is None:
        return []
    apart = Func(F("coarse").bitxor(mine.coarse), template=_COUNTED, output_field=IntegerField())
    rows = Print.objects.filter(what=mine.what, pieces__overlap=near(mine.pieces))
    rows = rows.exclude(person_id=mine.person_id).annotate(apart=apart)
    return list(rows.filter(apart__lte=_REACH).order_by("apart", "-pk")[:_MOST_CANDIDATES])


def pieces_of(coarse: int | None) -> list[int]:
    """The four 16-bit pieces of 64 bits, each with its place in front; none of none."""
    if coarse is None:
        return []
    shifts = range(0, _PIECES * _PIECE_BITS, _PIECE_BITS)
    return [place << _PIECE_BITS | (coarse >> shift & _PIECE) for place, shift in enumerate(shifts)]


def near(pieces: Iterable[int]) -> list[int]:
    """These pieces, and those that differ from one of them in a single bit."""
    return [piece ^ change for piece in pieces for change in (0, *(1 << n for n in range(16)))]


def bits_apart(one: bytes, other: bytes) -> int:
    """In how many bits two fine fingerprints differ; all where one of them is missing."""
    if len(one) != _FINE_BYTES or len(other) != _FINE_BYTES:
        return _FINE_BYTES * 8
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def _say(on: Print, sibling_id: int, finding: Finding, now: datetime) -> None:
    """Say it on a page or portrait, once for each other application."""
    said = Found.objects.filter(page=on.page, photo=on.photo, check_name=repeats.CHECK.name)
    if said.filter(sibling_id=sibling_id).exists():
        return
    Found.objects.create(
        page=on.page,
        photo=on.photo,
        check_name=repeats.CHECK.name,
        version=repeats.CHECK.version,
        number=(said.order_by("-number").values_list("number", flat=True).first() or 0) + 1,
        code=finding.code,
        outcome=finding.outcome,
        confidence=round(finding.confidence, 3),
        sibling_id=sibling_id,
        at=now,
    )
