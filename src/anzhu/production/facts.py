"""Tables → facts: sheets and listed cases as the rules of production see them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.production.models import Item
from anzhu.registrations import queries as registrations
from anzhu.registrations.models import Restriction
from anzhu.rules import filing
from anzhu.rules.facts import Kind
from anzhu.rules.listing import ListedFacts
from anzhu.rules.production import ItemFacts, ItemStatus


def item_facts(item: Item) -> ItemFacts:
    """One sheet; its case must have been read with it."""
    return ItemFacts(
        status=ItemStatus(item.status),
        agency_id=item.agency_id,
        holder_person_id=item.case.person_id,
        old_certificate_due=item.old_certificate_due,
    )


def listed_facts(cases: Sequence[Case]) -> Mapping[int, ListedFacts]:
    """The cases of a list, by key, with bans and registrations as they are now."""
    people = Counter(case.person_id for case in cases)
    bans: dict[int, list[filing.Restriction]] = defaultdict(list)
    for ban in Restriction.objects.filter(person_id__in=people.keys(), lifted_on=None):
        bans[ban.person_id].append(filing.Restriction(start=ban.starts_on, years=ban.years))
    held = registrations.latest_of(people.keys())
    return {
        case.pk: ListedFacts(
            ref=case.ref,
            kind=Kind(case.kind),
            filed_on=case.filed_on or clock.day(case.created_at),
            renews=case.renews,
            restrictions=tuple(bans[case.person_id]),
            held=registrations.held_of(held[case.person_id]) if case.person_id in held else None,
            listed_twice=people[case.person_id] > 1,
        )
        for case in cases
    }
