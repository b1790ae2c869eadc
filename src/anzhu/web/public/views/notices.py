"""What the house has told an account, and that it has been read."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from anzhu.notices import actions, queries
from anzhu.rules.facts import Role
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.doors import EVERYBODY, door
from anzhu.web.shared.request import Request

#: How many notices one page shows; older ones concern cases whose pages say the same.
_SHOWN = 100


@door(*EVERYBODY - {Role.PUBLIC})
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: Request) -> HttpResponse:
    """The newest notices (GET); all of them are read (POST)."""
    if request.method == "POST":
        actions.mark_read(actor=request.actor, now=request.now)
        return see_other("account:notices", said="accounts.notices.read")
    told = queries.mine(request.actor, at_most=_SHOWN)
    unread = sum(one.unread for one in told)
    return page(request, "public/account/notices.html", {"told": told, "unread": unread})
