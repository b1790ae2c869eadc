"""Step 5, and the same list without an application: sources, what counts, own records."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anzhu.education.models import Proof, Record
from anzhu.kernel import clock
from tests.domain import factories
from tests.domain.files import samples
from tests.web.applicant.filling import NOW, Engineer, engineer

pytestmark = pytest.mark.django_db
TYPED = {
    "provider": "山东省安全生产协会",
    "course": "化工过程安全",
    "completed": "2026-03-04",
    "hours": "8",
}


@pytest.fixture
def late(today: None) -> Engineer:
    """She got her certificate in 2018 and has begun an overdue registration."""
    return engineer(obtained=date(2018, 10, 12), category=None).starts()


def text(who: Engineer, path: str, status: int = 200) -> str:
    answer = who.client.get(path)
    assert answer.status_code == status, answer.headers.get("Location")
    return answer.content.decode()


def test_an_application_on_time_asks_nothing(today: None):
    lin = engineer().starts()
    page = lin.looks("education")
    assert "本次不需要继续教育" in page and "不要求继续教育（注册说明第一条第二款）" in page
    assert "目前不要求继续教育学时" in text(lin, "/apply/education")


def test_an_overdue_one_says_how_many_are_missing_and_why(late: Engineer):
    factories.learnt(late.who.person, 32, "安全生产法", date(2025, 5, 6))
    factories.learnt(late.who.person, 8, "太早的", date(2021, 11, 23))
    page = late.looks("education")
    assert "已认定 32 / 需要 48 学时，还差 16 学时" in page
    assert '<progress max="48.0" value="32.0"' in page
    assert "不在计入期内" in page and "机构导入" in page
    assert "2021年11月24日至2026年11月23日" in page
    assert "已认定 32 / 需要 48 学时" in text(late, "/apply/education")
    answer = late.client.post(late.url("education"))
    assert answer.status_code == 303  # other steps go on; it is submitting that needs the hours
    assert "还差 16 学时" in late.looks("check")


def test_an_own_record_is_added_with_its_certificate_and_comes_back_to_the_step(
    late: Engineer, jobs
):
    where = f"/apply/education/add?for={late.ref}"
    assert "建议同时上传结业证书" in text(late, where)
    file = SimpleUploadedFile("证书.jpg", samples.jpeg())
    typed = {**TYPED, "once": "k", "for": late.ref, "file": file}
    answer = late.client.post(where, typed)
    assert answer.headers["Location"].startswith(f"/apply/cases/{late.ref}/education#")
    jobs()
    page = late.looks("education")
    assert "个人填写" in page and "须经初审机构逐条认可" in page
    proof = Proof.objects.get()
    picture = late.client.get(f"/apply/education/{proof.record_id}/proofs/{proof.pk}/thumbnail.jpg")
    assert picture.headers["Content-Type"] == "image/jpeg"
    # The step of the materials does not ask for what lies here already.
    assert "第 5 步的个人记录已附 1 页证明" in late.looks("materials")
    late.client.post(f"/apply/education/{proof.record_id}/proofs/{proof.pk}/remove")
    assert "还没有附证明" in late.looks("materials")


def test_everything_wrong_is_said_at_its_field_and_nothing_typed_is_lost(late: Engineer):
    typed = {**TYPED, "provider": "", "completed": "2027-01-01", "hours": "八", "once": "k"}
    answer = late.client.post("/apply/education/add", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="field-error"') == 3
    assert "请填写培训机构" in page and "晚于今天" in page and "请填写学时，例如" in page
    assert 'value="化工过程安全"' in page and 'value="八"' in page
    assert not Record.objects.exists()


def test_a_file_that_cannot_be_used_does_not_lose_the_record(late: Engineer):
    file = SimpleUploadedFile("证书.exe", b"MZ\x90\x00")
    answer = late.client.post("/apply/education/add", {**TYPED, "once": "k", "file": file})
    page = late.client.get(answer.headers["Location"]).content.decode()
    assert "记录已添加，但证明没有上传：不能识别这种文件" in page
    assert Record.objects.get().course == "化工过程安全"
    assert not Proof.objects.exists()


def test_an_own_record_is_changed_and_removed(late: Engineer):
    late.client.post("/apply/education/add", {**TYPED, "once": "k"})
    key = Record.objects.get().pk
    assert 'value="化工过程安全"' in text(late, f"/apply/education/{key}/change")
    late.client.post(f"/apply/education/{key}/change", {**TYPED, "hours": "16", "once": "c"})
    new = Record.objects.standing().get()
    assert (new.hours, new.pk == key) == (16, False)
    assert text(late, f"/apply/education/{key}/change", status=404)
    assert "删除后这条记录" in text(late, f"/apply/education/{new.pk}/remove")
    late.client.post(f"/apply/education/{new.pk}/remove")
    assert not Record.objects.standing().exists()
    assert "已删除" in text(late, "/apply/education")


def test_what_was_submitted_is_shown_but_not_changed(late: Engineer):
    factories.learnt(late.who.person, 40, "安全生产法", date(2025, 5, 6))
    late.client.post("/apply/education/add", {**TYPED, "once": "k"})
    key = Record.objects.standing().get(source="self").pk
    builder = late.builder
    late.fills_in_everything()
    case = late.case()
    builder.hand_in_papers(case, late.who, NOW)
    late.client.post(late.url("submit"), {"declared": "on", "once": "s"})
    assert late.case().status == "first_review"
    page = text(late, "/apply/education")
    assert f'申请 <span class="number">{late.ref}</span> 正在审核' in page
    assert f"/apply/education/{key}/change" not in page
    answer = late.client.post(f"/apply/education/{key}/change", {**TYPED, "once": "c"})
    assert (answer.status_code, Record.objects.get(pk=key).state) == (422, "stands")
    assert "正在申请" in answer.content.decode()
    assert late.client.post(f"/apply/education/{key}/remove").status_code == 409


def test_the_list_takes_a_fixed_number_of_queries(late: Engineer, django_assert_max_num_queries):
    for place in range(5):
        factories.learnt(late.who.person, 8, f"课程 {place}", date(2025, 5, 6))
    with clock.at(NOW), django_assert_max_num_queries(16):
        late.client.get("/apply/education")
    for place in range(5):
        factories.learnt(late.who.person, 8, f"另一课程 {place}", date(2025, 5, 6))
    with clock.at(NOW), django_assert_max_num_queries(16):
        late.client.get("/apply/education")
