"""The people, agencies and employers of the demonstration: all made up, always the same.

ID numbers carry region 110101 and birth dates as drawn; whoever really bears such a number is
not meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from anzhu.rules import identifiers
from anzhu.rules.agencies import AgencyKind
from anzhu.rules.categories import Category

#: The password of every demo person; said on every page of a demo, refused in production.
PASSWORD = "anzhu-demo-2026"  # noqa: S105 - public on purpose
#: The secret of every demo second factor, so that its codes can be shown.
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - public on purpose


@dataclass(frozen=True)
class AgencySeed:
    """One agency of the demonstration."""

    code: str
    name: str
    kind: AgencyKind
    province: str = ""
    categories: tuple[Category, ...] = ()
    phone: str = "010-00000000"
    pick_up: str = ""


AGENCIES = (
    AgencySeed(
        "MOHURD", "住房和城乡建设部", AgencyKind.MINISTRY, categories=(Category.CONSTRUCTION,)
    ),
    AgencySeed("MOT", "交通运输部", AgencyKind.MINISTRY, categories=(Category.TRANSPORT,)),
    AgencySeed("SINOPEC", "中国石油化工集团", AgencyKind.GROUP),
    AgencySeed("CNPC", "中国石油天然气集团", AgencyKind.GROUP),
    AgencySeed("MEM", "应急管理部（直属事业单位）", AgencyKind.HEADQUARTERS),
    AgencySeed("BJ", "北京市应急管理局", AgencyKind.PROVINCE, "11"),
    AgencySeed("SX", "山西省应急管理厅", AgencyKind.PROVINCE, "14"),
    AgencySeed("JS", "江苏省应急管理厅", AgencyKind.PROVINCE, "32"),
    AgencySeed("SD", "山东省应急管理厅", AgencyKind.PROVINCE, "37"),
    AgencySeed("GD", "广东省应急管理厅", AgencyKind.PROVINCE, "44"),
    AgencySeed("SC", "四川省应急管理厅", AgencyKind.PROVINCE, "51"),
    AgencySeed("SXM", "国家矿山安全监察局山西局", AgencyKind.COAL_MINE, "14"),
    AgencySeed("SDM", "国家矿山安全监察局山东局", AgencyKind.COAL_MINE, "37"),
)


@dataclass(frozen=True)
class EmployerSeed:
    """One employer of the demonstration."""

    name: str
    province: str
    kind: str = "enterprise"
    group: str = ""
    former_name: str = ""

    @property
    def uscc(self) -> str:
        """A code with right check characters, drawn from the name."""
        chance = Random(self.name)  # noqa: S311 - a drawing, not a secret
        body = "".join(chance.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(8))
        region = f"{self.province}0102"
        authority = "12" if self.kind == "public_institution" else "91"
        return identifiers.credit_code(authority, region, body)

    @property
    def address(self) -> str:
        """A street that is in no town."""
        return f"高新区安全大道 {1 + Random(self.name).randrange(200)} 号"  # noqa: S311 - a drawing


EMPLOYERS = (
    EmployerSeed("齐鲁安泰化工股份有限公司", "37", former_name="齐鲁安泰化工有限责任公司"),
    EmployerSeed("山东海岱精细化学有限公司", "37"),
    EmployerSeed("泉城金属冶炼有限公司", "37"),
    EmployerSeed("岱宗矿业有限公司", "37"),
    EmployerSeed("金陵石化安全技术服务有限公司", "32", group="SINOPEC"),
    EmployerSeed("江苏长河新材料有限公司", "32"),
    EmployerSeed("晋阳煤业集团有限公司", "14"),
    EmployerSeed("岭南电气设备有限公司", "44"),
    EmployerSeed("蜀川天然气管道有限公司", "51", group="CNPC"),
    EmployerSeed("京华安全评价有限公司", "11"),
    EmployerSeed("华北建工集团有限公司", "11"),
    EmployerSeed("齐鲁安全生产技术研究院", "37", kind="public_institution"),
)


@dataclass(frozen=True)
class InstitutionSeed:
    """One training institution of the demonstration."""

    code: str
    name: str
    province: str = "37"


INSTITUTIONS = (
    InstitutionSeed("QLPX", "齐鲁安全培训中心"),
    InstitutionSeed("JNPX", "济南安全工程培训学校"),
)

#: What both institutions have filed, with the most that a completion is worth.
FILED_COURSES = (
    ("安全生产法律法规更新", 16),
    ("双重预防机制建设", 16),
    ("应急管理与救援", 8),
    ("典型事故案例分析", 8),
)
#: What was filed for some years only.
EXPIRED_COURSE = ("注册安全工程师继续教育（2019 年大纲）", 24)

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余"
_GIVEN = (
    "伟", "芳", "秀英", "娜", "敏", "静", "立新", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟",
    "涛", "超", "明远", "霞", "平", "刚", "桂兰", "志远", "晓东", "海燕", "建国", "文博", "思齐",
    "雨桐", "浩然", "子涵", "安宁", "清和", "若水", "景行", "知行", "望舒", "怀瑾", "嘉树", "云帆",
)  # fmt: skip


def id_number(born: date, sequence: int, *, woman: bool) -> str:
    """A valid ID number for a birth date; ``sequence`` (0 to 498) tells namesakes apart."""
    place = 2 * sequence + (0 if woman else 1)
    first = f"110101{born:%Y%m%d}{place:03d}"
    return first + identifiers.id_check_digit(first)


@dataclass(frozen=True)
class PersonSeed:
    """One engineer of the crowd."""

    number: int
    name: str
    woman: bool
    born: date
    obtained: date
    category: Category | None
    employer: EmployerSeed

    @property
    def id_number(self) -> str:
        return id_number(self.born, self.number % 400 + 50, woman=self.woman)

    @property
    def email(self) -> str:
        return f"engineer{self.number:04d}@example.org"

    @property
    def phone(self) -> str:
        return f"139{self.number:08d}"


def crowd(seed: int = 2026) -> Iterator[PersonSeed]:
    """Engineers without end; the same seed gives the same people in the same order."""
    chance = Random(seed)  # noqa: S311 - a drawing, not a secret
    number = 0
    while True:
        number += 1
        woman = chance.random() < 0.35
        obtained = date(chance.choice((2022, 2023, 2024, 2025)), chance.randint(1, 11), 18)
        yield PersonSeed(
            number=number,
            name=chance.choice(_SURNAMES) + chance.choice(_GIVEN),
            woman=woman,
            born=date(chance.randint(1968, 1995), chance.randint(1, 12), chance.randint(1, 28)),
            obtained=obtained,
            category=chance.choice(list(Category)),
            employer=chance.choice(EMPLOYERS),
        )
