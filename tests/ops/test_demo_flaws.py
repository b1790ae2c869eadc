"""What is wrong with three forms of the demonstration is what the machine's check says of them."""

from itertools import islice

import pytest

from anzhu.materials import actions as materials
from anzhu.materials.models import Found, Page
from anzhu.ops.demo import cast, world
from anzhu.ops.demo.flaws import Flaw, Flaws
from anzhu.rules.materials import Material
from tests.world import MONDAY

pytestmark = pytest.mark.django_db


def test_a_reviewer_is_told_what_is_wrong_with_the_paper_and_nothing_else(settings):
    settings.ANZHU_CHECKS = frozenset({"form_page", "impressions"})
    builder = world.founded(MONDAY).builder
    builder.now = MONDAY
    employer = next(iter(builder.employers.values()))
    people = [builder.one_of(seed) for seed in islice(cast.crowd(), 4)]
    cases = [
        builder.submitted(who, employer, MONDAY, flaw=flaw)
        for who, flaw in zip(people, (None, *Flaw), strict=True)
    ]

    for page in Page.objects.filter(material=Material.APPLICATION_FORM).order_by("pk"):
        materials.look(page_id=page.pk)

    wrong = Found.objects.exclude(outcome="agrees")
    assert set(wrong.values_list("page__folder_id", "page__position", "code")) == {
        (cases[1].folder_id, 1, "row_differs"),
        (cases[2].folder_id, 2, "not_filled"),
        *_on_both(cases[3], cases[2]),
    }
    copied = Found.objects.filter(check_name="impressions").order_by("pk")
    assert {row.sibling_id for row in copied} == {cases[2].folder_id, cases[3].folder_id}
    assert Found.objects.get(code="row_differs").params == {"row": "岗位（职务）"}


def test_a_forger_needs_a_form_of_the_same_employer_to_cut_from():
    flaws = Flaws()
    first = [flaws.next("泉城金属冶炼有限公司") for _ in range(4)]
    assert first == [Flaw.UNSIGNED, Flaw.COPIED, Flaw.ALTERED, None]
    assert Flaws().next("岱宗矿业有限公司") is Flaw.UNSIGNED


def _on_both(one, other):
    return [
        (case.folder_id, 2, code)
        for case in (one, other)
        for code in ("seal", "employer_signature")
    ]
