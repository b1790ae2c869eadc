"""From the approval to the counter: numbered, printed, checked, shipped, received, collected."""

from datetime import date, timedelta

import pytest

from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.cases.models import Case
from anzhu.cases.queries import story
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.notices.models import Notice
from anzhu.production import actions, queries, ticking
from anzhu.production.models import Collection, Item, Parcel
from anzhu.registrations.models import Registration, Sheet
from anzhu.rules.facts import Role, Status
from anzhu.rules.production import CollectedBy, ItemStatus, ParcelStatus
from tests.domain import factories

pytestmark = pytest.mark.django_db
NOW = clock.noon(date(2026, 11, 23))
LATER = clock.noon(date(2026, 11, 30))


class House:
    """The people of a batch's way, each with one verb to a sentence."""

    def __init__(self) -> None:
        self.agency = factories.agency()
        self.centre = factories.actor(Role.CENTRE_REVIEWER)
        self.ministry = factories.actor(Role.MINISTRY_APPROVER)
        self.producer = factories.actor(Role.CENTRE_PRODUCER)
        self.counter = factories.actor(Role.AGENCY_REVIEWER, agency=self.agency)

    def approved(self, *cases: Case) -> list[Item]:
        keys = [case.pk for case in cases]
        batch = actions.compile_batch(case_ids=keys, key="c", actor=self.centre, now=NOW)
        actions.freeze(batch_id=batch.pk, key="f", actor=self.centre, now=NOW)
        actions.approve(
            batch_id=batch.pk,
            leaving_out={},
            refusing={},
            second_factor=True,
            key="a",
            actor=self.ministry,
            now=NOW,
        )
        return list(Item.objects.order_by("serial"))

    def printed(self, items: list[Item], spoiled: dict[int, str] | None = None) -> None:
        run = actions.start(item_ids=keys_of(items), actor=self.producer, now=NOW)
        actions.confirm(run_id=run.pk, spoiled=spoiled or {}, actor=self.producer, now=NOW)

    def shipped(self, items: list[Item]) -> Parcel:
        self.printed(items)
        actions.check(item_ids=keys_of(items), actor=self.producer, now=NOW)
        parcel = actions.pack(
            agency_id=self.agency.pk, item_ids=keys_of(items), actor=self.producer, now=NOW
        )
        return actions.hand_over(
            parcel_id=parcel.pk,
            courier="EMS",
            courier_number="1234567890",
            actor=self.producer,
            now=NOW,
        )

    def received(self, items: list[Item]) -> Parcel:
        parcel = self.shipped(items)
        return self.opens(parcel, items)

    def opens(self, parcel: Parcel, seen: list[Item], **said: object) -> Parcel:
        return actions.receive(
            parcel_id=parcel.pk, seen=keys_of(seen), key="r", actor=self.counter, now=NOW, **said
        )

    def hands_out(self, item: Item, by: Actor | None = None, **said: object) -> Collection:
        asked = {"by": CollectedBy.SELF, "proof": "身份证原件", "key": "k", **said}
        return actions.collect(item_id=item.pk, actor=by or self.counter, now=LATER, **asked)


@pytest.fixture
def house() -> House:
    return House()


def keys_of(items: list[Item]) -> list[int]:
    return [item.pk for item in items]


def status_of(item: Item) -> str:
    return Item.objects.get(pk=item.pk).status


def test_from_the_approval_to_the_collected_certificate(house):
    case = factories.case()
    (item,) = house.approved(case)
    house.received([item])
    assert [row.pk for row in queries.waiting_for_collection(house.counter).rows] == [item.pk]
    row = house.hands_out(item)
    assert (row.by, row.proof, row.proxy_name) == ("self", "身份证原件", "")
    case.refresh_from_db()
    assert case.status == Status.CLOSED
    assert story(case) == ["submit", "compile", "approve", "close"]
    told = Notice.objects.order_by("pk").values_list("event", flat=True)
    assert list(told) == ["case.approved", "item.shipped", "item.received", "case.closed"]
    assert Entry.objects.filter(event="item.collect", chain=case.ref).count() == 1
    assert not list(verify.faults())


def test_a_certificate_is_handed_out_once_whatever_is_clicked(house):
    (item,) = house.approved(factories.case())
    house.received([item])
    first = house.hands_out(item)
    assert house.hands_out(item).at == first.at
    with pytest.raises(Refused) as refused:
        house.hands_out(item, key="another")
    assert refused.value.codes == ["item.wrong_status"]
    assert refused.value.lost_race
    assert Collection.objects.count() == 1


def test_a_proxy_is_known_by_name_and_number(house):
    (item,) = house.approved(factories.case())
    house.received([item])
    entries = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        house.hands_out(item, by=house.counter, proof=" ", proxy_name="王芳")
    assert refused.value.codes == ["collect.no_proof"]
    for name, digits in (("", "123X"), ("王芳", "12")):
        with pytest.raises(Refused) as refused:
            actions.collect(
                item_id=item.pk,
                by=CollectedBy.PROXY,
                proof="委托书",
                proxy_name=name,
                proxy_id_last_4=digits,
                key="k",
                actor=house.counter,
                now=LATER,
            )
        assert refused.value.codes == ["collect.proxy_unknown"]
    assert (status_of(item), Entry.objects.count()) == (ItemStatus.RECEIVED, entries)
    row = actions.collect(
        item_id=item.pk,
        by=CollectedBy.PROXY,
        proof="委托书",
        proxy_name="王芳",
        proxy_id_last_4="123x",
        key="k",
        actor=house.counter,
        now=LATER,
    )
    assert (row.proxy_name, row.proxy_id_last_4) == ("王芳", "123X")


def test_nobody_hands_out_their_own_certificate_nor_that_of_another_agency(house):
    own = factories.case(of=factories.Person.objects.get(pk=house.counter.person_id))
    (item,) = house.approved(own)
    parcel = house.shipped([item])
    colleague = factories.actor(Role.AGENCY_LEAD, agency=house.agency)
    actions.receive(parcel_id=parcel.pk, seen=[item.pk], key="r", actor=colleague, now=NOW)
    with pytest.raises(Refused) as refused:
        house.hands_out(item)
    assert refused.value.codes == ["separation.own_case"]
    other = factories.agency("JS", "江苏省应急管理厅")
    with pytest.raises(NotVisible):
        house.hands_out(item, by=factories.actor(Role.AGENCY_REVIEWER, agency=other))
    assert status_of(item) == ItemStatus.RECEIVED


def test_a_spoiled_sheet_gets_a_new_serial_and_never_a_new_number(house):
    good, bad = house.approved(factories.case(), factories.case())
    house.printed([good, bad], spoiled={bad.pk: "卡纸"})
    assert (status_of(good), status_of(bad)) == (ItemStatus.PRINTED, ItemStatus.VOID)
    new = Item.objects.get(replaces=bad)
    assert new.status == ItemStatus.TO_MAKE
    assert new.number == bad.number
    assert new.serial not in {good.serial, bad.serial}
    assert Sheet.objects.get(serial=bad.serial).void_at == NOW
    assert Sheet.objects.get(serial=new.serial).void_at is None
    assert Registration.objects.count() == 2
    assert Item.objects.get(pk=bad.pk).void_reason == "卡纸"
    assert [item.pk for item in queries.sheets(house.producer, ItemStatus.TO_MAKE).rows] == [new.pk]
    assert not list(verify.faults())


def test_spoiling_needs_a_reason_and_a_producer(house):
    (item,) = house.approved(factories.case())
    with pytest.raises(Refused) as refused:
        actions.spoil(item_id=item.pk, reason=" ", actor=house.producer, now=NOW)
    assert refused.value.codes == ["item.no_reason"]
    with pytest.raises(Refused) as refused:
        actions.spoil(item_id=item.pk, reason="x", actor=house.counter, now=NOW)
    assert refused.value.codes == ["step.not_yours"]
    assert Item.objects.count() == 1


def test_a_sheet_is_checked_by_its_serial_and_a_strange_one_is_not(house):
    (item,) = house.approved(factories.case())
    house.printed([item])
    with pytest.raises(Refused) as refused:
        actions.check_scanned(text="ZS269999999", actor=house.producer, now=NOW)
    assert refused.value.codes == ["item.unknown_serial"]
    actions.check_scanned(text=f" {item.serial.lower()} ", actor=house.producer, now=NOW)
    assert status_of(item) == ItemStatus.CHECKED


def test_a_run_takes_sheets_once_and_can_be_cancelled(house):
    items = house.approved(factories.case(), factories.case())
    run = actions.start(item_ids=keys_of(items), actor=house.producer, now=NOW)
    assert not queries.sheets(house.producer, ItemStatus.TO_MAKE).rows
    with pytest.raises(Refused) as refused:
        actions.start(item_ids=keys_of(items), actor=house.producer, now=NOW)
    assert refused.value.codes == ["item.wrong_status"] * 2
    actions.cancel(run_id=run.pk, actor=house.producer, now=NOW)
    assert len(queries.sheets(house.producer, ItemStatus.TO_MAKE).rows) == 2
    with pytest.raises(Refused) as refused:
        actions.confirm(run_id=run.pk, spoiled={}, actor=house.producer, now=NOW)
    assert refused.value.codes == ["run.wrong_status"]
    with pytest.raises(Refused) as refused:
        actions.start(item_ids=[], actor=house.producer, now=NOW)
    assert refused.value.codes == ["print.how_many"]


def test_preflight_finds_what_would_spoil_the_paper(house):
    (item,) = house.approved(factories.case())
    Item.objects.filter(pk=item.pk).update(
        name="林\U0003134f", photo_id=item.case.folder.person.uid
    )
    with pytest.raises(Refused) as refused:
        actions.start(item_ids=[item.pk], actor=house.producer, now=NOW)
    assert refused.value.codes == ["print.no_photo", "print.missing_glyphs"]


def test_the_document_of_a_run_is_a_pdf_and_its_printing_is_recorded(house):
    items = house.approved(factories.case(), factories.case())
    run = actions.start(item_ids=keys_of(items), actor=house.producer, now=NOW)
    made = actions.document(run_id=run.pk, part=1, actor=house.producer, now=NOW)
    assert made.startswith(b"%PDF")
    assert Entry.objects.filter(event="run.printed").count() == 1
    for part in (0, 2):
        with pytest.raises(NotVisible):
            actions.document(run_id=run.pk, part=part, actor=house.producer, now=NOW)
    with pytest.raises(NotVisible):
        actions.document(run_id=run.pk, part=1, actor=house.counter, now=NOW)


def test_a_mismatch_is_recorded_and_what_turns_up_later_is_received(house):
    here, lost, late = house.approved(*[factories.case() for _ in range(3)])
    parcel = house.shipped([here, lost, late])
    parcel = house.opens(parcel, [here], also=["ZS261234567"])
    assert parcel.status == ParcelStatus.RECEIVED
    assert (parcel.listed, parcel.missing) == (3, [lost.serial, late.serial])
    assert parcel.unexpected == ["ZS261234567"]
    assert [status_of(one) for one in (here, lost, late)] == ["received", "shipped", "shipped"]
    assert [one.pk for one in queries.missing_sheets(house.producer)] == [lost.pk, late.pk]
    actions.found_later(item_id=late.pk, actor=house.counter, now=LATER)
    assert status_of(late) == ItemStatus.RECEIVED
    actions.spoil(item_id=lost.pk, reason="邮寄丢失", actor=house.producer, now=LATER)
    assert status_of(lost) == ItemStatus.VOID
    assert not queries.missing_sheets(house.producer)
    assert Notice.objects.filter(event="item.received").count() == 2


def test_a_sheet_declared_lost_that_arrives_all_the_same_is_a_stranger(house):
    good, lost = house.approved(factories.case(), factories.case())
    parcel = house.shipped([good, lost])
    actions.spoil(item_id=lost.pk, reason="误报丢失", actor=house.producer, now=NOW)
    parcel = house.opens(parcel, [good, lost])
    assert (parcel.missing, parcel.unexpected) == ([], [lost.serial])
    assert status_of(lost) == ItemStatus.VOID


def test_a_parcel_holds_checked_sheets_of_its_agency_and_needs_a_courier_number(house):
    checked, raw = house.approved(factories.case(), factories.case())
    house.printed([checked])
    actions.check(item_ids=[checked.pk], actor=house.producer, now=NOW)
    other = factories.agency("JS", "江苏省应急管理厅")
    with pytest.raises(Refused) as refused:
        actions.pack(
            agency_id=other.pk, item_ids=[checked.pk, raw.pk], actor=house.producer, now=NOW
        )
    assert refused.value.codes == [
        "parcel.other_agency",
        "parcel.other_agency",
        "item.wrong_status",
    ]
    parcel = actions.pack(
        agency_id=house.agency.pk, item_ids=[checked.pk], actor=house.producer, now=NOW
    )
    with pytest.raises(Refused) as refused:
        actions.hand_over(
            parcel_id=parcel.pk, courier="", courier_number=" ", actor=house.producer, now=NOW
        )
    assert refused.value.codes == ["parcel.no_courier_number"]
    with pytest.raises(NotVisible):
        house.opens(parcel, [checked])
    assert queries.packing_list(house.producer, parcel.number).startswith(b"%PDF")
    actions.unpack(parcel_id=parcel.pk, item_ids=[checked.pk], actor=house.producer, now=NOW)
    assert Item.objects.get(pk=checked.pk).parcel is None
    with pytest.raises(Refused) as refused:
        actions.pack(agency_id=house.agency.pk, item_ids=[], actor=house.producer, now=NOW)
    assert refused.value.codes == ["parcel.empty"]
    assert not list(verify.faults())


def test_a_parcel_of_another_agency_is_not_there(house):
    parcel = house.shipped(house.approved(factories.case()))
    other = factories.actor(Role.AGENCY_LEAD, agency=factories.agency("JS", "江苏省应急管理厅"))
    with pytest.raises(NotVisible):
        queries.parcel(other, parcel.number)
    assert not queries.parcels(other).rows
    assert queries.parcel(house.counter, parcel.number)[0] == parcel


def test_the_counter_finds_a_certificate_by_name_reference_or_number(house):
    items = house.approved(*[factories.case() for _ in range(3)])
    house.received(items)
    one = items[1]
    for said in (one.name, one.case.ref.lower(), one.number, one.serial):
        rows = queries.waiting_for_collection(house.counter, said=said).rows
        assert one.pk in {row.pk for row in rows}
    first = queries.waiting_for_collection(house.counter, at_most=2)
    rest = queries.waiting_for_collection(house.counter, after=first.next_after, at_most=2)
    assert keys_of([*first.rows, *rest.rows]) == keys_of(items)
    assert rest.next_after is None


def test_lists_take_the_same_queries_for_any_length(house, django_assert_num_queries):
    house.received(house.approved(*[factories.case() for _ in range(6)]))
    with django_assert_num_queries(1):
        for row in queries.waiting_for_collection(house.counter).rows:
            assert row.case.ref and row.agency.name
    number = Parcel.objects.get().number
    with django_assert_num_queries(2):
        parcel, inside = queries.parcel(house.counter, number)
        assert [item.case.ref for item in inside] and parcel.agency.name


def test_what_lies_at_the_agency_is_asked_for_after_one_month_and_after_three(house):
    items = house.approved(*[factories.case() for _ in range(2)])
    house.received(items)
    house.hands_out(items[0])
    for day in range(100):
        for _ in range(2):
            ticking.tick(NOW + timedelta(days=day))
    told = Notice.objects.filter(event="item.uncollected")
    assert [(row.chain, (row.at - NOW).days) for row in told.order_by("id")] == [
        (items[1].case.ref, 30),
        (items[1].case.ref, 90),
    ]
