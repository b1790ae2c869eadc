"""0.1 and 0.2: what a file and a portrait must be; hints never refuse."""

import pytest

from anzhu.rules import photos, uploads
from anzhu.rules.materials import Material
from anzhu.rules.photos import PhotoFacts
from anzhu.rules.uploads import FileFacts
from tests.rules.samples import codes, day

TODAY = day("2026-11-23")
MIB = 1024 * 1024


@pytest.mark.parametrize(
    ("facts", "refused_for"),
    [
        ({}, []),
        ({"size": 0, "media_type": None}, ["file.empty"]),
        ({"size": 20 * MIB}, []),
        ({"size": 20 * MIB + 1}, ["file.too_big"]),
        ({"media_type": "text/html"}, ["file.wrong_type"]),
        ({"media_type": "application/pdf", "encrypted": True}, ["file.encrypted"]),
        ({"readable": False}, ["file.unreadable"]),
        ({"pixels": 50_000_001}, ["file.too_many_pixels"]),
        ({"pages": 31}, ["file.too_many_pages"]),
        ({"size": 40 * MIB, "media_type": None}, ["file.too_big", "file.wrong_type"]),
    ],
)
def test_a_file_is_kept_or_refused_with_every_reason(facts, refused_for):
    file = FileFacts(**{"size": MIB, "media_type": "image/jpeg"} | facts)
    assert codes(uploads.objections_to_file(file, Material.CONTRACT, TODAY)) == refused_for


def test_every_material_has_a_limit_of_pages():
    assert uploads.most_pages(Material.APPLICATION_FORM, TODAY) == 2
    assert all(uploads.most_pages(material, TODAY) >= 1 for material in Material)
    assert "image/heic" in uploads.accepts()


@pytest.mark.parametrize(
    ("measured", "refused_for"),
    [
        ({}, []),
        ({"faces": 1}, []),
        ({"width": 294}, ["size.too_small"]),
        ({"height": 412, "faces": 0}, ["size.too_small", "face.none"]),
        ({"faces": 2}, ["face.several"]),
        ({"measures": {"background": 10.0, "sharpness": 0.0, "head_roll": 30.0}}, []),
    ],
)
def test_only_facts_refuse_a_portrait(measured, refused_for):
    photo = PhotoFacts(**{"width": 295, "height": 413} | measured)
    assert codes(photos.objections_to_photo(photo, TODAY)) == refused_for


@pytest.mark.parametrize(
    ("measured", "hint"),
    [
        ({"background": 200.0}, "ground.not_white"),
        ({"background_tint": 40.0}, "ground.not_white"),
        ({"background_uniformity": 30.0}, "ground.not_plain"),
        ({"illumination": 40.0}, "light.dark"),
        ({"brightest": 140.0}, "light.dark"),
        ({"illumination": 250.0}, "light.bright"),
        ({"over_exposure": 0.4}, "light.bright"),
        ({"illumination_uniformity": 0.4}, "light.uneven"),
        ({"sharpness": 0.2}, "sharpness.blurred"),
        ({"head_size": 0.3}, "head.small"),
        ({"head_size": 0.9}, "head.large"),
        ({"eye_line": 0.2}, "head.off_centre"),
        ({"eye_line": 0.7}, "head.off_centre"),
        ({"head_offset": -0.2}, "head.off_centre"),
        ({"head_roll": -13.0}, "head.tilted"),
    ],
)
def test_what_could_be_better_is_a_hint(measured, hint):
    photo = PhotoFacts(width=295, height=413, measures=measured)
    assert codes(photos.hints_about_photo(photo, TODAY)) == [hint]


@pytest.mark.parametrize(
    "measured",
    [{}, {"illumination": 90.0, "brightest": 240.0}, {"head_roll": None}],
    ids=["nothing measured", "a dark skin in good light", "not seen"],
)
def test_what_is_not_known_or_not_wrong_is_no_hint(measured):
    photo = PhotoFacts(width=295, height=413, measures=measured)
    assert codes(photos.hints_about_photo(photo, TODAY)) == []


def test_the_same_picture_as_years_ago_is_a_hint():
    photo = PhotoFacts(width=295, height=413, same_as_last=True)
    assert codes(photos.hints_about_photo(photo, TODAY)) == ["photo.same_as_last"]


def test_a_good_portrait_has_no_hints():
    good = PhotoFacts(
        width=600,
        height=840,
        faces=1,
        measures={
            "head_size": 0.65,
            "eye_line": 0.45,
            "head_offset": 0.01,
            "head_roll": 2.0,
            "background": 245.0,
            "background_tint": 4.0,
            "background_uniformity": 2.0,
            "illumination": 150.0,
            "illumination_uniformity": 0.9,
            "brightest": 250.0,
            "over_exposure": 0.0,
            "sharpness": 0.55,
        },
    )
    assert codes(photos.hints_about_photo(good, TODAY)) == []
    profile = photos.PROFILE.on(TODAY)
    assert (profile.width, profile.height) == (295, 413)
    # one inch: 25 × 35 mm at 300 dots, rounded down
    assert profile.width == int(profile.width_mm / 25.4 * profile.dpi)
    assert profile.height == int(profile.height_mm / 25.4 * profile.dpi)
