"""What an account was told stands on the site until it has been read, and longer."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client

from anzhu.notices.actions import put
from anzhu.notices.models import Notice
from tests.web.applicant.papers import applicant

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def told(account_id: int) -> None:
    with transaction.atomic():
        put("case.withdrawn", account_id=account_id, now=NOW, params={"ref": "26ABCDEFGH"})


def test_a_notice_is_unread_until_its_reader_says_so() -> None:
    lin = applicant()
    told(lin.who.account.pk)
    page = lin.client.get("/account/notices").content.decode()
    assert "26ABCDEFGH）已撤回" in page
    assert "1 条未读" in page
    assert Notice.objects.filter(read_at=None).count() == 1
    assert lin.client.post("/account/notices").status_code == 303
    assert "未读" not in lin.client.get("/account/notices").content.decode()


def test_everybody_reads_only_what_they_were_told() -> None:
    lin = applicant()
    other = applicant(name="高远", number=21, builder=lin.builder)
    told(lin.who.account.pk)
    assert "26ABCDEFGH" not in other.client.get("/account/notices").content.decode()
    other.client.post("/account/notices")
    assert Notice.objects.get().read_at is None
    assert Client().get("/account/notices").status_code == 302
