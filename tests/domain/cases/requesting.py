"""What the stories of the short tracks share: the whole state, and the centre's yes."""

from anzhu.audit.models import Entry
from anzhu.cases.models import Act, Case, Dossier, Revision
from anzhu.notices.models import Notice
from anzhu.production import confirming
from anzhu.production.models import Item
from anzhu.registrations.models import Registration, Sheet
from anzhu.reviews import actions as reviews
from tests.short import DAY, LATER
from tests.world import Story

CENTRE = LATER + 2 * DAY


def state() -> tuple[object, ...]:
    """Everything a refused step must leave as it was."""
    return (
        list(Case.objects.order_by("pk").values()),
        list(Dossier.objects.order_by("pk").values()),
        list(Registration.objects.order_by("pk").values()),
        list(Item.objects.order_by("pk").values()),
        list(Sheet.objects.order_by("pk").values()),
        Act.objects.count(),
        Revision.objects.count(),
        Entry.objects.count(),
        Notice.objects.count(),
    )


def confirm(story: Story, case: Case, *, key: str = "c", note: str = "") -> Case:
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=CENTRE)
    return confirming.confirm(
        case_id=case.pk, key=key, note=note, actor=story.chen.actor, now=CENTRE
    )
