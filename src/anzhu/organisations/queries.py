from collections.abc import Sequence
from datetime import date

from django.db.models import Count, F, Q

from anzhu.organisations.models import Agency, Course, Employer, Institution


def existing_agencies(on: date) -> Sequence[Agency]:
    """The agencies that exist on a day, also those that are suspended for the time being."""
    exists = Q(open_until=None) | Q(open_until__gte=on)
    return list(Agency.objects.filter(exists, open_from__lte=on).order_by("kind", "code"))


def agency_by_code(code: str) -> Agency | None:
    """The agency with this code, open or not."""
    return Agency.objects.filter(code=code).first()


def institution_by_code(code: str) -> Institution | None:
    """The training institution with this code, open or not."""
    return Institution.objects.filter(code=code).first()


def institution(institution_id: int) -> Institution:
    """One training institution."""
    return Institution.objects.get(pk=institution_id)


def institutions_open(on: date) -> Sequence[Institution]:
    """The training institutions that may import on a day."""
    still = Q(open_until=None) | Q(open_until__gte=on)
    return list(Institution.objects.filter(still, open_from__lte=on).order_by("name"))


def courses_of(institution: Institution) -> Sequence[Course]:
    """What an institution has filed, what runs longest first."""
    return list(institution.courses.order_by(F("valid_until").desc(nulls_first=True), "code"))


def course(institution: Institution, code: str) -> Course | None:
    """One course that this institution has filed, by the code of its filing."""
    return institution.courses.filter(code=code).first()


def institutions_with_courses() -> Sequence[Institution]:
    """Every institution, with ``filed``: how many courses its register has."""
    return list(Institution.objects.annotate(filed=Count("courses")).order_by("name"))


def employer_by_code(uscc: str) -> Employer | None:
    """The employer with this 统一社会信用代码, if the directory knows it."""
    return Employer.objects.select_related("group").filter(uscc=uscc.strip().upper()).first()


def employers_named(beginning: str, *, at_most: int = 10) -> Sequence[Employer]:
    """Employers whose name begins so; index-only for any size of the directory."""
    said = beginning.strip()
    if len(said) < 2:
        return []
    return list(
        Employer.objects.select_related("group")
        .filter(name__startswith=said)
        .order_by("name")[:at_most]
    )
