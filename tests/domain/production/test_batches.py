"""A batch: compiled and frozen by the centre, decided by another human at the ministry."""

from datetime import date, timedelta

import pytest

from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.cases.models import Act, Case
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.kernel.models import Counter
from anzhu.notices.models import Notice
from anzhu.production import actions, queries
from anzhu.production.models import Batch, BatchCase, Item
from anzhu.registrations.models import Registration, Restriction, Sheet
from anzhu.rules.facts import Opinion, Reason, Role, Status
from anzhu.rules.production import BatchStatus, ItemStatus
from tests.domain import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOW = clock.noon(TODAY)
REFUSAL = Reason(code="refuse.not_employed", item="employer")


@pytest.fixture
def centre() -> Actor:
    return factories.actor(Role.CENTRE_REVIEWER)


@pytest.fixture
def ministry() -> Actor:
    return factories.actor(Role.MINISTRY_APPROVER)


def compiled(centre: Actor, *cases: Case) -> Batch:
    keys = [case.pk for case in cases]
    return actions.compile_batch(case_ids=keys, key=str(keys), actor=centre, now=NOW)


def frozen(centre: Actor, *cases: Case) -> Batch:
    batch = compiled(centre, *cases)
    return actions.freeze(batch_id=batch.pk, key=f"f{batch.pk}", actor=centre, now=NOW)


def approved(batch: Batch, ministry: Actor, **said: object) -> Batch:
    asked = {"leaving_out": {}, "refusing": {}, "second_factor": True, "key": "once", **said}
    return actions.approve(batch_id=batch.pk, actor=ministry, now=NOW, **asked)


def everything() -> tuple[object, ...]:
    """All that a refused decision must leave as it was."""
    return (
        list(Batch.objects.order_by("pk").values()),
        list(BatchCase.objects.order_by("pk").values()),
        list(Case.objects.order_by("pk").values()),
        Act.objects.count(),
        Entry.objects.count(),
        Notice.objects.count(),
        Registration.objects.count(),
        Item.objects.count(),
        list(Counter.objects.order_by("series").values()),
    )


def test_approval_grants_from_the_day_numbers_in_list_order_and_makes_sheets(centre, ministry):
    cases = [factories.case() for _ in range(3)]
    batch = approved(frozen(centre, *cases), ministry)
    assert batch.status == BatchStatus.DECIDED
    members = list(batch.members.select_related("case").order_by("position"))
    assert [row.case.status for row in members] == [Status.APPROVED] * 3
    numbers = [Registration.objects.get(case_ref=row.case.ref).number for row in members]
    assert numbers == ["20260000001", "20260000002", "20260000003"]
    granted = Registration.objects.get(number=numbers[0])
    assert (granted.valid_from, granted.valid_until) == (TODAY, date(2031, 11, 22))
    assert granted.employer_uscc == "91370100MA3C1234XA"
    sheets = list(Item.objects.order_by("serial"))
    assert [item.serial[:-1] for item in sheets] == ["ZS260000001", "ZS260000002", "ZS260000003"]
    assert {item.status for item in sheets} == {ItemStatus.TO_MAKE}
    assert Sheet.objects.filter(void_at=None).count() == 3
    assert Notice.objects.filter(event="case.approved").count() == 3
    assert not list(verify.faults())


def test_some_are_refused_some_left_out_and_the_rest_approved(centre, ministry):
    good, bad, odd = (factories.case(), factories.case(centre_opinion=Opinion.AGAINST),
                      factories.case())  # fmt: skip
    batch = frozen(centre, good, bad, odd)
    approved(batch, ministry, refusing={bad.pk: [REFUSAL]}, leaving_out={odd.pk: "合同待核实"})
    status = dict(Case.objects.values_list("pk", "status"))
    assert status[good.pk] == Status.APPROVED
    assert status[bad.pk] == Status.REFUSED
    assert status[odd.pk] == Status.FINAL_REVIEW
    outcomes = dict(BatchCase.objects.values_list("case_id", "outcome"))
    assert outcomes == {good.pk: "approved", bad.pk: "refused", odd.pk: "left_out"}
    assert Registration.objects.get().case_ref == good.ref
    assert Notice.objects.filter(event="case.refused").count() == 1


def test_the_compiler_may_not_approve_with_whatever_account(centre, ministry):
    batch = frozen(centre, factories.case())
    human = factories.Person.objects.get(pk=centre.person_id)
    same = factories.actor(Role.MINISTRY_APPROVER, of=human)
    before = everything()
    with pytest.raises(Refused) as refused:
        approved(batch, same)
    assert refused.value.codes == ["separation.compiler_approves"]
    assert everything() == before


def test_whoever_froze_it_may_not_approve_either(centre):
    other = factories.actor(Role.CENTRE_REVIEWER)
    batch = compiled(centre, factories.case())
    actions.freeze(batch_id=batch.pk, key="f", actor=other, now=NOW)
    human = factories.Person.objects.get(pk=other.person_id)
    with pytest.raises(Refused) as refused:
        approved(batch, factories.actor(Role.MINISTRY_APPROVER, of=human))
    assert "separation.compiler_approves" in refused.value.codes


def test_every_reason_against_a_decision_is_named_and_nothing_changed(centre, ministry):
    fine = factories.case()
    against = factories.case(centre_opinion=Opinion.AGAINST)
    batch = frozen(centre, fine, against)
    before = everything()
    with pytest.raises(Refused) as refused:
        approved(batch, ministry, leaving_out={fine.pk: " "})
    assert refused.value.codes == ["approve.centre_is_against", "step.no_reason"]
    assert [found.params["ref"] for found in refused.value.objections] == [against.ref, fine.ref]
    with pytest.raises(Refused) as refused:
        approved(batch, ministry, second_factor=False)
    assert refused.value.codes == ["second_factor.missing"]
    with pytest.raises(Refused) as refused:
        approved(
            batch, ministry, refusing={against.pk: [Reason(code="photo.background", item="photo")]}
        )
    assert refused.value.codes == ["refusal.not_on_the_list"]
    assert everything() == before


def test_a_batch_is_decided_once_and_the_same_key_gets_the_first_answer(centre, ministry):
    batch = frozen(centre, factories.case())
    approved(batch, ministry)
    before = everything()
    assert approved(batch, ministry).status == BatchStatus.DECIDED
    with pytest.raises(Refused) as refused:
        approved(batch, ministry, key="another")
    assert refused.value.codes == ["batch.wrong_status"]
    assert refused.value.lost_race
    assert everything() == before


def test_numbers_have_no_holes_after_a_decision_that_failed_at_its_end(
    centre, ministry, monkeypatch
):
    def fall_over(*_: object, **__: object) -> None:
        raise RuntimeError("the power goes off")

    batch = frozen(centre, factories.case(), factories.case())
    before = everything()
    with monkeypatch.context() as broken:
        broken.setattr("anzhu.production.deciding._close", fall_over)
        with pytest.raises(RuntimeError):
            approved(batch, ministry)
    assert everything() == before
    approved(batch, ministry)
    numbers = Registration.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == ["20260000001", "20260000002"]


def test_what_was_not_frozen_is_not_approved(centre, ministry):
    case = factories.case()
    open_batch = compiled(centre, case)
    with pytest.raises(NotVisible):
        approved(open_batch, ministry)
    batch = actions.freeze(batch_id=open_batch.pk, key="f", actor=centre, now=NOW)
    Case.objects.filter(pk=case.pk).update(applicant_name="王改名")
    with pytest.raises(Refused) as refused:
        approved(batch, ministry)
    assert refused.value.codes == ["batch.changed_since_frozen"]


def test_a_case_is_in_one_undecided_batch_only(centre):
    case = factories.case()
    first = compiled(centre, case)
    with pytest.raises(Refused) as refused:
        actions.compile_batch(case_ids=[case.pk], key="again", actor=centre, now=NOW)
    assert refused.value.codes == ["batch.in_another"]
    assert Batch.objects.count() == 1
    actions.remove(batch_id=first.pk, case_id=case.pk, actor=centre, now=NOW)
    second = actions.compile_batch(case_ids=[case.pk], key="again", actor=centre, now=NOW)
    assert second.members.get().case == case


def test_freezing_looks_once_more_for_bans_registrations_and_doubles(centre):
    banned, holder = factories.case(), factories.case()
    Restriction.objects.create(
        person=banned.person,
        starts_on=TODAY - timedelta(days=9),
        years=3,
        basis="x",
        instrument="y",
    )
    Registration.objects.create(
        person=holder.person,
        number="20250000001",
        category="mine",
        employer_name="x",
        employer_uscc="y",
        granted_on=TODAY,
        valid_from=TODAY,
        valid_until=TODAY,
        case_ref="25OLD",
    )
    batch = compiled(centre, banned, holder)
    with pytest.raises(Refused) as refused:
        actions.freeze(batch_id=batch.pk, key="f", actor=centre, now=NOW)
    assert set(refused.value.codes) == {"batch.restricted", "registration.already_held"}
    batch.refresh_from_db()
    assert batch.status == BatchStatus.OPEN


def test_an_empty_batch_is_not_frozen_and_a_thawed_one_can_be_changed(centre):
    case, late = factories.case(), factories.case()
    batch = frozen(centre, case)
    with pytest.raises(Refused) as refused:
        actions.add(batch_id=batch.pk, case_ids=[late.pk], actor=centre, now=NOW)
    assert refused.value.codes == ["batch.wrong_status"]
    actions.thaw(batch_id=batch.pk, actor=centre, now=NOW)
    actions.add(batch_id=batch.pk, case_ids=[late.pk], actor=centre, now=NOW)
    assert batch.members.count() == 2
    for one in (case, late):
        actions.remove(batch_id=batch.pk, case_id=one.pk, actor=centre, now=NOW)
    with pytest.raises(Refused) as refused:
        actions.freeze(batch_id=batch.pk, key="g", actor=centre, now=NOW)
    assert refused.value.codes == ["batch.empty"]


def test_the_frozen_list_is_printed_with_its_digest(centre, ministry, jobs):
    batch = frozen(centre, factories.case(), factories.case())
    assert queries.list_paper(ministry, batch.number, "pdf") is None
    jobs()
    assert queries.list_paper(ministry, batch.number, "pdf").startswith(b"%PDF")
    assert queries.list_paper(ministry, batch.number, "xlsx").startswith(b"PK")


def test_the_ministry_sees_counts_exceptions_and_a_sample(
    centre, ministry, django_assert_num_queries
):
    cases = [factories.case() for _ in range(12)]
    cases.append(factories.case(centre_opinion=Opinion.AGAINST, category="mine"))
    batch = frozen(centre, *cases)
    assert [one.size for one in queries.pending_for_ministry(ministry)] == [13]
    with django_assert_num_queries(8):
        page = queries.batch_page(ministry, batch.number, on=TODAY)
    assert [(one.code, one.count) for one in page.by_category] == [("chemical", 12), ("mine", 1)]
    assert [one.ref for one in page.exceptions["against"]] == [cases[-1].ref]
    assert len(page.sample) == 10
    assert page.sample == queries.batch_page(ministry, batch.number, on=TODAY).sample
    rows, after = queries.cases_of(ministry, batch.number, at_most=8)
    rest, end = queries.cases_of(ministry, batch.number, after=after, at_most=8)
    assert [row.position for row in (*rows, *rest)] == list(range(1, 14))
    assert end is None


def test_who_may_know_of_a_batch(centre, ministry):
    batch = compiled(centre, factories.case())
    for role in (Role.APPLICANT, Role.AGENCY_LEAD, Role.ADMINISTRATOR):
        somebody = factories.actor(role, agency=factories.agency())
        with pytest.raises(NotVisible):
            queries.batch(somebody, batch.number)
        with pytest.raises(NotVisible):
            actions.freeze(batch_id=batch.pk, key="f", actor=somebody, now=NOW)
    with pytest.raises(NotVisible):
        queries.batch(ministry, batch.number)
    assert queries.batch(centre, batch.number) == batch


def test_approving_costs_as_many_statements_for_many_as_for_few(
    centre, ministry, django_assert_max_num_queries
):
    few = frozen(centre, *[factories.case() for _ in range(2)])
    many = frozen(centre, *[factories.case() for _ in range(20)])
    with django_assert_max_num_queries(75) as first:
        approved(few, ministry, key="few")
    with django_assert_max_num_queries(len(first)):
        approved(many, ministry, key="many")
