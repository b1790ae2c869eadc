"""A request as its page shows it: whose it is, what it says, where it stands, what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from anzhu import words
from anzhu.cases import request_facts
from anzhu.kernel import clock
from anzhu.rules import checklist
from anzhu.rules.facts import REVIEWED_SHORT_KINDS, Kind, Role, Status
from anzhu.rules.identifiers import masked_id
from anzhu.rules.materials import REQUEST_FORMS
from anzhu.rules.requests import Corrected, Subject, corrected_by
from anzhu.web.shared.requests.slots import Slot
from anzhu.web.shared.templatetags.anzhu import mask_email, mask_phone

if TYPE_CHECKING:
    from anzhu.cases.models import Act, Case
    from anzhu.photos.models import Photo
    from anzhu.registrations.models import Registration
    from anzhu.rules.requests import Said

Pair = tuple[str, str]
#: Steps between members of staff, of which a page for the applicant tells nothing.
_INTERNAL = frozenset({"claim", "release", "take_over", "propose", "drop", "compile", "leave_out"})
#: Steps whose note was written for the other side to read.
_SPOKEN = frozenset({"ask", "reply", "settle"})


@dataclass(frozen=True)
class Event:
    """One line of the timeline; ``said`` is what was written to the other side."""

    text: str
    body: str
    at: datetime
    said: str = ""


@dataclass(frozen=True)
class Told:
    """One reason of a return or a refusal: what is wrong, what to do, the reviewer's note."""

    label: str
    todo: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Whose turn it is, and by when."""

    body: str
    phone: str
    due: date | None


@dataclass(frozen=True, kw_only=True)
class Urls:
    """Where the forms of the page lead, for the area they are shown in."""

    here: str
    save: str
    print: str
    form: str
    empty: str
    submit: str
    receipt: str
    withdraw: str
    photo: str
    reply: str
    hand_in: str
    #: where a code is sent that must confirm it first; empty where none is asked (any more)
    code: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where it stands and what was said: status, whose turn, reasons, the centre's question."""

    status: Status
    text: str
    turn: Turn | None
    reasons: Sequence[Told]
    correct_by: date | None
    asked: str
    events: Sequence[Event]


@dataclass(frozen=True, kw_only=True)
class Printed:
    """The printed form of clauses 5.1 and 6.1, as far as this kind has one."""

    there: bool
    version: int
    current: bool


@dataclass(frozen=True, kw_only=True)
class May:
    """What the reader may do beside filling in."""

    hand_in: bool
    withdraw: bool
    reply: bool


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """The photo for the new sheet; ``asked``: this page takes one."""

    asked: bool
    url: str


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    """Everything the template shows. ``counter``: seen by a clerk, who enters it from paper."""

    ref: str
    kind: str
    title: str
    counter: bool
    editable: bool
    filed: bool
    urls: Urls
    holder: Sequence[Pair]
    said: Sequence[Pair]
    effects: Sequence[str]
    printed: Printed
    slots: Sequence[Slot]
    lacking: Sequence[str]
    hand_in: str
    standing: Standing
    may: May
    portrait: Portrait
    remedies: str


def holder(
    case: "Case",
    held: "Registration | None",
    photo: "Photo | None",
    *,
    account: bool,
    counter: bool,
) -> list[Pair]:
    """The record that the request is about, masked; a clerk compares it with the paper."""
    rows: list[Pair] = [
        (_fact("name"), case.person.name),
        (_fact("id_number"), masked_id(case.person.id_number)),
    ]
    rows += registration_facts(held)
    if case.kind == Kind.REISSUE:
        there = _fact("photo_there", day=clock.day(photo.created_at)) if photo else ""
        rows.append((_fact("photo"), there or _fact("photo_missing")))
    if counter:
        rows.append((_fact("account"), _fact("account_there" if account else "account_missing")))
    elif case.from_paper and case.agency:
        rows.append((_fact("channel"), _fact("paper", agency=case.agency.name)))
    return rows


def registration_facts(held: "Registration | None") -> list[Pair]:
    """Number, category, employer and validity; one line where there is no registration."""
    if held is None:
        return [(_fact("number"), _fact("no_registration"))]
    return [
        (_fact("number"), held.number),
        (_fact("category"), words.text(f"categories.{held.category}")),
        (_fact("employer"), held.employer_name),
        (
            _fact("valid"),
            words.text("requests.valid", start=held.valid_from, until=held.valid_until),
        ),
    ]


def said_facts(kind: Kind, kept: Mapping[str, Any], said: "Said", agency: str) -> list[Pair]:
    """What the request says, for reading; the value to be corrected is masked."""
    coded = {"sheet": "kinds.sheet", "why": "kinds.sheet_why", "subject": "kinds.subject"}
    text = {Kind.REISSUE: "circumstances", Kind.CANCELLATION: "reason"}.get(kind, "details")
    rows: list[Pair] = [
        (_label(name), words.text(f"{key}.{kept[name]}"))
        for name, key in coded.items()
        if kept.get(name) and words.exists(f"{key}.{kept[name]}")
    ]
    if said.wanted:
        rows.append((_label("wanted"), masked(said)))
    rows.append((_label(text), said.text))
    rows.append((_label("phone"), said.phone))
    if agency:
        rows.append((_label("agency"), agency))
    return [(label, value) for label, value in rows if value]


def masked(said: "Said") -> str:
    """The value that is asked for, as a page may show it."""
    if said.subject not in set(Subject):
        return ""
    corrected = corrected_by(Subject(said.subject), said.wanted)
    return masked_value(corrected, said.wanted) if corrected else said.wanted


def masked_value(corrected: Corrected, value: str) -> str:
    """A value of the record as a page may show it; names are shown whole."""
    if corrected is Corrected.ID_NUMBER:
        return masked_id(value)
    if corrected is Corrected.EMAIL:
        return mask_email(value)
    return mask_phone(value) if corrected is Corrected.PHONE else value


def status_text(case: "Case", item: str) -> str:
    """The word for where it stands, as this kind says it; ``item`` is where its sheet is."""
    own = f"requests.status.{case.kind}.{case.status}"
    if words.exists(own):
        return words.text(own)
    if case.status == Status.APPROVED and item:
        return words.status(f"item.{item}")
    return words.status(case.status)


def events(acts: "Sequence[Act]") -> list[Event]:
    """The timeline, newest first: bodies, never names of members of staff."""
    return [
        Event(
            text=_event(act),
            body=_body(act),
            at=act.at,
            said=act.note if act.step in _SPOKEN else "",
        )
        for act in acts
        if act.step not in _INTERNAL
    ]


def _event(act: "Act") -> str:
    own = f"requests.event.{act.step}"
    return words.text(own if words.exists(own) else f"steps.done.{act.step}")


def _body(act: "Act") -> str:
    if act.role == Role.CENTRE_REVIEWER:
        return words.text("requests.body.centre")
    if act.role in (Role.APPLICANT, Role.CLOCK):
        return words.text(f"requests.body.{act.role}")
    return act.agency.name if act.agency else ""


def reasons(acts: "Sequence[Act]", status: Status) -> list[Told]:
    """Why it came back or was refused; nothing where it stands elsewhere."""
    step = {Status.CORRECTION: "return", Status.REFUSED: "decline"}.get(status)
    last = next((act for act in acts if act.step == step), None)
    if last is None:
        return []
    found = [
        Told(
            words.text(f"reasons.{row['code']}.label"),
            words.text(f"reasons.{row['code']}.todo"),
            row.get("note", ""),
        )
        for row in last.reasons
    ]
    if last.note and found:
        found[0] = Told(found[0].label, found[0].todo, last.note)
    return found


def question(acts: "Sequence[Act]", status: Status) -> str:
    """What the centre asked last, while the answer is awaited."""
    if status is not Status.CORRECTION:
        return ""
    return next((act.note for act in acts if act.step == "ask"), "")


def turn_of(case: "Case") -> Turn | None:
    """Whose turn it is now; None when it is over or with the applicant."""
    status = Status(case.status)
    if status in (Status.FIRST_REVIEW, Status.PASSED) and case.agency:
        return Turn(body=case.agency.name, phone=case.agency.phone, due=case.due_on)
    if status in (Status.FINAL_REVIEW, Status.APPROVED):
        return Turn(body=words.text("requests.turn.centre"), phone="", due=case.due_on)
    return None


def hand_in_text(case: "Case") -> str:
    """Whether the certificate that must come back has; nothing where none must."""
    if case.handed_in_on:
        return _fact("handed_in_on", day=case.handed_in_on)
    return _fact("hand_in_due") if case.hand_in_due else ""


def urls(case: "Case", area: str) -> Urls:
    """The addresses of the page's forms in this area."""

    def url(name: str) -> str:
        return reverse(f"{area}:{name}", args=[case.ref])

    has_form = Kind(case.kind) in REQUEST_FORMS
    counter = area == "agency"
    asks = request_facts.asks_for_code(case) and not request_facts.is_confirmed(case)
    return Urls(
        here=url("request"),
        save=url("request_save"),
        print=url("request_print"),
        form=url("request_form"),
        empty=reverse("public:request_form", args=[case.kind]) if has_form else "",
        submit=url("request_submit"),
        receipt=url("request_receipt"),
        withdraw=url("request_withdraw"),
        photo="" if counter else url("photo"),
        reply="" if counter else url("request_reply"),
        hand_in=url("request_hand_in") if counter else "",
        code=url("request_code") if asks and not counter else "",
    )


def kept_of(case: "Case") -> Mapping[str, Any]:
    """What was typed, as it is kept; the sealed value is left out."""
    kept: Mapping[str, Any] = case.dossier.answers.get(checklist.REQUEST, {})
    return {name: value for name, value in kept.items() if name != "wanted"}


def standing(case: "Case", acts: "Sequence[Act]", item: str) -> Standing:
    """Where it stands; ``item`` is where the sheet is that it led to."""
    status = Status(case.status)
    return Standing(
        status=status,
        text=status_text(case, item),
        turn=turn_of(case),
        reasons=reasons(acts, status),
        correct_by=case.correct_by,
        asked=question(acts, status),
        events=events(acts),
    )


def is_reviewed_twice(case: "Case") -> bool:
    """Is it a reissue or a cancellation, with an agency and a printed form?"""
    return case.kind in REVIEWED_SHORT_KINDS


def _fact(name: str, **params: object) -> str:
    return words.text(f"requests.facts.{name}", **params)


def _label(name: str) -> str:
    return words.text(f"requests.fields.{name}")
