"""The nine steps of an application and where each one stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from anzhu import words
from anzhu.cases.applying import Papers, Pen, Reading
from anzhu.cases.pages import Problem
from anzhu.rules.asking import Mode
from anzhu.rules.facts import Kind, Status
from anzhu.web.applicant.pages import change, start
from anzhu.web.applicant.pages.frame import Told, told, why_asked
from anzhu.web.applicant.wizard import ANSWER_PAGES, ANSWER_STEPS, TASKS, Task

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
class ChangeShown:
    """What a change application changes, in a line, and where that is chosen."""

    text: str
    url: str
    missing: bool


@dataclass(frozen=True, kw_only=True)
class TasksPage:
    """``told`` are the reasons of a return; ``done`` counts the steps that are complete."""

    ref: str
    title: str
    change: ChangeShown | None
    minutes: str
    at_hand: Sequence[str]
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
    overdue = read.assessment is not None and read.assessment.overdue
    asked = _change(case, read)
    first = asked.url if asked and asked.missing else ""
    return TasksPage(
        ref=case.ref,
        title=words.text(f"kinds.{'overdue.' if overdue else ''}{case.kind}"),
        change=asked,
        minutes=start.minutes(Kind(case.kind), overdue=overdue),
        at_hand=start.at_hand(Kind(case.kind), read.on, overdue=overdue),
        status=case.status,
        correcting=case.status == Status.CORRECTION,
        tasks=shown,
        done=done(states),
        told=[told(reason) for reason in pen.reasons],
        correct_by=case.correct_by,
        saved_at=case.dossier.saved_at,
        next_url=first
        or next((one.url for one in shown if one.url and one.state not in _DONE), ""),
        withdraw_url=reverse("applicant:withdraw", kwargs={"ref": case.ref}),
    )


def _change(case: "Case", read: Reading) -> ChangeShown | None:
    """The question before the first step; only a change has it."""
    if case.kind != Kind.CHANGE:
        return None
    return ChangeShown(
        text=change.said_in_words(case.dossier.answers) or words.text("applicant_change.none"),
        url=reverse("applicant:page", kwargs={"ref": case.ref, "page": "change"}),
        missing=bool(read.of_page("change")),
    )


def states_of(case: "Case", read: Reading, papers: Papers) -> dict[str, State]:
    """Where every step stands, by its name."""
    found = {name: _of_answers(name, case, read) for name in ANSWER_STEPS}
    complete = all(state.mark == "done" for state in found.values())
    found["form"] = _of_form(papers, complete=complete and not read.of_page("change"))
    found["materials"] = _of_materials(papers, read)
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
        return _settled(name, case, read)
    if not _begun(name, case.dossier.answers.get(name, {})):
        return _state("todo")
    really = [problem for problem in wrong if not _is_missing(problem)]
    if really:
        return _state("problem", "wrong", count=len(really))
    return _state("started", "left", count=len(wrong))


def _settled(name: str, case: "Case", read: Reading) -> State:
    """Nothing is wrong: because it was answered, was known already, or is not asked at all."""
    asked = read.asked.get(name)
    if name == "category" and _only_one(read) and (asked is None or not asked.why):
        return _state("done", "only_category")
    note = _choice_note(name, case, read)
    if asked is None or asked.mode is Mode.ASKED or note:
        return _state("done", note)
    text = "not_needed" if asked.mode is Mode.NOT_NEEDED else "known"
    return State(
        mark="done", text=words.text(f"applicant.state.{text}"), note=why_asked(name, read)
    )


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


def _of_materials(papers: Papers, read: Reading) -> State:
    if not papers.printed_version:
        return _state("blocked", "after_form")
    if read.of_page("statement"):
        return _state("started", "statement_left")
    codes = [found.code for found in papers.folder]
    if not codes:
        return _state("done")
    if "form.pages_stale" in codes:
        return _state("problem", "form_stale")
    if any(code.startswith("statement.") for code in codes):
        return _state("problem", "statement_stale")
    none = all(code in ("materials.missing", "materials.too_few_pages") for code in codes)
    mark = "todo" if none and len(codes) >= papers.needed else "started"
    return _state(mark, "materials_left", count=len(codes))


def _only_one(read: Reading) -> bool:
    return len(read.open_to) == 1


def _begun(name: str, said: Mapping[str, Any]) -> bool:
    own = {field for field, value in said.items() if value}
    return bool(own - _PREFILLED.get(name, frozenset()))


def _is_missing(problem: Problem) -> bool:
    """Something that was not filled in yet, rather than filled in wrongly."""
    code = problem.objection.code
    return code.endswith(".missing") or code.startswith("field.missing.") or ".no_" in code
