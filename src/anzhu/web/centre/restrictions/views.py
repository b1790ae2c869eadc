"""Bans at the centre's desk: a person is found by exact number and name, never by browsing."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anzhu import words
from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.registrations import banning, bans, finding, instruments
from anzhu.rules.facts import Role
from anzhu.rules.restrictions import ENDS_REGISTRATION
from anzhu.web.centre.restrictions import forms, pages
from anzhu.web.shared.answers import conflict, reasons_of, see_other
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.asked import key_of, number_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.papers import picture
from anzhu.web.shared.request import Request

_centre = door(Role.CENTRE_REVIEWER)
_SAID_ENTERED = "restrictions.said.entered"
_BOTH = require_http_methods(["GET", "HEAD", "POST"])
#: At which field an objection is shown.
_FIELDS = {
    "restriction.no_basis": "basis",
    "restriction.no_provision": "provision",
    "restriction.no_start": "starts_on",
    "restriction.starts_in_future": "starts_on",
    "restriction.over_already": "years",
    "restriction.years": "years",
    "restriction.no_instrument": "instrument",
    "restriction.instrument_used": "instrument",
    "restriction.no_reason": "reason",
    "file.empty": "scan",
    "file.too_big": "scan",
    "file.type_unknown": "scan",
}


@_centre
@require_safe
def overview(request: Request) -> HttpResponse:
    """What waits for a second person, and every ban with its last day."""
    return _overview(request, forms.Find())


def _overview(request: Request, form: forms.Find) -> HttpResponse:
    found = bans.listed(request.actor, before=number_of(request, "before") or None)
    context = {
        "form": form,
        "waiting": pages.order_lines(bans.waiting(request.actor)),
        "bans": pages.ban_lines(found.rows, clock.day(request.now)),
        "earlier": found.next_before,
    }
    status = 422 if form.errors else 200
    return answer(request, "centre/restrictions/overview.html", context, status=status)


@_centre
@require_POST
def find(request: Request) -> HttpResponse:
    """Exactly one person, or nobody; posted, so that no number stands in an address."""
    form = forms.Find(request.POST)
    if form.is_valid():
        person = finding.find(
            said=form.cleaned_data["said"],
            name=form.cleaned_data["name"],
            purpose="restriction",
            actor=request.actor,
            now=request.now,
        )
        if person is not None:
            return see_other("centre:restriction_person", person=person.uid)
        form.add_error(None, words.text("restrictions.nobody"))
    return _overview(request, form)


@_centre
@_BOTH
def person(request: Request, person: UUID) -> HttpResponse:
    """Who was found, with every ban and order so far (GET); enter a new ban (POST)."""
    found = finding.person(request.actor, person)
    form = forms.SetBan(*_sent(request), on=clock.day(request.now))
    if request.method == "POST" and form.is_valid():
        try:
            order = banning.enter(
                person_id=found.person.pk,
                asked=form.asked,
                upload=form.cleaned_data["scan"],
                key=key_of(request),
                actor=request.actor,
                now=request.now,
            )
        except Refused as refused:
            form.object_with(refused.objections, _FIELDS)
        else:
            return see_other("centre:restriction_order", said=_SAID_ENTERED, order=order.pk)
    context = {
        "facts": pages.person_facts(found),
        "name": found.person.name,
        "form": form,
        "bans": pages.ban_lines(
            bans.of_person(request.actor, found.person.pk), clock.day(request.now)
        ),
        "orders": pages.order_lines(
            bans.orders_of(request.actor, found.person.pk), found.person.name
        ),
    }
    status = 422 if form.errors else 200
    return answer(request, "centre/restrictions/person.html", context, status=status)


@_centre
@_BOTH
def change(request: Request, restriction: int, kind: str) -> HttpResponse:
    """Correct a ban or lift it: again an order that another person confirms."""
    row = bans.ban(request.actor, restriction)
    if kind not in forms.FORMS:
        raise NotVisible
    form = forms.FORMS[kind](
        *_sent(request),
        initial=_present(kind, row),
        on=clock.day(request.now),
    )
    if request.method == "POST" and form.is_valid():
        try:
            order = banning.enter(
                person_id=row.person_id,
                restriction_id=row.pk,
                asked=form.asked,
                upload=form.cleaned_data["scan"],
                key=key_of(request),
                actor=request.actor,
                now=request.now,
            )
        except Refused as refused:
            form.object_with(refused.objections, _FIELDS)
        else:
            return see_other("centre:restriction_order", said=_SAID_ENTERED, order=order.pk)
    context = {
        "form": form,
        "kind": kind,
        "back": pages.person_url(row.person),
        "ban": pages.ban_lines([row], clock.day(request.now))[0],
    }
    status = 422 if form.errors else 200
    return answer(request, "centre/restrictions/change.html", context, status=status)


def _sent(request: Request) -> "tuple[QueryDict | None, MultiValueDict | None]":
    """What was sent with a form; an empty one was sent, too."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _present(kind: str, row: object) -> dict[str, object]:
    return dict(forms.at_present(row)) if kind == "correct" else {}


@_centre
@require_safe
def order(request: Request, order: int) -> HttpResponse:
    """One order: its values, the scan, and what confirming it would do."""
    return _order(request, order)


def _order(request: Request, number: int, refused: Refused | None = None) -> HttpResponse:
    row = bans.order(request.actor, number)
    state, troubles = bans.scan_of(row)
    ends = row.basis in ENDS_REGISTRATION
    context = {
        "order": row,
        "line": pages.order_lines([row])[0],
        "facts": pages.order_facts(row),
        "before": pages.order_lines(bans.orders_before(request.actor, row), row.person.name),
        "effects": pages.effects(row, ends_registration=ends),
        "scan": state,
        "troubles": [words.objection(found) for found in troubles],
        "scan_form": forms.Scan(),
        "mine": row.entered_by.person_id == request.actor.person_id,
        "may_scan": row.entered_by_id == request.actor.account_id,
        "person_url": pages.person_url(row.person),
        "reasons": reasons_of(refused),
    }
    status = 422 if refused else 200
    return answer(request, "centre/restrictions/order.html", context, status=status)


@_centre
@require_POST
def scan(request: Request, order: int) -> HttpResponse:
    """Lay another scan to an order that waits."""
    form = forms.Scan(request.POST, request.FILES)
    bans.order(request.actor, order)
    if not form.is_valid():
        return _order(request, order, Refused.because("file.none", "0.1"))
    try:
        instruments.attach(
            form.cleaned_data["scan"], order_id=order, actor=request.actor, now=request.now
        )
    except Refused as refused:
        return _refused(request, order, refused)
    return see_other("centre:restriction_order", said="restrictions.said.scan", order=order)


@_centre
@require_POST
def confirm(request: Request, order: int) -> HttpResponse:
    """Put the order into force."""
    waiting = bans.order(request.actor, order)
    try:
        row = banning.confirm(
            order_id=waiting.pk, key=key_of(request), actor=request.actor, now=request.now
        )
    except Refused as refused:
        return _refused(request, order, refused)
    return see_other(
        "centre:restrictions",
        said=f"restrictions.said.confirmed_{row.kind}",
        about={"name": row.person.name},
    )


@_centre
@require_POST
def discard(request: Request, order: int) -> HttpResponse:
    """Drop an order that was entered by mistake."""
    try:
        banning.discard(order_id=order, actor=request.actor, now=request.now)
    except Refused as refused:
        return _refused(request, order, refused)
    return see_other("centre:restrictions", said="restrictions.said.discarded", tone="note")


@_centre
@require_safe
def page_image(request: Request, order: int, number: int, variant: str) -> HttpResponse:
    """A page of the scanned instrument."""
    return picture(bans.opened_page(request.actor, order, number, variant), f"{order}-{number}.jpg")


def _refused(request: Request, order: int, refused: Refused) -> HttpResponse:
    if refused.lost_race:
        back = reverse("centre:restriction_order", kwargs={"order": order})
        return conflict(request, refused, back=back)
    return _order(request, order, refused)
