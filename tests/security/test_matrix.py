"""Every address, every session, every relation: who is let in, and what a stranger can do (S1, S3).

Whoever is not named in ``routes`` gets the answer of an address that does not exist, byte for byte,
whether the thing exists or not; and nothing is written.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest

from tests.architecture.test_doors import EVERY
from tests.security.filling import everything, path_of
from tests.security.relations import ROLES, THINGS, may, opened
from tests.security.routes import ANYBODY, ROUTES
from tests.security.town import Town
from tests.security.visits import Session, taken_back, writes

pytestmark = pytest.mark.django_db


def test_every_address_is_in_the_table_and_the_table_has_no_others() -> None:
    assert {route for route, _ in EVERY} == set(ROUTES)


def test_whoever_is_not_named_finds_nothing_and_changes_nothing(
    town: Town, everybody: dict[str, Session]
) -> None:
    body, wrong = everything(town), []
    for one in everybody.values():
        nothing = _seen(one.knock("GET", "/no/such/address"))
        before = writes()
        for method, path in _shut(one, town):
            answer = one.knock(method, path, body)
            if not _keeps_out(one, method, answer, nothing):
                wrong.append((one.name, method, path, answer.status_code))
            if method == "POST" and writes() != before:
                wrong.append((one.name, method, path, "wrote"))
                before = writes()
    assert wrong == []


def test_whoever_is_named_is_let_in_and_the_answer_is_the_declared_one(
    town: Town, everybody: dict[str, Session]
) -> None:
    body, wrong = everything(town), []
    for route, row in ROUTES.items():
        first = next(one for one in everybody.values() if may(one, row, row.main, town))
        for method, status in (("GET", row.get), ("POST", row.post)):
            with taken_back():
                answer = first.knock(method, path_of(route, row.of, row.main, town), body)
            if answer.status_code != status:
                wrong.append((first.name, method, route, answer.status_code))
    assert wrong == []


def test_all_who_are_named_are_let_in_and_a_look_writes_nothing(
    town: Town, everybody: dict[str, Session]
) -> None:
    wrong = []
    for route, row in ROUTES.items():
        for one, name in opened(row, everybody, town):
            before = writes()
            answer = one.knock("GET", path_of(route, row.of, name, town))
            led_away = answer.headers.get("Location", "").startswith("/account/s")
            led_away = led_away and not route.startswith("account/")
            if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or led_away:
                wrong.append((one.name, route, name, answer.status_code))
            if writes() != before:
                wrong.append((one.name, route, name, "wrote"))
    assert wrong == []


def test_nothing_that_is_sent_to_an_open_door_breaks_it(
    town: Town, everybody: dict[str, Session]
) -> None:
    body, wrong = everything(town), []
    for route, row in ROUTES.items():
        for one, name in list(opened(row, everybody, town))[1:4]:
            with taken_back():
                answer = one.knock("POST", path_of(route, row.of, name, town), body)
            if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                wrong.append((one.name, route, name, answer.status_code))
    assert wrong == []


def _shut(one: Session, town: Town) -> Iterator[tuple[str, str]]:
    """Every address that is not for this session; things of others only where its role matters."""
    for route, row in ROUTES.items():
        of_its_role = one.role in ROLES[row.who]
        if row.who == ANYBODY or (one.like and not of_its_role):
            continue
        for name in dict.fromkeys((row.main, *(THINGS[row.of] if of_its_role else ()))):
            if not may(one, row, name, town):
                path = path_of(route, row.of, name, town)
                yield "GET", path
                yield "POST", path


def _keeps_out(one: Session, method: str, answer: Any, nothing: object) -> bool:
    """Is it the way to the sign-in, or nothing at all, or a wrong way of asking for either?"""
    if one.sent_to:
        if method == "POST":
            return answer.status_code == 401 and one.sent_to.encode() in answer.content
        return answer.status_code == 302 and answer.headers["Location"].startswith(one.sent_to)
    return _seen(answer) == nothing or answer.status_code == 405


def _seen(answer: Any) -> object:
    """What a client can tell an answer by."""
    headers = {name: said for name, said in answer.headers.items() if name != "X-Request-ID"}
    return answer.status_code, answer.content, headers, dict(answer.cookies)
