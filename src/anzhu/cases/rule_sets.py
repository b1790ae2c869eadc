"""A case is judged, from its first submission to its end, by the rules it was filed under."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from anzhu.cases.models import Case
from anzhu.law import queries as law

P = ParamSpec("P")
Answer = TypeVar("Answer")


def by_its_rules(
    function: Callable[Concatenate[Case, P], Answer],
) -> Callable[Concatenate[Case, P], Answer]:
    """Have the function's first argument, a case, bring its own set of rules along.

    A draft has none yet: what is published holds. The answer must be finished, not an iterator.
    """

    @wraps(function)
    def judged(case: Case, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        with law.under(case.rule_set):
            return function(case, *args, **kwargs)

    return judged
