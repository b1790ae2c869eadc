"""Where everything is on the application form, in millimetres from the page's top left corner.

One description serves the printer, which draws it, and the later checks of a photographed page,
which find the corner marks, straighten the picture and look at the signature or the stamp. The
size of a row depends only on how many rows there are, so the boxes of a version can be computed
again from its data.
"""

from dataclasses import dataclass
from itertools import accumulate

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
#: A seal is 40 to 42 mm across; the box leaves room for an unsteady hand.
STAMP_SIDE = 54.0
MOST_JOBS, MOST_HOURS = 16, 8
#: A date to be written by hand: room for year, 年, month, 月, day, 日.
DATE_PARTS = (17.0, 5.5, 10.0, 5.5, 10.0, 5.5)
DATE_WIDTH = sum(DATE_PARTS)
#: Period, employer, post, work; and day, provider, course, hours, source.
JOB_COLUMNS = (33.0, 58.0, 31.0, 58.0)
HOUR_COLUMNS = (27.0, 52.0, 63.0, 14.0, 24.0)

_LEFT, _WIDTH = 15.0, 180.0
_TOP = 46.0
_HEADING, _ROW = 7.5, 10.0
_LABEL, _VALUE, _PHOTO = 26.0, 48.0, 32.0
_MARK, _MARK_INSET = 5.0, 7.0
_TABLE_BOTTOM = 160.0
_FEWEST_JOBS = 5
_HOURS_HEIGHT = 0.62


@dataclass(frozen=True)
class Box:
    """A rectangle in millimetres."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Cell:
    """A printed field: its box, of which the first ``label`` millimetres hold the label.

    ``section`` is the heading it stands under.
    """

    name: str
    box: Box
    label: float
    section: str


@dataclass(frozen=True)
class Page:
    """One page of the form.

    ``headings`` are the section bars, ``cells`` the printed fields, ``jobs`` and ``hours`` the rows
    of the two tables (the first of each is its head), ``blanks`` what is filled in by hand.
    """

    number: int
    qr: Box
    marks: tuple[Box, ...]
    headings: dict[str, Box]
    cells: tuple[Cell, ...]
    blanks: dict[str, Box]
    jobs: tuple[Box, ...] = ()
    hours: tuple[Box, ...] = ()
    photo: Box | None = None


#: How the codes in that place begin (``codes``): on a form, on a statement.
CODE_PREFIXES = ("AZF1.", "AZS1.")
QR = Box(167.0, 14.0, 26.0, 26.0)
CORNER_MARKS = tuple(
    Box(x, y, _MARK, _MARK)
    for y in (_MARK_INSET, PAGE_HEIGHT - _MARK_INSET - _MARK)
    for x in (_MARK_INSET, PAGE_WIDTH - _MARK_INSET - _MARK)
)

_BESIDE_PHOTO = (
    ("name", "sex"),
    ("born", "ethnicity"),
    ("id_kind", "id_number"),
    ("degree", "title"),
)
_PERSON = (("school", "major"), ("phone", "email"), ("address", "postcode"))
#: Rows that are not divided like the others: the width of their first field.
#: A change of everything at once is a long story, so the kind has most of its row.
_SPLIT = {"address": 130.0, "kind": 124.0}
_QUALIFICATION = (
    ("kind", "category"),
    ("qualification_number", "obtained"),
    ("qualification_category", "agency"),
)
_EMPLOYER = (
    ("credit_code", "employer_kind"),
    ("industry", "region"),
    ("employer_address",),
    ("contact", "contact_phone"),
    ("department", "post"),
)


def form_pages(jobs: int, hours: int) -> tuple[Page, Page]:
    """The two pages for so many rows of work experience and of continuing education (0: none)."""
    return _first_page(), _second_page(jobs, hours)


def shown_jobs(jobs: int) -> int:
    """How many rows the table of work experience has (never fewer than five)."""
    return min(max(jobs, _FEWEST_JOBS), MOST_JOBS)


def columns(row: Box, widths: tuple[float, ...]) -> tuple[Box, ...]:
    """The cells of a table's row."""
    starts = accumulate(widths, initial=row.x)
    return tuple(Box(x, row.y, width, row.height) for x, width in zip(starts, widths, strict=False))


def date_slots(date: Box) -> tuple[Box, Box, Box]:
    """Where year, month and day are written in a date's box."""
    starts = [date.x + sum(DATE_PARTS[:index]) for index in (0, 2, 4)]
    year, month, day = (
        Box(x, date.y, width, date.height) for x, width in zip(starts, DATE_PARTS[::2], strict=True)
    )
    return year, month, day


def stamp_name(stamp: Box) -> Box:
    """The room for the employer's name at the foot of the stamp's box."""
    return Box(stamp.x + 2.5, _below((stamp,)) - 10.5, stamp.width - 5.0, 8.0)


def _first_page() -> Page:
    cells: list[Cell] = []
    headings: dict[str, Box] = {}
    y = _heading(headings, "person", _TOP)
    photo = Box(_LEFT + _WIDTH - _PHOTO, y, _PHOTO, _ROW * len(_BESIDE_PHOTO))
    y = _rows(cells, "person", _BESIDE_PHOTO, y, width=_WIDTH - _PHOTO)
    y = _rows(cells, "person", _PERSON, y)
    y = _heading(headings, "qualification", y)
    y = _rows(cells, "qualification", _QUALIFICATION, y)
    y = _heading(headings, "employer", y)
    y = _rows(cells, "employer", (("employer",),), y, height=12.0)
    y = _rows(cells, "employer", _EMPLOYER, y)
    term = Box(_LEFT, y, _WIDTH, 20.0)
    x = _LEFT + _LABEL
    blanks = {
        "term": term,
        "term_from": Box(x + 10, y + 1.5, DATE_WIDTH, 9.0),
        "term_until": Box(x + 74, y + 1.5, DATE_WIDTH, 9.0),
        "term_open": Box(x + 4.5, y + 12.6, 4.0, 4.0),
    }
    return Page(1, QR, CORNER_MARKS, headings, tuple(cells), blanks, photo=photo)


def _second_page(jobs: int, hours: int) -> Page:
    headings: dict[str, Box] = {}
    rows, lines = shown_jobs(jobs), min(hours, MOST_HOURS)
    y = _heading(headings, "jobs", _TOP)
    for_rows = _TABLE_BOTTOM - y - _HEADING - 7.0 - (7.0 if lines else 8.0)
    row = for_rows / (rows + lines * _HOURS_HEIGHT)
    job_boxes = _table(y, 7.0, row, rows)
    y = _heading(headings, "hours", _below(job_boxes))
    # Without continuing education the section is one sentence, saying why.
    hour_boxes = _table(y, 7.0, row * _HOURS_HEIGHT, lines) if lines else _table(y, 8.0, 0.0, 0)
    y = _heading(headings, "promise", _TABLE_BOTTOM)
    promise = Box(_LEFT, y, _WIDTH, 36.0)
    y = _heading(headings, "opinion", _below((promise,)))
    opinion = Box(_LEFT, y, _WIDTH, 274.0 - y)
    return Page(
        2, QR, CORNER_MARKS, headings, (), _second_blanks(promise, opinion), job_boxes, hour_boxes
    )


def _second_blanks(promise: Box, opinion: Box) -> dict[str, Box]:
    sign = promise.y + promise.height - 13.0
    last = opinion.y + opinion.height - 13.0
    stamp_x = _LEFT + _WIDTH - STAMP_SIDE - 3.0
    return {
        "promise": promise,
        "applicant_signature": Box(_LEFT + 36.0, sign, 54.0, 10.0),
        "applicant_date": Box(_LEFT + 112.0, sign, DATE_WIDTH, 10.0),
        "opinion": opinion,
        "employer_opinion": Box(_LEFT + 4.0, opinion.y + 3.0, 112.0, opinion.height - 31.0),
        "employer_signature": Box(_LEFT + 42.0, last - 13.0, 62.0, 10.0),
        "employer_date": Box(_LEFT + 42.0, last, DATE_WIDTH, 10.0),
        "stamp": Box(stamp_x, opinion.y + 2.5, STAMP_SIDE, opinion.height - 5.0),
    }


def _heading(headings: dict[str, Box], name: str, y: float) -> float:
    headings[name] = Box(_LEFT, y, _WIDTH, _HEADING)
    return y + _HEADING


def _rows(
    cells: list[Cell],
    section: str,
    rows: tuple[tuple[str, ...], ...],
    y: float,
    *,
    width: float = _WIDTH,
    height: float = _ROW,
) -> float:
    """Add rows of one or two fields from ``y`` on; the ``y`` below them."""
    for names in rows:
        first = width if len(names) == 1 else _SPLIT.get(names[0], _LABEL + _VALUE)
        boxes = (Box(_LEFT, y, first, height), Box(_LEFT + first, y, width - first, height))
        for name, box in zip(names, boxes, strict=False):
            cells.append(Cell(name, box, _LABEL, section))
        y += height
    return y


def _table(y: float, head: float, row: float, rows: int) -> tuple[Box, ...]:
    body = (Box(_LEFT, y + head + row * index, _WIDTH, row) for index in range(rows))
    return (Box(_LEFT, y, _WIDTH, head), *body)


def _below(boxes: tuple[Box, ...]) -> float:
    return boxes[-1].y + boxes[-1].height
