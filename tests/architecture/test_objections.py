"""Whatever the house can object to has a sentence, and the sentence is given all its facts."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import anzhu
from anzhu import words

SOURCES = Path(anzhu.__file__).parent
#: Functions whose first argument is the code of an objection.
RAISERS = {"objection", "because", "Trouble"}


def objections_in(folder: Path) -> Iterator[tuple[str, str, set[str] | None]]:
    """Where, which code, and the names of its facts; None where they are not written out."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in RAISERS and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    facts = {keyword.arg for keyword in node.keywords}
                    where = f"{path.relative_to(folder)}:{node.lineno}"
                    yield where, code.value, None if None in facts else facts


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def places(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_objection_has_a_sentence_that_can_be_filled_in():
    found = list(objections_in(SOURCES))
    assert len(found) > 80
    wanting = [
        (where, code)
        for where, code, facts in found
        if not words.exists(f"objections.{code}")
        or (facts is not None and not places(words.raw(f"objections.{code}")) <= facts)
    ]
    assert wanting == []
