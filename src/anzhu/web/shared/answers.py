"""The few ways in which a view answers: a page, go there, or no and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from anzhu import words
from anzhu.kernel.errors import Refused
from anzhu.web.shared import kept, said
from anzhu.web.shared.forms import Form
from anzhu.web.shared.request import Request
from anzhu.web.shared.shell import shell


def page(
    request: Request,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A finished page; ``shell`` (menu, marks, what was said) is added to the context.

    Give 422 with a form that has errors: the title then starts with 错误.
    """
    return render(request, template, {"shell": shell(request), **(context or {})}, status=status)


def see_other(
    name: str,
    *,
    said: str | None = None,
    tone: str = "done",
    about: Mapping[str, object] | None = None,
    **where: object,
) -> HttpResponse:
    """303 to a named address (or a path of this site) after something was done.

    ``said`` is a key in ``words``; its facts come from ``about`` and from the parts of the
    address (``where``). ``tone`` is ``done``, ``note`` or ``warn``.
    """
    url = name if name.startswith("/") else reverse(name, kwargs=where or None)
    answer = HttpResponseRedirect(url, status=303)
    if said:
        _say(answer, said, tone, {**where, **(about or {})})
    return answer


def conflict(
    request: Request,
    refused: Refused,
    *,
    keep: Form | None = None,
    meanwhile: Sequence[str] = (),
    back: str | None = None,
    typed: Sequence[tuple[str, str]] | None = None,
) -> HttpResponse:
    """409: what stands against it now, what happened meanwhile, and everything that was typed.

    ``keep`` gives the typed fields their labels; without it they are shown without.
    ``meanwhile`` are finished lines (who did what, when); ``back`` is where to go on from here.
    ``typed`` replaces the plain list of fields where a page can say in words what they meant.
    """
    labels = {name: str(field.label or "") for name, field in keep.fields.items()} if keep else {}
    context = {
        "lost_race": refused.lost_race,
        "reasons": reasons_of(refused),
        "meanwhile": meanwhile,
        "typed": kept.shown(request.POST, labels) if typed is None else typed,
        "back": back or request.headers.get("Referer") or "/",
    }
    return page(request, "errors/409.html", context, status=409)


def reasons_of(refused: Refused | None) -> list[str]:
    """Everything that stands against what was tried, in words; nothing if nothing was."""
    return [words.objection(found) for found in refused.objections] if refused else []


_say = said.say
