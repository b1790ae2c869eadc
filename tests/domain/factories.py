"""People, agencies and cases made directly, in any status, for tests that need no wizard."""

from datetime import date, timedelta
from functools import cache
from io import BytesIO
from itertools import count

from django.db import transaction
from PIL import Image

from anzhu.audit.actions import record
from anzhu.cases import queries as cases
from anzhu.cases import traces
from anzhu.cases.models import Case, Dossier, Revision
from anzhu.education.models import Batch, BatchState, Record
from anzhu.files import storage
from anzhu.files.models import StoredFile
from anzhu.kernel import clock, secrets
from anzhu.kernel.actor import Actor
from anzhu.materials.models import Folder
from anzhu.organisations.models import Agency, Course, Employer, Institution
from anzhu.people.actions import enrol, person_for
from anzhu.people.models import Account, Person
from anzhu.photos.models import Photo
from anzhu.production.models import Parcel
from anzhu.registrations import queries as registrations
from anzhu.registrations.models import HolderNumber, Registration
from anzhu.rules import identifiers, numbering, parameters
from anzhu.rules.deadlines import validity_from
from anzhu.rules.facts import AGENCY_ROLES, Asked, Kind, Opinion, Role, Status
from anzhu.rules.filing import Source

_ORDER = count(1)
NAMES = ("林小满", "周岩", "吴桐", "欧阳慧芳", "陈立", "沈知远", "韩梅", "赵一鸣")
FILED = date(2026, 11, 2)


def person(name: str = "") -> Person:
    """Somebody new, born in 1990 or soon after."""
    day, order = divmod(next(_ORDER), 1000)
    first_17 = f"370202{date(1990, 1, 1) + timedelta(days=day):%Y%m%d}{order:03d}"
    number = first_17 + identifiers.id_check_digit(first_17)
    return person_for(name=name or NAMES[order % len(NAMES)], id_number=number)


def enrolled(name: str, id_number: str, obtained: date = date(2024, 5, 18)) -> None:
    """Somebody on the roster, with or without an account."""
    number = f"Q{obtained:%Y}{id_number[-8:]}"
    enrol(name=name, id_number=id_number, number=number, obtained=obtained, category="chemical")


def account(role: Role, *, of: Person | None = None, agency: Agency | None = None) -> Account:
    """An account of this role, of somebody new if nobody is named."""
    order = next(_ORDER)
    return Account.objects.create(
        person=of or person(),
        role=role,
        agency=agency,
        institution=institution() if role is Role.INSTITUTION else None,
        email=f"{role}{order}@example.test",
        phone=f"139{order:08d}",
        created_at=clock.noon(FILED),
    )


def actor(role: Role, *, of: Person | None = None, agency: Agency | None = None) -> Actor:
    """Somebody who acts in this role."""
    row = account(role, of=of, agency=agency if role in AGENCY_ROLES else None)
    return Actor(
        role=role,
        account_id=row.pk,
        person_id=row.person_id,
        agency_id=row.agency_id,
        institution_id=row.institution_id,
        name=row.person.name,
    )


def institution(code: str = "QLPX", name: str = "齐鲁安全培训中心") -> Institution:
    """A training institution, the same one for the same code."""
    found, _ = Institution.objects.get_or_create(
        code=code, defaults={"name": name, "province": "37", "open_from": date(2019, 3, 1)}
    )
    return found


def filed(at: Institution, *names: str, hours: float = 48) -> None:
    """Courses that an institution may teach since 2019."""
    for name in names:
        Course.objects.create(
            institution=at,
            code=f"{at.code}-{next(_ORDER)}",
            name=name,
            hours=hours,
            valid_from=date(2019, 3, 1),
            source="备案",
        )


def learnt(of: Person, hours: float, course: str, completed: date) -> Record:
    """A record as an institution's list brought it in; the list itself is of no interest."""
    clerk = Account.objects.filter(role=Role.INSTITUTION).first() or account(Role.INSTITUTION)
    now = clock.noon(FILED)
    batch = Batch.objects.create(
        number=f"JX2026-{next(_ORDER):06d}",
        institution=clerk.institution,
        state=BatchState.CANCELLED,
        shown_name="学时.xlsx",
        source="0" * 64,
        uploaded_by=clerk,
        uploaded_at=now,
        settled_at=now,
        settled_by=clerk,
    )
    return Record.objects.create(
        id_index=of.id_index,
        name=of.name,
        person=of,
        source=Source.INSTITUTION,
        batch=batch,
        provider=clerk.institution.name,
        course=course,
        completed=completed,
        hours=hours,
        created_at=now,
    )


def agency(code: str = "SD", name: str = "山东省应急管理厅") -> Agency:
    """A provincial agency, the same one for the same code."""
    found, _ = Agency.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "kind": "province",
            "province": "37",
            "open_from": date(2019, 3, 1),
            "address": "济南市历下区经十路 1000 号",
        },
    )
    return found


def qualification(of: Person, category: str = "") -> None:
    """Puts somebody on the roster; without a category the choice is free (R1)."""
    enrol(
        name=of.name,
        id_number=of.id_number,
        number=f"Q{of.pk:010d}",
        obtained=date(2018, 10, 12),
        category=category,
    )


def employer(name: str = "山东齐鲁精细化工有限公司") -> Employer:
    """An employer of the directory."""
    uscc = f"91370100{next(_ORDER):09d}"
    code = uscc + identifiers.credit_check_digit(uscc)
    return Employer.objects.create(uscc=code, name=name, province="37")


def photo(of: Person) -> Photo:
    """A portrait that passed."""
    key, digest = storage.put_bytes(storage.CLEAN, _jpeg(), now=clock.noon(FILED))
    kept = [
        StoredFile.objects.create(
            purpose="photo",
            key=key if which == "portrait" else f"{key}-original",
            digest=digest,
            size=len(_jpeg()),
            media_type="image/jpeg",
            width=295,
            height=413,
            created_at=clock.noon(FILED),
        )
        for which in ("original", "portrait")
    ]
    return Photo.objects.create(
        person=of,
        original=kept[0],
        portrait=kept[1],
        crop=[0, 0, 295, 413],
        profile="test",
        digest=digest,
        created_at=clock.noon(FILED),
    )


@cache
def _jpeg() -> bytes:
    held = BytesIO()
    Image.new("RGB", (295, 413), "#9ec1d4").save(held, "JPEG")
    return held.getvalue()


def change(
    *, employer: bool = False, renamed: bool = False, category: bool = False, renew: bool = False
) -> dict[str, bool]:
    """What a change application asks for, as its page keeps it."""
    return {"employer": employer, "renamed": renamed, "category": category, "renew": renew}


@transaction.atomic
def case(
    status: Status = Status.APPROVAL,
    *,
    of: Person | None = None,
    at: Agency | None = None,
    category: str = "chemical",
    centre_opinion: Opinion | None = Opinion.AGREE,
    kind: Kind = Kind.INITIAL,
    asks: dict[str, bool] | None = None,
    employer_name: str = "山东齐鲁精细化工有限公司",
    filed_on: date = FILED,
) -> Case:
    """An application that was submitted and stands in this status, in the record.

    ``asks`` is what a change asks for, see ``change``.
    """
    holder, where = of or person(), at or agency()
    now = clock.noon(filed_on)
    ref = numbering.case_ref(2026, secrets.bits(numbering.REF_BITS))
    row = Case.objects.create(
        ref=ref,
        kind=kind,
        renews=kind is Kind.RENEWAL or bool((asks or {}).get("renew")),
        status=status,
        person=holder,
        agency=where,
        folder=Folder.objects.create(ref=ref, person=holder),
        created_at=now,
        waits_since=now,
        filed_on=filed_on,
        received_on=filed_on,
        accepted_on=filed_on,
        forwarded_at=now,
        agency_opinion=Opinion.AGREE,
        centre_opinion=centre_opinion or "",
        applicant_name=holder.name,
        employer_name=employer_name,
        category=category,
        rule_set=parameters.RULE_SET,
    )
    _submitted(row, holder, asks)
    return row


@transaction.atomic
def registration(
    of: Person,
    *,
    since: date,
    until: date | None = None,
    category: str = "chemical",
    employer_name: str = "山东齐鲁精细化工有限公司",
    uscc: str = "91370100MA3C1234XA",
    number: str = "",
) -> Registration:
    """A registration granted on its first day, in the record; five years if not said otherwise."""
    ref = numbering.case_ref(2026, secrets.bits(numbering.REF_BITS))
    number = number or numbering.holder_number(2019, next(_ORDER))
    HolderNumber.objects.create(person=of, number=number, given_on=since)
    row = Registration.objects.create(
        person=of,
        number=number,
        category=category,
        employer_name=employer_name,
        employer_uscc=uscc,
        granted_on=since,
        valid_from=since,
        valid_until=until or validity_from(since).until,
        case_ref=ref,
    )
    record(
        "registration.granted",
        chain=ref,
        actor=Actor(role=Role.CLOCK),
        now=clock.noon(since),
        subject=f"registrations.registration:{row.pk}",
        digest=registrations.digest(row),
    )
    return row


def parcel(to: Agency) -> Parcel:
    """A parcel that is on its way."""
    sender = account(Role.CENTRE_PRODUCER)
    order = next(_ORDER)
    return Parcel.objects.create(
        number=f"JS2026-{order:04d}",
        agency=to,
        status="handed_over",
        packed_at=clock.noon(FILED),
        packed_with=sender,
        courier_number=f"EX{order}",
        handed_over_at=clock.noon(FILED),
    )


def _submitted(row: Case, holder: Person, asks: dict[str, bool] | None) -> None:
    """The dossier, the frozen revision and the record of a submission."""
    now = row.created_at
    known = Account.objects.filter(person=holder, role=Role.APPLICANT).first()
    known = known or account(Role.APPLICANT, of=holder)
    who = Actor(role=Role.APPLICANT, account_id=known.pk, person_id=holder.pk)
    answers: dict[str, dict[str, object]] = {
        "employer": {"uscc": "91370100MA3C1234XA", "name": row.employer_name},
        "category": {"category": row.category},
    }
    if asks is not None:
        answers["change"] = dict(asks)
    picture = photo(holder)
    Dossier.objects.create(case=row, answers=answers, photo_id=picture.pk, saved_at=now)
    revision = Revision(
        case=row,
        number=1,
        submitted_at=now,
        answers=answers,
        photo_id=picture.pk,
        form_version=1,
        materials=[],
        checklist=[],
        rule_set=row.rule_set,
    )
    revision.digest = cases.revision_digest(revision)
    revision.save(force_insert=True)
    traces.note_down("submit", cases=[row], actor=who, now=now, asked=Asked())
    record(
        "case.revision",
        chain=row.ref,
        actor=who,
        now=now,
        subject=f"cases.revision:{revision.pk}",
        digest=revision.digest,
    )
