"""Earlier pages offered again beside a slot (5-screens 2.6 历次材料): which, when, why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from anzhu import words
from anzhu.rules.materials import Material

if TYPE_CHECKING:
    from anzhu.cases.reusing import Offer

_WORDS = "applicant_papers.reuse"
#: So many small pictures stand for all pages.
_PICTURES = 3


@dataclass(frozen=True, kw_only=True)
class Again:
    """Pages of an earlier application; ``reasons`` say why they cannot be taken over."""

    ref: str
    url: str
    text: str
    about: str
    pictures: Sequence[tuple[str, str]]
    count: int
    more: int
    reasons: Sequence[str]


def again(offer: "Offer", ref: str) -> Again:
    """What the slot of application ``ref`` shows of an offer."""
    where = {"ref": ref, "material": offer.material.value}
    facts = {
        "on": offer.submitted_on,
        "kind": words.text(f"kinds.{offer.kind}"),
        "ref": offer.ref,
        "pages": len(offer.pages),
    }
    return Again(
        ref=offer.ref,
        url=reverse("applicant:take_over", kwargs=where),
        text=words.text(f"{_WORDS}.offer", **facts),
        about=_about(offer),
        pictures=[
            (_picture(offer.ref, page, "thumbnail"), _picture(offer.ref, page, "preview"))
            for page in offer.pages[:_PICTURES]
        ],
        count=len(offer.pages),
        more=max(0, len(offer.pages) - _PICTURES),
        reasons=[words.objection(found) for found in offer.against],
    )


def source(ref: str, on: object) -> str:
    """What is said of a page that was taken over."""
    return words.text(f"{_WORDS}.source", ref=ref, on=on)


def _about(offer: "Offer") -> str:
    """Why the pages hold still: the same employer, and for a contract until when it runs."""
    if not offer.of_the_employer:
        return ""
    if offer.material is not Material.CONTRACT:
        return words.text(f"{_WORDS}.same_employer")
    if offer.term.open_ended:
        return words.text(f"{_WORDS}.open_ended")
    return words.text(f"{_WORDS}.runs_until", until=offer.term.until)


def _picture(ref: str, page: int, variant: str) -> str:
    where = {"ref": ref, "page_id": page, "variant": variant}
    return reverse("applicant:page_image", kwargs=where)
