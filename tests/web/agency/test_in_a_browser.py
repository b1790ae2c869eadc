"""The agency's desk in a real browser: accessible, no sideways scroll, keys, and without script.

Needs chromium and the built assets; left out where either is missing.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, expect

from anzhu.cases.models import Case
from anzhu.materials.checks.interface import Outcome
from anzhu.ops.demo import cast
from anzhu.reviews.models import Marks
from anzhu.rules.categories import Category
from anzhu.rules.facts import Status
from tests.live import DESKTOP, PHONE, Live
from tests.web.agency.desk import address, items_of
from tests.web.agency.test_notes import noticed, page_of
from tests.world import Story

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed"),
    pytest.mark.skipif(not finders.find("anzhu.css"), reason="the assets are not built"),
]
Sits = Callable[..., Page]
_BARE = {"params": {}, "crop": None}


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    """The site runs in another thread and on the real clock; so do these stories."""
    yield


@pytest.fixture
def case(story: Story, zhou: Client) -> Case:
    """林岚's application, claimed by 周明."""
    found = story.submitted()
    zhou.post(address(found, "claim"))
    return found


@pytest.fixture
def sits(live: Live, zhou: Client) -> Sits:
    """周明's browser on a page."""

    def sit(path: str, **screen: object) -> Page:
        visitor = live.visitor(**screen)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": zhou.cookies[name].value, "url": live.url}
        visitor.add_cookies([cookie])
        page = visitor.new_page()
        page.goto(path)
        return page

    return sit


def test_every_page_of_the_desk_is_accessible_and_fits_a_phone(sits: Sits, case: Case) -> None:
    page = sits("/agency/")
    desk = ("/agency/", "/agency/?q=nobody", "/agency/forwarding", "/agency/parcels")
    own = [address(case), address(case, "return"), address(case, "oppose")]
    for path in (*desk, "/agency/collecting", *own):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(path)
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], path
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_a_clean_case_takes_one_key_an_item_and_one_to_pass(
    sits: Sits, story: Story, case: Case
) -> None:
    page = sits(address(case))
    for _ in items_of(case):
        page.keyboard.press("1")
    expect(page.locator("[data-review-count]")).to_have_text("已判定 13/13 项")
    page.keyboard.press("a")
    page.wait_for_url("**/agency/")
    expect(page.locator(".notice-done")).to_contain_text("已通过初审")
    assert story.fresh(case).status == Status.PASSED


def test_marks_save_themselves_with_their_reason(sits: Sits, case: Case) -> None:
    page = sits(address(case))
    page.keyboard.press("2")
    page.locator("#reason-1").select_option(index=1)
    page.locator("#note-1").fill("属煤矿")
    page.locator("#note-1").blur()
    for _ in range(50):
        # The mark, its reason and its note are saved one after the other.
        if "属煤矿" in str(list(Marks.objects.values_list("marks"))):
            break
        page.wait_for_timeout(100)
    expect(page.locator("#item-1 [data-saved-note]")).to_contain_text("已保存")
    assert Marks.objects.get().marks["agency.right"] == {
        "mark": "not_met",
        "reason": "agency.another",
        "note": "属煤矿",
    }
    assert page.locator("[data-review-pass]").is_disabled()


def test_the_viewer_turns_and_zooms_and_follows_the_item(sits: Sits, case: Case) -> None:
    page = sits(address(case))
    frame, image = page.locator(".viewer-frame"), page.locator(".viewer-frame image")
    expect(image).to_have_attribute("href", re.compile("/preview$"))
    upright = frame.bounding_box()
    page.keyboard.press("r")
    assert "rotate(90)" in (image.get_attribute("transform") or "")
    page.keyboard.press("f")
    page.keyboard.press("r")
    page.keyboard.press("Equal")
    assert frame.bounding_box()["height"] > upright["height"]
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-viewer-title]")).to_have_text("注册申请表（两页） · 第 2 页")
    for _ in range(12):
        page.keyboard.press("j")
    expect(page.locator("[data-viewer-title]")).to_have_text("手持身份证照片 · 第 1 页")


def test_a_case_is_reviewed_without_any_script(sits: Sits, story: Story, case: Case) -> None:
    page = sits(address(case), javascript=False)
    for number, _ in enumerate(items_of(case), start=1):
        page.locator(f"#mark-{number}-{'not_met' if number == 9 else 'met'}").check()
    page.locator("#reason-9").select_option(index=1)
    page.get_by_role("button", name="保存全部判定").click()
    expect(page.locator(".checklist-count")).to_have_text("已判定 13/13 项")
    page.get_by_role("button", name="退回补正…").click()
    expect(page.locator(".letter")).to_contain_text("有 1 项需要补正")
    page.get_by_role("button", name="确认退回补正").click()
    assert story.fresh(case).status == Status.CORRECTION


@pytest.fixture
def with_notes(story: Story, zhou: Client, case: Case) -> Case:
    """A case on which machines noticed something of every sort."""
    seed = next(one for one in cast.crowd() if one.category is Category.CHEMICAL)
    other = story.submitted(of=story.builder.one_of(seed))
    contract, in_hand = page_of(case), page_of(case, "id_in_hand")
    crop = {"crop": contract.stored.variants.get(variant="thumbnail").of}
    noticed(contract, **crop)
    noticed(contract, code="applicant.found", outcome=Outcome.AGREES, confidence=0.98, **_BARE)
    readable = {"check_name": "readability", "item": "contract.complete", **_BARE}
    noticed(contract, code="blurred", outcome=Outcome.UNSURE, confidence=0.7, **readable)
    fine = {"check_name": "readability", "code": "fine", "item": "", **_BARE}
    for page in case.folder.pages.exclude(pk=contract.pk):
        noticed(page, outcome=Outcome.AGREES, confidence=0.9, **fine)
    repeats = {"check_name": "repeats", "code": "same_picture", "item": "", **_BARE}
    noticed(in_hand, outcome=Outcome.UNSURE, sibling=other.folder, **repeats)
    late = {"code": "too_slow", "outcome": Outcome.NOT_CHECKED, "confidence": 0, "item": ""}
    noticed(page_of(case, "application_form"), **late, **_BARE)
    return case


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("material", ["contract", "id_in_hand", "application_form"])
def test_notes_are_legible_and_accessible(
    sits: Sits,
    with_notes: Case,
    size: tuple[int, int],
    material: str,
) -> None:
    shown = page_of(with_notes, material)
    path = f"{address(with_notes)}?sheet=p{shown.pk}"
    page = sits(path, size=size)
    expect(page.locator(".viewer-frame")).to_be_visible()
    page.wait_for_load_state("networkidle")
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/notes-{material}-{size[0]}.png")
    notes = page.locator(f"[data-viewer-notes=p{shown.pk}]")
    expect(notes).to_be_visible()
    face = page.locator("[data-viewer-face]")
    assert face.is_visible() == (material == "id_in_hand")
    stage, strip = (page.locator(one).bounding_box() for one in (".viewer-both", ".strip"))
    assert stage["y"] + stage["height"] <= strip["y"]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    assert Axe().run(page).response["violations"] == []


def test_notes_follow_the_picture_that_is_chosen(
    sits: Sits,
    with_notes: Case,
) -> None:
    contract, in_hand = page_of(with_notes), page_of(with_notes, "id_in_hand")
    page = sits(f"{address(with_notes)}?sheet=p{contract.pk}", size=DESKTOP)
    expect(page.locator(f"[data-viewer-notes=p{contract.pk}]")).to_be_visible()
    page.locator(f"[data-sheet=p{in_hand.pk}]").click()
    expect(page.locator(f"[data-viewer-notes=p{contract.pk}]")).to_be_hidden()
    expect(page.locator(f"[data-viewer-notes=p{in_hand.pk}]")).to_be_visible()
    expect(page.locator("[data-viewer-face]")).to_be_visible()
