"""The root of all addresses: every person's door has its own list."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
if find_spec("anzhu.web.urls"):
    urlpatterns.append(path("", include("anzhu.web.urls")))
