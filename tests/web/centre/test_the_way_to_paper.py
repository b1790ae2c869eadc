"""From the final review to the verified certificate, through every door on the way."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from pypdfium2 import PdfDocument

from anzhu.audit import verify
from anzhu.kernel import clock
from anzhu.production import actions
from anzhu.production.models import Item, Parcel
from anzhu.registrations.models import Registration
from anzhu.rules.facts import Status
from anzhu.rules.production import CollectedBy, ItemStatus
from tests.approving import approved
from tests.web.desks import Desk, everything
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db
THURSDAY = MONDAY + timedelta(days=3)


@pytest.fixture
def story() -> Story:
    return Story()


def test_from_conclusion_to_verification(story: Story, jobs) -> None:
    case = story.forwarded()
    chen, zhao, wang = (Desk(who, THURSDAY) for who in (story.chen, story.zhao, story.wang))

    # 陈静 concludes, compiles a batch of everything, and freezes it
    assert chen.post("/centre/next") == f"/centre/cases/{case.ref}/"
    assert "初审：符合" in chen.get(f"/centre/cases/{case.ref}/")
    said = {"opinion": "agree", "once": "a"}
    chen.post(f"/centre/cases/{case.ref}/conclude", **said)
    assert chen.post(f"/centre/cases/{case.ref}/conclude", **said) == "/centre/"
    assert case.ref in chen.get("/centre/batches/")
    batch = chen.post("/centre/batches/compile", all="1", once="b")
    assert chen.post("/centre/batches/compile", all="1", once="b") == batch
    chen.post(f"{batch}freeze", once="c")
    jobs()
    for form, begins in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        assert chen.answer(f"{batch}list.{form}").content.startswith(begins)

    # 赵敏 reads the batch and its sample, and approves it with a fresh code
    number = batch.rstrip("/").rpartition("/")[2]
    there = f"/ministry/batches/{number}/"
    assert number in zhao.get("/ministry/")
    assert case.ref in zhao.get(there)
    assert "初审通过" in zhao.get(f"/ministry/cases/{case.ref}/")
    assert "批准注册" in zhao.post(f"{there}decide", status=200, next="1")
    last = {"confirm": "1", "typed": number.lower(), "code": zhao.code(), "once": "d"}
    zhao.post(f"{there}decide", **last)
    assert zhao.post(f"{there}decide", **last) == there
    held = Registration.objects.get(case_ref=case.ref)
    result = zhao.get(there)
    assert held.number in result
    assert "林*" in result
    assert "林*" in zhao.answer(f"{there}announcement.txt").content.decode()
    assert "林岚" not in zhao.answer(f"{there}announcement.txt").content.decode()

    # 王磊 prints, checks, packs and hands over
    item = Item.objects.get()
    assert item.serial in wang.get("/centre/production/waiting?agency=SD")
    run = wang.post("/centre/production/start", agency="SD", sheet=item.pk)
    with clock.at(wang.at):
        printed = wang.client.post(f"{run}part-1.pdf")
    page = PdfDocument(BytesIO(printed.content))[0].get_textpage().get_text_range()
    assert held.number in page
    wang.post(f"{run}confirm")
    wang.post("/centre/production/scan", scan=item.serial.lower())
    parcel = wang.post("/centre/shipping/pack", agency="SD", sheet=item.pk)
    assert wang.answer(f"{parcel}packing-list.pdf").content.startswith(b"%PDF")
    wang.post(f"{parcel}hand-over", courier="邮政特快", courier_number="EX1")
    assert story.fresh(case).status == Status.APPROVED

    # the agency receives it, 林岚 collects it, and anybody can verify it
    received = Parcel.objects.get()
    actions.receive(
        parcel_id=received.pk, seen=[item.pk], key="r", actor=story.zhou.actor, now=wang.at
    )
    assert "清单 1，实收 1，相符" in wang.get(parcel)
    actions.collect(
        item_id=item.pk,
        by=CollectedBy.SELF,
        proof="居民身份证",
        key="k",
        actor=story.zhou.actor,
        now=wang.at,
    )
    assert story.fresh(case).status == Status.CLOSED
    with clock.at(wang.at):
        found = Client().post("/verify", {"number": held.number, "name": "林岚"})
    assert "该注册在有效期内" in found.content.decode()
    assert not list(verify.faults())


def test_going_against_the_agency_needs_reasons_and_a_note(story: Story) -> None:
    case = story.forwarded()
    chen = Desk(story.chen, THURSDAY)
    chen.post(f"/centre/cases/{case.ref}/claim")
    before = everything()

    page = chen.post(f"/centre/cases/{case.ref}/conclude", status=422, opinion="against")

    assert "终审意见与初审意见不同，请说明理由" in page
    assert "至少选择一条理由" in page
    assert "请选择终审意见" in chen.post(f"/centre/cases/{case.ref}/conclude", status=422)
    assert everything() == before
    chen.post(
        f"/centre/cases/{case.ref}/conclude",
        opinion="against",
        refusals=["refuse.no_suitable_post"],
        note="岗位与安全生产无关",
    )
    assert story.fresh(case).centre_opinion == "against"


def test_marks_are_kept_beside_those_of_the_agency(story: Story) -> None:
    case = story.forwarded()
    chen = Desk(story.chen, THURSDAY)
    chen.post(f"/centre/cases/{case.ref}/claim")

    then = chen.post(
        f"/centre/cases/{case.ref}/marks",
        mark__form__stamp="doubtful",
        reason__form__stamp="stamp.illegible",
        then="send_back",
    )

    assert then == f"/centre/cases/{case.ref}/send-back"
    assert "印章不清" in chen.get(f"/centre/cases/{case.ref}/send-back")


def test_sent_back_with_a_note_the_agency_looks_again(story: Story) -> None:
    case = story.forwarded()
    chen = Desk(story.chen, THURSDAY)
    chen.post(f"/centre/cases/{case.ref}/claim")

    assert "请写明理由" in chen.post(f"/centre/cases/{case.ref}/send-back", status=422)
    chen.post(f"/centre/cases/{case.ref}/send-back", send_back_note="合同第二页与申请表不一致")

    assert story.fresh(case).status == Status.FIRST_REVIEW


def test_whoever_was_slower_learns_what_happened_and_keeps_what_was_typed(story: Story) -> None:
    case = story.forwarded()
    chen, sun = Desk(story.chen, THURSDAY), Desk(story.sun, THURSDAY)
    chen.post(f"/centre/cases/{case.ref}/claim")
    assert "另一位审核人正在审核" in sun.post(f"/centre/cases/{case.ref}/claim", status=409)
    chen.post(f"/centre/cases/{case.ref}/conclude", opinion="agree")
    before = everything()

    page = sun.post(
        f"/centre/cases/{case.ref}/conclude", status=409, opinion="agree", note="我也看过了"
    )

    assert "刚刚有了变化" in page
    assert "我也看过了" in page
    assert everything() == before


def test_an_open_batch_can_be_changed_a_frozen_one_only_thawed(story: Story) -> None:
    case = story.concluded()
    chen = Desk(story.chen, THURSDAY + timedelta(days=1))
    batch = chen.post("/centre/batches/compile", case=case.pk)

    chen.post(f"{batch}remove", case=case.pk)
    assert "批次中没有申请" in chen.post(f"{batch}freeze", status=422)
    other = chen.post("/centre/batches/compile", case=case.pk)
    chen.post(f"{other}freeze", once="f")
    assert "已锁定" in chen.post(f"{other}remove", status=409, case=case.pk)
    chen.post(f"{other}thaw")
    assert "锁定名单" in chen.get(other)
    assert "请先勾选" in chen.post("/centre/batches/compile", status=422)


def granted(story: Story) -> Item:
    """林岚's certificate, waiting to be made."""
    then = MONDAY + timedelta(days=4)
    (item,) = approved(
        [story.concluded()], centre=story.chen.actor, ministry=story.zhao.actor, now=then
    )
    return item


def test_what_would_spoil_paper_is_said_before_a_run_begins(story: Story) -> None:
    item = granted(story)
    Item.objects.filter(pk=item.pk).update(name="林\U000323af")
    wang = Desk(story.wang, MONDAY + timedelta(days=4))
    before = everything()

    page = wang.post("/centre/production/start", status=422, agency="SD", sheet=item.pk)

    assert "字库没有的字" in page
    assert everything() == before
    assert "1 至 200 张" in wang.post("/centre/production/start", status=422, agency="SD")


def test_a_spoiled_sheet_is_made_anew_with_the_same_number(story: Story) -> None:
    item = granted(story)
    wang = Desk(story.wang, MONDAY + timedelta(days=4))
    run = wang.post("/centre/production/start", agency="SD", sheet=item.pk)

    wang.post(f"{run}confirm", **{f"spoiled__{item.pk}": "卡纸"})
    assert "打印已经确认" in wang.post(f"{run}confirm", status=409)

    item.refresh_from_db()
    new = Item.objects.get(replaces=item)
    assert (item.status, item.void_reason) == (ItemStatus.VOID, "卡纸")
    assert (new.number, new.status) == (item.number, ItemStatus.TO_MAKE)
    assert new.serial != item.serial
    assert new.serial in wang.get(f"/centre/production/sheets/{item.serial}/")
    again = wang.post("/centre/production/start", agency="SD", sheet=new.pk)
    wang.post(f"{again}cancel")
    assert new.serial in wang.get("/centre/production/waiting")
    wang.post(f"/centre/production/sheets/{new.serial}/", spoil_reason="遗失")
    assert wang.post(f"/centre/production/sheets/{new.serial}/", status=409, spoil_reason="遗失")
    assert "请填写作废原因" in wang.post(
        f"/centre/production/sheets/{Item.objects.latest('pk').serial}/", status=422
    )


def test_a_wrong_scan_and_a_parcel_without_number_are_explained(story: Story) -> None:
    item = granted(story)
    wang = Desk(story.wang, MONDAY + timedelta(days=4))
    run = wang.post("/centre/production/start", sheet=item.pk)
    wang.post(f"{run}confirm")

    assert "没有这个流水号" in wang.post("/centre/production/scan", status=422, scan="ZS1")
    wang.post("/centre/production/check", sheet=item.pk)
    assert "已核对" in wang.post("/centre/production/scan", status=409, scan=item.serial)
    assert "包裹是空的" in wang.post("/centre/shipping/pack", status=422, agency="SD")
    parcel = wang.post("/centre/shipping/pack", agency="SD", sheet=item.pk)
    assert "请填写快递单号" in wang.post(f"{parcel}hand-over", status=422, courier="邮政")
    wang.post(f"{parcel}take-out", sheet=item.pk)
    assert "包裹是空的" in wang.post(f"{parcel}hand-over", status=422, courier_number="1")


@pytest.mark.parametrize("path", ["/centre/batches/BP2026-9999/", "/centre/cases/26NOTHERE0/"])
def test_what_is_not_there_answers_like_every_nothing(story: Story, path: str) -> None:
    chen = Desk(story.chen, THURSDAY)

    assert chen.answer(path).content == Client().get("/no/such/address").content


def test_a_draft_is_nothing_to_the_centre(story: Story) -> None:
    case = story.passed()
    chen, zhao = Desk(story.chen, THURSDAY), Desk(story.zhao, THURSDAY)

    chen.get(f"/centre/cases/{case.ref}/", status=404)
    zhao.get(f"/ministry/cases/{case.ref}/", status=404)


def test_pages_ask_as_many_questions_for_many_rows_as_for_few(
    story: Story, django_assert_num_queries
) -> None:
    item = granted(story)
    chen, wang = (Desk(who, MONDAY + timedelta(days=4)) for who in (story.chen, story.wang))
    number = item.case.listings.get().batch.number
    for desk, path, queries in (
        (chen, "/centre/", 4),
        (chen, "/centre/batches/", 5),
        (chen, f"/centre/batches/{number}/", 12),
        (wang, "/centre/production/", 6),
        (wang, "/centre/production/waiting", 4),
        (wang, "/centre/shipping/", 4),
    ):
        desk.get(path)
        with django_assert_num_queries(queries):
            desk.get(path)


def test_what_is_overdue_is_listed_and_marked_in_the_queue(story: Story) -> None:
    forwarded = story.forwarded()
    late = Desk(story.chen, MONDAY + timedelta(days=60))
    page = late.get("/centre/overdue")
    assert f'<a href="/centre/cases/{forwarded.ref}/">{forwarded.ref}</a>' in page
    assert "终审与批准期限" in page and "没有超期的申请" in page
    assert forwarded.applicant_name not in page
    assert '<span class="tag tag-red">超期</span>' in late.get("/centre/")
    assert story.fresh(forwarded).due_on == forwarded.due_on
