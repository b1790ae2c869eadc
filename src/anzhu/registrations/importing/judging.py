"""What became of the rows of a list: known or new, wrong or right, and by what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from anzhu.registrations.importing.reading import Wrong
from anzhu.rules.existing import Existing
from anzhu.rules.objections import Objection, objection


@dataclass(slots=True)
class Judged:
    """A row that could be read, whose it is, and everything that speaks against it.

    ``index`` is the blind index of the ID number, ``listed`` the fingerprint of the row. A row
    that ``qualifies`` puts its holder on the roster of qualifications; one whose holder
    ``lacks`` a qualification is in neither: nothing that needs one can be filed.
    """

    line: int
    row: Existing
    index: str
    listed: str
    same: bool = False
    qualifies: bool = False
    lacks: bool = False
    wrong: list[Wrong] = field(default_factory=list)


@dataclass
class Compared:
    """A whole list: by row what becomes of it; ``wrong`` counts the rows with an error."""

    judged: list[Judged]
    #: lines that could not even be read, with why
    unread: Mapping[int, tuple[Wrong, ...]]

    @property
    def wrong(self) -> int:
        return len(self.unread) + sum(bool(one.wrong) for one in self.judged)

    @property
    def same(self) -> int:
        return sum(one.same and not one.wrong for one in self.judged)

    @property
    def new(self) -> int:
        return sum(not one.same and not one.wrong for one in self.judged)

    @property
    def qualified(self) -> int:
        """How many holders the list puts on the roster of qualifications."""
        return sum(one.qualifies and not one.wrong for one in self.judged)

    @property
    def unqualified(self) -> int:
        """How many holders can file nothing that needs a qualification: neither list has one."""
        return len({one.index for one in self.judged if one.lacks and not one.wrong})

    def troubles(self) -> Iterator[tuple[int, Wrong]]:
        """Every single error with its line, in the order of the list."""
        found = {**self.unread, **{one.line: tuple(one.wrong) for one in self.judged}}
        for line in sorted(found):
            yield from ((line, wrong) for wrong in found[line])


def against(one: Judged, column: str, code: str, **facts: object) -> None:
    """Hold something against a row, at one of its columns (empty for all of it)."""
    one.wrong.append(Wrong(column, because(code, **facts)))


def because(code: str, **facts: object) -> Objection:
    """An objection of taking lists over."""
    return objection(f"existing.{code}", "8.0", **facts)


def masked(names: frozenset[str]) -> str:
    """Surnames, as a list's keeper may read them: 张*."""
    return "、".join(sorted(f"{name[:1]}*" for name in names))
