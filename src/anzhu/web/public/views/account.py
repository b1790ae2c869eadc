"""Sign-in with its second factor, sign-out, and one's own account."""

import base64
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anzhu import words
from anzhu.papers.codes import qr_svg
from anzhu.people import actions, queries
from anzhu.rules.facts import Role
from anzhu.web.public import forms
from anzhu.web.shared import kept, session, signing_in
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.doors import EVERYBODY, door, public_door
from anzhu.web.shared.navigation import home_of
from anzhu.web.shared.request import Request, address_of

#: In the session: the sealed form that arrived after the session before had ended.
_ENVELOPE = "envelope"
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@public_door
@form_methods
def sign_in(request: Request) -> HttpResponse:
    """Identifier and password; the same answer for a wrong password and for nobody."""
    if request.method != "POST" or "identifier" not in request.POST:
        return _sign_in_page(request, forms.SignIn())
    form = forms.SignIn(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, status=422)
    account = actions.sign_in(
        identifier=form.cleaned_data["identifier"],
        password=form.cleaned_data["password"],
        address=address_of(request),
        now=request.machine_now,
    )
    if account is None:
        form.add_error(None, words.text("accounts.errors.wrong"))
        return _sign_in_page(request, form, status=422)
    session.begin(request, account, request.machine_now)
    _carry(request)
    return _go(request)


def _sign_in_page(request: Request, form: forms.SignIn, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "next": signing_in.next_of(request, ""),
        "envelope": request.POST.get(_ENVELOPE, ""),
        "ended": request.ended,
    }
    return page(request, "public/account/sign_in.html", context, status=status)


@public_door
@form_methods
def second_factor(request: Request) -> HttpResponse:
    """The code of the authenticator; at the first sign-in, its enrolment."""
    account_id = request.half_signed_in
    if account_id is None:
        return see_other("account:sign_in")
    form = forms.FactorCode(request.POST if "code" in request.POST else None)
    if form.is_valid():
        new = session.owes_enrolment(request)
        code = form.cleaned_data["code"]
        if actions.second_factor(account_id=account_id, code=code, now=request.machine_now):
            session.second_factor_done(request, request.machine_now)
            return _go(request, said="accounts.said.enrolled" if new else None)
        form.add_error("code", words.text("accounts.errors.factor_wrong"))
    return _second_factor_page(request, account_id, form)


def _second_factor_page(request: Request, account_id: int, form: forms.FactorCode) -> HttpResponse:
    context: dict[str, object] = {
        "form": form,
        "next": signing_in.next_of(request, ""),
        "demo_code": queries.demo_factor_code(account_id, request.machine_now),
    }
    if session.owes_enrolment(request):
        context["enrol"] = True
        if request.method == "POST":
            secret, address = actions.second_factor_begin(account_id=account_id)
            context["secret"] = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
            context["qr"] = base64.b64encode(qr_svg(address)).decode()
    status = 422 if form.errors else 200
    return page(request, "public/account/second_factor.html", context, status=status)


@public_door
@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End this session."""
    session.end(request)
    return see_other("public:home", said="accounts.said.signed_out")


@door(*EVERYBODY - {Role.PUBLIC})
@require_POST
def stay(request: Request) -> HttpResponse:
    """Somebody is still there: the visit counts, nothing else happens."""
    return HttpResponse(status=204)


@door(*EVERYBODY - {Role.PUBLIC})
@require_safe
def mine(request: Request) -> HttpResponse:
    """One's own account: how the house knows and reaches the person, and this session."""
    context = {
        "account": queries.me(request.actor),
        "times": session.times(request),
    }
    return page(request, "public/account/mine.html", context)


@door(Role.APPLICANT)
@require_POST
def reminders(request: Request) -> HttpResponse:
    """Have reminders by e-mail, or none; what the law asks to be told comes in any case."""
    wants = "wants" in request.POST
    actions.choose_reminders(wants=wants, actor=request.actor, now=request.now)
    return see_other("account:mine", said=f"accounts.said.reminders_{'on' if wants else 'off'}")


@door(*EVERYBODY - {Role.PUBLIC})
@require_safe
def go_on(request: Request) -> HttpResponse:
    """After a new sign-in: the form that had arrived too late, ready to be sent again."""
    opened = kept.unseal(str(request.session.get(_ENVELOPE, "")))
    if opened is None:
        return see_other(home_of(request.actor.role))
    path, fields = opened
    context = {"path": path, "fields": fields, "typed": kept.readable(fields)}
    return page(request, "public/account/go_on.html", context)


def _carry(request: Request) -> None:
    envelope = request.POST.get(_ENVELOPE, "")
    if envelope and kept.unseal(envelope) is not None:
        request.session[_ENVELOPE] = envelope


def _go(request: Request, said: str | None = None) -> HttpResponse:
    """To the second factor if it is owed, then to the late form or the asked-for page."""
    actor, half, _ = session.who(request, request.machine_now)
    wanted = signing_in.next_of(request, "")
    if half is not None:
        return see_other(f"{reverse('account:second_factor')}?{urlencode({'next': wanted})}")
    if request.session.get(_ENVELOPE):
        return see_other("account:go_on")
    return see_other(wanted or home_of(actor.role), said=said)
