"""Forwarding a batch, opening a parcel, handing out a certificate: through the agency's pages."""

from datetime import timedelta
from itertools import islice

import pytest
from django.test import Client

from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.ops.demo import cast
from anzhu.production import actions as production
from anzhu.production.models import Collection, Parcel
from anzhu.reviews import actions as reviews
from anzhu.reviews.models import Forwarding
from anzhu.rules.categories import Category
from anzhu.rules.facts import Opinion, Status
from anzhu.rules.production import ItemStatus
from tests.approving import approved
from tests.web.agency.conftest import TUESDAY, Enters
from tests.web.agency.desk import address, followed, refs_in, text_of
from tests.world import Story

# --- forwarding --------------------------------------------------------------------------------


def test_the_lead_forwards_and_the_batch_has_its_digest(xu: Client, story: Story) -> None:
    case = story.passed()
    page = text_of(xu, "/agency/forwarding")
    assert refs_in(page) == [case.ref]
    assert "同意注册" in page
    typed = {"once": "f", "ref": [case.ref]}
    for _ in range(2):
        said = followed(xu, xu.post("/agency/forwarding", typed))
        assert "已上报 1 件，批次号 SB2026-" in said
    batch = Forwarding.objects.get()
    assert story.fresh(case).status == Status.FINAL_REVIEW
    listed = text_of(xu, f"/agency/forwarding/{batch.number}")
    assert batch.digest in listed
    assert refs_in(listed) == [case.ref]


def test_nothing_chosen_forwards_nothing(xu: Client, story: Story) -> None:
    story.passed()
    refused = xu.post("/agency/forwarding", {"once": "f"})
    assert refused.status_code == 422
    assert "请至少选择一件申请上报" in refused.content.decode()
    assert not Forwarding.objects.exists()


def test_a_reviewer_looks_and_may_not_forward(zhou: Client, story: Story) -> None:
    case = story.passed()
    page = text_of(zhou, "/agency/forwarding")
    assert "由初审负责人上报" in page
    refused = zhou.post("/agency/forwarding", {"once": "f", "ref": [case.ref]})
    assert refused.status_code == 422
    assert story.fresh(case).status == Status.PASSED


def test_what_left_meanwhile_is_a_lost_race(xu: Client, story: Story) -> None:
    case = story.forwarded()
    lost = xu.post("/agency/forwarding", {"once": "g", "ref": [case.ref]})
    assert lost.status_code == 409
    assert case.ref in lost.content.decode()
    assert xu.post("/agency/forwarding", {"once": "h", "ref": ["26NOTHERE1"]}).status_code == 404


# --- parcels and the counter -------------------------------------------------------------------


@pytest.fixture
def parcel(story: Story) -> Parcel:
    """Two certificates on their way to 山东."""
    chemists = (seed for seed in cast.crowd() if seed.category is Category.CHEMICAL)
    people = [story.lin, *(story.builder.one_of(seed) for seed in islice(chemists, 1))]
    cases = [_concluded(story, story.submitted(of=one)) for one in people]
    items = approved(cases, centre=story.chen.actor, ministry=story.zhao.actor, now=TUESDAY)
    wang = {"actor": story.wang.actor, "now": TUESDAY}
    keys = [item.pk for item in items]
    run = production.start(item_ids=keys, **wang)
    production.confirm(run_id=run.pk, spoiled={}, **wang)
    production.check(item_ids=keys, **wang)
    packed = production.pack(agency_id=items[0].agency_id, item_ids=keys, **wang)
    return production.hand_over(parcel_id=packed.pk, courier="邮政", courier_number="EX1CN", **wang)


def _concluded(story: Story, case: Case) -> Case:
    then = TUESDAY - timedelta(hours=5)
    story.builder.judge(case, story.zhou, then, {})
    reviews.pass_case(case_id=case.pk, key=case.ref, actor=story.zhou.actor, now=then)
    reviews.forward(case_ids=[case.pk], key=case.ref, actor=story.xu.actor, now=then)
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=then)
    return reviews.conclude(
        case_id=case.pk, key=case.ref, opinion=Opinion.AGREE, actor=story.chen.actor, now=then
    )


def test_a_parcel_is_opened_and_what_is_missing_is_recorded(zhou: Client, parcel: Parcel) -> None:
    first, second = parcel.items.order_by("serial")
    assert "开箱签收" in text_of(zhou, "/agency/parcels")
    typed = {"seen": [first.pk], "also": "ZS9999999999", "once": "r"}
    for _ in range(2):
        said = followed(zhou, zhou.post(f"/agency/parcels/{parcel.number}", typed))
        assert f"清单 2，实收 1，缺 {second.serial}；另有不在清单上的：ZS9999999999" in said
    assert "后来收到" in said
    found = zhou.post(f"/agency/parcels/found/{second.serial}")
    assert "已补签收" in followed(zhou, found)
    assert {item.status for item in parcel.items.all()} == {ItemStatus.RECEIVED}


def test_sheets_of_another_parcel_cannot_be_ticked(zhou: Client, parcel: Parcel) -> None:
    refused = zhou.post(f"/agency/parcels/{parcel.number}", {"seen": ["999999"], "once": "r"})
    assert refused.status_code == 422
    assert {item.status for item in parcel.items.all()} == {ItemStatus.SHIPPED}


def test_the_holder_collects_and_the_case_is_closed(
    zhou: Client, story: Story, parcel: Parcel
) -> None:
    seen = [item.pk for item in parcel.items.all()]
    zhou.post(f"/agency/parcels/{parcel.number}", {"seen": seen, "once": "r"})
    lin = parcel.items.get(name="林岚")
    assert "待领取" in text_of(zhou, "/agency/")
    page = text_of(zhou, "/agency/collecting?q=林岚")
    assert lin.serial in page
    assert text_of(zhou, "/agency/collecting").count("登记领取<") == 2
    typed = {"by": "self", "proof": "本人身份证原件", "once": "k"}
    for _ in range(2):
        said = followed(zhou, zhou.post(f"/agency/collecting/{lin.serial}", typed))
        assert "林岚 的证书（标签）已登记领取" in said
    assert Collection.objects.get().proof == "本人身份证原件"
    assert story.fresh(lin.case).status == Status.CLOSED


def test_a_proxy_is_asked_for_everything_at_once(zhou: Client, parcel: Parcel) -> None:
    seen = [item.pk for item in parcel.items.all()]
    zhou.post(f"/agency/parcels/{parcel.number}", {"seen": seen, "once": "r"})
    where = f"/agency/collecting/{parcel.items.get(name='林岚').serial}"
    refused = zhou.post(where, {"by": "proxy", "once": "k"})
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "代领的，请填写代领人姓名和证件号后四位" in said
    assert "请记录核验的证件或委托书" in said
    assert not Collection.objects.exists()
    typed = {
        "by": "proxy",
        "proxy_name": "林海",
        "proxy_id_last_4": "123x",
        "proof": "委托书",
        "once": "k",
    }
    assert zhou.post(where, typed).status_code == 303
    assert Collection.objects.get().proxy_id_last_4 == "123X"


def test_collecting_what_was_collected_is_a_lost_race(
    zhou: Client, xu: Client, parcel: Parcel
) -> None:
    seen = [item.pk for item in parcel.items.all()]
    zhou.post(f"/agency/parcels/{parcel.number}", {"seen": seen, "once": "r"})
    where = f"/agency/collecting/{parcel.items.get(name='林岚').serial}"
    typed = {"by": "self", "proof": "身份证", "once": "k"}
    assert zhou.post(where, typed).status_code == 303
    lost = xu.post(where, typed)
    assert lost.status_code == 409
    assert "身份证" in lost.content.decode()
    assert Collection.objects.count() == 1


def test_another_agency_finds_neither_parcel_nor_sheet(
    story: Story, enters: Enters, parcel: Parcel
) -> None:
    stranger = enters(story.world.reviewers[story.builder.agencies["SXM"].pk][0])
    nothing = Client().get("/no/such/address").content
    serial = parcel.items.first().serial
    for path in (f"/agency/parcels/{parcel.number}", f"/agency/collecting/{serial}"):
        assert stranger.get(path).content == nothing
        assert stranger.post(path, {"once": "x"}).content == nothing
    assert stranger.post(f"/agency/parcels/found/{serial}").status_code == 404


def test_the_case_of_a_certificate_stays_readable(zhou: Client, parcel: Parcel) -> None:
    case = parcel.items.first().case
    with clock.at(TUESDAY + timedelta(minutes=5)):
        assert "只能查看" in text_of(zhou, address(case))
