"""A worker process for a test: runs `anzhu.kernel.jobs.work` with one more, slow, task."""

import os
import sys
import time

import django
from django.conf import settings
from django.db import connection, transaction

settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
django.setup()

from anzhu.kernel import jobs  # noqa: E402  Django must stand first


@jobs.task(name="tests.slowly", queue="tests")
def slowly(*, number: int) -> None:
    """Begin, take long (the first time), and finish in one transaction, once."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO notebook VALUES (%s, 'begun')", [number])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE notebook IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT 1 FROM notebook WHERE number = %s AND what = 'done'", [number])
        if cursor.fetchone():
            return
        if "--stay-inside" in sys.argv:
            time.sleep(60)
        cursor.execute("INSERT INTO notebook VALUES (%s, 'done')", [number])


jobs.work(["tests"])
