"""Step 1: the questions of clause 3, and where they lead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from anzhu import words
from anzhu.cases import pages
from anzhu.cases.applying import Reading
from anzhu.cases.pages import Problem
from anzhu.rules.agencies import NEITHER, QUESTIONS, AgencyKind, Because
from anzhu.rules.categories import Category
from anzhu.web.applicant.forms.agency import Choice, Question
from anzhu.web.applicant.forms.employer import provinces

if TYPE_CHECKING:
    from anzhu.cases.models import Case
    from anzhu.organisations.models import Agency

#: From so many choices on, a list can be searched.
_SEARCHABLE = 12


@dataclass(frozen=True, kw_only=True)
class QuestionPage:
    """One question; ``query`` narrows a long list without JavaScript."""

    name: str
    number: int
    title: str
    hint: str
    form: Question
    choices: Sequence[tuple[str, str]]
    answer: str
    error: str
    searchable: bool
    query: str
    back_url: str


def question(
    case: "Case", read: Reading, name: str, *, error: str = "", query: str = ""
) -> QuestionPage:
    """The page of one question, with the answer given before."""
    said = answers_of(case, read)
    every = choices_of(name, read)
    answer = str(said["agency"].get(name, ""))
    found = [one for one in every if query in one[1] or one[0] in (answer, NEITHER)]
    return QuestionPage(
        name=name,
        number=[asked.name for asked in QUESTIONS].index(name) + 1,
        title=words.text(f"applicant.chooser.{name}.title"),
        hint=words.text(f"applicant.chooser.{name}.hint"),
        form=Question(name, found, answer, error),
        choices=found,
        answer=answer,
        error=error,
        searchable=len(every) > _SEARCHABLE and name != "province",
        query=query,
        back_url=_before(case.ref, name, said),
    )


def choices_of(name: str, read: Reading) -> list[tuple[str, str]]:
    """What a question offers: codes and what they are called."""
    if name == "category":
        return [
            (str(one), words.text(f"categories.{one}")) for one in Category if one in read.open_to
        ]
    if name == "directly_under":
        prefix = "applicant.chooser.directly_under"
        return [(code, words.text(f"{prefix}.{code}")) for code in ("yes", "no")]
    if name == "province":
        return provinces()
    kind = AgencyKind.MINISTRY if name == "ministry" else AgencyKind.GROUP
    offered = [(one.code, one.name) for one in read.agencies if one.kind == kind]
    return [*offered, (NEITHER, words.text(f"applicant.chooser.{name}.none"))]


def answers_of(case: "Case", read: Reading) -> dict[str, Mapping[str, Any]]:
    """The answers so far; the only category of a qualification need not be asked for."""
    said = case.dossier.answers
    agency = dict(said.get("agency", {}))
    only = choices_of("category", read)
    if len(only) == 1:
        agency["category"] = only[0][0]
    elif said.get("category", {}).get("category"):
        agency["category"] = said["category"]["category"]
    return {**said, "agency": agency}


def next_question(case: "Case", read: Reading) -> str | None:
    """The question that is still to be answered; None when there is a result."""
    asked = pages.recommendation(answers_of(case, read), read.ground).asks
    return asked.name if asked else None


@dataclass(frozen=True, kw_only=True)
class AgencyPage:
    """The result: the advised agency with its reasons, what was chosen, all others."""

    form: Choice
    advised: "Agency | None"
    because: Sequence[str]
    chosen: "Agency | None"
    suspended: str
    answered: Sequence[tuple[str, str, str]]
    groups: Sequence[tuple[str, Sequence["Agency"]]]
    other: bool
    reason_error: str


def result(case: "Case", read: Reading, shown: Sequence[Problem], *, other: bool) -> AgencyPage:
    """Where the questions lead; ``other`` opens the list of all agencies."""
    said = answers_of(case, read)
    found = pages.recommendation(said, read.ground)
    form = Choice.showing(said["agency"], shown)
    advised = read.agency(found.agency.code) if found.agency else None
    chosen = read.agency(said["agency"].get("chosen"))
    # Where the questions lead nowhere, or she chose herself, all agencies are there to choose from.
    listed = other or advised is None or (chosen is not None and chosen.code != advised.code)
    return AgencyPage(
        form=form,
        advised=advised,
        because=[_reason(link, said["agency"]) for link in found.because],
        chosen=chosen,
        suspended=_suspended(chosen or advised, read),
        answered=_answered(case.ref, said["agency"], read),
        groups=_groups(read) if listed else (),
        other=listed,
        reason_error=form.error_at("reason"),
    )


def _reason(link: Because, said: Mapping[str, Any]) -> str:
    code, province = str(said.get("category", "")), str(said.get("province", ""))
    return words.text(
        f"applicant.because.{link.code}",
        category=words.text(f"categories.{code}") if code else "",
        province=words.text(f"provinces.{province}") if province else "",
    )


def _suspended(agency: "Agency | None", read: Reading) -> str:
    if agency is None or not agency.is_suspended_on(read.on):
        return ""
    return words.text(
        "applicant.agency.suspended", since=agency.suspended_from, until=agency.suspended_until
    )


def _answered(ref: str, said: Mapping[str, Any], read: Reading) -> list[tuple[str, str, str]]:
    """The questions that were answered: question, answer, where to change it."""
    found = []
    for asked in QUESTIONS:
        text = dict(choices_of(asked.name, read)).get(str(said.get(asked.name, "")))
        if said.get(asked.name) and text:
            url = reverse("applicant:chooser", kwargs={"ref": ref, "question": asked.name})
            found.append((words.text(f"applicant.chooser.{asked.name}.title"), text, url))
    return found


def _groups(read: Reading) -> list[tuple[str, Sequence["Agency"]]]:
    return [
        (
            words.text(f"pages.agency_kinds.{kind}"),
            [agency for agency in read.agencies if agency.kind == kind],
        )
        for kind in AgencyKind
        if any(agency.kind == kind for agency in read.agencies)
    ]


def _before(ref: str, name: str, said: Mapping[str, Mapping[str, Any]]) -> str:
    """The question before this one that was really asked, else the task list."""
    names = [asked.name for asked in QUESTIONS]
    for earlier in reversed(names[: names.index(name)]):
        if said["agency"].get(earlier):
            return reverse("applicant:chooser", kwargs={"ref": ref, "question": earlier})
    return reverse("applicant:tasks", kwargs={"ref": ref})


def facts(case: "Case", read: Reading) -> list[tuple[str, str]]:
    """The choice for reading."""
    said = case.dossier.answers.get("agency", {})
    chosen = read.agency(said.get("chosen")) or case.agency
    found = [("初审机构", chosen.name if chosen else "")]
    return [*found, ("选择理由", str(said["reason"]))] if said.get("reason") else found
