"""Numbers changed from a day on: published once, for good, and never behind anybody's back."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused
from anzhu.law import actions, memory, queries
from anzhu.law.models import Amendment
from anzhu.registrations.models import Registration
from anzhu.rules import parameters
from anzhu.rules.dated import ENACTED
from anzhu.rules.drafts import read_draft
from anzhu.rules.facts import Role
from tests.approving import approved
from tests.domain import factories
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db
OPERATOR = Actor(role=Role.ADMINISTRATOR, name="root")
FORTY = """
name = "forty"
starts = 2026-12-01
source = "应急〔2026〕3号"

[EDUCATION_HOURS]
value = 40
clause = "4.2.4"

[CORRECTION_DAYS]
value = 20
clause = "R12"

[CORRECTION_REMINDER_DAYS]
value = [5, 1]
clause = "R12"
"""


def publish(text: str = FORTY, because: str = "", on: date = date(2026, 11, 20)) -> Amendment:
    row = actions.publish(
        draft=read_draft(text), forced_because=because, actor=OPERATOR, now=clock.noon(on)
    )
    memory.look()
    return row


def test_what_is_published_holds_everywhere_from_its_day() -> None:
    assert parameters.EDUCATION_HOURS.on(date(2026, 12, 1)) == 48
    publish()
    assert parameters.EDUCATION_HOURS.on(date(2026, 11, 30)) == 48
    assert parameters.EDUCATION_HOURS.on(date(2026, 12, 1)) == Decimal(40)
    assert parameters.CORRECTION_REMINDER_DAYS.on(date(2026, 12, 1)) == (5, 1)
    assert queries.rule_set_on(date(2026, 11, 30)) == ENACTED.name
    assert queries.rule_set_on(date(2026, 12, 1)) == "forty"


def test_it_is_recorded_and_nobody_changes_it_afterwards() -> None:
    row = publish()
    entry = Entry.objects.get(event="law.publish")
    assert entry.digest == row.digest
    assert list(verify.faults()) == []
    for change in ({"starts": date(2020, 1, 1)}, {"values": {}}):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Amendment.objects.update(**change)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        row.delete()


def test_the_audit_finds_an_amendment_changed_behind_the_back_of_the_house() -> None:
    row = publish()
    changed = Amendment(**{**Amendment.objects.values().get(), "id": row.pk, "source": "别的文件"})
    assert queries.amendment_digest(changed) != row.digest


@pytest.mark.parametrize(
    ("text", "because", "codes"),
    [
        (FORTY, "", ["amendment.starts_in_the_past"]),
        (FORTY, "x" * 301, ["amendment.reason_too_long"]),
        (
            FORTY.replace('"forty"', '"2019-03-01"'),
            "",
            ["amendment.name_taken", "amendment.starts_in_the_past"],
        ),
    ],
)
def test_a_start_in_the_past_needs_a_reason(text: str, because: str, codes: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        publish(text, because, on=date(2026, 12, 2))
    assert refused.value.codes == codes
    assert (Amendment.objects.count(), Entry.objects.count()) == (0, 0)


def test_even_with_a_reason_it_reaches_nothing_that_was_filed_before(story: Story) -> None:
    case = story.submitted()
    row = publish(FORTY.replace("2026-12-01", "2026-11-01"), "文件迟到", on=date(2026, 11, 20))
    assert (row.in_force_from, row.forced_because) == (date(2026, 11, 20), "文件迟到")
    assert queries.rule_set_on(date(2026, 11, 19)) == ENACTED.name
    assert story.fresh(case).rule_set == ENACTED.name


def test_a_name_is_used_once() -> None:
    publish()
    with pytest.raises(Refused) as refused:
        publish(FORTY.replace("2026-12-01", "2027-12-01"))
    assert refused.value.codes == ["amendment.name_taken"]


def test_a_case_keeps_the_rules_it_was_filed_under_in_every_clock(story: Story) -> None:
    """Thirty days to correct where it was filed before, twenty where after."""
    publish()
    before = story.returned(MONDAY)
    assert (before.rule_set, before.correct_by) == (ENACTED.name, date(2026, 12, 17))
    again = story.resubmitted(before, clock.noon(date(2026, 12, 2)))
    unmet = {"form.signed": ("form.no_date", "请补签日期")}
    then = clock.noon(date(2026, 12, 3))
    story.builder.judge(again, story.zhou, then, unmet)
    again = story.sends_back(again, then)
    assert (again.rule_set, again.correct_by) == (ENACTED.name, date(2027, 1, 2))
    assert list(again.revisions.values_list("rule_set", flat=True)) == [ENACTED.name] * 2


def test_a_case_filed_after_is_judged_by_the_new_ones(story: Story) -> None:
    publish()
    case = story.returned(clock.noon(date(2026, 12, 1)))
    assert (case.rule_set, case.correct_by) == ("forty", date(2026, 12, 22))


def test_a_process_that_has_not_seen_the_amendment_yet_looks_when_it_must(story: Story) -> None:
    publish()
    case = story.submitted(clock.noon(date(2026, 12, 1)))
    memory.forget()
    with queries.under(case.rule_set):
        assert parameters.CORRECTION_DAYS.on(date(2026, 12, 1)) == 20
    with pytest.raises(LookupError), queries.under("nobody published this"):
        pass


def test_a_grant_goes_by_the_rules_its_application_was_filed_under(story: Story) -> None:
    """Five years for who filed before, three for who filed after, decided on the same day."""
    text = 'name = "three"\nstarts = 2026-12-01\nsource = "x"\n'
    publish(text + '[VALIDITY_YEARS]\nvalue = 3\nclause = "R3"\n')
    before, after = factories.case(), factories.case()
    Case.objects.filter(pk=after.pk).update(rule_set="three", filed_on=date(2026, 12, 1))
    approved(
        Case.objects.order_by("pk"),
        centre=factories.actor(Role.CENTRE_REVIEWER),
        ministry=factories.actor(Role.MINISTRY_APPROVER),
        now=clock.noon(date(2027, 1, 11)),
    )
    until = dict(Registration.objects.values_list("case_ref", "valid_until"))
    assert until == {before.ref: date(2032, 1, 10), after.ref: date(2030, 1, 10)}
