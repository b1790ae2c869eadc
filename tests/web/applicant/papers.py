"""An applicant with her draft and her browser, and the papers she photographs."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from anzhu.cases import actions as cases
from anzhu.cases.models import Case
from anzhu.materials.models import Page
from anzhu.ops.demo import cast, drawing
from anzhu.ops.demo.builder import Builder, Somebody
from anzhu.rules.facts import Role

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@dataclass
class Applicant:
    """林岚, signed in, with a draft whose six pages are complete."""

    builder: Builder
    who: Somebody
    client: Client
    case: Case
    sent: int = field(default=0)

    @property
    def base(self) -> str:
        return f"/apply/cases/{self.case.ref}"

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(f"{self.base}/{path}", **more)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        """Send a form with a fresh one-time key, unless it brings its own."""
        self.sent += 1
        return self.client.post(
            f"{self.base}/{path}", {"once": f"key {self.sent}", **(data or {})}, **more
        )

    def uploads(self, material: str, *files: SimpleUploadedFile, **more: Any) -> Any:
        return self.post(f"materials/{material}/upload", {"file": list(files)}, **more)

    def pages(self, material: str) -> list[Page]:
        rows = Page.objects.filter(folder=self.case.folder, material=material, removed_at=None)
        return list(rows.order_by("position", "pk"))

    def prints(self) -> bytes:
        """Print the form through the door; the PDF."""
        printed = self.post("form")
        assert printed.status_code == 303
        return bytes(self.client.get(printed.headers["Location"]).content)

    def hands_in_everything(self) -> None:
        """Print the form and lay all pages into the folder, ready-made."""
        self.builder.hand_in_papers(self.case, self.who, NOW)
        self.case.refresh_from_db()

    def fresh(self) -> Case:
        self.case = Case.objects.select_related("dossier", "folder").get(pk=self.case.pk)
        return self.case


def applicant(*, name: str = "林岚", number: int = 20, builder: Builder | None = None) -> Applicant:
    """Somebody with a draft that has everything but the papers."""
    builder = builder or _world()
    who = builder.engineer(
        name,
        id_number=cast.id_number(date(1990, 5, 6), number, woman=True),
        email=f"lin{number}@example.test",
        phone=f"139{number:08d}",
        woman=True,
    )
    case = builder.draft(who, NOW)
    employer = next(one for one in builder.employers.values() if not one.group)
    builder.fill(case, who, NOW, builder.answers(who, employer))
    return Applicant(builder, who, signed_in(who), Case.objects.get(pk=case.pk))


def signed_in(who: Somebody) -> Client:
    client = Client()
    typed = {"identifier": who.account.email, "password": cast.PASSWORD}
    assert client.post("/account/sign-in", typed).status_code == 303
    return client


def submitted(lin: Applicant) -> Applicant:
    """The application, submitted."""
    lin.hands_in_everything()
    cases.submit(case_id=lin.case.pk, key="first", actor=lin.who.actor, now=NOW)
    lin.fresh()
    return lin


def reviewer(lin: Applicant) -> Somebody:
    """周明 of the agency that has the case."""
    agency = lin.fresh().agency
    assert agency is not None
    return lin.builder.staff("周明", Role.AGENCY_REVIEWER, "zhou@example.test", 31, agency.code)


def file(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


@cache
def picture(width: int = 1500, height: int = 2000, colour: str = "white") -> bytes:
    """A sharp sheet of short strokes with white around them, large enough to be read."""
    image = Image.new("RGB", (width, height), colour)
    for down in range(60, height - 60, 24):
        for across in range(60, width - 60, 24):
            image.paste((20, 20, 20), (across, down, across + 12, down + 6))
    kept = BytesIO()
    image.save(kept, "JPEG", quality=85)
    return kept.getvalue()


def signed_page(lin: Applicant, pdf: bytes, number: int) -> bytes:
    """A page of the form, signed, stamped and photographed."""
    by = drawing.Filled(
        lin.who.name, "某单位", signed_on=date(2026, 11, 22), since=date(2021, 3, 1), until=None
    )
    return drawing.photographed(pdf, number, by, seed=5)


def _world() -> Builder:
    builder = Builder(now=NOW, pictures=False)
    builder.found_agencies()
    return builder
