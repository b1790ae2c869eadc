"""The way to the sign-in page and back, without losing what was typed."""

from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from anzhu.web.shared import kept
from anzhu.web.shared.request import Request, wants_fragment


def first(request: Request) -> HttpResponse:
    """Send somebody without a (whole) sign-in to the right page; afterwards he is back here.

    A script of ours gets 401 and the address instead: it keeps the page and says what to do.
    A form that was sent after the session had ended keeps its fields, sealed, in the page.
    """
    where = "account:second_factor" if request.half_signed_in else "account:sign_in"
    back = _page_of(request)
    target = f"{reverse(where)}?{urlencode({'next': back})}"
    if wants_fragment(request):
        told = {"X-Sign-In": target}
        # A page that only asks for news stays where it is, with what is typed on it.
        if request.method != "GET":
            told["HX-Redirect"] = target
        return HttpResponse(status=401, headers=told)
    if request.method == "POST":
        return kept.after_sign_in(request, target)
    return HttpResponseRedirect(target)


def next_of(request: Request, otherwise: str) -> str:
    """Where to go after signing in: the asked-for page of this site, or ``otherwise``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_ours(request, wanted) else otherwise


def is_ours(request: Request, url: str) -> bool:
    """Is it a path of this very site? (Nobody is sent away by a link in a letter.)"""
    return url.startswith("/") and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def _page_of(request: Request) -> str:
    """The page somebody was looking at: the request itself, or where its form stands."""
    if request.method in {"GET", "HEAD"} and not wants_fragment(request):
        return request.get_full_path()
    seen = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    return f"{seen.path}?{seen.query}" if seen.query else seen.path or "/"
