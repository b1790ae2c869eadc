"""The two sides of a counter: who looks at a request, and how it is fetched for them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.urls import reverse

from anzhu import words
from anzhu.cases import drafting, request_facts
from anzhu.cases import queries as cases
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.materials import queries as materials
from anzhu.organisations import queries as organisations
from anzhu.people import queries as people
from anzhu.photos import queries as photos
from anzhu.production import queries as production
from anzhu.registrations import queries as registrations
from anzhu.rules import parameters
from anzhu.rules.facts import Kind, Role, Status
from anzhu.rules.materials import REQUEST_FORMS
from anzhu.web.shared.hand_offs import Panel, panels
from anzhu.web.shared.request import Request
from anzhu.web.shared.requests import pages
from anzhu.web.shared.requests.forms import FORMS
from anzhu.web.shared.requests.slots import Slot, slots_of

if TYPE_CHECKING:
    from anzhu.cases.models import Case
    from anzhu.photos.models import Photo
    from anzhu.web.shared.forms import Form

_NOTHING: Mapping[str, Sequence[str]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Side:
    """Who stands here; ``find`` fetches a request for them, or raises ``NotVisible``."""

    area: str
    roles: Sequence[Role]
    find: Callable[[Actor, str], "Case"]

    @property
    def counter(self) -> bool:
        """Is this the clerk's side?"""
        return self.area == "agency"


APPLICANT = Side(area="applicant", roles=(Role.APPLICANT,), find=cases.request)
COUNTER = Side(
    area="agency", roles=(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD), find=cases.at_the_counter
)


def form_of(side: Side, request: Request, case: "Case", *, typed: bool = False) -> "Form":
    """The form with what is kept, or with what was ``typed``.

    An agency is chosen by applicants, and only at first.
    """
    kind = Kind(case.kind)
    chooses = not side.counter and case.filed_on is None and pages.is_reviewed_twice(case)
    agencies = _agencies(request) if chooses else None
    data = request.POST if typed else None
    return FORMS[kind](data, initial=pages.kept_of(case), agencies=agencies)


def _agencies(request: Request) -> list[tuple[str, str]]:
    on = clock.day(request.now)
    return [
        (one.code, one.name) for one in organisations.existing_agencies(on) if one.is_open_on(on)
    ]


def request_page(
    side: Side,
    request: Request,
    case: "Case",
    *,
    turned_away: Mapping[str, Sequence[str]] = _NOTHING,
) -> pages.RequestPage:
    """The whole page, in a fixed number of reads."""
    on, kind = clock.day(request.now), Kind(case.kind)
    held = registrations.of_person(case.person_id)
    photo = _photo(case) if kind is Kind.REISSUE else None
    editable = bool(drafting.open_pages(case))
    urls = pages.urls(case, side.area)
    account = not side.counter or people.applicant_account_of(case.person_id) is not None
    lacking = request_facts.missing_in(case, on) if editable else ()
    # A clerk's log-in needs a second factor; nothing of it is lent to a phone.
    phones = panels(request, case) if editable and not side.counter else {}
    return pages.RequestPage(
        ref=case.ref,
        kind=kind,
        title=words.text(f"requests.kind.{kind}.title"),
        counter=side.counter,
        editable=editable,
        filed=case.filed_on is not None,
        urls=urls,
        holder=pages.holder(case, held, photo, account=account, counter=side.counter),
        said=_said(case, request),
        effects=[words.text(key) for key in words.keys(f"requests.effects.{kind}")],
        printed=_printed(case),
        slots=_slots(side, request, case, turned_away, phones),
        lacking=[words.objection(found) for found in lacking],
        hand_in=pages.hand_in_text(case),
        standing=pages.standing(case, cases.history(case), _item(case)),
        may=_may(side, request, case),
        portrait=pages.Portrait(
            asked=kind is Kind.REISSUE and not side.counter and editable,
            url=_image(case, photo) if photo and not side.counter else "",
        ),
        remedies=_remedies(request) if case.status == Status.REFUSED else "",
    )


def _photo(case: "Case") -> "Photo | None":
    """The photo that was chosen for the new sheet, or the newest one that passed."""
    chosen = case.dossier.photo_id
    found = photos.passed(chosen, person_id=case.person_id) if chosen else None
    return found or photos.latest_of(case.person_id)


def _image(case: "Case", photo: "Photo") -> str:
    return reverse("applicant:photo_image", args=[case.ref, photo.pk])


def _said(case: "Case", request: Request) -> list[pages.Pair]:
    agency = case.agency or request_facts.chosen_agency(case, clock.day(request.now))
    name = agency.name if agency else ""
    said = request_facts.said_of(case)
    return pages.said_facts(Kind(case.kind), pages.kept_of(case), said, name)


def _printed(case: "Case") -> pages.Printed:
    version = case.dossier.form_version
    current = case.dossier.printed_digest == request_facts.printable_digest(case)
    return pages.Printed(
        there=Kind(case.kind) in REQUEST_FORMS,
        version=version,
        current=bool(version) and current,
    )


def _slots(
    side: Side,
    request: Request,
    case: "Case",
    turned_away: Mapping[str, Sequence[str]],
    phones: Mapping[str, Panel],
) -> list[Slot]:
    return slots_of(
        case,
        request_facts.needs_of(case),
        materials.pages_in(case.folder_id),
        area=side.area,
        now=request.now,
        editable=bool(drafting.open_pages(case)),
        turned_away=turned_away,
        phones=phones,
    )


def _item(case: "Case") -> str:
    item = production.current_item(case.pk) if case.status == Status.APPROVED else None
    return item.status if item else ""


def _may(side: Side, request: Request, case: "Case") -> pages.May:
    """What the table of steps offers this reader."""
    open_now = {one.name for one in cases.open_steps(case, request.actor, request.now)}
    due = case.hand_in_due and case.handed_in_on is None
    return pages.May(
        hand_in=due and "hand_in" in open_now,
        withdraw=("call_off" if side.counter else "withdraw") in open_now,
        reply="reply" in open_now,
    )


def _remedies(request: Request) -> str:
    on = clock.day(request.now)
    return words.text(
        "applicant_papers.status.remedies",
        days=parameters.RECONSIDERATION_DAYS.on(on),
        months=parameters.LAWSUIT_MONTHS.on(on),
    )
