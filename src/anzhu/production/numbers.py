"""Numbers of paper: serials of sheets, batches and parcels. All are gapless by the year."""

from datetime import date

from anzhu.kernel.counters import next_numbers
from anzhu.rules import numbering
from anzhu.rules.numbering import Sheet


def serials(sheet: Sheet, how_many: int, *, on: date) -> list[str]:
    """So many new serials; given back if the transaction fails."""
    taken = next_numbers(series=f"serial.{sheet}.{on.year}", how_many=how_many)
    return [numbering.serial(sheet, on.year, count) for count in taken]


def batch_number(on: date) -> str:
    """The number of a new batch: ``BP2026-0012``."""
    return _counted("BP", "batch", on)


def parcel_number(on: date) -> str:
    """The number of a new parcel: ``JS2026-0012``."""
    return _counted("JS", "parcel", on)


def _counted(letters: str, series: str, on: date) -> str:
    (count,) = next_numbers(series=f"{series}.{on.year}", how_many=1)
    return f"{letters}{on.year}-{count:04d}"
