"""The root of all addresses: every person's door has its own list."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
if find_spec("anzhu.web.urls"):
    urlpatterns.append(path("", include("anzhu.web.urls")))

handler400 = "anzhu.web.shared.errors.bad_request"
handler403 = "anzhu.web.shared.errors.forbidden"
handler404 = "anzhu.web.shared.errors.not_found"
handler500 = "anzhu.web.shared.errors.server_error"
