"""What the tables know of people before an application is looked at; of many in as few reads."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anzhu.cases.models import Case
from anzhu.education import queries as records
from anzhu.people import queries as people
from anzhu.people.models import Person
from anzhu.people.queries import Holding
from anzhu.registrations import queries as registrations
from anzhu.registrations.models import Registration, Restriction
from anzhu.rules import filing
from anzhu.rules.facts import REGISTRATION_KINDS, UNDECIDED, Kind


@dataclass(frozen=True, kw_only=True)
class Known:
    """One person: qualification, latest registration, what is undecided, bans, hours.

    ``undecided`` are the applications of a registration kind that were submitted (R8).
    """

    holding: Holding | None
    registration: Registration | None
    undecided: Sequence[Case]
    bans: Sequence[Restriction]
    hours: tuple[filing.EducationRecord, ...]

    def held(self) -> filing.Registration | None:
        """The registration as the law looks at it."""
        row = self.registration
        if row is None:
            return None
        return filing.Registration(
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            category=row.category,
            ended_on=row.closed_on,
            previous_renewal_submitted=row.renewal_submitted_on,
            employer_code=row.employer_uscc,
            employer_name=row.employer_name,
        )

    def pending(self, *, besides: Case | None) -> filing.Pending | None:
        """The undecided application; there is one at most (R8), ``besides`` the one asked about."""
        others = (one for one in self.undecided if besides is None or one.pk != besides.pk)
        row = next(others, None)
        if row is None or row.filed_on is None:
            return None
        return filing.Pending(kind=Kind(row.kind), submitted=row.filed_on, renews=row.renews)

    def restrictions(self) -> tuple[filing.Restriction, ...]:
        """The bans as the law looks at them."""
        return tuple(filing.Restriction(start=row.starts_on, years=row.years) for row in self.bans)


def known_of(persons: Sequence[Person]) -> Mapping[int, Known]:
    """By key of the person, in the same number of queries however many there are."""
    keys = {person.pk for person in persons}
    holdings = people.holdings_of(persons)
    registered = registrations.latest_of(keys)
    undecided: dict[int, list[Case]] = defaultdict(list)
    rows = Case.objects.filter(
        person_id__in=keys, kind__in=REGISTRATION_KINDS, status__in=UNDECIDED
    )
    for row in rows.order_by("pk"):
        undecided[row.person_id].append(row)
    bans = registrations.restrictions_among(keys)
    hours = records.for_the_law_of_all(persons)
    return {
        key: Known(
            holding=holdings.get(key),
            registration=registered.get(key),
            undecided=undecided.get(key, ()),
            bans=bans.get(key, ()),
            hours=hours[key],
        )
        for key in keys
    }
