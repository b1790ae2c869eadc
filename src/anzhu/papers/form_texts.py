"""What is printed into the boxes of the application form, where, and in which size.

The typesetter is told where each text begins; it measures nothing and breaks no line.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from anzhu.papers import defaults, geometry
from anzhu.papers.fitting import USUAL, Sizes, fit
from anzhu.papers.fontfile import Advances, advances
from anzhu.papers.geometry import Box, Cell
from anzhu.papers.glyphs import GETA, printable

if TYPE_CHECKING:
    from anzhu.papers.forms import ApplicationForm, Hours, Job

_SMALL = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0)
_FIELD, _LARGE = Sizes(), Sizes((13.0, 12.0, 11.0, *USUAL))
_JOB, _HOUR = Sizes(_SMALL), Sizes(_SMALL, single=7.0)
_STAMP = Sizes((9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5), single=8.0)
_REST = Sizes((6.5, *_SMALL[7:]), single=4.0)
_STRONG = ("name", "employer")
#: What is left white around a text, in millimetres: at each side, and above and below together.
_AROUND_FIELD, _AROUND_CELL, _AROUND_LINE = (2.0, 1.6), (1.4, 0.8), (2.6, 1.0)


class Said(NamedTuple):
    """A text in its place: millimetres from the page's corner, size in points, lines parted."""

    x: float
    y: float
    size: float
    face: str
    text: str


class Face(NamedTuple):
    """A font as the template calls it, and its advance widths."""

    name: str
    advances: Advances


class FormTexts:
    """The texts of one form, for the fonts of one folder."""

    def __init__(self, form: "ApplicationForm", fonts: Path) -> None:
        self._form = form
        self._fonts = fonts
        self._plain, self._strong = _faces(fonts)
        #: Whether a character had to be left out, to be written by hand.
        self.holes = False

    def fields(self, cells: Sequence[Cell]) -> list[Said]:
        """The text of each field of the first page."""
        return [self._field(cell) for cell in cells]

    def jobs(self, rows: Sequence[Box]) -> list[list[Said]]:
        """The table of work experience; the last row says how many more there are.

        The first of ``rows`` is the head.
        """
        rows = rows[1:]
        said = [
            self._row(row, geometry.JOB_COLUMNS, _job(job), _JOB)
            for row, job in zip(rows, self._form.jobs, strict=False)
        ]
        more = len(self._form.jobs) - len(rows)
        return self._ended(said, rows, more, "其余 {} 段工作经历以系统记录为准")

    def hours(self, rows: Sequence[Box]) -> list[list[Said]]:
        """The table of continuing education, likewise; without one, the sentence that says why."""
        if not self._form.hours:
            why = self._form.hours_note or "本次申请不需要继续教育学时。"
            return [[self._said(why, rows[0], _AROUND_LINE, _JOB, self._plain)]]
        rows = rows[1:]
        said = [
            self._row(row, geometry.HOUR_COLUMNS, _hours(one), _HOUR)
            for row, one in zip(rows, self._form.hours, strict=False)
        ]
        more = len(self._form.hours) - len(rows)
        return self._ended(said, rows, more, "其余 {} 条以系统记录为准")

    def stamp(self, box: Box) -> Said:
        """The employer's name, to be compared with the seal."""
        said = self._said(self._form.employer, box, (0.0, 0.0), _STAMP, self._strong)
        # It stands on the ground of its room: what is white above and below is all above.
        return said._replace(y=round(2 * said.y - box.y, 3))

    def _field(self, cell: Cell) -> Said:
        text = self._shown(cell.name) or "—"
        room = Box(
            cell.box.x + cell.label, cell.box.y, cell.box.width - cell.label, cell.box.height
        )
        if cell.name in _STRONG:
            return self._said(text, room, _AROUND_FIELD, _LARGE, self._strong)
        return self._said(text, room, _AROUND_FIELD, _FIELD, self._plain)

    def _shown(self, name: str) -> str:
        value = getattr(self._form, name)
        if name == "kind":
            note = "逾期" if self._form.overdue else self._form.kind_note
            return f"{value}（{note}）" if note else str(value)
        if isinstance(value, date):
            return f"{value.year}年{value.month}月{value.day}日"
        return str(value)

    def _row(
        self, row: Box, widths: tuple[float, ...], texts: Sequence[str], sizes: Sizes
    ) -> list[Said]:
        cells = zip(texts, geometry.columns(row, widths), strict=True)
        return [self._said(text, box, _AROUND_CELL, sizes, self._plain) for text, box in cells]

    def _ended(
        self, said: list[list[Said]], rows: Sequence[Box], more: int, words: str
    ) -> list[list[Said]]:
        if more > 0:
            rest = words.format(more + 1)
            said[-1] = [self._said(rest, rows[-1], _AROUND_CELL, _REST, self._plain)]
        return said

    def _said(
        self, text: str, box: Box, around: tuple[float, float], sizes: Sizes, face: Face
    ) -> Said:
        beside, above_and_below = around
        text = printable(text, self._fonts)
        self.holes = self.holes or GETA in text
        fitted = fit(
            text, face.advances, box.width - 2 * beside, box.height - above_and_below, sizes
        )
        # Rounded: what the typesetter has set before, it remembers.
        y = round(box.y + (box.height - fitted.height) / 2, 3)
        return Said(round(box.x + beside, 3), y, fitted.size, face.name, "\n".join(fitted.lines))


@cache
def _faces(fonts: Path) -> tuple[Face, Face]:
    """What was entered, and of it what matters most."""
    plain = defaults.font_file("NotoSerifSC", "Regular", fonts)
    strong = defaults.font_file("NotoSansSC", "Bold", fonts)
    return Face("plain", advances(plain)), Face("strong", advances(strong))


def _job(job: "Job") -> tuple[str, ...]:
    until = job.until.strftime("%Y.%m") if job.until else "至今"
    return (f"{job.since:%Y.%m}—{until}", job.employer, job.post, job.work)


def _hours(one: "Hours") -> tuple[str, ...]:
    return (one.completed.isoformat(), one.provider, one.course, f"{one.hours:g}", one.source)
