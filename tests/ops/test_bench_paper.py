"""`make bench-paper` on one form: a row as each condition is known, and all of them together."""

import argparse

import pytest

from anzhu.ops.bench import odd, paper


def test_a_row_a_condition_with_what_was_right_of_all_there_was(
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = argparse.Namespace(forms=1, condition=["scan"], write=False)
    assert paper.run(arguments) == 0
    head, _, scan, everything, _, about = capsys.readouterr().out.splitlines()
    assert head.startswith("| condition |")
    cells = [cell.strip() for cell in scan.strip("|").split("|")]
    # Code, straightened; nothing is forged or taken for it; seven blanks, one place for a seal.
    assert cells[:4] == ["flat-bed scan", "2/2", "2/2", "0/0"]
    assert [one.partition("/")[0] for one in cells[4:6]] == ["0", "0"]
    assert cells[6:8] == ["7/7", "1/1"]
    assert everything.split("|")[2:] == scan.split("|")[2:]
    assert about.startswith("Measured on 20")
    assert "2 pages" in about


def test_of_odd_forms_it_is_said_how_many_have_two_pages_and_are_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(odd, "_FORMS", 0)
    said = odd.table()
    assert said.startswith("6 of 6 forms have two pages; of 6 both pages are known")


def test_a_forgery_says_one_other_character_in_three_fields_and_one_job() -> None:
    said = paper.some_form(1)
    forged = paper.forgery(said, 1)
    assert len(forged) == 4
    for row, now in forged.items():
        if isinstance(now, str):
            before = getattr(said, row)
            assert sum(one != other for one, other in zip(before, now, strict=True)) == 1
    assert [was == now for was, now in zip(said.jobs, forged["jobs"], strict=True)] == [
        False,
        *[True] * (len(said.jobs) - 1),
    ]
