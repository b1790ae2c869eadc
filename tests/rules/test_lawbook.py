"""The generated pages: what a lawyer reads is what the rules do, and nothing is left out."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from anzhu import words
from anzhu.rules import education, eligibility, guards, lawbook, materials
from anzhu.rules.dated import Clause, Dated
from anzhu.rules.diagrams import documents
from anzhu.rules.workflow import STEPS


@pytest.fixture(scope="module")
def pages():
    return documents(words.text)


def rows(page: str) -> list[list[str]]:
    """The cells of every line of every table."""
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_every_page_is_there_and_says_that_it_is_made(pages):
    assert set(pages) == {
        "steps.md", "permissions.md", "materials.md", "deadlines.md", "parameters.md",
        "checklist.md", "words.md",
    }  # fmt: skip
    assert all("do not edit" in page for page in pages.values())


@pytest.mark.parametrize(
    ("page", "row"),
    [
        ("deadlines.md", "| 2020年2月29日 | 2025年2月28日 | 2025年3月1日 |"),
        ("deadlines.md", "| 2023年3月1日 | 2028年2月29日 | 2028年3月1日 – 2033年2月28日 |"),
        ("deadlines.md",
         "| 2028年2月29日 | 2027年2月28日 | 2027年11月29日 | 2028年2月29日 | 2028年3月1日 |"),
        ("deadlines.md", "| 逾期初始注册 | 48 | 申请之日前 5 年内 | 注册有关说明 四、1 |"),
        ("deadlines.md", "| 1956年2月29日 | 2026年2月28日 |"),
        ("materials.md", "| 手持身份证照片 | ● |  |"),
        ("materials.md", "| 聘用单位更名材料 | （●） | （●） | （●） | ● |  |"),
        ("parameters.md",
         "| 继续教育学时 | 48 学时 | 2019年3月1日 | 4.2.4 | 继续教育规定 | `EDUCATION_HOURS` |"),
        ("steps.md", "draft --> first_review: 提交注册申请"),
        ("permissions.md", "| 提交注册申请 | ● |  |"),
        ("words.md", "| 草稿 · 尚未提交 | 草稿 | 尚未提交 | `draft` |"),
    ],
)  # fmt: skip
def test_a_row_as_it_reads(pages, page, row):
    assert row in pages[page]


def test_every_number_of_the_law_stands_in_the_table_with_its_history(pages, monkeypatch):
    names = [name for name, _ in lawbook.dated_values()]
    codes = [row[-1].strip("`") for row in rows(pages["parameters.md"])]
    assert codes == ["代码", "---", *names]
    changed = Dated(
        {date(2019, 3, 1): 5, date(2031, 1, 1): 6}, clause=Clause("R3", "某部令"), unit="years"
    )
    monkeypatch.setattr(lawbook.parameters, "VALIDITY_YEARS", changed)
    now = documents(words.text)["parameters.md"]
    assert "| 注册有效期 | 5 年 | 2019年3月1日 | R3 | 某部令 |" in now
    assert "| 注册有效期 | 6 年 | 2031年1月1日 | R3 | 某部令 |" in now


def test_every_term_of_a_step_is_a_sentence():
    used = {guard.__name__ for step in STEPS.values() for guard in step.needs}
    assert used <= {name.removeprefix("law.guard.") for name in words.keys("law.guard")}
    assert all(hasattr(guards, name) for name in used)


@pytest.mark.parametrize(
    "module", [eligibility, education, materials], ids=lambda one: one.__name__
)
def test_every_clause_that_pages_cite_has_a_place_and_its_words(module):
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    cited = {
        one
        for one in texts
        if isinstance(one, str) and re.fullmatch(r"R\d+|[1-7](\.\d+)+[a-d]?", one)
    }
    assert cited
    wanting = [one for one in cited if not words.exists(f"clauses.{one}.says")]
    assert wanting == []
    assert all(words.clause(one) for one in cited)


def test_no_cell_is_left_in_the_language_of_the_code(pages):
    for name in ("deadlines.md", "materials.md"):
        cells = [cell for row in rows(pages[name]) for cell in row]
        assert [one for one in cells if re.search(r"[a-z]{3}", one)] == []
