"""Large pictures are decoded a strip at a time and look as if they had been decoded whole."""

import io

import numpy as np
import pytest
from PIL import Image

from anzhu.files import decode, sandbox, strips
from anzhu.files.bounds import LONG_SIDE, MOST_PAGES, PAGES_BOUNDS, PAGES_TRADE
from anzhu.files.troubles import Trouble
from tests.domain.files import samples

LIMITS = decode.Limits(pixels=50_000_000, pages=30, long_side=200)


def detailed(mode: str, width: int = 431, height: int = 977) -> Image.Image:
    """Something of which every row differs, so that every filter of PNG has work."""
    rows, columns = np.indices((height, width))
    bands = [(rows * k + columns * (5 - k)) % 256 for k in range(1, 5)]
    whole = Image.fromarray(np.dstack(bands).astype(np.uint8), "RGBA")
    return whole.convert(mode)


def whole_and_in_strips(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> tuple[np.ndarray, np.ndarray]:
    """The only page, decoded either way."""
    (whole,) = decode.pictures(io.BytesIO(content), LIMITS)
    with monkeypatch.context() as small:
        small.setattr(decode, "_WHOLE", 0)
        small.setattr(strips, "_STRIP", 20_000)
        (parts,) = decode.pictures(io.BytesIO(content), LIMITS)
    assert whole.image.size == parts.image.size
    assert whole.long_side == parts.long_side
    return np.asarray(whole.image, np.int16), np.asarray(parts.image, np.int16)


@pytest.mark.parametrize(
    "content",
    [
        samples.saved(detailed("RGB"), "PNG"),
        samples.saved(detailed("RGB"), "PNG", compress_level=0),
        samples.saved(detailed("RGBA"), "PNG"),
        samples.saved(detailed("LA"), "PNG"),
        samples.saved(detailed("L"), "PNG"),
        samples.saved(detailed("RGB").quantize(32), "PNG"),
        samples.saved(detailed("L"), "TIFF", compression="tiff_lzw"),
        samples.saved(detailed("RGB"), "TIFF", compression="tiff_lzw"),
        samples.heic(),
        samples.png_of_sixteen_bits(),
    ],
    ids=["rgb", "stored", "rgba", "la", "l", "palette", "tiff-l", "tiff", "heic", "16 bits"],
)
def test_in_strips_it_is_the_same_picture(content, monkeypatch):
    whole, parts = whole_and_in_strips(content, monkeypatch)
    # The order of scaling differs: what is left is rounding.
    assert np.abs(whole - parts).mean() < 6


def test_rows_are_those_of_the_ordinary_decoder(monkeypatch):
    monkeypatch.setattr(strips, "_STRIP", 9_000)
    for mode in ("RGB", "RGBA", "LA"):
        content = samples.saved(detailed(mode), "PNG")
        found = [np.asarray(strip) for strip in strips.of_png(io.BytesIO(content))]
        assert len(found) > 3
        assert np.array_equal(np.concatenate(found), np.asarray(detailed(mode)))


@pytest.mark.parametrize("left", [0.3, 0.9])
def test_a_file_that_ends_too_soon_is_damaged(left, monkeypatch):
    content = samples.saved(detailed("RGB"), "PNG")
    monkeypatch.setattr(decode, "_WHOLE", 0)
    monkeypatch.setattr(strips, "_STRIP", 20_000)
    with pytest.raises(Trouble) as trouble:
        list(decode.pictures(io.BytesIO(content[: int(len(content) * left)]), LIMITS))
    assert trouble.value.code == "file.damaged"


def test_more_rows_than_announced_are_not_looked_at(monkeypatch):
    monkeypatch.setattr(decode, "_WHOLE", 0)
    head = samples.png_that_claims(400, 10)
    rows = b"".join(b"\0" + bytes([row] * 1200) for row in range(200))
    content = head.replace(head[33:], b"") + samples.png_chunk(b"IDAT", rows)
    (page,) = decode.pictures(io.BytesIO(content), LIMITS)
    assert page.image.size == (200, 5)


@pytest.mark.parametrize(
    ("kind", "how"),
    [("RGB", {}), ("RGB", {"progressive": True}), ("CMYK", {}), ("L", {"progressive": True})],
    ids=["baseline", "progressive", "four inks", "grey"],
)
def test_a_phones_largest_picture_is_taken_within_the_bounds(kind, how, tmp_path):
    """Forty-eight megapixels."""
    path = tmp_path / "large.jpg"
    Image.new(kind, (8064, 6048), 200 if kind == "L" else None).save(path, "JPEG", **how)
    asked = {"pixels": 50_000_000, "pages": MOST_PAGES, "long_side": LONG_SIDE}
    with (
        path.open("rb") as file,
        sandbox.run(PAGES_TRADE, file, asked, PAGES_BOUNDS) as outcome,
    ):
        (page,) = outcome.done["pages"]
        assert outcome.peak_kib <= 256 * 1024
    assert page["measures"]["long_side"] == 8064
    assert max(page["sizes"]["full"]) >= 2000


def test_a_webp_that_its_decoder_could_not_hold_is_refused_before_it_is_opened():
    head = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00"
    content = head + (5711).to_bytes(3, "little") + (4283).to_bytes(3, "little")
    with pytest.raises(Trouble) as trouble:
        list(decode.pictures(io.BytesIO(content), LIMITS))
    assert trouble.value.code == "file.too_heavy"
