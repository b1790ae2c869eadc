from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from anzhu.audit.chain import row_digest
from anzhu.people.models import Person
from anzhu.registrations.models import FormerNumber, HolderNumber, Registration, Restriction
from anzhu.rules.grants import Held


def of_person(person_id: int) -> Registration | None:
    """The person's latest registration, in force or not; None if there never was one."""
    return Registration.objects.filter(person_id=person_id).order_by("-id").first()


def bearer_of(number: str) -> Person | None:
    """Whoever bears this cleaned number, or bore it on a former 执业证 (8.0)."""
    present = HolderNumber.objects.filter(number=number).values("person_id")
    former = FormerNumber.objects.filter(number=number).values("person_id")
    return Person.objects.filter(pk__in=present.union(former)).first()


def of_case(ref: str) -> Registration | None:
    """What was granted upon the application with this reference; None if nothing was (yet)."""
    return Registration.objects.filter(case_ref=ref).first()


def latest_of(people: Collection[int], *, lock: bool = False) -> dict[int, Registration]:
    """The latest registration of each of these people, by person; of some there is none.

    ``lock``: under row locks, for who is about to replace them.
    """
    rows = Registration.objects.filter(person_id__in=people).order_by("id")
    # All rows of a person are locked: which is the latest is only known once they are.
    found = (
        rows.select_for_update()
        if lock
        else rows.order_by("person_id", "-id").distinct("person_id")
    )
    return {row.person_id: row for row in found}


def held_of(row: Registration) -> Held:
    """A registration as the law looks at it when another one is to take its place."""
    return Held(
        category=row.category,
        employer_name=row.employer_name,
        employer_uscc=row.employer_uscc,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        ended_on=row.closed_on,
        ended_as=row.ended_as,
        renewal_submitted_on=row.renewal_submitted_on,
    )


def restrictions_of(person_id: int) -> Sequence[Restriction]:
    """The bans set on the person that were not lifted, also those that are over."""
    return restrictions_among([person_id]).get(person_id, ())


def restrictions_among(people: Collection[int]) -> Mapping[int, Sequence[Restriction]]:
    """``restrictions_of`` by person, in one query; who has none is left out."""
    found: dict[int, list[Restriction]] = defaultdict(list)
    rows = Restriction.objects.filter(person_id__in=people, lifted_on=None)
    for row in rows.order_by("starts_on", "pk"):
        found[row.person_id].append(row)
    return found


def digest(row: Registration) -> str:
    """The fingerprint of a registration's business columns."""
    return row_digest(
        {
            "person": row.person_id,
            "number": row.number,
            "category": row.category,
            "employer": [row.employer_name, row.employer_uscc],
            "granted_on": row.granted_on,
            "valid": [row.valid_from, row.valid_until],
            "closed_on": row.closed_on,
            "ended_as": row.ended_as,
            "renewal_submitted_on": row.renewal_submitted_on,
            "case": row.case_ref,
            "listed": [row.taken_over_id, row.as_listed],
        }
    )


def chain_of(row: Registration) -> str:
    """The chain that tells of a registration: of its application, or of the list it came from."""
    return row.case_ref or f"import.{row.taken_over_id}"


def digests() -> Iterator[tuple[str, str]]:
    """Key and fingerprint of every registration, for the audit."""
    for row in Registration.objects.order_by("pk").iterator(chunk_size=5000):
        yield str(row.pk), digest(row)
