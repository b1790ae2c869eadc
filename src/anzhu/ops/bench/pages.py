"""Pages over HTTP: the queue (G1), a case (G2), search (G3), verification (G9), memory."""

from collections.abc import Callable, Iterator
from itertools import cycle, islice

from django.db import connection
from django.test.utils import CaptureQueriesContext

from anzhu.kernel import clock
from anzhu.ops.bench import world
from anzhu.ops.bench.rounds import Act, both, compared, interleaved
from anzhu.ops.bench.served import Client
from anzhu.ops.bench.world import Bench
from anzhu.reviews import queries, reading
from anzhu.rules.facts import Status

_CASES, _KNOWN = 20, 100
#: An address may ask so often in a minute; the bench comes from as many as it needs.
_QUESTIONS_EACH = 15


def g1(bench: Bench) -> dict[str, object]:
    """The queue page, first and further on, against a bare view of fifty rows."""
    actor = world.who(world.REVIEWER)
    further = queries.queue(actor, status=Status.FIRST_REVIEW).after or ""
    taken = interleaved(
        bench.plan,
        {
            "ours": _ours(bench, lambda: bench.reviewer.get("/agency/")),
            "limit": _limit(bench, _bare_queue(bench)),
            "further": _ours(bench, lambda: bench.reviewer.get(f"/agency/?after={further}")),
        },
    )
    return {
        "page 1": both(taken["ours"], taken["limit"], at_most=2.5),
        "page 2": both(taken["further"], taken["limit"], at_most=2.5),
        "sql": _statements(lambda: queries.queue(actor, status=Status.FIRST_REVIEW)),
        "rows": len(queries.queue(actor, status=Status.FIRST_REVIEW).rows),
    }


def g2(bench: Bench) -> dict[str, object]:
    """A case with its dossier, history and pages; its limit is the bare queue view."""
    actor = world.who(world.REVIEWER)
    refs = [row.ref for row in queries.queue(actor, status=Status.FIRST_REVIEW).rows][:_CASES]
    turn = cycle(refs)
    taken = interleaved(
        bench.plan,
        {
            "ours": _ours(bench, lambda: bench.reviewer.get(f"/agency/cases/{next(turn)}/")),
            "limit": _limit(bench, _bare_queue(bench)),
        },
    )
    return {
        "case": both(taken["ours"], taken["limit"], at_most=None),
        "sql": _statements(lambda: reading.read(actor, refs[0], clock.now())),
        "sql_at_most": 12,
    }


def g3(bench: Bench) -> dict[str, object]:
    """Search by number (hits and misses) and by name."""
    actor = world.who(world.REVIEWER)
    rows = queries.queue(actor, status=Status.FIRST_REVIEW).rows
    refs, names = cycle([row.ref for row in rows]), cycle([row.applicant for row in rows])
    taken = interleaved(
        bench.plan,
        {
            "number": _ours(bench, lambda: bench.reviewer.get(f"/agency/?q={next(refs)}")),
            "limit": _limit(bench, _bare_queue(bench)),
            "miss": _ours(bench, lambda: bench.reviewer.get("/agency/?q=26ZZZZZZZZ")),
            "name": _ours(bench, lambda: bench.reviewer.get(f"/agency/?q={_quoted(next(names))}")),
        },
    )
    return {
        "number": both(taken["number"], taken["limit"], at_most=2.5),
        "miss / hit": both(taken["miss"], taken["number"], at_most=1.25),
        "name": both(taken["name"], taken["limit"], at_most=None),
        "sql": _statements(lambda: queries.find(actor, rows[0].ref)),
    }


def g9(bench: Bench) -> dict[str, object]:
    """Public verification with its limits counted, against a bare view of one query."""
    visitors = _visitors(bench)
    known = cycle(_registrations())
    bare = Client(bench.lean.port)

    def ours(*, there: bool) -> None:
        number, name = next(known)
        said = {"number": number, "name": name if there else "无此人"}
        next(visitors).post("/verify", said, expect=200)

    def limit() -> None:
        bare.post("/verify", {"number": next(known)[0]}, expect=200)

    taken = interleaved(
        bench.plan,
        {
            "ours": _ours(bench, lambda: ours(there=True)),
            "limit": _limit(bench, limit),
            "unknown": _ours(bench, lambda: ours(there=False)),
        },
    )
    return {
        "full path": both(taken["ours"], taken["limit"], at_most=None),
        "unknown / known": both(taken["unknown"], taken["ours"], at_most=None),
    }


def memory(bench: Bench) -> dict[str, object]:
    """PSS of two workers after all that, against that of the bare views."""
    ours, limit = bench.ours.memory(), bench.lean.memory()
    return {"two workers, MB": compared([ours], [limit], at_most=2.5)}


def _ours(bench: Bench, do: Callable[[], object]) -> Act:
    return Act(do, bench.ours.processor)


def _limit(bench: Bench, do: Callable[[], object]) -> Act:
    return Act(do, bench.lean.processor)


def _bare_queue(bench: Bench) -> Callable[[], object]:
    agency = world.who(world.REVIEWER).agency
    return lambda: bench.bare.get(f"/queue/{agency}")


def _statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen.captured_queries)


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def _registrations() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.number, p.name FROM registrations_registration r"
            " JOIN people_person p ON p.id = r.person_id"
            " WHERE r.closed_on IS NULL ORDER BY md5(r.number) LIMIT %s",
            [_KNOWN],
        )
        found: list[tuple[str, str]] = cursor.fetchall()
    return found


def _visitors(bench: Bench) -> Iterator[Client]:
    """A visitor for each question; nobody asks so often that he is stopped."""
    last = 0
    while True:
        last += 1
        address = f"127.{1 + last // 60_000 % 250}.{last // 250 % 250}.{1 + last % 250}"
        yield from islice(cycle([Client(bench.ours.port, address=address)]), _QUESTIONS_EACH)
