"""The WSGI application; the settings module is chosen as the command line does."""

from importlib import import_module
from threading import Thread

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from anzhu.ops import chosen

chosen.use_settings()
application = get_wsgi_application()
if settings.ANZHU_PROXIES:
    application = wrap_wsgi_with_proxy_headers(application, settings.ANZHU_PROXIES)
if settings.ANZHU_WARM_UP:
    # Beside the first requests, so that whoever prints the first form need not wait for the fonts.
    Thread(target=import_module("anzhu.papers.forms").warm_up, daemon=True).start()
