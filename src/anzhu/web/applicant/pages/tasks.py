"""The nine steps of an application and where each one stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from anzhu import words
from anzhu.cases.applying import Papers, Pen, Reading
from anzhu.cases.pages import Problem
from anzhu.rules.facts import Status
from anzhu.web.applicant.pages.frame import Told, told
from anzhu.web.applicant.wizard import ANSWER_PAGES, TASKS, Task

if TYPE_CHECKING:
    from datetime import date, datetime

    from anzhu.cases.models import Case

#: What the house filled in by itself does not make a page a begun one.
_PREFILLED: Mapping[str, frozenset[str]] = {
    "person": frozenset({"phone", "email"}),
    "agency": frozenset({"category"}),
}
_DONE = ("done", "not_needed")


@dataclass(frozen=True, kw_only=True)
class State:
    """Where a step stands: the mark, the words for it, and what is left."""

    mark: str
    text: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskShown:
    """One line of the list; without ``url`` it cannot be opened yet."""

    number: int
    name: str
    title: str
    url: str
    state: str
    text: str
    note: str


@dataclass(frozen=True, kw_only=True)
class TasksPage:
    """``told`` are the reasons of a return; ``done`` counts the steps that are complete."""

    ref: str
    kind: str
    status: str
    correcting: bool
    tasks: Sequence[TaskShown]
    done: int
    told: Sequence[Told]
    correct_by: "date | None"
    saved_at: "datetime"
    next_url: str
    withdraw_url: str

    @property
    def steps(self) -> int:
        """How many steps there are in all."""
        return len(self.tasks)


def page(case: "Case", read: Reading, papers: Papers, pen: Pen) -> TasksPage:
    """The whole list."""
    states = states_of(case, read, papers)
    opened = frozenset(name for name in ANSWER_PAGES if pen.reasons_for(name))
    shown = [
        _shown(number, task, states[task.name], case, opened)
        for number, task in enumerate(TASKS, start=1)
    ]
    return TasksPage(
        ref=case.ref,
        kind=words.text(f"kinds.{case.kind}"),
        status=case.status,
        correcting=case.status == Status.CORRECTION,
        tasks=shown,
        done=done(states),
        told=[told(reason) for reason in pen.reasons],
        correct_by=case.correct_by,
        saved_at=case.dossier.saved_at,
        next_url=next((task.url for task in shown if task.url and task.state != "done"), ""),
        withdraw_url=reverse("applicant:withdraw", kwargs={"ref": case.ref}),
    )


def states_of(case: "Case", read: Reading, papers: Papers) -> dict[str, State]:
    """Where every step stands, by its name."""
    found = {name: _of_answers(name, case, read) for name in ANSWER_PAGES}
    complete = all(state.mark == "done" for state in found.values())
    found["form"] = _of_form(papers, complete=complete)
    found["materials"] = _of_materials(papers)
    ready = all(state.mark == "done" for state in found.values())
    found["submit"] = _state("todo") if ready else _state("blocked", "after_materials")
    return found


def done(states: Mapping[str, State]) -> int:
    """How many steps are complete."""
    return sum(1 for state in states.values() if state.mark == "done")


def _shown(
    number: int, task: Task, state: State, case: "Case", opened: frozenset[str]
) -> TaskShown:
    where = {"ref": case.ref}
    if task.url_name == "page":
        where["page"] = task.name
    blocked = state.mark == "blocked"
    text = words.text("applicant.state.to_correct") if task.name in opened else state.text
    return TaskShown(
        number=number,
        name=task.name,
        title=words.text(f"kinds.page.{task.name}"),
        url="" if blocked else reverse(f"applicant:{task.url_name}", kwargs=where),
        state="problem" if task.name in opened else state.mark,
        text=text,
        note=state.note,
    )


def _state(mark: str, note: str = "", /, *, text: str = "", **about: Any) -> State:
    return State(
        mark=mark,
        text=words.text(f"applicant.state.{text or mark}"),
        note=words.text(f"applicant.note.{note}", **about) if note else "",
    )


def _of_answers(name: str, case: "Case", read: Reading) -> State:
    wrong = read.of_page(name)
    if name == "education":
        return _of_education(read)
    if not wrong:
        only = name == "category" and _only_one(read)
        return _state("done", "only_category" if only else _choice_note(name, case, read))
    if not _begun(name, case.dossier.answers.get(name, {})):
        return _state("todo")
    really = [problem for problem in wrong if not _is_missing(problem)]
    if really:
        return _state("problem", "wrong", count=len(really))
    return _state("started", "left", count=len(wrong))


def _choice_note(name: str, case: "Case", read: Reading) -> str:
    if name != "agency":
        return ""
    reason = case.dossier.answers.get("agency", {}).get("reason")
    return "own_choice" if reason else ""


def _of_education(read: Reading) -> State:
    hours = read.assessment.education if read.assessment else None
    if hours is None or not hours.required:
        return _state("done", "no_hours", text="not_needed")
    return _state("problem", "wrong", count=1) if hours.short else _state("done")


def _of_form(papers: Papers, *, complete: bool) -> State:
    if not complete and not papers.printed_version:
        return _state("blocked", "after_answers")
    if not papers.printed_version:
        return _state("todo")
    if papers.form:
        return _state("problem", "print_again", version=papers.printed_version + 1)
    return _state("done", "printed", version=papers.printed_version)


def _of_materials(papers: Papers) -> State:
    if not papers.printed_version:
        return _state("blocked", "after_form")
    codes = [found.code for found in papers.folder]
    if not codes:
        return _state("done")
    if "form.pages_stale" in codes:
        return _state("problem", "form_stale")
    none = all(code in ("materials.missing", "materials.too_few_pages") for code in codes)
    mark = "todo" if none and len(codes) >= papers.needed else "started"
    return _state(mark, "materials_left", count=len(codes))


def _only_one(read: Reading) -> bool:
    held = read.ground.qualification
    return held is not None and held.category is not None and not held.extra_categories


def _begun(name: str, said: Mapping[str, Any]) -> bool:
    own = {field for field, value in said.items() if value}
    return bool(own - _PREFILLED.get(name, frozenset()))


def _is_missing(problem: Problem) -> bool:
    """Something that was not filled in yet, rather than filled in wrongly."""
    code = problem.objection.code
    return code.endswith(".missing") or code.startswith("field.missing.") or ".no_" in code
