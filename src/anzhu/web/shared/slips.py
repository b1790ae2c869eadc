"""The counter that gives out activation slips: find one holder, see the ID document, print a code.

Written for any desk that has a counter; ``addresses`` builds the pages for one area of roles.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from anzhu import words
from anzhu.kernel.errors import Refused
from anzhu.people import activation
from anzhu.registrations import finding
from anzhu.rules import identifiers
from anzhu.rules.activation import Document
from anzhu.rules.facts import Role
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.forms import Form
from anzhu.web.shared.request import Request

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
_FIELDS = {"activation.no_document": "document", "activation.not_compared": "seen"}


def addresses(area: str, *roles: Role) -> list[URLPattern]:
    """The two pages of the counter, below the addresses of a desk."""
    through = door(*roles)
    return [
        path("activation", through(_BOTH(_in(area, _find))), name="activation"),
        path("activation/<uuid:person>", through(_BOTH(_in(area, _person))), name="slip"),
    ]


def _in(area: str, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return partial(view, area)


class Find(Form):
    """Who stands at the counter: an exact number and the whole name."""

    said = forms.CharField(
        label=words.text("activation.labels.said"),
        help_text=words.text("activation.hints.said"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "number"}),
    )
    name = forms.CharField(
        label=words.text("activation.labels.name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Seen(Form):
    """Which document the clerk has held in hand."""

    document = forms.ChoiceField(
        label=words.text("activation.labels.document"),
        choices=[(str(one), words.text(f"activation.document.{one}")) for one in Document],
        required=False,
        widget=forms.RadioSelect,
    )
    seen = forms.BooleanField(label=words.text("activation.labels.seen"), required=False)


@dataclass(frozen=True, kw_only=True)
class Printed:
    """What stands on the slip."""

    name: str
    number: str
    code: str
    expires_at: object
    address: str


def _find(area: str, request: Request) -> HttpResponse:
    """Exactly one holder, or nobody; posted, so that no number stands in an address."""
    form = Find(request.POST or None)
    if form.is_valid():
        person = finding.find(
            **form.cleaned_data, purpose="activation", actor=request.actor, now=request.now
        )
        if person is not None:
            return see_other(f"{area}:slip", person=person.uid)
        form.add_error(None, words.text("activation.nobody"))
    context = {"form": form}
    status = 422 if form.errors else 200
    return page(request, "activation/find.html", context, status=status)


def _person(area: str, request: Request, person: UUID) -> HttpResponse:
    """Who was found (GET); the slip, shown this once (POST)."""
    found = finding.person(request.actor, person)
    form = Seen(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        document = form.cleaned_data["document"]
        try:
            slip = activation.issue_slip(
                person_id=found.person.pk,
                document=Document(document) if document else None,
                seen=form.cleaned_data["seen"],
                key=key_of(request),
                actor=request.actor,
                now=request.now,
            )
        except Refused as refused:
            form.object_with(refused.objections, _FIELDS)
        else:
            return page(request, "activation/slip.html", {"slip": _printed(found, slip)})
    context = {
        "form": form,
        "facts": _facts(found),
        "name": found.person.name,
        "back": reverse(f"{area}:activation"),
    }
    status = 422 if form.errors else 200
    return page(request, "activation/person.html", context, status=status)


def _printed(found: finding.Found, slip: activation.Slip) -> Printed:
    return Printed(
        name=found.person.name,
        number=found.registration.number if found.registration else "",
        code=slip.code,
        expires_at=slip.expires_at,
        address=f"{settings.ANZHU_PUBLIC_URL}{reverse('account:activate')}",
    )


def _facts(found: finding.Found) -> list[tuple[str, object]]:
    person, row = found.person, found.registration
    said: list[tuple[str, object]] = [
        ("name", person.name),
        ("id_number", identifiers.masked_id(person.id_number)),
    ]
    if row is not None:
        said += [
            ("number", row.number),
            ("category", words.text(f"categories.{row.category}")),
            ("employer", row.employer_name),
            ("valid", words.text("verify.valid", start=row.valid_from, until=row.valid_until)),
        ]
    return [(words.text(f"activation.facts.{name}"), value) for name, value in said]
