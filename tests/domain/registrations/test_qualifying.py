"""A list of registrations may name the qualification: it comes onto the roster, or contradicts."""

from datetime import date

import pytest

from anzhu import words
from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.kernel.errors import Refused
from anzhu.ops.demo import cast
from anzhu.people import actions as people
from anzhu.people import queries
from anzhu.people.models import Person, Qualification
from anzhu.people.queries import Holding
from anzhu.registrations.importing import comparing, reading
from anzhu.registrations.models import Import
from tests.domain.registrations.lists import LI, ZHANG, lines, of_li, row
from tests.domain.registrations.taking_over import TODAY, as_it_is, take, troubles

pytestmark = pytest.mark.django_db
QUALIFIED = {"qualification": "Q-2023-9", "qualified_on": "2023-10-29", "qualified_for": "化工安全"}
FORMERLY = {"qualification": "0737001", "qualified_on": "2007-10-28", "qualified_for": "不分专业"}


def on_the_roster(**changed: object) -> Qualification:
    """李桂兰, as ``QUALIFIED`` says, but for what changed."""
    usual: dict[str, object] = {
        "name": "李桂兰",
        "id_number": LI,
        "number": "Q-2023-9",
        "obtained": date(2023, 10, 29),
        "category": "chemical",
    }
    return people.enrol(**{**usual, **changed})  # type: ignore[arg-type]


def counted(*rows: dict[str, str]) -> tuple[int, int]:
    """How many the list qualifies, and how many nobody does."""
    found = comparing.compare(reading.read(lines(*rows), on=TODAY).rows)
    return found.qualified, found.unqualified


def holding_of(name: str) -> Holding | None:
    return queries.holding_of(Person.objects.get(name=name))


def test_where_the_roster_has_none_the_list_makes_its_row_and_says_so():
    done = take(row(**FORMERLY), of_li(**QUALIFIED))

    assert (done.new, done.qualified) == (2, 2)
    assert holding_of("李桂兰") == Holding(
        "Q-2023-9", date(2023, 10, 29), "chemical", (), done.number
    )
    assert holding_of("张守业") == Holding("0737001", date(2007, 10, 28), None, (), done.number)
    assert not Qualification.objects.filter(id_index__contains=ZHANG).exists()
    assert Import.objects.get().qualified == 2


def test_the_row_of_the_roster_stands_in_the_record_with_the_list_it_came_from():
    done = take(of_li(**QUALIFIED))

    told = Entry.objects.get(event="people.roster_listed")
    assert (told.data["import"], told.data["new"], told.data["source"]) == (
        done.number, 1, "f" * 64,
    )  # fmt: skip
    assert Entry.objects.get(event="registrations.imported").data["qualified"] == 1
    assert not list(verify.faults())


def test_who_is_in_neither_is_counted_once_and_taken_over_nevertheless():
    earlier = of_li(valid_from="2019-06-10", valid_until="2024-06-09")
    assert counted(row(**FORMERLY), earlier, of_li()) == (1, 1)

    take(row(**FORMERLY), earlier, of_li())

    assert holding_of("李桂兰") is None
    assert not Entry.objects.filter(event="people.roster_listed", data__new=2).exists()


def test_the_same_list_twice_makes_one_row_and_a_fuller_one_later_makes_the_missing():
    take(of_li())
    assert counted(of_li(**QUALIFIED)) == (1, 0)

    fuller = take(of_li(**QUALIFIED))
    before = as_it_is()[:-2]
    again = take(of_li(**QUALIFIED))

    assert (fuller.new, fuller.same, fuller.qualified) == (0, 1, 1)
    assert (again.new, again.same, again.qualified) == (0, 1, 0)
    assert as_it_is()[:-2] == before
    assert Entry.objects.filter(event="people.roster_listed").count() == 1


def test_any_of_several_rows_of_a_person_may_name_it_and_one_row_is_made():
    earlier = of_li(valid_from="2023-11-10", valid_until="2024-06-09", **QUALIFIED)
    take(of_li(), earlier)
    assert Qualification.objects.count() == 1


def test_what_the_roster_says_too_changes_nothing():
    on_the_roster()
    before = list(Qualification.objects.values())
    assert counted(of_li(**QUALIFIED)) == (0, 0)
    assert counted(of_li()) == (0, 0)

    take(of_li(**QUALIFIED))

    assert list(Qualification.objects.values()) == before


@pytest.mark.parametrize(
    ("there", "said", "column", "code"),
    [
        ({"number": "Q-2023-8"}, {}, "qualification", "other_qualification"),
        ({"name": "李桂芳", "number": "Q-2023-8"}, {}, "qualification", "other_qualification"),
        ({"obtained": date(2023, 10, 28)}, {}, "qualified_on", "qualified_on_differs"),
        ({"category": "mine"}, {}, "qualified_for", "qualified_for_differs"),
        (
            {"name": "张守业", "id_number": ZHANG},
            {},
            "qualification",
            "qualification_of_another",
        ),
    ],
)
def test_what_contradicts_the_roster_is_an_error_and_nothing_is_taken_over(
    there, said, column, code
):
    on_the_roster(**there)
    listed = of_li(**{**QUALIFIED, **said})
    before = as_it_is()

    assert (2, column, f"existing.{code}") in troubles(listed)
    with pytest.raises(Refused) as refused:
        take(row(), listed)
    assert refused.value.codes == ["existing.wrong_rows"]
    assert as_it_is() == before


def test_the_roster_knows_a_person_by_the_name_in_the_record_only():
    take(of_li())
    on_the_roster(name="李桂芳")
    assert troubles(of_li(**QUALIFIED)) == [(2, "name", "existing.qualification_name_differs")]
    # Without a word about it, the holder is one whom the roster does not have.
    assert counted(of_li()) == (0, 1)


def test_a_further_exam_alone_is_no_qualification_and_does_not_contradict_one():
    on_the_roster(number="Q-ZB-1", category="mine", added=True)

    take(of_li(**QUALIFIED))

    held = holding_of("李桂兰")
    assert held is not None
    assert (held.number, held.category, held.extra_categories) == (
        "Q-2023-9",
        "chemical",
        ("mine",),
    )


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (
            [row(**FORMERLY), of_li(**{**QUALIFIED, "qualification": "0737001"})],
            (3, "qualification", "existing.qualification_of_two"),
        ),
        (
            [
                row(**FORMERLY),
                row(
                    **{**FORMERLY, "qualified_on": "2007-10-29"},
                    valid_from="2019-05-10",
                    valid_until="2022-05-09",
                ),
            ],
            (3, "qualification", "existing.qualification_differs_in_list"),
        ),
    ],
)
def test_qualifications_that_contradict_each_other_are_named(rows, found):
    assert troubles(*rows) == [found]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"qualification": ""}, ("qualification", "existing.qualification_no_number")),
        ({"qualified_on": ""}, ("qualified_on", "existing.qualification_no_day")),
        ({"qualified_on": "2024-06-16"}, ("qualified_on", "existing.qualified_after_start")),
        ({"qualified_on": "2023"}, ("qualified_on", "existing.day_unreadable")),
        ({"qualified_for": ""}, ("qualified_for", "existing.qualified_for_nothing")),
        ({"qualified_for": "消防"}, ("qualified_for", "existing.category_unknown")),
        (
            {"qualified_for": "危险物品安全"},
            ("qualified_for", "existing.qualified_for_former_one"),
        ),
        ({"qualification": "9" * 41}, ("qualification", "existing.too_long")),
    ],
)
def test_a_wrong_value_is_named_at_its_column(said, found):
    assert troubles(of_li(**{**QUALIFIED, **said})) == [(2, *found)]
    assert not Qualification.objects.exists()


@pytest.mark.parametrize("said", ["", "无", "不分专业", "危险物品安全", "煤矿安全", "其他安全"])
def test_one_of_before_the_seven_bears_no_category_however_it_is_written(said):
    take(row(**{**FORMERLY, "qualified_for": said}))
    assert Qualification.objects.get().category == ""


def test_the_roster_goes_before_a_list_that_came_earlier():
    take(of_li(**QUALIFIED))
    on_the_roster(number="Q-2021-1", obtained=date(2024, 1, 1), category="mine")

    held = holding_of("李桂兰")

    assert held == Holding("Q-2021-1", date(2024, 1, 1), "mine", ())


def test_no_number_is_shown_whole_to_whom_it_may_not_belong():
    on_the_roster(number="20231029000777")
    found = comparing.compare(reading.read(lines(of_li(**QUALIFIED)), on=TODAY).rows)
    (_, wrong) = next(found.troubles())
    assert "（末四位 0777）" in words.objection(wrong.why)
    assert "20231029000777" not in words.objection(wrong.why)
    third = cast.id_number(date(1988, 1, 1), 43, woman=False)
    taken = of_li(name="周一", id_number=third, number="20220000778", **QUALIFIED)
    taken["qualification"] = "20231029000777"
    assert troubles(taken) == [(2, "qualification", "existing.qualification_of_another")]
