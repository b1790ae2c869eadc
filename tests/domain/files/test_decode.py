"""Whatever the file, a page is an upright RGB picture of modest size that carries nothing else."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageFilter

from anzhu.files import codes, decode, measure
from anzhu.files.troubles import Trouble
from tests.domain.files import samples

LIMITS = decode.Limits(pixels=50_000_000, pages=30, long_side=3000)
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 30), (30, 30, 200), (255, 255, 255)


def decoded(content: bytes) -> list[decode.Picture]:
    return list(decode.pictures(io.BytesIO(content), LIMITS))


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    """The colours near top left, top right, bottom left and bottom right."""
    width, height = image.size
    return [
        image.getpixel((x, y))
        for y in (height // 8, height - height // 8)
        for x in (width // 8, width - width // 8)
    ]


def alike(found: list[tuple[int, ...]], wanted: list[tuple[int, ...]], most: int = 12) -> bool:
    return bool(np.abs(np.array(found) - np.array(wanted)).max() <= most)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_however_the_phone_was_held_the_page_stands_upright(orientation):
    (page,) = decoded(samples.jpeg_of_a_phone(orientation))
    assert page.image.size == (400, 300)
    assert alike(corners(page.image), [RED, GREEN, BLUE, WHITE])


@pytest.mark.parametrize(
    "content",
    [
        samples.saved(samples.picture(), "PNG"),
        samples.saved(samples.picture().quantize(16), "PNG"),
        samples.saved(samples.picture(), "WEBP", lossless=True),
        samples.saved(samples.picture(mode="RGBA"), "PNG"),
        samples.saved(samples.picture(), progressive=True),
        samples.heic(),
        samples.tiff(1),
        samples.tiff(1, compression="tiff_deflate"),
    ],
    ids=["png", "palette", "webp", "rgba", "progressive", "heic", "tiff", "tiff-deflate"],
)
def test_every_kind_of_picture_keeps_its_colours(content):
    (page,) = decoded(content)
    assert page.image.mode == "RGB"
    assert alike(corners(page.image), [RED, GREEN, BLUE, WHITE], most=40)


def test_a_picture_for_printers_becomes_one_for_screens():
    (page,) = decoded(samples.saved(samples.picture(mode="CMYK")))
    assert page.image.mode == "RGB"
    assert alike(corners(page.image), [RED, GREEN, BLUE, WHITE], most=12)


@pytest.mark.parametrize("profile", [_SRGB, b"not a profile"], ids=["a profile", "nonsense"])
def test_the_files_own_colour_profile_is_applied_and_left_behind(profile):
    (page,) = decoded(samples.saved(samples.picture(), icc_profile=profile))
    assert alike(corners(page.image), [RED, GREEN, BLUE, WHITE])
    assert "icc_profile" not in page.image.info


def test_sixteen_bits_become_eight():
    (page,) = decoded(samples.png_of_sixteen_bits())
    first, *_, last = np.asarray(page.image)[150, :, 0]
    assert (first, last) == (0, 255)


def test_what_is_transparent_is_white():
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    (page,) = decoded(samples.saved(clear, "PNG"))
    assert page.image.getpixel((20, 20)) == WHITE


def test_a_fax_page_of_one_bit_is_grey_when_scaled():
    fine = Image.fromarray((np.indices((400, 6000)).sum(axis=0) % 2 * 255).astype("uint8"))
    (page,) = decoded(samples.saved(fine.convert("1"), "TIFF", compression="group4"))
    assert page.image.size == (3000, 200)
    assert 90 < np.asarray(page.image).mean() < 165


def test_a_tiff_has_as_many_pages_as_it_has():
    assert [page.image.width for page in decoded(samples.tiff(3))] == [400, 410, 420]


def test_a_tiff_that_runs_in_a_circle_ends():
    assert len(decoded(samples.tiff_in_a_circle())) == 1


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_frame_counts(kind):
    (page,) = decoded(samples.animated(kind))
    assert alike(corners(page.image), [RED, GREEN, BLUE, WHITE], most=40)


def test_a_large_picture_is_scaled_down_and_says_how_large_it_was():
    (page,) = decoded(samples.jpeg(6000, 4500))
    assert (page.image.size, page.long_side) == ((3000, 2250), 6000)


def test_pdf_pages_are_rendered_sharp_enough_to_read():
    (first, second) = decoded(samples.pdf(2))
    assert first.image.size == second.image.size == (1653, 2339)


def test_a_huge_pdf_page_stays_within_bounds():
    (page,) = decoded(samples.pdf_with_a_huge_page())
    assert max(page.image.size) <= 3000


def test_scripts_and_programs_in_a_pdf_have_nobody_who_runs_them():
    (page,) = decoded(samples.pdf_that_acts())
    assert page.image.getpixel((10, 10)) == WHITE


@pytest.mark.parametrize(
    ("content", "refused_for"),
    [
        (samples.jpeg()[:4000], "file.damaged"),
        (b"\xff\xd8\xff\xe0<html><script>alert(1)</script>", "file.damaged"),
        (samples.saved(samples.picture(), "PNG")[:200], "file.damaged"),
        (samples.heic()[:1500], "file.damaged"),
        (b"%PDF-1.7 and then nothing", "file.damaged"),
        (samples.pdf_with_a_password(), "file.encrypted"),
        (samples.png_that_claims(60_000, 60_000), "file.too_many_pixels"),
        (samples.png_that_claims(8000, 7000), "file.too_many_pixels"),
        (samples.pdf(100), "file.too_many_pages"),
        (samples.tiff(31), "file.too_many_pages"),
        (b"<html>", "file.type_unknown"),
    ],
)
def test_what_cannot_be_used_has_a_name(content, refused_for):
    with pytest.raises(Trouble) as trouble:
        decoded(content)
    assert trouble.value.code == refused_for


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_form_on_its_side_is_set_upright_by_its_code(turned):
    page = samples.page_with_code("26K7M3Q9X2 1 2").rotate(-turned, expand=True)
    upright, (code,) = codes.upright_with_codes(page)
    assert upright.size == (1240, 1754)
    assert (code.text, code.kind, code.turned) == ("26K7M3Q9X2 1 2", "QRCode", turned)
    left, top = code.corners[0]
    assert left > 0.7
    assert top < 0.1


def test_codes_in_a_large_picture_are_where_they_are():
    page = samples.page_with_code("26K7M3Q9X2 1 2")
    _, (small,) = codes.upright_with_codes(page)
    _, (large,) = codes.upright_with_codes(page.resize((2120, 2999)))
    assert np.abs(np.array(small.corners) - np.array(large.corners)).max() < 0.01


def test_a_blurred_page_has_wider_edges():
    page = samples.page_with_code("A" * 60)
    blurred = page.filter(ImageFilter.GaussianBlur(6))
    sharp = measure.measures_of(page, 1754)["edge_width"]
    assert measure.measures_of(blurred, 1754)["edge_width"] > 3 * sharp


def test_noise_makes_nothing_sharper():
    page = samples.page_with_code("A" * 60).filter(ImageFilter.GaussianBlur(6))
    grain = np.random.default_rng(1).normal(0, 8, (page.height, page.width, 1))
    noisy = Image.fromarray(np.clip(np.asarray(page) + grain, 0, 255).astype(np.uint8))
    clean = measure.measures_of(page, 1754)["edge_width"]
    assert measure.measures_of(noisy, 1754)["edge_width"] > 0.8 * clean


def test_a_page_without_edges_says_nothing_of_its_sharpness():
    assert "edge_width" not in measure.measures_of(Image.new("L", (1130, 1600), 250), 1600)


def test_glare_is_white_on_darker_paper_and_not_a_white_scan():
    paper = np.full((400, 300), 180, np.uint8)
    paper[100:200, 100:200] = 255
    lit = measure.measures_of(Image.fromarray(paper), 400)
    scan = measure.measures_of(Image.new("L", (300, 400), 255), 400)
    assert lit["glare"] == pytest.approx(10_000 / 120_000, abs=0.001)
    assert scan["glare"] == 0
