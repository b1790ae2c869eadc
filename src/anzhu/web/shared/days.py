"""A day in a form: the browser's own picker, read as 2026-03-01, within a lifetime of law."""

from datetime import date
from typing import Any

from django import forms

from anzhu import words

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)


class DayInput(forms.DateInput):
    """``input type=date``; without support for it, a line of text in the same form."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(
            attrs={"min": EARLIEST.isoformat(), "max": LATEST.isoformat(), **attrs},
            format="%Y-%m-%d",
        )


class DayField(forms.DateField):
    """A day; what is none, and a day nobody can mean, is named with what to do."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = words.text("pages.day.wrong")
        super().__init__(
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": wrong},
            **{"widget": DayInput(), **kwargs},
        )

    def validate(self, value: date | None) -> None:
        """Between the years in which the law can be asked about anything."""
        super().validate(value)
        if value is not None and not EARLIEST <= value <= LATEST:
            raise forms.ValidationError(
                words.text("pages.day.too_far", first=EARLIEST, last=LATEST), code="too_far"
            )
