from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from anzhu.audit.chain import row_digest
from anzhu.cases import facts, pages
from anzhu.cases.models import Act, Case, Dossier, Revision
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible
from anzhu.registrations.models import Registration
from anzhu.registrations.queries import held_of
from anzhu.rules.facts import (
    IN_FLIGHT,
    REGISTRATION_KINDS,
    SHORT_KINDS,
    UNDECIDED,
    Kind,
    Role,
    Status,
)
from anzhu.rules.grants import Standing, standing_of
from anzhu.rules.objections import Objection
from anzhu.rules.steps import Step
from anzhu.rules.workflow import steps_open_to


def visible(actor: Actor, ref: str) -> Case:
    """The case with this reference, if the actor may know of it; else ``NotVisible``.

    To an applicant, an application of the four registration kinds: requests of the short tracks
    have pages of their own (``request``).
    """
    rows = Case.objects.visible_to(actor)
    if actor.role is Role.APPLICANT:
        rows = rows.exclude(kind__in=SHORT_KINDS)
    return _found(rows, ref)


def request(actor: Actor, ref: str) -> Case:
    """The actor's own request of the short tracks; else ``NotVisible``."""
    return _found(Case.objects.visible_to(actor).filter(kind__in=SHORT_KINDS), ref)


def with_photo(actor: Actor, ref: str) -> Case:
    """A case of the actor's own that bears a portrait; else ``NotVisible``.

    Every application, and of the short tracks the reissue of a certificate or label (5.0).
    """
    without = [kind for kind in SHORT_KINDS if kind is not Kind.REISSUE]
    return _found(Case.objects.visible_to(actor).exclude(kind__in=without), ref)


def own(actor: Actor, ref: str) -> Case:
    """An application or request of the actor's own, of whatever kind; else ``NotVisible``."""
    if actor.role is not Role.APPLICANT:
        raise NotVisible
    return _found(Case.objects.visible_to(actor), ref)


def at_the_counter(actor: Actor, ref: str) -> Case:
    """A request that the actor's agency took in from paper; else ``NotVisible``."""
    return _found(Case.objects.at_the_counter(actor), ref)


def _found(rows: QuerySet[Case], ref: str) -> Case:
    case = (
        rows.select_related("person", "agency", "folder", "dossier", "claimed_by__person")
        .filter(ref=ref)
        .first()
    )
    if case is None:
        raise NotVisible
    return case


def mine(actor: Actor) -> Sequence[Case]:
    """The actor's own applications, newest first."""
    return list(
        Case.objects.filter(person_id=actor.person)
        .exclude(from_paper=True, filed_on=None)
        .select_related("agency", "folder", "dossier")
        .order_by("-id")
    )


def in_flight(person_id: int) -> Case | None:
    """The person's one registration application in flight, if there is one (R8)."""
    return (
        Case.objects.filter(
            person_id=person_id, kind__in=REGISTRATION_KINDS, status__in=sorted(IN_FLIGHT)
        )
        .select_related("agency", "dossier")
        .first()
    )


def person_of(case_id: int) -> int:
    """Whose case this is, without a lock: for who must lock the human first."""
    return Case.objects.values_list("person_id", flat=True).get(pk=case_id)


def ends_with_the_registration(person_id: int) -> Sequence[Case]:
    """What a cancellation ends (R8): all that is under way or waits to be collected.

    Other matters go on; the cancellation itself is not among them.
    """
    kinds = [*REGISTRATION_KINDS, Kind.REISSUE]
    under_way = sorted(IN_FLIGHT | {Status.APPROVED})
    rows = Case.objects.filter(person_id=person_id, kind__in=kinds, status__in=under_way)
    return list(rows.order_by("pk"))


def locked(case_id: int) -> Case:
    """The case under a row lock, freshly read; must be inside a transaction."""
    case = Case.objects.select_for_update().get(pk=case_id)
    # Related rows are read after the lock: what they say now is what counts.
    case.dossier = Dossier.objects.get(pk=case_id)
    return case


def timely_renewal(until: str) -> Exists:
    """For a row with ``person_id``: is a renewal submitted by the day ``until`` undecided (R4)?"""
    return Exists(
        Case.objects.filter(
            person_id=OuterRef("person_id"),
            renews=True,
            status__in=UNDECIDED,
            filed_on__lte=OuterRef(until),
        )
    )


def registration_of(person_id: int, on: date) -> tuple[Registration | None, Standing]:
    """The latest registration of a person and how it stands on this day; None: there never was."""
    rows = Registration.objects.filter(person_id=person_id)
    row = rows.annotate(renewal_pending=timely_renewal("valid_until")).order_by("-id").first()
    if row is None:
        return None, Standing.NONE
    pending = getattr(row, "renewal_pending", False)
    return row, standing_of(held_of(row), on, renewal_pending=pending)


def expired_changes(on: date) -> list[int]:
    """The undecided changes without renewal whose registration was over before this day (R5)."""
    over = Registration.objects.filter(
        person_id=OuterRef("person_id"), closed_on=None, valid_until__lt=on
    )
    rows = Case.objects.filter(Exists(over), kind=Kind.CHANGE, renews=False, status__in=UNDECIDED)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def problems(case: Case, now: datetime) -> list[pages.Problem]:
    """What is wrong on the pages of the application, in their order."""
    on = clock.day(now)
    return pages.problems(case.dossier.answers, facts.ground_of(case, case.dossier, on))


def objections_to_submit(case: Case, now: datetime) -> list[Objection]:
    """Everything against submitting now, all at once: eligibility first, then what is missing."""
    on = clock.day(now)
    return [
        *facts.eligibility_of(case, case.dossier, on),
        *facts.missing_in(case, case.dossier, on),
    ]


def open_steps(case: Case, actor: Actor, now: datetime) -> Sequence[Step]:
    """The steps this actor could begin now: the buttons of a page."""
    return steps_open_to(facts.facts_of(case, now), actor.facts, clock.day(now))


def history(case: Case) -> Sequence[Act]:
    """What has happened to the case, newest first."""
    return list(Act.objects.filter(case=case).select_related("agency", "person").order_by("-id"))


def story(case: Case) -> list[str]:
    """The names of the steps taken, oldest first."""
    return list(Act.objects.filter(case=case).order_by("id").values_list("step", flat=True))


def latest_revision(case: Case) -> Revision | None:
    """What was last submitted."""
    return Revision.objects.filter(case=case).order_by("-number").first()


def revisions(case: Case) -> Sequence[Revision]:
    """All that was ever submitted, oldest first."""
    return list(Revision.objects.filter(case=case).order_by("number"))


def digest(case: Case) -> str:
    """The fingerprint of the columns that say where a case stands; the claim is not among them."""
    return row_digest(
        {
            "ref": case.ref,
            "kind": case.kind,
            "status": case.status,
            "person": case.person_id,
            "agency": case.agency_id,
            "days": [case.filed_on, case.received_on, case.accepted_on, case.correct_by],
            "due_on": case.due_on,
            "forwarded_at": case.forwarded_at and case.forwarded_at.isoformat(),
            "approved_on": case.approved_on,
            "returns": case.returns,
            "opinions": [case.agency_opinion, case.centre_opinion],
            "rule_set": case.rule_set,
            "shown": [case.applicant_name, case.employer_name, case.category],
            "short": [case.from_paper, case.hand_in_due, case.handed_in_on],
            "renews": case.renews,
        }
    )


def digests() -> Iterator[tuple[str, str]]:
    """Key and fingerprint of every case, for the audit."""
    for case in Case.objects.order_by("pk").iterator(chunk_size=5000):
        yield str(case.pk), digest(case)


def revision_digest(row: Revision) -> str:
    """The fingerprint of a frozen revision; replies are part of it once there are any."""
    replies = {"replies": row.replies} if row.replies else {}
    return row_digest(
        {
            **replies,
            "case": row.case_id,
            "number": row.number,
            "answers": row.answers,
            "photo": row.photo_id,
            "form_version": row.form_version,
            "materials": row.materials,
            "checklist": row.checklist,
            "rule_set": row.rule_set,
            # Revisions of before hours were kept have the fingerprint they had.
            **({"education": row.education} if row.education else {}),
        }
    )


def revision_digests() -> Iterator[tuple[str, str]]:
    """Key and fingerprint of every revision, for the audit."""
    for row in Revision.objects.order_by("pk").iterator(chunk_size=2000):
        yield str(row.pk), revision_digest(row)
