"""Every address of the site says who may open it, and keeps everybody else out."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from anzhu import words
from anzhu.rules.facts import Role
from anzhu.web.shared.doors import EVERYBODY, roles_of
from anzhu.web.shared.navigation import WAYS
from tests.web.visitors import Visitor, signed_in


def addresses(
    of: URLResolver | None = None, before: str = "", names: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the site with its full route."""
    for found in (of or get_resolver(settings.ROOT_URLCONF)).url_patterns:
        route = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from addresses(found, route)
        else:
            yield route, found


EVERY = list(addresses())
IDS = [route or "/" for route, _ in EVERY]


def sample(route: str, pattern: URLPattern) -> str:
    """An address of the pattern whose parts have the right form and name nothing that exists."""
    path = route
    for name, converter in pattern.pattern.converters.items():
        path = re.sub(rf"<([a-z_]+:)?{name}>", _part(converter.regex), path)
    return f"/{path}"


def _part(form: str) -> str:
    """Something of this form: a nought, an empty UUID, or the first of a list of words."""
    candidates = ["0", str(UUID(int=0)), *form.strip("(?:)").split("|")]
    return next(candidate for candidate in candidates if re.fullmatch(form, candidate))


@pytest.mark.parametrize(("route", "pattern"), EVERY, ids=IDS)
def test_every_address_is_claimed(route: str, pattern: URLPattern) -> None:
    roles = roles_of(pattern.callback)

    assert roles, f"{route} has no door"
    assert roles <= EVERYBODY


@pytest.fixture
def everybody(db: None) -> dict[Role, Visitor]:
    roles = sorted(EVERYBODY - {Role.PUBLIC})
    return {role: signed_in(role, order) for order, role in enumerate(roles, 1)}


def test_whoever_is_not_named_gets_the_404_of_nothing(everybody: dict[Role, Visitor]) -> None:
    nothing = Client().get("/no/such/address").content
    for route, pattern in EVERY:
        roles = roles_of(pattern.callback) or frozenset()
        for role, who in everybody.items():
            if role not in roles:
                for method in (who.client.get, who.client.post):
                    answer = method(sample(route, pattern))
                    assert (answer.status_code, answer.content) == (404, nothing), (route, role)


def test_the_anonymous_are_sent_to_sign_in_by_every_door_that_is_not_public(db: None) -> None:
    for route, pattern in EVERY:
        if Role.PUBLIC not in (roles_of(pattern.callback) or frozenset()):
            answer = Client().get(sample(route, pattern))
            assert answer.status_code == 302, route
            assert answer.headers["Location"].startswith("/account/sign-in?next="), route


@pytest.mark.parametrize("role", sorted(WAYS), ids=str)
def test_every_way_of_a_menu_has_words_and_leads_somewhere_the_role_may_go(role: Role) -> None:
    for name in WAYS[role]:
        assert words.exists(f"pages.ways.{name.replace(':', '_')}")
        try:
            found = get_resolver(settings.ROOT_URLCONF).resolve(reverse(name))
        except NoReverseMatch:
            pytest.skip(f"{name} is not built yet")
        assert role in (roles_of(found.func) or frozenset()), name
