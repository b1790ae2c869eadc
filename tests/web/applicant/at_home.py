"""What stands on an applicant's home, and the registration that she sees there."""

import re
from datetime import date

from anzhu.registrations.models import Registration
from anzhu.rules.calendar import ONE_DAY, add_years
from tests.web.applicant.filling import Engineer

#: Open beside everything else while a registration is in force.
BESIDE = ["reissue", "cancellation", "other_matters"]


def home(somebody: Engineer) -> str:
    return somebody.client.get("/apply/").content.decode()


def registered(somebody: Engineer, until: date, **changed: object) -> Registration:
    """She holds a registration of five years, granted on its first day."""
    usual: dict[str, object] = {
        "person": somebody.who.person,
        "number": "26000000001",
        "category": "chemical",
        "employer_name": "齐鲁安泰化工股份有限公司",
        "employer_uscc": "x",
        "granted_on": add_years(until, -5),
        "valid_from": add_years(until, -5) + ONE_DAY,
        "valid_until": until,
        "case_ref": "20AAAAAAAA",
    }
    return Registration.objects.create(**{**usual, **changed})


def possible(page: str) -> list[str]:
    """The kinds that have a card, in their order."""
    return re.findall(r'id="may-(\w+)"', page)


def impossible(page: str) -> dict[str, str]:
    """By name: everything that is said of a kind that may not be started."""
    found = re.findall(r'<span class="closed-title">([^<]+)</span>(.*?)</details>', page, re.S)
    return {title: re.sub(r"<[^>]+>|\s+", "", rest) for title, rest in found}
