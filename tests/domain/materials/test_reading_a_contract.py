"""The real reader on contracts that the project draws: in its child, offline, as nobody."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from anzhu.files import sandbox
from anzhu.kernel import clock
from anzhu.materials import actions, looking
from anzhu.materials.checks import names
from anzhu.materials.checks.interface import Wanted, When
from anzhu.materials.models import Found, Page
from anzhu.ops.demo import drawing, scans
from anzhu.rules.materials import Material
from tests.domain.factories import person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
EMPLOYER = "齐鲁安泰化工股份有限公司"


def wanted(_folder_id: int) -> Wanted:
    return Wanted(applicant="林岚", employer=EMPLOYER)


@pytest.fixture(autouse=True)
def _declared(settings: Any) -> Iterator[None]:
    settings.ANZHU_CHECKS = frozenset({"names"})
    settings.ANZHU_WANTED = f"{__name__}.wanted"
    with clock.at(NOW):
        yield


def contract_page(applicant: str, employer: str) -> Image.Image:
    pdf = drawing.contract(3, applicant, employer, since=date(2025, 1, 1), until=date(2028, 1, 1))
    document = pypdfium2.PdfDocument(pdf)
    page = document[0].render(scale=150 / 72).to_pil().convert("RGB")
    document.close()
    return page


def laid(picture: Image.Image, number: int, folder: Any) -> Page:
    return Page.objects.create(
        folder=folder,
        material=Material.CONTRACT,
        position=number,
        state="ready",
        stored=scans.lay(picture, purpose="material.contract", now=NOW),
        uploaded_at=NOW,
    )


def found_on(page: Page) -> dict[str, str]:
    return dict(Found.objects.filter(page=page).values_list("code", "outcome"))


def test_names_on_a_contract_are_read_and_compared() -> None:
    folder = actions.open_folder(ref="26TEST0001", person_id=person().pk)
    page = laid(contract_page("林岚", EMPLOYER), 1, folder)
    second = laid(Image.new("RGB", (900, 1273), "white"), 2, folder)

    looking.look(page, When.ON_SUBMISSION)
    looking.look(second, When.ON_SUBMISSION)

    assert found_on(page) == {"employer.found": "agrees", "applicant.found": "agrees"}
    # The first page has shown everything: the second is not read any more.
    assert found_on(second) == {}
    row = Found.objects.get(page=page, code="employer.found")
    assert row.confidence > 0.8
    assert row.crop is not None
    assert row.crop.width > row.crop.height


def test_another_partys_contract_is_a_difference_with_what_was_read() -> None:
    folder = actions.open_folder(ref="26TEST0001", person_id=person().pk)
    page = laid(contract_page("王强", "江苏长河新材料有限公司"), 1, folder)

    looking.look(page, When.ON_SUBMISSION)

    assert found_on(page) == {"employer.other": "differs", "applicant.other": "differs"}
    read = {row.code: row.params["read"] for row in Found.objects.filter(page=page)}
    assert read == {"employer.other": "江苏长河新材料有限公司", "applicant.other": "王强"}


def test_the_reader_stays_within_its_bounds_behind_every_wall(tmp_path: Path) -> None:
    file = tmp_path / "page.jpg"
    contract_page("林岚", EMPLOYER).save(file, "JPEG")
    asked = {"names": {"employer": {"is": [EMPLOYER], "beside": ["甲方"]}}}
    trade, bounds = names.CHECK.trade, names.CHECK.bounds
    with file.open("rb") as source, sandbox.run(trade, source, asked, bounds) as outcome:
        assert outcome.done["found"]["employer"]["match"]["likeness"] == 1
        assert outcome.peak_kib < 1024 * 1024
        assert "filter" in outcome.walls or "namespace" in outcome.walls
