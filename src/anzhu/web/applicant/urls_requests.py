"""Addresses of an applicant's requests: reissue, cancellation, other matters (clauses 5 to 7)."""

from django.urls import URLPattern, path

from anzhu.web.applicant.views import cancelling, requests
from anzhu.web.shared.requests import views
from anzhu.web.shared.requests.side import APPLICANT

urlpatterns: list[URLPattern] = [
    path("requests/start/<slug:kind>", requests.start, name="request_start"),
    *views.addresses(APPLICANT, "requests"),
    path("requests/<slug:ref>/reply", requests.reply, name="request_reply"),
    path("requests/<slug:ref>/code", cancelling.send_code, name="request_code"),
    path("requests/<slug:ref>/confirm", cancelling.confirm, name="request_confirm"),
]
