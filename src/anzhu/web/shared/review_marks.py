"""Marks as a form sends them: ``mark.<item>``, ``reason.<item>``, ``note.<item>``."""

from collections.abc import Iterable, Sequence

from django.http import QueryDict

from anzhu import words
from anzhu.reviews.actions import Judged
from anzhu.rules.facts import Mark


def posted(data: QueryDict, items: Iterable[str]) -> dict[str, Judged]:
    """What the form says about these items; an item without a mark is left out."""
    return {
        item: Judged(
            mark=str(data[f"mark.{item}"]),
            reason=data.get(f"reason.{item}", ""),
            note=data.get(f"note.{item}", ""),
        )
        for item in items
        if data.get(f"mark.{item}") in set(Mark)
    }


def typed(data: QueryDict, items: Iterable[str]) -> Sequence[tuple[str, str]]:
    """The same for reading, where it could not be saved: item, and mark, reason and note."""
    return [
        (words.text(f"checklist.{item}.title"), _sentence(said))
        for item, said in posted(data, items).items()
    ]


def _sentence(said: Judged) -> str:
    parts = [words.text(f"kinds.mark.{said.mark}")]
    if said.mark != Mark.MET and words.exists(f"reasons.{said.reason}.label"):
        parts.append(words.text(f"reasons.{said.reason}.label"))
    return "，".join([*parts, *([said.note.strip()] if said.note.strip() else [])])
