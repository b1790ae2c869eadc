"""Which printed form a photographed page is: the code on it decides, not the slot (2.8)."""

from collections.abc import Iterable

from anzhu.papers import codes
from anzhu.papers.codes import FormCode
from anzhu.rules.objections import Objection, objection


def form_code(texts: Iterable[str]) -> FormCode | None:
    """The first genuine form code among what was read on a page."""
    for text in texts:
        found = codes.read_form_payload(text)
        if found:
            return found
    return None


def objections_to_form(found: FormCode | None, *, ref: str, version: int) -> list[Objection]:
    """Against filing this page: no code, another application's form, a form of other data.

    Whose form it is otherwise is never said.
    """
    if found is None:
        return [objection("form.code_unreadable", "2.8")]
    if found.ref != ref:
        return [objection("form.of_another", "2.8")]
    if found.version != version:
        return [objection("form.stale", "2.8", have=found.version, need=version)]
    return []
