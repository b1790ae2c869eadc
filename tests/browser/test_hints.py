"""What machines read off a photographed form, beside it at the reviewer's desk (2.8)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from anzhu.cases import actions, drafting
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.materials import printed
from anzhu.materials.models import Page
from anzhu.ops.demo import drawing
from anzhu.ops.demo.builder import Builder
from anzhu.papers.forms import application_form
from anzhu.rules.facts import Role
from anzhu.rules.materials import Material
from tests.browser.desks import Desk
from tests.browser.engineer import Engineer
from tests.browser.screen import Screen, picture_file
from tests.live import DESKTOP, PHONE, Live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: Whose seal is on the form instead, and what its forged rows say.
ANOTHER = "江苏长河新材料有限公司"
FORGED = {"name": "林风", "school": "某某大学"}
#: What stands beside each page: rows in two strips, handwriting, the seal's ring.
EXPECTED = {
    1: ("“姓名”与打印内容不同", "“毕业院校”与打印内容不同"),
    2: ("有手写笔迹", "表上的聘用单位", f"印章读作“{ANOTHER}”"),
}


def photographs(case: Case, lin: Engineer) -> list[Mapping[str, object]]:
    """Her form with two rows forged under the same code, and another employer's seal."""
    said = printed.version(case.folder_id, case.dossier.form_version)
    assert said is not None
    pdf = application_form(replace(said.form, **FORGED))
    by = replace(lin.by_hand, employer=ANOTHER)
    return [
        picture_file(f"IMG_{number}.jpg", drawing.photographed(pdf, number, by, seed=5))
        for number in (1, 2)
    ]


def handed_in(live: Live, town: Builder, lin: Engineer) -> Case:
    """The photographs go through the real upload and the real checks; the rest lies there."""
    assert lin.who is not None
    case, now = Case.objects.get(ref=lin.ref), clock.now()
    drafting.print_form(case_id=case.pk, actor=lin.who.actor, now=now)
    case.refresh_from_db()
    lin.screen.goes(lin.path("materials"))
    lin.uploads("application_form", *photographs(case, lin))
    for material in (Material.CONTRACT, Material.ID_IN_HAND):
        town.lay(case, material, now)
    case = actions.submit(case_id=case.pk, key="first", actor=lin.who.actor, now=now)
    live.work()
    return case


def note(inside: Locator, says: str) -> Locator:
    return inside.locator(".note").filter(has_text=says).first


def test_rows_ink_and_seal_are_seen_beside_the_form_and_its_checklist(
    live: Live, quiet_town: Builder, lin: Engineer, settings: Any
) -> None:
    settings.ANZHU_CHECKS = frozenset({"form_page", "seal"})
    lin.screen.watched = False
    case = handed_in(live, quiet_town, lin)
    assert case.agency is not None
    zhou = quiet_town.staff("周明", Role.AGENCY_REVIEWER, "zhou@example.org", 31, case.agency.code)
    desk = Desk(Screen.opened(live, "hints"), zhou.account.email)
    desk.screen.watched = False
    desk.signs_in()
    desk.takes_the_next_case()
    desk.screen.watched = True

    page = desk.screen.page
    for size in (DESKTOP, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for sheet in Page.objects.filter(folder=case.folder, form_page__gt=0).order_by("position"):
            desk.screen.goes(f"/agency/cases/{case.ref}/?sheet=p{sheet.pk}")
            viewer = page.locator(f'[data-viewer-notes="p{sheet.pk}"]')
            desk.screen.looks(f"page-{sheet.form_page}")
            viewer.get_by_text("没有发现问题").click()
            for says in EXPECTED[sheet.form_page or 0]:
                expect(note(viewer, says)).to_be_visible()
            desk.screen.looks(f"page-{sheet.form_page}-unfolded")
        for says in ("签字", "印章读作"):
            expect(note(page.locator("#marks"), says)).to_be_attached()
