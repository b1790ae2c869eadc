"""The gallery at /components."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu.kernel.errors import NotVisible
from anzhu.web.components_gallery import examples
from anzhu.web.shared.answers import page
from anzhu.web.shared.doors import public_door
from anzhu.web.shared.request import Request

LAYOUTS = ("reading", "desk", "review", "print")


@public_door
@require_safe
def gallery(request: Request, layout: str = "reading") -> HttpResponse:
    """All components in their states, or one of the other layouts; not there on a real site."""
    if layout not in LAYOUTS or not (settings.ANZHU_DEMO or settings.DEBUG):
        raise NotVisible
    context = examples.everything(request.now)
    return page(request, f"components_gallery/{layout}.html", context)
