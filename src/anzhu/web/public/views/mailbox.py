"""Confirm one's e-mail address by the code that was sent there; until then it serves nothing."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from anzhu import words
from anzhu.people import mailbox, queries
from anzhu.rules.facts import Role
from anzhu.web.public import forms
from anzhu.web.public.views.account import form_methods
from anzhu.web.shared import sent_codes
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.doors import door
from anzhu.web.shared.one_time import Code
from anzhu.web.shared.request import Request


@door(Role.APPLICANT)
@form_methods
def confirm(request: Request) -> HttpResponse:
    """Ask for the code (GET); with the right one the address is the account's (POST)."""
    form = Code(request.POST or None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        if mailbox.confirm(code=code, actor=request.actor, now=request.now):
            return see_other("account:mine", said="accounts.said.email_confirmed")
        form.add_error("code", words.text("accounts.errors.code_wrong"))
    return _page(request, form, None)


@door(Role.APPLICANT)
@require_POST
def send_code(request: Request) -> HttpResponse:
    """Send a code to the address, once more or to another one."""
    form = forms.Mailbox(request.POST)
    if not form.is_valid():
        return _page(request, Code(), form)
    email = form.cleaned_data["email"]
    mailbox.begin(email=email, actor=request.actor, now=request.now)
    sent_codes.remember_mailbox(request, email)
    return see_other("account:email", said="accounts.said.email_code_sent")


def _page(request: Request, code: Code, address: forms.Mailbox | None) -> HttpResponse:
    account = queries.me(request.actor)
    if account.email:
        return see_other("account:mine")
    asked = mailbox.asked(account)
    wrong = address if address is not None else code
    context = {
        "code": code,
        "address": address or forms.Mailbox(initial={"email": asked}),
        "wrong": wrong,
        "asked": asked,
        "messages": sent_codes.shown_in_demo(request),
    }
    return page(request, "public/account/email.html", context, status=422 if wrong.errors else 200)
