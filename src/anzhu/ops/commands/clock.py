"""`anzhu clock`: do by hand what the clock does, and move the clock of a demonstration.

Moving it forward plays the days in between one by one, so that reminders come on their days.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from anzhu import words
from anzhu.kernel import clock, demo_clock
from anzhu.kernel.errors import Refused
from anzhu.ops import ticks

_SPAN = re.compile(r"(\d{1,5})([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
#: Longer leaps are taken at once: what is due at their end is done, late.
MOST_DAYS_PLAYED = 800


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb")
    verbs.add_parser("show", help=words.text("ops.option.clock_show"))
    verbs.add_parser("run", help=words.text("ops.option.clock_run"))
    to = verbs.add_parser("set", help=words.text("ops.option.clock_set"))
    to.add_argument("day", type=date.fromisoformat, metavar="2027-03-01")
    by = verbs.add_parser("advance", help=words.text("ops.option.clock_advance"))
    by.add_argument("span", type=_span, metavar="30d")
    verbs.add_parser("reset", help=words.text("ops.option.clock_reset"))


def run(arguments: argparse.Namespace) -> int:
    """0 when it was done; 1 and the reason when not."""
    try:
        _VERBS[arguments.verb or "show"](arguments)
    except Refused as refused:
        for found in refused.objections:
            print(words.objection(found), file=sys.stderr)
        return 1
    return 0


def _span(text: str) -> timedelta:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(words.text("ops.clock.span"))
    return int(found[1]) * _UNITS[found[2]]


def _show(arguments: argparse.Namespace) -> None:
    now = clock.now().astimezone(clock.SHANGHAI)
    key = "moved" if clock.ahead() else "true"
    real = clock.machine().astimezone(clock.SHANGHAI)
    print(
        words.text(f"ops.clock.{key}", now=f"{now:%Y-%m-%d %H:%M}", real=f"{real:%Y-%m-%d %H:%M}")
    )


def _run(arguments: argparse.Namespace) -> None:
    print(ticks.report(ticks.tick(clock.now())))


def _set(arguments: argparse.Namespace) -> None:
    days = (arguments.day - clock.today()).days
    if days > 0:
        _play(timedelta(days=days))
    else:
        demo_clock.lead_to(arguments.day)
    _show(arguments)


def _advance(arguments: argparse.Namespace) -> None:
    _play(arguments.span)
    _show(arguments)


def _reset(arguments: argparse.Namespace) -> None:
    demo_clock.reset()
    _show(arguments)


def _play(by: timedelta) -> None:
    done: Counter[str] = Counter()
    if by.days <= MOST_DAYS_PLAYED:
        for _ in range(by.days):
            demo_clock.advance(timedelta(days=1))
            done.update(ticks.tick(clock.now()))
        by -= timedelta(days=by.days)
    demo_clock.advance(by)
    done.update(ticks.tick(clock.now()))
    print(ticks.report(done))


_VERBS: dict[str, Callable[[argparse.Namespace], None]] = {
    "show": _show,
    "run": _run,
    "set": _set,
    "advance": _advance,
    "reset": _reset,
}
