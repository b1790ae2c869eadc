"""Engineers whose first registration went through this house years ago, so that it knows them well.

What a list of former times brings in knows less: see ``anzhu.ops.demo.later_kinds``.
"""

from datetime import date, timedelta

from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.ops.demo import cast
from anzhu.ops.demo.builder import Builder, Somebody
from anzhu.rules.facts import Status
from tests.domain import factories

#: Her first application; she was qualified before 2019-03-01 and in time.
FILED = date(2021, 9, 1)
QILU = cast.EMPLOYERS[0]


def holder(
    builder: Builder,
    until: date,
    *,
    name: str = "林岚",
    number: int = 20,
    since: date = date(2022, 1, 10),
    hours: int = 48,
    registered: bool = True,
) -> Somebody:
    """Somebody registered until this day (or never), with hours an institution has imported."""
    who = builder.engineer(
        name,
        id_number=cast.id_number(date(1990, 5, 6), number, woman=True),
        email=f"holder{number}@example.test",
        phone=f"139{number:08d}",
        obtained=date(2018, 10, 28),
        category=None,
        woman=True,
    )
    for place in range(hours // 8):
        day = clock.today() - timedelta(days=60 + 10 * place)
        factories.learnt(who.person, 8, f"安全技术（{place + 1}）", day)
    if registered:
        _registered(builder, who, since, until)
    return who


def _registered(builder: Builder, who: Somebody, since: date, until: date) -> None:
    """Granted upon an application that is long closed."""
    case = builder.submitted(who, builder.employers[QILU.name], clock.noon(FILED))
    Case.objects.filter(pk=case.pk).update(status=Status.CLOSED)
    factories.registration(
        who.person,
        since=since,
        until=until,
        employer_name=QILU.name,
        uscc=QILU.uscc,
    )
