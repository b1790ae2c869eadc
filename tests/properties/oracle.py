"""A second, naive reading of the tables, written from their text alone.

It shares nothing with ``anzhu.rules`` (a test says so): dictionaries in, dictionaries out, one
``if`` per sentence, nothing remembered. Where it and ``anzhu assess`` differ, one of them has
misread a clause.
"""

import calendar
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Question = dict[str, Any]
DAY = timedelta(days=1)
KINDS = ("initial", "renewal", "change", "re_registration", "reissue", "cancellation")
FOUR = KINDS[:4]
SEVEN = {"coal_mine", "mine", "chemical", "metallurgy", "construction", "transport", "other"}
NO_HOURS = {"required": 0.0, "counted": 0.0, "from": None, "to": None}
ORDER_OF_R9 = (
    "application_form", "contract", "rename_proof", "id_in_hand", "performance_statement",
    "category_proof", "education_proof", "retirement_certificate", "institution_certificate",
)  # fmt: skip


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def some_day(text: str) -> date:
    return date.fromisoformat(text)


def text(on: date | None) -> str | None:
    return on.isoformat() if on else None


def months_later(on: date, months: int) -> date:
    """Walk month by month; clamp once, at the end (conventions of the tables)."""
    year, month = on.year, on.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    return date(year, month, min(on.day, calendar.monthrange(year, month)[1]))


def years_later(on: date, years: int) -> date:
    """The same day of another year; 28 February for a 29th that does not exist."""
    if on.month == 2 and on.day == 29 and not calendar.isleap(on.year + years):
        return date(on.year + years, 2, 28)
    return date(on.year + years, on.month, on.day)


def answer(asked: Question) -> dict[str, Any]:
    """Every kind, every field, but the wording of objections."""
    return {kind: answer_for(kind, asked) for kind in KINDS}


def answer_for(kind: str, asked: Question) -> dict[str, Any]:
    on = some_day(asked["on"])
    hours = education(kind, asked)
    hard = hard_objections(kind, asked)
    soft = kind == "change" and wrong_change(asked)
    short = hours is not None and hours["counted"] < hours["required"]
    return {
        "may_start": not hard,
        "may_submit": not (hard or soft or short),
        "early": kind == "renewal" and is_early(asked, on),
        "overdue": kind == "initial" and not held(asked) and on > last_day_of_initial(asked),
        "opens": text(opens(kind, asked)),
        "advised_from": text(months_later(end(asked), -3))
        if kind == "renewal" and held(asked)
        else None,
        "closes": text(closes(kind, asked)),
        "education": hours,
        "materials": materials(kind, asked),
        "validity": validity(kind, asked),
    }


# --- what is known ---------------------------------------------------------------------------


def held(asked: Question) -> bool:
    return asked.get("registration") is not None


def end(asked: Question) -> date:
    return some_day(asked["registration"]["valid_until"])


def change_of(asked: Question) -> dict[str, Any]:
    """Left out: a new employer alone. Given and empty, it asks for nothing."""
    change: dict[str, Any] | None = asked.get("change")
    return {"employer": True} if change is None else change


def old_qualification(asked: Question) -> bool:
    return some_day(asked["qualification"]["obtained"]) < date(2019, 3, 1)


def last_day_of_initial(asked: Question) -> date:
    """R2"""
    if old_qualification(asked):
        return date(2024, 3, 1)
    return years_later(some_day(asked["qualification"]["obtained"]), 5)


def in_force(asked: Question) -> bool:
    """Not ended, and within its dates or with a renewal submitted within them."""
    if not held(asked):
        return False
    on = some_day(asked["on"])
    ended = day(asked["registration"].get("ended_on"))
    if ended is not None and not ended > on:
        return False
    if on <= end(asked):
        return True
    pending = asked.get("pending")
    return bool(
        pending and pending["kind"] == "renewal" and some_day(pending["submitted"]) <= end(asked)
    )


# --- objections ------------------------------------------------------------------------------


def hard_objections(kind: str, asked: Question) -> bool:
    """Anything that cannot be mended while filling in?"""
    on = some_day(asked["on"])
    if kind in FOUR and (asked.get("pending") or too_old(asked) or banned(asked)):
        return True
    if kind == "initial":
        return held(asked)
    if kind == "re_registration":
        return not held(asked) or in_force(asked)
    if not in_force(asked):
        return True
    return kind == "renewal" and on < months_later(end(asked), -12)


def too_old(asked: Question) -> bool:
    return some_day(asked["on"]) > years_later(some_day(asked["person"]["born"]), 70)


def banned(asked: Question) -> bool:
    on = some_day(asked["on"])
    return any(
        some_day(ban["from"]) <= on <= years_later(some_day(ban["from"]), ban["years"])
        for ban in asked.get("restrictions") or []
    )


def wrong_change(asked: Question) -> bool:
    """Nothing asked, a category that is not eligible or is the present one, renewing too soon."""
    if not held(asked):
        return False  # there is nothing to change, and that is said already
    change = change_of(asked)
    category = change.get("category")
    if not (change.get("employer") or change.get("renamed") or category):
        return True
    if category == asked["registration"].get("category") and category:
        return True
    if category and category not in eligible(asked):
        return True
    return bool(change.get("renew")) and some_day(asked["on"]) < months_later(end(asked), -12)


def eligible(asked: Question) -> set[str]:
    """R1: free choice before 2019-03-01, else what the certificates carry."""
    if old_qualification(asked):
        return SEVEN
    certificate = asked["qualification"]
    return {certificate.get("category"), *(certificate.get("extra_categories") or [])} - {None}


# --- dates -----------------------------------------------------------------------------------


def is_early(asked: Question, on: date) -> bool:
    return held(asked) and months_later(end(asked), -12) <= on < months_later(end(asked), -3)


def opens(kind: str, asked: Question) -> date | None:
    if kind == "renewal" and held(asked):
        return months_later(end(asked), -12)
    if kind == "re_registration" and held(asked):
        return day(asked["registration"].get("ended_on")) or end(asked) + DAY
    return None


def closes(kind: str, asked: Question) -> date | None:
    if kind == "initial":
        return last_day_of_initial(asked)
    if kind == "re_registration" or not held(asked):
        return None
    return end(asked)


def validity(kind: str, asked: Question) -> dict[str, str | None] | None:
    """R3"""
    approved = some_day(asked.get("approved_on") or asked["on"])
    if kind == "initial" or (kind == "re_registration" and held(asked)):
        return five_years_from(approved)
    if not held(asked) or kind == "cancellation":
        return None
    if kind == "renewal" or (kind == "change" and change_of(asked).get("renew")):
        return five_years_from(end(asked) + DAY)
    return {
        "from": asked["registration"]["valid_from"],
        "until": asked["registration"]["valid_until"],
    }


def five_years_from(start: date) -> dict[str, str | None]:
    """The day before the fifth anniversary; where there is none, 28 February."""
    if start.month == 2 and start.day == 29:
        return {"from": text(start), "until": f"{start.year + 5}-02-28"}
    return {"from": text(start), "until": text(years_later(start, 5) - DAY)}


# --- hours (R7) --------------------------------------------------------------------------------


def window(kind: str, asked: Question) -> tuple[date, date] | str:
    """The first and last day that count, or why there is none: ``"none"`` or ``"unknown"``."""
    on = some_day(asked["on"])
    if kind in ("reissue", "cancellation"):
        return "none"
    if kind == "initial" and on <= last_day_of_initial(asked):
        return "none"
    if kind in ("initial", "re_registration"):
        return years_later(on, -5) + DAY, on
    if not held(asked):
        return "unknown"
    if kind == "change" and not change_of(asked).get("renew"):
        return "none"
    first = some_day(asked["registration"]["valid_from"])
    before = day(asked["registration"].get("previous_renewal_submitted"))
    if before is not None and before + DAY > first:
        first = before + DAY
    return first, on


def counted_records(kind: str, asked: Question) -> list[dict[str, Any]]:
    days = window(kind, asked)
    if isinstance(days, str):
        return []
    found, known = [], []
    for record in asked.get("education") or []:
        course = [record.get("provider") or "", record.get("course") or "", record["completed"]]
        if course in known:
            continue  # the first listed stands for all of them
        known.append(course)
        if not record.get("used") and days[0] <= some_day(record["completed"]) <= days[1]:
            found.append(record)
    return found


def education(kind: str, asked: Question) -> dict[str, Any] | None:
    days = window(kind, asked)
    if days == "unknown":
        return None
    if isinstance(days, str):
        return dict(NO_HOURS)
    total = sum((Fraction(str(one["hours"])) for one in counted_records(kind, asked)), Fraction())
    return {
        "required": 48.0,
        "counted": float(total),
        "from": text(days[0]),
        "to": text(days[1]),
    }


# --- materials (R9) ------------------------------------------------------------------------------


def materials(kind: str, asked: Question) -> dict[str, list[str]] | None:
    if kind == "reissue":
        return {"required": ["reissue_form", "id_copy"], "optional": ["damaged_certificate"]}
    if kind == "cancellation":
        required = ["cancellation_form", "id_copy", "original_certificate"]
        return {"required": required, "optional": []}
    if kind in ("renewal", "change") and not held(asked):
        return None
    required, optional = set(), set()
    for column in columns(kind, asked):
        must, may = cells(column, asked)
        required |= must
        optional |= may
    own = any(one.get("source") == "self" for one in counted_records(kind, asked))
    if own:
        optional.add("education_proof")
    return {
        "required": [one for one in ORDER_OF_R9 if one in required],
        "optional": [one for one in ORDER_OF_R9 if one in optional - required],
    }


def columns(kind: str, asked: Question) -> list[str]:
    """A combined change needs the union of its columns; one that asks nothing, the form alone."""
    if kind != "change":
        return [kind]
    change = change_of(asked)
    asks = [one for one in ("employer", "renamed", "category") if change.get(one)]
    return [f"change: {one}" for one in asks] or ["change: nothing"]


def cells(column: str, asked: Question) -> tuple[set[str], set[str]]:
    must, may = {"application_form"}, set[str]()
    if column in ("initial", "renewal", "change: employer", "re_registration"):
        must, may = with_contract(asked)
    if column == "change: renamed":
        must.add("rename_proof")
    if column == "initial":
        must.add("id_in_hand")
    if column == "renewal":
        must.add("performance_statement")
    if column == "change: category" and not old_qualification(asked):
        must.add("category_proof")
    return must, may


def with_contract(asked: Question) -> tuple[set[str], set[str]]:
    employment = asked.get("employment") or {}
    must, may = {"application_form", "contract"}, set[str]()
    if employment.get("contract_bears_former_name"):
        must.add("rename_proof")
    if employment.get("status") == "retired":
        may.add("retirement_certificate")
    if employment.get("status") == "public_institution":
        may.add("institution_certificate")
    return must, may
