"""Which earlier pages may lie in a new application (R9): the table, day by day."""

from datetime import date

import pytest

from anzhu.rules.employment import Term, Unit
from anzhu.rules.materials import Material
from anzhu.rules.reuse import REUSABLE, Employed, objections_to_reuse

TODAY = date(2026, 11, 23)
QILU = Unit(code="91370100MA3AAAAAA1", name="齐鲁")
OTHER = Unit(code="91370100MA3BBBBBB2", name="别家")
START = date(2024, 1, 1)


def term(until: date | None = None, *, open_ended: bool = False, start: date = START) -> Term:
    return Term(start=start, until=until, open_ended=open_ended)


FIXED, OPEN = term(date(2027, 12, 31)), term(open_ended=True)
NOTHING_SAID = Term(start=None)

CASES = [
    # material, unit then, term then, unit now, term now, what stands against it
    (Material.CONTRACT, QILU, FIXED, QILU, FIXED, []),
    (Material.CONTRACT, QILU, OPEN, QILU, OPEN, []),
    (Material.CONTRACT, QILU, FIXED, QILU, NOTHING_SAID, []),
    (Material.CONTRACT, QILU, FIXED, OTHER, FIXED, ["reuse.other_employer"]),
    (Material.CONTRACT, QILU, term(TODAY), QILU, term(TODAY), []),
    (Material.CONTRACT, QILU, term(date(2026, 11, 22)), QILU, FIXED, ["reuse.contract_over"]),
    (Material.CONTRACT, QILU, FIXED, QILU, term(date(2029, 1, 1)), ["reuse.other_contract"]),
    (Material.CONTRACT, QILU, FIXED, QILU, OPEN, ["reuse.other_contract"]),
    (Material.CONTRACT, QILU, NOTHING_SAID, QILU, FIXED, ["reuse.no_end_known"]),
    (Material.INSTITUTION_CERTIFICATE, QILU, NOTHING_SAID, QILU, FIXED, []),
    (Material.INSTITUTION_CERTIFICATE, QILU, FIXED, OTHER, FIXED, ["reuse.other_employer"]),
    (Material.RETIREMENT_CERTIFICATE, QILU, FIXED, OTHER, OPEN, []),
    (Material.CATEGORY_PROOF, QILU, FIXED, OTHER, OPEN, []),
    (Material.ID_IN_HAND, QILU, FIXED, QILU, FIXED, ["reuse.made_anew"]),
    (Material.APPLICATION_FORM, QILU, FIXED, QILU, FIXED, ["reuse.made_anew"]),
    (Material.PERFORMANCE_STATEMENT, QILU, FIXED, QILU, FIXED, ["reuse.made_anew"]),
]


@pytest.mark.parametrize(("material", "unit", "then", "unit_now", "now", "codes"), CASES)
def test_the_table(
    material: Material, unit: Unit, then: Term, unit_now: Unit, now: Term, codes: list[str]
) -> None:
    found = objections_to_reuse(
        material, Employed(unit=unit, term=then), Employed(unit=unit_now, term=now), TODAY
    )
    assert [one.code for one in found] == codes


def test_every_material_that_is_made_anew_is_refused_whatever_else_holds() -> None:
    same = Employed(unit=QILU, term=OPEN)
    for material in set(Material) - REUSABLE:
        codes = [one.code for one in objections_to_reuse(material, same, same, TODAY)]
        assert codes == ["reuse.made_anew"]
