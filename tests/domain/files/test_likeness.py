"""A name is recognised in what a machine has read, with tolerance and never by accident."""

import pytest

from anzhu.files.likeness import Line, beside, best_match, likeness

EMPLOYER = "齐鲁安泰化工股份有限公司"


@pytest.mark.parametrize(
    ("name", "text", "least", "most"),
    [
        (EMPLOYER, "甲方(用人单位)齐鲁安泰化工股份有限公司", 1, 1),
        (EMPLOYER, "齐 鲁 安 泰 化 工 股 份 有 限 公 司", 1, 1),
        ("中安（山东）化工有限公司", "中安(山东)化工有限公司", 1, 1),
        ("ＡＢＣ化工", "abc化工", 1, 1),
        # One character in twelve misread, one left out.
        (EMPLOYER, "齐鲁安秦化工股份有限公司", 0.9, 0.95),
        (EMPLOYER, "齐鲁安泰化工股份限公司", 0.9, 0.95),
        # What all companies have in common is not enough.
        (EMPLOYER, "江苏长河新材料股份有限公司", 0.4, 0.6),
        ("林岚", "乙方 林岚 女", 1, 1),
        ("林岚", "林海", 0.5, 0.5),
        ("林岚", "", 0, 0),
        ("", "林岚", 0, 0),
        ("𠮷永䶮", "𠮷永龑", 0.6, 0.7),
    ],
)
def test_how_like_a_name_is_what_was_read(name: str, text: str, least: float, most: float) -> None:
    assert least <= likeness(name, text) <= most


def line(text: str, top: int, left: int = 0, score: float = 0.99) -> Line:
    return Line(text, score, (left, top, left + 20 * len(text), top + 20))


def test_a_long_name_may_be_broken_over_two_lines() -> None:
    read = [line("甲方：齐鲁安泰化工", 0), line("股份有限公司", 30), line("乙方：林岚", 60)]
    match = best_match([EMPLOYER], read)
    assert match is not None
    assert match.likeness == 1
    assert match.box == (0, 0, 180, 50)


def test_the_present_name_comes_before_a_former_one() -> None:
    read = [line("原齐鲁安泰化工厂现更名为齐鲁安泰化工股份有限公司", 0)]
    match = best_match([EMPLOYER, "齐鲁安泰化工厂"], read)
    assert match is not None
    assert match.which == 0


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ([line("乙方（劳动者）：林岚", 0)], "林岚"),
        ([line("乙方(劳动者)", 0), line("林岚", 2, left=300)], "林岚"),
        ([line("乙方(劳动者)", 0), line("甲方", 60), line("公司", 60, left=300)], None),
        ([line("乙方 林岚", 0)], "林岚"),
        # A sentence about somebody names nobody.
        ([line("乙方在甲方安全管理部门从事安全生产管理工作", 0)], None),
        ([line("乙方身份证号 370102", 0)], None),
        ([line("双方约定如下", 0)], None),
        # Neither the label of the other party nor a rest of a word is a name.
        ([line("乙方（签字）", 0), line("甲方（盖章）", 2, left=300)], None),
        ([line("劳动者", 0), line("员", 2, left=300)], None),
    ],
)
def test_what_stands_beside_a_label(read: list[Line], said: str | None) -> None:
    found = beside(("乙方", "劳动者"), read, ("甲方", "用人单位"))
    assert (found.text if found else None) == said


def test_nothing_read_is_nothing_found() -> None:
    assert best_match([EMPLOYER], []) is None
    assert best_match([""], [line("林岚", 0)]) is None
