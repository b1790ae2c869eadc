"""A check looks at a page that is ready; whatever becomes of the check, the page stays."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from anzhu.files import sandbox
from anzhu.files.sandbox import Bounds
from anzhu.kernel import clock
from anzhu.materials import actions, checks, looking
from anzhu.materials.checks.interface import (
    About,
    Check,
    Crop,
    Finding,
    Outcome,
    Seen,
    Wanted,
    When,
)
from anzhu.materials.models import Found, Page
from anzhu.ops.demo import scans
from anzhu.rules.materials import Material
from tests.domain.factories import person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SMALL = Bounds(memory=256 * 1024 * 1024, cpu_seconds=2, wall_seconds=30, file_bytes=1_000_000)


def wanted(_folder_id: int) -> Wanted:
    return Wanted(applicant="林岚", employer="齐鲁安泰化工股份有限公司")


def decided(_folder_id: int) -> Wanted:
    return Wanted(applicant="林岚", employer="齐鲁安泰化工股份有限公司", undecided=False)


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """The trades of these tests can be found by the child, and the application says its names."""
    root = str(Path(__file__).parents[3])
    monkeypatch.setattr(sandbox, "_PATH", [*sandbox._PATH, root])
    settings.ANZHU_WANTED = f"{__name__}.wanted"
    with clock.at(NOW):
        yield


@pytest.fixture
def page() -> Page:
    """A page of a contract, ready."""
    return ready(Material.CONTRACT)


def ready(material: Material) -> Page:
    folder = actions.open_folder(ref="26TEST0001", person_id=person().pk)
    sheet = Image.new("RGB", (900, 1273), "white")
    return Page.objects.create(
        folder=folder,
        material=material,
        position=1,
        state="ready",
        stored=scans.lay(sheet, purpose="material.contract", now=NOW),
        uploaded_at=NOW,
    )


def judge(seen: Seen) -> Iterator[Finding]:
    yield Finding(
        code="fine",
        outcome=Outcome.AGREES,
        confidence=0.75,
        params={"employer": seen.done["employer"]},
        crop=Crop("corner.jpg", 60, 20),
        item="contract.valid",
    )


def ask(_about: About, said: Wanted) -> dict[str, Any]:
    return {"employer": said.employer}


def a_check(**changed: Any) -> Check:
    plain: dict[str, Any] = {
        "name": "readability",
        "version": 7,
        "materials": frozenset({Material.CONTRACT}),
        "judge": judge,
        "when": When.AT_UPLOAD,
        "trade": "tests.domain.materials.trades",
        "ask": ask,
        "bounds": SMALL,
    }
    return Check(**plain | changed)


def look(page: Page, check: Check, monkeypatch: pytest.MonkeyPatch) -> list[Found]:
    monkeypatch.setattr(checks, "ALL", (check,))
    looking.look(page, check.when)
    return list(Found.objects.filter(page=page).order_by("number"))


def test_what_a_check_found_is_kept_with_its_version_its_confidence_and_its_crop(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = look(page, a_check(), monkeypatch)
    assert (found.check_name, found.version, found.code) == ("readability", 7, "fine")
    assert (found.outcome, found.confidence, found.item) == ("agrees", 0.75, "contract.valid")
    assert found.params == {"employer": "齐鲁安泰化工股份有限公司"}
    assert found.crop is not None
    assert (found.crop.width, found.crop.height) == (60, 20)


def test_a_newer_look_takes_the_place_of_the_older_one(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(page, a_check(), monkeypatch)
    (found,) = look(page, a_check(version=8), monkeypatch)
    assert found.version == 8


@pytest.mark.parametrize(
    ("fails", "reason"),
    [
        ("crashes", "crashed"),
        ("raises", "crashed"),
        ("spins", "too_slow"),
        ("eats", "too_heavy"),
    ],
)
def test_a_check_that_comes_to_grief_says_so_and_the_page_stays(
    page: Page, monkeypatch: pytest.MonkeyPatch, fails: str, reason: str
) -> None:
    (found,) = look(page, a_check(ask=lambda *_: {"fails": fails}), monkeypatch)
    assert (found.outcome, found.code, found.confidence) == ("not_checked", reason, 0)
    page.refresh_from_db()
    assert (page.state, page.removed_at) == ("ready", None)
    assert page.stored is not None


def test_a_check_that_judges_wrongly_says_so_too(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(_seen: Seen) -> Iterator[Finding]:
        raise ZeroDivisionError

    (found,) = look(page, a_check(judge=wrong), monkeypatch)
    assert (found.outcome, found.code) == ("not_checked", "crashed")


def test_a_missing_library_is_no_reason_to_lose_anything(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = look(page, a_check(libraries=("no_such_library",)), monkeypatch)
    assert (found.outcome, found.code) == ("not_checked", "no_library")


@pytest.mark.parametrize(
    "idle",
    [
        {"materials": frozenset({Material.ID_IN_HAND})},
        {"ask": lambda *_: None},
    ],
)
def test_what_does_not_concern_a_page_leaves_no_trace(
    page: Page, monkeypatch: pytest.MonkeyPatch, idle: dict[str, Any]
) -> None:
    assert look(page, a_check(**idle), monkeypatch) == []


def test_once_the_application_is_decided_nothing_more_is_looked_at(
    page: Page, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    before = look(page, a_check(), monkeypatch)
    settings.ANZHU_WANTED = f"{__name__}.decided"
    after = look(page, a_check(version=2), monkeypatch)
    assert [one.pk for one in after] == [one.pk for one in before] != []


def test_a_check_that_is_switched_off_does_not_look(
    page: Page, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.ANZHU_CHECKS = frozenset()
    assert look(page, a_check(), monkeypatch) == []
    settings.ANZHU_CHECKS = frozenset({"readability"})
    assert len(look(page, a_check(), monkeypatch)) == 1


def test_all_checks_look_where_nothing_is_set(settings: Any) -> None:
    settings.ANZHU_CHECKS = None
    assert list(checks.switched_on()) == list(checks.ALL)
    names = [check.name for check in checks.ALL]
    assert len(set(names)) == len(names)
