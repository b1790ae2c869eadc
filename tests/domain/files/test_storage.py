"""The same store, in a folder and in a bucket of a real S3 server process."""

import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import boto3
import pytest
from django.core.files.base import ContentFile

from anzhu.files import actions, storage
from anzhu.files.models import StoredFile
from anzhu.kernel import clock
from tests.domain.files import samples

CONTENT = b"a clean copy" * 1000
DIGEST = hashlib.sha256(CONTENT).hexdigest()
ACCESS = {"access_key": "test", "secret_key": "test-secret", "region_name": "us-east-1"}


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    """moto as a process of its own on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(port)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the S3 server did not start")


@pytest.fixture(params=["folder", "bucket"])
def a_store(request: pytest.FixtureRequest, tmp_path: Path, settings) -> str:
    if request.param == "folder":
        backend = "django.core.files.storage.FileSystemStorage"
        options = {name: {"location": tmp_path / name} for name in ("clean", "quarantine")}
    else:
        address = request.getfixturevalue("s3_server")
        bucket = f"anzhu-{tmp_path.name.replace('_', '-').lower()}"[:60]
        client = boto3.client(
            "s3",
            endpoint_url=address,
            aws_access_key_id=ACCESS["access_key"],
            aws_secret_access_key=ACCESS["secret_key"],
            region_name=ACCESS["region_name"],
        )
        client.create_bucket(Bucket=bucket)
        backend = "storages.backends.s3.S3Storage"
        shared = {**ACCESS, "endpoint_url": address, "bucket_name": bucket}
        options = {
            name: {**shared, "location": name, "file_overwrite": False}
            for name in ("clean", "quarantine")
        }
    made = {name: {"BACKEND": backend, "OPTIONS": options[name]} for name in options}
    settings.STORAGES = {**settings.STORAGES, **made}
    return str(request.param)


@pytest.fixture
def now() -> datetime:
    return clock.now()


def test_what_was_put_is_given_back_and_can_be_removed(a_store, now):
    key = storage.put(storage.CLEAN, ContentFile(CONTENT), digest=DIGEST, now=now)
    with storage.open_key(storage.CLEAN, key) as file:
        assert file.read() == CONTENT
    assert storage.digest_of_key(storage.CLEAN, key) == DIGEST
    assert abs(storage.written_at(storage.CLEAN, key) - now) < timedelta(minutes=5)
    assert list(storage.keys_of_day(storage.CLEAN, now.date())) == [key]
    storage.delete(storage.CLEAN, key)
    storage.delete(storage.CLEAN, key)
    assert list(storage.keys_of_day(storage.CLEAN, now.date())) == []
    with pytest.raises(FileNotFoundError):
        storage.open_key(storage.CLEAN, key).read()


def test_quarantine_and_clean_are_apart(a_store, now):
    key = storage.put(storage.QUARANTINE, ContentFile(CONTENT), digest=DIGEST, now=now)
    assert list(storage.keys_of_day(storage.QUARANTINE, now.date())) == [key]
    assert list(storage.keys_of_day(storage.CLEAN, now.date())) == []


def test_what_the_store_garbles_is_noticed_and_removed(a_store, now):
    with pytest.raises(storage.NotKept):
        storage.put(storage.CLEAN, ContentFile(CONTENT), digest="0" * 64, now=now)
    assert list(storage.keys_of_day(storage.CLEAN, now.date())) == []


def test_an_upload_goes_its_whole_way(a_store, db, actor, now):
    upload = ContentFile(samples.jpeg(), name="scan.jpg")
    received = actions.receive(upload, purpose="material", actor=actor, now=now)
    (page,) = actions.clean(received.pk, now=now)
    stored = StoredFile.objects.get(pk=page.stored_id)
    with actions.open_clean(stored) as file:
        assert hashlib.sha256(file.read()).hexdigest() == stored.digest
    assert list(storage.keys_of_day(storage.QUARANTINE, now.date())) == []
    assert actions.sweep_orphans(now=now + timedelta(hours=2)) == 1
    assert list(storage.keys_of_day(storage.CLEAN, now.date())) == []
