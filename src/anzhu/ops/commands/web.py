"""`anzhu web`: the site alone, for a node that serves pages only."""

import argparse
import os

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from anzhu.ops import assets, checks

WORKERS = 2
THREADS = 4


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: the environment says it all."""


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal stops us; refuses to start on an unsafe configuration."""
    if checks.refuses_to_start():
        return 1
    assets.collect_if_needed()
    os.environ["DJANGO_SETTINGS_MODULE"] = settings.SETTINGS_MODULE
    Granian(
        "anzhu.project.wsgi:application",
        address=os.environ.get("ANZHU_ADDRESS", "0.0.0.0"),  # noqa: S104
        port=settings.ANZHU_PORT,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("ANZHU_WEB_WORKERS", WORKERS)),
        blocking_threads=int(os.environ.get("ANZHU_WEB_THREADS", THREADS)),
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
    return 0
