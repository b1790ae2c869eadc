"""Tests: a real PostgreSQL of their own, quick passwords, throw-away files, fixed keys."""

import os
import tempfile
from pathlib import Path

# What a developer or a server has set must not reach the tests: it goes before base reads it.
for _name in list(os.environ):
    if _name.startswith(("S3_", "REDIS_", "EMAIL_", "DATABASE_URL", "ANZHU_")) and _name not in {
        "ANZHU_HOME",
        "ANZHU_TEST_RUN",
    }:
        del os.environ[_name]

from anzhu.ops import paths  # noqa: E402
from anzhu.ops.embedded import SETTINGS, Embedded  # noqa: E402
from anzhu.project.settings.base import *  # noqa: E402, F403
from anzhu.project.settings.base import DATABASES, STORAGES  # noqa: E402

# Never the developer's own data: the environment of a test run is made here.
TEST_RUN = os.environ.setdefault("ANZHU_TEST_RUN", f"{os.getpid()}")
ANZHU_HOME = Path(tempfile.gettempdir()) / f"anzhu-test-{os.geteuid()}-{TEST_RUN}"

# Nothing here has to survive a power cut, so this server (and no other) does not wait for disks.
EMBEDDED = Embedded(
    paths.home() / "test-pg",
    settings={
        **SETTINGS,
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "max_connections": "300",
    },
)
DATABASES["default"].update(
    HOST=str(EMBEDDED.socket_folder),
    PORT="5432",
    USER="postgres",
    PASSWORD="",
    NAME="anzhu",
    CONN_MAX_AGE=0,
    TEST={"NAME": f"test_anzhu_{TEST_RUN}"},
)

SECRET_KEY = "only-for-tests-" * 4
ANZHU_FIELD_KEYS = {1: b"\x01" * 32}
ANZHU_INDEX_KEY = b"\x02" * 32
ANZHU_PAPER_KEY = b"\x03" * 32
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ANZHU_DEMO = False
# Reading text takes seconds a page: the tests of the reader call it themselves.
ANZHU_CHECKS = frozenset({"readability"})
ANZHU_LOOK_SECONDS = None
DEBUG = False
ALLOWED_HOSTS = ["*"]

for _name in ("default", "quarantine", "clean"):
    _folder = ANZHU_HOME / "files" / ("clean" if _name == "default" else _name)
    STORAGES[_name] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": _folder},
    }
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
