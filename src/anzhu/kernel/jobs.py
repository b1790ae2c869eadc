"""Work for later: jobs are rows of the same transaction (procrastinate on PostgreSQL).

A job that was queued in a transaction that rolled back never existed. A job runs **at least
once**: a worker that is killed half-way stops sending its heartbeat, and another worker puts
its jobs back in the queue. So every job must be harmless when it runs twice: it looks first
whether its work is already done, and does it in one transaction.

Jobs are defined in the ``actions`` or the ``ticking`` of a package, all of which a worker imports
at start::

    @jobs.task(name="notices.deliver", queue="notices", retry=3)
    def deliver(*, delivery_id: int) -> None: ...

    jobs.later(deliver, delivery_id=message.pk)
"""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, ParamSpec

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.module_loading import autodiscover_modules
from procrastinate import App, RetryStrategy
from procrastinate.app import WorkerOptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job, Status

from anzhu.kernel import clock, fresh

log = logging.getLogger(__name__)
P = ParamSpec("P")

HEARTBEAT_SECONDS = 2.0
"""How often a worker says that it lives."""
STALLED_SECONDS = 10.0
"""A worker silent for so long is taken for dead, and its jobs go back into the queue."""
LOOK_SECONDS = 2.0
"""How often every worker looks for the jobs of dead ones, and for jobs it was not told of."""
MOST_RESCUES = 5
"""A job that took so many workers down with it is not given to a sixth; it counts as failed."""
GRACE_SECONDS = 20.0
"""How long a worker that was asked to stop may still work on the job in hand."""
KEEP_DONE_HOURS = 72
_ROOMS_WITH_JOBS = ("actions", "ticking")
FIRST_RETRY_SECONDS = 5
_LAST = -20


@dataclass(frozen=True)
class Task(Generic[P]):
    """A function that can also be run later. Calling it runs it now."""

    name: str
    queue: str
    function: Callable[P, object]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        self.function(*args, **kwargs)


TASKS: dict[str, Task[...]] = {}
"""Every task by its name; filled by the decorators."""


def task(
    *,
    name: str,
    queue: str,
    retry: int = 3,
    one_at_a_time: bool = False,
    priority: int = 0,
) -> Callable[[Callable[P, object]], Task[P]]:
    """Make a function a task. Its keyword arguments must be JSON: numbers, texts, lists.

    ``retry`` is how often it is tried again after an exception, after 5, 25, 125 … seconds;
    0 for never. ``name`` stands in the queue: once it is released, it stays. Of a task that goes
    ``one_at_a_time`` no two run at once, however many workers there are; everything else that
    waits is taken first. A ``priority`` below 0 lets everything with the usual one go first.
    """

    def decorate(function: Callable[P, object]) -> Task[P]:
        made = _registered(name, queue, function)
        strategy = RetryStrategy(max_attempts=retry, exponential_wait=FIRST_RETRY_SECONDS)
        app.task(
            name=name,
            queue=queue,
            retry=strategy if retry else False,
            lock=name if one_at_a_time else None,
            priority=_LAST if one_at_a_time else priority,
        )(_afresh(function))
        return made

    return decorate


def every(
    cron: str, *, name: str, queue: str = "clock"
) -> Callable[[Callable[[], object]], Task[[]]]:
    """Make a function without arguments run by the clock: ``every("*/5 * * * *", name=…)``.

    ``cron`` is read in UTC. However many workers there are, each moment queues one job; a job
    whose forerunner still waits is not queued again.
    """

    def decorate(function: Callable[[], object]) -> Task[[]]:
        def run(timestamp: int) -> None:
            _afresh(function)()

        registered = app.task(name=name, queue=queue, queueing_lock=name, lock=name)(run)
        app.periodic(cron=cron)(registered)
        return _registered(name, queue, function)

    return decorate


def _afresh(function: Callable[P, object]) -> Callable[P, object]:
    """The function of a job, begun with a look at what other processes have changed."""

    def run(*args: P.args, **kwargs: P.kwargs) -> object:
        fresh.look()
        return function(*args, **kwargs)

    return run


def _registered(name: str, queue: str, function: Callable[P, object]) -> Task[P]:
    if name in TASKS:
        raise ValueError(f"two tasks are called {name}")
    made = Task(name=name, queue=queue, function=function)
    TASKS[name] = made
    return made


def later(task: Task[P], *args: P.args, **kwargs: P.kwargs) -> None:
    """Queue the task in the current transaction; it runs after the commit, or never."""
    arguments: dict[str, Any] = dict(kwargs)
    app.configure_task(task.name).defer(**arguments)


def at_leisure(task: Task[P], *args: P.args, **kwargs: P.kwargs) -> None:
    """Queue the task as ``later`` does, but let everything else that waits go first."""
    arguments: dict[str, Any] = dict(kwargs)
    app.configure_task(task.name, priority=_LAST).defer(**arguments)


def later_all(task: Task[...], each: Sequence[dict[str, Any]]) -> None:
    """Queue the task once for every one of these arguments, in one statement."""
    if each:
        app.configure_task(task.name).batch_defer(*each)


# --- in a test, or while a demo world is built: here and now -----------------------------------


def run_all(*, most: int = 10_000) -> int:
    """Run every queued job that is due in this process, also those they queue; how many ran.

    An exception of a job comes through, and leaves that job in the queue.
    """
    ran = 0
    while ran < most and (job := _next_due()):
        arguments = {name: value for name, value in job.args.items() if name != "timestamp"}
        _known(job.task_name).function(**arguments)
        _finish(job.pk)
        ran += 1
    return ran


def _known(name: str) -> Task[...]:
    """The task of a queued job; whoever queued it may have been another process."""
    if name not in TASKS:
        autodiscover_modules(*_ROOMS_WITH_JOBS)
    return TASKS[name]


def _next_due() -> ProcrastinateJob | None:
    due = ProcrastinateJob.objects.filter(status="todo").exclude(scheduled_at__gt=clock.machine())
    return due.order_by("-priority", "id").first()


def _finish(job_id: int) -> None:
    with connection.cursor() as cursor:
        for status in ("doing", "succeeded"):
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s",
                [status, job_id],
            )


# --- the worker --------------------------------------------------------------------------------


def work(queues: Iterable[str] | None = None, *, until_empty: bool = False) -> bool:
    """Be a worker: run jobs of these queues (None: all), one at a time, until SIGTERM.

    With ``until_empty`` it returns when nothing is left to do. False when it ended without having
    been asked to: the database went away (which may as well raise ``ConnectorException``).
    """
    autodiscover_modules(*_ROOMS_WITH_JOBS)
    connector = DjangoConnector().get_worker_connector()
    with app.replace_connector(connector) as worker_app:
        chosen = list(queues) if queues else None
        return asyncio.run(_work(worker_app, chosen, until_empty=until_empty))


async def _work(worker_app: App, queues: list[str] | None, *, until_empty: bool) -> bool:
    options: WorkerOptions = {
        "wait": not until_empty,
        "fetch_job_polling_interval": LOOK_SECONDS,
        "update_heartbeat_interval": HEARTBEAT_SECONDS,
        "stalled_worker_timeout": STALLED_SECONDS,
        "shutdown_graceful_timeout": GRACE_SECONDS,
        # Ours below: they tell a stop that was asked for from one that happened.
        "install_signal_handlers": False,
    }
    if queues:
        options["queues"] = queues
    async with worker_app.open_async():
        watching = asyncio.create_task(_keep_rescuing(worker_app))
        running = asyncio.create_task(worker_app.run_worker_async(**options))
        for sent in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(sent, running.cancel)
        try:
            await running
        except asyncio.CancelledError:
            return True  # Cancelling lets the job in hand finish first.
        finally:
            watching.cancel()
    return until_empty


async def _keep_rescuing(worker_app: App) -> None:
    """As long as this worker lives, look after the jobs of the dead."""
    while True:
        try:
            await rescue(worker_app)
        except Exception:
            # The database may be away for a moment; the worker itself decides what that means.
            log.warning("looking for stalled jobs failed", exc_info=True)
        await asyncio.sleep(LOOK_SECONDS)


async def rescue(worker_app: App) -> int:
    """Put the jobs of dead workers back into the queue; how many there were."""
    manager = worker_app.job_manager
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS))
    for job in stalled:
        await _rescue_one(worker_app, job)
    return len(stalled)


async def _rescue_one(worker_app: App, job: Job) -> None:
    if job.attempts >= MOST_RESCUES:
        log.error("job %s (%s) took down %s workers", job.id, job.task_name, job.attempts)
        await worker_app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
        return
    log.warning("job %s (%s) was cut off; it runs again", job.id, job.task_name)
    await worker_app.job_manager.retry_job(job, retry_at=clock.machine() - timedelta(seconds=1))


@every("17 19 * * *", name="kernel.forget_old_jobs")
def forget_old_jobs() -> None:
    """Delete the rows of jobs that were done long ago (03:17 in Shanghai)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs USING ("
            " SELECT job_id, max(at) AS ended FROM procrastinate_events GROUP BY job_id"
            ") last WHERE last.job_id = id AND status = 'succeeded' AND last.ended < %s",
            [clock.machine() - timedelta(hours=KEEP_DONE_HOURS)],
        )


@every("27 19 * * *", name="kernel.forget_old_sessions")
def forget_old_sessions() -> None:
    """Delete the rows of sessions that ended by themselves (03:27 in Shanghai)."""
    Session.objects.filter(expire_date__lt=clock.machine()).delete()
