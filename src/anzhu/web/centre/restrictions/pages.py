"""The pages about bans as their templates get them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from anzhu import words
from anzhu.rules import identifiers
from anzhu.rules.restrictions import OrderKind, until
from anzhu.web.shared.templatetags.anzhu import zh_datetime

if TYPE_CHECKING:
    from anzhu.people.models import Person
    from anzhu.registrations.finding import Found
    from anzhu.registrations.models import Restriction, RestrictionOrder

Facts = Sequence[tuple[str, object]]


@dataclass(frozen=True, kw_only=True)
class BanLine:
    """One ban in a table; ``standing`` is ``bars``, ``over`` or ``lifted``."""

    id: int
    name: str
    id_number: str
    person_url: str
    basis: str
    instrument: str
    start: date
    until: date
    standing: str
    said: str

    @property
    def may_be_changed(self) -> bool:
        return self.standing != "lifted"


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """One order in a table or in the history of a person."""

    url: str
    name: str
    kind: str
    basis: str
    term: str
    instrument: str
    reason: str
    entered: str
    settled: str
    state: str


def ban_lines(rows: "Sequence[Restriction]", on: date) -> list[BanLine]:
    """Bans as a table shows them on a day."""
    return [_ban_line(row, on) for row in rows]


def order_lines(rows: "Sequence[RestrictionOrder]", name: str = "") -> list[OrderLine]:
    """Orders as a table shows them; ``name`` where all are about one person."""
    return [_order_line(row, name or row.person.name) for row in rows]


def _ban_line(row: "Restriction", on: date) -> BanLine:
    last = until(row.starts_on, row.years)
    standing = "lifted" if row.lifted_on else "over" if last < on else "bars"
    return BanLine(
        id=row.pk,
        name=row.person.name,
        id_number=identifiers.masked_id(row.person.id_number),
        person_url=person_url(row.person),
        basis=_basis(row.basis),
        instrument=row.instrument,
        start=row.starts_on,
        until=last,
        standing=standing,
        said=words.text(f"restrictions.standing.{standing}", on=row.lifted_on),
    )


def _order_line(row: "RestrictionOrder", name: str) -> OrderLine:
    return OrderLine(
        url=order_url(row),
        name=name,
        kind=words.text(f"restrictions.kind.{row.kind}"),
        basis=_basis(row.basis),
        term=_term(row),
        instrument=row.instrument,
        reason=row.reason,
        entered=_who(row, "entered"),
        settled=_who(row, "settled") if row.settled_at else "",
        state=_state(row),
    )


def person_facts(found: "Found") -> Facts:
    """Who was found, so that nobody takes one for another."""
    person, row = found.person, found.registration
    said = [
        ("name", person.name),
        ("id_number", identifiers.masked_id(person.id_number)),
    ]
    if row is None:
        return [*_labelled(said), (words.text("restrictions.fields.number"), _none())]
    said += [
        ("number", row.number),
        ("category", words.text(f"categories.{row.category}")),
        ("employer", row.employer_name),
        ("valid", words.text("verify.valid", start=row.valid_from, until=row.valid_until)),
    ]
    if row.closed_on is not None:
        said.append(("closed", words.text("restrictions.closed", on=row.closed_on)))
    return _labelled(said)


def order_facts(row: "RestrictionOrder") -> Facts:
    """What a second person reads before confirming."""
    said = [
        ("name", row.person.name),
        ("id_number", identifiers.masked_id(row.person.id_number)),
        ("basis", _basis(row.basis)),
        ("provision", row.provision),
        ("term", _term(row)),
        ("instrument", row.instrument),
        ("reason", row.reason),
        ("entered", _who(row, "entered")),
        ("settled", _who(row, "settled") if row.settled_at else ""),
    ]
    return _labelled([(name, value) for name, value in said if value])


def effects(row: "RestrictionOrder", *, ends_registration: bool) -> list[str]:
    """What confirming does, sentence by sentence."""
    last = until(row.starts_on, row.years)
    said = [words.text(f"restrictions.effect.{row.kind}", start=row.starts_on, until=last)]
    if ends_registration and row.kind != OrderKind.LIFT:
        said.append(words.text("restrictions.effect.ends"))
    said.append(words.text("restrictions.effect.told"))
    return said


def person_url(person: "Person") -> str:
    return reverse("centre:restriction_person", kwargs={"person": person.uid})


def order_url(row: "RestrictionOrder") -> str:
    return reverse("centre:restriction_order", kwargs={"order": row.pk})


def _term(row: "RestrictionOrder") -> str:
    last = until(row.starts_on, row.years)
    return words.text("restrictions.term", start=row.starts_on, years=row.years, until=last)


def _who(row: "RestrictionOrder", act: str) -> str:
    by = getattr(row, f"{act}_by")
    at = getattr(row, f"{act}_at")
    return words.text("restrictions.who", name=by.person.name, at=zh_datetime(at))


def _state(row: "RestrictionOrder") -> str:
    name = "waits" if row.confirmed is None else "confirmed" if row.confirmed else "discarded"
    return words.text(f"restrictions.state.{name}")


def _basis(code: str) -> str:
    return words.text(f"restrictions.basis.{code}")


def _none() -> str:
    return words.text("restrictions.no_registration")


def _labelled(said: Sequence[tuple[str, object]]) -> list[tuple[str, object]]:
    return [(words.text(f"restrictions.fields.{name}"), value) for name, value in said]
