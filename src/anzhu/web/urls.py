"""All addresses of the site: one list per person; who has none yet is left out."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

#: Address, and the package whose ``urls`` stand below it. ``web.public`` has lists of its own.
PEOPLE = (
    ("apply/", "anzhu.web.applicant"),
    ("agency/", "anzhu.web.agency"),
    ("centre/", "anzhu.web.centre"),
    ("ministry/", "anzhu.web.ministry"),
    ("institution/", "anzhu.web.institution"),
    ("administrator/", "anzhu.web.administrator"),
)


def _is_there(module: str) -> bool:
    package = module.rpartition(".")[0]
    return find_spec(package) is not None and find_spec(module) is not None


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("anzhu.web.public.urls")),
    path("", include("anzhu.web.public.urls_verify")),
    path("", include("anzhu.web.public.urls_photo")),
    path("account/", include("anzhu.web.public.account_urls")),
    *(path(at, include(f"{who}.urls")) for at, who in PEOPLE if _is_there(f"{who}.urls")),
]
