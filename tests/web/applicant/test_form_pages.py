"""A photographed form knows itself: its slot, its version, what was printed on it (2.7, 2.8)."""

from typing import Any

import pytest

from anzhu.cases import drafting
from anzhu.kernel import jobs
from anzhu.materials import printed
from anzhu.materials.models import Found, PrintedForm
from anzhu.ops.demo import drawing
from anzhu.ops.demo.canvas import jpeg
from tests.web.applicant.papers import NOW, Applicant, applicant, file, signed_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> Applicant:
    return applicant()


@pytest.fixture
def _looked_at(settings: Any) -> None:
    """The check of these pages is on, others of the same moment are not."""
    settings.ANZHU_CHECKS = frozenset({"form_page"})


def slots(lin: Applicant) -> str:
    return lin.get("materials").content.decode()


def plain(pdf: bytes, number: int) -> bytes:
    """A page as a telephone sees it, nothing written on it."""
    by = drawing.Filled("林岚", "某单位", signed_on=NOW.date(), since=NOW.date())
    return drawing.photographed(pdf, number, by, seed=5, signed=False, stamped=False)


def test_a_page_dropped_on_another_slot_goes_where_it_belongs_and_both_slots_say_so(
    lin: Applicant,
) -> None:
    pdf = lin.prints()
    lin.uploads("contract", file(signed_page(lin, pdf, 2), "图片.jpg"))
    jobs.run_all()
    (page,) = lin.pages("application_form")
    assert (page.state, page.form_page, page.dropped_on) == ("ready", 2, "contract")
    assert lin.pages("contract") == []
    said = slots(lin)
    assert "上传时在“劳动合同或聘用文件”一栏" in said
    assert "上传到这里的文件是“注册申请表（两页）”第 2 页" in said
    assert "还缺第 1 页" in said


def test_an_older_version_is_refused_with_the_names_of_what_changed_in_any_slot(
    lin: Applicant,
) -> None:
    old = lin.prints()
    changed = {"department": "设备部", "address": "新址 9 号"}
    drafting.save(case_id=lin.case.pk, page="employer", said=changed, actor=lin.who.actor, now=NOW)
    lin.prints()
    for slot in ("application_form", "contract"):
        lin.uploads(slot, file(plain(old, 1), "旧.jpg"))
    jobs.run_all()
    for slot in ("application_form", "contract"):
        (page,) = lin.pages(slot)
        assert (page.state, page.stored_id) == ("refused", None)
    assert slots(lin).count("打印之后修改过：单位地址、所在部门。") == 2


def test_another_persons_form_is_refused_in_any_slot_without_telling_whose(
    lin: Applicant,
) -> None:
    other = applicant(name="周岩", number=30, builder=lin.builder)
    pdf = other.prints()
    lin.prints()
    lin.uploads("contract", file(plain(pdf, 1), "别人的.jpg"))
    jobs.run_all()
    (page,) = lin.pages("contract")
    assert page.state == "refused"
    said = slots(lin)
    assert "这不是本次申请的申请表" in said
    assert other.case.ref not in said
    assert "周岩" not in said


def test_what_a_version_said_is_kept_sealed_and_can_be_printed_again(lin: Applicant) -> None:
    lin.prints()
    lin.prints()
    (kept,) = PrintedForm.objects.filter(folder=lin.case.folder)
    assert lin.who.name.encode() not in bytes(kept.sealed)
    found = printed.version(lin.case.folder_id, 1)
    assert found is not None
    assert (found.form.name, found.form.version) == (lin.who.name, 1)
    assert printed.version(lin.case.folder_id, 2) is None


@pytest.mark.usefixtures("_looked_at")
def test_the_reviewer_is_told_what_the_page_says_and_sees_it(lin: Applicant) -> None:
    pdf = lin.prints()
    lin.uploads("application_form", file(signed_page(lin, pdf, 2), "第二页.jpg"))
    jobs.run_all()
    (page,) = lin.pages("application_form")
    found = {one.code: one for one in Found.objects.filter(page=page, check_name="form_page")}
    assert set(found) == {"straight", "rows_agree", "filled", "seal"}
    assert {one.outcome for one in found.values()} == {"agrees"}
    assert found["seal"].item == "form.stamp"
    assert found["seal"].crop.width > 6 * found["seal"].crop.height
    assert found["seal"].params["employer"] == found_employer(lin)


@pytest.mark.usefixtures("_looked_at")
def test_a_page_nobody_wrote_on_or_stamped_is_said_and_still_kept(lin: Applicant) -> None:
    pdf = lin.prints()
    content = drawing.rasterised(pdf, 2, dpi=180)
    lin.uploads("application_form", file(jpeg(content, 90, dpi=180), "空白.jpg"))
    jobs.run_all()
    (page,) = lin.pages("application_form")
    assert page.state == "ready"
    rows = Found.objects.filter(page=page, check_name="form_page").order_by("number")
    assert [(one.code, one.outcome) for one in rows] == [
        ("straight", "agrees"),
        ("rows_agree", "agrees"),
        ("not_filled", "differs"),
        ("not_filled", "differs"),
        ("no_seal", "unsure"),
    ]


def found_employer(lin: Applicant) -> str:
    return str(lin.fresh().dossier.answers["employer"]["name"])
