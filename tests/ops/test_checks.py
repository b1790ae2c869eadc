"""Unsafe configurations do not start, and every finding says how to mend it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings

from anzhu import words
from anzhu.ops import checks, keys
from anzhu.ops.checks import configuration, database, machine, services
from anzhu.ops.findings import Finding, Level

GOOD = keys.new()


def only(found: "list[Finding]") -> Finding:
    assert len(found) == 1
    return found[0]


# --- secrets -----------------------------------------------------------------------------------


STRONG = "h2kqLx7VbnTz5R0sWmYc9dEfGaJpUoXi4B8N1ABCD"
ONE, OTHER, THIRD = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96))


@pytest.mark.parametrize(
    ("secret", "field", "index", "paper", "named"),
    [
        (STRONG, ONE, OTHER, THIRD, []),
        ("django-insecure-" + STRONG, ONE, OTHER, THIRD, ["ANZHU_SECRET_KEY"]),
        (STRONG[:20], ONE, OTHER, THIRD, ["ANZHU_SECRET_KEY"]),
        ("ab" * 30, ONE, OTHER, THIRD, ["ANZHU_SECRET_KEY"]),
        (STRONG, b"\x01" * 32, OTHER, THIRD, ["ANZHU_FIELD_KEYS"]),
        (STRONG, ONE, ONE, THIRD, ["ANZHU_INDEX_KEY"]),
        (STRONG, ONE, OTHER, OTHER, ["ANZHU_PAPER_KEY"]),
        (STRONG, ONE, OTHER, b"\x03" * 32, ["ANZHU_PAPER_KEY"]),
    ],
)
def test_a_weak_secret_is_named(secret, field, index, paper, named):
    assert keys.weak(secret, {1: field}, index, paper) == named


def test_fresh_secrets_are_not_weak_and_are_kept_for_us_alone(tmp_path):
    first = keys.kept(tmp_path / "home" / "secrets")
    assert keys.kept(tmp_path / "home" / "secrets") == first
    assert (tmp_path / "home" / "secrets").stat().st_mode & 0o777 == 0o600
    assert first.keys() == GOOD.keys()


def test_secrets_of_an_older_version_keep_what_they_have_and_get_what_they_lack(tmp_path):
    file = tmp_path / "secrets"
    old = {name: value for name, value in GOOD.items() if name != "ANZHU_PAPER_KEY"}
    file.write_text("\n".join(f"{name}={value}" for name, value in old.items()))
    found = keys.kept(file)
    assert {name: found[name] for name in old} == old
    assert found["ANZHU_PAPER_KEY"]
    assert keys.kept(file) == found
    file.write_text(file.read_text() + f"ANZHU_PAPER_KEY={GOOD['ANZHU_PAPER_KEY']}\n")
    assert keys.kept(file) == found, "the line that came first holds"


# --- what refuses to start ---------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("name", database.UNSAFE_VALUES)
def test_a_database_that_does_not_sync_is_unsafe(name):
    """The test server runs without syncing, for speed; nobody may serve from it."""
    finding = only(list(database.syncing()))
    assert finding.unsafe
    assert name in finding.says


@pytest.mark.django_db
def test_demo_people_are_fine_at_home_and_refused_in_production():
    with override_settings(ANZHU_DEMO=True):
        assert only(list(configuration.demo_people())).level is Level.WARNING
    with override_settings(ANZHU_DEMO=True, SETTINGS_MODULE="anzhu.project.settings.production"):
        assert only(list(configuration.demo_people())).unsafe
    assert only(list(configuration.demo_people())).level is Level.OK


@pytest.mark.django_db
def test_an_unsafe_finding_stops_the_start_and_says_how_to_mend_it(capsys):
    assert checks.refuses_to_start()
    said = capsys.readouterr().err
    assert words.text("ops.doctor.syncing.mend") in said
    assert words.text("ops.doctor.secrets.mend") in said


@pytest.mark.parametrize("command", ["up", "web", "work"])
def test_the_commands_that_serve_refuse_an_unsafe_database(command, tmp_path, settings):
    """A real process on a server with fsync off ends with 1 before it serves anything."""
    with settings.EMBEDDED.running("unsafe") as url:
        done = anzhu(command, home=tmp_path, DATABASE_URL=url, **GOOD)
        with settings.EMBEDDED.connect() as admin:
            admin.execute('DROP DATABASE "unsafe" WITH (FORCE)')
    assert done.returncode == 1
    assert words.text("ops.doctor.syncing.mend") in done.stderr


@pytest.mark.parametrize("missing", sorted(GOOD))
def test_production_without_a_secret_does_not_start(missing, tmp_path):
    present = {name: value for name, value in GOOD.items() if name != missing}
    done = anzhu("doctor", "--json", home=tmp_path, DATABASE_URL="postgresql://x/y", **present)
    assert done.returncode == 1
    assert missing in only([Finding(**one) for one in json.loads(done.stdout)]).says


def anzhu(*arguments: str, home: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the command line as production would, in an environment of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "anzhu.ops", *arguments],
        env={
            **kept,
            "ANZHU_HOME": str(home),
            "ANZHU_PUBLIC_URL": "https://anzhu.example",
            "PORT": "8999",
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# --- the rest of the report --------------------------------------------------------------------


@pytest.mark.django_db
def test_every_check_answers_and_every_trouble_has_a_remedy(tmp_path):
    with override_settings(ANZHU_HOME=tmp_path):
        found = list(checks.findings())
    assert {one.check for one in found} >= {"database", "store", "disk", "calendar", "email"}
    assert [one for one in found if one.level is not Level.OK and not one.mend] == []


def test_a_store_that_gives_back_other_bytes_is_found(settings, tmp_path):
    assert {one.level for one in services.stores()} == {Level.OK}
    settings.STORAGES = {
        **settings.STORAGES,
        "clean": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": "/proc/nowhere"},
        },
    }
    assert [one.level for one in services.stores()] == [Level.OK, Level.FAILED]


def test_a_redis_that_is_away_is_found(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert only(list(services.cache_server())).level is Level.FAILED


def test_a_mail_server_that_is_away_is_found(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert only(list(configuration.email())).level is Level.FAILED


@pytest.mark.django_db
def test_waiting_migrations_are_a_warning():
    assert only(list(database.migrated())).level is Level.OK
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'kernel'")
    assert only(list(database.migrated())).level is Level.WARNING


def test_a_missing_font_folder_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr("anzhu.ops.paths.BUILD", tmp_path)
    assert only(list(machine.fonts())).level is Level.FAILED
    assert only(list(machine.built_assets())).level is Level.FAILED
