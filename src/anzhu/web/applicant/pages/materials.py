"""The slots of the materials (2.8, 5-screens 2.6): what goes where, and how each page fares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from anzhu import words
from anzhu.kernel import clock
from anzhu.materials.queries import CHECKING, READY, REFUSED, can_be_turned
from anzhu.rules import uploads
from anzhu.rules.materials import Material, Need, Needs, pages_asked
from anzhu.rules.objections import objection
from anzhu.web.applicant.pages.reuse import Again, again, source
from anzhu.web.shared import waiting
from anzhu.web.shared.hand_offs import Panel

if TYPE_CHECKING:
    from anzhu.cases.reusing import Offer
    from anzhu.materials.models import Page

_WORDS = "applicant_papers.materials"


@dataclass(frozen=True, kw_only=True)
class PageShown:
    """One page in its slot; ``state`` is waiting, ready, broken or problem (hints, old form)."""

    id: int
    name: str
    state: str
    text: str
    sentences: Sequence[str]
    has_picture: bool
    may_keep: bool
    may_turn: bool = False
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """The place of one material; ``refusals`` are of files that were just turned away."""

    ref: str
    name: str
    title: str
    help: Sequence[str]
    clause: str
    required: bool
    limit: str
    several: bool
    state: str
    text: str
    pages: Sequence[PageShown]
    missing: str
    accept: str
    editable: bool
    wait: int = 0
    #: another step to which this material belongs: how far it is there, and the way to it
    elsewhere: str = ""
    elsewhere_url: str = ""
    elsewhere_link: str = ""
    refusals: Sequence[str] = field(default=())
    #: what was dropped here and lies in its own slot now
    moved: Sequence[str] = field(default=())
    phone: Panel | None = None
    again: Again | None = None

    @property
    def is_done(self) -> bool:
        """Is there everything this slot needs?"""
        return self.state == "ready"

    @property
    def form_id(self) -> str:
        return f"slot-{self.name}"


@dataclass(frozen=True, kw_only=True)
class MaterialsPage:
    """All slots: the required ones, the optional ones, and what is not needed any more."""

    ref: str
    required: Sequence[Slot]
    optional: Sequence[Slot]
    editable: bool
    form_version: int

    @property
    def done(self) -> int:
        return sum(slot.is_done for slot in self.required)

    @property
    def is_complete(self) -> bool:
        """Is everything required there, and nothing optional left unsettled?"""
        return self.done == len(self.required) and not any(
            slot.pages and not slot.is_done for slot in self.optional
        )


@dataclass(frozen=True, kw_only=True)
class Around:
    """What all slots of one page share."""

    ref: str
    form_version: int
    now: datetime
    on: date
    status: str
    editable: bool
    statement_version: int = 0
    #: where the performance statement stands, a key of ``applicant_statement.state``
    statement: str = ""
    #: how each slot is handed over to a phone
    phones: Mapping[str, Panel] = field(default_factory=dict)
    #: earlier pages of the same material
    offers: "Mapping[Material, Offer]" = field(default_factory=dict)
    #: pages of certificates that lie beside own entries of continuing education already
    certificates: int = 0

    def version_of(self, material: str) -> int:
        """The printed version that pages of this material must be of."""
        if material == Material.PERFORMANCE_STATEMENT:
            return self.statement_version
        return self.form_version


def materials_page(
    needs: Needs,
    lying: Mapping[str, "Sequence[Page]"],
    around: Around,
    turned_away: Mapping[str, Sequence[str]],
) -> MaterialsPage:
    """The page; ``turned_away`` are sentences about files just refused, by material."""
    asked = {need.material for need in needs.all}
    extra = [Need(Material(name), "R9", "not_needed") for name in lying if name not in asked]

    def slots(wanted: Sequence[Need], *, required: bool) -> list[Slot]:
        return [
            slot_of(
                need,
                lying.get(need.material, ()),
                around,
                required=required,
                refusals=turned_away.get(need.material, ()),
                moved=_moved_from(need.material, lying, around),
            )
            for need in wanted
        ]

    return MaterialsPage(
        ref=around.ref,
        required=slots(needs.required, required=True),
        optional=slots((*needs.optional, *extra), required=False),
        editable=around.editable,
        form_version=around.form_version,
    )


def slot_of(
    need: Need,
    lying: "Sequence[Page]",
    around: Around,
    *,
    required: bool,
    refusals: Sequence[str] = (),
    moved: Sequence[str] = (),
) -> Slot:
    """One slot with its pages, its state and what is still to do."""
    shown = [_shown(row, place, around) for place, row in enumerate(lying, start=1)]
    missing = _missing(need.material, lying, around.on)
    state = _state(shown, missing=missing, refusals=refusals)
    most = uploads.most_pages(need.material, around.on)
    offer = around.offers.get(need.material) if not shown else None
    return Slot(
        ref=around.ref,
        name=need.material.value,
        title=words.text(f"materials.{need.material}.name"),
        help=_help(need, around.status),
        clause=words.text(f"materials.{need.material}.clause"),
        required=required,
        limit=_limit(need.material, around.on),
        several=most > 1,
        state=state,
        text=words.text(f"{_WORDS}.state.{state}"),
        pages=shown,
        missing=missing,
        accept=uploads.accepts(),
        editable=around.editable,
        wait=waiting.seconds(lying, around.now) if around.editable else 0,
        **_elsewhere(need.material, around),
        refusals=refusals,
        moved=moved,
        phone=around.phones.get(need.material),
        again=again(offer, around.ref) if offer else None,
    )


def _moved_from(
    material: Material, lying: Mapping[str, "Sequence[Page]"], around: Around
) -> list[str]:
    """What was dropped on this slot and had a place of its own; the sentence leads there."""
    return [
        words.text(
            f"{_WORDS}.moved_away",
            page=words.text(f"{_WORDS}.page", number=row.form_page or row.position),
            slot=words.text(f"materials.{row.material}.name"),
        )
        for rows in lying.values()
        for row in rows
        if row.dropped_on == material and row.state == READY and around.editable
    ]


def _elsewhere(material: Material, around: Around) -> dict[str, str]:
    """The step in which this material is written or was uploaded already, and how far that is."""
    if material is Material.PERFORMANCE_STATEMENT and around.statement:
        page, said = "statement", words.text(f"applicant_statement.state.{around.statement}")
    elif material is Material.EDUCATION_PROOF:
        page = "education"
        some = "some" if around.certificates else "none"
        said = words.text(f"{_WORDS}.certificates.{some}", pages=around.certificates)
    else:
        return {}
    link = f"{_WORDS}.elsewhere.{page}_{'open' if around.editable else 'closed'}"
    return {
        "elsewhere": said,
        "elsewhere_url": reverse("applicant:page", kwargs={"ref": around.ref, "page": page}),
        "elsewhere_link": words.text(link),
    }


def _help(need: Need, status: str) -> list[str]:
    lines = [words.text(f"materials.{need.material}.help")]
    by_status = f"materials.{need.material}.by_status.{status}"
    if words.exists(by_status):
        lines.insert(0, words.text(by_status))
    if need.why == "not_needed":
        lines = [words.text(f"{_WORDS}.not_needed")]
    return lines


def _limit(material: Material, on: date) -> str:
    asked = pages_asked(material, on)
    most = uploads.most_pages(material, on)
    pages = (
        words.text("materials.pages.exactly", need=asked)
        if asked
        else words.text("materials.pages.most", most=most)
    )
    files = words.text(
        "materials.pages.limits",
        types="、".join(uploads.TYPES.values()),
        megabytes=uploads.MAX_BYTES.on(on) // uploads.MEBIBYTE,
    )
    return words.text(f"{_WORDS}.limit", pages=pages, files=files)


def _shown(row: "Page", place: int, around: Around) -> PageShown:
    stale = row.form_version is not None and row.form_version != around.version_of(row.material)
    state, sentences = _state_of_page(row, stale=stale, around=around)
    name = words.text(f"{_WORDS}.page", number=row.form_page or place)
    if _has_no_number(row):
        name = row.shown_name or words.text(f"{_WORDS}.file")
    may_keep = state == "problem" and not stale
    return PageShown(
        id=row.pk,
        name=name,
        state=state,
        text=words.text(f"{_WORDS}.page_state.{_said(row, state, stale=stale, now=around.now)}"),
        sentences=sentences,
        has_picture=row.stored_id is not None,
        may_keep=may_keep,
        may_turn=may_keep and can_be_turned(row),
        source=_source(row),
    )


def _said(row: "Page", state: str, *, stale: bool, now: datetime) -> str:
    """How its state is called."""
    if stale:
        return "stale"
    if waiting.is_being_turned(row, now):
        return "turning"
    return "kept" if row.kept_anyway else state


def _source(row: "Page") -> str:
    """Where a page that was not uploaded here comes from."""
    page = row.taken_from
    return source(page.folder.ref, clock.day(page.uploaded_at)) if page else ""


def _has_no_number(row: "Page") -> bool:
    """A refused file is no page; and only its code says which page of the form a file is."""
    return row.state == REFUSED or (
        row.material == Material.APPLICATION_FORM and row.form_page is None
    )


def _state_of_page(row: "Page", *, stale: bool, around: Around) -> tuple[str, list[str]]:
    """Its state and what to say about it; a refusal says what to do, a hint what to watch."""
    if row.state == CHECKING:
        long = around.now - row.uploaded_at > waiting.PATIENCE
        return "waiting", [words.text(f"{_WORDS}.slow")] if long else []
    if row.state == REFUSED:
        return "broken", [
            words.objection(objection(found["code"], found["clause"], **found["params"]))
            for found in row.refusals
        ]
    if stale:
        return "problem", [_stale(row, around)]
    if waiting.is_being_turned(row, around.now):
        return "waiting", []
    moved = (
        [words.text(f"{_WORDS}.moved_here", slot=words.text(f"materials.{row.dropped_on}.name"))]
        if row.dropped_on
        else []
    )
    hints = [words.text(f"materials.hint.{hint['code']}", **hint["params"]) for hint in row.hints]
    return ("problem" if hints and not row.kept_anyway else "ready"), [*moved, *hints]


def _stale(row: "Page", around: Around) -> str:
    need = around.version_of(row.material)
    if row.material == Material.PERFORMANCE_STATEMENT:
        return words.objection(
            objection("statement.stale", "2.8", have=row.form_version, need=need)
        )
    return words.objection(objection("form.stale", "2.8", have=row.form_version, need=need))


def _missing(material: Material, lying: "Sequence[Page]", on: date) -> str:
    """Which pages of a counted material are not there yet; nothing for other materials."""
    asked = pages_asked(material, on)
    ready = {row.form_page for row in lying if row.state == READY}
    if asked is None or not lying:
        return ""
    lacking = [str(number) for number in range(1, asked + 1) if number not in ready]
    return words.text(f"{_WORDS}.lacking", pages="、".join(lacking)) if lacking else ""


def _state(shown: Sequence[PageShown], *, missing: str, refusals: Sequence[str]) -> str:
    states = {page.state for page in shown}
    for state in ("waiting", "broken", "problem"):
        if state in states:
            return state
    if refusals:
        return "broken"
    if not shown:
        return "empty"
    return "started" if missing else "ready"


def where(ref: str, material: str) -> str:
    """The address of a slot on its page."""
    return f"{reverse('applicant:materials', args=[ref])}#slot-{material}"
