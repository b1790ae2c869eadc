"""The root of all addresses, and the pages of last resort."""

from django.urls import include, path

urlpatterns = [path("", include("anzhu.web.urls"))]

handler400 = "anzhu.web.shared.errors.bad_request"
handler403 = "anzhu.web.shared.errors.forbidden"
handler404 = "anzhu.web.shared.errors.not_found"
handler500 = "anzhu.web.shared.errors.server_error"
