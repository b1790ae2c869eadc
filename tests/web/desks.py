"""Desks of the centre and the ministry for stories: people sign in at the real door."""

import re
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.test import Client

from anzhu.audit.models import Entry
from anzhu.cases.models import Act, Case
from anzhu.kernel import clock
from anzhu.kernel.models import Counter
from anzhu.notices.models import Notice
from anzhu.ops.demo import cast
from anzhu.ops.demo.builder import Somebody
from anzhu.people import totp
from anzhu.production.models import Batch, BatchCase, Item, Parcel
from anzhu.registrations.models import Registration
from tests.web.visitors import Visitor


class Desk:
    """One member of staff with a browser, at a moment that goes on with every sign-in code."""

    def __init__(self, who: Somebody, at: datetime) -> None:
        self.who = who
        self.at = at
        self.client = Client()
        with clock.at(at):
            visitor = Visitor(who.account.pk, who.account.email, self.client, cast.TOTP_SECRET)
            assert visitor.gives_password(cast.PASSWORD) == 303
            assert visitor.gives_code() == 303

    def get(self, path: str, status: int = 200) -> str:
        """The page as text; its status must be the expected one."""
        answer = self.answer(path)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.content.decode()

    def answer(self, path: str) -> HttpResponse:
        with clock.at(self.at):
            return self.client.get(path)

    def post(self, path: str, status: int = 303, **typed: object) -> str:
        """Send a form; where the answer leads, or the page it is. Dots are written ``__``."""
        fields = {name.replace("__", "."): value for name, value in typed.items()}
        with clock.at(self.at):
            answer = self.client.post(path, fields)
        assert answer.status_code == status, (path, answer.status_code, _said(answer))
        return answer.headers.get("Location", "") or answer.content.decode()

    def code(self) -> str:
        """A fresh code of the authenticator: half a minute after the last one."""
        self.at += timedelta(seconds=60)
        return totp.code_at(cast.TOTP_SECRET, self.at)


def _said(answer: HttpResponse) -> list[str]:
    page = answer.content.decode()
    return re.findall(r"<li>(.*?)</li>", page.split('role="alert"')[-1])[:5]


def numbers_in(page: str, before: str) -> list[str]:
    """What stands in links of a table, by the beginning of their address."""
    return re.findall(rf'href="{re.escape(before)}([0-9A-Z-]+)/"', page)


def everything() -> tuple[object, ...]:
    """All that a refused act must leave as it was."""
    models = (Batch, BatchCase, Case, Item, Parcel, Registration, Counter)
    counted = (Act, Notice)
    record = Entry.objects.exclude(event__startswith="account.").count()
    return (
        *(list(model.objects.order_by("pk").values()) for model in models),
        *(model.objects.count() for model in counted),
        record,
    )
