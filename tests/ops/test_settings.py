"""Configuration comes from the environment alone, and says what is wrong with it."""

import base64
import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from anzhu.ops import keys
from anzhu.project.settings import environment as env

KEY = base64.b64encode(bytes(range(32))).decode()
OTHER = base64.b64encode(bytes(range(32, 64))).decode()


def test_field_keys_have_versions_and_a_bare_key_is_the_first():
    assert env.keys("K", KEY) == {1: bytes(range(32))}
    assert env.keys("K", f"1:{KEY}, 7:{OTHER}") == {1: bytes(range(32)), 7: bytes(range(32, 64))}


@pytest.mark.parametrize("wrong", ["", "short", f"0:{KEY}", f"256:{KEY}", f"x:{KEY}", "1:AAAA"])
def test_a_key_that_is_none_is_refused_by_name(wrong):
    with pytest.raises(ImproperlyConfigured, match="ANZHU_FIELD_KEYS"):
        env.keys("ANZHU_FIELD_KEYS", wrong)


def test_a_mail_server_is_one_address():
    assert env.email("smtp://me:p%40ss@mail.example:2525?tls=0") == {
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 2525,
        "EMAIL_HOST_USER": "me",
        "EMAIL_HOST_PASSWORD": "p@ss",
        "EMAIL_USE_SSL": False,
        "EMAIL_USE_TLS": False,
        "EMAIL_TIMEOUT": 10,
    }
    assert env.email("smtps://mail.example")["EMAIL_PORT"] == 465
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        env.email("mail.example")


def test_only_named_proxies_are_believed(monkeypatch):
    monkeypatch.setenv("P", "1")
    assert env.proxies("P") == ["127.0.0.1", "::1"]
    monkeypatch.setenv("P", "10.0.0.5, 10.1.0.0/24")
    assert env.proxies("P") == ["10.0.0.5", "10.1.0.0/24"]
    monkeypatch.setenv("P", "all of them")
    with pytest.raises(ImproperlyConfigured, match="all of them"):
        env.proxies("P")
    monkeypatch.delenv("P")
    assert env.proxies("P") == []


def settings_of(tmp_path, *names: str, **environment: str) -> dict[str, object]:
    """What a fresh process reads from this environment."""
    code = (
        "import json, sys\n"
        "from anzhu.ops import chosen\n"
        "chosen.use_settings()\n"
        "from django.conf import settings\n"
        "print(json.dumps({n: getattr(settings, n) for n in sys.argv[1:]}, default=str))\n"
    )
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", code, *names],
        env={**kept, "ANZHU_HOME": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


PRODUCTION = {
    "DATABASE_URL": "postgresql://u:p@db.example:5433/register?sslmode=require",
    "ANZHU_PUBLIC_URL": "https://anzhu.example/",
    "REDIS_URL": "redis://cache.example:6379/1",
    "S3_BUCKET": "uploads",
    "S3_ENDPOINT_URL": "https://s3.example",
    "EMAIL_URL": "smtp://mail.example",
    **keys.new(),
}


def test_a_database_of_ones_own_means_production_with_safe_cookies(tmp_path):
    found = settings_of(
        tmp_path,
        *("SETTINGS_MODULE", "DATABASES", "CACHES", "STORAGES", "ALLOWED_HOSTS", "DEBUG"),
        *("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE"),
        *("SESSION_COOKIE_HTTPONLY", "EMAIL_BACKEND", "ANZHU_PUBLIC_URL"),
        **PRODUCTION,
        ANZHU_DEBUG="1",
    )
    assert found["SETTINGS_MODULE"] == "anzhu.project.settings.production"
    database = found["DATABASES"]["default"]
    assert (database["HOST"], database["PORT"], database["NAME"]) == (
        "db.example",
        5433,
        "register",
    )
    assert database["OPTIONS"] == {"connect_timeout": 5, "sslmode": "require"}
    assert found["CACHES"]["default"]["LOCATION"] == PRODUCTION["REDIS_URL"]
    assert found["STORAGES"]["clean"]["OPTIONS"]["endpoint_url"] == "https://s3.example"
    assert found["ALLOWED_HOSTS"] == ["anzhu.example"]
    assert found["ANZHU_PUBLIC_URL"] == "https://anzhu.example"
    assert found["DEBUG"] is False
    assert found["SESSION_COOKIE_NAME"] == "__Host-session"
    assert found["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"]
    assert found["SESSION_COOKIE_HTTPONLY"]
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert not (tmp_path / "secrets").exists(), "production keeps no secrets on the disk"


def test_nothing_set_means_one_machine_with_secrets_of_its_own(tmp_path):
    names = ("SETTINGS_MODULE", "SECRET_KEY", "CACHES", "DEBUG", "ANZHU_DEMO", "ANZHU_PORT")
    first = settings_of(tmp_path, *names, PORT="8123")
    assert first["SETTINGS_MODULE"] == "anzhu.project.settings.local"
    assert first["CACHES"]["default"]["BACKEND"].endswith("DatabaseCache")
    assert (first["DEBUG"], first["ANZHU_DEMO"], first["ANZHU_PORT"]) == (False, False, 8123)
    assert settings_of(tmp_path, *names, PORT="8123") == first
    assert settings_of(tmp_path / "other", *names)["SECRET_KEY"] != first["SECRET_KEY"]
