import uuid
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q

from anzhu.kernel import secrets
from anzhu.kernel.actor import Actor
from anzhu.people.models import Person
from anzhu.rules.facts import Role
from anzhu.rules.filing import Source


class BatchState(models.TextChoices):
    """Where an uploaded list is; only ``committed`` ones have left records behind."""

    CHECKING = "checking"
    UNREADABLE = "unreadable"
    CHECKED = "checked"
    TAKING = "taking"
    COMMITTED = "committed"
    CANCELLED = "cancelled"
    REVOKED = "revoked"


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, actor: Actor) -> Self:
        """The lists of the actor's own institution; all others answer 404."""
        if actor.role is Role.INSTITUTION:
            return self.filter(institution_id=actor.institution_id)
        return self.none()


class Batch(models.Model):
    """One list that a training institution uploaded: its rows, what is wrong, what became of it.

    The rows are sealed: a list of people and ID numbers is not left lying about. They are
    forgotten after a time, the records stay.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=24, unique=True)
    institution = models.ForeignKey("organisations.Institution", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.CHECKING)
    received = models.ForeignKey("files.Received", models.SET_NULL, null=True, related_name="+")
    shown_name = models.CharField(max_length=120)
    source = models.CharField(max_length=64, help_text="SHA-256 of the uploaded file")
    uploaded_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True, help_text="committed or cancelled")
    settled_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True, help_text="why it was revoked")
    importable = models.IntegerField(default=0)
    repeated = models.IntegerField(default=0)
    faulty = models.IntegerField(default=0)
    refusals = models.JSONField(default=list, help_text="code, clause and params each")
    rows_sealed = models.BinaryField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["committed", "cancelled", "revoked"])
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="a_settled_list_has_a_time_and_somebody_who_did_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="taking") | Q(settled_by__isnull=False),
                name="a_list_on_its_way_in_was_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="revoked", revoked_at__isnull=False, revoked_by__isnull=False)
                & ~Q(reason="")
                | ~Q(state="revoked") & Q(revoked_at=None, revoked_by=None, reason=""),
                name="a_revoked_list_says_when_by_whom_and_why",
            ),
            models.CheckConstraint(
                # Also one that could not come in, and is among those that wait again.
                condition=Q(state="unreadable") & ~Q(refusals=[])
                | Q(state="checked")
                | ~Q(state__in=["unreadable", "checked"]) & Q(refusals=[]),
                name="an_unreadable_list_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "-id"], name="lists_of_an_institution"),
            models.Index(
                fields=["uploaded_at"],
                condition=Q(rows_sealed__isnull=False),
                name="lists_whose_rows_are_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.state})"


class RecordState(models.TextChoices):
    """A record stands, or it is gone and this says how; it is never changed."""

    STANDS = "stands"
    REMOVED = "removed"
    REPLACED = "replaced"
    REJECTED = "rejected"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


def _of(person_id: int | None, to_record: str = "") -> Q:
    """Of this person: entered or known as theirs, or imported under their ID number and name."""
    them = Person.objects.filter(pk=person_id or 0)
    return Q(**{f"{to_record}person_id": person_id}) | Q(
        **{
            f"{to_record}person": None,
            f"{to_record}id_index__in": them.values("id_index"),
            f"{to_record}name__in": them.values("name"),
        }
    )


class RecordQuerySet(models.QuerySet["Record"]):
    def visible_to(self, actor: Actor) -> Self:
        """A person's own records; the ones an institution imported; none for anybody else."""
        if actor.role is Role.APPLICANT:
            return self.filter(_of(actor.person_id))
        if actor.role is Role.INSTITUTION:
            return self.filter(batch__institution_id=actor.institution_id)
        return self.none()

    def standing(self) -> Self:
        """The records that have not been taken back."""
        return self.filter(state=RecordState.STANDS)


class Record(models.Model):
    """Hours of one course completed on one day by one person (R7, 4.5).

    The person is known by the blind index of the ID number, so that a record may be there before
    its owner signs up; ``person`` is set as soon as there is one. ``used_for`` is the application
    whose grant used the hours. What a record says never changes: it is replaced.
    """

    id_index = models.CharField(max_length=64)
    name = models.CharField(max_length=60)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=12, choices=[(one, one) for one in Source])
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="records")
    provider = models.CharField(max_length=80)
    course = models.CharField(max_length=120)
    completed = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    state = models.CharField(max_length=10, choices=RecordState, default=RecordState.STANDS)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True, help_text="code: why it was rejected")
    note = models.CharField(max_length=500, blank=True)
    accepted_for = models.CharField(max_length=12, blank=True)
    used_for = models.CharField(max_length=12, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_index", "source", "provider", "course", "completed"],
                condition=Q(state="stands"),
                name="a_course_of_one_day_stands_once_for_a_person",
            ),
            models.CheckConstraint(
                condition=Q(source="institution", batch__isnull=False)
                | Q(source="self", batch=None, person__isnull=False),
                name="an_imported_record_has_a_list_and_an_own_one_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state="stands", ended_at=None)
                | ~Q(state="stands") & Q(ended_at__isnull=False),
                name="a_record_that_is_gone_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=Decimal(0)), name="a_record_has_more_than_no_hours"
            ),
            models.CheckConstraint(
                condition=Q(used_for="") | Q(state="stands"),
                name="used_hours_are_not_taken_back",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "completed"], name="records_of_a_person"),
            models.Index(
                fields=["id_index"], condition=Q(person=None), name="records_without_an_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"record {self.pk} ({self.source}, {self.state})"


class ProofState(models.TextChoices):
    """A page is refused with reasons, or ready, once the worker has looked at it."""

    CHECKING = "checking"
    READY = "ready"
    REFUSED = "refused"


class Proof(models.Model):
    """One page of a certificate beside a record that its owner entered (4.5: advised)."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="proofs")
    position = models.IntegerField(default=1)
    state = models.CharField(max_length=10, choices=ProofState, default=ProofState.CHECKING)
    received = models.ForeignKey("files.Received", models.SET_NULL, null=True, related_name="+")
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    shown_name = models.CharField(max_length=120, blank=True)
    refusals = models.JSONField(default=list, help_text="code, clause and params each")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(stored__isnull=False),
                name="a_ready_proof_has_a_clean_copy",
            )
        ]
        indexes = [
            models.Index(
                fields=["record", "position"],
                condition=Q(removed_at=None),
                name="proofs_of_a_record",
            )
        ]

    def __str__(self) -> str:
        return f"proof {self.position} of record {self.record_id}"


class DisputeState(models.TextChoices):
    """What became of an objection to a record."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those about the actor's own records, or about the records of the actor's institution."""
        if actor.role is Role.APPLICANT:
            return self.filter(_of(actor.person_id, "record__"))
        if actor.role is Role.INSTITUTION:
            return self.filter(record__batch__institution_id=actor.institution_id)
        return self.none()


class Dispute(models.Model):
    """A holder says that an imported record is wrong (异议); its institution answers."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="disputes")
    state = models.CharField(max_length=10, choices=DisputeState, default=DisputeState.OPEN)
    said = models.CharField(max_length=500)
    raised_at = models.DateTimeField()
    due_on = models.DateField(help_text="by when the institution should answer")
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")

    objects = DisputeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(state="open"),
                name="one_open_objection_per_record",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None)
                | ~Q(state="open") & Q(answered_at__isnull=False) & ~Q(answer=""),
                name="an_answered_objection_has_an_answer_and_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=Q(state="open"), name="objections_still_open"
            )
        ]

    def __str__(self) -> str:
        return f"objection {self.pk} to record {self.record_id} ({self.state})"


def rows_place(batch: Batch) -> str:
    """The place for which the rows of a list are sealed."""
    return f"education.batch.rows:{batch.uid}"


def unsealed(batch: Batch) -> str:
    """The rows of a list as text; empty once they were forgotten."""
    return secrets.unseal(batch.rows_sealed, rows_place(batch)) if batch.rows_sealed else ""
