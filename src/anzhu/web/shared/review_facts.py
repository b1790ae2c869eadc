"""What the applicant declared, laid beside the item of the checklist that it concerns."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from anzhu import words
from anzhu.cases.answers import Answers, as_day, term, ticked, work_done
from anzhu.web.shared.templatetags.anzhu import mask_id, zh_date

if TYPE_CHECKING:
    from anzhu.reviews.reading import Reading

Pair = tuple[str, str]


@dataclass(frozen=True)
class Fact:
    """One declared value; ``before`` is what it said in the returned version, if it changed."""

    label: str
    value: str
    before: str | None = None


def facts_for(item: str, reading: "Reading") -> list[Fact]:
    """The facts beside one item; what changed since the last return carries its old value."""
    now = list(_pairs(item, reading.revision.answers, reading))
    earlier = reading.earlier
    was = dict(_pairs(item, earlier.answers, reading)) if earlier is not None else dict(now)
    return [
        Fact(label, value, was.get(label, "") if was.get(label, "") != value else None)
        for label, value in now
        if value or was.get(label)
    ]


def changed(item: str, reading: "Reading") -> bool:
    """Does any fact of this item say something else than in the returned version?"""
    return any(fact.before is not None for fact in facts_for(item, reading))


def _pairs(item: str, answers: Answers, reading: "Reading") -> Iterator[Pair]:
    for name in _BESIDE.get(item, ()):
        yield from _GROUPS[name](answers, reading)


def _label(name: str, **params: object) -> str:
    return words.text(f"review.facts.{name}", **params)


def _coded(key: str, code: object) -> str:
    name = f"{key}.{code}"
    return words.text(name) if code and words.exists(name) else str(code or "")


def _yes_no(value: object) -> str:
    return words.text("review.yes" if value in (True, "yes") else "review.no")


def _plain(said: Mapping[str, Any], *names: str) -> Iterator[Pair]:
    for name in names:
        yield _label(name), str(said.get(name) or "")


def _identity(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    person = reading.case.person
    yield _label("name"), person.name
    yield _label("id_number"), mask_id(person.id_number)


def _person(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    person, said = reading.case.person, answers.get("person", {})
    yield _label("sex"), words.text(f"kinds.sex.{person.sex}")
    yield _label("born"), zh_date(person.born)
    yield _label("degree"), _coded("people.degree", said.get("degree"))
    yield from _plain(
        said, "school", "major", "title", "ethnicity", "phone", "email", "address", "postcode"
    )


def _agency(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    said = answers.get("agency", {})
    names = {"none": words.text("review.none"), **reading.agencies}
    for name in ("chosen", "ministry", "group"):
        code = str(said.get(name) or "")
        yield _label(name), names.get(code, code)
    yield _label("directly_under"), _yes_no(said.get("directly_under"))
    yield _label("province"), _coded("provinces", said.get("province"))
    yield from _plain(said, "reason")


def _category(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    yield _label("category"), _coded("categories", answers.get("category", {}).get("category"))


def _qualification(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    held = reading.holding
    if held is None:
        yield _label("qualification"), words.text("review.roster_none")
        return
    codes = [code for code in (held.category, *held.extra_categories) if code]
    yield _label("qualification"), held.number
    if held.listed_in:
        yield _label("on_record_by"), words.text("review.listed_in", number=held.listed_in)
    yield _label("obtained"), zh_date(held.obtained)
    yield (
        _label("qualified"),
        "、".join(_coded("categories", code) for code in codes) or words.text("people.no_category"),
    )


def _employer_name(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    yield _label("employer"), str(answers.get("employer", {}).get("name") or "")


def _employer(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    said = answers.get("employer", {})
    yield from _plain(said, "uscc")
    yield _label("province"), _coded("provinces", said.get("province"))
    yield _label("employer_address"), str(said.get("address") or "")
    yield from _plain(said, "industry", "department", "post", "contact", "contact_phone")


def _employment(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    said = answers.get("employer", {})
    yield _label("status"), _coded("kinds.employment", said.get("status"))
    if said.get("former_name"):
        yield _label("former_name"), words.text("review.yes")


def _term(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    found = term(answers.get("employer", {}))
    until = words.text("review.open_ended") if found.open_ended else zh_date(found.until)
    if found.start or until:
        yield _label("term"), words.text("review.term", start=zh_date(found.start), until=until)


def _history(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    for number, row in enumerate(answers.get("history", {}).get("rows", ()), start=1):
        start, until = as_day(row.get("start")), as_day(row.get("until"))
        yield (
            _label("row", n=number),
            words.text(
                "review.work",
                start=zh_date(start),
                until=zh_date(until) or words.text("review.until_now"),
                employer=row.get("employer", ""),
                post=row.get("post", ""),
                work=row.get("work", ""),
            ).strip(),
        )
        if row.get("gap_reason"):
            yield _label("gap_reason"), str(row["gap_reason"])


def _statement(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    """The rows of the performance statement, to be read beside the signed sheet (4.2.3)."""
    for number, row in enumerate(work_done(answers.get("statement", {})), start=1):
        until = zh_date(row.until) or words.text("review.until_now")
        said = (row.place, row.subject, row.content, row.part, row.result)
        yield (
            _label("work_done", n=number),
            f"{zh_date(row.start)}—{until}　" + "；".join(text for text in said if text),
        )


def _registered(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    """The registration that the application starts from, as it was frozen with it."""
    said = answers.get("registered", {})
    if said:
        start, until = as_day(said.get("valid_from")), as_day(said.get("valid_until"))
        yield _label("number"), str(said.get("number") or "")
        yield _label("valid"), words.text("requests.valid", start=start, until=until)
        yield _label("employer_before"), str(said.get("employer") or "")
        yield _label("category_before"), _coded("categories", said.get("category"))


def _change(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    asked = ticked(answers)
    found = [name for name in ("employer", "renamed", "category", "renew") if getattr(asked, name)]
    short = "、".join(words.text(f"applicant_change.{name}.short") for name in found)
    yield _label("change"), short


def _holder(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    """The registration that a reissue or a cancellation is about, as it was frozen."""
    said = answers.get("holder", {})
    if said:
        start, until = as_day(said.get("valid_from")), as_day(said.get("valid_until"))
        yield _label("number"), str(said.get("number") or "")
        yield _label("valid"), words.text("requests.valid", start=start, until=until)
    yield _label("employer"), reading.case.employer_name


def _request(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    said = answers.get("request", {})
    for name, key in (("sheet", "kinds.sheet"), ("why", "kinds.sheet_why")):
        yield words.text(f"requests.fields.{name}"), _coded(key, said.get(name))
    yield _label("said"), str(said.get("text") or "")
    yield words.text("requests.fields.phone"), str(said.get("phone") or "")


def _id_copy(answers: Answers, reading: "Reading") -> Iterator[Pair]:
    if answers.get("request", {}).get("id_on_the_form"):
        yield _label("id_copy"), words.text("review.on_the_form")


_GROUPS: Mapping[str, Callable[[Answers, "Reading"], Iterator[Pair]]] = MappingProxyType(
    {
        "identity": _identity,
        "person": _person,
        "agency": _agency,
        "category": _category,
        "qualification": _qualification,
        "employer_name": _employer_name,
        "employer": _employer,
        "employment": _employment,
        "term": _term,
        "history": _history,
        "statement": _statement,
        "registered": _registered,
        "change": _change,
        "holder": _holder,
        "request": _request,
        "id_copy": _id_copy,
    }
)
#: Which groups of facts stand beside which item.
_BESIDE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "change.right": ("change", "registered", "employer_name", "category"),
        "statement.concrete": ("registered", "statement"),
        "agency.right": ("agency", "employer_name"),
        "person.data": ("identity", "person"),
        "photo.usable": ("identity",),
        "category.right": ("category", "qualification"),
        "category.proved": ("category", "qualification"),
        "employer.data": ("employer_name", "employer", "employment"),
        "history.complete": ("history",),
        "form.complete": ("identity", "employer_name"),
        "form.signed": ("identity",),
        "form.stamp": ("employer_name",),
        "form.term": ("term",),
        "contract.valid": ("identity", "employer_name", "employment", "term"),
        "contract.complete": ("employer_name",),
        "rename.proved": ("employer_name", "employment"),
        "id_in_hand.recognisable": ("identity",),
        "id_copy.legible": ("identity", "id_copy"),
        "holder.right": ("identity", "holder"),
        "reissue.form": ("request",),
        "cancellation.form": ("request",),
    }
)
