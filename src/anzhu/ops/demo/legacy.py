"""Holders of the time before in the demonstration: numbers of the 执业证 era, no accounts yet.

They come in by the same list as everywhere. Their days are counted from the day the demonstration
is built, so that one of them may always renew and another must always register anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from anzhu.files.tables import Line
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.ops.demo import cast
from anzhu.people import actions as people
from anzhu.registrations.importing import reading, writing
from anzhu.registrations.importing.reading import COLUMNS, header
from anzhu.rules.calendar import ONE_DAY, add_years
from anzhu.rules.facts import Role

_THREE_YEARS = 3
#: Of before the new scheme: no category of its own, free choice at the next transaction.
_QUALIFIED_ON = date(2007, 10, 28)


@dataclass(frozen=True, kw_only=True)
class Old:
    """One of them; ``ends_in`` counts days from today to the last valid one."""

    name: str
    born: date
    sequence: int
    woman: bool
    number: str
    category: str
    employer: str
    ends_in: int
    years: int = _THREE_YEARS
    email: str = ""
    status: str = "有效"
    #: who says that they are qualified: the roster, the list of registrations, or nobody
    qualified_by: Literal["roster", "list", "nobody"] = "roster"

    @property
    def id_number(self) -> str:
        return cast.id_number(self.born, self.sequence, woman=self.woman)

    @property
    def qualification(self) -> str:
        return f"Q{self.id_number[-10:]}"


#: Can be activated by the code on the page of a demonstration: an e-mail address is on record.
#: Not on the roster: the list names the qualification.
GU = Old(
    name="顾长风",
    born=date(1976, 10, 3),
    sequence=460,
    woman=False,
    number="AQ12-370915",
    category="危险物品安全（原类别）",
    employer=cast.EMPLOYERS[0].name,
    ends_in=150,
    email="gu@example.org",
    qualified_by="list",
)
#: No contact is on record: a counter prints a slip.
SHEN = Old(
    name="沈秋白",
    born=date(1983, 1, 25),
    sequence=462,
    woman=True,
    number="20210037462",
    category="金属冶炼安全",
    employer=cast.EMPLOYERS[2].name,
    ends_in=700,
    years=5,
)
HOLDERS = (
    GU,
    SHEN,
    Old(
        name="陆文渊",
        born=date(1971, 6, 18),
        sequence=464,
        woman=False,
        number="AQ08-370233",
        category="非煤矿矿山安全",
        employer=cast.EMPLOYERS[3].name,
        ends_in=-2400,
        email="lu@example.org",
    ),
    Old(
        name="何静之",
        born=date(1979, 9, 9),
        sequence=466,
        woman=True,
        number="AQ10-370877",
        category="其他安全（原类别）",
        employer=cast.EMPLOYERS[9].name,
        ends_in=-300,
        status="注销",
        qualified_by="nobody",
    ),
)


def take_over(now: datetime) -> None:
    """Import all of them, after those qualifications that the roster has."""
    today = clock.day(now)
    for one in HOLDERS:
        if one.qualified_by == "roster":
            people.enrol(
                name=one.name,
                id_number=one.id_number,
                number=one.qualification,
                obtained=_QUALIFIED_ON,
                category="",
            )
    bring_in([_listed(one, today) for one in HOLDERS], on=today, at=now)


def bring_in(listed: Sequence[Mapping[str, str]], *, on: date, at: datetime) -> None:
    """Import a list as the administrator does; each row says what stands in which column."""
    head = Line(1, [header(name) for name in COLUMNS])
    rows = ([row.get(name, "") for name in COLUMNS] for row in listed)
    body = [Line(place, row) for place, row in enumerate(rows, start=2)]
    actor = Actor(role=Role.ADMINISTRATOR, name="demo")
    sheet = reading.read([head, *body], on=on)
    writing.take_over(sheet.rows, source="0" * 64, actor=actor, now=at)


def _listed(one: Old, today: date) -> Mapping[str, str]:
    start, until = _period(one, today)
    return {
        "name": one.name,
        "id_number": one.id_number,
        "number": one.number,
        "category": one.category,
        "employer": one.employer,
        "valid_from": start.isoformat(),
        "valid_until": until.isoformat(),
        "status": one.status,
        "ended_on": (until - timedelta(days=90)).isoformat() if one.status != "有效" else "",
        "email": one.email,
        **(_qualified(one) if one.qualified_by == "list" else {}),
    }


def _qualified(one: Old) -> Mapping[str, str]:
    return {"qualification": one.qualification, "qualified_on": _QUALIFIED_ON.isoformat()}


def _period(one: Old, today: date) -> tuple[date, date]:
    until = today + timedelta(days=one.ends_in)
    return add_years(until + ONE_DAY, -one.years), until
