"""Reissues, cancellations and other matters of the demonstration and of tests, through real doors.

Pages are plain sheets laid into the folder; everything else goes through the house's own actions.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from anzhu.cases import cancelling, request_facts, request_papers, requests
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.ops.demo import cast
from anzhu.ops.demo.builder import Builder, Somebody
from anzhu.people import challenges
from anzhu.production import confirming
from anzhu.reviews import actions as reviews
from anzhu.reviews import short_tracks
from anzhu.rules.facts import Kind
from anzhu.rules.materials import REQUEST_FORMS
from anzhu.rules.requests import Corrected

if TYPE_CHECKING:
    from anzhu.ops.demo.world import World

_DAY = timedelta(days=1)
#: What a careful person says, by kind.
SAID: Mapping[Kind, Mapping[str, Any]] = MappingProxyType(
    {
        Kind.REISSUE: {
            "sheet": "certificate",
            "why": "lost",
            "text": "出差途中遗失，已登报声明作废。",
            "agency": "SD",
        },
        Kind.CANCELLATION: {
            "text": "已调离安全生产岗位，不再执业。",
            "understood": True,
            "agency": "SD",
        },
        Kind.OTHER_MATTERS: {
            "subject": "id_number",
            "text": "公安机关更正了我的身份证号，请相应更正注册信息。",
        },
    }
)


def online(builder: Builder, kind: Kind, of: Somebody, at: datetime, **said: Any) -> Case:
    """A request filed on line, complete and handed in."""
    case = requests.open_request(kind=kind, actor=of.actor, now=at)
    told = {"phone": of.account.phone, **SAID[kind], **said}
    return _handed_in(builder, case, told, of.actor, at)


def at_counter(
    builder: Builder, kind: Kind, person_id: int, clerk: Somebody, at: datetime, **said: Any
) -> Case:
    """A request that came in on paper, entered and taken in by a clerk."""
    case = requests.open_at_counter(kind=kind, person_id=person_id, actor=clerk.actor, now=at)
    told = {"phone": "13900001111", **SAID[kind], **said}
    return _handed_in(builder, case, told, clerk.actor, at)


def _handed_in(
    builder: Builder, case: Case, told: Mapping[str, Any], actor: Actor, at: datetime
) -> Case:
    requests.save(case_id=case.pk, said=told, actor=actor, now=at)
    lay_pages(builder, case, at)
    case.refresh_from_db()
    if request_facts.asks_for_code(case):
        row, code = challenges.made(cancelling.PURPOSE, {"case": case.ref}, now=at)
        cancelling.confirm(case_id=case.pk, token=row.token, code=code, actor=actor, now=at)
    return requests.submit(case_id=case.pk, key=f"submit {case.ref}", actor=actor, now=at)


def lay_pages(builder: Builder, case: Case, at: datetime) -> None:
    """A sheet into every slot that the request has."""
    case.refresh_from_db()
    for need in request_facts.needs_of(case).required:
        form = need.material in REQUEST_FORMS.values() and builder.pictures
        pdf = request_papers.filled_form(case, on=clock.day(at)) if form else b""
        builder.lay(case, need.material, at, pdf)


def passed(builder: Builder, case: Case, reviewer: Somebody, lead: Somebody, at: datetime) -> Case:
    """What must come back has, every item is met, and the lead has forwarded it."""
    if case.hand_in_due and case.handed_in_on is None:
        requests.hand_in(
            case_id=case.pk, key=f"in {case.ref}", note="ZS（样例）", actor=reviewer.actor, now=at
        )
    builder.judge(case, reviewer, at, {})
    reviews.pass_case(case_id=case.pk, key=f"p {case.ref}", actor=reviewer.actor, now=at)
    reviews.forward(case_ids=[case.pk], key=f"f {case.ref}", actor=lead.actor, now=at)
    case.refresh_from_db()
    return case


def confirmed(case: Case, by: Somebody, at: datetime) -> Case:
    """The centre has said yes."""
    reviews.claim(case_id=case.pk, actor=by.actor, now=at)
    return confirming.confirm(case_id=case.pk, key=f"c {case.ref}", note="", actor=by.actor, now=at)


def proposed(case: Case, by: Somebody, corrected: Corrected, value: str, at: datetime) -> Case:
    """One at the centre has put down what is to stand in the record."""
    reviews.claim(case_id=case.pk, actor=by.actor, now=at)
    return short_tracks.propose(
        case_id=case.pk,
        key=f"propose {case.ref}",
        corrected=corrected,
        value=value,
        basis="公安机关出具的证明（样例）",
        actor=by.actor,
        now=at,
    )


def corrected(case: Case, by: Somebody, value: str, at: datetime) -> Case:
    """Another one has typed it again from the evidence and confirmed it."""
    reviews.claim(case_id=case.pk, actor=by.actor, now=at)
    return short_tracks.confirm(
        case_id=case.pk, key=f"correct {case.ref}", again=value, actor=by.actor, now=at
    )


def stories(world: "World", holders: Sequence[Somebody], now: datetime) -> None:
    """One of each in several states: in review, at the centre, done, waiting for another human."""
    builder, in_office = world.builder, now.replace(hour=2, minute=20)
    builder.now = in_office
    zhou, xu, chen, sun = (world.staff[name] for name in ("周明", "许峰", "陈静", "孙立"))
    shen, cheng, fang, su, gu, ye, lu, jiang = holders
    four, three, two, one = (in_office - days * _DAY for days in (4, 3, 2, 1))
    online(builder, Kind.REISSUE, shen, one)
    damaged = at_counter(builder, Kind.REISSUE, cheng.person.pk, zhou, three, why="damaged")
    passed(builder, damaged, zhou, xu, two)
    anew = passed(builder, online(builder, Kind.REISSUE, fang, four), zhou, xu, three)
    confirmed(anew, chen, two)
    passed(builder, online(builder, Kind.CANCELLATION, su, three), zhou, xu, two)
    over = passed(builder, online(builder, Kind.CANCELLATION, gu, four), zhou, xu, three)
    confirmed(over, sun, two)
    waiting = online(builder, Kind.OTHER_MATTERS, ye, two, wanted=_other_number(ye, 7))
    proposed(waiting, chen, Corrected.ID_NUMBER, _other_number(ye, 7), one)
    asked = online(builder, Kind.OTHER_MATTERS, lu, two, wanted=_other_number(lu, 8))
    reviews.claim(case_id=asked.pk, actor=chen.actor, now=one)
    short_tracks.ask(
        case_id=asked.pk,
        key=f"ask {asked.ref}",
        note="证明材料上没有公安机关的印章，请补充盖章的证明。",
        actor=chen.actor,
        now=one,
    )
    done = online(builder, Kind.OTHER_MATTERS, jiang, three, wanted=_other_number(jiang, 9))
    proposed(done, chen, Corrected.ID_NUMBER, _other_number(jiang, 9), two)
    corrected(done, sun, _other_number(jiang, 9), one)


def _other_number(of: Somebody, place: int) -> str:
    """Another valid number of the same birth date and sex."""
    return cast.id_number(of.person.born, 440 + place, woman=of.woman)
