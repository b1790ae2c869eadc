"""历次材料 at the door: offered with date and source, one click, and a reason where it can't be."""

import pytest

from anzhu.cases.models import Case
from tests.domain.cases.test_reusing import begins_again, earlier, says
from tests.web.applicant.papers import Applicant, applicant

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> Applicant:
    return begins_again(applicant())


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def slot(lin: Applicant) -> str:
    """The contract's slot as a script fetches it."""
    return text(lin.get("materials/contract", headers={"HX-Request": "true"}))


def test_the_earlier_contract_is_offered_and_taken_over_with_one_click(lin: Applicant) -> None:
    ref = earlier(lin).ref
    shown = slot(lin)
    assert "历次材料" in shown
    assert f"您在 2026年11月23日 提交的初始注册申请（{ref}）" in shown
    assert "聘用单位没有变" in shown

    answer = lin.post("materials/contract/take-over", {"source": ref})

    assert answer.status_code == 303
    assert lin.pages("contract")
    shown = slot(lin)
    assert f"沿用申请 {ref} 中 2026年11月23日 上传的同一页" in shown
    assert "历次材料" not in shown
    page = lin.pages("contract")[0]
    assert lin.get(f"pages/{page.pk}/thumbnail.jpg").status_code == 200


def test_of_another_employer_the_page_says_why_not_and_has_no_button(lin: Applicant) -> None:
    employer = lin.fresh().dossier.answers["employer"]
    says(lin, employer={**employer, "uscc": "91110000MA0000000X", "name": "另一个单位"})
    shown = slot(lin)
    assert "是另一个聘用单位的，不能沿用" in shown
    assert "take-over" not in shown
    answer = lin.post("materials/contract/take-over", {"source": earlier(lin).ref})
    assert answer.status_code == 409
    assert "是另一个聘用单位的" in text(answer)
    assert lin.pages("contract") == []


def test_what_was_not_offered_is_not_there(lin: Applicant) -> None:
    other = applicant(name="方晴", number=22, builder=lin.builder)
    for material, source in (
        ("contract", other.case.ref),
        ("contract", ""),
        ("id_in_hand", earlier(lin).ref),
        ("no_such", earlier(lin).ref),
    ):
        answer = lin.post(f"materials/{material}/take-over", {"source": source})
        assert answer.status_code == 404, material
    theirs = other.post("materials/contract/take-over", {"source": earlier(lin).ref})
    assert theirs.status_code == 404
    assert lin.pages("contract") == []
    assert other.pages("contract") == []
    assert Case.objects.filter(ref=other.case.ref, status="draft").exists()
