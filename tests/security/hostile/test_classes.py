"""What nobody should send is refused with a sentence or comes out as a mere picture (S6).

Few children judge many files, so that this takes seconds; those that use a child's time or memory
up are `make bench-uploads`'s, each with a child of its own, and a few of them are here.
"""

import io
import logging
import tempfile
from collections.abc import Sequence

import pytest

from anzhu import words
from anzhu.files import sandbox
from anzhu.files.bounds import PAGES_BOUNDS
from anzhu.files.sandbox import Bounds
from anzhu.files.troubles import Trouble
from anzhu.ops.bench.hostile import CLASSES, good, judge, many
from anzhu.ops.bench.hostile.mutations import mutations

#: Seconds of a child, or hundreds of megabytes to make: for the bench.
HEAVY = {
    "png_flood_just_allowed",
    "png_flood_of_sixteen_bits",
    "png_flood_interlaced",
    "png_bomb_behind_few_pixels",
    "png_text_bomb",
    "png_profile_bomb",
    "jpeg_of_a_thousand_scans",
    "jpeg_progressive_flood",
    "jpeg_flood_just_allowed",
    "tiff_bomb",
    "webp_of_many_frames",
    "heic_flood",
    "pdf_of_packed_packings",
    "pdf_of_packed_objects",
    "pdf_of_a_flood",
    "pdf_of_a_flood_in_jpeg",
    "pdf_of_a_billion_laughs",
    "pdf_that_draws_itself",
    "pdf_of_endless_drawing",
    "pdf_of_a_hundred_thousand_pages",
    "zip_bomb",
}
LIGHT = sorted(set(CLASSES) - HEAVY)
#: What must be refused, and as what; of all others either is right.
REFUSED = {
    "nothing": "file.empty",
    "huge_and_empty": "file.too_big",
    "png_flood": "file.too_many_pixels",
    "jpeg_flood": "file.too_many_pixels",
    "tiff_flood": "file.too_many_pixels",
    "webp_flood": "file.too_many_pixels",
    "tiff_of_thousands_of_pages": "file.too_many_pages",
    "png_of_a_length_beyond": "file.damaged",
    "pdf_locked": "file.encrypted",
    "html_called_a_jpeg": "file.damaged",
    "png_that_is_a_jpeg": "file.damaged",
    "pdf_of_nothing": "file.damaged",
    **dict.fromkeys(
        (
            "eicar", "svg_with_entities", "svg_with_a_script", "xml_that_reads_files", "html",
            "gif_and_script", "program", "shell_script", "zip_that_climbs", "tar_with_a_link",
        ),
        "file.type_unknown",
    ),
    **{f"{one.__name__}_cut_off": "file.damaged" for one in good.KINDS if one is not good.pdf},
}  # fmt: skip
#: Pictures with something behind or beside them: the picture is taken, the rest is not there.
TAKEN = (
    "jpeg_and_zip", "png_and_php", "jpeg_and_megabytes", "eicar_behind_a_picture",
    "jpeg_of_comments", "apng_of_ten_thousand_frames", "pdf_script", "pdf_launch",
    "pdf_that_claims_pages", "pdf_goes_elsewhere", "pdf_sends_a_form", "pdf_xfa",
    "pdf_with_a_file_inside", "one_pixel", "one_pixel_wide", "one_pixel_high",
)  # fmt: skip
SEED, MUTATIONS = 20261126, 70


def outcomes_of(files: Sequence[bytes]) -> list[str]:
    """What becomes of each file: the gate first, then one child for all it lets in."""
    found = [judge.turned_away(one) for one in files]
    inside = [place for place, said in enumerate(found) if not said]
    for place, said in zip(inside, _in_children([files[one] for one in inside]), strict=True):
        found[place] = said
    return found


def _in_children(files: Sequence[bytes]) -> list[str]:
    """Where a file took the child down, the halves are judged apart, to the very file."""
    if not files:
        return []
    bounds = Bounds(memory=PAGES_BOUNDS.memory, cpu_seconds=60, wall_seconds=300.0)
    with tempfile.TemporaryFile() as joined:
        joined.write(many.packed(list(files)))
        joined.flush()
        trade = "anzhu.ops.bench.hostile.many"
        try:
            with sandbox.run(trade, joined, judge.asked_of_the_child(), bounds) as outcome:
                assert outcome.peak_kib <= 256 * 1024
                return list(outcome.done["outcomes"])
        except Trouble as trouble:
            if len(files) == 1:
                return [trouble.code]
    half = len(files) // 2
    return _in_children(files[:half]) + _in_children(files[half:])


def test_every_class_is_refused_with_a_sentence_or_comes_out_clean(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR)
    said = dict(zip(LIGHT, outcomes_of([CLASSES[name]() for name in LIGHT]), strict=True))

    assert {name: said[name] for name in LIGHT if name in REFUSED} == {
        name: code for name, code in REFUSED.items() if name in said
    }
    assert {name: said[name] for name in TAKEN} == dict.fromkeys(TAKEN, "cleaned")
    others = {name: code for name, code in said.items() if code != "cleaned"}
    assert all(words.exists(f"objections.{code}") for code in others.values()), others
    # A child that was taken down fails the same way alone: nothing else was harmed by it.
    assert outcomes_of([make() for make in good.KINDS]) == ["cleaned"] * len(good.KINDS)


def test_mutated_files_harm_nothing_and_the_honest_ones_between_them_are_taken() -> None:
    mutated = [content for _, content in mutations(MUTATIONS, SEED)]
    honest = [make() for make in good.KINDS]
    said = outcomes_of([*mutated[::2], *honest, *mutated[1::2]])

    start = len(mutated[::2])
    assert said[start : start + len(honest)] == ["cleaned"] * len(honest)
    assert all(code == "cleaned" or words.exists(f"objections.{code}") for code in said), said


def test_the_same_seed_gives_the_same_mutations() -> None:
    assert list(mutations(20, SEED)) == list(mutations(20, SEED))
    assert list(mutations(20, SEED)) != list(mutations(20, SEED + 1))


@pytest.mark.parametrize(
    ("name", "outcomes"),
    [
        ("png_flood_just_allowed", {"cleaned"}),
        ("pdf_of_packed_packings", {"cleaned", "file.too_heavy", "file.too_slow", "file.damaged"}),
    ],
)
def test_what_asks_for_much_gets_a_child_within_its_bounds(name: str, outcomes: set[str]) -> None:
    verdict = judge.judged(CLASSES[name]())
    assert verdict.outcome in outcomes
    assert verdict.dirty == ""
    assert verdict.peak_kib <= 256 * 1024
    assert verdict.cpu < PAGES_BOUNDS.cpu_seconds + 2


def test_there_are_at_least_forty_classes_and_the_tables_name_only_those() -> None:
    assert len(CLASSES) >= 40
    assert HEAVY | set(REFUSED) | set(TAKEN) <= set(CLASSES)


def test_a_child_is_told_apart_from_an_honest_copy() -> None:
    """The searcher itself finds what it is for."""
    assert judge.odd_in(good.jpeg()) == ""
    assert judge.odd_in(good.jpeg() + b"<?php") == "bytes behind it"
    assert judge.odd_in(good.saved(good.picture(), "JPEG", comment=b"hello")) == "mark fffe"
    exif = good.saved(good.picture(), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0")
    assert judge.odd_in(exif) == "mark ffe1"
    assert judge.odd_in(io.BytesIO(b"GIF89a").getvalue()) == "no JPEG"
