"""The performance statement on paper (4.2.3): which version is printed, and what it says."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from anzhu import words
from anzhu.audit.actions import record
from anzhu.cases import drafting, facts, queries
from anzhu.cases.answers import Answers, as_day, work_done
from anzhu.cases.models import Case
from anzhu.kernel import clock, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import refuse_if
from anzhu.materials import actions as folders
from anzhu.papers import statements as papers
from anzhu.rules.identifiers import masked_id
from anzhu.rules.objections import objection


@transaction.atomic
def note_print(*, case_id: int, key: str, actor: Actor, now: datetime) -> Case:
    """Settle the version that is printed; other rows than last time make a new one.

    Once for each ``key``. Raises ``Refused`` while something of the statement is missing.
    """
    with once.first(key, actor=actor, action="print_statement", now=now) as turn:
        case = queries.locked(case_id)
        if turn.answer is None:
            _note_print(case, actor, now)
            turn.keep({"version": case.dossier.statement_version})
        return case


def _note_print(case: Case, actor: Actor, now: datetime) -> None:
    drafting.require_open(case, "statement", actor)
    wrong = facts.incomplete_pages(case, case.dossier, clock.day(now))
    refuse_if(
        objection("page.incomplete", facts.page_clause(name), page=name)
        for name in wrong
        if name == "statement"
    )
    dossier, fingerprint = case.dossier, facts.statement_digest(case.dossier)
    if dossier.statement_digest != fingerprint:
        dossier.statement_version += 1
        dossier.statement_digest = fingerprint
        folders.expect_statement(folder_id=case.folder_id, version=dossier.statement_version)
    dossier.statement_printed_at = now
    dossier.save(update_fields=["statement_version", "statement_digest", "statement_printed_at"])
    record(
        "case.statement_printed",
        chain=case.ref,
        actor=actor,
        now=now,
        data={"version": dossier.statement_version},
    )


def paper(case: Case, *, on: date) -> bytes:
    """The sheets to sign as PDF, of the version the dossier is at."""
    answers = case.dossier.answers
    held = answers.get("registered", {})
    return papers.statement(
        papers.Statement(
            ref=case.ref,
            version=case.dossier.statement_version,
            printed_on=on,
            kind=words.text(f"kinds.{case.kind}"),
            name=case.person.name,
            id_number_masked=masked_id(case.person.id_number),
            number=str(held.get("number", "")),
            employer=str(answers.get("employer", {}).get("name", "")),
            valid_from=as_day(held.get("valid_from")) or on,
            valid_until=as_day(held.get("valid_until")) or on,
            works=_works(answers),
            watermark=words.text("people.demo_mark") if settings.ANZHU_DEMO else "",
        )
    )


def _works(answers: Answers) -> tuple[papers.Work, ...]:
    return tuple(
        papers.Work(row.start, row.until, row.place, row.subject, row.content, row.part, row.result)
        for row in work_done(answers.get("statement", {}))
        if row.start is not None
    )
