"""The pages of a cancellation: consequences, a code, and only then it goes in (6.0)."""

import re

import pytest
from django.conf import settings

from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.notices.models import Delivery
from anzhu.rules.facts import Kind, Status
from tests import short
from tests.domain.cases.test_cancelling import filled_in
from tests.short import LATER
from tests.web.applicant.papers import signed_in
from tests.world import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    with clock.at(LATER):
        told = Story()
        short.registered(told)
        yield told


def once_of(page: str) -> str:
    return re.search(r'name="once" value="([^"]+)"', page)[1]


def test_the_code_confirms_and_hands_in(story, monkeypatch) -> None:
    monkeypatch.setattr(settings, "ANZHU_DEMO", True)
    case, lin = filled_in(story), signed_in(story.lin)
    here = f"/apply/requests/{case.ref}/"
    assert "获取验证码，确认注销" in lin.get(here).content.decode()
    answer = lin.post(f"{here}code")
    assert answer.headers["Location"].startswith(f"{here}confirm")
    page = lin.get(f"{here}confirm").content.decode()
    assert "注销的后果" in page and "演示环境：短信和邮件不会真正发出" in page
    code = Delivery.objects.filter(event="request.cancellation_code").first().params["code"]
    assert story.lin.account.phone not in page

    wrong = lin.post(f"{here}confirm", {"code": f"{(int(code) + 1) % 10**6:06d}", "once": "w"})
    assert wrong.status_code == 422
    assert Case.objects.get(pk=case.pk).status == Status.DRAFT
    key = once_of(page)
    for _ in range(2):
        done = lin.post(f"{here}confirm", {"code": code, "once": key})
        assert done.status_code == 303, done.content.decode()
    assert Case.objects.get(pk=case.pk).status == Status.FIRST_REVIEW


def test_what_is_missing_is_shown_instead_of_a_code(story) -> None:
    case, lin = filled_in(story), signed_in(story.lin)
    case.folder.pages.all().delete()
    answer = lin.post(f"/apply/requests/{case.ref}/code")
    assert answer.status_code == 422
    assert not Delivery.objects.filter(event="request.cancellation_code").exists()


def test_a_reissue_has_no_such_page(story) -> None:
    case, lin = short.online(story, Kind.REISSUE), signed_in(story.lin)
    assert lin.get(f"/apply/requests/{case.ref}/confirm").status_code == 404
    assert lin.post(f"/apply/requests/{case.ref}/code").status_code == 404
