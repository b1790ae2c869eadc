"""Reading what was typed into answers, and showing answers with what is wrong at their fields.

Answers are texts and ticks as the domain keeps them. Nothing is refused here for its content: it
is saved first, and ``cases.pages`` says what is wrong with what was saved.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Self

from django import forms
from django.http import QueryDict

from anzhu import words
from anzhu.cases.pages import Problem
from anzhu.web.shared.forms import Form

#: Characters that no database and no paper takes; line breaks become blanks.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９－／．", "0123456789-/.")


def text(typed: str) -> str:
    """What was typed, without control characters and outer blanks."""
    return _CONTROL.sub(" ", typed).strip()


def day(typed: str) -> str:
    """A date in any usual way of writing as 2026-03-01; anything else stays as typed."""
    plain = text(typed).translate(_FULL_WIDTH).replace(" ", "")
    found = _DATE.fullmatch(plain)
    if not found:
        return text(typed)
    try:
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return text(typed)


class DayInput(forms.DateInput):
    """The browser's own date field; a plain one still takes 2026-03-01."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"placeholder": "2026-03-01"}, format="%Y-%m-%d")


def typed(label: str, **attrs: object) -> forms.CharField:
    """A line of text that may stay empty while it is a draft."""
    return forms.CharField(
        label=label, required=False, strip=False, widget=forms.TextInput(attrs=attrs)
    )


def long(label: str, **attrs: object) -> forms.CharField:
    """Several lines of text that may stay empty while it is a draft."""
    return forms.CharField(
        label=label, required=False, strip=False, widget=forms.Textarea(attrs=attrs)
    )


def dated(label: str) -> forms.CharField:
    """A day, kept as it was typed."""
    return forms.CharField(label=label, required=False, strip=False, widget=DayInput())


def ticked(label: str) -> forms.BooleanField:
    """A tick."""
    return forms.BooleanField(label=label, required=False)


class Answers(Form):
    """One page of answers; ``readers`` say how a field is read where it is not plain text."""

    readers: Mapping[str, Callable[[str], str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: what is wrong on the page but not in a field of the form: (where to jump, what)
        self.elsewhere: list[tuple[str, str]] = []

    @classmethod
    def read(cls, data: QueryDict) -> dict[str, Any]:
        """Every field of the page as answers."""
        return {name: cls.read_field(name, data) for name in cls.base_fields}

    @classmethod
    def read_field(cls, name: str, data: QueryDict) -> Any:
        """One field as an answer."""
        field = cls.base_fields[name]
        if isinstance(field, forms.BooleanField):
            return bool(data.get(name))
        said = cls.readers.get(name, text)(data.get(name, ""))
        if isinstance(field, forms.ChoiceField):
            return said if field.valid_value(said) else ""
        return said

    @classmethod
    def showing(cls, answers: Mapping[str, Any], problems: Iterable[Problem] = ()) -> Self:
        """The form with these answers, and with every problem at its field."""
        form = cls({name: answers.get(name, "") for name in cls.base_fields})
        for problem in problems:
            form.object_to(problem)
        return form

    def object_to(self, problem: Problem) -> None:
        """Put a problem at its field, or where the page shows the thing."""
        sentence = words.objection(problem.objection)
        if problem.field in self.fields:
            self.add_error(problem.field, sentence)
        else:
            self.elsewhere.append((problem.field, sentence))

    def error_at(self, name: str) -> str:
        """The first thing wrong at a field, or nothing."""
        return next((str(one) for one in self[name].errors), "")

    @cached_property
    def complaints(self) -> list[tuple[str, str]]:
        """For the summary: first what stands outside the form, then the fields in order."""
        found = [("", str(one)) for one in self.non_field_errors()] + self.elsewhere
        for bound in self.visible_fields():
            found += [(bound.id_for_label or bound.auto_id, str(one)) for one in bound.errors]
        return found


def seen(answers: Mapping[str, Any]) -> str:
    """What a page showed, to be sent back with it: only what differs then was typed there."""
    return json.dumps(answers, ensure_ascii=False, sort_keys=True)


def changed(said: Mapping[str, Any], data: QueryDict) -> dict[str, Any]:
    """The fields that differ from what the page showed.

    So an old window that is sent later changes only what was typed in it: the last write of each
    field wins, and nothing else is undone. A field that the page did not have is left alone.
    """
    shown = _shown(data.get("seen", ""))
    return {
        name: value
        for name, value in said.items()
        if (name in data or name in shown) and (shown.get(name) or "") != (value or "")
    }


def _shown(text_of_page: str) -> dict[str, Any]:
    try:
        found = json.loads(text_of_page)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
