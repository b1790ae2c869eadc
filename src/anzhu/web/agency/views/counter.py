"""The agency's counter: requests that come on paper (clauses 5 to 7)."""

from django import forms
from django.core import signing
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from anzhu import words
from anzhu.cases import counter as counters
from anzhu.cases import queries as cases
from anzhu.cases import request_facts, requests
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.people import queries as people
from anzhu.registrations import queries as registrations
from anzhu.rules.facts import SHORT_KINDS, Kind, Role
from anzhu.rules.identifiers import masked_id
from anzhu.web.shared.answers import conflict, page, see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.forms import Form
from anzhu.web.shared.request import Request
from anzhu.web.shared.requests.pages import registration_facts
from anzhu.web.shared.requests.side import COUNTER
from anzhu.web.shared.requests.views import shown

_agency = door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
_SALT = "anzhu.counter"
#: Seconds for which a holder who was found may be served.
_FOUND_FOR = 15 * 60


class Find(Form):
    """What stands on the paper: the number of the registration or of the ID card, and the name."""

    name = forms.CharField(required=False, max_length=60)
    number = forms.CharField(required=False, max_length=20)
    id_number = forms.CharField(required=False, max_length=24)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = words.text(f"requests.fields.{name}")
            field.widget.attrs["autocomplete"] = "off"
            hint = f"requests.hints.{name}"
            field.help_text = words.text(hint) if words.exists(hint) else ""


@_agency
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: Request) -> HttpResponse:
    """Who stands there (POST finds exactly one person); what was begun and taken in (GET)."""
    form = Find(request.POST or None)
    found, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            person = counters.find_holder(**form.cleaned_data, actor=request.actor, now=request.now)
        except Refused as refused:
            form.object_with(refused.objections)
        else:
            found = _found(request, person.pk) if person else None
            if person is None:
                form.add_error(None, words.text("objections.counter.not_found"))
            else:
                # What was typed has served: the next one is another person.
                form = Find()
        status = 422 if form.errors else 200
    context = {
        "form": form,
        "found": found,
        "unfinished": counters.unfinished(request.actor),
        "taken_in": counters.taken_in(request.actor),
    }
    return page(request, "agency/counter.html", context, status=status)


def _found(request: Request, person_id: int) -> dict[str, object]:
    """The one who was found, masked, and what may be begun for them; each reason why not."""
    person = people.person(person_id)
    kinds = []
    for kind in SHORT_KINDS:
        against = request_facts.objections_to_opening(kind, person, request.now)
        kinds.append(
            {
                "code": str(kind),
                "text": words.text(f"requests.kind.{kind}.title"),
                "reasons": [words.objection(one) for one in against],
            }
        )
    facts = [
        (words.text("requests.facts.name"), person.name),
        (words.text("requests.facts.id_number"), masked_id(person.id_number)),
        *registration_facts(registrations.of_person(person_id)),
    ]
    # Signed, so that only who was found can be served, and by this clerk.
    ticket = signing.dumps({"person": person_id, "by": request.actor.account}, salt=_SALT)
    return {"facts": facts, "kinds": kinds, "ticket": ticket}


@_agency
@require_POST
def begin(request: Request) -> HttpResponse:
    """Begin to enter a request of the person who was just found."""
    kind, person_id = request.POST.get("kind", ""), _person_of(request)
    if kind not in SHORT_KINDS:
        raise NotVisible
    back = reverse("agency:counter")
    try:
        if person_id is None:
            raise Refused.because("counter.stale", "5.0")
        case = requests.open_at_counter(
            kind=Kind(kind), person_id=person_id, actor=request.actor, now=request.now
        )
    except Refused as refused:
        return conflict(request, refused, back=back, typed=())
    return see_other("agency:request", said="requests.said.opened", ref=case.ref)


def _person_of(request: Request) -> int | None:
    try:
        ticket = signing.loads(request.POST.get("ticket", ""), salt=_SALT, max_age=_FOUND_FOR)
    except signing.BadSignature:
        return None
    return int(ticket["person"]) if ticket["by"] == request.actor.account else None


@_agency
@require_POST
def hand_in(request: Request, ref: str) -> HttpResponse:
    """The certificate or label that came back, for any reissue or cancellation of the agency."""
    case = cases.visible(request.actor, ref)
    try:
        requests.hand_in(
            case_id=case.pk,
            key=key_of(request),
            note=request.POST.get("serial", ""),
            actor=request.actor,
            now=request.now,
        )
    except Refused as refused:
        if refused.lost_race or not case.from_paper:
            return conflict(request, refused, back=reverse("agency:case", args=[ref]))
        said = [words.objection(found) for found in refused.objections]
        return shown(COUNTER, request, case, reasons=said, status=422)
    to = "agency:request" if case.from_paper else "agency:case"
    return see_other(to, said="requests.said.handed_in", ref=ref)
