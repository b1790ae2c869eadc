"""Words about parcels, for who packs them and who opens them."""

from typing import TYPE_CHECKING

from anzhu import words
from anzhu.rules.production import ParcelStatus

if TYPE_CHECKING:
    from anzhu.production.models import Parcel


def mismatch(parcel: "Parcel") -> str:
    """What was on the list, what came, what is missing; empty before it was opened."""
    if parcel.status != ParcelStatus.RECEIVED:
        return ""
    missing, strange = list(parcel.missing), list(parcel.unexpected)
    found = [
        words.text(
            "production.mismatch.some" if missing else "production.mismatch.none",
            listed=parcel.listed,
            seen=parcel.listed - len(missing),
            missing="、".join(missing),
        )
    ]
    if strange:
        found.append(words.text("production.mismatch.strange", serials="、".join(strange)))
    return "；".join(found)
