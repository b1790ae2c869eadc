"""Which first-review agency an application goes to (R11): questions, then the first match.

The questions are data for the pages; the answers lead to a recommendation with its reasons.
Agencies come in as facts, only those that exist on the day; a suspended one is not ``open``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from anzhu.rules.categories import Category
from anzhu.rules.objections import Objection, objection


class AgencyKind(StrEnum):
    """The groups in which the list of agencies is shown."""

    MINISTRY = "ministry"
    GROUP = "group"
    HEADQUARTERS = "headquarters"
    PROVINCE = "province"
    COAL_MINE = "coal_mine"


@dataclass(frozen=True, kw_only=True)
class AgencyFacts:
    """One agency as the chooser sees it; ``province`` is the two digits of GB/T 2260."""

    code: str
    kind: AgencyKind
    province: str | None = None
    categories: frozenset[Category] = frozenset()
    open: bool = True


#: The answer "none of these" to the questions about a ministry and about a group.
NEITHER = "none"


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What the applicant has said so far; None is not answered yet.

    ``ministry`` and ``group`` are codes of agencies, or NEITHER; ``province`` is that of the
    employer.
    """

    category: Category | None = None
    ministry: str | None = None
    group: str | None = None
    directly_under: bool | None = None
    province: str | None = None


@dataclass(frozen=True)
class Question:
    """One page of the chooser: the field of Answers it fills and the kind of agency it offers."""

    name: str
    clause: str
    offers: AgencyKind | None = None


QUESTIONS = (
    Question("category", "3.1"),
    Question("ministry", "3.1", AgencyKind.MINISTRY),
    Question("group", "3.2", AgencyKind.GROUP),
    Question("directly_under", "3.3"),
    Question("province", "3.4"),
)
_QUESTION = {question.name: question for question in QUESTIONS}


@dataclass(frozen=True)
class Because:
    """One link of the chain of reasons; ``code`` is a key of the words under ``reasons.choice``."""

    code: str
    clause: str


@dataclass(frozen=True)
class Recommendation:
    """Either the agency and why, or the next question to ask."""

    agency: AgencyFacts | None = None
    because: tuple[Because, ...] = ()
    asks: Question | None = None


def recommend(answers: Answers, agencies: Iterable[AgencyFacts]) -> Recommendation:
    """Follow clause 3 in its order; the first match wins."""
    known = tuple(agencies)
    chain: list[Because] = []
    for step in (_by_ministry, _by_group, _by_headquarters, _by_province):
        found = step(answers, known, chain)
        if found is not None:
            return found
    return Recommendation(because=tuple(chain))


def objections_to_choice(
    chosen: AgencyFacts | None, recommended: AgencyFacts | None, reason: str
) -> Iterator[Objection]:
    """Against sending an application to this agency; another choice needs a stated reason."""
    if chosen is None:
        yield objection("agency.missing", "2.1")
        return
    if not chosen.open:
        yield objection("agency.closed", "R11")
    if recommended is not None and chosen.code != recommended.code and not reason.strip():
        yield objection("agency.needs_reason", "R11")


def _by_ministry(
    answers: Answers, known: Sequence[AgencyFacts], chain: list[Because]
) -> Recommendation | None:
    if answers.category is None:
        return Recommendation(asks=_QUESTION["category"])
    for agency in _of(AgencyKind.MINISTRY, known):
        if answers.category in agency.categories:
            return _found(agency, chain, "category_of_ministry", "3.1")
    return _picked(answers.ministry, "ministry", known, chain)


def _by_group(
    answers: Answers, known: Sequence[AgencyFacts], chain: list[Because]
) -> Recommendation | None:
    return _picked(answers.group, "group", known, chain)


def _by_headquarters(
    answers: Answers, known: Sequence[AgencyFacts], chain: list[Because]
) -> Recommendation | None:
    if answers.directly_under is None:
        return Recommendation(because=tuple(chain), asks=_QUESTION["directly_under"])
    for agency in _of(AgencyKind.HEADQUARTERS, known):
        if answers.directly_under:
            return _found(agency, chain, "directly_under", "3.3")
    chain.append(Because("not_directly_under", "3.3"))
    return None


def _by_province(
    answers: Answers, known: Sequence[AgencyFacts], chain: list[Because]
) -> Recommendation | None:
    if answers.province is None:
        return Recommendation(because=tuple(chain), asks=_QUESTION["province"])
    if answers.category is Category.COAL_MINE:
        for agency in _of(AgencyKind.COAL_MINE, known):
            if agency.province == answers.province:
                return _found(agency, chain, "coal_mine_of_province", "3.4")
        chain.append(Because("no_coal_mine_agency", "3.4"))
    for agency in _of(AgencyKind.PROVINCE, known):
        if agency.province == answers.province:
            return _found(agency, chain, "province", "3.4")
    chain.append(Because("no_agency_of_province", "3.4"))
    return None


def _picked(
    answer: str | None, name: str, known: Sequence[AgencyFacts], chain: list[Because]
) -> Recommendation | None:
    """The agency named in the answer; the question is only asked where the list has any."""
    question = _QUESTION[name]
    offered = [agency for agency in known if agency.kind is question.offers]
    if not offered or answer == NEITHER:
        chain.append(Because(f"no_{name}", question.clause))
        return None
    for agency in offered:
        if agency.code == answer:
            return _found(agency, chain, name, question.clause)
    return Recommendation(because=tuple(chain), asks=question)


def _of(kind: AgencyKind, known: Sequence[AgencyFacts]) -> Iterator[AgencyFacts]:
    return (agency for agency in known if agency.kind is kind)


def _found(agency: AgencyFacts, chain: list[Because], code: str, clause: str) -> Recommendation:
    return Recommendation(agency=agency, because=(*chain, Because(code, clause)))
