"""A small town for hostile hands: one case in every place of the flow, and who may look at it.

Every person carries marks of his own (ID number, phone, e-mail, address), so that a page that
shows one of them to the wrong reader is found by searching for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anzhu.cases import actions as cases
from anzhu.cases import forms as paper_forms
from anzhu.cases import requests
from anzhu.cases.models import Case
from anzhu.education import actions as education
from anzhu.education.actions import Said
from anzhu.education.models import Batch as LearningList
from anzhu.education.models import Dispute, Proof, ProofState, Record
from anzhu.kernel import clock
from anzhu.materials.checks.interface import Outcome
from anzhu.materials.models import Found
from anzhu.ops.demo import cast, learning, short_tracks
from anzhu.ops.demo.builder import Somebody
from anzhu.papers.codes import certificate_code
from anzhu.production import batches, deciding, printing, shipping
from anzhu.production.models import Batch, Item, Parcel, PrintRun
from anzhu.registrations import banning
from anzhu.registrations.importing import staging, workbook
from anzhu.registrations.models import Restriction, RestrictionOrder, UploadedList
from anzhu.reviews import actions as reviews
from anzhu.reviews.models import Forwarding
from anzhu.rules.facts import Kind, Opinion, Role
from anzhu.rules.materials import Material
from tests.domain import factories
from tests.domain.registrations.banned import asked, banned, lay_scan
from tests.world import MONDAY, UNMET, Story

#: When everybody comes in; the cases began on ``MONDAY``.
NOW = datetime.fromisoformat("2026-11-23T02:00:00+00:00")
DAY = timedelta(days=1)
JIANGSU = "江苏长河新材料有限公司"
NOBODYS = "26ZZZZZZZZ"


@dataclass(frozen=True)
class Human:
    """Somebody with marks that nobody else has."""

    who: Somebody
    id_number: str
    phone: str
    email: str
    address: str

    @property
    def secrets(self) -> dict[str, str]:
        """What others may read only where it is said so."""
        return {"phone": self.phone, "email": self.email, "address": self.address}


@dataclass
class Town:
    """Everybody and everything, by name."""

    story: Story
    humans: dict[str, Human] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    staff: dict[str, Somebody] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    parcels: dict[str, Parcel] = field(default_factory=dict)
    forwardings: dict[str, Forwarding] = field(default_factory=dict)
    bans: dict[str, Restriction] = field(default_factory=dict)
    orders: dict[str, RestrictionOrder] = field(default_factory=dict)
    #: requests of the short tracks: on line, from paper at two counters, on the centre's desk
    requests: dict[str, Case] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    lists: dict[str, LearningList] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)
    old_lists: dict[str, UploadedList] = field(default_factory=dict)
    run: PrintRun | None = None

    def page_of(self, name: str) -> int:
        """A page in the folder of a case."""
        page = self.cases[name].folder.pages.order_by("pk").first()
        return page.pk if page else 0

    def found_on(self, name: str) -> int:
        """What a check cut out of that page."""
        return Found.objects.filter(page_id=self.page_of(name)).values_list("pk", flat=True).get()

    def photo_of(self, name: str) -> str:
        """The portrait on a case."""
        return str(self.cases[name].dossier.photo_id or "00000000-0000-0000-0000-000000000000")

    def code_of(self, name: str) -> str:
        """What is printed on a sheet."""
        return certificate_code(self.items[name].number, self.items[name].serial)


def built() -> Town:
    """The town; forms are not typeset, since nobody here reads paper."""
    with pytest.MonkeyPatch.context() as patch, clock.at(MONDAY):
        patch.setattr(paper_forms, "application_form", lambda *_, **__: b"%PDF-1.7")
        town = Town(Story())
        _hire(town)
        _settle(town)
        _file(town)
        _decide(town)
        _make(town)
        _ban(town)
        _ask(town)
        _teach(town)
        _take_over(town)
        _notice(town)
    return town


def _notice(town: Town) -> None:
    """A check has noticed something on the first page of every case, and cut it out."""
    for case in town.cases.values():
        page = case.folder.pages.order_by("pk").first()
        if page is not None:
            Found.objects.create(
                page=page,
                check_name="readability",
                version=1,
                number=0,
                code="blurred",
                outcome=Outcome.UNSURE,
                confidence=0.8,
                crop=page.stored,
                at=MONDAY,
            )


def _hire(town: Town) -> None:
    builder = town.story.builder
    agencies = town.story.world.reviewers
    other_reviewer, other_lead = agencies[builder.agencies["JS"].pk]
    town.staff = {
        "reviewer": town.story.zhou,
        "lead": town.story.xu,
        "other reviewer": other_reviewer,
        "other lead": other_lead,
        "centre": town.story.chen,
        "second centre": town.story.sun,
        "producer": town.story.wang,
        "ministry": town.story.zhao,
        "administrator": town.story.world.staff["钱安"],
        "auditor": town.story.world.staff["吴审"],
        "institution": town.story.world.staff["何静"],
        "other institution": town.story.world.staff["罗培"],
        "gone": builder.staff("钟离", Role.AGENCY_REVIEWER, "gone@sd.example.org", 300, "SD"),
        "moved": builder.staff("司徒", Role.AGENCY_LEAD, "moved@sd.example.org", 302, "SD"),
    }


#: name of a case: its owner's name
_PEOPLE = {
    "received": "林岚",
    "draft": "丹枫",
    "printed": "梅影",
    "elsewhere": "江流",
    "elsewhere received": "江月",
    "frozen": "冰河",
    "listed": "册页",
    "submitted": "初晴",
    "under review": "审微",
    "withdrawn": "归去",
    "correction": "补天",
    "passed": "过岭",
    "final": "终南",
}


def _settle(town: Town) -> None:
    for place, (case, name) in enumerate(_PEOPLE.items()):
        number = cast.id_number(date(1985, 6, 1) + place * timedelta(days=37), 300 + place, woman=0)
        phone, email = f"1370{place:03d}4242", f"canary{place}@mail.example.org"
        who = town.story.builder.engineer(name, id_number=number, email=email, phone=phone)
        if name == "林岚":
            number, phone, email = _first(town)
            who = town.story.lin
        town.humans[case] = Human(who, number, phone, email, f"暗记街{place:02d}号院")


def _first(town: Town) -> tuple[str, str, str]:
    lin = town.story.lin
    return lin.person.id_number, lin.account.phone, lin.account.email


def _file(town: Town) -> None:
    builder = town.story.builder
    for name, human in town.humans.items():
        employer = builder.employers[JIANGSU] if "elsewhere" in name else town.story.qilu
        said = builder.answers(human.who, employer)
        said["person"]["address"] = human.address
        draft = builder.draft(human.who, MONDAY)
        builder.fill(draft, human.who, MONDAY, said)
        builder.hand_in_papers(draft, human.who, MONDAY)
        if name not in ("draft", "withdrawn"):
            cases.submit(case_id=draft.pk, key=f"s {name}", actor=human.who.actor, now=MONDAY)
        town.cases[name] = Case.objects.get(pk=draft.pk)
    gone = town.cases["withdrawn"]
    owner = town.humans["withdrawn"].who.actor
    cases.withdraw(case_id=gone.pk, key="gone", actor=owner, now=MONDAY)
    reviewer = town.staff["reviewer"]
    reviews.claim(case_id=town.cases["under review"].pk, actor=reviewer.actor, now=NOW)
    builder.judge(town.cases["correction"], reviewer, MONDAY + DAY, UNMET)
    reviews.return_case(
        case_id=town.cases["correction"].pk, key="r", actor=reviewer.actor, now=MONDAY + DAY
    )


def _decide(town: Town) -> None:
    here = ("received", "printed", "frozen", "listed", "passed", "final")
    there = ("elsewhere", "elsewhere received")
    for names, prefix, batch in ((here, "", "ours"), (there, "other ", "theirs")):
        reviewer, lead = town.staff[f"{prefix}reviewer"], town.staff[f"{prefix}lead"]
        for name in names:
            _pass(town, name, reviewer)
        sent = [town.cases[name].pk for name in names if name not in ("passed", "elsewhere")]
        town.forwardings[batch] = reviews.forward(
            case_ids=sent, key=f"f {prefix}", actor=lead.actor, now=MONDAY + 2 * DAY
        )
    for name in ("received", "printed", "frozen", "listed", "elsewhere received"):
        _conclude(town, name)
    reviews.claim(case_id=town.cases["final"].pk, actor=town.staff["centre"].actor, now=NOW)
    decided = ("received", "printed", "elsewhere received")
    town.batches["decided"] = _batch(town, decided, freeze=True)
    town.batches["frozen"] = _batch(town, ("frozen",), freeze=True)
    town.batches["open"] = _batch(town, ("listed",), freeze=False)
    deciding.approve(
        batch_id=town.batches["decided"].pk,
        leaving_out={},
        refusing={},
        second_factor=True,
        key="approve",
        actor=town.staff["ministry"].actor,
        now=MONDAY + 4 * DAY,
    )


def _pass(town: Town, name: str, reviewer: Somebody) -> None:
    case, then = town.cases[name], MONDAY + DAY
    town.story.builder.judge(case, reviewer, then, {})
    reviews.pass_case(case_id=case.pk, key=f"p {name}", actor=reviewer.actor, now=then)


def _conclude(town: Town, name: str) -> None:
    case, actor, then = town.cases[name], town.staff["centre"].actor, MONDAY + 3 * DAY
    reviews.claim(case_id=case.pk, actor=actor, now=then)
    agree: Mapping[str, Any] = {"opinion": Opinion.AGREE, "actor": actor, "now": then}
    reviews.conclude(case_id=case.pk, key=f"c {name}", **agree)


def _batch(town: Town, names: tuple[str, ...], *, freeze: bool) -> Batch:
    actor, then = town.staff["second centre"].actor, MONDAY + 3 * DAY
    ids = [town.cases[name].pk for name in names]
    batch = batches.compile_batch(case_ids=ids, key=names[0], actor=actor, now=then)
    if freeze:
        batch = batches.freeze(batch_id=batch.pk, key=f"z {names[0]}", actor=actor, now=then)
    return batch


def _make(town: Town) -> None:
    producer, then = town.staff["producer"].actor, MONDAY + 5 * DAY
    for name in ("received", "printed", "elsewhere received"):
        town.items[name] = Item.objects.get(case=town.cases[name])
    ids = [item.pk for item in town.items.values()]
    first = printing.start(
        item_ids=[pk for pk in ids if pk != town.items["printed"].pk], actor=producer, now=then
    )
    printing.confirm(run_id=first.pk, spoiled={}, actor=producer, now=then)
    town.run = printing.start(item_ids=[town.items["printed"].pk], actor=producer, now=then)
    for name, prefix in (("received", ""), ("elsewhere received", "other ")):
        _send(town, town.items[name], town.staff[f"{prefix}reviewer"], then)
        town.items[name].refresh_from_db()
        town.parcels[name] = Parcel.objects.get(pk=town.items[name].parcel_id)
    town.cases.update({name: Case.objects.get(pk=case.pk) for name, case in town.cases.items()})


def _ban(town: Town) -> None:
    """One ban in force, and an order that waits for its second person."""
    withdrawn = town.humans["withdrawn"].who.person
    pair = (town.staff["centre"].actor, town.staff["second centre"].actor)
    town.bans["banned"] = banned(withdrawn, pair, MONDAY)
    town.orders["waiting"] = banning.enter(
        person_id=withdrawn.pk,
        asked=asked(MONDAY, instrument="另一文书"),
        upload=None,
        key="waiting",
        actor=pair[1],
        now=MONDAY,
    )
    lay_scan(town.orders["waiting"], MONDAY)


def _take_over(town: Town) -> None:
    """One list of registrations of the time before, looked at and not taken over yet."""
    town.old_lists["checked"] = staging.upload(
        SimpleUploadedFile("list.csv", workbook.sample().encode()),
        key="list",
        actor=town.staff["administrator"].actor,
        now=MONDAY,
    )
    staging.check_list(list_id=town.old_lists["checked"].pk)


def _send(town: Town, item: Item, reviewer: Somebody, then: datetime) -> None:
    producer = town.staff["producer"].actor
    printing.check(item_ids=[item.pk], actor=producer, now=then)
    parcel = shipping.pack(agency_id=item.agency_id, item_ids=[item.pk], actor=producer, now=then)
    way = {"courier": "邮政", "courier_number": f"EX{parcel.pk:09d}CN"}
    shipping.hand_over(parcel_id=parcel.pk, **way, actor=producer, now=then)
    shipping.receive(
        parcel_id=parcel.pk, seen=[item.pk], key=f"got {item.pk}", actor=reviewer.actor, now=then
    )


def _ask(town: Town) -> None:
    """Other matters need no registration: one begun, one with the centre, two on paper."""
    kind, builder = Kind.OTHER_MATTERS, town.story.builder
    ask = {"kind": kind, "now": MONDAY}
    town.requests["online"] = requests.open_request(actor=town.humans["received"].who.actor, **ask)
    builder.lay(town.requests["online"], Material.EVIDENCE, MONDAY)
    who = town.humans["final"].who
    town.requests["matter"] = short_tracks.online(builder, kind, who, MONDAY, subject="other")
    for name, of, by in (("paper", "submitted", ""), ("other paper", "elsewhere", "other ")):
        clerk, person = town.staff[f"{by}reviewer"], town.humans[of].who.person
        town.requests[name] = requests.open_at_counter(
            person_id=person.pk, actor=clerk.actor, **ask
        )
        builder.lay(town.requests[name], Material.EVIDENCE, MONDAY)


def _teach(town: Town) -> None:
    """A list of each institution that waits, one that came in and is objected to; an own entry."""
    for name, prefix in (("ours", ""), ("theirs", "other ")):
        owner = town.humans["received" if prefix == "" else "elsewhere received"]
        rows = [[owner.who.name, owner.id_number, course, "2026-03-04", 8] for course in "甲乙"]
        school = learning.School(town.staff[f"{prefix}institution"])
        factories.filed(school.clerk.account.institution, *"甲乙丙")
        came = school.imports(rows[:1], "list.xlsx", MONDAY)
        town.lists[name] = school.brings(rows, "list.xlsx", MONDAY)
        record = Record.objects.get(batch=came)
        town.disputes[name] = education.raise_dispute(
            record_id=record.pk, said="没有参加", key=name, actor=owner.who.actor, now=MONDAY
        )
    owner = town.humans["received"]
    rows = [[owner.who.name, owner.id_number, "丙", "2026-03-05", 8]]
    came = learning.School(town.staff["institution"]).imports(rows, "list.xlsx", MONDAY)
    town.records["imported"] = Record.objects.get(batch=came)
    said = Said(provider="协会", course="丁", completed=date(2026, 3, 4), hours=Decimal(8))
    own = education.add(said=said, key="own", actor=owner.who.actor, now=MONDAY)
    sheet = town.story.builder.plain_sheet("proof")
    Proof.objects.create(record=own, state=ProofState.READY, stored=sheet, uploaded_at=MONDAY)
    town.records["own"] = own
