"""Home, help, agencies, display; a phone that was handed a slot; the gallery of a demo."""

from django.urls import path

from anzhu.web.components_gallery.views import gallery
from anzhu.web.public.views import explain, health, pages, phone

app_name = "public"
urlpatterns = [
    path("", pages.home, name="home"),
    path("help", pages.help_page, name="help"),
    path("privacy", pages.privacy, name="privacy"),
    path("agencies", pages.agencies, name="agencies"),
    path("explain", explain.explain, name="explain"),
    path("explain/dates.ics", explain.dates, name="explain_dates"),
    path("forms/<slug:kind>.pdf", pages.request_form, name="request_form"),
    path("m", phone.code, name="phone_code"),
    path("m/<str:token>", phone.phone, name="phone"),
    path("display", pages.display, name="display"),
    path("healthz/live", health.live, name="live"),
    path("healthz/ready", health.ready, name="ready"),
    path("components", gallery, name="components"),
    path("components/<slug:layout>", gallery, name="components_layout"),
]
