"""Engineers and employers by the hundred thousand: made up, and the same for the same seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from random import Random

from anzhu.ops.demo import cast
from anzhu.rules import identifiers

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余"
    "杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙"
)
_GIVEN = (
    "伟芳娜敏静强磊洋艳勇军杰娟涛超霞平刚英华文玉建国志明永春海红丽云飞鹏宇浩然子涵梓轩欣怡佳"
    "雪梅兰竹松柏青山川岳峰岩石泉清源远航行知思齐景若水安宁康泰和顺正义信诚礼仁德才俊秀慧智勤"
)
_CITIES = {
    "37": ("济南", "青岛", "淄博", "烟台", "潍坊", "东营", "临沂", "德州"),
    "32": ("南京", "苏州", "无锡", "常州", "南通", "徐州", "扬州", "盐城"),
    "14": ("太原", "大同", "阳泉", "长治", "晋城", "临汾"),
    "44": ("广州", "深圳", "佛山", "东莞", "惠州", "茂名"),
    "51": ("成都", "绵阳", "泸州", "乐山", "攀枝花", "自贡"),
    "11": ("北京", "京西", "京北", "燕山"),
}
_NAMES = ("安泰", "恒信", "华远", "中联", "瑞丰", "金鼎", "东岳", "新程")
_TRADES = (
    "化工有限公司", "机械制造有限公司", "新材料股份有限公司", "电力设备有限公司",
    "安全技术服务有限公司",
)  # fmt: skip

_FIRST_BIRTH = date(1966, 1, 1)
_BIRTHDAYS = 365 * 30
_PER_DAY = 400


@dataclass(frozen=True)
class Engineer:
    """One made-up engineer; ``number`` counts from 0."""

    number: int
    name: str
    id_number: str
    email: str
    phone: str

    @property
    def born(self) -> date:
        return identifiers.born(self.id_number)

    @property
    def sex(self) -> identifiers.Sex:
        return identifiers.sex(self.id_number)


def email(number: int) -> str:
    """The address of an engineer; that of number 0 tells that a scale run has been here."""
    return f"scale{number:07d}@example.org"


def engineer(number: int, province: str, chance: Random) -> Engineer:
    """The engineer of this number, with an ID number that nobody else here has."""
    given = chance.choice(_GIVEN)
    if chance.random() < 0.75:
        given += chance.choice(_GIVEN)
    return Engineer(
        number=number,
        name=chance.choice(_SURNAMES) + given,
        id_number=_id_number(number, province),
        email=email(number),
        phone=f"137{number:08d}",
    )


def _id_number(number: int, province: str) -> str:
    # The region is never that of the named people and their crowd (110101).
    day, place = number % _BIRTHDAYS, number // _BIRTHDAYS % _PER_DAY
    born = _FIRST_BIRTH + timedelta(days=day)
    first = f"{province}0102{born:%Y%m%d}{100 + place:03d}"
    return first + identifiers.id_check_digit(first)


def employers() -> Sequence[cast.EmployerSeed]:
    """A few hundred employers in the provinces that have an agency."""
    return [
        cast.EmployerSeed(f"{city}{name}{trade}", province)
        for province, cities in _CITIES.items()
        for city, name, trade in product(cities, _NAMES, _TRADES)
    ]
