"""The application form of clause 2.7 and the sheet that tells an employer how to fill it in.

Two A4 pages, whatever the data: the boxes are fixed (``geometry``), and what is in them shrinks.
"""

import json
import logging
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import typst

from anzhu.papers import codes, defaults, geometry, typeset
from anzhu.papers.form_texts import FormTexts
from anzhu.papers.geometry import Page

log = logging.getLogger(__name__)
#: What the template itself prints of a form.
_SHOWN = ("ref", "version", "printed_on", "kind", "watermark")


@dataclass(frozen=True)
class Job:
    """One row of the work experience; no ``until`` means to this day."""

    since: date
    until: date | None
    employer: str
    post: str
    work: str


@dataclass(frozen=True)
class Hours:
    """One record of continuing education; ``source`` says who entered it, as a person reads it."""

    completed: date
    provider: str
    course: str
    hours: float
    source: str


@dataclass(frozen=True)
class ApplicationForm:
    """Everything printed on an application form, in the words a person reads.

    ``portrait`` is a JPEG or PNG, 5:7; ``version`` counts the printed states of the data;
    ``overdue`` adds the mark of clause 1.2; ``hours_note`` says why no education is needed.
    """

    ref: str
    version: int
    printed_on: date
    kind: str
    agency: str
    portrait: bytes | None
    name: str
    sex: str
    born: date
    ethnicity: str
    id_kind: str
    id_number: str
    degree: str
    title: str
    school: str
    major: str
    phone: str
    email: str
    address: str
    postcode: str
    qualification_number: str
    obtained: date
    qualification_category: str
    category: str
    employer: str
    credit_code: str
    employer_kind: str
    industry: str
    region: str
    employer_address: str
    contact: str
    contact_phone: str
    department: str
    post: str
    jobs: tuple[Job, ...] = field(default=())
    hours: tuple[Hours, ...] = field(default=())
    hours_note: str = ""
    #: what is changed and from what, and the registration it starts from
    kind_note: str = ""
    overdue: bool = False
    watermark: str = ""


@dataclass(frozen=True)
class EmployerGuide:
    """What the employer's personnel office is told on the optional third sheet."""

    ref: str
    kind: str
    name: str
    employer: str
    agency: str
    agency_phone: str
    printed_on: date


def application_form(
    data: ApplicationForm, *, key: bytes | None = None, fonts: Path | None = None
) -> bytes:
    """The form as PDF: exactly two pages, each with its own QR code and four corner marks."""
    boxes = _boxes(geometry.shown_jobs(len(data.jobs)), min(len(data.hours), geometry.MOST_HOURS))
    texts = FormTexts(data, fonts or defaults.fonts())
    files = {"geometry.json": boxes.file, "texts.json": _texts(texts, *boxes.pages)}
    for page in boxes.pages:
        payload = codes.form_payload(data.ref, page.number, data.version, key=key)
        files[f"qr{page.number}.svg"] = codes.qr_svg(payload)
    if data.portrait:
        files["portrait.svg"] = typeset.picture(data.portrait)
    shown = {name: getattr(data, name) for name in _SHOWN}
    shown |= {"portrait": bool(data.portrait), "holes": texts.holes}
    return typeset.pdf("application_form", shown, files, fonts=fonts)


def warm_up(fonts: Path | None = None) -> None:
    """Set a form that nobody reads: fonts, templates and tables are then at hand for the first.

    Takes about a tenth of a second of one processor and some 50 MB that printing needs anyway. A
    process without fonts says so in its log and goes on.
    """
    try:
        nobodys_form(fonts)
    except (OSError, typst.TypstError):
        log.exception("printing could not be warmed up")


def nobodys_form(fonts: Path | None = None) -> bytes:
    """The form with nobody's data: what is the same on all forms is where it always is."""
    day = date(2000, 1, 1)
    texts = {one.name: "—" for one in fields(ApplicationForm) if one.type is str}
    days = {one.name: day for one in fields(ApplicationForm) if one.type is date}
    nobody: dict[str, Any] = texts | days | {"ref": "0000", "version": 1, "portrait": None}
    return application_form(ApplicationForm(**nobody), key=b"nobody", fonts=fonts)


def employer_guide(data: EmployerGuide, *, fonts: Path | None = None) -> bytes:
    """One sheet for the employer: what to fill in, which stamp is valid, what comes back."""
    return typeset.pdf("employer_guide", asdict(data), fonts=fonts)


class _Boxes(NamedTuple):
    """The pages of a form, and the same as the template reads them."""

    pages: tuple[Page, Page]
    file: bytes


@cache
def _boxes(jobs: int, hours: int) -> _Boxes:
    """For so many rows shown: a hundred forms at most, each the same bytes every time."""
    first, second = geometry.form_pages(jobs, hours)
    said = {
        "first": asdict(first),
        "second": asdict(second),
        "date-parts": geometry.DATE_PARTS,
        "job-columns": geometry.JOB_COLUMNS,
        "hour-columns": geometry.HOUR_COLUMNS,
    }
    return _Boxes((first, second), json.dumps(said).encode())


def _texts(texts: FormTexts, first: Page, second: Page) -> bytes:
    said = {
        "fields": texts.fields(first.cells),
        "jobs": texts.jobs(second.jobs),
        "hours": texts.hours(second.hours),
        "stamp": texts.stamp(geometry.stamp_name(second.blanks["stamp"])),
    }
    return json.dumps(said, ensure_ascii=False).encode()
