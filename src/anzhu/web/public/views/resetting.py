"""A forgotten password: a code to the known address, then a new password."""

from django.http import HttpResponse

from anzhu import words
from anzhu.kernel.errors import Refused
from anzhu.people import enrolment
from anzhu.web.public import forms
from anzhu.web.public.views.account import form_methods
from anzhu.web.shared import sent_codes
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.doors import public_door
from anzhu.web.shared.request import Request, address_of


@public_door
@form_methods
def reset(request: Request) -> HttpResponse:
    """Whose password; the answer does not say whether there is such an account."""
    form = forms.Reset(request.POST or None)
    if not form.is_valid():
        status = 422 if form.errors else 200
        return page(request, "public/account/reset.html", {"form": form}, status=status)
    identifier = form.cleaned_data["identifier"]
    token = enrolment.reset_begin(
        identifier=identifier, address=address_of(request), now=request.now
    )
    sent_codes.remember(request, identifier)
    return see_other("account:reset_confirm", token=token)


@public_door
@form_methods
def confirm(request: Request, token: str) -> HttpResponse:
    """The code and the new password; afterwards every session of the account is over."""
    form = forms.ResetConfirm(request.POST or None)
    if form.is_valid() and _replace(form, token, request):
        return see_other("account:sign_in", said="accounts.said.reset")
    context = {"form": form, "messages": sent_codes.shown_in_demo(request)}
    status = 422 if form.errors else 200
    return page(request, "public/account/reset_confirm.html", context, status=status)


def _replace(form: forms.ResetConfirm, token: str, request: Request) -> bool:
    typed = form.cleaned_data
    try:
        account = enrolment.reset_confirm(
            token=token, code=typed["code"], password=typed["password"], now=request.now
        )
    except Refused as refused:
        for found in refused.objections:
            form.add_error("password", words.objection(found))
        return False
    if account is None:
        form.add_error("code", words.text("accounts.errors.code_wrong"))
    return account is not None
