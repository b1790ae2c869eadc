from collections.abc import Iterator, Sequence

from anzhu.registrations.actions import digest
from anzhu.registrations.models import Registration, Restriction


def of_person(person_id: int) -> Registration | None:
    """The person's latest registration, in force or not; None if there never was one."""
    return Registration.objects.filter(person_id=person_id).order_by("-id").first()


def restrictions_of(person_id: int) -> Sequence[Restriction]:
    """Every ban ever set on the person."""
    return list(Restriction.objects.filter(person_id=person_id).order_by("starts_on"))


def digests() -> Iterator[tuple[str, str]]:
    """Key and fingerprint of every registration, for the audit."""
    for row in Registration.objects.order_by("pk").iterator(chunk_size=5000):
        yield str(row.pk), digest(row)
