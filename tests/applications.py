"""A complete application of any kind: filled in, with all its papers, ready to be submitted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from anzhu.cases import changing, facts, opening, statements
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.ops.demo.builder import Builder, Somebody
from anzhu.organisations.models import Employer
from anzhu.rules.asking import Ticked
from anzhu.rules.facts import Kind
from anzhu.rules.materials import Material
from tests.world import WORK

LAID_BY_THE_BUILDER = (Material.APPLICATION_FORM, Material.CONTRACT, Material.ID_IN_HAND)


def complete(
    builder: Builder,
    who: Somebody,
    kind: Kind,
    at: datetime,
    *,
    employer: Employer,
    ticked: Ticked | None = None,
    **answers: Mapping[str, Any],
) -> Case:
    """Opened at this moment, to be registered with ``employer``; ``ticked`` are the changes."""
    case = opening.open_application(kind=kind, actor=who.actor, now=at)
    if ticked is not None:
        changing.choose(case_id=case.pk, wanted=ticked, actor=who.actor, now=at)
    said = {**builder.answers(who, employer), **answers}
    if kind is Kind.RENEWAL:
        said["statement"] = {"rows": [WORK]}
    builder.fill(case, who, at, said)
    if kind is Kind.RENEWAL:
        statements.note_print(case_id=case.pk, key=f"s {case.ref}", actor=who.actor, now=at)
    case.refresh_from_db()
    builder.hand_in_papers(case, who, at, own_form=False)
    case.refresh_from_db()
    for need in facts.needs_of(case, case.dossier, clock.day(at)).required:
        if need.material not in LAID_BY_THE_BUILDER:
            builder.lay(case, need.material, at)
    return case
