"""What every page of answers has around its own fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget
from django.urls import reverse

from anzhu import words
from anzhu.cases.answers import as_day
from anzhu.cases.applying import Pen, Reading
from anzhu.rules.facts import Reason
from anzhu.web.applicant.wizard import TASKS, number_of


@dataclass(frozen=True, kw_only=True)
class Told:
    """A reason of the last return, as the applicant reads it."""

    label: str
    todo: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Where a page stands, where it saves, and why it was opened again.

    ``seen`` are the saved answers as the page shows them: they come back with the form, so that
    only what was changed on this very page is written. ``number`` is 0 for what is asked before the
    first step; ``why`` is the rule behind a page that is not simply asked.
    """

    ref: str
    name: str
    number: int
    title: str
    url: str
    list_url: str
    autosave: str
    editable: bool
    seen: str
    told: Sequence[Told]
    why: str

    @property
    def steps(self) -> int:
        """How many steps there are in all."""
        return len(TASKS)


def frame(ref: str, name: str, pen: Pen, seen: str, why: str = "") -> Frame:
    """The frame of one page of answers."""
    return Frame(
        ref=ref,
        name=name,
        number=number_of(name),
        title=words.text(f"kinds.page.{name}"),
        url=reverse("applicant:page", kwargs={"ref": ref, "page": name}),
        list_url=reverse("applicant:tasks", kwargs={"ref": ref}),
        autosave=reverse("applicant:save_field", kwargs={"ref": ref, "page": name}),
        editable=name in pen.pages,
        seen=seen,
        told=[told(reason) for reason in pen.reasons_for(name)],
        why=why,
    )


def why_asked(name: str, read: Reading) -> str:
    """The rule behind a page that is not simply asked; nothing for one that is."""
    asked, present = read.asked.get(name), read.ground.present_category
    if asked is None or not asked.why:
        return ""
    category = f"categories.{present}"
    return words.text(
        f"asking.{asked.why}", category=words.text(category) if words.exists(category) else ""
    )


def span(row: Mapping[str, Any]) -> str:
    """The days of a row in words; without an end it goes on until now."""
    start, until = (_day(row.get(name)) for name in ("start", "until"))
    present = words.text("applicant_papers.answers.present")
    return words.text("applicant_papers.answers.span", start=start, until=until or present)


def _day(typed: object) -> str:
    """A day in words; what is none stays as it was typed."""
    day = as_day(typed)
    return words.text("applicant.home.day", day=day) if day else str(typed or "")


def told(reason: Reason) -> Told:
    """A reason in words; one that has none of its own stands by its item and note."""
    key = f"reasons.{reason.code}"
    known = words.exists(f"{key}.label")
    return Told(
        label=words.text(f"{key}.label" if known else f"checklist.{reason.item}.title"),
        todo=words.text(f"{key}.todo") if words.exists(f"{key}.todo") else "",
        note=reason.note,
    )


def facts(form: forms.Form, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The answers of a page for reading: label and what was said."""
    return [
        (str(field.label or ""), _said(field, answers.get(name, "")))
        for name, field in form.fields.items()
    ]


def _said(field: forms.Field, value: object) -> str:
    if isinstance(field, forms.BooleanField):
        return "是" if value else "否"
    if isinstance(field, forms.ChoiceField) and isinstance(field.widget, ChoiceWidget):
        return str(dict(field.widget.choices).get(value, "")) if value else ""
    return str(value or "")
