"""One step for many cases at once: the same door, the same traces, a handful of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from anzhu.cases import facts, traces
from anzhu.cases.effects import Taking, effect_of
from anzhu.cases.models import Case, Dossier
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused, refuse_if
from anzhu.law import queries as law
from anzhu.rules.facts import Asked
from anzhu.rules.objections import Objection
from anzhu.rules.workflow import STEPS, objections_to_step

Columns = dict[str, Any]


def locked_all(case_ids: Sequence[int]) -> list[Case]:
    """The cases under row locks, freshly read, in the order of their keys.

    Always the same order, so that two of these never wait for each other in a circle.
    """
    cases = list(Case.objects.select_for_update().filter(pk__in=case_ids).order_by("pk"))
    dossiers = Dossier.objects.in_bulk([case.pk for case in cases])
    for case in cases:
        case.dossier = dossiers[case.pk]
    return cases


def objections_to_all(
    name: str,
    *,
    cases: Sequence[Case],
    actor: Actor,
    now: datetime,
    asked: Asked,
    known: Mapping[str, Any] | None = None,
) -> list[Objection]:
    """Every reason against this step in every one of these cases; each names its case (``ref``)."""
    seen = facts.facts_of_all(cases, now)
    on = clock.day(now)
    return [
        replace(found, params={**found.params, "ref": case.ref})
        for case in cases
        for found in objections_to_step(
            STEPS[name], replace(seen[case.pk], **(known or {})), actor.facts, asked, on
        )
    ]


def take_step_together(
    name: str,
    *,
    cases: Sequence[Case],
    actor: Actor,
    now: datetime,
    asked: Asked,
    known: Mapping[str, Any] | None = None,
) -> None:
    """Take one step in many cases, in all of them or in none.

    ``cases`` must be ``locked_all`` in the caller's transaction and not changed since. Raises
    ``Refused`` with the objections of all cases; then nothing has changed.
    """
    refuse_if(objections_to_all(name, cases=cases, actor=actor, now=now, asked=asked, known=known))
    if not cases:
        return
    step, taking = STEPS[name], Taking(actor=actor, now=now, asked=asked)
    alike: dict[tuple[str, str], tuple[Columns, list[int]]] = {}
    for case in cases:
        before = _columns(case)
        with law.under(case.rule_set):
            effect_of(case, name)(case, taking)
        if step.enters is not None:
            case.status, case.waits_since = step.enters, now
        changed = {key: value for key, value in _columns(case).items() if value != before[key]}
        key = (before["status"], repr(sorted(changed.items())))
        alike.setdefault(key, (changed, []))[1].append(case.pk)
    for (status, _), (changed, keys) in alike.items():
        _save_if_still(status, changed, keys)
    traces.note_down(name, cases=cases, actor=actor, now=now, asked=asked)
    traces.tell(step, cases=cases, now=now, asked=asked)


def _columns(case: Case) -> Columns:
    return {
        field.attname: getattr(case, field.attname)
        for field in Case._meta.concrete_fields
        if not field.primary_key
    }


def _save_if_still(status: str, changed: Columns, keys: Sequence[int]) -> None:
    """Write what changed in the same way in one statement; the status must still be the old one."""
    if changed:
        rows = Case.objects.filter(pk__in=keys, status=status)
        if rows.update(**changed) != len(keys):
            raise Refused.because("step.wrong_status", "flow", step="", status=status)
