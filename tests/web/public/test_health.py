"""Whoever watches the machines learns yes or no, and nothing else."""

from unittest import mock

import pytest
from django.db import DatabaseError
from django.test import Client, override_settings

from anzhu.files import storage
from anzhu.web.shared import errors

NOWHERE = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": "none",
        "endpoint_url": "http://127.0.0.1:1",
        "access_key": "a",
        "secret_key": "b",
        "region_name": "nowhere",
    },
}
LIVE, READY = "/healthz/live", "/healthz/ready"


def test_a_live_process_says_so_without_asking_anybody(client: Client) -> None:
    """No database is allowed in this test at all."""
    answer = client.get(LIVE)

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


def test_ready_asks_the_database_once(client: Client, db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        answer = client.get(READY)

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies


@pytest.mark.parametrize(
    "broken",
    [
        "django.db.connection.cursor",
        "anzhu.files.storage.store",
    ],
)
def test_a_node_that_cannot_serve_says_no_and_not_why(
    client: Client, db: None, broken: str
) -> None:
    with mock.patch(broken, side_effect=DatabaseError("secret of the machine room")):
        answer = client.get(READY)

    assert (answer.status_code, answer.content) == (503, b"not ready\n")


def test_a_store_that_cannot_be_reached_is_not_ready(client: Client, db: None, settings) -> None:
    settings.STORAGES = {**settings.STORAGES, "clean": NOWHERE}

    assert client.get(READY).status_code == 503


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_REDIRECT_EXEMPT=[r"^healthz/"])
def test_a_probe_may_speak_plainly_and_people_are_led_to_https(client: Client) -> None:
    assert client.get(LIVE).status_code == 200
    led = client.get("/help")
    assert (led.status_code, led["Location"]) == (301, "https://testserver/help")


def test_while_the_store_is_away_people_are_told_to_come_back(rf, settings) -> None:
    settings.STORAGES = {**settings.STORAGES, "clean": NOWHERE}
    try:
        storage.open_key("clean", "20261123/abc")
    except storage.Away:
        answer = errors.server_error(rf.get("/"))

    assert answer.status_code == 503
    assert answer["Retry-After"]
