"""A real browser runs nothing of what hostile people wrote (S29)."""

from datetime import UTC, datetime

import pytest

from anzhu.kernel import clock
from tests.live import Live
from tests.security.poison import poison
from tests.security.town import built
from tests.security.visits import signed_in

PWNS = "\"'><img src=x onerror=pwned=1>"
PATHS = {
    "draft": ("/apply/", "/apply/cases/{draft}/person", "/apply/cases/{draft}/check"),
    "correction": ("/apply/cases/{correction}/correction",),
    "reviewer": ("/agency/", "/agency/cases/{under review}/", "/agency/collecting"),
    "centre": ("/centre/cases/{final}/", "/centre/"),
    "ministry": ("/ministry/cases/{frozen}/",),
    "producer": ("/centre/production/waiting",),
}


@pytest.mark.browser
def test_a_browser_runs_none_of_it(live: Live) -> None:
    moment = datetime.now(UTC)  # noqa: TID251 - the site's own threads have no other clock
    with clock.at(moment):
        town = built()
        poison(PWNS)
        people = {**town.staff, **{name: human.who for name, human in town.humans.items()}}
        keys = {name: signed_in(people[name])["sessionid"] for name in PATHS}
    refs = {name: case.ref for name, case in town.cases.items()}
    for name, paths in PATHS.items():
        context = live.visitor()
        context.add_cookies([{"name": "sessionid", "url": live.url, "value": keys[name]}])
        page = context.new_page()
        for path in paths:
            answer = page.goto(path.format(**refs), wait_until="load")
            assert answer is not None
            assert answer.status == 200, path
            assert page.evaluate("window.pwned") is None, path
            assert page.locator("img[src=x]").count() == 0, path
            assert "onerror=pwned=1" in page.content(), path
