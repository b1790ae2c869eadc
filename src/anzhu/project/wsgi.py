"""The WSGI application; the settings module is chosen as the command line does."""

from django.core.wsgi import get_wsgi_application

from anzhu.ops import chosen

chosen.use_settings()
application = get_wsgi_application()
