from django.apps import AppConfig


class EducationConfig(AppConfig):
    name = "anzhu.education"
    default_auto_field = "django.db.models.BigAutoField"
