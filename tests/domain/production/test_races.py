"""Two approvers at the same moment, on two real connections."""

import threading
from datetime import date

import pytest
from django.db import connection

from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.production import actions
from anzhu.production.models import Item
from anzhu.registrations.models import Registration
from anzhu.rules.facts import Role
from tests.domain import factories

NOW = clock.noon(date(2026, 11, 23))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("keys", [("same", "same"), ("one", "other")])
def test_a_batch_approved_twice_at_once_is_approved_once(keys):
    centre = factories.actor(Role.CENTRE_REVIEWER)
    ministry = factories.actor(Role.MINISTRY_APPROVER)
    cases = [factories.case().pk for _ in range(3)]
    batch = actions.compile_batch(case_ids=cases, key="c", actor=centre, now=NOW)
    actions.freeze(batch_id=batch.pk, key="f", actor=centre, now=NOW)
    together, answers = threading.Barrier(2), []

    def approve(key: str) -> None:
        try:
            together.wait()
            actions.approve(
                batch_id=batch.pk,
                leaving_out={},
                refusing={},
                second_factor=True,
                key=key,
                actor=ministry,
                now=NOW,
            )
            answers.append("done")
        except Refused as refused:
            answers.extend(refused.codes)
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    second = "done" if keys[0] == keys[1] else "batch.wrong_status"
    assert sorted(answers) == sorted(["done", second])
    numbers = Registration.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == ["20260000001", "20260000002", "20260000003"]
    assert Item.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_batches_approved_at_once_share_out_the_numbers():
    centre = factories.actor(Role.CENTRE_REVIEWER)
    ministry = factories.actor(Role.MINISTRY_APPROVER)
    batches = []
    for turn in range(3):
        cases = [factories.case().pk for _ in range(3)]
        batch = actions.compile_batch(case_ids=cases, key=f"c{turn}", actor=centre, now=NOW)
        batches.append(actions.freeze(batch_id=batch.pk, key=f"f{turn}", actor=centre, now=NOW))
    together, failures = threading.Barrier(3), []

    def approve(batch_id: int) -> None:
        try:
            together.wait()
            actions.approve(
                batch_id=batch_id,
                leaving_out={},
                refusing={},
                second_factor=True,
                key=f"a{batch_id}",
                actor=ministry,
                now=NOW,
            )
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=(batch.pk,)) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == []
    numbers = sorted(Registration.objects.values_list("number", flat=True))
    assert numbers == [f"2026{count:07d}" for count in range(1, 10)]
    assert Item.objects.values("serial").distinct().count() == 9
