"""`anzhu page check`: what a page says, with and without an application to compare it with."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from anzhu.cases import drafting
from anzhu.ops import page_check
from anzhu.ops.bench import corpus
from anzhu.ops.demo import drawing
from anzhu.ops.demo.canvas import jpeg
from anzhu.papers.forms import EmployerGuide, application_form, employer_guide
from tests.domain.materials.sheets import sheet
from tests.papers.samples import EMPLOYER, FORM
from tests.web.applicant.papers import NOW, Applicant, applicant, signed_page

BY = corpus.Filling(drawing.Filled("林晓岚", EMPLOYER, date(2026, 11, 20), since=date(2019, 9, 1)))
KEYS = {
    "state",
    "application",
    "page",
    "version",
    "changed",
    "readability",
    "straightened",
    "compared",
    "differences",
    "hidden",
    "ink",
    "seal",
}


@pytest.fixture
def lin() -> Applicant:
    return applicant()


def look(content: bytes, tmp_path: Path, ref: str = "", *, text: bool = False) -> dict:
    path = tmp_path / "page.jpg"
    path.write_bytes(content)
    with path.open("rb") as source:
        (found,) = page_check.look(source, ref=ref, text=text)
    assert set(found) == KEYS
    return found


@pytest.mark.django_db
def test_a_page_is_known_as_the_expected_one_an_older_one_or_anothers(
    lin: Applicant, tmp_path: Path
) -> None:
    pdf, ref = lin.prints(), lin.case.ref
    first = signed_page(lin, pdf, 1)
    found = look(first, tmp_path, ref)
    assert (found["state"], found["application"], found["page"], found["version"]) == (
        ("match", ref, 1, 1)
    )
    assert found["compared"]
    assert found["differences"] == []

    said = {"department": "设备部"}
    drafting.save(case_id=lin.case.pk, page="employer", said=said, actor=lin.who.actor, now=NOW)
    lin.prints()
    found = look(first, tmp_path, ref)
    assert (found["state"], found["changed"]) == ("stale", ["department"])

    other = applicant(name="周岩", number=30, builder=lin.builder)
    other.prints()
    found = look(first, tmp_path, other.case.ref)
    assert (found["state"], found["application"], found["version"]) == ("foreign", None, None)
    with pytest.raises(LookupError):
        look(first, tmp_path, "26NOBODY00")


@pytest.mark.django_db
def test_a_row_that_says_something_else_is_named_with_its_score(
    lin: Applicant, tmp_path: Path
) -> None:
    sheet = drawing.rasterised(lin.prints(), 1, dpi=200)
    dots = sheet.shape[1] / 210
    # The name (beside its label) is whitened out and written over.
    sheet[round(54.5 * dots) : round(62 * dots), round(42 * dots) : round(88 * dots)] = 255
    sheet[round(57 * dots) : round(60 * dots) : 3, round(44 * dots) : round(52 * dots)] = 20
    found = look(jpeg(sheet, 90, dpi=200), tmp_path, lin.case.ref)
    assert [one["row"] for one in found["differences"]] == ["name"]
    assert found["differences"][0]["score"] < 0.7


def test_without_an_application_a_page_says_its_code_ink_and_seal(tmp_path: Path) -> None:
    content = corpus.taken(application_form(FORM), 2, BY, "photograph", seed=3).content
    found = look(content, tmp_path)
    assert (found["state"], found["application"], found["version"]) == ("match", FORM.ref, 3)
    assert found["ink"] == dict.fromkeys(corpus.WRITTEN[2], True)
    assert found["seal"] == {"found": True, "text": None, "reason": "switched_off"}
    assert (found["compared"], found["differences"]) == (False, [])
    assert found["readability"]["hints"] == []
    assert found["readability"]["glare"] < 0.1


def test_a_page_without_our_code_and_one_that_cannot_be_read_are_told_apart(
    tmp_path: Path,
) -> None:
    sheet = EmployerGuide(
        ref=FORM.ref,
        kind=FORM.kind,
        name=FORM.name,
        employer=EMPLOYER,
        agency=FORM.agency,
        agency_phone="",
        printed_on=FORM.printed_on,
    )
    plain = drawing.rasterised(employer_guide(sheet), 1, dpi=200)
    assert look(jpeg(plain, 90, dpi=200), tmp_path)["state"] == "no_code"
    dark = np.full((1800, 1300, 3), 30.0, dtype=np.float32)
    assert look(jpeg(dark, 90, dpi=150), tmp_path)["state"] == "unreadable"


def test_the_command_prints_json_and_says_by_its_status_how_it_went(tmp_path: Path) -> None:
    page, broken = tmp_path / "page.jpg", tmp_path / "broken.jpg"
    page.write_bytes(jpeg(np.full((900, 700, 3), 150.0, dtype=np.float32), 90, dpi=150))
    broken.write_bytes(b"\xff\xd8\xff nothing more")
    for path, status, state in ((page, 1, "unreadable"), (broken, 2, "unreadable")):
        ran = run(str(path), "--json", "--no-text")
        assert (ran.returncode, json.loads(ran.stdout)["state"]) == (status, state), ran.stderr
    assert run(str(tmp_path / "none.jpg")).returncode == 2


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "anzhu.ops", "page", "check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_page_without_our_code_on_its_head_is_told_where_text_is_read(tmp_path: Path) -> None:
    found = look(sheet(180), tmp_path, text=True)
    assert (found["state"], found["readability"]["hints"]) == ("no_code", ["upside_down"])
    assert look(sheet(180), tmp_path)["readability"]["hints"] == []
    assert look(sheet(0), tmp_path, text=True)["readability"]["hints"] == []


def test_without_the_reader_of_text_nothing_is_said_of_the_direction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_check, "find_spec", lambda _: None)
    assert look(sheet(180), tmp_path, text=True)["readability"]["hints"] == []
