"""The nine steps of clause 2 in their order: the pages that collect answers, and the rest.

The table says which page stands where and which must be complete first; progress is derived.
"""

from dataclasses import dataclass

from anzhu.cases.pages import PAGES

#: The pages that collect answers: steps 1 to 6.
ANSWER_PAGES = tuple(page.name for page in PAGES)


@dataclass(frozen=True)
class Task:
    """One step of the list: its name, the address behind it, the steps that come first."""

    name: str
    url_name: str
    after: tuple[str, ...] = ()


TASKS = (
    *(Task(name, "page") for name in ANSWER_PAGES),
    Task("form", "form", after=ANSWER_PAGES),
    Task("materials", "materials", after=("form",)),
    Task("submit", "check", after=("materials",)),
)


def next_page(name: str) -> str | None:
    """The page of answers after this one; None after the last."""
    place = ANSWER_PAGES.index(name) + 1
    return ANSWER_PAGES[place] if place < len(ANSWER_PAGES) else None
