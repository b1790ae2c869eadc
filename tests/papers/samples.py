"""A form and a certificate to print."""

from datetime import date

from anzhu.ops.demo.portraits import portrait
from anzhu.papers.certificates import Certificate
from anzhu.papers.forms import ApplicationForm, Job

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
