"""In a real browser: every later kind of application, from the card at home to the receipt."""

from datetime import timedelta

import pytest

from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.ops.demo import cast, later_kinds, learning
from anzhu.ops.demo.builder import Somebody
from anzhu.ops.demo.world import World
from anzhu.registrations.models import Registration
from anzhu.reviews import actions as reviews
from anzhu.rules.facts import Opinion, Status
from tests import effort
from tests import holders as known
from tests.approving import approved
from tests.browser.later import Holder
from tests.live import DESKTOP, PHONE, Live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
HAIDAI, QUANCHENG = cast.EMPLOYERS[1], cast.EMPLOYERS[2]
Size = tuple[int, int]
#: So far from the last valid day that renewing is not offered.
LONG = timedelta(days=800)


@pytest.fixture
def holders(town: World) -> dict[str, Somebody]:
    """The demonstration's holders by name; a list has brought in what is known of them."""
    school = learning.School(town.staff["何静"])
    return dict(later_kinds.settle(town.builder, school, clock.now()))


def submitted(whose: Holder, journey: str) -> Case:
    """What was handed in, with as many clicks, fields and uploads as docs/effort.md says."""
    effort.hold(journey, whose.screen.counted, with_mouse=whose.screen.with_mouse)
    case = Case.objects.select_related("dossier").get(ref=whose.ref)
    assert case.status == Status.FIRST_REVIEW
    return case


def granted(town: World, case: Case) -> Registration:
    """Through the desks, in the house's own steps: judged, forwarded, concluded, approved."""
    desk = {name: town.staff[name] for name in ("周明", "许峰", "陈静", "孙立", "赵敏")}
    now, zhou = clock.now(), desk["周明"]
    town.builder.judge(case, zhou, now, {})
    reviews.pass_case(case_id=case.pk, key="p", actor=zhou.actor, now=now)
    reviews.forward(case_ids=[case.pk], key="f", actor=desk["许峰"].actor, now=now)
    chen = desk["陈静"].actor
    reviews.claim(case_id=case.pk, actor=chen, now=now)
    reviews.conclude(case_id=case.pk, key="c", opinion=Opinion.AGREE, actor=chen, now=now)
    centre, ministry = desk["孙立"].actor, desk["赵敏"].actor
    (item,) = approved([case], centre=centre, ministry=ministry, now=now)
    return item.registration


@SIZES
def test_a_renewal_of_whom_a_list_has_brought_in(
    live: Live, town: World, holders: dict[str, Somebody], size: Size
) -> None:
    song = Holder.at_home(live, holders["宋延年"], person="song", size=size, watched_at=PHONE)
    song.begins_a("延续注册")
    song.goes_on()
    song.says_where()
    song.tells_about_herself()
    song.says_her_post()
    song.has_hours_enough()
    song.has_stayed_there()
    song.prints_the_form()
    song.goes_to_upload()
    song.uploads_a_renewal()
    song.submits()
    case = submitted(song, "延续，从名单导入")
    held = Registration.objects.get(person=case.person)
    new = granted(town, case)
    assert new.valid_from == held.valid_until + timedelta(days=1)
    assert new.number == held.number
    song.sees("制证", "status-granted")
    song.screen.goes("/apply/")
    song.screen.looks("home-renewed")


@SIZES
def test_a_renewal_becomes_a_change_with_one_click(live: Live, town: World, size: Size) -> None:
    who = known.holder(town.builder, clock.today() + timedelta(days=60))
    lin = Holder.at_home(live, who, person="lin-moves", size=size, watched_at=DESKTOP)
    lin.begins_a("延续注册")
    lin.opens("个人基本信息")
    lin.screen.types("通信地址", "济南市历城区工业北路 8 号")
    lin.screen.clicks_on("保存并继续", nth=-1)
    lin.screen.heading("聘用单位")
    lin.screen.looks("employer-fixed")
    lin.screen.clicks_on("单位已变化，改办变更")
    lin.asks_for_nothing_more()
    lin.finds_her_agency_again()
    lin.reads_and_goes_on("个人基本信息", "person-kept")
    lin.picks(HAIDAI)
    lin.says_since_when()
    lin.has_hours_enough()
    lin.ends_her_last_post()
    lin.prints_the_form()
    lin.goes_to_upload()
    lin.uploads_form_and_contract()
    lin.submits()
    answers = submitted(lin, "延续一键改办变更").dossier.answers
    assert answers["person"]["address"] == "济南市历城区工业北路 8 号"
    assert answers["change"]["employer"] and answers["change"]["renew"]


@SIZES
def test_a_change_with_renewal(live: Live, holders: dict[str, Somebody], size: Size) -> None:
    qiao = Holder.at_home(live, holders["乔迁"], person="qiao", size=size, watched_at=PHONE)
    qiao.begins_a("变更注册")
    qiao.asks_for("变更聘用单位")
    qiao.says_where()
    qiao.tells_about_herself()
    qiao.picks(HAIDAI)
    qiao.says_what_she_does_there()
    qiao.has_hours_enough()
    qiao.ends_her_last_post(post="安全员")
    qiao.prints_the_form()
    qiao.goes_to_upload()
    qiao.uploads_form_and_contract()
    qiao.submits()
    assert submitted(qiao, "变更·换单位并延续，从名单导入").renews


@SIZES
def test_a_change_of_the_employers_name(live: Live, town: World, size: Size) -> None:
    who = known.holder(town.builder, clock.today() + LONG)
    lin = Holder.at_home(live, who, person="lin-renames", size=size)
    lin.screen.watched = False
    lin.begins_a("变更注册")
    lin.asks_for("聘用单位更名")
    lin.finds_her_agency_again()
    lin.reads_and_goes_on("个人基本信息", "person-known")
    lin.renames_her_employer("齐鲁安泰化工集团股份有限公司")
    lin.needs_no_education()
    lin.reads_and_goes_on("工作经历", "history-known")
    lin.prints_the_form()
    lin.goes_to_upload()
    lin.uploads_form_and_new_name()
    lin.submits()
    answers = submitted(lin, "变更·更名").dossier.answers
    assert answers["employer"]["name"] == "齐鲁安泰化工集团股份有限公司"


@SIZES
def test_a_change_of_the_category(live: Live, town: World, size: Size) -> None:
    who = known.holder(town.builder, clock.today() + LONG)
    lin = Holder.at_home(live, who, person="lin-turns", size=size)
    lin.screen.watched = False
    lin.begins_a("变更注册")
    lin.asks_for("变更注册类别")
    lin.finds_her_agency_again()
    lin.reads_and_goes_on("个人基本信息", "person-known")
    lin.takes_another_category("金属非金属矿山安全")
    lin.reads_and_goes_on("聘用单位", "employer-known")
    lin.needs_no_education()
    lin.reads_and_goes_on("工作经历", "history-known")
    lin.prints_the_form()
    lin.goes_to_upload()
    lin.uploads_the_form()
    lin.submits()
    assert submitted(lin, "变更·类别").dossier.answers["category"] == {"category": "mine"}


@SIZES
def test_a_re_registration(live: Live, holders: dict[str, Somebody], size: Size) -> None:
    cheng = Holder.at_home(live, holders["程复之"], person="cheng", size=size, watched_at=DESKTOP)
    cheng.begins_a("重新注册")
    cheng.goes_on()
    cheng.says_where()
    cheng.tells_about_herself()
    cheng.confirms_the_category()
    cheng.picks(QUANCHENG)
    cheng.says_what_she_does_there()
    cheng.has_hours_enough()
    cheng.has_stayed_there()
    cheng.prints_the_form()
    cheng.goes_to_upload()
    cheng.uploads_form_and_contract()
    cheng.submits()
    assert submitted(cheng, "重新，从名单导入").kind == "re_registration"


@SIZES
def test_an_overdue_first_registration(live: Live, town: World, size: Size) -> None:
    who = known.holder(town.builder, clock.today(), registered=False)
    late = Holder.at_home(live, who, person="late", size=size, watched_at=PHONE)
    late.begins_a("初始注册")
    late.says_which_category()
    late.says_where(province="山东省")
    late.tells_about_herself()
    late.confirms_the_category()
    late.tells_about_her_employer()
    late.has_hours_enough()
    late.tells_where_she_worked()
    late.prints_the_form()
    late.goes_to_upload()
    late.uploads_everything()
    late.submits()
    assert submitted(late, "逾期初始，第一次办理").kind == "initial"
