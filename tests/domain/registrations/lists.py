"""Lists of the time before, as rows that one thing is changed in."""

from collections.abc import Sequence
from datetime import date

from anzhu.files.tables import Line
from anzhu.kernel.actor import Actor
from anzhu.ops.demo import cast
from anzhu.registrations.importing.reading import COLUMNS, header
from anzhu.rules.facts import Role

OPERATOR = Actor(role=Role.ADMINISTRATOR, name="test")
ZHANG = cast.id_number(date(1975, 4, 2), 41, woman=False)
LI = cast.id_number(date(1981, 9, 9), 42, woman=True)
#: 张守业: three years, the five-category era, the number of a former 执业证.
OLD = {
    "name": "张守业",
    "id_number": ZHANG,
    "sex": "男",
    "born": "1975-04-02",
    "number": "AQ08-370012",
    "former_number": "",
    "category": "危险物品安全",
    "employer": "齐鲁安泰化工股份有限公司",
    "uscc": "",
    "valid_from": "2016-05-10",
    "valid_until": "2019-05-09",
    "status": "有效",
    "ended_on": "",
    "phone": "13700000041",
    "email": "zhang@example.org",
    "serial": "",
    "qualification": "",
    "qualified_on": "",
    "qualified_for": "",
}


def row(**changed: str) -> dict[str, str]:
    """张守业's row with something changed."""
    return {**OLD, **changed}


def of_li(**changed: str) -> dict[str, str]:
    """李桂兰's row, in force for five years."""
    usual = {
        "name": "李桂兰",
        "id_number": LI,
        "sex": "",
        "born": "",
        "number": "20220000777",
        "category": "化工安全",
        "valid_from": "2024-06-15",
        "valid_until": "2029-06-14",
        "phone": "",
        "email": "",
    }
    return row(**{**usual, **changed})


def lines(*rows: dict[str, str]) -> Sequence[Line]:
    """A list as the reader gives it: the header, then these rows."""
    head = Line(1, [header(name) for name in COLUMNS])
    return [
        head, *(Line(at, [one[name] for name in COLUMNS]) for at, one in enumerate(rows, start=2))
    ]  # fmt: skip
