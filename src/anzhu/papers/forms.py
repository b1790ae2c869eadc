"""The application form of clause 2.7 and the sheet that tells an employer how to fill it in.

Two A4 pages, whatever the data: the boxes are fixed (``geometry``), and what is in them shrinks.
"""

from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from anzhu.papers import codes, geometry, typeset


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
    pages = geometry.form_pages(len(data.jobs), len(data.hours))
    payloads = [codes.form_payload(data.ref, page.number, data.version, key=key) for page in pages]
    pictures = {
        f"qr{page.number}.svg": codes.qr_svg(text)
        for page, text in zip(pages, payloads, strict=True)
    }
    if data.portrait:
        pictures["portrait.svg"] = typeset.picture(data.portrait)
    shown = vars(data) | {"portrait": bool(data.portrait)}
    return typeset.pdf(
        "application_form",
        {"form": shown, "pages": pages},
        pictures,
        fonts=fonts,
    )


def employer_guide(data: EmployerGuide, *, fonts: Path | None = None) -> bytes:
    """One sheet for the employer: what to fill in, which stamp is valid, what comes back."""
    return typeset.pdf("employer_guide", asdict(data), fonts=fonts)
