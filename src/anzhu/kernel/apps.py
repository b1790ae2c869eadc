from importlib import import_module

from django.apps import AppConfig

from anzhu.kernel import fresh


class KernelConfig(AppConfig):
    name = "anzhu.kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every process look how the clock of a demo is set."""
        # Not above: tables may be imported only when all apps are known.
        fresh.look_with(import_module("anzhu.kernel.demo_clock").look)
