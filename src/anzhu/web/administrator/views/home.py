"""Where an administrator begins: what must be seen to, and the clock of a demonstration."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from anzhu.cases import clocks
from anzhu.kernel import clock, demo_clock
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.law import queries
from anzhu.production import ticking
from anzhu.rules.facts import Role
from anzhu.web.administrator import forms
from anzhu.web.shared.answers import page, reasons_of, see_other
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
def home(request: Request) -> HttpResponse:
    """Years that running clocks reach and nobody has entered; the newest set of rules."""
    return _home(request, forms.Clock(initial={"day": clock.day(request.now)}))


def _home(request: Request, form: forms.Clock, refused: Refused | None = None) -> HttpResponse:
    today = clock.day(request.now)
    moves = demo_clock.allowed() and request.actor.role is Role.ADMINISTRATOR
    context = {
        "unknown": clocks.crossing_unknown_years(request.now).items(),
        "years": [(year, queries.is_complete(year)) for year in (today.year, today.year + 1)],
        "rule_set": queries.rule_set_on(today),
        "coming": queries.coming(today),
        "may_edit": request.actor.role is Role.ADMINISTRATOR,
        "moves": moves,
        "form": form if moves else None,
        "moved_to": demo_clock.shown_day(request.now),
        "reasons": reasons_of(refused),
    }
    status = 422 if form.errors or refused else 200
    return page(request, "administrator/home.html", context, status=status)


@door(Role.ADMINISTRATOR)
@require_POST
def move_clock(request: Request) -> HttpResponse:
    """Move the clock of a demonstration; elsewhere this address does not exist."""
    if not demo_clock.allowed():
        raise NotVisible
    form = forms.Clock(request.POST)
    back = "reset" in request.POST
    if not back and not form.is_valid():
        return _home(request, form)
    day = clock.day(clock.machine()) if back else form.cleaned_data["day"]
    try:
        ticking.lead_demo_to(day=day, actor=request.actor, now=request.now)
    except Refused as refused:
        return _home(request, form, refused)
    return see_other("administrator:home", said="administrator.done.clock", about={"day": day})
