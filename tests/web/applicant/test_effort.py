"""5-screens 3.1: what each kind asks of somebody the house knows, counted from its own pages.

Every kind is filled in through its pages with nothing but what must be typed or chosen; that this
is enough is what the rules say of it afterwards. Which fields there are is read from the forms of
the steps that meet the applicant. The numbers stand in ``docs/effort.md``.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import pytest

from anzhu.cases import applying, drafting, facts
from anzhu.cases.answers import named_rows
from anzhu.cases.models import Case
from anzhu.ops.demo import cast, scans
from anzhu.rules.agencies import QUESTIONS
from anzhu.rules.asking import Mode
from anzhu.rules.categories import Category
from anzhu.rules.facts import Kind
from anzhu.web.applicant.forms import history
from anzhu.web.applicant.views.answers import FORMS
from anzhu.web.applicant.wizard import ANSWER_STEPS, TASKS
from tests import effort, holders
from tests.web.applicant.filling import NOW, Engineer, engineer, fields, world
from tests.web.applicant.papers import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 23)
#: Said once for a whole group: a search in the directory fills in its four fields.
SEARCH = "employer.q"
ENDS_SOON, ENDED = date(2027, 1, 9), date(2026, 10, 1)
HAIDAI = cast.EMPLOYERS[1]


@dataclass(frozen=True)
class Effort:
    """What was measured: steps, fields by how they came to say something, uploads.

    ``fields`` counts all of them, with those that may stay empty and did.
    """

    steps: int
    confirmed: int
    typed: int
    chosen: int
    prefilled: int
    fields: int
    uploads: int

    @property
    def share(self) -> Fraction:
        """How much of what the forms say was typed."""
        return Fraction(self.typed, self.typed + self.prefilled)

    @property
    def own_share(self) -> Fraction:
        """The same where a choice counts like a typed field."""
        own = self.typed + self.chosen
        return Fraction(own, own + self.prefilled)


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
        self.typed.append(SEARCH)
        self.who.client.post(self.who.url("employer"), {"q": unit.uscc, "pick": unit.uscc})

    def finds_the_agency(self) -> None:
        """The questions of clause 3 that are still open, and the agency they lead to."""
        said = {"ministry": "none", "group": "none", "directly_under": "no", "province": "37"}
        self.chosen += [f"agency.{name}" for name in said]
        case = self.who.case()
        drafting.save(case_id=case.pk, page="agency", said=said, actor=self.who.who.actor, now=NOW)
        self.takes_the_advised_agency()

    def takes_the_advised_agency(self) -> None:
        """A press on what the answers led to: nothing is chosen."""
        self._sends("agency", {"chosen": "SD", "advised": "SD"})

    def takes_a_photo(self) -> None:
        case, who = self.who.case(), self.who.who
        photo = scans.photo_for(who.person.pk, who.person.pk, woman=True, now=NOW)
        drafting.attach_photo(case_id=case.pk, photo_id=photo.pk, actor=who.actor, now=NOW)
        self.uploads += 1

    def tells_history(self, *rows: Mapping[str, str]) -> None:
        """What is typed into the rows that the page shows, in their order."""
        shown = self.who.looks("history")
        names = list(dict.fromkeys(re.findall(r'name="rows-(\w+)-start"', shown)))
        typed = {
            (name, cell): text
            for name, row in zip(names, rows, strict=False)
            for cell, text in row.items()
        }
        self.typed += [f"history.{name}.{cell}" for name, cell in typed]
        said = {f"rows-{name}-{cell}": text for (name, cell), text in typed.items()}
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
    filling.chooses("employer", open_ended="on")
    filling.types("employer", post="安全主管", contract_from="2021-03-01")
    filling.tells_history({})


def overdue(filling: Filling) -> None:
    initial(filling, late=True)


def renewal(filling: Filling) -> None:
    """Everything stays; the statement is written apart."""


def new_employer(filling: Filling) -> None:
    filling.chooses("change", employer="on", renew="")
    filling.takes_the_advised_agency()
    moved(filling)


def renamed(filling: Filling) -> None:
    filling.chooses("change", renamed="on", renew="")
    filling.types("employer", name="齐鲁安泰化工集团股份有限公司")


def category(filling: Filling) -> None:
    filling.chooses("change", category="on", renew="")
    filling.chooses("category", category="mine")
    filling.takes_the_advised_agency()


def re_registration(filling: Filling) -> None:
    moved(filling)


def moved(filling: Filling) -> None:
    filling.picks(HAIDAI)
    filling.types("employer", contract_from="2026-10-01")
    filling.chooses("employer", open_ended="on")
    # Below the employment of before, which is folded.
    filling.tells_history({}, {"until": "2026-09-30"})


#: By the row of docs/effort.md: the kind, the last valid day (none: never registered), the filling.
ROWS: Mapping[str, tuple[Kind, date | None, Callable[[Filling], None]]] = {
    "初始": (Kind.INITIAL, None, initial),
    "逾期初始": (Kind.INITIAL, None, overdue),
    "延续": (Kind.RENEWAL, ENDS_SOON, renewal),
    "变更·换单位": (Kind.CHANGE, ENDS_SOON, new_employer),
    "变更·更名": (Kind.CHANGE, ENDS_SOON, renamed),
    "变更·类别": (Kind.CHANGE, ENDS_SOON, category),
    "重新": (Kind.RE_REGISTRATION, ENDED, re_registration),
}
#: Prefilled less than the table says of forty fields; docs/effort.md says why.
FEWER = {"初始", "逾期初始"}


def measured(row: str) -> Effort:
    kind, until, fill = ROWS[row]
    filling = Filling(begun(kind, until, late=row == "逾期初始"))
    fill(filling)
    case = filling.who.case()
    read = applying.reading(case, NOW)
    left = [problem for problem in read.problems if problem.page != "statement"]
    assert left == [], (row, left)
    modes = {
        name: read.asked[name].mode if name in read.asked else hours(read) for name in ANSWER_STEPS
    }
    met = [name for name, mode in modes.items() if mode is not Mode.NOT_NEEDED]
    every = form_fields(case, ["change", *met] if kind is Kind.CHANGE else met)
    facts_shown = shown(filling.who, met)
    own = {*filling.typed, *filling.chosen}
    assert own - {SEARCH} <= every, own - every
    prefilled = {name for name in every if says(case, name)} - own
    return Effort(
        steps=list(modes.values()).count(Mode.ASKED) + len(TASKS) - len(ANSWER_STEPS),
        confirmed=list(modes.values()).count(Mode.CONFIRMED),
        typed=len(set(filling.typed)),
        chosen=len(set(filling.chosen)),
        prefilled=len(prefilled) + len(facts_shown),
        fields=len(every) + len(facts_shown),
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


def form_fields(case: Case, pages: Iterable[str]) -> set[str]:
    """Every field of the forms of these pages, as ``page.field`` or ``page.row.field``."""
    found: set[str] = set()
    for page in pages:
        if page == "history":
            rows = named_rows(case.dossier.answers["history"])
            names = [f"{row['id']}.{cell}" for row in rows for cell in history.Row.base_fields]
        else:
            names = [*FORMS[page].base_fields] if page in FORMS else []
        # The chooser asks one question a page, each a form of one field; the category is step 3.
        if page == "agency":
            names += [question.name for question in QUESTIONS if question.name != "category"]
        found |= {f"{page}.{name}" for name in names}
    return found


def says(case: Case, name: str) -> bool:
    """Does the application say something in this field?"""
    page, *row, cell = name.split(".")
    said = case.dossier.answers.get(page, {})
    if row:
        said = next(one for one in named_rows(said) if one["id"] == row[0])
    return bool(said.get(cell))


def shown(who: Engineer, met: Collection[str]) -> list[str]:
    """What the pages tell of account, roster and registration where nothing can be typed."""
    heads = [who.looks(page) for page in ("person", "category") if page in met]
    return [label for page in heads for label in re.findall(r"<dt>(.*?)</dt>", page)]


def told(found: Effort) -> list[str]:
    """A row of the document."""
    return [
        f"{found.steps} + {found.confirmed}",
        f"{found.typed} + {found.chosen} / {found.prefilled}",
        str(found.fields),
        f"{found.typed}/{found.typed + found.prefilled}",
        f"{found.typed + found.chosen}/{found.typed + found.chosen + found.prefilled}",
        str(found.uploads),
    ]


@pytest.mark.parametrize("row", ROWS)
def test_the_effort_of_a_kind_is_as_documented_and_within_its_goal(row: str) -> None:
    found, goal = measured(row), effort.GOALS[row]

    assert found.steps <= goal.steps, found
    assert found.typed <= goal.typed, found
    assert found.share <= goal.share, found
    assert found.own_share <= goal.share, found
    assert (found.prefilled >= goal.prefilled) is (row not in FEWER), found
    assert found.uploads <= goal.uploads, found
    assert effort.known()[row][:6] == told(found)


def test_the_document_names_the_goals_that_are_held() -> None:
    for row, said in effort.known().items():
        goal = effort.GOALS[row]
        share = f"{goal.typed}/{goal.typed + goal.prefilled}"
        assert said[6] == f"{goal.steps}, {share}, {goal.uploads}", row
    for journey, said in effort.goals_of_journeys().items():
        goal = effort.GOALS[effort.JOURNEYS[journey]]
        assert said == (goal.clicks, goal.typed, goal.uploads, *goal.minutes), journey


def test_every_goal_is_measured() -> None:
    assert (
        set(ROWS)
        == set(effort.known())
        == {name for name, goal in effort.GOALS.items() if goal.steps}
    )
    assert set(effort.walked()) == set(effort.JOURNEYS)
    assert set(effort.JOURNEYS.values()) == set(effort.GOALS)


def test_the_minutes_of_the_model_are_within_the_goals() -> None:
    for journey, walked in effort.walked().items():
        usual, slow = effort.GOALS[effort.JOURNEYS[journey]].minutes
        assert walked.usual <= usual, journey
        assert walked.slow <= slow, journey
