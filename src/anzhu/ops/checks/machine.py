"""Checks of the machine: components, built assets, fonts, disk."""

import importlib.metadata
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from anzhu.ops import paths
from anzhu.ops.findings import Finding, failed, ok, warning

GIGABYTE = 1024**3
LOW_DISK_GB = 5
NO_DISK_GB = 0.5


def libraries() -> Iterator[Finding]:
    """Every component the package asks for is there."""
    missing = []
    for requirement in importlib.metadata.requires("anzhu") or []:
        if "extra ==" in requirement:
            continue
        name = re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    yield failed("libraries", names="、".join(missing)) if missing else ok("libraries")


def built_assets() -> Iterator[Finding]:
    built = (paths.BUILD / "static").is_dir() and (paths.BUILD / "fonts").is_dir()
    yield ok("assets") if built else failed("assets")


def fonts() -> Iterator[Finding]:
    count = len(list((paths.BUILD / "fonts").glob("*.ttf")))
    yield ok("fonts", count=count) if count else failed("fonts")


def data_folder() -> Iterator[Finding]:
    folder = Path(settings.ANZHU_HOME)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        yield failed("home", folder=folder)
        return
    yield ok("home", folder=folder) if os.access(folder, os.W_OK) else failed("home", folder=folder)


def disk() -> Iterator[Finding]:
    folder = Path(settings.ANZHU_HOME)
    free = shutil.disk_usage(folder if folder.exists() else "/").free / GIGABYTE
    shown = f"{free:.1f}"
    if free < NO_DISK_GB:
        yield failed("disk", free=shown)
    elif free < LOW_DISK_GB:
        yield warning("disk", free=shown)
    else:
        yield ok("disk", free=shown)
