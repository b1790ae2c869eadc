from importlib import import_module

from django.apps import AppConfig

from anzhu.kernel import fresh


class LawConfig(AppConfig):
    name = "anzhu.law"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every process look from time to time whether the law was changed by another."""
        # Here, not above: models may be imported only when all apps are known.
        memory = import_module("anzhu.law.memory")
        fresh.look_with(memory.look)
