"""Sheets of labels that can be bought, as data: so many labels of such a size on an A4 page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_A4_WIDTH, _A4_HEIGHT = 210.0, 297.0


@dataclass(frozen=True, kw_only=True)
class LabelSheet:
    """Labels on an A4 page, all measures in millimetres; the grid is centred on the page.

    ``across`` and ``down`` are the gaps between labels. The first label is at the top left, the
    second to its right.
    """

    code: str
    columns: int
    rows: int
    width: float
    height: float
    across: float = 2.5
    down: float = 0.0

    @property
    def places(self) -> int:
        """How many labels a page takes."""
        return self.columns * self.rows

    def places_from(self, start: int) -> Iterator[tuple[int, float, float]]:
        """Where labels go, one after the other without end: page from 0, left, top.

        ``start`` (from 1) skips the labels of the first page that were used before.
        """
        left = (_A4_WIDTH - self.columns * self.width - (self.columns - 1) * self.across) / 2
        top = (_A4_HEIGHT - self.rows * self.height - (self.rows - 1) * self.down) / 2
        place = start - 1
        while True:
            page, on_page = divmod(place, self.places)
            row, column = divmod(on_page, self.columns)
            yield (
                page,
                round(left + column * (self.width + self.across), 3),
                round(top + row * (self.height + self.down), 3),
            )
            place += 1


#: The first one is taken where nobody chose.
LABEL_SHEETS: Sequence[LabelSheet] = (
    LabelSheet(code="2x5", columns=2, rows=5, width=99.1, height=57.0),
    LabelSheet(code="2x4", columns=2, rows=4, width=99.1, height=67.7),
    LabelSheet(code="2x7", columns=2, rows=7, width=99.1, height=38.1),
)


def label_sheet(code: str) -> LabelSheet | None:
    """The sheet with this code, if there is one."""
    return next((sheet for sheet in LABEL_SHEETS if sheet.code == code), None)
