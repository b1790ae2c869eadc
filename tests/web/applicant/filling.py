"""An engineer at her own door: she reads pages, types, and what she typed can be asked for."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

from anzhu.cases.models import Case
from anzhu.ops.demo import cast
from anzhu.ops.demo.builder import Builder, Somebody
from anzhu.rules.categories import Category
from tests.web.applicant.papers import signed_in

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@dataclass
class Engineer:
    """Somebody with an account and a browser; ``ref`` is her application, once there is one."""

    builder: Builder
    who: Somebody
    client: Client
    ref: str = ""

    def starts(self) -> "Engineer":
        """Open an initial registration."""
        answer = self.client.post("/apply/start/initial")
        assert answer.status_code == 303, answer.content.decode()
        self.ref = answer.headers["Location"].split("/")[3]
        return self

    def looks(self, page: str = "", **query: str) -> str:
        """What a page says; it must be there."""
        answer = self.client.get(self.url(page), query)
        assert answer.status_code == 200, (answer.status_code, answer.headers.get("Location"))
        return answer.content.decode()

    def sends(self, page: str, /, **typed: object) -> HttpResponse:
        """Send a page as if it had just been opened and everything else on it left as it was."""
        shown = self.client.get(self.url(page)).content.decode()
        return self.client.post(self.url(page), {**fields(shown), **typed})

    def saves(self, page: str, field: str, value: str) -> HttpResponse:
        """Let one field be saved by itself."""
        typed = {"field": field, field: value}
        return self.client.post(
            self.url(f"{page}/field"), typed, headers={"X-Behaviour": "autosave"}
        )

    def url(self, page: str) -> str:
        return f"/apply/cases/{self.ref}/{page}"

    def case(self) -> Case:
        return Case.objects.select_related("dossier").get(ref=self.ref)

    def said(self, page: str) -> dict[str, Any]:
        """What is saved of a page."""
        found: dict[str, Any] = self.case().dossier.answers.get(page, {})
        return found

    def fills_in_everything(self) -> "Engineer":
        """All answers and the portrait, as a careful person gives them."""
        employer = next(one for one in self.builder.employers.values() if not one.group)
        said = self.builder.answers(self.who, employer)
        self.builder.fill(self.case(), self.who, NOW, said)
        return self


def engineer(
    *,
    name: str = "林岚",
    number: int = 20,
    obtained: date = date(2024, 5, 18),
    category: Category | None = Category.CHEMICAL,
    builder: Builder | None = None,
) -> Engineer:
    """An engineer on the roster, signed in, without an application."""
    builder = builder or world()
    who = builder.engineer(
        name,
        id_number=cast.id_number(date(1990, 5, 6), number, woman=True),
        email=f"lin{number}@example.test",
        phone=f"139{number:08d}",
        obtained=obtained,
        category=category,
        woman=True,
    )
    return Engineer(builder, who, signed_in(who))


def world() -> Builder:
    """Agencies and employers, nobody else."""
    builder = Builder(now=NOW, pictures=False)
    builder.found_agencies()
    return builder


def fields(page: str) -> dict[str, str]:
    """The fields of a page's forms with what stands in them, as a browser would send them."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        kind, name = attribute(tag, "type") or "text", attribute(tag, "name")
        on = kind not in ("radio", "checkbox") or " checked" in tag
        if name and on and kind not in ("submit", "file") and name != "csrfmiddlewaretoken":
            found[name] = attribute(tag, "value") or ("on" if kind == "checkbox" else "")
    for name, inside in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        found[name] = chosen[1] if chosen else ""
    return found


def attribute(tag: str, name: str) -> str:
    """One attribute of a tag, or nothing."""
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def error_at(page: str, field: str) -> str:
    """What is said to be wrong at a field; nothing if nothing is."""
    found = re.search(rf'id="id_{field}_error">.*?</span>(.*?)</div>', page, re.S)
    return found[1].strip() if found else ""
