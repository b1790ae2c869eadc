"""In a demo no e-mail goes out: the code is shown on the page instead, marked as such."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest

from anzhu.notices.queries import Told, demo_messages
from anzhu.people.on_record import demo_address
from anzhu.people.passwords import accounts_for

_KEY = "code_sent_to"


def remember(request: HttpRequest, identifier: str) -> None:
    """Note in a demo's session for whom a code was made; elsewhere nothing is kept."""
    if settings.ANZHU_DEMO:
        account = accounts_for(identifier).first()
        request.session[_KEY] = account.email if account is not None else identifier


def shown_in_demo(request: HttpRequest) -> Sequence[Told]:
    """The newest message that would have gone out; nothing outside a demo."""
    if not settings.ANZHU_DEMO or not request.session.get(_KEY):
        return []
    return demo_messages(request.session[_KEY], at_most=1)


def remember_mailbox(request: HttpRequest, address: str) -> None:
    """Note in a demo's session the very address to which a code went; elsewhere nothing is kept."""
    if settings.ANZHU_DEMO:
        request.session[_KEY] = address.strip().lower()


def remember_activation(request: HttpRequest, token: str) -> None:
    """Note in a demo's session where the code of an activation went; elsewhere nothing is kept."""
    if settings.ANZHU_DEMO:
        request.session[_KEY] = demo_address(token)
