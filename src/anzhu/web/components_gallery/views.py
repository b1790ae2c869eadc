"""The gallery at /components."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu.kernel.errors import NotVisible
from anzhu.web.components_gallery import examples
from anzhu.web.shared.answers import page
from anzhu.web.shared.doors import public_door
from anzhu.web.shared.request import Request


@public_door
@require_safe
def gallery(request: Request) -> HttpResponse:
    """All components in their states; does not exist on a real site."""
    if not (settings.ANZHU_DEMO or settings.DEBUG):
        raise NotVisible
    return page(request, "components_gallery.html", examples.everything(request.now))
