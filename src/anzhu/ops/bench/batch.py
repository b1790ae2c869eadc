"""Batch approval (G7): the ministry's one click, against the same rows written by bare SQL."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from anzhu.kernel import clock
from anzhu.ops.bench import world
from anzhu.ops.bench.rounds import compared, timed
from anzhu.ops.bench.world import Bench
from anzhu.production import batches, deciding

_MOST = 1_000
_WAITING = """
SELECT c.id FROM cases_case c WHERE c.status = 'approval' AND c.centre_opinion = 'agree'
AND NOT EXISTS (SELECT 1 FROM registrations_registration r
                WHERE r.person_id = c.person_id AND r.closed_on IS NULL)
ORDER BY c.id LIMIT %s"""
#: One transaction: the status, the numbered grants, and a chained entry each.
_BARE = (
    "UPDATE cases_case SET status = 'approved', approved_on = current_date WHERE id = ANY(%s)",
    """INSERT INTO registrations_registration (person_id, number, category, employer_name,
    employer_uscc, granted_on, valid_from, valid_until, ended_as, as_listed, case_ref)
    SELECT person_id, lpad((90000000000 + row_number() OVER (ORDER BY id))::text, 11, '0'),
    category, employer_name, '', current_date, current_date, current_date + 1826, '', '', ref
    FROM cases_case WHERE id = ANY(%s)""",
    """INSERT INTO audit_entry (chain, seq, at, event, role, subject, digest, data, before, hash)
    SELECT c.ref, h.seq + 1, now(), 'case.approve', 'ministry_approver', 'cases.case:' || c.id, '',
    '{}', h.hash, encode(sha256(convert_to(h.hash || c.ref, 'UTF8')), 'hex')
    FROM cases_case c JOIN audit_head h ON h.chain = c.ref WHERE c.id = ANY(%s)""",
)


def g7(bench: Bench) -> dict[str, object]:
    """From the click to just before the commit; rolled back, so that it can be done again."""
    keys = _waiting()
    now = clock.now()
    rounds = bench.plan.rounds
    ours, limit = [], []
    for turn in range(rounds):
        ours.append(_rolled_back(lambda: _approved(keys, now, f"bench {turn}")))  # noqa: B023
        limit.append(_rolled_back(lambda: _bare(keys)))
    return {"cases": len(keys), "batch": compared(ours, limit, at_most=10)}


def _waiting() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [_MOST])
        return [key for (key,) in cursor.fetchall()]


def _approved(keys: list[int], now: datetime, key: str) -> float:
    compiler = world.who(world.COMPILER)
    batch = batches.compile_batch(case_ids=keys, key=f"{key} c", actor=compiler, now=now)
    batches.freeze(batch_id=batch.pk, key=f"{key} f", actor=compiler, now=now)
    approver = world.who(world.APPROVER)
    return timed(
        lambda: deciding.approve(
            batch_id=batch.pk,
            leaving_out={},
            refusing={},
            second_factor=True,
            key=key,
            actor=approver,
            now=now,
        )
    )


def _bare(keys: list[int]) -> float:
    def write() -> None:
        with connection.cursor() as cursor:
            for statement in _BARE:
                cursor.execute(statement, [keys])

    return timed(write)


def _rolled_back(act: Callable[[], float]) -> float:
    with transaction.atomic():
        taken = act()
        transaction.set_rollback(True)
    return taken
