"""Which pages of an earlier application may lie in a new one as they are (R9, 5-screens 2.6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anzhu.rules.employment import Term, Unit
from anzhu.rules.facts import Status
from anzhu.rules.materials import Material
from anzhu.rules.objections import Objection, objection

#: Of these the earlier pages prove the same as before; forms and statements are made anew each
#: time, and herself with the card shows who files today.
REUSABLE = frozenset(
    {
        Material.CONTRACT,
        Material.RENAME_PROOF,
        Material.CATEGORY_PROOF,
        Material.RETIREMENT_CERTIFICATE,
        Material.INSTITUTION_CERTIFICATE,
    }
)
#: They are about the employer: of another one they prove nothing.
OF_THE_EMPLOYER = frozenset(
    {Material.CONTRACT, Material.RENAME_PROOF, Material.INSTITUTION_CERTIFICATE}
)
#: An application of which pages may be taken: it was submitted, and is over without a refusal.
SOURCES = frozenset(
    {Status.APPROVED, Status.CLOSED, Status.WITHDRAWN, Status.LAPSED, Status.EXPIRED}
)


@dataclass(frozen=True, kw_only=True)
class Employed:
    """What an application says about the employer and the term of the contract."""

    unit: Unit
    term: Term


def objections_to_reuse(
    material: Material, then: Employed, now: Employed, on: date
) -> Iterator[Objection]:
    """Everything against taking over earlier pages of a material today.

    ``then`` is what the earlier application said when it was submitted, ``now`` what the new one
    says. A contract must run still, and be the one that the new application tells of.
    """
    if material not in REUSABLE:
        yield objection("reuse.made_anew", "R9", material=str(material))
        return
    if material in OF_THE_EMPLOYER and not then.unit.is_same_as(now.unit):
        yield objection("reuse.other_employer", "R9", material=str(material))
    if material is Material.CONTRACT:
        yield from _objections_to_contract(then.term, now.term, on)


def _objections_to_contract(then: Term, now: Term, on: date) -> Iterator[Objection]:
    if not then.open_ended and then.until is None:
        yield objection("reuse.no_end_known", "R9")
    elif then.until is not None and then.until < on:
        yield objection("reuse.contract_over", "R9", until=then.until)
    elif now.start is not None and then != now:
        yield objection("reuse.other_contract", "R9")
