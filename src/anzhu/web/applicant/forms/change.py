"""What a change application changes, and whether it renews at the same time (1.4, 4.3.4)."""

from django.http import QueryDict

from anzhu import words
from anzhu.rules.asking import Ticked
from anzhu.web.applicant.forms import base

#: What can be changed, in any combination.
CHANGES = ("employer", "renamed", "category")


def _label(name: str) -> str:
    return words.text(f"applicant_change.{name}.label")


class Change(base.Answers):
    """Ticks; renewing is only offered in the last year, which the page says."""

    employer = base.ticked(_label("employer"))
    renamed = base.ticked(_label("renamed"))
    category = base.ticked(_label("category"))
    renew = base.ticked(_label("renew"))


def ticked(data: QueryDict) -> Ticked:
    """What is ticked on a sent page."""
    return Ticked(**Change.read(data))
