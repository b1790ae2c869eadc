"""Filling in steps 2 to 6: everything typed is kept, and what is wrong is said at its field."""

from datetime import date

import pytest

from anzhu.people.queries import holding_of
from anzhu.rules.categories import Category
from tests.web.applicant.filling import NOW, Engineer, engineer, error_at, fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
QILU = "齐鲁安泰化工股份有限公司"
PERSON = {"degree": "bachelor", "address": "济南市历下区经十路一号"}
CONTACTS = {"phone": "13900000020", "email": "lin20@example.test"}
EMPLOYER = {
    "name": "某化工有限公司",
    "province": "37",
    "address": "高新区",
    "status": "enterprise",
    "post": "安全工程师",
    "contract_from": "2021-03-01",
    "contract_until": "2030-02-28",
}


@pytest.fixture
def code(lin: Engineer) -> str:
    return lin.builder.employers[QILU].uscc


def test_what_the_house_knows_is_not_asked_again(lin: Engineer) -> None:
    page = lin.looks("person")

    assert "林岚" in page
    assert "1990年5月6日" in page
    assert "1101**********" in page
    assert lin.who.person.id_number not in page
    assert 'value="13900000020"' in page
    assert 'value="lin20@example.test"' in page


def test_the_person_goes_on_to_the_photo_and_the_list_says_what_is_left(lin: Engineer) -> None:
    answer = lin.sends("person", **PERSON)

    assert (answer.status_code, answer.headers["Location"]) == (303, lin.url("photo"))
    assert lin.said("person") == {
        **PERSON, "phone": "13900000020", "email": "lin20@example.test",
    }  # fmt: skip
    back = lin.sends("person", save_list="1")
    assert back.headers["Location"] == lin.url("")
    assert "还有 1 处需要填写或修改" in lin.looks()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("phone", "12345", "手机号应为 11 位数字"),
        ("phone", "", "请填写手机号"),
        ("email", "lin at home", "电子邮箱的格式不正确"),
        ("degree", "", "请选择学历"),
        ("address", "   ", "请填写地址"),
        ("school", "校" * 121, "内容过长"),
    ],
)
def test_a_wrong_answer_about_the_person_is_kept_and_said_at_its_field(
    lin: Engineer, field: str, typed: str, sentence: str
) -> None:
    answer = lin.sends("person", **{**PERSON, field: typed})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert sentence in error_at(page, field)
    assert f'href="#id_{field}"' in page
    assert "<title>错误：" in page
    assert lin.said("person").get(field, "") == typed.strip()
    assert field == "address" or lin.said("person")["address"] == PERSON["address"]


def test_numbers_are_taken_as_people_write_them(lin: Engineer) -> None:
    lin.sends("person", phone="１３９ 0000-0021", **PERSON)

    assert lin.said("person")["phone"] == "13900000021"


def test_a_single_category_needs_no_choice(lin: Engineer) -> None:
    page = lin.looks("category")
    roster = holding_of(lin.who.person)

    assert roster is not None
    for said in (roster.number, "2024年5月18日", "无需选择（仅一个类别）"):
        assert said in page
    assert "化工安全" in page
    assert lin.said("category") == {"category": "chemical"}
    assert lin.sends("category").headers["Location"] == lin.url("employer")


def test_a_qualification_of_before_the_scheme_chooses_among_seven() -> None:
    old = engineer(obtained=date(2018, 10, 28), category=None).starts()

    page = old.looks("category")
    assert page.count('type="radio" name="category"') == 7
    nothing = old.client.post(old.url("category"), {})
    assert nothing.status_code == 422
    assert "请选择注册类别" in nothing.content.decode()
    assert old.client.post(old.url("category"), {"category": "mine"}).status_code == 303
    assert old.said("category") == {"category": "mine"}


def test_another_category_than_the_certificate_opens_is_refused(lin: Engineer) -> None:
    answer = lin.client.post(lin.url("category"), {"category": Category.MINE})

    assert answer.status_code == 422
    assert "类别" in answer.content.decode()


def test_the_employer_is_found_by_name_and_fills_the_form(lin: Engineer, code: str) -> None:
    found = lin.sends("employer", find="1", q="齐鲁安", post="安全主管").content.decode()
    assert f'name="pick" value="{code}"' in found
    assert 'value="安全主管"' in found

    page = lin.sends("employer", pick=code).content.decode()

    assert lin.said("employer")["name"] == QILU
    assert lin.said("employer")["province"] == "37"
    assert lin.said("employer")["post"] == "安全主管"
    assert "合同上是曾用名吗" in page


def test_the_sort_of_the_employer_proposes_how_she_is_employed(lin: Engineer, code: str) -> None:
    page = lin.sends("employer", pick=code).content.decode()

    assert lin.said("employer")["status"] == fields(page)["status"] == "enterprise"


def test_how_she_said_she_is_employed_stays_when_she_picks_an_employer(
    lin: Engineer, code: str
) -> None:
    lin.sends("employer", pick=code, status="retired")

    assert lin.said("employer")["status"] == "retired"


def test_the_province_of_the_chooser_is_not_asked_again(lin: Engineer) -> None:
    lin.client.post(lin.url("agency/province"), {"province": "37"})

    assert fields(lin.looks("employer"))["province"] == "37"
    assert lin.said("employer") == {}
    lin.sends("employer", name="某化工有限公司")
    assert lin.said("employer")["province"] == "37"


def test_a_code_alone_brings_name_and_province(lin: Engineer, code: str) -> None:
    lin.sends("employer", uscc=f" {code.lower()[:9]}-{code.lower()[9:]} ")

    assert lin.said("employer")["uscc"] == code
    assert lin.said("employer")["name"] == QILU


def test_another_name_than_the_directory_has_is_pointed_out_and_kept(
    lin: Engineer, code: str
) -> None:
    lin.sends("employer", uscc=code, **EMPLOYER)

    assert "名录中该代码对应的单位是" in lin.looks("employer")
    assert lin.said("employer")["name"] == EMPLOYER["name"]


def test_the_directory_answers_a_fragment(lin: Engineer, code: str) -> None:
    by_code = lin.client.get("/apply/employers", {"q": code}).content.decode()
    by_name = lin.client.get("/apply/employers", {"q": "山东海"}).content.decode()

    assert QILU in by_code
    assert "山东海岱精细化学有限公司" in by_name
    assert "没有找到" in lin.client.get("/apply/employers", {"q": "无此"}).content.decode()
    assert lin.client.get("/apply/employers").status_code == 200


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"uscc": ""}, "uscc", "请填写统一社会信用代码（18 位）"),
        ({"uscc": "91370102ABC"}, "uscc", "您填写了 11 位"),
        ({"uscc": "91370102MA3C8Y2X0A"}, "uscc", "校验位不正确"),
        ({"name": ""}, "name", "请填写聘用单位全称"),
        ({"post": ""}, "post", "请填写岗位"),
        ({"contract_from": ""}, "contract_from", "请填写聘用开始日期"),
        ({"contract_from": "2027-01-01"}, "contract_from", "晚于今天"),
        ({"contract_from": "2021-02-30"}, "contract_from", "请填写聘用开始日期"),
        ({"contract_until": "2020-01-01"}, "contract_until", "早于开始日期"),
        ({"contract_until": "2026-11-22"}, "contract_until", "已于 2026年11月22日 届满"),
        ({"contract_until": ""}, "contract_until", "无固定期限"),
        ({"open_ended": "on"}, "contract_until", "请删去截止日期"),
    ],
)
def test_a_wrong_answer_about_the_employer_is_kept_and_said_at_its_field(
    lin: Engineer, code: str, typed: dict[str, str], field: str, sentence: str
) -> None:
    said = {"uscc": code, **EMPLOYER, **typed}
    lin.sends("employer", uscc=code, **EMPLOYER)
    answer = lin.sends("employer", **said)

    assert answer.status_code == 422
    assert sentence in error_at(answer.content.decode(), field)
    for name, value in said.items():
        assert lin.said("employer")[name] == (True if value == "on" else value)


def test_an_open_ended_contract_has_no_last_day(lin: Engineer, code: str) -> None:
    said = {**EMPLOYER, "uscc": code, "contract_until": "", "open_ended": "on"}
    assert lin.sends("employer", **said).headers["Location"] == lin.url("education")


def test_dates_are_taken_as_people_write_them(lin: Engineer, code: str) -> None:
    lin.sends("employer", contract_from="2021年3月1日", contract_until="2030/2/28")

    assert lin.said("employer")["contract_from"] == "2021-03-01"
    assert lin.said("employer")["contract_until"] == "2030-02-28"


def test_the_rule_stands_beside_each_kind_of_employment(lin: Engineer) -> None:
    page = lin.looks("employer")

    assert "聘书、聘用证明无效" in page
    assert "建议附退休证" in page
    assert "建议附事业单位法人证书" in page


def test_education_is_not_needed_and_the_page_says_why(lin: Engineer) -> None:
    page = lin.looks("education")

    assert "本次不需要继续教育" in page
    assert "2029年5月18日" in page
    assert lin.sends("education").headers["Location"] == lin.url("history")


def test_overdue_needs_hours_and_the_page_says_that_it_cannot_be_submitted() -> None:
    late = engineer(obtained=date(2018, 10, 12), category=None).starts()

    page = late.looks("education")
    assert "达到要求后才能提交" in page
    assert "48 学时" in page
    assert "2024年3月1日" in page
    assert "有 1 处需要修改" in late.looks()


def test_control_characters_do_not_break_anything(lin: Engineer) -> None:
    lin.sends("person", address="历下区\x07\r\n一号", degree="master")

    assert lin.said("person")["address"] == "历下区 一号"


def test_an_old_window_changes_only_what_was_typed_in_it(lin: Engineer) -> None:
    old = lin.looks("person")
    lin.sends("person", address="新地址二号", major="化学工程")

    lin.client.post(lin.url("person"), {**fields(old), "school": "山东大学"})

    assert lin.said("person")["address"] == "新地址二号"
    assert lin.said("person")["major"] == "化学工程"
    assert lin.said("person")["school"] == "山东大学"


def test_somebody_elses_application_is_answered_like_none(lin: Engineer) -> None:
    other = engineer(name="周宁", number=21, builder=lin.builder)
    pages = ["", "agency", "person", "employer", "history", "agency/province"]

    for page in pages:
        foreign = other.client.get(lin.url(page))
        absent = other.client.get(f"/apply/cases/26AAAAAAAA/{page}")
        assert foreign.status_code == absent.status_code == 404
        assert foreign.content == absent.content
    before = lin.said("person")
    assert other.client.post(lin.url("person"), PERSON).status_code == 404
    assert lin.said("person") == before


def test_after_submission_pages_can_only_be_read(lin: Engineer) -> None:
    lin.fills_in_everything()
    case = lin.case()
    type(case).objects.filter(pk=case.pk).update(
        status="first_review", filed_on=NOW.date(), agency=lin.builder.agencies["SD"]
    )

    for page in ("agency", "person", "category", "employer", "history"):
        text = lin.looks(page)
        assert "只能查看" in text
        assert "保存并继续" not in text
    assert lin.client.get(lin.url("")).headers["Location"] == lin.url("status")
    before = lin.said("person")
    lost = lin.client.post(lin.url("person"), {"address": "新地址"})
    assert lost.status_code == 409
    assert "新地址" in lost.content.decode()
    assert lin.said("person") == before


@pytest.mark.parametrize("page", ["person", "category", "employer", "education", "history"])
def test_a_page_takes_a_fixed_number_of_queries(
    lin: Engineer, page: str, django_assert_max_num_queries
) -> None:
    lin.fills_in_everything()
    with django_assert_max_num_queries(11):
        lin.looks(page)
