"""Applications by the hundred thousand, for measuring."""

from datetime import datetime


def build(how_many: int, *, now: datetime) -> None:
    """Lay so many applications into the tables by COPY."""
    raise NotImplementedError
