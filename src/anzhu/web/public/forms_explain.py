"""The question of the public explainer: days, and how many hours. Nothing about a person."""

from datetime import date
from typing import Any

from django import forms

from anzhu import words
from anzhu.rules import parameters
from anzhu.web.shared.days import DayField
from anzhu.web.shared.forms import Form

_MOST_HOURS = 1000


def _day(name: str) -> DayField:
    return DayField(required=False, label=words.text(f"explain.field.{name}"))


class Question(Form):
    """At least one of the two days that decide: the certificate's, or the registration's last."""

    obtained = _day("obtained")
    until = _day("until")
    on = _day("on")
    hours = forms.DecimalField(
        required=False,
        label=words.text("explain.field.hours"),
        min_value=0,
        max_value=_MOST_HOURS,
        max_digits=5,
        decimal_places=1,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places",
             "max_whole_digits"),
            words.text("explain.wrong.hours", most=_MOST_HOURS),
        ),
    )  # fmt: skip
    since = _day("since")
    ended = _day("ended")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = {
            "years": parameters.VALIDITY_YEARS.on(today),
            "window": parameters.EDUCATION_WINDOW_YEARS.on(today),
        }
        for name, field in self.fields.items():
            field.help_text = words.text(f"explain.hint.{name}", **numbers)
        #: what the folded part of the form is for
        self.more = words.text("explain.more", **numbers)

    @property
    def unfolded(self) -> bool:
        """Was anything put into the folded part, or is anything wrong there?"""
        return any(self[name].value() or self[name].errors for name in ("since", "ended"))

    def clean(self) -> dict[str, Any]:
        """Days that cannot all be true are named, with what to look at."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and said.get("obtained") is None and said.get("until") is None:
            self.add_error("obtained", words.text("explain.wrong.nothing"))
        self._in_order(said, "since", "until")
        self._in_order(said, "since", "ended")
        self._in_order(said, "obtained", "on")
        self._needs(said, "since", "until")
        self._needs(said, "ended", "until")
        return said

    def _in_order(self, said: dict[str, Any], first: str, second: str) -> None:
        earlier, later = said.get(first), said.get(second)
        if isinstance(earlier, date) and isinstance(later, date) and earlier > later:
            self.add_error(first, words.text(f"explain.wrong.{first}_after_{second}", later=later))

    def _needs(self, said: dict[str, Any], one: str, other: str) -> None:
        if said.get(one) is not None and said.get(other) is None and other not in self.errors:
            self.add_error(other, words.text("explain.wrong.needs_until"))


#: In this order in the address that is shared; anything else is left out of it.
NAMES = tuple(Question.base_fields)
