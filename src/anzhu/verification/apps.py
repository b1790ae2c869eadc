from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "anzhu.verification"
    default_auto_field = "django.db.models.BigAutoField"
