"""Which settings hold: said by the environment, production as soon as there is a database."""

import os


def use_settings() -> str:
    """Set DJANGO_SETTINGS_MODULE unless it is set already; returns it.

    ANZHU_MODE says `local` or `production`. Without it, a DATABASE_URL means production:
    forgetting a variable must lead to the careful side.
    """
    guessed = "production" if os.environ.get("DATABASE_URL") else "local"
    mode = os.environ.get("ANZHU_MODE", "") or guessed
    return os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"anzhu.project.settings.{mode}")
