"""What a person enters, what others say about it, and hours that a grant has used (R7, 4.5)."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anzhu.education import actions, queries
from anzhu.education.models import Dispute, Proof, Record, RecordState
from anzhu.education.own import MOST_RECORDS, Rejection, Said
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.notices.models import Notice
from anzhu.rules import education
from anzhu.rules.facts import Role
from anzhu.rules.filing import Source
from tests.domain import factories
from tests.domain.education.conftest import LAW, NOW, row
from tests.domain.files import samples

pytestmark = pytest.mark.django_db
SAID = Said(provider="济南培训学校", course=LAW, completed=date(2026, 3, 4), hours=Decimal(8))


def said(**changed: object) -> Said:
    return Said(**{**vars(SAID), **changed})


def enter(actor, key: str = "k", **changed: object) -> Record:
    return actions.add(said=said(**changed), key=key, actor=actor, now=NOW)


def refused(act) -> list[str]:
    before = list(Record.objects.order_by("pk").values())
    with pytest.raises(Refused) as why:
        act()
    assert list(Record.objects.order_by("pk").values()) == before
    return why.value.codes


def test_an_own_record_counts_as_declared_and_says_whose_it_is(lin, holder):
    made = enter(holder, provider="  济南 培训学校　", course="安全生产法")
    (fact,) = queries.for_the_law(lin)
    assert (fact.source, fact.hours, fact.provider) == (Source.SELF, Decimal(8), "济南 培训学校")
    assert made.person == lin


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"provider": " "}, ["education.no_provider"]),
        ({"course": ""}, ["education.no_course"]),
        ({"course": "长" * 121}, ["education.course_too_long"]),
        ({"completed": None}, ["education.no_day"]),
        ({"completed": date(2026, 11, 17)}, ["education.in_future"]),
        ({"hours": None}, ["education.no_hours"]),
        ({"hours": Decimal("8.25")}, ["education.hours_out_of_range"]),
        ({"hours": Decimal(49)}, ["education.hours_out_of_range"]),
        ({"completed": None, "hours": None}, ["education.no_day", "education.no_hours"]),
    ],
)
def test_a_record_that_cannot_be_entered_names_every_reason(holder, changed, codes):
    assert refused(lambda: enter(holder, **changed)) == codes


def test_the_same_course_of_one_day_is_entered_once(lin, holder):
    enter(holder)
    assert enter(holder).pk == Record.objects.get().pk  # the same click
    assert refused(lambda: enter(holder, "another")) == ["education.already_entered"]
    enter(holder, "next day", completed=date(2026, 3, 5))
    assert len(queries.for_the_law(lin)) == 2


def test_there_is_an_end_to_it(holder, monkeypatch):
    monkeypatch.setattr("anzhu.education.own.MOST_RECORDS", 1)
    assert MOST_RECORDS > 100
    enter(holder)
    assert refused(lambda: enter(holder, "2", course="另一门")) == ["education.too_many"]


def test_a_corrected_record_takes_the_place_of_the_old_one(lin, holder):
    old = enter(holder)
    new = actions.change(
        record_id=old.pk, said=said(hours=Decimal(16)), key="c", actor=holder, now=NOW
    )
    assert [one.hours for one in queries.for_the_law(lin)] == [Decimal(16)]
    old.refresh_from_db()
    assert (old.state, old.hours) == (RecordState.REPLACED, Decimal(8))
    assert [one.pk for one in queries.mine(holder)] == [new.pk]
    with pytest.raises(NotVisible):
        actions.change(record_id=old.pk, said=SAID, key="d", actor=holder, now=NOW)


def test_a_correction_that_is_wrong_leaves_the_old_one(holder):
    old = enter(holder)
    wrong = said(hours=None)
    act = lambda: actions.change(record_id=old.pk, said=wrong, key="c", actor=holder, now=NOW)  # noqa: E731
    assert refused(act) == ["education.no_hours"]


def test_an_own_record_is_removed(lin, holder):
    made = enter(holder)
    for _ in range(2):
        actions.remove(record_id=made.pk, actor=holder, now=NOW)
    assert queries.for_the_law(lin) == ()


def test_used_hours_are_spent_and_cannot_be_changed(lin, holder):
    made = enter(holder)
    actions.use({made.pk: "26AAAAAAAA"})
    actions.use({made.pk: "26BBBBBBBB"})
    assert Record.objects.get().used_for == "26AAAAAAAA"
    assert queries.for_the_law(lin)[0].used
    for act in (
        lambda: actions.remove(record_id=made.pk, actor=holder, now=NOW),
        lambda: actions.change(record_id=made.pk, said=SAID, key="c", actor=holder, now=NOW),
    ):
        assert refused(act) == ["education.used"]


def test_the_imported_one_of_two_is_listed_first(send, commit, lin, holder):
    enter(holder, provider="齐鲁安全培训中心", completed=date(2026, 5, 6), hours=Decimal(24))
    commit(send(row(lin)))
    assert [one.source for one in queries.for_the_law(lin)] == [Source.INSTITUTION, Source.SELF]


def test_used_hours_do_not_come_back_when_an_institution_imports_the_course(
    send, commit, lin, holder
):
    day = date(2026, 5, 6)
    mine = enter(holder, provider="齐鲁安全培训中心", completed=day, hours=Decimal(24))
    actions.use({mine.pk: "26AAAAAAAA"})
    commit(send(row(lin)))
    assert [one.used for one in queries.for_the_law(lin)] == [True, False]
    assert education.counting(queries.for_the_law(lin), day, day) == ()


def test_others_do_not_find_it(lin, holder):
    made = enter(holder)
    stranger = factories.actor(Role.APPLICANT)
    for act in (
        lambda: actions.remove(record_id=made.pk, actor=stranger, now=NOW),
        lambda: actions.change(record_id=made.pk, said=SAID, key="c", actor=stranger, now=NOW),
        lambda: queries.my_record(stranger, made.pk, Source.SELF),
    ):
        with pytest.raises(NotVisible):
            act()


def test_what_a_reviewer_decides_stays_with_the_record(lin, holder):
    good, bad = enter(holder), enter(holder, "2", course="另一门")
    actions.judged(
        accepted=[good.pk],
        rejected={bad.pk: Rejection("education.no_proof", "请补证书")},
        case_ref="26AAAAAAAA",
        now=NOW,
    )
    assert [one.key for one in queries.for_the_law(lin)] == [good.pk]
    assert queries.accepted_among([good.pk, bad.pk], "26AAAAAAAA") == {good.pk}
    bad.refresh_from_db()
    assert (bad.state, bad.reason, bad.note) == (
        RecordState.REJECTED, "education.no_proof", "请补证书",
    )  # fmt: skip
    # With proof it may be entered again.
    actions.change(record_id=bad.pk, said=said(course="另一门"), key="c", actor=holder, now=NOW)
    assert len(queries.for_the_law(lin)) == 2
    bad.refresh_from_db()
    assert bad.state == RecordState.REJECTED


# --- certificates ------------------------------------------------------------------------------


def test_a_certificate_lies_beside_its_record_and_goes_along(stores, jobs, holder):
    made = enter(holder)
    for _ in range(2):
        upload = SimpleUploadedFile("证书.jpg", samples.jpeg())
        actions.add_proof(record_id=made.pk, upload=upload, key="p", actor=holder, now=NOW)
    jobs()
    (proof,) = Proof.objects.all()
    assert proof.state == "ready"
    assert queries.my_proof(holder, proof.pk, "thumbnail").read(3) == b"\xff\xd8\xff"
    with pytest.raises(NotVisible):
        queries.my_proof(factories.actor(Role.APPLICANT), proof.pk, "thumbnail")
    new = actions.change(record_id=made.pk, said=said(course="二"), key="c", actor=holder, now=NOW)
    assert list(queries.proofs_of([new.pk])) == [new.pk]
    actions.remove_proof(record_id=new.pk, proof_id=proof.pk, actor=holder, now=NOW)
    assert queries.proofs_of([new.pk]) == {}


def test_a_broken_certificate_says_why_and_gives_way(stores, jobs, holder):
    made = enter(holder)

    def lay(content: bytes, key: str) -> None:
        upload = SimpleUploadedFile("证书.jpg", content)
        actions.add_proof(record_id=made.pk, upload=upload, key=key, actor=holder, now=NOW)
        jobs()

    lay(samples.jpeg()[:300], "broken")
    assert Proof.objects.get().refusals[0]["code"] == "file.damaged"
    lay(samples.pdf(), "whole")
    assert Proof.objects.filter(removed_at=None, state="ready").count() >= 1
    for place in range(4):
        try:
            lay(samples.jpeg(), f"more {place}")
        except Refused as full:
            assert full.codes == ["education.proof_full"]
            break
    else:
        pytest.fail("there is no end to it")


# --- objections --------------------------------------------------------------------------------


@pytest.fixture
def imported(send, commit, lin, holder) -> Record:
    commit(send(row(lin)))
    Notice.objects.all().delete()
    return Record.objects.get()


def object_to(record: Record, actor, why: str = "没有参加", key: str = "o") -> Dispute:
    return actions.raise_dispute(record_id=record.pk, said=why, key=key, actor=actor, now=NOW)


def test_an_objection_goes_to_the_institution_with_three_working_days(imported, clerk, holder, lin):
    for _ in range(2):
        dispute = object_to(imported, holder)
    assert dispute.due_on == date(2026, 11, 19)
    assert [one.pk for one in queries.open_disputes(clerk)] == [dispute.pk]
    assert [(n.account_id, n.event) for n in Notice.objects.all()] == [
        (clerk.account_id, "education.disputed")
    ]
    assert len(queries.for_the_law(lin)) == 1  # it counts until it is decided
    assert refused(lambda: object_to(imported, holder, key="2")) == ["education.already_disputed"]


@pytest.mark.parametrize(("upheld", "left"), [(True, 0), (False, 1)])
def test_an_institution_answers_and_the_holder_is_told(imported, clerk, holder, lin, upheld, left):
    dispute = object_to(imported, holder)
    Notice.objects.all().delete()
    answer = {"dispute_id": dispute.pk, "upheld": upheld, "actor": clerk, "now": NOW}
    assert refused(lambda: actions.answer(said=" ", key="a", **answer)) == ["education.no_reason"]
    for _ in range(2):
        actions.answer(said="已核对签到表", key="b", **answer)
    assert len(queries.for_the_law(lin)) == left
    (notice,) = Notice.objects.all()
    state = "upheld" if upheld else "rejected"
    assert (notice.account_id, notice.event) == (holder.account_id, f"education.dispute_{state}")
    assert refused(lambda: actions.answer(said="x", key="c", **answer)) == ["dispute.wrong_status"]


def test_only_imported_records_that_stand_are_objected_to(imported, clerk, holder):
    own = enter(holder)
    with pytest.raises(NotVisible):
        object_to(own, holder)
    with pytest.raises(NotVisible):
        object_to(imported, factories.actor(Role.APPLICANT))
    assert refused(lambda: object_to(imported, holder, " ")) == ["education.no_reason"]
    actions.use({imported.pk: "26AAAAAAAA"})
    assert refused(lambda: object_to(imported, holder)) == ["education.used"]


def test_a_record_that_is_gone_is_not_objected_to(imported, clerk, holder):
    key = {"key": "r", "actor": clerk, "now": NOW}
    actions.revoke(batch_id=imported.batch_id, reason="名单有误", **key)
    assert refused(lambda: object_to(imported, holder)) == ["education.record_gone"]
