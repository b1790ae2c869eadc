"""Registrations of the time before: everything wrong is named, all is taken over or nothing."""

from datetime import date, timedelta

import pytest

from anzhu import words
from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.ops.demo import cast
from anzhu.people import corrections
from anzhu.people.models import ContactOnRecord, Person
from anzhu.people.taking_over import email_on_record, phone_on_record
from anzhu.registrations import actions as registrations
from anzhu.registrations import queries
from anzhu.registrations.importing import comparing, reading, writing
from anzhu.registrations.models import (
    HolderNumber,
    Registration,
    Sheet,
)
from anzhu.rules.facts import Role
from anzhu.rules.grants import Standing
from anzhu.rules.requests import Corrected
from anzhu.verification.queries import UNKNOWN, look_up
from tests.domain import factories
from tests.domain.registrations.lists import ZHANG, lines, of_li, row
from tests.domain.registrations.taking_over import NOW, TODAY, as_it_is, take, troubles

pytestmark = pytest.mark.django_db


def test_a_row_becomes_a_holder_with_number_period_category_and_contact():
    done = take(row(serial="ZY-0041"), of_li())

    assert (done.number, done.new, done.same) == ("ZL2026-0001", 2, 0)
    zhang = Person.objects.get(name="张守业")
    assert (zhang.id_number, zhang.sex, zhang.born) == (ZHANG, "male", date(1975, 4, 2))
    held = queries.of_person(zhang.pk)
    assert held is not None
    assert (held.number, held.category) == ("AQ08370012", "former_hazardous")
    assert (held.valid_from, held.valid_until) == (date(2016, 5, 10), date(2019, 5, 9))
    assert (held.case_ref, held.closed_on) == ("", None)
    assert HolderNumber.objects.get(person=zhang).number == "AQ08370012"
    assert Sheet.objects.get().serial == "ZY-0041"
    contact = ContactOnRecord.objects.get(person=zhang)
    assert phone_on_record(contact) == "13700000041"
    assert email_on_record(contact) == "zhang@example.org"
    assert b"zhang@example.org" not in bytes(contact.email_sealed or b"")
    empty = ContactOnRecord.objects.get(person__name="李桂兰")
    assert (phone_on_record(empty), email_on_record(empty)) == ("", "")


def test_a_number_that_was_corrected_here_still_means_the_same_person():
    take(row())
    zhang = Person.objects.get(name="张守业")
    one, other = factories.actor(Role.CENTRE_REVIEWER), factories.actor(Role.CENTRE_REVIEWER)
    present = cast.id_number(zhang.born, 77, woman=False)
    corrections.propose(
        person_id=zhang.pk,
        corrected=Corrected.ID_NUMBER,
        value=present,
        case_ref="AZ1",
        basis="公安机关证明",
        actor=one,
        now=NOW,
    )
    corrections.confirm(case_ref="AZ1", again=present, actor=other, now=NOW)

    assert (take(row()).new, take(row(id_number=present)).new) == (0, 0)
    assert Person.objects.filter(name="张守业").count() == 1
    assert Registration.objects.filter(person=zhang).count() == 1


def test_every_import_and_every_registration_stands_in_the_record():
    take(row(), of_li())

    told = Entry.objects.get(event="registrations.imported")
    assert told.data["source"] == "f" * 64
    assert (told.data["new"], told.data["by"]) == (2, "test")
    assert Entry.objects.filter(event="registration.taken_over").count() == 2
    assert not list(verify.faults())
    Registration.objects.filter(person__name="张守业").update(valid_until=date(2030, 1, 1))
    assert [str(fault).partition(":")[0] for fault in verify.faults()] == [
        "registrations.registration"
    ]


def test_the_same_list_twice_is_the_same_once():
    take(row(), of_li())
    before = as_it_is()[:-2]
    again = take(row(), of_li())

    assert (again.new, again.same) == (0, 2)
    assert as_it_is()[:-2] == before
    longer = cast.id_number(date(1988, 1, 1), 43, woman=False)
    more = take(row(), of_li(), of_li(name="周一", id_number=longer, number="20220000778"))
    assert (more.new, more.same) == (1, 2)


def test_what_ended_later_in_the_system_is_still_the_row_that_was_taken_over():
    take(of_li())
    Registration.objects.update(closed_on=TODAY)
    assert take(of_li()).same == 1


def test_several_registrations_of_a_person_follow_each_other_and_old_numbers_stay_searchable():
    take(
        of_li(valid_from="2019-06-10", valid_until="2024-06-09"),
        of_li(
            number="LI-0001",
            former_number="L2-9999",
            valid_from="2016-06-10",
            valid_until="2019-06-09",
        ),
        of_li(),
    )
    rows = list(Registration.objects.order_by("pk"))

    assert [one.valid_from.year for one in rows] == [2016, 2019, 2024]
    assert [one.closed_on for one in rows] == [date(2019, 6, 10), date(2024, 6, 10), None]
    assert HolderNumber.objects.get().number == "20220000777"
    for said in ("20220000777", "li-0001", "L29999", "LI 0001"):
        answer = look_up(number=said, name="李桂兰", on=TODAY)
        assert (answer.standing, answer.number) == (Standing.IN_FORCE, "20220000777")
    assert look_up(number="LI-0001", name="李桂", on=TODAY) is UNKNOWN


@pytest.mark.parametrize(
    ("status", "standing"), [("注销", Standing.CANCELLED), ("撤销", Standing.REVOKED)]
)
def test_one_that_ended_is_over_since_its_day_and_keeps_its_number(status, standing):
    take(of_li(status=status, ended_on="2026-01-05"))
    answer = look_up(number="20220000777", name="李桂兰", on=TODAY)
    assert answer.standing is standing
    assert HolderNumber.objects.get().number == "20220000777"


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        (
            {"id_number": ZHANG[:-1] + ("1" if ZHANG[-1] == "0" else "0")},
            [("id_number", "id_number.check_digit")],
        ),
        ({"id_number": ""}, [("id_number", "id_number.missing")]),
        ({"name": ""}, [("name", "existing.no_name")]),
        ({"name": "长" * 61}, [("name", "existing.too_long")]),
        ({"sex": "女"}, [("sex", "existing.other_sex")]),
        ({"sex": "x"}, [("sex", "existing.sex_unknown")]),
        ({"born": "1975-04-03"}, [("born", "existing.other_birth_date")]),
        ({"number": ""}, [("number", "holder_number.missing")]),
        ({"number": "12345"}, [("number", "holder_number.malformed")]),
        ({"former_number": "安执字"}, [("former_number", "existing.former_number_malformed")]),
        ({"category": "消防安全"}, [("category", "existing.category_unknown")]),
        ({"employer": ""}, [("employer", "existing.no_employer")]),
        ({"uscc": "91370100MA3C1234X0"}, [("uscc", "credit_code.check_digit")]),
        ({"valid_from": "2016-13-10"}, [("valid_from", "existing.day_unreadable")]),
        ({"valid_until": "2016-05-09"}, [("valid_until", "existing.ends_before_start")]),
        ({"valid_until": "2091-05-09"}, [("valid_until", "existing.period_too_long")]),
        (
            {"valid_from": "2026-11-24", "valid_until": "2029-11-23"},
            [("valid_from", "existing.starts_in_future")],
        ),
        (
            {"valid_from": "1970-01-01", "valid_until": "1973-01-01"},
            [("valid_from", "existing.before_birth")],
        ),
        ({"status": "存疑"}, [("status", "existing.status_unknown")]),
        ({"status": "注销"}, [("ended_on", "existing.no_end")]),
        ({"ended_on": "2017-01-01"}, [("ended_on", "existing.end_of_standing")]),
        (
            {"status": "注销", "ended_on": "2020-01-01"},
            [("ended_on", "existing.ended_outside")],
        ),
        ({"phone": "1370000"}, [("phone", "phone.malformed")]),
        ({"email": "zhang"}, [("email", "email.malformed")]),
        ({"serial": "流水"}, [("serial", "existing.serial_malformed")]),
        (
            {"phone": "0", "sex": "女"},
            [("sex", "existing.other_sex"), ("phone", "phone.malformed")],
        ),
    ],
)
def test_a_wrong_value_is_named_by_line_and_column_and_stops_the_whole_list(changed, found):
    before = as_it_is()
    assert troubles(of_li(), row(**changed)) == [(3, column, code) for column, code in found]
    with pytest.raises(Refused) as refused:
        take(of_li(), row(**changed))
    assert refused.value.codes == ["existing.wrong_rows"]
    assert as_it_is() == before


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([row(), row()], (3, "", "existing.twice")),
        ([row(), row(name="张守")], (3, "name", "existing.name_differs_in_list")),
        (
            [row(), row(valid_from="2019-05-09", valid_until="2022-05-08")],
            (3, "valid_from", "existing.both_in_force"),
        ),
        (
            [row(), row(valid_from="2015-01-01", valid_until="2019-12-31")],
            (2, "valid_from", "existing.both_in_force"),
        ),
        ([row(), of_li(number="AQ08370012")], (3, "number", "existing.number_of_two")),
        ([row(), of_li(former_number="aq08 370012")], (3, "number", "existing.number_of_two")),
        ([row(serial="Z1"), of_li(serial="Z1")], (3, "serial", "existing.serial_twice")),
    ],
)
def test_rows_that_contradict_each_other_are_named(rows, found):
    assert troubles(*rows) == [found]


def test_a_cancelled_period_may_be_followed_within_its_old_dates():
    rows = (
        row(status="注销", ended_on="2017-01-01"),
        row(valid_from="2017-01-02", valid_until="2020-01-01"),
    )
    assert troubles(*rows) == []


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"name": "张守"}, ("name", "existing.name_differs")),
        ({"valid_until": "2019-05-08"}, ("", "existing.known_already")),
        ({"valid_from": "2020-05-08", "valid_until": "2023-05-07"}, ("", "existing.known_already")),
        ({"number": "99999999999"}, ("", "existing.known_already")),
    ],
)
def test_what_the_register_says_already_is_never_overwritten(changed, found):
    take(row())
    wanted = [(2, *found)]
    assert [one for one in troubles(row(**changed)) if one in wanted] == wanted


def test_the_register_keeps_numbers_serials_and_names_apart():
    take(row(serial="Z1", former_number="OLD-0001"))
    assert troubles(of_li(number="AQ08370012")) == [(2, "number", "existing.number_of_another")]
    assert troubles(of_li(former_number="OLD0001")) == [(2, "number", "existing.number_of_another")]
    assert troubles(of_li(serial="Z1")) == [(2, "serial", "existing.serial_of_another")]
    (_, wrong) = next(
        comparing.compare(reading.read(lines(row(name="王五")), on=TODAY).rows).troubles()
    )
    assert "（系统：张*）" in words.objection(wrong.why)


def test_a_holder_of_the_system_is_not_imported_once_more():
    person = factories.person("李桂兰")
    registrations.grant(
        person_id=person.pk,
        category="chemical",
        employer_name="x",
        employer_uscc="y",
        case_ref="26AAAAAAAA",
        on=TODAY - timedelta(days=9),
    )
    listed = of_li(id_number=person.id_number)
    assert [code for *_, code in troubles(listed)] == ["existing.known_already"]


def test_who_is_known_without_a_registration_becomes_a_holder_and_is_not_doubled():
    person = factories.person("李桂兰")
    factories.account(Role.APPLICANT, of=person)
    take(of_li(id_number=person.id_number, phone="13800000000"))
    assert queries.of_person(person.pk) is not None
    assert Person.objects.filter(name="李桂兰").count() == 1
    # The account says how this person is reached.
    assert not ContactOnRecord.objects.exists()


@pytest.mark.parametrize(
    ("said", "start", "code"),
    [
        ("煤矿安全", "2016-05-10", "former_coal_mine"),
        ("煤矿安全", "2019-03-01", "coal_mine"),
        ("煤矿安全（原类别）", "2022-05-10", "former_coal_mine"),
        ("非煤矿矿山安全", "2016-05-10", "former_non_coal_mine"),
        ("建筑施工安全", "2019-02-28", "former_construction"),
        ("建筑施工安全", "2022-05-10", "construction"),
        ("危险物品安全", "2022-05-10", "former_hazardous"),
        ("其他安全", "2016-05-10", "former_other"),
        ("其他安全", "2022-05-10", "other"),
        ("其他安全（不包括消防安全）", "2018-05-10", "other"),
        ("其他安全(不包括消防安全)", "2022-05-10", "other"),
        ("金属非金属矿山安全", "2022-05-10", "mine"),
        ("chemical", "2022-05-10", "chemical"),
    ],
)
def test_a_category_is_read_by_name_and_by_the_first_valid_day(said, start, code):
    until = str(date.fromisoformat(start) + timedelta(days=700))
    (found,) = reading.read(
        lines(row(category=said, valid_from=start, valid_until=until)), on=TODAY
    ).rows
    assert found.row is not None
    assert found.row.category == code


def test_a_list_may_leave_columns_out_and_put_them_in_another_order_below_a_title():
    whole = lines(of_li())
    title = reading.Line(1, ["安全工程师名单"])
    order = [reading.COLUMNS.index(name) for name in reversed(reading.REQUIRED)]
    body = [
        reading.Line(at + 2, [one.cells[place] for place in order]) for at, one in enumerate(whole)
    ]
    (found,) = reading.read([title, *body], on=TODAY).rows
    assert found.row is not None
    assert found.line == 3
    assert found.row.number == "20220000777"


@pytest.mark.parametrize(
    ("made", "code"),
    [
        ([], "sheet.no_header"),
        ([["甲", "乙"]], "sheet.no_header"),
        ([["姓名", "身份证号", "注册证号"]], "sheet.columns_missing"),
        ([["姓名", "姓名", "身份证号"]], "sheet.columns_twice"),
    ],
)
def test_what_is_no_such_list_is_refused(made, code):
    with pytest.raises(Refused) as refused:
        reading.read([reading.Line(at, cells) for at, cells in enumerate(made, start=1)], on=TODAY)
    assert refused.value.codes == [code]


def test_a_header_alone_is_no_list():
    with pytest.raises(Refused) as refused:
        reading.read(lines(), on=TODAY)
    assert refused.value.codes == ["sheet.no_rows"]


def test_a_number_that_excel_has_cut_is_not_believed():
    head, body = lines(of_li())
    cells = list(body.cells)
    cells[1] = 110101198109090000
    (found,) = reading.read([head, reading.Line(2, cells)], on=TODAY).rows
    assert [one.why.code for one in found.wrong] == ["existing.id_as_number"]


@pytest.mark.parametrize("role", [Role.CENTRE_REVIEWER, Role.AGENCY_LEAD, Role.APPLICANT])
def test_only_the_administrator_takes_lists_over(role):
    sheet = reading.read(lines(of_li()), on=TODAY)
    stranger = factories.actor(role, agency=factories.agency())
    with pytest.raises(NotVisible):
        writing.take_over(sheet.rows, source="f" * 64, actor=stranger, now=NOW)
    assert not Registration.objects.exists()
