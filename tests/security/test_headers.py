"""What protects the browser stands on every answer; files go to one session (S9, S30)."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from anzhu.kernel import jobs
from anzhu.kernel.limits import TooMany
from anzhu.web.shared.middleware import HEADERS
from tests.security.filling import everything, path_of
from tests.security.relations import opened
from tests.security.routes import ROUTES
from tests.security.town import Town
from tests.security.visits import Session, taken_back

pytestmark = pytest.mark.django_db
#: A phone's address is a secret: not even our own pages are told of it.
_STRICTER = {"Referrer-Policy": "strict-origin"}
_OTHER_POLICY = {"application/pdf", "image/jpeg"}


def test_every_answer_of_every_class_is_protected(
    town: Town, everybody: dict[str, Session]
) -> None:
    body, wrong, classes = everything(town), [], set()
    for route, row in ROUTES.items():
        for one, name in list(opened(row, everybody, town))[:2]:
            path = path_of(route, row.of, name, town)
            with taken_back():
                answers = [one.knock("GET", path), one.knock("POST", path, body)]
            for answer in answers:
                classes.add(answer.status_code)
                wrong += [(path, answer.status_code, why) for why in _unprotected(answer)]
                if one.role != "public" and answer.headers.get("Cache-Control") != "no-store":
                    wrong.append((path, answer.status_code, "may be stored"))
    assert wrong == []
    assert {200, 204, 302, 303, 404, 405, 409, 422} <= classes


@pytest.mark.parametrize(
    ("problem", "status"), [(RuntimeError("broken"), 500), (TooMany("any", 9), 429)]
)
def test_answers_that_go_wrong_are_protected_as_well(
    problem: Exception, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise problem

    monkeypatch.setattr("anzhu.people.actions.sign_in", broken)
    client = Client(raise_request_exception=False)
    answer = client.post("/account/sign-in", {"identifier": "a", "password": "b"})

    assert answer.status_code == status
    assert list(_unprotected(answer)) == []


def test_a_form_without_its_token_and_a_broken_cookie_are_protected(
    everybody: dict[str, Session],
) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies.load({"sessionid": "../../etc", "said": "x", "csrftoken": "<script>"})
    for answer in (client.post("/account/sign-in", {"identifier": "a"}), client.get("/apply/")):
        assert answer.status_code in (302, 403)
        assert list(_unprotected(answer)) == []


@pytest.mark.parametrize("path", ["/static/anzhu/seal.svg", "/static/none.css", "/static/../x"])
def test_static_files_are_protected(path: str) -> None:
    assert list(_unprotected(Client().get(path))) == []


def test_pictures_and_papers_go_out_shut_in_and_to_nobody_elses_session(
    town: Town, everybody: dict[str, Session]
) -> None:
    jobs.run_all()
    files = [route for route in ROUTES if route.endswith((".jpg", ".pdf", ".<slug:form>"))]
    files += [route for route in ROUTES if "portrait" in route or route.endswith("<slug:variant>")]
    files += [route for route in ROUTES if route.endswith("findings/<int:found>")]
    shown = 0
    for route in files:
        row = ROUTES[route]
        readers = {one.name for one, name in opened(row, everybody, town) if name == row.main}
        path = path_of(route, row.of, row.main, town)
        for one in everybody.values():
            answer = one.knock("GET" if row.get != 405 else "POST", path)
            if one.name not in readers:
                assert answer.status_code in (302, 401, 404), (one.name, path)
            elif answer.status_code == 200:
                shown += 1
                assert answer.headers["Content-Disposition"].startswith(("inline", "attachment"))
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                # What anybody may have is not kept for somebody else either.
                assert answer.headers["Cache-Control"].removeprefix("private, ") == "no-store"
                if answer.headers["Content-Type"].startswith("image/"):
                    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert shown > len(files) // 2


def test_cookies_are_out_of_reach_of_scripts_and_other_sites() -> None:
    page = Client()
    page.get("/account/sign-in")
    page.get("/display?elder=1")
    page.post("/account/sign-out")

    assert {"csrftoken", "elder", "said"} <= set(page.cookies)
    for name, cookie in page.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
    assert settings.SESSION_COOKIE_HTTPONLY


def test_production_sends_every_cookie_over_tls_only_and_to_this_host_only() -> None:
    names = ("ANZHU_FIELD_KEY", "ANZHU_INDEX_KEY", "ANZHU_PAPER_KEY")
    secrets = dict.fromkeys(names, "k" * 43 + "=")
    code = (
        "import django; from django.conf import settings as s; django.setup();"
        "from django.test import Client; c = Client(HTTP_HOST='reg.example.org');"
        "c.get('/display?elder=1', secure=True);"
        "print([c.cookies[n]['secure'] for n in ('elder',)], s.SESSION_COOKIE_NAME,"
        "s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.DEBUG)"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "ANZHU_HOME": str(settings.ANZHU_HOME),
        "DJANGO_SETTINGS_MODULE": "anzhu.project.settings.production",
        "DATABASE_URL": "postgres://nobody@localhost:1/none",
        "ANZHU_SECRET_KEY": "s" * 50,
        "ANZHU_PUBLIC_URL": "https://reg.example.org",
        **secrets,
    }
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.stdout.split() == [
        "[True]",
        "__Host-session",
        "__Host-csrf",
        "True",
        "True",
        "False",
    ]


def _unprotected(answer: Any) -> list[str]:
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    missing = [
        name
        for name, said in HEADERS.items()
        if name != "Content-Security-Policy"
        and answer.headers.get(name) not in (said, _STRICTER.get(name))
    ]
    policy = answer.headers.get("Content-Security-Policy", "")
    if not policy.startswith("default-src 'none'") or "unsafe-eval" in policy:
        missing.append(f"policy {policy}")
    if "unsafe" in policy and kind not in _OTHER_POLICY:
        missing.append(f"policy {policy}")
    return missing
