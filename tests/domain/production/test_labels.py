"""Labels: printed apart, a new serial for a spoiled one, void once another took their place."""

from datetime import date, timedelta

import pytest

from anzhu.audit import verify
from anzhu.cases.models import Act, Case
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.notices.models import Notice
from anzhu.papers.label_sheets import LABEL_SHEETS
from anzhu.production import actions, queries
from anzhu.production.models import Item
from anzhu.registrations.models import Registration, Sheet
from anzhu.rules import numbering
from anzhu.rules.facts import Kind, Role, Status
from anzhu.rules.production import CollectedBy, ItemStatus
from tests.approving import approved
from tests.domain import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOW = clock.noon(TODAY)
LATER = clock.noon(TODAY + timedelta(days=30))


@pytest.fixture
def producer() -> Actor:
    return factories.actor(Role.CENTRE_PRODUCER)


def granted(*kinds: Kind, now=NOW, of=None) -> list[Item]:
    found = []
    for kind in kinds:
        holder = of or factories.person()
        if kind is not Kind.INITIAL and of is None:
            factories.registration(holder, since=date(2022, 1, 10), category="mine")
        asks = factories.change(employer=True) if kind is Kind.CHANGE else None
        found.append(
            factories.case(of=holder, kind=kind, asks=asks, employer_name="胶州湾新材料有限公司")
        )
    centre, ministry = (
        factories.actor(Role.CENTRE_REVIEWER),
        factories.actor(Role.MINISTRY_APPROVER),
    )
    return approved(found, centre=centre, ministry=ministry, now=now)


def printed(item: Item, producer: Actor) -> Item:
    run = actions.start(item_ids=[item.pk], actor=producer, now=NOW)
    actions.confirm(run_id=run.pk, spoiled={}, actor=producer, now=NOW)
    item.refresh_from_db()
    return item


def lying_at_the_agency(item: Item, producer: Actor, agent: Actor) -> None:
    printed(item, producer)
    actions.check_scanned(text=item.serial, actor=producer, now=NOW)
    parcel = actions.pack(agency_id=item.agency_id, item_ids=[item.pk], actor=producer, now=NOW)
    actions.hand_over(
        parcel_id=parcel.pk, courier="x", courier_number="EX1", actor=producer, now=NOW
    )
    actions.receive(parcel_id=parcel.pk, seen=[item.pk], key=f"r{item.pk}", actor=agent, now=NOW)


def test_certificates_and_labels_go_through_the_printer_apart(producer):
    label, certificate = granted(Kind.RENEWAL, Kind.INITIAL)
    assert (label.kind, certificate.kind) == ("label", "certificate")
    with pytest.raises(Refused) as refused:
        actions.start(item_ids=[label.pk, certificate.pk], actor=producer, now=NOW)
    assert refused.value.codes == ["print.two_kinds"]
    for kind, item in ((numbering.Sheet.LABEL, label), (numbering.Sheet.CERTIFICATE, certificate)):
        rows = queries.sheets(producer, ItemStatus.TO_MAKE, kind=kind).rows
        assert [row.pk for row in rows] == [item.pk]
        assert [
            one.count for one in queries.by_agency(producer, ItemStatus.TO_MAKE, kind=kind)
        ] == [1]
    ask = {"actor": producer, "now": NOW}
    of_labels = actions.start(item_ids=[label.pk], **ask)
    of_certificates = actions.start(item_ids=[certificate.pk], **ask)
    place = {"on": LABEL_SHEETS[0], "start": 3}
    assert actions.label_document(run_id=of_labels.pk, **place, **ask).startswith(b"%PDF")
    assert actions.document(run_id=of_certificates.pk, part=1, **ask).startswith(b"%PDF")
    with pytest.raises(NotVisible):
        actions.label_document(run_id=of_certificates.pk, **place, **ask)
    with pytest.raises(NotVisible):
        actions.document(run_id=of_labels.pk, part=1, **ask)
    with pytest.raises(Refused) as refused:
        actions.label_document(run_id=of_labels.pk, on=LABEL_SHEETS[0], start=11, **ask)
    assert refused.value.codes == ["print.no_such_place"]


def test_a_spoiled_label_gets_a_new_serial_and_never_a_new_number(producer):
    (label,) = granted(Kind.RENEWAL)
    run = actions.start(item_ids=[label.pk], actor=producer, now=NOW)
    actions.confirm(run_id=run.pk, spoiled={label.pk: "卡纸"}, actor=producer, now=NOW)
    new = Item.objects.get(replaces=label)
    assert (new.kind, new.number, new.status) == ("label", label.number, ItemStatus.TO_MAKE)
    assert new.serial != label.serial
    assert Sheet.objects.get(serial=label.serial).void_at == NOW


@pytest.mark.parametrize(("kind", "due"), [(Kind.CHANGE, True), (Kind.RENEWAL, False)])
def test_whoever_fetches_a_change_shows_the_old_certificate(producer, kind, due):
    (label,) = granted(kind)
    assert label.old_certificate_due is due
    agent = factories.actor(Role.AGENCY_REVIEWER, agency=factories.agency())
    lying_at_the_agency(label, producer, agent)
    ask = {
        "item_id": label.pk,
        "by": CollectedBy.SELF,
        "proof": "居民身份证",
        "actor": agent,
        "now": NOW,
    }
    if due:
        with pytest.raises(Refused) as refused:
            actions.collect(key="without", **ask)
        assert refused.value.codes == ["collect.old_certificate_missing"]
        label.case.refresh_from_db()
        assert label.case.status == Status.APPROVED
    row = actions.collect(key="with", old_certificate_seen=due, **ask)
    assert row.old_certificate_seen is due
    label.case.refresh_from_db()
    assert label.case.status == Status.CLOSED


def test_a_label_that_was_handed_out_takes_the_place_of_earlier_labels_alone(producer):
    holder = factories.person()
    held = factories.registration(holder, since=date(2022, 1, 10), category="mine")
    Sheet.objects.create(registration=held, serial="ZS2200000014", made_at=NOW)
    (first,) = granted(Kind.CHANGE, of=holder)
    agent = factories.actor(Role.AGENCY_REVIEWER, agency=factories.agency())
    lying_at_the_agency(first, producer, agent)
    ask = {"by": CollectedBy.SELF, "proof": "证", "actor": agent, "old_certificate_seen": True}
    actions.collect(item_id=first.pk, key="1", now=NOW, **ask)
    (second,) = granted(Kind.RENEWAL, of=holder, now=LATER)
    assert Sheet.objects.filter(void_at=None).count() == 3
    lying_at_the_agency(second, producer, agent)
    actions.collect(item_id=second.pk, key="2", now=LATER, **ask)
    void = set(Sheet.objects.exclude(void_at=None).values_list("serial", flat=True))
    assert void == {first.serial}
    assert Registration.objects.filter(closed_on=None).count() == 1


def two_on_their_way(producer: Actor) -> tuple[Item, Item, Actor]:
    """A change and a renewal of one holder, and the clerk at whose agency both labels lie."""
    holder = factories.person()
    factories.registration(holder, since=date(2022, 1, 10), category="mine")
    (first,) = granted(Kind.CHANGE, of=holder)
    (second,) = granted(Kind.RENEWAL, of=holder, now=LATER)
    agent = factories.actor(Role.AGENCY_REVIEWER, agency=factories.agency())
    for label in (first, second):
        lying_at_the_agency(label, producer, agent)
    return first, second, agent


def test_of_two_labels_on_their_way_only_the_later_one_is_handed_out(producer):
    first, second, agent = two_on_their_way(producer)
    ask = {"by": CollectedBy.SELF, "proof": "证", "actor": agent, "old_certificate_seen": True}
    with pytest.raises(Refused) as refused:
        actions.collect(item_id=first.pk, key="1", now=LATER, **ask)
    assert refused.value.codes == ["collect.newer_label"]
    first.refresh_from_db()
    assert first.status == ItemStatus.RECEIVED

    actions.collect(item_id=second.pk, key="2", now=LATER, **ask)
    first.refresh_from_db()
    first.case.refresh_from_db()
    assert (first.status, first.case.status) == (ItemStatus.VOID, Status.CLOSED)
    assert second.serial in first.void_reason
    assert Sheet.objects.get(serial=first.serial).void_at == LATER
    assert list(verify.faults()) == []


@pytest.mark.parametrize("status", [ItemStatus.RECEIVED, ItemStatus.SHIPPED, ItemStatus.TO_MAKE])
def test_the_earlier_label_is_void_and_its_holder_told_why_wherever_it_is(producer, status):
    first, second, agent = two_on_their_way(producer)
    elsewhere = factories.agency(code="SD02")
    Item.objects.filter(pk=first.pk).update(agency=elsewhere, status=status)
    Case.objects.filter(pk=first.case_id).update(agency=elsewhere)
    ask = {"by": CollectedBy.SELF, "proof": "证", "actor": agent, "old_certificate_seen": True}
    actions.collect(item_id=second.pk, key="2", now=LATER, **ask)

    first.refresh_from_db()
    first.case.refresh_from_db()
    assert (first.status, first.case.status) == (ItemStatus.VOID, Status.CLOSED)
    last = Act.objects.filter(case=first.case_id).order_by("pk").last()
    assert (last.step, last.role, last.note) == ("supersede", Role.CLOCK, first.void_reason)
    told = Notice.objects.filter(event__in=["case.superseded", "case.closed"]).order_by("pk")
    assert [(one.event, one.params["ref"]) for one in told] == [
        ("case.superseded", first.case.ref),
        ("case.closed", second.case.ref),
    ]
