"""Work for later: jobs are rows of the same transaction (procrastinate on PostgreSQL)."""

from procrastinate import App


def ready(app: App) -> None:
    """Called by procrastinate when its Django application stands."""
