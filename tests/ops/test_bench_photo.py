"""The bench of the photo tool on a corpus of one: it runs, counts right, and writes its tables."""

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from anzhu.ops.bench import markers, photo_tables, photos
from anzhu.ops.bench.photo_tables import Run, Seen
from anzhu.ops.bench.portrait_corpus import CONDITIONS, before_a_wall, people

ON = date(2026, 11, 26)
FEW = {name: CONDITIONS[name] for name in ("good", "two people", "few pixels")}


def seen(condition: str, expected: str | None, *codes: str, real: bool = False) -> Seen:
    return Seen(condition, real, expected, codes)


def test_a_tiny_corpus_is_judged_and_counted():
    table = photos.corpus(ON, drawn=1, conditions=FEW, real=False)
    assert "| good | – | 1 / 1 | 0 / 0 |  |" in table
    assert "| two people | `face.several` | 1 / 1 | 0 / 0 |  |" in table
    assert "| several | 1 | 0 | 0 | 1 |" in table
    assert "| 2 `size.too_small` | 1 |  |  | 1 |" in table


def test_what_a_run_costs_is_measured_for_every_picture_of_the_goal_together():
    person = before_a_wall(dict(people(drawn=1))["drawn 1"])
    files = [("12 MP one", person), ("12 MP two", person), ("48 MP", person)]
    table = photos.cost(ON, ((n, photos._file(p, "JPEG")) for n, p in files), times=1)
    head, _, *rows = table.splitlines()
    assert [row.split(" | ")[:2] for row in rows] == [
        ["| 12 MP one", "1"],
        ["| 12 MP two", "1"],
        ["| 48 MP", "1"],
        ["| all of 12 MP", "2"],
    ]
    assert all(float(cell) > 0 for row in rows for cell in row.strip("| ").split(" | ")[2:])
    assert len({row.count("|") for row in (head, *rows)}) == 1


def test_a_picture_that_cannot_be_opened_is_no_quick_run():
    broken = photos._file(Image.new("RGB", (50, 50)), "GIF")
    with pytest.raises(RuntimeError):
        photos.measured(broken, ON)


def test_a_hint_that_is_missed_or_said_for_nothing_shows_in_the_table():
    corpus = [
        seen("dark", "light.dark", "light.dark"),
        seen("dark", "light.dark", "head.small", real=True),
        seen("good", None, "head.small"),
        seen("good", None),
        seen("nobody", "face.none"),
    ]
    assert photo_tables.condition_row(corpus[:2]) == (
        "| dark | `light.dark` | 1 / 1 | 0 / 1 | `head.small` 1 |"
    )
    assert (
        photo_tables.condition_row(corpus[2:4]) == "| good | – | 1 / 2 | 0 / 0 | `head.small` 1 |"
    )
    assert photo_tables.detection(corpus).splitlines()[2:] == [
        "| nobody | 1 | 0 | 1 | 0 |",
        "| one | 4 | 0 | 4 | 0 |",
        "| several | 0 | 0 | 0 | 0 |",
    ]
    assert photo_tables.confusion(corpus).splitlines() == [
        "| expected | pictures | – | 1 | 2 | 3 |",
        "|---|---|---|---|---|---|",
        "| – | 2 | 1 |  | 1 |  |",
        "| 1 `face.none` | 1 | 1 |  |  |  |",
        "| 2 `head.small` | 0 |  |  |  |  |",
        "| 3 `light.dark` | 2 |  |  | 1 | 1 |",
    ]


def test_the_slowest_of_twenty_is_not_the_95th_percentile():
    runs = [Run(wall=float(wall), processor=1.0, memory=100.0) for wall in range(1, 21)]
    assert photo_tables.cost_row("one", runs) == "| one | 20 | 11.00 | 19.00 | 1.00 | 100 |"


def test_a_folder_of_photographs_is_counted_by_its_subfolders_without_names(tmp_path: Path):
    (tmp_path / "hat").mkdir()
    before_a_wall(dict(people(drawn=1))["drawn 1"]).save(tmp_path / "hat" / "somebody.jpg")
    Image.new("RGB", (400, 600), "white").save(tmp_path / "hat" / "wall.png")
    assert photos.folder(tmp_path, ON).splitlines()[-1] == "| hat | 2 | `–` 1, `face.none` 1 |"


def test_tables_are_put_between_their_markers(tmp_path: Path):
    document = tmp_path / "photo.md"
    document.write_text("a\n<!-- cost -->\nold\n<!-- /cost -->\nb\n", encoding="utf-8")
    markers.write(document, {"cost": "new"})
    assert document.read_text(encoding="utf-8") == "a\n<!-- cost -->\nnew\n<!-- /cost -->\nb\n"


def test_a_quick_look_is_not_written_down():
    with pytest.raises(SystemExit):
        photos.main(["--quick", "--write"])
