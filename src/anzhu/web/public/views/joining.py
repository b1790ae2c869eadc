"""Sign-up: who somebody is, then the code that was sent to him."""

from django.http import HttpResponse

from anzhu import words
from anzhu.people import enrolment
from anzhu.rules.facts import Role
from anzhu.web.public import forms
from anzhu.web.public.views.account import form_methods
from anzhu.web.shared import sent_codes, session
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.doors import public_door
from anzhu.web.shared.navigation import home_of
from anzhu.web.shared.one_time import Code
from anzhu.web.shared.request import Request, address_of

_FIELDS = ("name", "id_number", "phone", "password")


@public_door
@form_methods
def sign_up(request: Request) -> HttpResponse:
    """Everything that is wrong is said at once, at its field; then a code goes out."""
    form = forms.SignUp(request.POST or None)
    if form.is_bound:
        _object(form, request)
    if not form.is_bound or form.errors:
        status = 422 if form.errors else 200
        return page(request, "public/account/sign_up.html", {"form": form}, status=status)
    token = enrolment.sign_up_begin(
        **{name: form.cleaned_data[name] for name in (*_FIELDS, "email")},
        address=address_of(request),
        now=request.now,
    )
    sent_codes.remember(request, form.cleaned_data["email"])
    return see_other("account:sign_up_confirm", token=token)


def _object(form: forms.SignUp, request: Request) -> None:
    """Add what the rules say to what the shape says; an empty field has said enough already."""
    typed = {name: str(form.data.get(name, "")) for name in _FIELDS}
    for name, objections in enrolment.objections_to_sign_up(typed, on=request.now).items():
        if name not in form.errors:
            for found in objections:
                form.add_error(name, words.objection(found))


@public_door
@form_methods
def confirm(request: Request, token: str) -> HttpResponse:
    """The code that was sent opens the account and the first session."""
    form = Code(request.POST or None)
    if form.is_valid():
        account = enrolment.sign_up_confirm(
            token=token, code=form.cleaned_data["code"], now=request.now
        )
        if account is not None:
            session.begin(request, account, request.machine_now)
            return see_other(home_of(Role.APPLICANT), said="accounts.said.signed_up")
        form.add_error("code", words.text("accounts.errors.code_wrong"))
    context = {"form": form, "messages": sent_codes.shown_in_demo(request)}
    status = 422 if form.errors else 200
    return page(request, "public/account/sign_up_confirm.html", context, status=status)
