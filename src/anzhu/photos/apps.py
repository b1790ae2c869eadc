from django.apps import AppConfig


class PhotosConfig(AppConfig):
    name = "anzhu.photos"
    default_auto_field = "django.db.models.BigAutoField"
