"""Gapless series for numbers that people ask after (holder numbers, serials)."""

from django.db import transaction

from anzhu.kernel.models import Counter


@transaction.atomic
def next_numbers(*, series: str, how_many: int) -> range:
    """Take the next ``how_many`` numbers of a series; given back if the transaction fails."""
    Counter.objects.get_or_create(series=series)
    # A counter row, not a database sequence: a rolled-back batch must leave no hole to explain.
    counter = Counter.objects.select_for_update().get(series=series)
    first, counter.last = counter.last + 1, counter.last + how_many
    counter.save(update_fields=["last"])
    return range(first, first + how_many)
