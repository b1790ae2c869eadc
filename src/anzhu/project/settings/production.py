"""Production: the same code; every secret and every service is named by the environment.

A missing secret stops the start here, with its name. What is set but unsafe (a database that
does not sync, demo people) is refused by ``anzhu doctor``'s checks before serving.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from anzhu.project.settings import environment as env
from anzhu.project.settings.base import *  # noqa: F403
from anzhu.project.settings.base import ANZHU_PROXIES, ANZHU_PUBLIC_URL


def _required(*names: str) -> str:
    """The first of these variables that is set."""
    for name in names:
        if env.text(name):
            return env.text(name)
    raise ImproperlyConfigured(
        f"生产环境必须设置 {names[0]}。用 `anzhu secrets` 可生成全部密钥，请存入密钥管理系统。"
    )


DEBUG = False
ANZHU_CLOCK_MAY_MOVE = False
_required("DATABASE_URL")
SECRET_KEY = _required("ANZHU_SECRET_KEY")
ANZHU_FIELD_KEYS = env.keys("ANZHU_FIELD_KEYS", _required("ANZHU_FIELD_KEYS", "ANZHU_FIELD_KEY"))
ANZHU_INDEX_KEY = env.key("ANZHU_INDEX_KEY", _required("ANZHU_INDEX_KEY"))
ANZHU_PAPER_KEY = env.key("ANZHU_PAPER_KEY", _required("ANZHU_PAPER_KEY"))

_required("ANZHU_PUBLIC_URL")
ALLOWED_HOSTS = env.listed("ANZHU_HOSTS") or [urlsplit(ANZHU_PUBLIC_URL).hostname or ""]
CSRF_TRUSTED_ORIGINS = [ANZHU_PUBLIC_URL]

# __Host-: the browser itself refuses these cookies from other hosts, paths or plain HTTP.
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_SSL_REDIRECT = not env.flag("ANZHU_TLS_ELSEWHERE")
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
if ANZHU_PROXIES:
    # Only when a proxy of ours sets this header: otherwise anybody could claim to speak TLS.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
