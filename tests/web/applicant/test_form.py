"""Print and sign (2.7): a version for every state of the data, printed once for each click."""

import pypdfium2
import pytest

from anzhu.audit.models import Entry
from anzhu.cases import drafting
from tests.web.applicant.papers import NOW, Applicant, applicant, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> Applicant:
    return applicant()


def prints(lin: Applicant) -> int:
    return Entry.objects.filter(event="case.form_printed").count()


def moves_house(lin: Applicant) -> None:
    said = {"address": "新地址一号"}
    drafting.save(case_id=lin.case.pk, page="person", said=said, actor=lin.who.actor, now=NOW)


def test_printing_leads_to_a_pdf_of_two_pages(lin: Applicant) -> None:
    assert "未打印" in lin.get("form").content.decode()

    answer = lin.post("form")
    pdf = lin.client.get(answer.headers["Location"])

    assert answer.status_code == 303
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.headers["Content-Disposition"].startswith("inline")
    assert pdf.headers["X-Content-Type-Options"] == "nosniff"
    assert len(pypdfium2.PdfDocument(pdf.content)) == 2
    assert "已打印" in lin.get("form").content.decode()


def test_a_get_never_prints(lin: Applicant) -> None:
    assert lin.get("form.pdf").status_code == 404
    lin.get("form")
    assert lin.fresh().dossier.form_version == 0


def test_a_double_click_prints_once_and_the_same_data_keep_their_version(lin: Applicant) -> None:
    lin.post("form", {"once": "double"})
    lin.post("form", {"once": "double"})
    assert (lin.fresh().dossier.form_version, prints(lin)) == (1, 1)

    lin.post("form")
    assert (lin.fresh().dossier.form_version, prints(lin)) == (1, 2)


def test_after_a_change_the_old_form_is_not_given_out_any_more(lin: Applicant) -> None:
    lin.post("form")
    moves_house(lin)

    stale = lin.get("form.pdf")
    page = lin.get("form").content.decode()

    assert stale.status_code == 303
    assert "内容已改，需重新打印" in page
    lin.post("form")
    assert lin.fresh().dossier.form_version == 2
    assert lin.case.folder.form_version == 2


def test_an_unfinished_page_is_named_and_nothing_is_printed(lin: Applicant) -> None:
    drafting.save(
        case_id=lin.case.pk, page="employer", said={"uscc": ""}, actor=lin.who.actor, now=NOW
    )

    answer = lin.post("form")

    assert answer.status_code == 422
    assert "聘用单位信息" in answer.content.decode()
    assert (lin.fresh().dossier.form_version, prints(lin)) == (0, 0)


def test_wechat_is_told_how_to_print(lin: Applicant) -> None:
    page = lin.get("form", headers={"User-Agent": "Mozilla MicroMessenger/8"})
    assert "微信内不能打印" in page.content.decode()


def test_the_sheet_for_the_employer_has_one_page(lin: Applicant) -> None:
    pdf = lin.get("guide.pdf?download=1")
    assert pdf.headers["Content-Disposition"].startswith("attachment")
    assert len(pypdfium2.PdfDocument(pdf.content)) == 1


def test_what_was_submitted_is_not_printed_anew_but_can_be_read(lin: Applicant) -> None:
    submitted(lin)
    assert lin.post("form").status_code == 409
    assert lin.get("form.pdf").status_code == 200


def test_nobody_else_learns_of_it(lin: Applicant) -> None:
    lin.post("form")
    other = applicant(name="高远", number=21, builder=lin.builder)
    for path in ("form", "form.pdf", "guide.pdf"):
        assert other.client.get(f"{lin.base}/{path}").status_code == 404
    assert other.client.post(f"{lin.base}/form").status_code == 404
