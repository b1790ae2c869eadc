"""Each of the later kinds from the submission to the label or certificate in the holder's hand."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from anzhu.audit import verify
from anzhu.cases import actions as cases
from anzhu.cases import facts
from anzhu.cases.models import Case, Dossier
from anzhu.kernel import clock
from anzhu.ops.demo.builder import Somebody
from anzhu.papers.label_sheets import LABEL_SHEETS
from anzhu.production import actions
from anzhu.production.models import Item
from anzhu.registrations.models import Registration
from anzhu.reviews import actions as reviews
from anzhu.rules.facts import Kind, Opinion, Status
from anzhu.rules.grants import Standing
from anzhu.rules.materials import Material
from anzhu.rules.production import CollectedBy
from anzhu.verification.queries import look_up
from tests.domain import factories
from tests.world import MONDAY, QILU, WORK, Story

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OTHER = "山东海岱精细化学有限公司"
#: the last valid day of who is registered: before the decision, or after it
SOON, LATE, LONG_AGO = date(2026, 11, 17), date(2027, 1, 9), date(2026, 3, 31)


@pytest.fixture
def story() -> Story:
    return Story()


def registered(story: Story, until: date) -> Registration:
    """林岚, with the employer of her answers, and 48 hours from an institution."""
    held = factories.registration(
        story.lin.person,
        since=until.replace(year=until.year - 5) + DAY,
        until=until,
        employer_name=QILU,
        uscc=story.qilu.uscc,
    )
    for course in ("安全生产管理", "应急管理与救援"):
        factories.learnt(story.lin.person, 24.0, course, date(2026, 3, 1))
    return held


def submitted(
    story: Story,
    kind: Kind,
    change: Mapping[str, bool] | None = None,
    *,
    of: Somebody | None = None,
) -> Case:
    """Complete and handed in, by 林岚 or by another; a change of employer names the other one."""
    lin, builder = of or story.lin, story.builder
    case = cases.start(kind=kind, actor=lin.actor, now=MONDAY - DAY)
    moves = bool((change or {}).get("employer"))
    unit = builder.employers[OTHER] if moves else story.qilu
    answers: dict[str, Any] = dict(builder.answers(lin, unit))
    if change is not None:
        answers["change"] = dict(change)
    if kind is Kind.RENEWAL:
        answers["statement"] = {"rows": [WORK]}
    photo = factories.photo(lin.person)
    Dossier.objects.filter(case=case).update(answers=answers, photo_id=photo.pk)
    builder.hand_in_papers(case, lin, MONDAY - DAY)
    case.refresh_from_db()
    laid = {Material.APPLICATION_FORM, Material.CONTRACT, Material.ID_IN_HAND}
    for need in facts.needs_of(case, case.dossier, clock.day(MONDAY)).required:
        if need.material not in laid:
            builder.lay(case, need.material, MONDAY - DAY)
    return cases.submit(case_id=case.pk, key="s", actor=lin.actor, now=MONDAY)


def approved(story: Story, case: Case, at: datetime) -> Item:
    """Through first and final review to the ministry's approval; the sheet to make."""
    then = MONDAY + DAY
    story.builder.judge(case, story.zhou, then, {})
    reviews.pass_case(case_id=case.pk, key="p", actor=story.zhou.actor, now=then)
    reviews.forward(case_ids=[case.pk], key="f", actor=story.xu.actor, now=then)
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=then)
    reviews.conclude(
        case_id=case.pk, key="c", opinion=Opinion.AGREE, actor=story.chen.actor, now=then
    )
    ask = {"actor": story.sun.actor, "now": then}
    batch = actions.compile_batch(case_ids=[case.pk], key="b", **ask)
    actions.freeze(batch_id=batch.pk, key="z", **ask)
    actions.approve(
        batch_id=batch.pk,
        leaving_out={},
        refusing={},
        second_factor=True,
        key="a",
        actor=story.zhao.actor,
        now=at,
    )
    return Item.objects.get(case=case)


def collected(story: Story, item: Item, at: datetime) -> None:
    """Printed, scanned, sent, received, and handed out against the old certificate."""
    wang = {"actor": story.wang.actor, "now": at}
    run = actions.start(item_ids=[item.pk], **wang)
    if item.kind == "label":
        paper = actions.label_document(run_id=run.pk, on=LABEL_SHEETS[0], start=2, **wang)
    else:
        paper = actions.document(run_id=run.pk, part=1, **wang)
    assert paper.startswith(b"%PDF")
    actions.confirm(run_id=run.pk, spoiled={}, **wang)
    actions.check_scanned(text=item.serial, **wang)
    parcel = actions.pack(agency_id=item.agency_id, item_ids=[item.pk], **wang)
    actions.hand_over(parcel_id=parcel.pk, courier="邮政", courier_number="EX1", **wang)
    zhou = {"actor": story.zhou.actor, "now": at + DAY}
    actions.receive(parcel_id=parcel.pk, seen=[item.pk], key="r", **zhou)
    actions.collect(
        item_id=item.pk,
        by=CollectedBy.SELF,
        proof="居民身份证",
        key="k",
        old_certificate_seen=item.old_certificate_due,
        **zhou,
    )
    assert story.fresh(item.case).status == Status.CLOSED
    assert not list(verify.faults())


def seen(who: Somebody, number: str, on: date) -> tuple[Standing, str, date | None]:
    """What the public is told on this day."""
    found = look_up(number=number, name=who.name, on=on)
    return found.standing, found.employer, found.valid_until


def test_a_renewal_decided_after_the_last_day_leaves_no_day_out(story: Story):
    held = registered(story, SOON)
    case = submitted(story, Kind.RENEWAL)
    assert seen(story.lin, held.number, SOON) == (Standing.IN_FORCE, QILU, SOON)
    after = SOON + DAY
    assert seen(story.lin, held.number, after) == (Standing.RENEWAL_PENDING, QILU, SOON)
    item = approved(story, case, MONDAY + 9 * DAY)
    assert (item.kind, item.valid_from, item.valid_until) == ("label", after, date(2031, 11, 17))
    on = clock.day(MONDAY) + 9 * DAY
    assert seen(story.lin, held.number, on) == (Standing.IN_FORCE, QILU, date(2031, 11, 17))
    collected(story, item, MONDAY + 12 * DAY)


@pytest.mark.parametrize("renew", [False, True])
def test_a_change_of_employer_counts_from_the_decision(story: Story, renew: bool):
    held = registered(story, LATE)
    case = submitted(story, Kind.CHANGE, factories.change(employer=True, renew=renew))
    assert case.renews is renew
    day = clock.day(MONDAY) + 5 * DAY
    assert seen(story.lin, held.number, day - DAY) == (Standing.IN_FORCE, QILU, LATE)
    item = approved(story, case, MONDAY + 5 * DAY)
    until = date(2032, 1, 9) if renew else LATE
    assert seen(story.lin, held.number, day) == (Standing.IN_FORCE, OTHER, until)
    assert (item.kind, item.number, item.old_certificate_due) == ("label", held.number, True)
    collected(story, item, MONDAY + 8 * DAY)


def test_a_re_registration_starts_with_the_approval_under_the_old_number(story: Story):
    held = registered(story, LONG_AGO)
    case = submitted(story, Kind.RE_REGISTRATION)
    day = clock.day(MONDAY) + 5 * DAY
    assert seen(story.lin, held.number, day - DAY)[0] is Standing.EXPIRED
    item = approved(story, case, MONDAY + 5 * DAY)
    assert (item.kind, item.number) == ("certificate", held.number)
    assert (item.valid_from, item.valid_until) == (day, date(2031, 11, 20))
    assert seen(story.lin, held.number, day)[0] is Standing.IN_FORCE
    collected(story, item, MONDAY + 8 * DAY)
