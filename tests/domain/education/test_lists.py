"""A list is looked at without effect, comes in as it was shown or not at all, and goes whole."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anzhu.audit import verify
from anzhu.education import actions, batches, judging, queries
from anzhu.education.judging import Fate
from anzhu.education.models import Batch, BatchState, Record, RecordState
from anzhu.files.models import Received
from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.notices.models import Notice
from anzhu.ops.demo import cast
from anzhu.organisations.models import Course
from anzhu.people.actions import person_for
from anzhu.rules.dated import Clause, Dated
from anzhu.rules.facts import Role
from tests.domain import factories
from tests.domain.education.conftest import HEAD, LAW, NOW, row
from tests.domain.files import workbooks

pytestmark = pytest.mark.django_db
UNKNOWN = cast.id_number(date(1991, 4, 5), 77, woman=False)
CHECK_DIGIT = UNKNOWN[:-1] + ("0" if UNKNOWN[-1] != "0" else "1")


def counts(batch: Batch) -> tuple[int, int, int]:
    return batch.importable, batch.repeated, batch.faulty


def told(actor, batch: Batch, fate: Fate = Fate.FAULTY) -> list[tuple[int, str, str]]:
    kept = queries.kept_rows(actor, batch.number)
    return [(one.line, one.column, one.reason) for one in kept.told(fate, 50)]


def test_a_dry_run_counts_and_changes_nothing(send, clerk, lin, holder):
    stranger = ("张三", UNKNOWN, LAW, "2026/5/6", "8学时")
    batch = send(row(lin), row(lin), row(lin, day=date(2026, 11, 17)), stranger, ("", "", "", ""))

    assert batch.state == BatchState.CHECKED
    assert counts(batch) == (2, 1, 1)
    assert told(clerk, batch) == [
        (4, "完成日期", "培训完成日期 2026年11月17日 晚于今天。请核对后修改。")
    ]
    assert told(clerk, batch, Fate.REPEATED) == [(3, "", "与第 2 行相同，只计一次。")]
    assert not Record.objects.exists()
    assert not Notice.objects.exists()


def test_what_the_dry_run_showed_is_what_comes_in(send, commit, clerk, lin, holder):
    batch = commit(send(row(lin), row(lin, "应急管理", hours=7.5), row(lin), row(lin, hours=99)))

    assert batch.state == BatchState.COMMITTED
    assert counts(batch) == (2, 1, 1)
    rows = Record.objects.order_by("course")
    assert [(r.course, r.hours, r.person, r.provider) for r in rows] == [
        (LAW, Decimal(24), lin, "齐鲁安全培训中心"),
        ("应急管理", Decimal("7.5"), lin, "齐鲁安全培训中心"),
    ]
    (notice,) = Notice.objects.all()
    assert (notice.account_id, notice.event) == (holder.account_id, "education.imported")
    assert notice.params == {"hours": 31.5, "institution": "齐鲁安全培训中心"}
    assert list(verify.faults()) == []


def test_the_same_list_again_changes_nothing(send, commit, lin):
    commit(send(row(lin)))
    again = send(row(lin))
    assert counts(again) == (0, 1, 0)
    with pytest.raises(Refused) as refused:
        commit(again)
    assert refused.value.codes == ["education.nothing_to_import"]
    assert Record.objects.count() == 1


def test_a_second_click_is_the_first_one(send, clerk, lin):
    batch = send(row(lin))
    for _ in range(2):
        actions.commit(batch_id=batch.pk, key="once", actor=clerk, now=NOW)
    assert Record.objects.count() == 1
    with pytest.raises(Refused) as refused:
        actions.commit(batch_id=batch.pk, key="another", actor=clerk, now=NOW)
    assert refused.value.lost_race


def test_something_that_came_in_meanwhile_stops_the_commit_whole(send, commit, clerk, lin):
    first, second = send(row(lin)), send(row(lin), row(lin, "应急管理"))
    commit(first)
    with pytest.raises(Refused) as refused:
        commit(second)
    assert refused.value.codes == ["education.list_changed"]
    assert Record.objects.count() == 1

    again = actions.look_again(batch_id=second.pk, actor=clerk, now=NOW)
    assert counts(again) == (1, 1, 0)
    actions.commit(batch_id=second.pk, key="now", actor=clerk, now=NOW)
    assert Record.objects.count() == 2


def test_a_row_that_the_table_refuses_takes_all_others_back(send, commit, clerk, lin, monkeypatch):
    batch = send(row(lin), row(lin, "应急管理"))
    honest = judging.judge

    def blind(rows, *, institution):
        found = honest(rows, institution=institution)
        return [found[0], replace(found[1], row=found[0].row)]

    monkeypatch.setattr(batches.judging, "judge", blind)
    with pytest.raises(Refused) as refused:
        commit(batch)
    assert refused.value.codes == ["education.list_changed"]
    assert not Record.objects.exists()
    assert Batch.objects.get().state == BatchState.CHECKED


@pytest.mark.parametrize(
    ("wrong", "reasons"),
    [
        ({"证件号码": CHECK_DIGIT}, ["身份证号校验位不正确"]),
        ({"证件号码": 110101199001010015}, ["证件号码是数字格式"]),
        ({"证件号码": ""}, ["请填写身份证号"]),
        ({"姓名": ""}, ["姓名为空"]),
        ({"课程名称": "长" * 121}, ["课程名称超过 120 个字"]),
        ({"完成日期": "去年五月"}, ["完成日期看不懂"]),
        ({"完成日期": "2026-02-30"}, ["完成日期看不懂"]),
        ({"完成日期": date(2026, 11, 17)}, ["晚于今天"]),
        ({"学时": 0}, ["学时须在 0.5–48 之间"]),
        ({"学时": "八"}, ["学时看不懂"]),
        ({"学时": 49, "姓名": ""}, ["姓名为空", "学时须在 0.5–48 之间"]),
    ],
)
def test_what_is_wrong_with_a_row_is_said_by_column(send, clerk, wrong, reasons):
    right = {
        "姓名": "张三", "证件号码": UNKNOWN, "课程名称": LAW, "完成日期": "2026-05-06", "学时": 8,
    }  # fmt: skip
    batch = send(tuple({**right, **wrong}.values()))
    assert counts(batch) == (0, 0, 1)
    found = told(clerk, batch)
    assert [column for _, column, _ in found] == [name for name in HEAD if name in wrong]
    assert all(part in said for part, (_, _, said) in zip(reasons, found, strict=True))


def test_a_course_that_is_not_filed_is_said_by_column_and_looked_up_again_at_the_commit(
    send, commit, clerk, lin
):
    """超出本机构备案课程, with what is wrong: the name, the day, the hours."""
    school = factories.institution()
    factories.filed(school, "短课", hours=4)
    Course.objects.filter(name="短课").update(valid_until=date(2026, 5, 31))
    batch = send(
        row(lin, "没备案的课"),
        row(lin, "短课", hours=4.5),
        row(lin, "短课", day=date(2026, 6, 1), hours=4),
        row(lin, "短课", hours=4),
        row(lin, "没备案的课", day=date(2027, 1, 1)),
    )
    assert counts(batch) == (1, 0, 4)
    found = told(clerk, batch)
    assert [(line, column) for line, column, _ in found] == [
        (2, "课程名称"), (3, "学时"), (4, "完成日期"), (6, "完成日期"), (6, "课程名称"),
    ]  # fmt: skip
    assert [said.startswith("超出本机构备案课程") for *_, said in found] == [
        True, True, True, False, True,
    ]  # fmt: skip

    Course.objects.filter(name="短课").delete()
    with pytest.raises(Refused) as refused:
        commit(batch)
    assert refused.value.codes == ["education.list_changed"]
    assert not Record.objects.exists()


def test_courses_of_another_institution_do_not_help(send, clerk, lin):
    factories.filed(factories.institution("JNPX", "济南安全工程培训学校"), "别家的课")
    assert counts(send(row(lin, "别家的课"))) == (0, 0, 1)


@pytest.mark.parametrize("known", [True, False], ids=["known people", "unknown people"])
def test_a_dry_run_and_a_commit_ask_as_often_for_many_rows_as_for_few(send, clerk, known):
    """The number of queries does not grow with the rows (8-speed)."""
    first = date(1990, 1, 1)
    numbers = (cast.id_number(first + timedelta(days=n), 7, woman=False) for n in count())

    def one() -> tuple[object, ...]:
        if known:
            return row(factories.person(), "应急管理")
        return ("张三", next(numbers), "应急管理", "2026-05-06", 8)

    def asked(rows: int) -> tuple[int, int]:
        batch = send(*(one() for _ in range(rows)))
        with CaptureQueriesContext(connection) as looked:
            actions.look_again(batch_id=batch.pk, actor=clerk, now=NOW)
        with CaptureQueriesContext(connection) as took:
            actions.commit(batch_id=batch.pk, key=batch.number, actor=clerk, now=NOW)
        assert Record.objects.filter(batch=batch).count() == rows
        return len(looked), len(took)

    assert asked(3) == asked(30)


def test_a_name_that_is_not_the_registered_one_is_masked(send, clerk, lin):
    batch = send(("林大满", lin.id_number, LAW, "2026-05-06", 8))
    (said,) = told(clerk, batch)
    assert said[1:] == ("姓名", "姓名与注册信息不一致（系统：林**）。请核对证件号码和姓名。")


def test_the_roster_knows_names_of_people_without_an_account(send, clerk):
    factories.enrolled("方晴", UNKNOWN)
    batch = send(("方雨", UNKNOWN, LAW, "2026-05-06", 8), ("方晴", UNKNOWN, LAW, "2026-05-07", 8))
    assert counts(batch) == (1, 0, 1)


def test_other_hours_for_the_same_course_are_a_contradiction(send, commit, clerk, lin):
    commit(send(row(lin)))
    batch = send(row(lin, hours=8))
    assert counts(batch) == (0, 0, 1)
    assert "已有 24 学时的记录" in told(clerk, batch)[0][2]


@pytest.mark.parametrize(
    ("head", "refused_for"),
    [
        (("姓名", "课程名称", "完成日期", "学时"), "缺少列：证件号码"),
        (("姓名", "证件号码"), "缺少列：课程名称、完成日期、学时"),
        ((*HEAD, "学时"), "有重复的列：学时"),
        (("a", "b"), "没有找到表头"),
    ],
)
def test_a_list_with_another_header_is_refused_whole(send, head, refused_for):
    batch = send(content=workbooks.xlsx([head, ["x"] * len(head)]))
    assert batch.state == BatchState.UNREADABLE
    (found,) = queries.refusals(batch)
    assert refused_for in found
    assert Received.objects.get().state == "refused"


def test_columns_in_another_order_titles_examples_and_the_added_columns_are_no_trouble(send, lin):
    rows = [
        ["2026 年学员名单"],
        ["状态", "学时", "完成日期 *", "身份证号", "课程", "姓名", "备注", "错误原因"],
        ["错误", 8, "2026-05-06", lin.id_number, LAW, lin.name, "x", "旧的错误"],
        ["", 8, "2026-05-06", "1", LAW, "示例（勿删，不会导入）"],
    ]
    assert counts(send(content=workbooks.xlsx(rows))) == (1, 0, 0)


def test_too_many_rows_are_refused_with_the_limit(send, lin, monkeypatch):
    two = Dated({date(2019, 3, 1): 2}, clause=Clause("4.5", "test"))
    monkeypatch.setattr(batches.parameters, "EDUCATION_IMPORT_ROWS", two)
    assert counts(send(row(lin), row(lin, "二"))) == (2, 0, 0)
    batch = send(row(lin), row(lin, "二"), row(lin, "三"))
    assert batch.state == BatchState.UNREADABLE
    assert queries.refusals(batch) == ["表格超过 2 行。请拆成几个文件分别上传。"]


def test_a_broken_file_says_so_and_is_gone(send):
    batch = send(content=b"PK\x03\x04 nothing")
    assert batch.state == BatchState.UNREADABLE
    assert "表格打不开" in queries.refusals(batch)[0]


def test_the_worker_may_be_killed_and_come_again(send, lin):
    batch = send(row(lin))
    actions.check(batch_id=batch.pk)
    assert counts(Batch.objects.get()) == (1, 0, 0)


def test_records_wait_for_people_who_sign_up_later(send, commit):
    commit(send(("张三", UNKNOWN, LAW, "2026-05-06", 8)))
    assert Record.objects.get().person is None
    person = person_for(name="张三", id_number=UNKNOWN)
    assert [one.hours for one in queries.for_the_law(person)] == [Decimal(8)]
    assert [one.course for one in queries.mine(factories.actor(Role.APPLICANT, of=person))] == [LAW]


def test_a_corrected_number_loses_no_hours_and_both_numbers_are_the_same_person(
    send, commit, clerk, correct_number
):
    """Hours that came before sign-up, under the wrong and under the right number, all count."""
    wrong = UNKNOWN
    right = cast.id_number(date(1991, 4, 5), 79, woman=False)
    commit(
        send(("张三", wrong, LAW, "2026-05-06", 8), ("张三", right, "职业健康", "2026-05-07", 8))
    )
    person = person_for(name="张三", id_number=wrong)

    correct_number(person, right)

    person.refresh_from_db()
    assert [one.course for one in queries.of_person(person)] == [LAW, "职业健康"]
    for number in (wrong, right):
        found = queries.trainee(clerk, name="张三", id_number=number)
        assert {one.course for one in found} == {LAW, "职业健康"}
        # Neither number brings a course in twice.
        again = send(
            ("张三", number, LAW, "2026-05-06", 8), ("张三", number, "应急", "2026-05-08", 8)
        )
        assert counts(again) == (1, 1, 0)
    commit(again)
    commit(send(("张三", wrong, "法规", "2026-05-09", 8)))
    assert {one.person for one in Record.objects.all()} == {person}


def test_a_former_number_that_is_somebody_elses_now_is_theirs(send, commit, clerk, correct_number):
    person = person_for(name="张三", id_number=UNKNOWN)
    correct_number(person, cast.id_number(date(1991, 4, 5), 79, woman=False))
    other = person_for(name="张山", id_number=UNKNOWN)

    batch = commit(
        send(("张三", UNKNOWN, LAW, "2026-05-06", 8), ("张山", UNKNOWN, LAW, "2026-05-06", 8))
    )

    assert counts(batch) == (1, 0, 1)
    assert Record.objects.get().person == other
    assert queries.of_person(person) == []


def test_a_record_under_another_name_is_not_found_by_the_number_alone(send, commit):
    commit(send(("张三", UNKNOWN, LAW, "2026-05-06", 8)))
    assert queries.for_the_law(person_for(name="李四", id_number=UNKNOWN)) == ()


def test_a_list_is_taken_back_whole_with_a_reason_and_holders_are_told(
    send, commit, clerk, lin, holder
):
    batch = commit(send(row(lin), row(lin, "应急管理"), ("张三", UNKNOWN, LAW, "2026-5-6", 8)))
    Notice.objects.all().delete()
    with pytest.raises(Refused) as refused:
        actions.revoke(batch_id=batch.pk, reason=" ", key="k", actor=clerk, now=NOW)
    assert refused.value.codes == ["education.no_reason"]
    assert Record.objects.standing().count() == 3

    for _ in range(2):
        actions.revoke(batch_id=batch.pk, reason="名单有误", key="r", actor=clerk, now=NOW)
    assert set(Record.objects.values_list("state", flat=True)) == {RecordState.REVOKED}
    (notice,) = Notice.objects.all()
    assert (notice.event, notice.params["hours"]) == ("education.revoked", 48.0)
    assert queries.for_the_law(lin) == ()
    assert list(verify.faults()) == []
    # What was taken back may come in again, corrected.
    assert counts(send(row(lin))) == (1, 0, 0)


def test_used_hours_stay_when_a_list_is_taken_back(send, commit, clerk, lin):
    batch = commit(send(row(lin), row(lin, "应急管理")))
    used = Record.objects.get(course=LAW)
    actions.use({used.pk: "26AAAAAAAA"})
    actions.revoke(batch_id=batch.pk, reason="名单有误", key="r", actor=clerk, now=NOW)
    used.refresh_from_db()
    assert (used.state, used.used_for) == (RecordState.STANDS, "26AAAAAAAA")
    assert queries.for_the_law(lin)[0].used
    assert queries.read_batch(clerk, batch.number).used == 1


def test_a_list_that_was_put_away_cannot_come_in(send, commit, clerk, lin):
    batch = send(row(lin))
    for _ in range(2):
        actions.cancel(batch_id=batch.pk, actor=clerk, now=NOW)
    with pytest.raises(Refused) as refused:
        commit(batch)
    assert refused.value.lost_race
    assert not Record.objects.exists()


def test_another_institution_knows_nothing_of_it(send, commit, lin):
    batch = commit(send(row(lin)))
    other = replace(
        factories.actor(Role.INSTITUTION),
        institution_id=factories.institution("JN", "济南培训学校").pk,
    )
    for act in (
        lambda: queries.batch(other, batch.number),
        lambda: actions.revoke(batch_id=batch.pk, reason="x", key="x", actor=other, now=NOW),
        lambda: actions.commit(batch_id=batch.pk, key="x", actor=other, now=NOW),
    ):
        with pytest.raises(NotVisible):
            act()
    assert queries.trainee(other, name=lin.name, id_number=lin.id_number) == []
    assert Record.objects.standing().count() == 1


def test_a_trainee_is_found_by_the_whole_number_and_name_only(send, commit, clerk, lin):
    commit(send(row(lin)))
    assert len(queries.trainee(clerk, name=lin.name, id_number=f" {lin.id_number} ")) == 1
    assert queries.trainee(clerk, name="林", id_number=lin.id_number) == []
    assert queries.trainee(clerk, name=lin.name, id_number=lin.id_number[:10]) == []


def test_a_closed_institution_imports_nothing(send, commit, lin):
    batch = send(row(lin))
    known = factories.institution()
    known.open_until = date(2026, 11, 15)
    known.save()
    for act in (lambda: commit(batch), lambda: send(row(lin))):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.codes == ["education.institution_closed"]
    assert not Record.objects.exists()


def test_rows_are_sealed_and_forgotten_after_ninety_days(send, commit, clerk, lin):
    batch = send(row(lin))
    assert lin.id_number.encode() not in bytes(batch.rows_sealed)
    with clock.at(NOW + timedelta(days=90)):
        actions.forget_rows()
        assert Batch.objects.get().rows_sealed
    with clock.at(NOW + timedelta(days=91)):
        actions.forget_rows()
    with pytest.raises(NotVisible):
        queries.kept_rows(clerk, batch.number)
    with pytest.raises(Refused) as refused:
        commit(batch)
    assert refused.value.codes == ["education.rows_forgotten"]


def test_a_record_changed_behind_the_house_is_found(send, commit, lin):
    commit(send(row(lin)))
    Record.objects.update(hours=48)
    assert [fault.row for fault in verify.faults()] == [f"education.batch:{Batch.objects.get().pk}"]
