"""Certificates and labels, parcels and batches: every cell of their tables (3-flow)."""

import itertools

import pytest

from anzhu.rules.facts import AGENCY_ROLES, ActorFacts, Role
from anzhu.rules.production import (
    BATCH_STEPS,
    ITEM_STEPS,
    PARCEL_STEPS,
    BatchStatus,
    CollectedBy,
    ItemAsked,
    ItemFacts,
    ItemStatus,
    ParcelStatus,
    objections_to_batch_step,
    objections_to_item_step,
    objections_to_parcel_step,
)
from tests.rules.samples import codes, day

TODAY = day("2026-11-23")
AGENCY = 7
WILLING = {
    "reason": "spoiled",
    "parcel_packed": True,
    "by": CollectedBy.SELF,
    "proof": "身份证",
    "old_certificate_seen": True,
}


def actor(role=Role.AGENCY_REVIEWER, person=2, agency=AGENCY):
    return ActorFacts(
        role=role,
        account_id=20,
        person_id=person,
        agency_id=agency if role in AGENCY_ROLES else None,
    )


def refused_for(name, item, who, **put_in):
    asked = ItemAsked(**WILLING | put_in)
    return codes(objections_to_item_step(ITEM_STEPS[name], item, who, asked, TODAY))


@pytest.mark.parametrize("name", ITEM_STEPS)
def test_every_cell_of_an_item(name):
    step = ITEM_STEPS[name]
    for status in ItemStatus:
        item = ItemFacts(status=status, agency_id=AGENCY, old_certificate_due=True)
        for role in Role:
            found = refused_for(name, item, actor(role))
            if role not in step.by:
                assert found == ["step.not_yours"]
            elif status not in step.leaves:
                assert found == ["item.wrong_status"]
            else:
                assert found == []


def test_an_item_goes_one_way_and_ends_collected_or_void():
    assert ITEM_STEPS["void"].leaves == {
        ItemStatus.TO_MAKE,
        ItemStatus.PRINTED,
        ItemStatus.CHECKED,
        ItemStatus.SHIPPED,
        ItemStatus.RECEIVED,
    }
    aside = ("void", "recall", "supersede")
    line = [step for name, step in ITEM_STEPS.items() if name not in aside]
    for before, after in itertools.pairwise(line):
        assert after.leaves == {before.enters}


@pytest.mark.parametrize(
    ("name", "status", "put_in", "reasons"),
    [
        ("void", ItemStatus.PRINTED, {"reason": " "}, ["item.no_reason"]),
        ("ship", ItemStatus.CHECKED, {"parcel_packed": False}, ["item.not_packed"]),
    ],
)
def test_the_producers_terms(name, status, put_in, reasons):
    item = ItemFacts(status=status, agency_id=AGENCY)
    assert refused_for(name, item, actor(Role.CENTRE_PRODUCER), **put_in) == reasons


@pytest.mark.parametrize(
    ("put_in", "reasons"),
    [
        ({"by": None, "proof": ""}, ["collect.no_collector", "collect.no_proof"]),
        ({"by": CollectedBy.PROXY}, ["collect.proxy_unknown"]),
        (
            {"by": CollectedBy.PROXY, "proxy_name": "李四", "proxy_id_last_4": "12"},
            ["collect.proxy_unknown"],
        ),
        ({"by": CollectedBy.PROXY, "proxy_name": "李四", "proxy_id_last_4": "123X"}, []),
        ({"by": CollectedBy.COURIER, "proof": "SF100"}, []),
        ({"old_certificate_seen": False}, ["collect.old_certificate_missing"]),
        ({"newer": "BQ2600000021"}, ["collect.newer_label"]),
    ],
)
def test_collection_records_who_came_with_what(put_in, reasons):
    item = ItemFacts(status=ItemStatus.RECEIVED, agency_id=AGENCY, old_certificate_due=True)
    assert refused_for("collect", item, actor(), **put_in) == reasons


def test_another_agency_learns_nothing_and_nobody_hands_out_their_own():
    item = ItemFacts(status=ItemStatus.RECEIVED, agency_id=AGENCY, holder_person_id=2)
    assert refused_for("collect", item, actor(agency=8)) == ["step.not_yours"]
    assert refused_for("collect", item, actor()) == ["separation.own_case"]


@pytest.mark.parametrize("name", PARCEL_STEPS)
def test_every_cell_of_a_parcel(name):
    step = PARCEL_STEPS[name]
    for status in ParcelStatus:
        for role in Role:
            found = codes(objections_to_parcel_step(step, status, AGENCY, actor(role)))
            if role not in step.by:
                assert found == ["step.not_yours"]
            elif status not in step.leaves:
                assert found == ["parcel.wrong_status"]
            else:
                assert found == []
    assert codes(objections_to_parcel_step(step, next(iter(step.leaves)), 8, actor())) == [
        "step.not_yours"
    ]


@pytest.mark.parametrize("name", BATCH_STEPS)
def test_every_cell_of_a_batch(name):
    step = BATCH_STEPS[name]
    for status in BatchStatus:
        for role in Role:
            found = codes(objections_to_batch_step(step, status, actor(role)))
            if role not in step.by:
                assert found == ["step.not_yours"]
            elif status not in step.leaves:
                assert found == ["batch.wrong_status"]
            else:
                assert found == []
