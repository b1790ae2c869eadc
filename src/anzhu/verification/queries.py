"""What the public may know of a registration: two things must be known to learn a third.

There is no list and no search. Whoever names number and name of a registration, or shows the
code of a sheet, learns what stands on the certificate; every other question has one same answer.
"""

import hmac
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anzhu.cases.queries import timely_renewal
from anzhu.kernel.limits import Limit
from anzhu.papers.codes import read_certificate_code
from anzhu.registrations.models import (
    NUMBER_PLACES,
    FormerNumber,
    HolderNumber,
    Registration,
    Sheet,
)
from anzhu.registrations.queries import held_of
from anzhu.rules.calendar import ONE_DAY
from anzhu.rules.grants import Standing, standing_of


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is shown. ``category`` is a code; ``sheet_void``: the sheet that was shown is void.

    ``running_until`` is the last day of the period before, as long as the one that was granted has
    not begun (R3).
    """

    standing: Standing
    number: str = ""
    masked_name: str = ""
    category: str = ""
    employer: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    running_until: date | None = None
    sheet_void: bool = False


#: Not found, another name, a made-up code: all the same to whoever asks.
UNKNOWN = Answer(standing=Standing.NONE)


#: For one address: a person who checks the papers of a whole department is not stopped.
BY_ADDRESS = (
    Limit(bucket="verify.address", at_most=20, per_seconds=60),
    Limit(bucket="verify.address.day", at_most=300, per_seconds=86_400),
)
#: For one number, wherever the questions come from: names cannot be tried out.
BY_NUMBER = Limit(bucket="verify.number", at_most=20, per_seconds=3_600)
#: For a thousand neighbouring numbers: they cannot be walked through from many addresses.
BY_PREFIX = Limit(bucket="verify.prefix", at_most=200, per_seconds=3_600)
LIMITS = (*BY_ADDRESS, BY_NUMBER, BY_PREFIX)
_NEIGHBOURS = 3


def limits_for(*, address: str, number: str) -> Iterator[tuple[Limit, str]]:
    """The limits that one question counts against, each with its key, for the door to hit."""
    said = _cleaned(number)
    for limit in BY_ADDRESS:
        yield limit, address
    yield BY_NUMBER, said
    yield BY_PREFIX, said[:-_NEIGHBOURS]


def look_up(*, number: str, name: str, on: date) -> Answer:
    """The registration with this number, if the name is its holder's; else ``UNKNOWN``.

    One query whatever is asked, so that what is not there costs as much as what is.
    """
    row = _latest(_cleaned(number))
    held = _cleaned(row.person.name) if row else ""
    right = hmac.compare_digest(held.encode(), _cleaned(name).encode())
    return _answer(row, on) if row and right else UNKNOWN


def by_code(text: str, *, on: date) -> Answer:
    """What the code of a certificate stands for today; ``UNKNOWN`` for one that we never printed.

    The number outlives its sheets: of a sheet that was replaced the answer says so.
    """
    read = read_certificate_code(text)
    if read is None:
        return UNKNOWN
    sheet = Sheet.objects.filter(serial=read.serial, registration__number=read.number).first()
    row = _latest(read.number)
    if sheet is None or row is None:
        return UNKNOWN
    return _answer(row, on, sheet_void=sheet.void_at is not None)


def masked_name(name: str) -> str:
    """A name without its middle: 张*, 王*明, 欧**芳; of a one-letter name nothing is shown."""
    if len(name) < 3:
        return f"{name[:1]}*" if len(name) == 2 else "*"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def _latest(number: str) -> Registration | None:
    """The latest registration of whoever bears this number, or bore it on a former 执业证 (8.0)."""
    said = number.replace("-", "").upper()[:NUMBER_PLACES]
    present = HolderNumber.objects.filter(number=said).values("person_id")
    former = FormerNumber.objects.filter(number=said).values("person_id")
    rows = Registration.objects.select_related("person").filter(person__in=present.union(former))
    # Asked with the row, so that a number that is known costs no more than one that is not.
    rows = rows.annotate(renewal_pending=timely_renewal("valid_until"))
    return rows.order_by("-id").first()


def _answer(row: Registration, on: date, *, sheet_void: bool = False) -> Answer:
    pending = getattr(row, "renewal_pending", False)
    return Answer(
        standing=standing_of(held_of(row), on, renewal_pending=pending),
        number=row.number,
        masked_name=masked_name(row.person.name),
        category=row.category,
        employer=row.employer_name,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        running_until=row.valid_from - ONE_DAY if on < row.valid_from else None,
        sheet_void=sheet_void,
    )


def _cleaned(text: str) -> str:
    """As it was meant: full-width digits and blanks around or within do not count."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in folded if not sign.isspace()).replace("•", "·")[:60]
