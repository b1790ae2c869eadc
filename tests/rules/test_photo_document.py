"""docs/photo.md tells every code and every measure as they are."""

from pathlib import Path

import pytest

from anzhu.rules.photos import MEASURES
from anzhu.words import keys

DOCUMENT = (Path(__file__).parents[2] / "docs" / "photo.md").read_text(encoding="utf-8")
GROUPS = ("size", "face", "ground", "light", "sharpness", "head")
CODES = [key.removeprefix("objections.") for g in GROUPS for key in keys(f"objections.{g}")]


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_stands_there_with_unit_and_range(name):
    one = MEASURES[name]
    row = f"| `{name}` | {one.component or '–'} | {one.unit} | {one.least:g} … {one.most:g} |"
    assert row in DOCUMENT.splitlines()


@pytest.mark.parametrize("code", [*CODES, "file.unreadable", "photo.same_as_last"])
def test_every_code_stands_there(code):
    assert f"| `{code}` | " in DOCUMENT
