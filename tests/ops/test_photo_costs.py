"""The child of the photo tool keeps to its own bounds, whatever a phone sends."""

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
    ("size", "kind"), [("12 MP", "JPEG"), ("12 MP", "HEIF"), ("48 MP", "JPEG")]
)
def test_a_large_picture_stays_within_400_mebibytes(size, kind):
    pillow_heif.register_heif_opener()
    person = before_a_wall(dict(people(drawn=1))["drawn 1"]).resize(SIZES[size])
    assert judging.BOUNDS.memory == 400 * MIB * MIB
    with tempfile.TemporaryFile() as file:
        person.save(file, kind, quality=80)
        file.flush()
        asked = judging.asked(date(2026, 11, 26)) | {"crop": None}
        with sandbox.run(judging.TRADE, file, asked, judging.BOUNDS) as outcome:
            assert outcome.done["faces"] == 1
            assert outcome.peak_kib < 400 * MIB
