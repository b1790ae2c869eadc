"""Labels at the producer's desk: apart from certificates, from the first unused label on."""

from datetime import date
from io import BytesIO

import pytest
from pypdfium2 import PdfDocument

from anzhu.kernel import clock
from anzhu.production.models import Item
from anzhu.rules.facts import Kind, Role
from tests.approving import approved
from tests.domain import factories
from tests.web.desks import Desk
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang() -> Desk:
    return Desk(Story().wang, MONDAY)


@pytest.fixture
def sheets(wang: Desk) -> dict[str, Item]:
    """A label and a certificate to make."""
    holder = factories.person("沈知远")
    factories.registration(holder, since=date(2022, 1, 10))
    cases = [factories.case(of=holder, kind=Kind.RENEWAL), factories.case()]
    centre, ministry = (
        factories.actor(Role.CENTRE_REVIEWER),
        factories.actor(Role.MINISTRY_APPROVER),
    )
    items = approved(cases, centre=centre, ministry=ministry, now=MONDAY)
    return {item.kind: item for item in items}


def test_a_run_of_labels_from_choosing_to_the_sheet(wang: Desk, sheets: dict[str, Item]) -> None:
    label, certificate = sheets["label"], sheets["certificate"]
    page = wang.get("/centre/production/")
    assert "待制注册证书" in page
    assert "待制注册标签" in page
    page = wang.get("/centre/production/waiting?agency=SD&kind=label")
    assert label.serial in page
    assert certificate.serial not in page
    assert label.serial not in wang.get("/centre/production/waiting?agency=SD")

    run = wang.post("/centre/production/start", agency="SD", kind="label", sheet=label.pk)
    page = wang.get(run)
    assert "注册标签" in page
    assert "从第几枚开始" in page
    with clock.at(wang.at):
        answer = wang.client.post(f"{run}labels.pdf", {"sheet": "2x7", "start": "9"})
    assert answer.headers["Content-Type"] == "application/pdf"
    text = PdfDocument(BytesIO(answer.content))[0].get_textpage().get_text_range()
    assert label.serial in text
    assert "延续注册" in text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"sheet": "2x5", "start": "11"}, "每页只有 10 枚"),
        ({"sheet": "2x5", "start": "0"}, ""),
        ({"sheet": "9x9", "start": "1"}, ""),
        ({}, ""),
    ],
)
def test_a_place_that_no_sheet_has_is_said(
    wang: Desk, sheets: dict[str, Item], said: dict[str, str], sentence: str
) -> None:
    run = wang.post("/centre/production/start", kind="label", sheet=sheets["label"].pk)
    page = wang.post(f"{run}labels.pdf", status=422, **said)
    assert "从第几枚开始" in page
    assert sentence in page


def test_both_kinds_at_once_are_refused_with_a_sentence(
    wang: Desk, sheets: dict[str, Item]
) -> None:
    chosen = [item.pk for item in sheets.values()]
    page = wang.post("/centre/production/start", status=422, sheet=chosen)
    assert "证书和标签用纸不同" in page
    assert not Item.objects.exclude(run=None).exists()


def test_a_label_says_what_it_is_for(wang: Desk, sheets: dict[str, Item]) -> None:
    page = wang.get(f"/centre/production/sheets/{sheets['label'].serial}/")
    assert "延续注册" in page
    assert "2027年1月10日 至 2032年1月9日" in page
