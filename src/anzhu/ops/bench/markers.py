"""Tables that a bench writes into a document, each between the markers of its name."""

from collections.abc import Mapping
from pathlib import Path

from anzhu.ops import paths

PAPER = paths.CHECKOUT / "docs" / "paper.md"


def write(document: Path, tables: Mapping[str, str]) -> None:
    """Put tables between their markers; ValueError where a document has none of that name."""
    text = document.read_text(encoding="utf-8")
    for name, table in tables.items():
        before, rest = text.split(f"<!-- {name} -->\n")
        _, after = rest.split(f"\n<!-- /{name} -->")
        text = f"{before}<!-- {name} -->\n{table}\n<!-- /{name} -->{after}"
    document.write_text(text, encoding="utf-8")
