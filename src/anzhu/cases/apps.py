from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "anzhu.cases"
    default_auto_field = "django.db.models.BigAutoField"
