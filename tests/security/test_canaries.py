"""Nobody reads of another what he has no business to know: pages, files, logs, mails, tables (S2).

Every human of the town carries marks; the pages are walked as everybody and searched for them.
"""

import base64
import logging
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail

from anzhu import words
from anzhu.audit.models import Entry
from anzhu.kernel import jobs
from anzhu.notices.models import Delivery, Notice
from anzhu.rules.facts import AGENCY_ROLES, Role
from tests.security.canaries import disguises, found_in, readable, tables
from tests.security.filling import everything, path_of
from tests.security.relations import opened
from tests.security.routes import ROUTES
from tests.security.town import Human, Town
from tests.security.visits import Session, taken_back

pytestmark = pytest.mark.django_db
_LINK = re.compile(rb'(?:href|src|action|hx-get|hx-post|data-[a-z-]+)="([^"]*)"')
_BASE64 = re.compile(rb"[A-Za-z0-9+/_=-]{40,}")


@pytest.fixture
def walked(
    town: Town, everybody: dict[str, Session], caplog: pytest.LogCaptureFixture
) -> list[tuple[Session, str, Any]]:
    """Every answer that anybody gets who is let in, wrong forms included."""
    caplog.set_level(logging.DEBUG)
    jobs.run_all()
    return list(_walk(town, everybody))


def _walk(town: Town, everybody: dict[str, Session]) -> Iterator[tuple[Session, str, Any]]:
    wrong = {"once": "k", "phone": "1", "code": "1"}
    for route, row in ROUTES.items():
        for one, name in opened(row, everybody, town):
            path = path_of(route, row.of, name, town)
            yield one, path, one.knock("GET", path)
            if name == row.main:
                for form in (wrong, everything(town)):
                    with taken_back():
                        yield one, path, one.knock("POST", path, form)


def test_marks_are_shown_to_whom_they_concern_and_to_nobody_else(
    town: Town, walked: list[tuple[Session, str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    id_numbers = {name: disguises(human.id_number) for name, human in town.humans.items()}
    others = {
        f"{name} {what}": disguises(mark)
        for name, human in town.humans.items()
        for what, mark in (*human.secrets.items(), ("name", human.who.name))
    }
    leaks, personal = [], {}
    for one, path, answer in walked:
        kind = answer.headers.get("Content-Type", "")
        seen = readable(answer.content, kind)
        heads = "\n".join(f"{name}: {said}" for name, said in answer.headers.items()).encode()
        heads += str(answer.cookies).encode()
        for name in found_in(seen + heads, id_numbers):
            own_paper = path.endswith("form.pdf") and _owns(one, town.humans[name])
            own_list = path.endswith("/result.xlsx") and _TRAINEE.get(one.name) == name
            if not (own_paper or own_list):
                leaks.append((one.name, path, f"{name} ID number"))
        for mark in found_in(seen, others):
            name, _, what = mark.rpartition(" ")
            if not (_may_read(one, town, name, what) or _named_there(one, path, name, what)):
                leaks.append((one.name, path, mark))
        addresses = b"\n".join(_LINK.findall(seen)) + heads
        leaks += [(one.name, path, f"{mark} in an address") for mark in found_in(addresses, others)]
        personal[one.name] = personal.get(one.name, set()) | found_in(seen, others)
    assert leaks == []
    # The search itself must be able to find something.
    assert {"draft phone", "draft email", "draft address"} <= personal["owner of draft"]
    assert {"submitted phone", "submitted address"} <= personal["reviewer"]
    said = "\n".join(record.getMessage() + str(record.exc_text) for record in caplog.records)
    assert found_in(said.encode(), {**id_numbers, **others}) == set()


def test_the_printed_form_bears_the_id_number_of_its_owner(
    town: Town, everybody: dict[str, Session]
) -> None:
    path = f"/apply/cases/{town.cases['draft'].ref}/form.pdf"
    answer = everybody["owner of draft"].knock("GET", path)

    seen = readable(answer.content, answer.headers["Content-Type"])
    assert town.humans["draft"].id_number.encode() in seen


def test_mails_say_what_the_list_of_notices_says_and_nothing_of_the_person(town: Town) -> None:
    jobs.run_all()
    marks = _of_everybody(town, names=True)

    assert len(mail.outbox) > len(town.cases)
    subjects = {words.text(f"notices.{one.event}.subject") for one in Delivery.objects.all()}
    for message in mail.outbox:
        assert message.subject in subjects
        heads = {name: said for name, said in message.extra_headers.items() if name != "To"}
        said = f"{message.subject}\n{message.body}\n{heads}"
        assert found_in(said.encode(), marks) == set()


def test_the_record_and_the_notices_know_nobody_by_name(town: Town) -> None:
    marks = _of_everybody(town, names=True)

    for rows in (Entry.objects.values_list("data"), Notice.objects.values_list("params")):
        assert rows
        assert found_in(str(list(rows)).encode(), marks) == set()


def test_no_table_holds_an_id_number_in_clear_and_few_hold_a_phone_or_address(
    town: Town, everybody: dict[str, Session]
) -> None:
    id_numbers = {name: disguises(human.id_number) for name, human in town.humans.items()}
    others = _of_everybody(town, names=False)
    clear, places = [], set()
    for table, content in tables():
        whole = content + b"\n".join(_unpacked(content))
        clear += [(table, name) for name in found_in(whole, id_numbers)]
        places |= {table} if found_in(whole, others) else set()
    assert clear == []
    assert places == {"people_account", "cases_dossier", "cases_revision"}


def _of_everybody(town: Town, *, names: bool) -> dict[str, set[bytes]]:
    return {
        f"{name} {what}": disguises(mark)
        for name, human in town.humans.items()
        for what, mark in (
            *human.secrets.items(),
            ("ID number", human.id_number),
            *((("name", human.who.name),) if names else ()),
        )
    }


def _owns(one: Session, human: Human) -> bool:
    return one.who is not None and one.who.person.pk == human.who.person.pk


def _may_read(one: Session, town: Town, name: str, what: str) -> bool:
    """The policy: one's own; staff who review the case; names also who makes and hands out."""
    case = town.cases[name]
    if _owns(one, town.humans[name]):
        return True
    if one.role in AGENCY_ROLES and one.who is not None:
        return case.agency_id == one.who.actor.agency_id and case.filed_on is not None
    if one.role in (Role.CENTRE_REVIEWER, Role.MINISTRY_APPROVER):
        return case.forwarded_at is not None
    return one.role is Role.CENTRE_PRODUCER and what == "name" and case.approved_on is not None


#: Whose hours each institution has handed in: it gets its own list back, number and all.
_TRAINEE = {"institution": "received", "other institution": "elsewhere received"}
#: Who stands before the desks that find people by their whole number and name only.
_LOOKED_UP = "withdrawn"


def _named_there(one: Session, path: str, name: str, what: str) -> bool:
    """Names at desks that know the person from an exact look-up, a ban, or their own list."""
    if what != "name":
        return False
    if one.role is Role.INSTITUTION:
        return path.startswith("/institution/") and _TRAINEE[one.name] == name
    if one.role is Role.CENTRE_REVIEWER:
        desks = ("/centre/restrictions/", "/centre/activation/")
        return path.startswith(desks) and name == _LOOKED_UP
    at_the_counter = path.startswith("/agency/activation/") and name == _LOOKED_UP
    return one.role in AGENCY_ROLES and at_the_counter


def _unpacked(content: bytes) -> Iterator[bytes]:
    """What hides in a dump behind base64 or compression: sessions, cached things."""
    for found in _BASE64.findall(content):
        text = found.strip(b"=") + b"=="
        for decode in (base64.b64decode, base64.urlsafe_b64decode):
            try:
                raw = decode(text[: len(text) // 4 * 4])
            except ValueError:
                continue
            yield raw
            try:
                yield zlib.decompress(raw)
            except zlib.error:
                continue
