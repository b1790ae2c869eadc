"""Whatever the list: twice is once, and half a broken one is nothing."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anzhu.audit import verify
from anzhu.kernel.counters import next_numbers
from anzhu.kernel.errors import Refused
from anzhu.ops.demo import cast
from anzhu.people.models import ContactOnRecord, Person
from anzhu.registrations.models import (
    FormerNumber,
    HolderNumber,
    Import,
    Registration,
    Sheet,
)
from tests.domain.registrations.lists import of_li
from tests.domain.registrations.taking_over import as_it_is, take

pytestmark = pytest.mark.django_db


def people(how_many: int, chance: random.Random) -> list[dict[str, str]]:
    """Rows of so many people, some with several periods, some cancelled."""
    rows: list[dict[str, str]] = []
    for who in range(how_many):
        number = cast.id_number(date(1970, 1, 1) + timedelta(days=who * 31), who, woman=False)
        start = date(chance.randint(2008, 2014), chance.randint(1, 12), 1)
        for term in range(chance.randint(1, 3)):
            begins = date(start.year + 4 * term, start.month, 1)
            ends = date(begins.year + 3, begins.month, 1)
            over = chance.random() < 0.2
            rows.append(
                of_li(
                    name=f"某{who}",
                    id_number=number,
                    number=f"{who + 10**9:011d}",
                    category=chance.choice(["煤矿安全", "危险物品安全", "其他安全"]),
                    valid_from=begins.isoformat(),
                    valid_until=ends.isoformat(),
                    status="注销" if over else "有效",
                    ended_on=begins.isoformat() if over else "",
                )
            )
    chance.shuffle(rows)
    return rows


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(how_many=st.integers(1, 12), seed=st.integers(0, 10**6))
def test_any_list_twice_is_once_and_half_a_broken_one_is_nothing(how_many: int, seed: int) -> None:
    chance = random.Random(seed)
    rows = people(how_many, chance)
    broken: dict[str, Any] = {"id_number": "1", "category": "x", "valid_from": "x"}
    field = chance.choice(sorted(broken))
    _forget()
    before = as_it_is()
    with pytest.raises(Refused):
        take(*rows, of_li(**{field: broken[field]}))
    assert as_it_is() == before

    first = take(*rows)
    assert first.new == len(rows)
    held = as_it_is()[:-2]
    chance.shuffle(rows)
    assert take(*rows).same == len(rows)
    assert as_it_is()[:-2] == held
    assert Registration.objects.filter(closed_on=None).count() <= how_many
    assert not list(verify.faults())


def _forget() -> None:
    """Examples share one transaction: put the register back to nothing."""
    for model in (Sheet, Registration, Import, FormerNumber, HolderNumber, ContactOnRecord, Person):
        model.objects.all().delete()
    next_numbers(series="import.2026", how_many=1)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry, audit_head")
