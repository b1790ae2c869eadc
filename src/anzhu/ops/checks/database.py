"""Checks of the database: reachable, new enough, and not losing what it has confirmed."""

from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from anzhu import words
from anzhu.ops.findings import Finding, failed, ok, warning

OLDEST_VERSION = 15
UNSAFE_VALUES = {
    "fsync": {"off"},
    "full_page_writes": {"off"},
    "synchronous_commit": {"off"},
}


def reachable() -> Iterator[Finding]:
    where = "embedded" if settings.DATABASE_IS_EMBEDDED else "external"
    try:
        connection.ensure_connection()
    except DatabaseError as why:
        yield failed("database", why=str(why).strip().splitlines()[0])
        return
    version = connection.pg_version // 10_000  # type: ignore[attr-defined]
    yield ok("database", version=version, where=words.text(f"ops.doctor.database.{where}"))
    if version < OLDEST_VERSION:
        yield failed("version", version=version)


def syncing() -> Iterator[Finding]:
    """Settings under which a confirmed application may be gone after a power cut."""
    names = list(UNSAFE_VALUES)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name", [names]
            )
            found = cursor.fetchall()
    except DatabaseError:
        return  # `reachable` has said so already.
    unsafe = [name for name, value in found if value in UNSAFE_VALUES[name]]
    if unsafe:
        yield failed("syncing", unsafe=True, names="、".join(unsafe))
    else:
        yield ok("syncing")


def migrated() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return
    yield warning("migrations", count=waiting) if waiting else ok("migrations")


def workers() -> Iterator[Finding]:
    """How many workers have said within a minute that they live, and how much is waiting."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT count(*) FROM procrastinate_workers"
                "        WHERE last_heartbeat > now() - interval '1 minute'),"
                "       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo')"
            )
            alive, waiting = cursor.fetchone()
    except DatabaseError:
        return
    if alive:
        yield ok("worker", count=alive, waiting=waiting)
    else:
        yield warning("worker", waiting=waiting)
