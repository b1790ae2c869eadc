"""What people do by mistake: two windows, twice, too late, without a network, the wrong file.

Whatever happens, a sentence says what to do, nothing that was there is lost, nothing is doubled.
"""

from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Locator, Page, expect

from anzhu.cases import drafting
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.ops.demo import drawing
from anzhu.ops.demo.builder import Builder
from tests.browser.engineer import QILU, SINCE, Engineer
from tests.browser.screen import picture_file
from tests.domain.files.samples import pdf_with_a_password
from tests.live import Live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "济南市历下区经十路 9 号"
SCHOOL = "中国矿业大学"


def saved(lin: Engineer, page: str, field: str) -> str:
    """What the server has of an answer."""
    return str(Case.objects.get(ref=lin.ref).dossier.answers[page].get(field, ""))


def saved_note(page: Page, field: str) -> Locator:
    """The note that stands under a field while it is saved by itself."""
    return page.locator(".field", has=page.locator(f"#id_{field}")).locator("[data-saved-note]")


def test_two_windows_save_each_their_own_words(lin: Engineer) -> None:
    one = lin.screen.page
    other = one.context.new_page()
    for window in (one, other):
        window.goto(lin.path("person"))

    one.fill("#id_address", ADDRESS)
    expect(saved_note(one, "address")).to_contain_text("已保存")
    other.fill("#id_school", SCHOOL)
    other.get_by_role("button", name="保存并返回列表").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("初始注册申请")

    assert saved(lin, "person", "address") == ADDRESS
    assert saved(lin, "person", "school") == SCHOOL


def test_a_double_click_and_the_back_button_submit_once(lin: Engineer, quiet_town: Builder) -> None:
    case = Case.objects.get(ref=lin.ref)
    assert lin.who is not None
    quiet_town.hand_in_papers(case, lin.who, clock.now())
    page = lin.screen.page
    page.goto(lin.path("check"))
    page.check("#id_declared")
    page.get_by_role("button", name="提交注册申请").dblclick()
    lin.screen.heading("申请已提交")

    page.go_back()
    again = page.get_by_role("button", name="提交注册申请")
    if again.count():
        page.check("#id_declared")
        again.click()
        lin.screen.heading("申请已提交")
    else:
        lin.screen.heading("办理进度")

    case.refresh_from_db()
    assert case.revisions.count() == 1
    assert case.acts.filter(step="submit").count() == 1


def test_a_session_that_ended_in_mid_form_gives_the_words_back(lin: Engineer) -> None:
    page = lin.screen.page
    page.goto(lin.path("person"))
    page.route("**/field", lambda route: route.abort())
    page.fill("#id_address", ADDRESS)
    Session.objects.all().delete()
    cache.clear()

    lin.screen.clicks_on("保存并继续", nth=-1)
    lin.screen.reads("您刚才填写的内容没有丢失")
    lin.screen.reads(ADDRESS)
    lin.screen.looks("session-ended")
    lin.screen.clicks_on("去登录")
    lin.screen.reads("您刚才填写的内容已保留")
    lin.signs_in()
    lin.screen.reads(ADDRESS)
    lin.screen.looks("go-on")
    lin.screen.clicks_on("继续提交")
    lin.screen.heading("注册类别")

    assert saved(lin, "person", "address") == ADDRESS


def test_a_lost_network_keeps_the_words_and_saves_them_later(lin: Engineer) -> None:
    page = lin.screen.page
    page.goto(lin.path("person"))
    page.context.set_offline(True)
    page.fill("#id_address", ADDRESS)
    note = saved_note(page, "address")
    expect(note).to_contain_text("网络中断，内容保留在本页")
    page.context.set_offline(False)
    expect(note).to_contain_text("已保存", timeout=15_000)
    assert saved(lin, "person", "address") == ADDRESS


def test_a_network_lost_during_an_upload_leaves_the_other_files(lin: Engineer) -> None:
    page = lin.screen.page
    page.goto(lin.path("materials"))
    lin.uploads("contract", contract())
    page.context.set_offline(True)
    page.set_input_files("#file-id_in_hand", [lin.with_her_card()])
    slot = page.locator("#slot-id_in_hand")
    expect(slot).to_contain_text("上传中断，已保留其他文件，请重试此文件")
    expect(page.locator("#slot-contract .page-card")).to_have_count(2)

    page.context.set_offline(False)
    lin.uploads("id_in_hand", lin.with_her_card())
    expect(slot.locator(".page-card")).to_have_count(1)


def test_each_wrong_file_is_answered_and_the_good_one_stays(lin: Engineer, tmp_path: Path) -> None:
    page = lin.screen.page
    page.goto(lin.path("materials"))
    lin.uploads("contract", contract())
    slot = page.locator("#slot-contract")
    for name, content, sentence in (
        ("空.jpg", b"", "文件是空的"),
        ("大.jpg", b"\xff\xd8\xff" + b"0" * 40_000_000, "超过 20 MB。请压缩"),
        ("网页.jpg", b"<!doctype html><script>alert(1)</script>" * 40, "不能识别这种文件"),
        ("加密.pdf", pdf_with_a_password(), "文件已加密，无法打开"),
    ):
        file = tmp_path / name
        file.write_bytes(content)
        page.set_input_files("#file-contract", file)
        expect(page.locator("#file-contract")).to_be_enabled()
        lin.screen.live.work()
        expect(slot).to_contain_text(sentence)
        expect(slot.get_by_text("已收好")).to_have_count(2)
    lin.screen.looks("wrong-files")


def test_an_older_form_a_form_of_another_and_a_page_taken_sideways(
    lin: Engineer, live: Live, quiet_town: Builder
) -> None:
    assert lin.who is not None
    lin.form = printed(lin)
    old = lin.photographs_the_form()[0]
    case = Case.objects.get(ref=lin.ref)
    drafting.save(
        case_id=case.pk,
        page="person",
        said={"school": SCHOOL},
        actor=lin.who.actor,
        now=clock.now(),
    )
    lin.form = printed(lin)
    page = lin.screen.page
    page.goto(lin.path("materials"))
    slot = page.locator("#slot-application_form")

    lin.uploads("application_form", lin.photographs_the_form(sideways=True)[0])
    expect(slot).to_contain_text("已收好")
    lin.uploads("application_form", old)
    expect(slot).to_contain_text(
        "这是第 1 版申请表，当前为第 2 版；打印之后修改过：毕业院校。"
        "请重新打印第 2 版，签章后上传。"
    )
    other = Engineer.with_draft(live, quiet_town, number=22)
    other.form = printed(other)
    lin.uploads("application_form", other.photographs_the_form()[1])
    expect(slot).to_contain_text("这不是本次申请的申请表")
    expect(slot).to_contain_text("已收好")
    lin.screen.looks("wrong-forms")


def printed(of: Engineer) -> bytes:
    """The form as it stands now."""
    assert of.who is not None
    case = Case.objects.get(ref=of.ref)
    return drafting.print_form(case_id=case.pk, actor=of.who.actor, now=clock.now())


def contract() -> dict[str, object]:
    """A good contract of two pages."""
    paper = drawing.contract(3, "林岚", QILU.name, since=SINCE)
    return picture_file("合同.pdf", paper, "application/pdf")
