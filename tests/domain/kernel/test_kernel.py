"""Once is once, a limit is a limit, and a sealed value opens in its own place only."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from anzhu.kernel import limits, once, secrets
from anzhu.kernel.actor import PUBLIC, Actor
from anzhu.kernel.counters import next_numbers
from anzhu.kernel.models import Count, OnceKey
from anzhu.rules.facts import Role

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LIN = Actor(role=Role.APPLICANT, account_id=7, person_id=7)


def _act(key: str, actor: Actor = LIN) -> tuple[bool, dict[str, object]]:
    with transaction.atomic(), once.first(key, actor=actor, action="submit", now=NOW) as turn:
        if turn.answer is not None:
            return False, turn.answer
        turn.keep({"ref": key})
        return True, {"ref": key}


def test_the_second_click_gets_the_first_answer(db: None):
    assert _act("k1") == (True, {"ref": "k1"})
    assert _act("k1") == (False, {"ref": "k1"})


def test_the_same_key_of_another_account_is_another_act(db: None):
    assert _act("k1")[0]
    assert _act("k1", PUBLIC)[0]


def test_a_refused_act_leaves_its_key_unused(db: None):
    with (
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
        once.first("k2", actor=LIN, action="submit", now=NOW),
    ):
        raise ZeroDivisionError
    assert not OnceKey.objects.exists()
    assert _act("k2")[0]


def test_of_two_at_the_same_moment_one_acts_and_one_reads(transactional_db: None):
    together, found = threading.Barrier(2), []

    def click() -> None:
        together.wait()
        found.append(_act("k3"))
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert sorted(first for first, _ in found) == [False, True]
    assert OnceKey.objects.count() == 1


def test_a_limit_counts_per_window_and_says_how_long_to_wait(db: None):
    for _ in range(3):
        limits.hit("sign_in", "lin", at_most=3, per_seconds=60, now=NOW)
    with pytest.raises(limits.TooMany) as too_many:
        limits.hit("sign_in", "lin", at_most=3, per_seconds=60, now=NOW + timedelta(seconds=20))
    assert too_many.value.retry_after == 40
    assert limits.hit("sign_in", "zhou", at_most=3, per_seconds=60, now=NOW) == 1
    assert limits.hit("sign_in", "lin", at_most=3, per_seconds=60, now=NOW + timedelta(60)) == 1


def test_a_limit_keeps_no_address_in_clear(db: None):
    limits.hit("sign_in", "192.0.2.7", at_most=3, per_seconds=60, now=NOW)
    assert "192" not in Count.objects.get().key[:3]


def test_parallel_hits_never_pass_the_limit(transactional_db: None):
    passed = []

    def knock() -> None:
        for _ in range(20):
            try:
                passed.append(limits.hit("door", "x", at_most=25, per_seconds=3600, now=NOW))
            except limits.TooMany:
                continue
        connection.close()

    knocks = [threading.Thread(target=knock) for _ in range(4)]
    for one in knocks:
        one.start()
    for one in knocks:
        one.join()
    assert sorted(passed) == list(range(1, 26))


@pytest.mark.parametrize(
    ("blob", "where"),
    [
        (lambda sealed: sealed, "people.person.id_number:other"),
        (lambda sealed: sealed, "people.account.totp:1"),
        (lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]), "people.person.id_number:1"),
        (lambda sealed: bytes([9]) + sealed[1:], "people.person.id_number:1"),
        (lambda sealed: b"", "people.person.id_number:1"),
    ],
    ids=["another row", "another column", "one bit", "unknown key", "nothing"],
)
def test_a_sealed_value_opens_in_its_own_place_only(blob, where):
    sealed = secrets.seal("110101199003081234", "people.person.id_number:1")
    assert secrets.unseal(sealed, "people.person.id_number:1") == "110101199003081234"
    with pytest.raises(secrets.SealBroken):
        secrets.unseal(blob(sealed), where)


def test_a_seal_never_looks_the_same_twice_and_an_index_always_does():
    assert secrets.seal("x", "a") != secrets.seal("x", "a")
    assert secrets.blind_index("x") == secrets.blind_index("x") != secrets.blind_index("y")


def test_numbers_leave_no_hole_when_a_batch_is_rolled_back(db: None):
    assert list(next_numbers(series="s", how_many=3)) == [1, 2, 3]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        next_numbers(series="s", how_many=5)
        raise ZeroDivisionError
    assert list(next_numbers(series="s", how_many=2)) == [4, 5]
