"""Last time's contract beside the slot: looked at, taken over with one click (5-screens 2.6)."""

import re

import pytest
from playwright.sync_api import expect

from anzhu.cases import actions
from anzhu.cases.models import Case
from anzhu.ops.demo.builder import Builder
from tests.browser.engineer import QILU, Engineer
from tests.live import PHONE, Live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_contract_of_before_is_offered_and_taken_over(
    live: Live, quiet_town: Builder, lin: Engineer
) -> None:
    assert lin.who is not None
    first, now = Case.objects.get(ref=lin.ref), quiet_town.now
    quiet_town.hand_in_papers(first, lin.who, now)
    actions.submit(case_id=first.pk, key="first", actor=lin.who.actor, now=now)
    actions.withdraw(case_id=first.pk, key="back", actor=lin.who.actor, now=now)
    again = quiet_town.draft(lin.who, now)
    said = quiet_town.answers(lin.who, quiet_town.employers[QILU.name])
    quiet_town.fill(again, lin.who, now, said)
    lin.ref = again.ref

    screen = lin.screen
    for size in (None, PHONE):
        if size:
            screen.page.set_viewport_size({"width": size[0], "height": size[1]})
        screen.goes(lin.path("materials"))
        slot = screen.page.locator("#slot-contract")
        expect(slot).to_contain_text("历次材料")
        screen.looks("contract-offered")
    screen.clicks_on("沿用这", inside=slot)
    expect(slot).to_have_class(re.compile("slot-ready"))
    expect(slot).to_contain_text(f"沿用申请 {first.ref} 中")
    expect(slot).not_to_contain_text("历次材料")
    screen.looks("contract-taken-over")
