"""5-screens 3.1: what each kind asks of somebody the house knows, counted from its own pages.

Every kind is filled in through its pages with nothing but what must be typed or chosen; that this
is enough is what the rules say of it afterwards. The numbers stand in ``docs/effort.md``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from anzhu.cases import applying, drafting, facts
from anzhu.ops.demo import cast, scans
from anzhu.rules.asking import Mode
from anzhu.rules.categories import Category
from anzhu.rules.facts import Kind
from anzhu.web.applicant.wizard import ANSWER_STEPS, TASKS
from tests import effort, holders
from tests.web.applicant.filling import NOW, Engineer, engineer, fields, world
from tests.web.applicant.papers import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 23)
ENDS_SOON, ENDED = date(2027, 1, 9), date(2026, 10, 1)
HAIDAI = cast.EMPLOYERS[1]
#: Said once for a whole group: a search in the directory fills in the four.
_DIRECTORY = frozenset({"uscc", "name", "province", "address"})
#: Not fields of the form: marks of the house's own.
_OWN_MARKS = frozenset({"id", "hints_seen", "reason"})
#: What the account and the roster tell on every form: name, sex, birth, ID number; the
#: qualification's number and day.
_IDENTITY = 6


@dataclass(frozen=True)
class Effort:
    """What was measured, in the columns of 5-screens 3.1."""

    steps: int
    confirmed: int
    typed: int
    prefilled: int
    uploads: int


@dataclass
class Filling:
    """Counts what is typed and chosen on the way through the pages."""

    who: Engineer
    typed: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    uploads: int = 0

    def types(self, page: str, **said: str) -> None:
        """Text into fields; the rest of the page is sent as it stands."""
        self.typed += [f"{page}.{name}" for name in said]
        self._sends(page, said)

    def chooses(self, page: str, **said: str) -> None:
        """Lists, ticks and radio buttons."""
        self.chosen += [f"{page}.{name}" for name in said]
        self._sends(page, said)

    def picks(self, unit: cast.EmployerSeed) -> None:
        """One search, and one press on what was found."""
        self.typed.append("employer.q")
        self.who.client.post(self.who.url("employer"), {"q": unit.uscc, "pick": unit.uscc})

    def finds_the_agency(self) -> None:
        """The questions of clause 3 that are still open, and the agency they lead to."""
        said = {"ministry": "none", "group": "none", "directly_under": "no", "province": "37"}
        self.chosen += [f"agency.{name}" for name in said]
        case = self.who.case()
        drafting.save(case_id=case.pk, page="agency", said=said, actor=self.who.who.actor, now=NOW)
        self.chooses("agency", chosen="SD", advised="SD")

    def takes_a_photo(self) -> None:
        case, who = self.who.case(), self.who.who
        photo = scans.photo_for(who.person.pk, who.person.pk, woman=True, now=NOW)
        drafting.attach_photo(case_id=case.pk, photo_id=photo.pk, actor=who.actor, now=NOW)
        self.uploads += 1

    def tells_history(self, *rows: Mapping[str, str]) -> None:
        """What is typed into the rows that the page shows, in their order."""
        shown = self.who.looks("history")
        names = list(dict.fromkeys(re.findall(r'name="rows-(\w+)-start"', shown)))
        said = {
            f"rows-{name}-{cell}": text
            for name, row in zip(names, rows, strict=False)
            for cell, text in row.items()
        }
        self.typed += [f"history.{name}" for name in said]
        self.who.client.post(self.who.url("history"), {**fields(shown), **said})

    def _sends(self, page: str, said: Mapping[str, str]) -> None:
        answer = self.who.sends(page, **said)
        assert answer.status_code in (303, 422), answer.status_code


def initial(filling: Filling, *, late: bool = False) -> None:
    if late:
        filling.chooses("category", category="chemical")
    filling.finds_the_agency()
    filling.takes_a_photo()
    filling.types("person", address="济南市历下区经十路 1 号")
    filling.chooses("person", degree="bachelor")
    filling.picks(holders.QILU)
    filling.chooses("employer", status="enterprise", open_ended="on")
    filling.types("employer", post="安全主管", contract_from="2021-03-01")
    filling.tells_history({})


def overdue(filling: Filling) -> None:
    initial(filling, late=True)


def renewal(filling: Filling) -> None:
    """Everything stays; the statement is written apart."""


def new_employer(filling: Filling) -> None:
    filling.chooses("change", employer="on", renew="")
    filling.chooses("agency", chosen="SD", advised="SD")
    moved(filling)


def renamed(filling: Filling) -> None:
    filling.chooses("change", renamed="on", renew="")
    filling.types("employer", name="齐鲁安泰化工集团股份有限公司")


def category(filling: Filling) -> None:
    filling.chooses("change", category="on", renew="")
    filling.chooses("category", category="mine")
    filling.chooses("agency", chosen="SD", advised="SD")


def re_registration(filling: Filling) -> None:
    moved(filling)


def moved(filling: Filling) -> None:
    filling.picks(HAIDAI)
    filling.types("employer", contract_from="2026-10-01")
    filling.chooses("employer", open_ended="on")
    # Below the employment of before, which is folded.
    filling.tells_history({}, {"until": "2026-09-30"})


#: By the row of docs/effort.md: the kind, the last valid day (none: never registered), the filling,
#: and the goals of 3.1: active steps at most, typed at most, prefilled at least, uploads at most.
ROWS: Mapping[str, tuple[Kind, date | None, Callable[[Filling], None], tuple[int, ...]]] = {
    "初始": (Kind.INITIAL, None, initial, (9, 16, 24, 4)),
    "逾期初始": (Kind.INITIAL, None, overdue, (9, 16, 24, 5)),
    "延续": (Kind.RENEWAL, ENDS_SOON, renewal, (6, 6, 34, 4)),
    "变更·换单位": (Kind.CHANGE, ENDS_SOON, new_employer, (7, 12, 28, 3)),
    "变更·更名": (Kind.CHANGE, ENDS_SOON, renamed, (5, 4, 36, 2)),
    "变更·类别": (Kind.CHANGE, ENDS_SOON, category, (5, 4, 36, 2)),
    "重新": (Kind.RE_REGISTRATION, ENDED, re_registration, (8, 12, 28, 3)),
}
#: Where a goal is missed; docs/effort.md says why.
MISSED = {("初始", "prefilled"), ("逾期初始", "prefilled")}


def measured(row: str) -> Effort:
    kind, until, fill, _ = ROWS[row]
    filling = Filling(begun(kind, until, late=row == "逾期初始"))
    fill(filling)
    case = filling.who.case()
    read = applying.reading(case, NOW)
    left = [problem for problem in read.problems if problem.page != "statement"]
    assert left == [], (row, left)
    known = len(filled(case.dossier.answers)) + _IDENTITY + (not filling.uploads)
    mine = {name for name in filling.typed if name != "employer.q"} | set(filling.chosen)
    modes = [read.asked[name].mode if name in read.asked else hours(read) for name in ANSWER_STEPS]
    return Effort(
        steps=modes.count(Mode.ASKED) + len(TASKS) - len(ANSWER_STEPS),
        confirmed=modes.count(Mode.CONFIRMED),
        typed=len(set(filling.typed)),
        prefilled=known - len(mine),
        uploads=filling.uploads + len(facts.needs_of(case, case.dossier, TODAY).required),
    )


def hours(read: applying.Reading) -> Mode:
    """Step 5 is asked where hours are required (R7)."""
    needed = read.assessment is not None and read.assessment.education
    return Mode.ASKED if needed and needed.required else Mode.NOT_NEEDED


def begun(kind: Kind, until: date | None, *, late: bool) -> Engineer:
    """Her draft as it stands when she has just opened it."""
    builder = world()
    if until is None and not late:
        lin = engineer(builder=builder, obtained=date(2024, 5, 18), category=Category.CHEMICAL)
    else:
        who = holders.holder(builder, until or TODAY, registered=until is not None)
        lin = Engineer(builder, who, signed_in(who))
    answer = lin.client.post(f"/apply/start/{kind}")
    assert answer.status_code == 303, answer.content.decode()
    lin.ref = answer.headers["Location"].split("/")[3]
    return lin


def filled(answers: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Every field of the application that says something, by its place."""
    found = []
    for page, said in answers.items():
        if page in ("change", "statement"):
            continue
        cells = {name: value for name, value in said.items() if name != "rows"}
        for number, row in enumerate(said.get("rows", ())):
            cells |= {f"{number}.{name}": value for name, value in row.items()}
        found += [
            f"{page}.{name}"
            for name, value in cells.items()
            if value and name.split(".")[-1] not in _OWN_MARKS
        ]
    return found


@pytest.mark.parametrize("row", ROWS)
def test_the_effort_of_a_kind_is_as_documented_and_within_its_goal(row: str) -> None:
    found = measured(row)
    steps, typed, prefilled, uploads = ROWS[row][3]
    goals = {
        "steps": found.steps <= steps,
        "typed": found.typed <= typed,
        "prefilled": found.prefilled >= prefilled,
        "uploads": found.uploads <= uploads,
    }
    assert {name for name, met in goals.items() if not met} == {
        name for kind, name in MISSED if kind == row
    }, found
    said = (f"{found.steps} + {found.confirmed}", f"{found.typed} / {found.prefilled}")
    assert effort.measured()[row] == (*said, str(found.uploads))
