"""What holds in every environment. Values that differ come from the environment variables
described in ``docs/configuration.md``; nothing is read from a file but the local secrets."""

from typing import Any

import dj_database_url
from botocore.config import Config

from anzhu.ops import paths
from anzhu.ops.embedded import Embedded
from anzhu.project.settings import environment as env

ANZHU_HOME = paths.home()
DEBUG = env.flag("ANZHU_DEBUG")

# --- the house: packages from the lowest floor to the highest ----------------------------------

FLOORS = (
    "kernel", "audit", "law", "files", "notices", "organisations", "people", "photos",
    "materials", "registrations", "education", "cases", "reviews", "production", "verification",
    "web",
)  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    *(f"anzhu.{name}" for name in FLOORS),
]
MIDDLEWARE = [
    "anzhu.web.shared.middleware.HeadersMiddleware",  # outermost: on every answer, also static ones
    "django.middleware.security.SecurityMiddleware",  # leads to https, in production only
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "anzhu.web.shared.middleware.ActorMiddleware",
    "anzhu.web.shared.middleware.DoorMiddleware",
]
CSRF_FAILURE_VIEW = "anzhu.web.shared.errors.stale_form"
ROOT_URLCONF = "anzhu.project.urls"
WSGI_APPLICATION = "anzhu.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [paths.PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "libraries": {"anzhu": "anzhu.web.shared.templatetags.anzhu"},
        },
    }
]
# auth.W004: an e-mail address may stand at several accounts; the backend knows how to choose.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- language and time -------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- database and jobs -------------------------------------------------------------------------

EMBEDDED = Embedded(ANZHU_HOME / "pg")
DATABASE_IS_EMBEDDED = not env.text("DATABASE_URL")
_DATABASE = dj_database_url.parse(
    env.text("DATABASE_URL") or EMBEDDED.url(),
    conn_max_age=env.number("ANZHU_CONN_MAX_AGE", 60),
    conn_health_checks=True,
)
DATABASES: dict[str, dict[str, Any]] = {
    "default": {**_DATABASE, "OPTIONS": {"connect_timeout": 5, **_DATABASE.get("OPTIONS", {})}}
}
# kernel.jobs imports the packages' actions itself, and only where jobs are run.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

# --- cache: Redis where several nodes serve, else a table; sessions: always the database --------

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# Not in the cache: a Redis that is away must not sign anybody out, and one that comes back must
# not bring a session with it that has ended meanwhile.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# --- files -------------------------------------------------------------------------------------

S3_BUCKET = env.text("S3_BUCKET")


def _store(name: str) -> dict[str, object]:
    """One store for uploads: a folder of the data folder, or a prefix in the bucket."""
    if not S3_BUCKET:
        folder = ANZHU_HOME / "files" / name
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": folder,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.text("S3_ENDPOINT_URL") or None,
            "region_name": env.text("S3_REGION") or None,
            "access_key": env.text("S3_ACCESS_KEY") or None,
            "secret_key": env.text("S3_SECRET_KEY") or None,
            "client_config": Config(
                # Else a store that hangs keeps a thread of the site for minutes.
                connect_timeout=5,
                read_timeout=20,
                retries={"total_max_attempts": 3, "mode": "standard"},
                s3={"addressing_style": env.text("S3_ADDRESSING_STYLE") or None},
            ),
            "location": name,
            "default_acl": None,
            "querystring_auth": True,
            "querystring_expire": 120,
            "file_overwrite": False,
        },
    }


STORAGES: dict[str, dict[str, object]] = {
    "default": _store("clean"),
    "quarantine": _store("quarantine"),
    "clean": _store("clean"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_URL = "static/"
STATIC_ROOT = paths.BUILD / "collected"
STATICFILES_DIRS = [
    folder
    for folder in (paths.BUILD / "static", paths.PACKAGE / "web" / "static")
    if folder.exists()
]
# Big bodies go to the disk at once: a worker never holds an upload in memory.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# --- people ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["anzhu.web.shared.session.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

# --- notices -----------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "anzhu@localhost")
ANZHU_SMS_GATEWAY = env.text("ANZHU_SMS_GATEWAY", "anzhu.notices.channels.sms_to_the_log")
if env.text("EMAIL_URL"):
    globals().update(env.email(env.text("EMAIL_URL")))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(ANZHU_HOME / "mail")

# --- this installation -------------------------------------------------------------------------

ANZHU_DEMO = env.flag("ANZHU_DEMO")
# Only a demo moves its clock; production may not, whatever it is told to be.
ANZHU_CLOCK_MAY_MOVE = True
# How often a process looks whether another one changed the law or a demo's clock; None: never.
ANZHU_LOOK_SECONDS: float | None = 1.0
ANZHU_PORT = env.number("PORT", 8000)
ANZHU_PUBLIC_URL = env.text("ANZHU_PUBLIC_URL", f"http://localhost:{ANZHU_PORT}").rstrip("/")
# Whose X-Forwarded-For is believed: limits count addresses, and a proxy is not a person.
ANZHU_PROXIES: list[str] = env.proxies("ANZHU_BEHIND_PROXY")
# Printing is made ready when a web process starts, not when somebody asks for the first form.
ANZHU_WARM_UP = True
ALLOWED_HOSTS = env.listed("ANZHU_HOSTS") or ["*"]

# --- machine checks of pages: which look, and who knows what a page should say --------------------

ANZHU_CHECKS = env.chosen("ANZHU_CHECKS")
ANZHU_WANTED = "anzhu.cases.wanted.of_folder"
# Who knows whether the applicant can still answer a hint; locks the application.
ANZHU_ANSWERABLE = "anzhu.cases.drafting.can_answer_hints"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"screen": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["screen"], "level": env.text("ANZHU_LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": ["screen"], "level": "WARNING", "propagate": False},
        # Anybody can send a wrong host name: answered with 400, worth no traceback.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "procrastinate": {"handlers": ["screen"], "level": "WARNING", "propagate": False},
        "fontTools": {"level": "WARNING"},
    },
}

# --- audit: models whose rows are compared with the last entry of the record --------------------

ANZHU_AUDITED = {
    "cases.case": "anzhu.cases.queries.digests",
    "cases.revision": "anzhu.cases.queries.revision_digests",
    "people.correction": "anzhu.people.corrections.digests",
    "registrations.registration": "anzhu.registrations.queries.digests",
    "education.batch": "anzhu.education.digests.batches",
    "law.amendment": "anzhu.law.queries.amendment_digests",
    "registrations.restriction": "anzhu.registrations.digests.restrictions",
    "production.batch": "anzhu.production.queries.batch_digests",
    "production.item": "anzhu.production.queries.item_digests",
}
