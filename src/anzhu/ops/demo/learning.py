"""Continuing education in the demonstration: two institutions' lists, own entries, an objection."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from PIL import Image, ImageDraw, ImageFont

from anzhu.cases import learning
from anzhu.education import actions, judging, keeping, sheet
from anzhu.education.actions import Said
from anzhu.education.batches import next_number
from anzhu.education.models import Batch, BatchState, Proof, ProofState, Record
from anzhu.files.tables import Cell, Line
from anzhu.kernel import clock
from anzhu.ops.demo import cast, handwriting, scans
from anzhu.ops.demo.builder import Builder, Somebody
from anzhu.papers import defaults

COURSES = tuple(name for name, _ in cast.FILED_COURSES)
#: 韩迟 has what an overdue registration needs, eight hours of it by his own word; 梁缓 is short.
LEARNERS = (
    ("韩迟", "han@example.org", cast.id_number(date(1984, 2, 3), 41, woman=False), 5),
    ("梁缓", "liang@example.org", cast.id_number(date(1986, 7, 9), 43, woman=False), 4),
)
_LATE = date(2018, 10, 28)
_HOURS = 8


@dataclass(frozen=True)
class School:
    """A training institution and its clerk."""

    clerk: Somebody

    def brings(self, rows: Sequence[Sequence[Cell]], name: str, at: datetime) -> Batch:
        """A list as the worker leaves it after the dry run."""
        institution = self.clerk.account.institution
        if institution is None:
            raise LookupError("the clerk works for no institution")
        head = Line(1, [sheet.header(column) for column in sheet.COLUMNS])
        lines = [head, *(Line(place, row) for place, row in enumerate(rows, start=2))]
        found = sheet.read(lines, provider=institution.name, on=clock.day(at))
        batch = Batch(
            number=next_number(institution.pk, clock.day(at).year),
            institution=institution,
            state=BatchState.CHECKED,
            shown_name=name,
            source="0" * 64,
            uploaded_by=self.clerk.account,
            uploaded_at=at,
            checked_at=at,
        )
        keeping.keep(batch, found.header, judging.judge(found.rows, institution=institution))
        batch.save(force_insert=True)
        return batch

    def imports(self, rows: Sequence[Sequence[Cell]], name: str, at: datetime) -> Batch:
        """A list that came in."""
        batch = self.brings(rows, name, at)
        key = f"commit {batch.number}"
        actions.commit(batch_id=batch.pk, key=key, actor=self.clerk.actor, now=at)
        with clock.at(at):
            actions.take(batch_id=batch.pk)
        batch.refresh_from_db()
        return batch


def teach(builder: Builder, he: Somebody, luo: Somebody, now: datetime) -> dict[str, Somebody]:
    """The learners with their hours, one's own entry, an objection, a list with errors."""
    people = _engineers(builder)
    han, liang = people["韩迟"], people["梁缓"]
    ours, theirs = School(he), School(luo)
    rows = [
        row
        for name, _, number, how_many in LEARNERS
        for row in courses(name, number, how_many, clock.day(now))
    ]
    ours.imports(rows, "2026年继续教育学时.xlsx", now - timedelta(days=40))
    first = courses(han.name, LEARNERS[0][2], 1, clock.day(now) - timedelta(days=400))
    theirs.imports(first, "学时清单.csv", now - timedelta(days=30))
    _by_own_word(builder, han, now)
    wrong = Record.objects.filter(person=liang.person).order_by("pk").first()
    if wrong is not None:
        said = "本人参加了全部课时，证书上是 16 学时。"
        actions.raise_dispute(
            record_id=wrong.pk, said=said, key="objection", actor=liang.actor, now=now
        )
    ours.brings(_with_errors(now), "新学员学时.xlsx", now - timedelta(hours=2))
    return people


def _engineers(builder: Builder) -> dict[str, Somebody]:
    """They got their certificates long ago and have not registered since."""
    return {
        name: builder.engineer(
            name,
            id_number=number,
            email=email,
            phone=f"1380000{number[-5:-1]}",
            obtained=_LATE,
            category=None,
        )
        for name, email, number, _ in LEARNERS
    }


def courses(name: str, number: str, how_many: int, on: date) -> list[list[Cell]]:
    """Rows of an institution's list: eight hours each, a month apart."""
    return [
        [
            name,
            number,
            COURSES[place % len(COURSES)],
            str(on - timedelta(days=60 + 30 * place)),
            _HOURS,
        ]
        for place in range(how_many)
    ]


def _with_errors(now: datetime) -> list[list[Cell]]:
    """What a clerk gets wrong: digit, name, hours, course, day; and two rows that are right."""
    on = clock.day(now) - timedelta(days=10)
    good = cast.id_number(date(1991, 4, 5), 77, woman=False)
    wrong_digit = good[:-1] + ("0" if good[-1] != "0" else "1")
    han = LEARNERS[0]
    return [
        ["赵新", good, COURSES[0], str(on), 16],
        ["赵新", good, COURSES[1], str(on), 7.5],
        ["赵新", good, COURSES[1], str(on), 7.5],
        ["钱错", wrong_digit, COURSES[0], str(on), 16],
        ["韩池", han[2], COURSES[2], str(on), 8],
        ["孙多", cast.id_number(date(1988, 1, 2), 78, woman=False), COURSES[0], str(on), 480],
        ["赵新", good, "安全生产法律法规", str(on), 16],
        ["李未", cast.id_number(date(1989, 1, 2), 79, woman=True), COURSES[0], "2099-01-01", 8],
    ]


def _by_own_word(builder: Builder, han: Somebody, now: datetime) -> None:
    provider, course = "山东省安全生产协会", "化工过程安全管理研修"
    day = clock.day(now) - timedelta(days=90)
    said = Said(provider=provider, course=course, completed=day, hours=Decimal(_HOURS))
    made = learning.add(said=said, key="own", actor=han.actor, now=now)
    if builder.pictures:
        stored = scans.lay(
            certificate(han.name, provider, course, day), purpose="education.proof", now=now
        )
        Proof.objects.create(
            record=made,
            state=ProofState.READY,
            stored=stored,
            shown_name="结业证书.jpg",
            uploaded_at=now,
        )


def certificate(name: str, provider: str, course: str, day: date) -> Image.Image:
    """A certificate of a course, clearly made up."""
    page = Image.new("RGB", (1400, 990), (250, 247, 238))
    draw = ImageDraw.Draw(page)
    draw.rectangle((30, 30, 1370, 960), outline=(176, 146, 92), width=6)
    large = ImageFont.truetype(str(defaults.font_file("NotoSerifSC", "Bold")), 84)
    plain = ImageFont.truetype(str(defaults.font_file("NotoSansSC", "Regular")), 40)
    draw.text((700, 170), "结业证书", (110, 40, 36), large, anchor="mm")
    lines = (
        f"{name}　（演示样张）",
        f"于 {day.year} 年 {day.month} 月参加“{course}”",
        f"共 {_HOURS} 学时，考核合格，准予结业。",
    )
    for place, line in enumerate(lines):
        draw.text((170, 330 + 90 * place), line, (52, 52, 58), plain)
    draw.text((1230, 800), provider, (52, 52, 58), plain, anchor="rm")
    draw.text((1230, 870), f"{day.year} 年 {day.month} 月 {day.day} 日", (52, 52, 58), plain, "rm")
    ink = Image.fromarray(handwriting.seal(provider, 260))
    page.paste((196, 44, 40), (900, 690), ink.point(lambda shade: int(shade * 0.75)))
    return page
