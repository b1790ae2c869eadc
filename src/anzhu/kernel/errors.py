"""The ways in which the house says no."""

from collections.abc import Iterable, Sequence

from anzhu.rules.objections import Objection, objection


class Refused(Exception):
    """A step that may not be taken; carries every reason, and nothing was changed."""

    def __init__(self, objections: Sequence[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__(", ".join(found.code for found in self.objections))

    @property
    def codes(self) -> list[str]:
        """The codes of all reasons, in order."""
        return [found.code for found in self.objections]

    @property
    def lost_race(self) -> bool:
        """Did somebody or something else move the case meanwhile (409)?"""
        return any(
            code.endswith(".wrong_status") or code.startswith("claim.") for code in self.codes
        )

    @classmethod
    def because(cls, code: str, clause: str, /, **params: object) -> "Refused":
        """A refusal with a single reason."""
        return cls([objection(code, clause, **params)])


class NotVisible(Exception):
    """It does not exist, or the actor may not know that it does: the same answer, 404."""


def refuse_if(objections: Iterable[Objection]) -> None:
    """Raise ``Refused`` with all objections, if there are any."""
    found = list(objections)
    if found:
        raise Refused(found)
