"""Jobs are rows of the transaction, and a worker that is killed half-way costs nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from anzhu.kernel import jobs as queue

A_WORKER = Path(__file__).with_name("a_worker.py")


OURS = "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'tests'"


def counted(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return int(row[0])


def waiting() -> int:
    return counted(f"{OURS} AND status = 'todo'")


@pytest.fixture
def ran() -> list[int]:
    """What the job below was called with."""
    CALLS.clear()
    return CALLS


CALLS: list[int] = []


@queue.task(name="tests.note", queue="tests")
def note(*, number: int) -> None:
    CALLS.append(number)
    if number < 0:
        raise ValueError("a negative number")


def test_a_job_runs_after_it_was_queued_and_only_once(ran, jobs):
    queue.later(note, number=1)
    queue.later(note, number=2)
    assert ran == []
    assert jobs() == 2
    assert ran == [1, 2]
    assert jobs() == 0


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_rolled_back_transaction_never_existed(ran):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue.later(note, number=1)
        raise RuntimeError
    assert waiting() == 0


def test_a_job_that_fails_stays_in_the_queue(ran, jobs):
    queue.later(note, number=-1)
    with pytest.raises(ValueError, match="negative"):
        jobs()
    assert waiting() == 1


def test_a_task_name_is_given_once():
    with pytest.raises(ValueError, match=r"tests\.note"):
        queue.task(name="tests.note", queue="tests")(print)


# --- real worker processes ---------------------------------------------------------------------


@contextmanager
def worker(*arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker process on the test database, with the slow job of ``a_worker.py``."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "anzhu.project.settings.test",
        "TEST_DATABASE": connection.settings_dict["NAME"],
    }
    process = subprocess.Popen([sys.executable, str(A_WORKER), *arguments], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(true: Callable[[], bool], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)


@pytest.fixture
def notebook(transactional_db: None) -> Iterator[None]:
    """A table the slow job writes into: ``begun`` outside, ``done`` inside its transaction."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE notebook (number int, what text)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE notebook")


def noted(what: str) -> int:
    return counted(f"SELECT count(*) FROM notebook WHERE what = '{what}'")  # noqa: S608


def test_a_job_cut_off_by_kill_9_is_done_by_another_worker_exactly_once(notebook):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('tests', 'tests.slowly', 0, NULL, NULL,"
            " '{\"number\": 1}', NULL)::procrastinate_job_to_defer_v1])"
        )
    with worker("--stay-inside") as first:
        until(lambda: noted("begun") == 1)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    assert (noted("done"), waiting()) == (0, 0), "it was cut off in the middle"

    with connection.cursor() as cursor:  # instead of waiting for the silence to be long enough
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %s)",
            [queue.STALLED_SECONDS + 1],
        )
    with worker() as second:
        until(lambda: noted("done") == 1)
        until(lambda: counted(f"{OURS} AND status = 'doing'") == 0)
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=30) == 0
    assert (noted("begun"), noted("done"), waiting()) == (2, 1, 0)
    assert settings.EMBEDDED.is_answering()
