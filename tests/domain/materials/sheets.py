"""A contract as somebody photographed it: upright, on its side, or on its head."""

from datetime import date
from functools import cache
from io import BytesIO

import pypdfium2
from PIL import Image

from anzhu.cases.models import Case
from anzhu.materials.models import Page
from anzhu.ops.demo import drawing, scans
from anzhu.rules.facts import Kind
from anzhu.rules.materials import Material
from tests.applications import complete
from tests.world import MONDAY, QILU, Story


@cache
def sheet(turn: int) -> bytes:
    """The first page of a drawn contract, turned by so many degrees."""
    pdf = drawing.contract(5, "林岚", QILU, since=date(2025, 1, 1))
    document = pypdfium2.PdfDocument(pdf)
    drawn = document[0].render(scale=200 / 72).to_pil().convert("RGB")
    document.close()
    jpeg = BytesIO()
    drawn.rotate(turn, expand=True).save(jpeg, "JPEG", quality=85)
    return jpeg.getvalue()


def filled_in(story: Story) -> Case:
    """林岚's complete draft."""
    return complete(story.builder, story.lin, Kind.INITIAL, MONDAY, employer=story.qilu)


def contract(case: Case, picture: Image.Image | bytes) -> Page:
    """The page of the contract that lies in the folder shows this."""
    pages = Page.objects.filter(folder=case.folder_id, material=Material.CONTRACT, removed_at=None)
    page = pages.order_by("pk")[0]
    page.stored = scans.lay(picture, purpose="material.contract", now=MONDAY)
    page.save()
    return page
