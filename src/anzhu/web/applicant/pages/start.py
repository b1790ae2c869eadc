"""Before an application is begun: how long it takes, what to have at hand, what it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from anzhu import words
from anzhu.rules import parameters
from anzhu.rules.facts import REGISTRATION_KINDS, Kind
from anzhu.rules.filing import Filing
from anzhu.rules.objections import Objection
from anzhu.web.applicant.pages.home import start_url
from anzhu.web.shared.outlook import Reason, outlook, reason

_WORDS = "applicant_start"


@dataclass(frozen=True, kw_only=True)
class StartPage:
    """【开始XX注册】, or every reason why not and which other kind is open instead."""

    kind: str
    title: str
    start_url: str
    not_now: str
    about: str
    minutes: str
    at_hand: Sequence[str]
    result: str
    tells: Sequence[str]
    reasons: Sequence[Reason]
    instead: Sequence[tuple[str, str]]


def page(kind: Kind, law: Filing | None, against: Sequence[Objection], on: date) -> StartPage:
    """The page of one kind; where it is shut, the kinds that are open instead."""
    possible = outlook(law, kinds=REGISTRATION_KINDS).possible if law else ()
    own = next((one for one in possible if one.kind is kind), None)
    overdue = own is not None and own.is_overdue
    return StartPage(
        kind=words.text(f"kinds.{kind}"),
        title=words.text(f"kinds.{'overdue.' if overdue else ''}{kind}"),
        start_url="" if against else start_url(kind),
        not_now=words.text(f"{_WORDS}.not_now.title", kind=words.text(f"kinds.{kind}")),
        about=words.text(f"kinds.about.{kind}"),
        minutes=minutes(kind, overdue=overdue),
        at_hand=at_hand(kind, on, overdue=overdue),
        result=words.text(
            f"{_WORDS}.{'overdue' if overdue else kind}.result",
            years=parameters.VALIDITY_YEARS.on(on),
        ),
        tells=[own.why, *own.missing] if own and not against else [],
        reasons=[reason(one) for one in against],
        instead=[
            (one.title, start_url(one.kind)) for one in possible if against and one is not own
        ],
    )


def minutes(kind: Kind, *, overdue: bool = False) -> str:
    """How long it takes at the computer."""
    return words.text(f"{_WORDS}.{'overdue' if overdue else kind}.minutes")


def at_hand(kind: Kind, on: date, *, overdue: bool = False) -> list[str]:
    """The checklist of what to prepare (准备清单)."""
    prefix = f"{_WORDS}.{'overdue' if overdue else kind}.at_hand"
    about = {
        "hours": float(parameters.EDUCATION_HOURS.on(on)),
        "years": parameters.EDUCATION_WINDOW_YEARS.on(on),
    }
    return [words.text(key, **about) for key in words.keys(prefix)]
