from collections.abc import Sequence

from anzhu.audit.models import Entry


def story(chain: str) -> Sequence[Entry]:
    """Everything that happened in a chain, oldest first."""
    return list(Entry.objects.filter(chain=chain).order_by("seq"))
