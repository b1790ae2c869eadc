"""`anzhu up`: everything on one machine, under one command."""

import argparse
import functools
import os
import socket
import time
import urllib.error
import urllib.request

from django.conf import settings

from anzhu import words
from anzhu.ops import assets, checks, supervisor
from anzhu.ops.commands import migrate
from anzhu.ops.demo import world
from anzhu.ops.embedded import CannotStart

JOB_WORKERS = 2
SECONDS_TO_ANSWER = 60.0


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help=words.text("ops.option.demo"))


def run(arguments: argparse.Namespace) -> int:
    """Prepare, start, say where it is, and keep it running until a signal comes."""
    if arguments.demo:
        os.environ["ANZHU_DEMO"] = "1"
        settings.ANZHU_DEMO = True
    if checks.refuses_to_start() or _port_is_taken():
        return 1
    print(words.text("ops.up.preparing"), flush=True)
    migrate.run(argparse.Namespace(quiet=True))
    assets.collect_if_needed()
    if settings.ANZHU_DEMO:
        _prepare_demo()
    return _serve()


def _serve() -> int:
    running = supervisor.Supervisor(_children(), tell=_tell, also=_revive_database)
    running.start()
    if not _answers(running):
        running.stop()
        print(words.text("ops.up.no_answer", seconds=f"{SECONDS_TO_ANSWER:.0f}"), flush=True)
        return 1
    print(words.text("ops.up.ready", url=f"http://localhost:{settings.ANZHU_PORT}"))
    if settings.ANZHU_DEMO:
        print(world.people_table())
    print(words.text("ops.up.stop"), flush=True)
    running.watch()
    return 0


def _children() -> list[supervisor.Child]:
    workers = int(os.environ.get("ANZHU_JOB_WORKERS", JOB_WORKERS))
    jobs = [supervisor.Child(f"work-{n + 1}", supervisor.anzhu("work")) for n in range(workers)]
    return [supervisor.Child("web", supervisor.anzhu("web")), *jobs]


def _revive_database() -> None:
    """Our own server is ours to keep alive; it is started again when it was killed."""
    if not settings.DATABASE_IS_EMBEDDED:
        return
    try:
        if settings.EMBEDDED.revive():
            print(words.text("ops.up.database_back"), flush=True)
    except CannotStart as why:
        print(why, flush=True)


def _tell(name: str, code: int) -> None:
    print(words.text("ops.up.restarted", name=name, code=code), flush=True)


def _port_is_taken() -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("ANZHU_ADDRESS", "0.0.0.0"), settings.ANZHU_PORT))  # noqa: S104
        except OSError:
            print(words.text("ops.up.port_taken", port=settings.ANZHU_PORT))
            return True
    return False


def _answers(running: supervisor.Supervisor) -> bool:
    """Wait for the site's first answer, whatever it is; false when it does not come."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < deadline and not running.stopping:
        running.look()
        if _first_answer():
            return True
        time.sleep(0.2)
    return running.stopping


def _first_answer() -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{settings.ANZHU_PORT}/", timeout=10).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _prepare_demo() -> None:
    """Fill an empty database with the demonstration world."""
    if world.is_empty():
        print(words.text("ops.up.demo"), flush=True)
        world.build(tell=functools.partial(print, flush=True))
