"""Pages that tell of renewals, changes and re-registrations: accessible, in both widths."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.ops.demo.builder import Somebody
from anzhu.production import actions
from anzhu.production.models import Batch, Item
from anzhu.rules.facts import Kind, Status
from anzhu.rules.production import ItemStatus
from tests.browser.screen import Screen
from tests.domain import factories
from tests.live import DESKTOP, PHONE, Live
from tests.web.applicant.papers import signed_in
from tests.web.desks import Desk
from tests.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OTHER = "胶州湾新材料有限公司"
LATER = (
    (Kind.RENEWAL, None),
    (Kind.CHANGE, factories.change(employer=True)),
    (Kind.CHANGE, factories.change(renamed=True, category=True, renew=True)),
    (Kind.RE_REGISTRATION, None),
)


def crowd(story: Story, until: date) -> list[Case]:
    """林岚's change and three others, concluded and waiting for the ministry."""
    found = []
    for number, (kind, asks) in enumerate(LATER):
        who = story.lin.person if number == 1 else factories.person()
        last = date(2025, 1, 9) if kind is Kind.RE_REGISTRATION else until
        factories.registration(who, since=last - timedelta(days=1825), until=last, category="mine")
        found.append(
            factories.case(of=who, kind=kind, asks=asks, employer_name=OTHER, at=shandong(story))
        )
    return found


def shandong(story: Story):
    return story.builder.agencies["SD"]


def frozen(story: Story, cases: list[Case]) -> Batch:
    ask = {"actor": story.sun.actor, "now": clock.now()}
    batch = actions.compile_batch(case_ids=[case.pk for case in cases], key="c", **ask)
    return actions.freeze(batch_id=batch.pk, key="f", **ask)


def window(live: Live, who: Somebody, size: tuple[int, int], *, staff: bool) -> Screen:
    """Signed in already: the way in is walked elsewhere."""
    client = Desk(who, clock.now()).client if staff else signed_in(who)
    screen = Screen.opened(live, who.name, size=size)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live.url}
    screen.page.context.add_cookies([cookie])
    return screen


def look_at(screen: Screen, **pages: str) -> None:
    for name, path in pages.items():
        screen.goes(path)
        screen.looks(f"kinds-{name.replace('_', '-')}")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_of_the_later_kinds(live: Live, transactional_db: None, size) -> None:
    story = Story()
    cases = crowd(story, clock.today() + timedelta(days=40))
    batch = frozen(story, cases)
    status = {"status": f"/apply/cases/{cases[1].ref}/status"}
    look_at(window(live, story.lin, size, staff=False), **status)
    chen = window(live, story.chen, size, staff=True)
    look_at(chen, batch=f"/centre/batches/{batch.number}/", case=f"/centre/cases/{cases[1].ref}/")
    zhao = window(live, story.zhao, size, staff=True)
    look_at(
        zhao,
        ministry=f"/ministry/batches/{batch.number}/",
        ministry_case=f"/ministry/cases/{cases[2].ref}/",
    )
    actions.approve(
        batch_id=batch.pk,
        leaving_out={},
        refusing={},
        second_factor=True,
        key="a",
        actor=story.zhao.actor,
        now=clock.now(),
    )
    labels = Item.objects.filter(kind="label")
    run = actions.start(
        item_ids=[item.pk for item in labels], actor=story.wang.actor, now=clock.now()
    )
    wang = window(live, story.wang, size, staff=True)
    look_at(
        wang,
        production="/centre/production/",
        waiting="/centre/production/waiting?kind=certificate",
        run=f"/centre/production/runs/{run.pk}/",
    )
    mine = labels.get(case=cases[1])
    parcel = factories.parcel(shandong(story))
    labels.filter(pk=mine.pk).update(status=ItemStatus.RECEIVED, parcel=parcel)
    zhou = window(live, story.zhou, size, staff=True)
    look_at(zhou, collect=f"/agency/collecting/{mine.serial}")
    look_at(window(live, story.lin, size, staff=False), granted=status["status"])
    Case.objects.filter(pk=cases[1].pk).update(status=Status.EXPIRED)
    look_at(window(live, story.lin, size, staff=False), expired=status["status"])
    assert live.troubles == []
