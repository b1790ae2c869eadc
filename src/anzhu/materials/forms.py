"""Which printed sheet a photographed page is: the code on it decides, not the slot (2.8)."""

from collections.abc import Callable, Iterable, Sequence

from anzhu.papers import codes
from anzhu.papers.codes import FormCode
from anzhu.rules.objections import Objection, objection


def form_code(texts: Iterable[str]) -> FormCode | None:
    """The first genuine form code among what was read on a page."""
    return _first(codes.read_form_payload, texts)


def statement_code(texts: Iterable[str]) -> FormCode | None:
    """The first genuine code of a statement's sheet; None on a sheet written otherwise."""
    return _first(codes.read_statement_payload, texts)


def _first(read: Callable[[str], FormCode | None], texts: Iterable[str]) -> FormCode | None:
    return next((found for found in map(read, texts) if found), None)


def objections_to_form(
    found: FormCode | None,
    *,
    ref: str,
    version: int,
    changed: Callable[[int, int], Sequence[str]] = lambda _have, _need: (),
) -> list[Objection]:
    """Against filing this page: no code, another application's form, a form of other data.

    Whose form it is otherwise is never said. ``changed`` names the fields in which two versions of
    this form differ.
    """
    if found is None:
        return [objection("form.code_unreadable", "2.8")]
    if found.ref != ref:
        return [objection("form.of_another", "2.8")]
    if found.version != version:
        fields = tuple(changed(found.version, version))
        if fields:
            facts = {"have": found.version, "need": version, "fields": fields}
            return [objection("form.stale_changed", "2.8", **facts)]
        return [objection("form.stale", "2.8", have=found.version, need=version)]
    return []


def objections_to_statement(found: FormCode | None, *, ref: str, version: int) -> list[Objection]:
    """Against filing this sheet of a statement; one without a code was not printed here (4.2.3)."""
    if found is None:
        return []
    if found.ref != ref:
        return [objection("statement.of_another", "2.8")]
    if found.version != version:
        return [objection("statement.stale", "2.8", have=found.version, need=version)]
    return []
