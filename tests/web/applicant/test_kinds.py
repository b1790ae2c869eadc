"""Renewal, change, re-registration at the door: what is asked, fixed, carried over (R4 to R6)."""

from datetime import date

import pytest

from anzhu.cases.models import Case, Dossier
from tests.domain import factories
from tests.web.applicant.filling import Engineer, engineer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
#: The stories play on 2026-11-23; this period ends on 2027-01-09, so the last year has begun.
IN_WINDOW, BEFORE_O, EXPIRED = date(2022, 1, 10), date(2023, 6, 1), date(2021, 6, 1)


def holder(since: date, number: int = 20) -> Engineer:
    """林岚 with a registration from this day, for chemical safety."""
    lin = engineer(number=number)
    factories.registration(lin.who.person, since=since)
    return lin


def starts(lin: Engineer, kind: str) -> Engineer:
    answer = lin.client.post(f"/apply/start/{kind}")
    assert answer.status_code == 303, answer.content.decode()
    lin.ref = answer.headers["Location"].split("/")[3]
    return lin


def state_of(lin: Engineer) -> tuple[object, ...]:
    case = Case.objects.filter(ref=lin.ref).values().get()
    return case, Dossier.objects.filter(case__ref=lin.ref).values().get()


def test_each_kind_is_begun_at_its_own_address_and_only_when_open() -> None:
    lin = holder(IN_WINDOW)
    for kind, open_now in (("renewal", 1), ("change", 1), ("re_registration", 0), ("initial", 0)):
        shown = lin.client.get(f"/apply/start/{kind}").content.decode()
        assert ("准备清单" in shown) == bool(open_now), kind
        assert ("现在不能开始" in shown) == (not open_now), kind


def test_a_renewal_takes_over_the_registration_and_keeps_the_employer() -> None:
    lin = starts(holder(IN_WINDOW), "renewal")
    known = lin.said("registered")
    assert lin.said("employer")["name"] == known["employer"]
    assert lin.said("category")["category"] == "chemical"
    page = lin.looks("employer")
    assert "单位已变化，改办变更" in page
    assert 'name="name"' not in page
    lin.sends("employer", name="另一家公司", post="安全总监")
    assert lin.said("employer")["name"] == known["employer"]
    assert lin.said("employer")["post"] == "安全总监"


def test_a_renewal_becomes_a_change_with_one_click_and_keeps_what_was_typed() -> None:
    lin = starts(holder(IN_WINDOW), "renewal")
    lin.sends("person", address="历下区一号")
    lin.sends("employer", post="安全总监")
    answer = lin.client.post(lin.url("switch-to-change"), {"once": "k"})
    assert answer.headers["Location"] == lin.url("change")
    case = lin.case()
    assert (case.kind, case.status) == ("change", "draft")
    assert lin.said("change") == {
        "employer": True, "renamed": False, "category": False, "renew": False,
    }  # fmt: skip
    assert lin.said("person")["address"] == "历下区一号"
    assert lin.said("employer")["post"] == "安全总监"
    assert "name" not in lin.said("employer")
    again = lin.client.post(lin.url("switch-to-change"), {"once": "k"})
    assert again.status_code == 303
    # The other window still shows the renewal's page: it writes only what was typed in it.
    assert lin.client.post(lin.url("employer"), {"post": "厂长", "seen": "{}"}).status_code == 422
    assert lin.said("employer")["post"] == "厂长"


@pytest.mark.parametrize(("since", "offered"), [(IN_WINDOW, True), (BEFORE_O, False)])
def test_renewing_with_a_change_is_offered_in_the_last_year_only(
    since: date,
    offered: bool,
) -> None:
    lin = starts(holder(since), "change")
    page = lin.looks("change")
    assert ("是否同时办理延续" in page) is offered
    assert "办理哪些变更" in page
    refused = lin.client.post(lin.url("change"), {})
    assert refused.status_code == 422
    assert lin.sends("change", employer="on").status_code == 303
    assert lin.said("change")["employer"] is True


def test_before_the_last_year_renewing_cannot_be_slipped_in() -> None:
    lin = starts(holder(BEFORE_O), "change")
    answer = lin.client.post(lin.url("change"), {"employer": "on", "renew": "on"})
    assert answer.status_code == 422
    assert "起才可在变更时同时延续" in answer.content.decode()


def test_a_new_employer_must_be_another_one() -> None:
    lin = starts(holder(IN_WINDOW), "change")
    code = lin.said("registered")["uscc"]
    lin.sends("change", employer="on")
    answer = lin.sends("employer", uscc=code, name=lin.said("registered")["employer"])
    assert "就是现在注册的单位" in answer.content.decode()


def test_only_another_eligible_category_can_be_chosen() -> None:
    lin = starts(holder(IN_WINDOW), "change")
    lin.sends("change", category="on")
    assert lin.said("category") == {}
    lin.sends("change", category="")
    assert lin.said("category") == {"category": "chemical"}


def test_the_statement_is_written_hinted_at_printed_and_goes_stale() -> None:
    lin = starts(holder(IN_WINDOW), "renewal")
    row = {
        "rows-a1-start": "2024-03-01", "rows-a1-place": "聊城厂区", "rows-a1-subject": "罐区",
        "rows-a1-content": "负责公司日常安全管理工作，认真履行岗位职责",
    }  # fmt: skip
    lacking = lin.client.post(lin.url("statement"), {**row, "rows-a1-place": ""})
    assert lacking.status_code == 422
    assert "请填写地点" in lacking.content.decode()
    assert lin.client.post(lin.url("statement"), row).status_code == 303
    assert "像是岗位职责" in lin.looks("statement")
    printed = lin.client.post(lin.url("statement/print"), {"once": "p"})
    assert printed.headers["Location"] == lin.url("statement.pdf")
    assert lin.client.get(lin.url("statement.pdf")).content.startswith(b"%PDF")
    lin.saves("statement", "rows-a1-content", "组织 2 次液氨泄漏应急演练，修订预案 1 份")
    assert "需重新打印" in lin.looks("statement")
    assert "像是岗位职责" not in lin.looks("statement")


def test_a_kind_has_only_its_own_pages() -> None:
    lin = starts(holder(IN_WINDOW), "renewal")
    assert lin.client.get(lin.url("change")).status_code == 404
    before = state_of(lin)
    assert lin.client.post(lin.url("change"), {"employer": "on"}).status_code == 404
    assert state_of(lin) == before


def test_a_re_registration_begins_with_the_former_employer_and_its_number() -> None:
    lin = starts(holder(EXPIRED), "re_registration")
    assert lin.said("registered")["number"]
    assert lin.said("employer")["name"] == lin.said("registered")["employer"]
    assert 'name="name"' in lin.looks("employer")


@pytest.mark.parametrize(
    ("kind", "since"),
    [("renewal", IN_WINDOW), ("change", IN_WINDOW), ("re_registration", EXPIRED)],
)
def test_every_page_of_every_kind_can_be_read(kind: str, since: date) -> None:
    lin = starts(holder(since), kind)
    for page in ("", "person", "category", "employer", "history", "materials", "form"):
        lin.looks(page)
    check = lin.looks("check")
    assert ('id="answers-change"' in check) is (kind == "change")
    assert ('id="answers-statement"' in check) is (kind == "renewal")
