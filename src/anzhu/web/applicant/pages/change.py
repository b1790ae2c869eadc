"""What a change application changes: the first question, and the offer to renew (1.4, 4.3.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from anzhu import words
from anzhu.cases.answers import ticked
from anzhu.cases.applying import Reading
from anzhu.cases.changing import renewal_is_advised
from anzhu.cases.pages import Problem
from anzhu.rules.deadlines import renewal_window, renewed
from anzhu.rules.education import education_for
from anzhu.rules.eligibility import may_renew_with_change
from anzhu.rules.facts import Kind
from anzhu.web.applicant.forms.change import CHANGES, Change

if TYPE_CHECKING:
    from anzhu.cases.models import Case

_WORDS = "applicant_change"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """To renew at the same time: offered in the last year only, never forced (R5)."""

    text: str
    hours: str
    ready: bool


@dataclass(frozen=True, kw_only=True)
class ChangePage:
    """``held`` is what is registered now; without an ``offer`` ``no_offer`` says from when on."""

    form: Change
    held: Sequence[tuple[str, str]]
    offer: Offer | None
    no_offer: str
    error: str


def page(case: "Case", read: Reading, shown: Sequence[Problem]) -> ChangePage:
    """The page; renewing is ticked beforehand where the hours are complete."""
    form = Change.showing(answers_of(case, read), shown)
    offer, opens = _offer(read), _opens(read)
    return ChangePage(
        form=form,
        held=held(case),
        offer=offer,
        no_offer=words.text(f"{_WORDS}.no_offer", opens=opens)
        if offer is None and opens and read.on < opens
        else "",
        error=form.error_at("employer"),
    )


def answers_of(case: "Case", read: Reading) -> Mapping[str, Any]:
    """What is ticked; as long as she has said nothing, what is advised."""
    said: Mapping[str, Any] = case.dossier.answers.get("change", {})
    law = read.ground.law
    if "renew" in said or law is None:
        return said
    return {**said, "renew": renewal_is_advised(law)}


def said_in_words(answers: Mapping[str, Mapping[str, Any]]) -> str:
    """换单位、改类别；同时延续: what is asked for, in a line."""
    asked = ticked(answers)
    found = [words.text(f"{_WORDS}.{name}.short") for name in CHANGES if getattr(asked, name)]
    text = "、".join(found)
    return f"{text}；{words.text(f'{_WORDS}.renew.short')}" if asked.renew and text else text


def held(case: "Case") -> list[tuple[str, str]]:
    """The registration that the application starts from."""
    known = case.dossier.answers.get("registered", {})
    return registered_facts(known)


def registered_facts(known: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Number, category, employer and period as they are registered now."""
    if not known:
        return []
    category = str(known.get("category", ""))
    key = f"categories.{category}"
    return [
        (words.text(f"{_WORDS}.held.number"), str(known.get("number", ""))),
        (
            words.text(f"{_WORDS}.held.category"),
            words.text(key) if words.exists(key) else category,
        ),
        (words.text(f"{_WORDS}.held.employer"), str(known.get("employer", ""))),
        (
            words.text(f"{_WORDS}.held.valid"),
            words.text(
                f"{_WORDS}.held.from_until",
                start=date.fromisoformat(known["valid_from"]),
                until=date.fromisoformat(known["valid_until"]),
            ),
        ),
    ]


def _opens(read: Reading) -> date | None:
    registration = read.ground.registration
    return renewal_window(registration.valid_until, read.on).opens if registration else None


def _offer(read: Reading) -> Offer | None:
    law = read.ground.law
    if law is None or law.registration is None or not may_renew_with_change(law):
        return None
    until = law.registration.valid_until
    hours = education_for(Kind.RENEWAL, law)
    short = hours.short if hours else 0
    return Offer(
        text=words.text(f"{_WORDS}.offer.text", until=until, new=renewed(until).until),
        hours=words.text(
            f"{_WORDS}.offer.{'short' if short else 'enough'}",
            have=float(hours.counted) if hours else 0.0,
            need=float(hours.required) if hours else 0.0,
            short=float(short),
        ),
        ready=not short,
    )
