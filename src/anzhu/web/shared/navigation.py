"""The ways at the top of every page, by role: a table of words and the names of addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.urls import NoReverseMatch, reverse

from anzhu import words
from anzhu.rules.facts import Role

_AGENCY = (
    "agency:queue",
    "agency:forwarding",
    "agency:counter",
    "agency:parcels",
    "agency:collecting",
    "agency:activation",
)

_ADMINISTRATOR = ("administrator:home", "administrator:calendar", "administrator:rules")

#: Which pages a role finds in its menu, in this order; texts are ``pages.ways.<area>_<page>``.
WAYS = MappingProxyType(
    {
        Role.PUBLIC: (
            "public:home",
            "public:explain",
            "public:agencies",
            "verify:ask",
            "public:help",
        ),
        Role.APPLICANT: (
            "applicant:home",
            "applicant:education",
            "account:notices",
            "public:agencies",
            "public:help",
        ),
        Role.AGENCY_REVIEWER: _AGENCY,
        Role.AGENCY_LEAD: _AGENCY,
        Role.CENTRE_REVIEWER: (
            "centre:queue",
            "centre:batches",
            "centre:overdue",
            "centre:returns",
            "centre:restrictions",
            "centre:activation",
        ),
        Role.CENTRE_PRODUCER: ("centre:production", "centre:shipping"),
        Role.MINISTRY_APPROVER: ("ministry:batches",),
        Role.INSTITUTION: (
            "institution:home",
            "institution:courses",
            "institution:disputes",
            "institution:trainees",
        ),
        Role.ADMINISTRATOR: (*_ADMINISTRATOR, "administrator:courses", "administrator:lists"),
        Role.AUDITOR: _ADMINISTRATOR,
    }
)


@dataclass(frozen=True)
class Way:
    """One entry of the menu."""

    text: str
    url: str
    here: bool


def ways_of(role: Role, path: str) -> Sequence[Way]:
    """The menu of a role; the longest way that leads to ``path`` is marked as here."""
    found = [(_words(name), url) for name in WAYS[role] if (url := url_of(name))]
    leading = [url for _, url in found if path == url or (url != "/" and path.startswith(url))]
    here = max(leading, key=len, default="")
    return [Way(text, url, url == here) for text, url in found]


def home_of(role: Role) -> str:
    """Where a role begins its day."""
    return next((url for name in WAYS[role] if (url := url_of(name))), "/")


def _words(name: str) -> str:
    return words.text(f"pages.ways.{name.replace(':', '_')}")


def url_of(name: str) -> str:
    """The address with this name; empty as long as nobody has built the page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
