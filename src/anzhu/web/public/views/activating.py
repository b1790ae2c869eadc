"""Activate the account of a registration that existed before: who, then the code (8.0)."""

from typing import TYPE_CHECKING

from django.http import HttpResponse

from anzhu import words
from anzhu.kernel.errors import Refused
from anzhu.people import activation
from anzhu.registrations.activation import begin
from anzhu.web.public import forms_activation as forms
from anzhu.web.public.views.account import form_methods
from anzhu.web.shared import sent_codes, session
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.doors import public_door
from anzhu.web.shared.request import Request, address_of

if TYPE_CHECKING:
    from anzhu.people.models import Account


@public_door
@form_methods
def activate(request: Request) -> HttpResponse:
    """Whose account; the answer does not say whether there is anything to activate."""
    form = forms.Who(request.POST or None)
    if not form.is_valid():
        status = 422 if form.errors else 200
        return page(request, "public/account/activate.html", {"form": form}, status=status)
    said = form.cleaned_data
    token = begin(
        name=said["name"], said=said["said"], address=address_of(request), now=request.now
    )
    sent_codes.remember_activation(request, token)
    return see_other("account:activate_confirm", token=token)


@public_door
@form_methods
def confirm(request: Request, token: str) -> HttpResponse:
    """The code, and how the account is reached from now on; the address is confirmed next."""
    form = forms.Activate(request.POST or None)
    if form.is_bound:
        _object(form)
    if form.is_valid() and (account := _opened(form, token, request)) is not None:
        session.begin(request, account, request.now)
        sent_codes.remember_mailbox(request, form.cleaned_data["email"])
        return see_other("account:email", said="activation.said.activated")
    context = {"form": form, "messages": sent_codes.shown_in_demo(request)}
    status = 422 if form.errors else 200
    return page(request, "public/account/activate_confirm.html", context, status=status)


def _object(form: forms.Activate) -> None:
    """What the rules say beside what the shape says; an empty field has said enough already."""
    typed = {name: str(form.data.get(name, "")) for name in ("phone", "password")}
    for name, objections in activation.objections_to_details(**typed).items():
        if name not in form.errors:
            for found in objections:
                form.add_error(name, words.objection(found))


def _opened(form: forms.Activate, token: str, request: Request) -> "Account | None":
    said = form.cleaned_data
    names = ("code", "phone", "email", "password")
    try:
        account = activation.confirm(
            token=token, **{name: said[name] for name in names}, now=request.now
        )
    except Refused as refused:
        form.object_with(refused.objections, {"activation.phone_taken": "phone"})
        return None
    if account is None:
        form.add_error("code", words.text("activation.errors.code_wrong"))
    return account
