"""Public verification: one question with two answers to give, or the code of a sheet; no list."""

from django.urls import path

from anzhu.web.public.views import verify

app_name = "verify"
urlpatterns = [
    path("verify", verify.ask, name="ask"),
    path("v/<str:code>", verify.by_code, name="code"),
]
