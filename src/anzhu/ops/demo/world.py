"""The demonstration world: named people, a dozen agencies, a few hundred cases in every status."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from django.db import transaction

from anzhu import words
from anzhu.cases import actions as cases
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.ops.demo import (
    cast,
    later_kinds,
    learning,
    legacy,
    paper_trail,
    scale,
    short_tracks,
)
from anzhu.ops.demo.builder import Builder, Somebody
from anzhu.organisations.models import Agency, Employer
from anzhu.reviews import actions as reviews
from anzhu.rules.facts import Opinion, Reason, Role

#: How many of the crowd's cases come to rest at each place of the flow.
PLACES = {
    "draft": 14,
    "submitted": 56,
    "under_review": 8,
    "correction": 14,
    "corrected": 8,
    "withdrawn": 6,
    "lapsed": 4,
    "passed": 16,
    "final_review": 22,
    "approval": 12,
    "refused": 4,
    "to_make": 18,
    "printed": 8,
    "shipped": 10,
    "received": 14,
    "closed": 20,
}
_UNMET = {
    "form.stamp": ("stamp.illegible", "印章右侧文字看不清，请重新盖章后拍照。"),
    "id_in_hand.recognisable": ("id_in_hand.text", "证件文字反光，请换个角度重拍。"),
}


@dataclass
class World:
    """Everybody by name, for the demonstration and for tests."""

    builder: Builder
    staff: dict[str, Somebody] = field(default_factory=dict)
    reviewers: dict[int, tuple[Somebody, Somebody]] = field(default_factory=dict)
    lin: Somebody | None = None
    fang: str = ""

    def reviewers_of(self, agency: Agency | None) -> tuple[Somebody, Somebody]:
        """Reviewer and lead of an agency."""
        return self.reviewers[agency.pk if agency else 0]


#: name, role, address, number, agency or institution: who can be signed in as
STAFF = (
    ("周明", Role.AGENCY_REVIEWER, "zhou@sd.example.org", 11, "SD"),
    ("许峰", Role.AGENCY_LEAD, "xu@sd.example.org", 13, "SD"),
    ("陈静", Role.CENTRE_REVIEWER, "chen@centre.example.org", 16, ""),
    ("孙立", Role.CENTRE_REVIEWER, "sun@centre.example.org", 17, ""),
    ("王磊", Role.CENTRE_PRODUCER, "wang@centre.example.org", 19, ""),
    ("赵敏", Role.MINISTRY_APPROVER, "zhao@ministry.example.org", 22, ""),
    ("何静", Role.INSTITUTION, "he@qlpx.example.org", 28, "QLPX"),
    ("罗培", Role.INSTITUTION, "luo@jnpx.example.org", 31, "JNPX"),
    ("钱安", Role.ADMINISTRATOR, "qian@ops.example.org", 23, ""),
    ("吴审", Role.AUDITOR, "wu@audit.example.org", 25, ""),
)
#: Whose cases are all looked at, sheet by sheet, by whoever tries the demonstration.
SHOWN_AGENCY = "SD"
#: So many people there hand in the same picture, for a reviewer to notice.
_SHARING = 2
_TELL_EVERY = 40
LIN_ID = cast.id_number(date(1990, 3, 8), 20, woman=True)
FANG_ID = cast.id_number(date(1992, 9, 1), 21, woman=True)


def _to_nobody(said: str) -> None:
    """Nobody listens."""


def build(cases: int | None = None, *, tell: Callable[[str], object] = _to_nobody) -> None:
    """Build the demonstration; with ``cases`` so many applications for measuring instead.

    All of it in one transaction: a world whose making was cut off, by Ctrl+C or by a power cut,
    never was, and the next start makes it anew. ``tell`` hears how far it is.
    """
    now = clock.now()
    with transaction.atomic():
        if cases is None:
            crowd(founded(now), now, tell)
        elif is_empty():
            founded(now, pictures=False)
    if cases is not None:
        scale.build(cases, now=now)


def is_empty() -> bool:
    """Has no world been built here yet?"""
    return not Agency.objects.exists()


def founded(now: datetime, *, pictures: bool = True) -> World:
    """Agencies, employers and the named people; no cases yet."""
    long_ago = now - timedelta(days=400)
    world = World(Builder(long_ago, pictures=pictures))
    builder = world.builder
    builder.found_agencies()
    for name, role, email, number, agency in STAFF:
        world.staff[name] = builder.staff(name, role, email, number, agency)
    _staff_the_agencies(world)
    world.lin = builder.engineer(
        "林岚",
        id_number=LIN_ID,
        email="lin@example.org",
        phone="13800000001",
        woman=True,
    )
    _put_on_the_roster_only()
    builder.now = now
    return world


def _staff_the_agencies(world: World) -> None:
    for place, (code, agency) in enumerate(world.builder.agencies.items()):
        if code == SHOWN_AGENCY:
            world.reviewers[agency.pk] = (world.staff["周明"], world.staff["许峰"])
            continue
        name = agency.name[:2]
        world.reviewers[agency.pk] = (
            world.builder.staff(
                f"{name}初审", Role.AGENCY_REVIEWER, f"review@{code.lower()}.example.org",
                100 + 2 * place, code,
            ),
            world.builder.staff(
                f"{name}负责", Role.AGENCY_LEAD, f"lead@{code.lower()}.example.org",
                101 + 2 * place, code,
            ),
        )  # fmt: skip


def _put_on_the_roster_only() -> None:
    """方晴 holds a qualification but no account: a visitor can sign up as her."""
    paper_trail.enrol_only("方晴", FANG_ID, obtained=date(2025, 4, 20))


def crowd(world: World, now: datetime, tell: Callable[[str], object] = _to_nobody) -> None:
    """A few hundred applications, each brought to its place in the flow; and what was learnt."""
    _learn(world, now)
    seeds = cast.crowd()
    total = sum(PLACES.values())
    people = [world.builder.one_of(seed) for seed in islice(seeds, total)]
    employers = [seed.employer.name for seed in islice(cast.crowd(), total)]
    waiting = list(zip(people, employers, strict=True))
    walked: dict[str, list[Case]] = {place: [] for place in PLACES}
    for place, how_many in PLACES.items():
        for turn in range(how_many):
            at = _filed(now, place, turn)
            walked[place].append(_walk(world, *waiting.pop(), place, at=at))
            done = total - len(waiting)
            if done % _TELL_EVERY == 0:
                tell(words.text("demo.progress", done=done, total=total))
    holders = _holders(world, walked, now)
    paper_trail.decide_and_produce(world, walked, now)
    short_tracks.stories(world, holders, now)
    legacy.take_over(now)
    _hold(world, now)


#: Holders whose certificates were collected, and who ask for something since: name, sex.
HOLDERS = (
    ("沈若谷", False), ("程远山", False), ("方正平", False), ("苏晚晴", True),
    ("顾清风", False), ("叶知秋", True), ("陆长河", False), ("江映雪", True),
)  # fmt: skip


def _holders(world: World, walked: dict[str, list[Case]], now: datetime) -> list[Somebody]:
    """Registered engineers of one employer, whom the counter of 山东 knows."""
    found = []
    for turn, (name, woman) in enumerate(HOLDERS):
        who = world.builder.engineer(
            name,
            id_number=cast.id_number(date(1984, 2, 1 + turn), 480 + turn, woman=woman),
            email=f"holder{turn + 1}@example.org",
            phone=f"1371000{turn:04d}",
            woman=woman,
        )
        at = _filed(now, "closed", turn)
        walked["closed"].append(_walk(world, who, cast.EMPLOYERS[0].name, "closed", at=at))
        found.append(who)
    return found


def _learn(world: World, now: datetime) -> None:
    """韩迟, who is overdue, has filed with his hours; 梁缓 is short of some."""
    people = learning.teach(world.builder, world.staff["何静"], world.staff["罗培"], now)
    employer = world.builder.employers[cast.EMPLOYERS[0].name]
    world.builder.submitted(people["韩迟"], employer, now - timedelta(days=1))


def _hold(world: World, now: datetime) -> None:
    """Holders for whom something is open today: by kind, one each."""
    world.builder.now = now - timedelta(days=400)
    later_kinds.settle(world.builder, learning.School(world.staff["何静"]), now)
    world.builder.now = now


#: Days after which a correction that never came has lapsed for certain.
_CORRECTION_IS_OVER = 40


def _filed(now: datetime, place: str, turn: int) -> datetime:
    """When it was submitted: the further along, the longer ago; on a weekday, in office hours."""
    stages = list(PLACES)
    days = (
        1 + turn % 9 if place in ("draft", "submitted") else 6 + 3 * stages.index(place) + turn % 7
    )
    if place == "lapsed":
        days += _CORRECTION_IS_OVER
    at = (now - timedelta(days=days)).astimezone(UTC).replace(hour=2 + turn % 6, minute=turn % 60)
    return at - timedelta(days=max(0, at.weekday() - 4))


#: What happens to a case after it was submitted, until it rests at its place.
_BEYOND_FIRST_REVIEW = frozenset(PLACES) - {
    "draft", "submitted", "under_review", "correction", "corrected", "withdrawn", "lapsed",
}  # fmt: skip
_BEYOND_FINAL_REVIEW = _BEYOND_FIRST_REVIEW - {"passed", "final_review"}


def _walk(world: World, who: Somebody, employer: str, place: str, *, at: datetime) -> Case:
    builder = world.builder
    builder.now = at
    if place == "draft":
        case = builder.draft(who, at)
        said = builder.answers(who, builder.employers[employer])
        builder.fill(case, who, at, dict(islice(said.items(), 1 + case.pk % 5)))
        return case
    case = _submitted(builder, who, builder.employers[employer], place, at)
    if place == "withdrawn":
        return cases.withdraw(
            case_id=case.pk, key=f"withdraw {case.ref}", actor=who.actor, now=_later(at, 1)
        )
    if place != "submitted":
        _first_review(world, case, who, place, at)
    if place in _BEYOND_FIRST_REVIEW - {"passed"}:
        _, lead = world.reviewers_of(case.agency)
        reviews.forward(
            case_ids=[case.pk], key=f"forward {case.ref}", actor=lead.actor, now=_later(at, 3)
        )
    if place in _BEYOND_FINAL_REVIEW:
        _final_review(world, case, place, _later(at, 4))
    return case


def _submitted(
    builder: Builder, who: Somebody, employer: Employer, place: str, at: datetime
) -> Case:
    """Submitted; with a form of its own where a reviewer of the demonstration will look at it."""
    agency = builder.agency_for(builder.category_of(who), employer)
    first_review = place not in _BEYOND_FIRST_REVIEW and agency.code == SHOWN_AGENCY
    own_form = first_review or place == "final_review"
    flaw = None
    if place == "submitted" and first_review:
        if len(builder.sharing) < _SHARING:
            builder.sharing.append(who)
        else:
            flaw = builder.flaws.next(employer.name)
    return builder.submitted(who, employer, at, own_form=own_form, flaw=flaw)


def _first_review(world: World, case: Case, who: Somebody, place: str, at: datetime) -> None:
    reviewer, _ = world.reviewers_of(case.agency)
    then = _later(at, 1)
    if place == "under_review":
        reviews.claim(case_id=case.pk, actor=reviewer.actor, now=clock.now())
        return
    unmet = _UNMET if place in ("correction", "corrected", "lapsed") else {}
    world.builder.judge(case, reviewer, then, unmet)
    key = f"review {case.ref}"
    if not unmet:
        reviews.pass_case(case_id=case.pk, key=key, actor=reviewer.actor, now=then)
        return
    reviews.return_case(case_id=case.pk, key=key, actor=reviewer.actor, now=then)
    if place == "lapsed":
        cases.lapse(case_id=case.pk, now=_later(then, _CORRECTION_IS_OVER))
    if place == "corrected":
        cases.submit(case_id=case.pk, key=f"again {case.ref}", actor=who.actor, now=_later(then, 1))


def _final_review(world: World, case: Case, place: str, at: datetime) -> None:
    reviewer = world.staff["陈静"]
    reviews.claim(case_id=case.pk, actor=reviewer.actor, now=at)
    against = place == "refused"
    reasons = [Reason(code="refuse.no_suitable_post", item="")] if against else []
    reviews.conclude(
        case_id=case.pk,
        key=f"conclude {case.ref}",
        opinion=Opinion.AGAINST if against else Opinion.AGREE,
        reasons=reasons,
        note="岗位与安全生产管理无关。" if against else "",
        actor=reviewer.actor,
        now=at,
    )


def _later(at: datetime, days: int) -> datetime:
    return at + timedelta(days=days)


def people_table() -> str:
    """Who can be signed in as, for the terminal: role, name, identifier; then how."""
    rows = [("申请人", "林岚", "lin@example.org")]
    rows += [("申请人", name, email) for name, email, _, _ in learning.LEARNERS]
    rows += [
        ("申请人", one.name, f"{one.email:<20}{words.text(f'demo.story.{one.story}')}")
        for one in later_kinds.HOLDERS
    ]
    rows += [(words.text(f"kinds.role.{role}"), name, email) for name, role, email, _, _ in STAFF]
    lines = [f"  {role:　<7}{name:　<4}{email}" for role, name, email in rows]
    return "\n".join(
        [
            words.text("demo.people", password=cast.PASSWORD, secret=cast.TOTP_SECRET),
            *lines,
            words.text("demo.roster", name="方晴", number=FANG_ID),
            words.text("demo.activate", name=legacy.GU.name, number=legacy.GU.number),
            words.text("demo.slip", name=legacy.SHEN.name, number=legacy.SHEN.number, clerk="周明"),
        ]
    )
