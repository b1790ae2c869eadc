"""Tables → facts: sheets and listed cases as the rules of production see them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from anzhu.cases.models import Case
from anzhu.production.models import Item
from anzhu.registrations.models import Registration, Restriction
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
    for ban in Restriction.objects.filter(person_id__in=people.keys()):
        bans[ban.person_id].append(filing.Restriction(start=ban.starts_on, years=ban.years))
    holding = set(
        Registration.objects.filter(person_id__in=people.keys(), closed_on=None).values_list(
            "person_id", flat=True
        )
    )
    return {
        case.pk: ListedFacts(
            ref=case.ref,
            kind=Kind(case.kind),
            restrictions=tuple(bans[case.person_id]),
            holds_registration=case.person_id in holding,
            listed_twice=people[case.person_id] > 1,
        )
        for case in cases
    }
