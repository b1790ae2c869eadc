"""The table of directions on one page: as it was taken, and turned by half."""

from anzhu.ops.bench import upright


def test_a_contract_is_looked_at_both_ways_and_told_one_way() -> None:
    for name, head in (("scan", [False, True, False, True]), ("upside_down", [True, False] * 2)):
        found = list(upright.looks(name, [5]))
        assert [one.on_its_head for one in found] == head
        assert [one.told for one in found] == head


def test_a_row_tells_both_sides_and_what_lies_on_its_side_apart() -> None:
    seen = [
        upright.Look(on_its_head=False, lines=16, turned=0.125, told=False),
        upright.Look(on_its_head=True, lines=12, turned=0.875, told=False),
        upright.Look(on_its_head=True, lines=9, turned=0.95, told=True),
    ]
    assert upright.row("soft", seen) == "| soft | 0 of 1, 0.125 | 1 of 2, 0.875 | – | 9 |"
    aside = [upright.Look(on_its_head=None, lines=0, turned=0.0, told=False)]
    assert upright.row("sideways", aside) == "| sideways | – | – | 0 of 1 | 0 |"
