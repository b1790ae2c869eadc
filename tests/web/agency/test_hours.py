"""A reviewer tells imported hours from a person's own word, and judges that entry by entry."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from anzhu.cases import learning
from anzhu.cases.models import Case
from anzhu.education.actions import Said
from anzhu.education.models import Proof, ProofState, Record
from anzhu.ops.demo import cast
from anzhu.ops.demo.builder import Somebody
from anzhu.reviews.models import Decision, Marks
from tests.domain import factories
from tests.web.agency.desk import address, all_met, followed, text_of
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def han(story: Story) -> Somebody:
    """韩迟 is overdue: 40 imported hours, 8 by his own word with a certificate, 8 without."""
    who = story.builder.engineer(
        "韩迟",
        id_number=cast.id_number(date(1984, 2, 3), 41, woman=False),
        email="han@example.org",
        phone="13800000041",
        obtained=date(2018, 10, 12),
        category=None,
    )
    factories.learnt(who.person, 40, "安全生产法", date(2025, 5, 6))
    proved = own(who, "应急管理")
    own(who, "双重预防")
    sheet = story.builder.plain_sheet("proof")
    Proof.objects.create(record=proved, state=ProofState.READY, stored=sheet, uploaded_at=MONDAY)
    return who


def own(who: Somebody, course: str) -> Record:
    said = Said(
        provider="济南培训学校", course=course, completed=date(2025, 6, 1), hours=Decimal(8)
    )
    return learning.add(said=said, key=course, actor=who.actor, now=MONDAY)


@pytest.fixture
def case(story: Story, han: Somebody, zhou: Client) -> Case:
    """Submitted, and in 周明's hands."""
    found = story.submitted(of=han)
    zhou.post(address(found, "claim"))
    return found


def keys(case: Case) -> tuple[int, int]:
    """The entry with a certificate, and the one without."""
    rows = Record.objects.filter(person=case.person, source="self").order_by("pk")
    return rows[0].pk, rows[1].pk


def test_sources_stand_apart_and_the_certificate_beside_its_entry(story, case, zhou):
    page = text_of(zhou, address(case))
    proved, bare = keys(case)
    assert "机构导入 1 条，直接计入" in page and "个人填写 2 条，请逐条判定" in page
    assert "需要 48 学时，提交时计 56 学时；按现有判定为 <strong>40 学时</strong>" in page
    assert f'name="entry.{proved}"' in page and f'name="entry.{bare}"' in page
    assert page.count("未上传证明") == 1
    proof = Proof.objects.get()
    where = address(case, f"proofs/{proof.pk}/preview")
    assert zhou.get(where).headers["Content-Type"] == "image/jpeg"


def test_only_submitted_certificates_are_shown_and_only_to_the_agency_of_the_case(
    story, case, zhou, enters
):
    bare = keys(case)[1]
    sheet = story.builder.plain_sheet("proof")
    late = Proof.objects.create(
        record_id=bare, state=ProofState.READY, stored=sheet, uploaded_at=MONDAY
    )
    assert zhou.get(address(case, f"proofs/{late.pk}/preview")).status_code == 404
    submitted = Proof.objects.exclude(pk=late.pk).get()
    assert zhou.get(address(case, f"proofs/{submitted.pk}/huge")).status_code == 404
    elsewhere = enters(story.world.reviewers[story.builder.agencies["JS"].pk][0])
    assert elsewhere.get(address(case, f"proofs/{submitted.pk}/preview")).status_code == 404


def test_marks_on_entries_are_kept_one_by_one(case, zhou):
    proved, bare = keys(case)
    one = {f"entry.{proved}": "met"}
    answer = zhou.post(address(case, "marks"), one, headers={"X-Behaviour": "review"})
    assert answer.status_code == 204
    two = {f"entry.{bare}": "not_met", f"entry_reason.{bare}": "education.no_proof"}
    zhou.post(address(case, "marks"), two, headers={"X-Behaviour": "review"})
    assert Marks.objects.get().entries == {
        str(proved): {"mark": "met", "reason": "", "note": ""},
        str(bare): {"mark": "not_met", "reason": "education.no_proof", "note": ""},
    }
    page = text_of(zhou, address(case))
    assert "按现有判定为 <strong>48 学时</strong>" in page


def test_it_passes_with_every_entry_judged_and_not_before(case, zhou):
    proved, bare = keys(case)
    answer = zhou.post(address(case, "pass"), {**all_met(case), "once": "a"})
    assert answer.status_code == 422
    assert "还有 2 条个人填写的继续教育记录未判定" in answer.content.decode()
    typed = {
        **all_met(case),
        f"entry.{proved}": "met",
        f"entry.{bare}": "not_met",
        f"entry_reason.{bare}": "education.no_proof",
        f"entry_note.{bare}": "请补证书",
        "once": "b",
    }
    followed(zhou, zhou.post(address(case, "pass"), typed))
    assert Case.objects.get(pk=case.pk).status == "passed"
    assert Record.objects.get(pk=bare).state == "rejected"
    assert set(Decision.objects.get().entries) == {str(proved), str(bare)}


def test_the_applicant_reads_why_an_entry_was_not_accepted(story, case, han, zhou, enters):
    proved, bare = keys(case)
    typed = {
        **all_met(case, education__accepted=("education.short", "")),
        f"entry.{proved}": "not_met",
        f"entry_reason.{proved}": "education.not_recognised",
        f"entry.{bare}": "not_met",
        f"entry_reason.{bare}": "education.no_proof",
        f"entry_note.{bare}": "请补山东省安协的证书",
        "then": "return",
    }
    zhou.post(address(case, "marks"), typed)
    zhou.post(address(case, "return"), {"once": "r"})
    assert Case.objects.get(pk=case.pk).status == "correction"
    page = text_of(enters(han), f"/apply/cases/{case.ref}/education")
    assert "已认定 40 / 需要 48 学时，还差 8 学时" in page
    assert "请补山东省安协的证书" in page and "审核未认可" in page
    assert f"/apply/education/{bare}/change?for={case.ref}" in page


def test_an_entry_of_somebody_else_is_not_taken(case, zhou):
    answer = zhou.post(
        address(case, "marks"), {"entry.999999": "met"}, headers={"X-Behaviour": "review"}
    )
    assert answer.status_code == 409
    assert not Marks.objects.exists()
