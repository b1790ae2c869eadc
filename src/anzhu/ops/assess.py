"""``anzhu assess``: the rules answered line by line, from JSON to JSON, without a database."""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO, NoReturn, TypeVar

from anzhu import words
from anzhu.ops import lines
from anzhu.rules.categories import FORMER, Category
from anzhu.rules.education import NOTHING_REQUIRED, Education
from anzhu.rules.eligibility import Assessment, assess_all
from anzhu.rules.facts import REGISTRATION_KINDS
from anzhu.rules.filing import (
    NEW_EMPLOYER,
    Change,
    EducationRecord,
    Employment,
    EmploymentStatus,
    Filing,
    Pending,
    Qualification,
    Registration,
    Restriction,
    Source,
)
from anzhu.rules.objections import Objection, objection

Read = TypeVar("Read")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_HOURS = Decimal(100_000)
_MOST_YEARS = 1000
_REQUIRED = object()
_WRITER = json.JSONEncoder(ensure_ascii=False, check_circular=False)


class UnreadableError(ValueError):
    """A line that is not a question; carries what is wrong with it."""

    def __init__(self, found: Objection) -> None:
        super().__init__(found.code)
        self.found = found


def run(source: BinaryIO, sink: BinaryIO) -> int:
    """Answer every line of ``source`` on ``sink``, in order; 1 if any could not be read."""
    return 0 if lines.answer_all(source, sink, answer) else 1


def answer(line: bytes) -> tuple[bytes, bool]:
    """The line that answers this one, and whether it could be read."""
    name: object = None
    try:
        asked = _READER.decode(line.decode("utf-8-sig"))
        if not isinstance(asked, dict):
            raise UnreadableError(objection("assess.not_an_object", "house"))
        name = _scalar(asked.get("id"))
        found = assess_all(read_filing(asked))
    except UnreadableError as unreadable:
        return _written({"id": name, "error": words.objection(unreadable.found)}), False
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        return _written({"id": name, "error": _said("assess.not_json")}), False
    except (ValueError, ArithmeticError):  # days and numbers nobody can count with
        return _written({"id": name, "error": _said("assess.out_of_range")}), False
    return _written({"id": name, "kinds": {one.kind.value: _shown(one) for one in found}}), True


def read_filing(asked: Mapping[str, Any]) -> Filing:
    """The facts in one line; UnreadableError with the key that is wrong."""
    row = _Row(asked, "", {"id", *_KEYS})
    row.take("id", _any)
    approved_on = row.take("approved_on", _day, None)
    return Filing(
        on=row.take("on", _day),
        approved_on=approved_on,
        born=row.take("person", _person),
        qualification=row.take("qualification", _qualification),
        registration=row.take("registration", _registration, None),
        pending=row.take("pending", _pending, None),
        restrictions=row.take("restrictions", _many(_restriction), ()),
        education=row.take("education", _many(_record), ()),
        change=row.take("change", _change, NEW_EMPLOYER),
        employment=row.take("employment", _employment, Employment()),
    )


_KEYS = (
    "on", "approved_on", "person", "qualification", "registration", "pending",
    "restrictions", "education", "change", "employment",
)  # fmt: skip


class _Row:
    """One JSON object: every key must be known, every value readable."""

    __slots__ = ("_path", "_values")

    def __init__(self, values: Any, path: str, keys: Iterable[str]) -> None:
        if not isinstance(values, dict):
            raise UnreadableError(objection("assess.wrong_value", "house", key=path))
        for key in values:
            if key not in keys:
                raise UnreadableError(
                    objection("assess.unknown_key", "house", key=_join(path, key))
                )
        self._values = values
        self._path = path

    def take(self, key: str, read: Callable[[Any, str], Read], default: Any = _REQUIRED) -> Read:
        """The value under ``key``; left out or null it is ``default``, if there is one."""
        value = self._values.get(key)
        if value is not None:
            return read(value, _join(self._path, key))
        if default is _REQUIRED:
            raise UnreadableError(
                objection("assess.missing_key", "house", key=_join(self._path, key))
            )
        answer: Read = default
        return answer


def _person(value: Any, path: str) -> date:
    return _Row(value, path, {"born"}).take("born", _day)


def _qualification(value: Any, path: str) -> Qualification:
    row = _Row(value, path, {"obtained", "category", "extra_categories"})
    return Qualification(
        obtained=row.take("obtained", _day),
        category=row.take("category", _category, None),
        extra_categories=row.take("extra_categories", _many(_category), ()),
    )


_REGISTRATION_KEYS = {
    "category", "valid_from", "valid_until", "ended_on", "previous_renewal_submitted",
}  # fmt: skip


def _registration(value: Any, path: str) -> Registration:
    row = _Row(value, path, _REGISTRATION_KEYS)
    return Registration(
        category=row.take("category", _any_category, None),
        valid_from=row.take("valid_from", _day),
        valid_until=row.take("valid_until", _day),
        ended_on=row.take("ended_on", _day, None),
        previous_renewal_submitted=row.take("previous_renewal_submitted", _day, None),
    )


def _pending(value: Any, path: str) -> Pending:
    row = _Row(value, path, {"kind", "submitted"})
    return Pending(kind=row.take("kind", _kind), submitted=row.take("submitted", _day))


def _restriction(value: Any, path: str) -> Restriction:
    row = _Row(value, path, {"from", "years"})
    return Restriction(start=row.take("from", _day), years=row.take("years", _years))


_RECORD_KEYS = {"provider", "course", "completed", "hours", "source", "used"}


def _record(value: Any, path: str) -> EducationRecord:
    row = _Row(value, path, _RECORD_KEYS)
    return EducationRecord(
        provider=row.take("provider", _text, ""),
        course=row.take("course", _text, ""),
        completed=row.take("completed", _day),
        hours=row.take("hours", _hours),
        source=row.take("source", _source, Source.INSTITUTION),
        used=row.take("used", _flag, False),  # noqa: FBT003
    )


def _change(value: Any, path: str) -> Change:
    row = _Row(value, path, {"employer", "renamed", "category", "renew"})
    return Change(
        employer=row.take("employer", _flag, False),  # noqa: FBT003
        renamed=row.take("renamed", _flag, False),  # noqa: FBT003
        category=row.take("category", _category, None),
        renew=row.take("renew", _flag, False),  # noqa: FBT003
    )


def _employment(value: Any, path: str) -> Employment:
    row = _Row(value, path, {"status", "contract_bears_former_name"})
    return Employment(
        status=row.take("status", _status, EmploymentStatus.ENTERPRISE),
        contract_bears_former_name=row.take(
            "contract_bears_former_name",
            _flag,
            False,  # noqa: FBT003
        ),
    )


def _one_of(choices: Mapping[str, Read]) -> Callable[[Any, str], Read]:
    def read(value: Any, path: str) -> Read:
        if not isinstance(value, str) or value not in choices:
            raise UnreadableError(objection("assess.wrong_value", "house", key=path))
        return choices[value]

    return read


_category = _one_of({str(category): category for category in Category})
_any_category = _one_of({name: name for name in (*map(str, Category), *FORMER)})
_kind = _one_of({str(kind): kind for kind in REGISTRATION_KINDS})
_status = _one_of({str(status): status for status in EmploymentStatus})
_source = _one_of({str(source): source for source in Source})


def _many(read: Callable[[Any, str], Read]) -> Callable[[Any, str], tuple[Read, ...]]:
    def read_all(value: Any, path: str) -> tuple[Read, ...]:
        if not isinstance(value, list):
            raise UnreadableError(objection("assess.wrong_value", "house", key=path))
        return tuple(read(one, f"{path}.{place}") for place, one in enumerate(value))

    return read_all


def _day(value: Any, path: str) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise UnreadableError(objection("assess.wrong_day", "house", key=path))


def _hours(value: Any, path: str) -> Decimal:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        hours = Decimal(value)
        if 0 <= hours <= _MOST_HOURS:
            return hours
    raise UnreadableError(objection("assess.wrong_value", "house", key=path))


def _years(value: Any, path: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_YEARS:
        return value
    raise UnreadableError(objection("assess.wrong_value", "house", key=path))


def _flag(value: Any, path: str) -> bool:
    if isinstance(value, bool):
        return value
    raise UnreadableError(objection("assess.wrong_value", "house", key=path))


def _text(value: Any, path: str) -> str:
    if isinstance(value, str):
        return value
    raise UnreadableError(objection("assess.wrong_value", "house", key=path))


def _any(value: Any, path: str) -> object:
    if (found := _scalar(value)) is None:
        raise UnreadableError(objection("assess.wrong_value", "house", key=path))
    return found


def _scalar(value: Any) -> object:
    """An id as it can be written again; None for what is none."""
    if isinstance(value, Decimal):
        number = float(value)
        return number if math.isfinite(number) else None
    return None if isinstance(value, dict | list) else value


def _shown(found: Assessment) -> dict[str, Any]:
    education, materials, validity = found.education, found.materials, found.validity
    return {
        "may_start": found.may_start,
        "may_submit": found.may_submit,
        "early": found.early,
        "overdue": found.overdue,
        "opens": _iso(found.opens),
        "advised_from": _iso(found.advised_from),
        "closes": _iso(found.closes),
        "education": education and _shown_education(education),
        "materials": materials
        and {"required": materials.names_required, "optional": materials.names_optional},
        "validity": validity
        and {"from": validity.start.isoformat(), "until": validity.until.isoformat()},
        "objections": [_shown_objection(one) for one in found.objections],
    }


def _shown_education(education: Education) -> dict[str, Any]:
    if education is NOTHING_REQUIRED:
        return _NO_HOURS
    return {
        "required": float(education.required),
        "counted": float(education.counted),
        "from": _iso(education.start),
        "to": _iso(education.until),
    }


_NO_HOURS = {"required": 0.0, "counted": 0.0, "from": None, "to": None}


def _shown_objection(found: Objection) -> dict[str, Any]:
    shown: dict[str, Any] = {"code": found.code, "clause": found.clause}
    for name, value in found.params.items():
        shown[name] = value.isoformat() if isinstance(value, date) else value
    return shown


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _said(code: str) -> str:
    return words.objection(objection(code, "house"))


def _refuse_constant(name: str) -> NoReturn:
    raise UnreadableError(objection("assess.not_json", "house"))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """One object; a key that stands in it twice says two things."""
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise UnreadableError(objection("assess.repeated_key", "house", key=twice))
    return found


_READER = json.JSONDecoder(
    parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_object
)


def _written(answer: dict[str, Any]) -> bytes:
    try:
        return _WRITER.encode(answer).encode() + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair in an id: write it escaped, as it came
        return json.dumps(answer).encode() + b"\n"
