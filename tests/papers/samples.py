"""Forms and certificates to print: an ordinary one, and as many odd ones as wanted."""

import random
from dataclasses import replace
from datetime import date, timedelta

from anzhu.ops.demo.portraits import portrait
from anzhu.papers.certificates import Certificate
from anzhu.papers.forms import ApplicationForm, Hours, Job

KEY = b"a key for tests, 32 bytes long.."
EMPLOYER = "山东齐鲁精细化工有限公司"
PORTRAIT = portrait(8, woman=True)

FORM = ApplicationForm(
    ref="26K7M3Q9X2",
    version=3,
    printed_on=date(2026, 11, 23),
    kind="初始注册",
    agency="山东省应急管理厅",
    portrait=PORTRAIT,
    name="林晓岚",
    sex="女",
    born=date(1988, 3, 12),
    ethnicity="汉族",
    id_kind="居民身份证",
    id_number="370102198803121243",
    degree="本科",
    title="工程师",
    school="中国石油大学（华东）",
    major="安全工程",
    phone="13805310000",
    email="linxiaolan@example.cn",
    address="山东省济南市历下区经十路 1000 号",
    postcode="250014",
    qualification_number="20221011037000001234",
    obtained=date(2022, 12, 8),
    qualification_category="化工安全",
    category="化工安全",
    employer=EMPLOYER,
    credit_code="91370100MA3C4Y5X7A",
    employer_kind="有限责任公司",
    industry="化学原料和化学制品制造业",
    region="山东省济南市历城区",
    employer_address="山东省济南市历城区工业北路 88 号",
    contact="周敏",
    contact_phone="0531-88880000",
    department="安全环保部",
    post="安全管理工程师",
    jobs=(
        Job(date(2010, 7, 1), date(2014, 6, 30), "淄博恒信化工有限公司", "安全员", "现场安全检查"),
        Job(date(2014, 7, 1), None, EMPLOYER, "安全主管", "双重预防机制建设"),
    ),
    hours_note="不需要：在规定期限内申请初始注册。",
)

CERTIFICATE = Certificate(
    number="20260000001",
    serial="ZS2600000012",
    name="林晓岚",
    sex="女",
    id_number="370102198803121243",
    category="化工安全",
    employer=EMPLOYER,
    valid_from=date(2026, 11, 23),
    valid_until=date(2031, 11, 22),
    approved_on=date(2026, 11, 23),
    portrait=PORTRAIT,
)

_SIGNS = "王李欧阳长㛃䶮𠮷𬱖安全（·）有限公司 abcXYZ-09@._#[]{}$*\\\"'<>&\t\n\u200b\u0007"

_HELD = "注册证号 20210000123，有效期 2021年12月8日至2026年12月7日"
_LONG = "国家能源投资集团有限责任公司煤炭经营分公司鄂尔多斯准格尔大型露天矿安全环保部"
#: By kind: how it is named on the form, and what it says of the registration it starts from.
KINDS = {
    "initial": {"kind": "初始注册", "kind_note": "", "overdue": False},
    "overdue": {"kind": "初始注册", "kind_note": "", "overdue": True},
    "renewal": {"kind": "延续注册", "kind_note": _HELD, "overdue": False},
    "change": {
        "kind": "变更注册",
        "kind_note": f"原聘用单位：{_LONG}；原注册类别：金属非金属矿山安全；{_HELD}",
        "overdue": False,
    },
    "change and renewal": {
        "kind": "变更注册",
        "kind_note": f"原聘用单位：{EMPLOYER}；原注册类别：化工安全；同时延续注册；{_HELD}",
        "overdue": False,
    },
    "re-registration": {"kind": "重新注册", "kind_note": _HELD, "overdue": False},
}


def kind_of(kind: str, seed: int) -> dict:
    """What a form of this kind says of itself; now and then with a note far too long."""
    said = KINDS[kind]
    long = seed % 10 == 5 and said["kind_note"]
    return {**said, "kind_note": said["kind_note"] * 3} if long else dict(said)


def odd_form(seed: int) -> ApplicationForm:
    """A form with texts of any length up to far too long, and up to twenty jobs and ten courses."""
    chance = random.Random(seed)

    def words(longest: int) -> str:
        signs = chance.choices(_SIGNS, k=chance.choice((0, 1, 3, longest // 2, longest)))
        return "".join(signs)

    def day() -> date:
        return date(1960, 1, 1) + timedelta(days=chance.randrange(24_000))

    texts = {
        name: words(200 if seed % 10 == 0 else chance.choice((8, 16, 40)))
        for name, value in vars(FORM).items()
        if isinstance(value, str) and name not in {"ref", "kind", "watermark"}
    }
    jobs = tuple(
        Job(day(), chance.choice((None, day())), words(80), words(40), words(160))
        for _ in range(chance.choice((0, 1, 3, 3, 6, 12, 20)))
    )
    hours = tuple(
        Hours(day(), words(40), words(80), chance.randrange(1, 480) / 10, words(8))
        for _ in range(chance.choice((0, 0, 0, 6, 10)))
    )
    return replace(
        FORM, **texts, version=seed + 1, jobs=jobs, hours=hours, overdue=chance.random() < 0.3
    )
