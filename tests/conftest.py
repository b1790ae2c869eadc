"""What every test may ask for: a real PostgreSQL, the queued jobs, a live site with a browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from anzhu.kernel import clock
from anzhu.kernel import jobs as job_queue
from anzhu.law import memory
from tests.live import Live

PREFIX = "test_anzhu_"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Have the test server running before the first test that needs a database."""
    running = ExitStack()
    running.enter_context(settings.EMBEDDED.running())
    _SERVERS.append(running)
    _drop_left_overs()


_SERVERS: list[ExitStack] = []


def pytest_unconfigure() -> None:
    """Leave the test server (the last one to leave stops it) and the temporary data folder."""
    while _SERVERS:
        _SERVERS.pop().close()
    if "PYTEST_XDIST_WORKER" not in os.environ and settings.configured:
        shutil.rmtree(settings.ANZHU_HOME, ignore_errors=True)


def _drop_left_overs() -> None:
    """Drop the databases of test runs that were killed; each carries its process id."""
    with settings.EMBEDDED.connect() as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"]
        ).fetchall()
        for (name,) in rows:
            process = str(name).removeprefix(PREFIX).split("_")[0]
            if not Path(f"/proc/{process}").exists():
                connection.execute(f'DROP DATABASE IF EXISTS "{name}"'.encode())


@pytest.fixture(autouse=True)
def _queue_is_emptied(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """After a test with real commits, forget its jobs: Django flushes only tables it manages."""
    yield
    mark = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (mark and mark.kwargs.get("transaction")):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture(autouse=True)
def _law_is_forgotten() -> Iterator[None]:
    """After a test that changed the law or moved the clock, go by the code alone again."""
    yield
    if memory.known().version:
        memory.forget()
    clock.put_ahead(timedelta(0))


@pytest.fixture
def jobs(db: None) -> Callable[[], int]:
    """Run everything that is queued, here and now: ``jobs()`` says how many ran."""
    return job_queue.run_all


@pytest.fixture
def direct(transactional_db: None) -> Iterator[Callable[[], "psycopg.Connection[tuple[object]]"]]:
    """Open connections of one's own to the test database, for races between real clients."""
    opened: list[psycopg.Connection[tuple[object]]] = []

    def connect() -> "psycopg.Connection[tuple[object]]":
        connection = settings.EMBEDDED.connect(settings.DATABASES["default"]["NAME"])
        opened.append(connection)
        return connection

    yield connect
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's chromium, without a window; one for the whole run."""
    # Playwright's loop runs in this thread, and Django would refuse its blocking database calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=zh-CN"],
        )
        yield browser
        browser.close()


@pytest.fixture
def live(live_server: LiveServer, chromium: Browser) -> Iterator[Live]:
    """The site on a real port, with browsers; errors in a page's console fail the test."""
    site = Live(live_server.url, chromium)
    yield site
    site.close()
    assert site.troubles == []
