"""What several views read from a request: names of things in an address."""

from uuid import UUID

from anzhu.kernel.errors import NotVisible


def uuid_of(text: str | None) -> UUID | None:
    """The identifier in a query; None where there is none; NotVisible if it is none of ours."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible from None
