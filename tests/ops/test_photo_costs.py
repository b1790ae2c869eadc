"""The child of the photo tool keeps to its own bounds, whatever a phone sends."""

import io
import tempfile
from datetime import date

import pillow_heif
import pytest

from anzhu.files import sandbox
from anzhu.ops.bench.portrait_corpus import before_a_wall, people
from anzhu.photos import judging

MIB = 1024
SIZES = {"12 MP": (3024, 4032), "48 MP": (6048, 7936)}


@pytest.mark.parametrize(
    ("size", "kind"),
    [("12 MP", "JPEG"), ("12 MP", "HEIF"), ("12 MP", "WEBP"), ("48 MP", "JPEG"), ("48 MP", "HEIF")],
)
def test_a_large_picture_stays_within_400_mebibytes(size, kind):
    pillow_heif.register_heif_opener()
    person = before_a_wall(dict(people(drawn=1))["drawn 1"]).resize(SIZES[size])
    assert judging.BOUNDS.memory == 400 * MIB * MIB
    with tempfile.TemporaryFile() as file:
        # How well a HEIC is packed says nothing here, and takes minutes.
        how = {"enc_params": {"preset": "ultrafast"}} if kind == "HEIF" else {}
        person.save(file, kind, quality=80, **how)
        file.flush()
        asked = judging.asked(date(2026, 11, 26)) | {"crop": None}
        with sandbox.run(judging.TRADE, file, asked, judging.BOUNDS) as outcome:
            assert outcome.done["faces"] == 1
            assert outcome.peak_kib < 400 * MIB


def test_a_webp_that_its_decoder_could_not_hold_is_too_heavy_and_not_damaged():
    size = b"".join((side - 1).to_bytes(3, "little") for side in (8000, 6000))
    announced = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + size
    verdict = judging.judge(io.BytesIO(announced), date(2026, 11, 26))
    assert [stop.code for stop in verdict.stops] == ["file.too_heavy"]
