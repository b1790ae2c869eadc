"""What if I filed on another day, or changed my employer on one? Two days, either or both."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from anzhu import words
from anzhu.web.shared.days import DayField
from anzhu.web.shared.forms import Form


class WhatIfForm(Form):
    """Days from today on; the answer is the rules' own."""

    on = DayField(required=False, label=words.text("applicant.home.what_if.label_on"))
    move = DayField(required=False, label=words.text("applicant.home.what_if.label_move"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        for field in self.fields.values():
            field.widget.attrs["min"] = today.isoformat()

    def clean(self) -> dict[str, Any]:
        """A day that has gone by cannot be chosen any more."""
        said: dict[str, Any] = super().clean() or {}
        for name, day in list(said.items()):
            if isinstance(day, date) and day < self._today:
                self.add_error(name, words.text("applicant.home.what_if.over", day=self._today))
        return said

    def days(self) -> Iterator[tuple[str, date]]:
        """The days that were put in and can be answered for, by the name of their question."""
        if self.is_bound and self.is_valid():
            yield from ((name, day) for name, day in self.cleaned_data.items() if day)
