"""The nine steps of clause 2 in their order: the pages that collect answers, and the rest.

The table says which page stands where and which must be complete first; progress is derived. Two
pages of answers are no steps of their own: what is to be changed is asked before the first step,
and the performance statement belongs to the materials of step 8.
"""

from dataclasses import dataclass

from anzhu.cases.pages import PAGES

#: Every page that collects answers.
ANSWER_PAGES = tuple(page.name for page in PAGES)
#: Steps 1 to 6.
ANSWER_STEPS = ("agency", "person", "category", "employer", "education", "history")


@dataclass(frozen=True)
class Task:
    """One step of the list: its name, the address behind it, the steps that come first."""

    name: str
    url_name: str
    after: tuple[str, ...] = ()


TASKS = (
    *(Task(name, "page") for name in ANSWER_STEPS),
    Task("form", "form", after=ANSWER_STEPS),
    Task("materials", "materials", after=("form",)),
    Task("submit", "check", after=("materials",)),
)
_NUMBERS = {task.name: number for number, task in enumerate(TASKS, start=1)}
_NUMBERS["statement"] = _NUMBERS["materials"]


def number_of(name: str) -> int:
    """The step that a page belongs to; 0 for what is asked before the first."""
    return _NUMBERS.get(name, 0)


def next_page(name: str) -> str | None:
    """The page of answers after this one; None after the last step of answers."""
    following = {"change": ANSWER_STEPS[0], "statement": None}
    if name in following:
        return following[name]
    place = ANSWER_STEPS.index(name) + 1
    return ANSWER_STEPS[place] if place < len(ANSWER_STEPS) else None
