"""The doors of the seven people, and the shell they share."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "anzhu.web"
    label = "web"
    verbose_name = "网页"
