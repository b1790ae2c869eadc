import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from anzhu.kernel.actor import Actor
from anzhu.rules.facts import (
    AGENCY_ROLES,
    IN_FLIGHT,
    REGISTRATION_KINDS,
    REVIEWED_SHORT_KINDS,
    Kind,
    Role,
    Status,
    Tier,
)

_CENTRAL = frozenset({Role.CENTRE_REVIEWER, Role.CENTRE_PRODUCER, Role.MINISTRY_APPROVER})


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Actor) -> Self:
        """The cases whose existence this actor may know; all others answer 404."""
        if actor.role is Role.APPLICANT:
            # What a clerk is still entering from paper is not the applicant's yet.
            return self.filter(person_id=actor.person_id).exclude(from_paper=True, filed_on=None)
        if actor.role in AGENCY_ROLES:
            return self.filter(agency_id=actor.agency_id).exclude(filed_on=None)
        if actor.role in _CENTRAL:
            return self.exclude(forwarded_at=None)
        return self.none()

    def at_the_counter(self, actor: Actor) -> Self:
        """The requests that the actor's agency took in from paper, the unfinished ones too."""
        if actor.role not in AGENCY_ROLES:
            return self.none()
        return self.filter(agency_id=actor.agency_id, from_paper=True)


class Case(models.Model):
    """One application. ``status`` says where it is; only ``actions.take_step`` changes it.

    ``filed_on`` is the day of the first successful submission (it survives corrections and
    hand-overs); ``due_on`` is by when whoever has the turn should act; ``waits_since`` is since
    when it has stood where it stands.
    """

    ref = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in Kind])
    status = models.CharField(
        max_length=16, choices=[(status, status) for status in Status], default=Status.DRAFT
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="cases")
    # No index of its own: the queues' indexes begin with the agency.
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, null=True, db_index=False)
    folder = models.OneToOneField("materials.Folder", models.PROTECT)
    created_at = models.DateTimeField()
    waits_since = models.DateTimeField()
    filed_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    correct_by = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    forwarded_at = models.DateTimeField(null=True)
    approved_on = models.DateField(null=True)
    returns = models.IntegerField(default=0)
    agency_opinion = models.CharField(max_length=8, blank=True)
    centre_opinion = models.CharField(max_length=8, blank=True)
    rule_set = models.CharField(max_length=20, blank=True)
    # The short tracks (clauses 5 to 7): entered at a counter from paper; what must come back.
    from_paper = models.BooleanField(default=False)
    hand_in_due = models.BooleanField(default=False)
    handed_in_on = models.DateField(null=True)
    # A claim is a lease: whoever reviews holds it while active, and others see who.
    claimed_by = models.ForeignKey(
        "people.Account", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    claimed_until = models.DateTimeField(null=True)
    # What queues show, frozen at submission, so that a page of a queue is one index scan.
    applicant_name = models.CharField(max_length=60, blank=True)
    employer_name = models.CharField(max_length=120, blank=True)
    category = models.CharField(max_length=20, blank=True)
    renews = models.BooleanField(
        default=False, help_text="a renewal, or a change that renews at the same time (4.3.4)"
    )
    flags = models.JSONField(default=list)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind__in=REGISTRATION_KINDS, status__in=sorted(IN_FLIGHT)),
                name="one_registration_application_in_flight_per_person",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(kind__in=REVIEWED_SHORT_KINDS, status__in=sorted(IN_FLIGHT)),
                name="one_reissue_and_one_cancellation_in_flight_per_person",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_until=None)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="a_claim_has_both_a_holder_and_an_end",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.WITHDRAWN])
                | Q(filed_on__isnull=False, agency__isnull=False)
                | Q(filed_on__isnull=False, kind=Kind.OTHER_MATTERS),
                name="a_submitted_application_has_a_filing_day_and_an_agency",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CORRECTION) | Q(correct_by__isnull=False),
                name="a_correction_has_a_last_day",
            ),
        ]
        indexes = [
            # The conditions are those of ``visible_to``: counting then never leaves the index.
            models.Index(
                F("agency"),
                F("status"),
                F("due_on"),
                F("id"),
                condition=Q(filed_on__isnull=False),
                name="queue_of_an_agency",
            ),
            models.Index(
                F("status"),
                F("due_on"),
                F("id"),
                condition=Q(forwarded_at__isnull=False),
                name="queue_of_the_centre",
            ),
            models.Index(
                F("agency"),
                F("status"),
                F("kind"),
                F("due_on"),
                F("id"),
                condition=Q(filed_on__isnull=False),
                name="queue_of_an_agency_by_kind",
            ),
            models.Index(
                F("claimed_by"),
                F("status"),
                F("due_on"),
                F("id"),
                condition=Q(claimed_by__isnull=False),
                name="cases_held_by_a_reviewer",
            ),
            models.Index(
                F("agency"), F("applicant_name"), F("id"), name="cases_of_an_agency_by_name"
            ),
            models.Index(F("applicant_name"), F("id"), name="cases_by_name"),
            models.Index(
                F("due_on"),
                F("id"),
                condition=Q(status__in=["first_review", "correction"]),
                name="cases_the_clock_watches",
            ),
            models.Index(
                F("due_on"),
                F("id"),
                condition=Q(status__in=["first_review", "passed"]),
                name="cases_that_agencies_owe",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} ({self.status})"


class Dossier(models.Model):
    """The answers of an application, page by page, as last saved; drafts live here.

    ``replies`` are what the applicant says to each returned item, by the number of the return.
    ``printed_digest`` is the fingerprint of what the form of version ``form_version`` says; other
    data make that form stale (2.8). ``statement_digest`` is that of the performance statement.
    """

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True)
    answers = models.JSONField(default=dict)
    photo_id = models.UUIDField(null=True)
    replies = models.JSONField(default=dict)
    form_version = models.IntegerField(default=0)
    printed_digest = models.CharField(max_length=64, blank=True)
    printed_at = models.DateTimeField(null=True)
    statement_version = models.IntegerField(default=0)
    statement_digest = models.CharField(max_length=64, blank=True)
    statement_printed_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField()


class Revision(models.Model):
    """What was submitted, frozen: data, photo, materials, checklist and rule set (2.9).

    Only a cancellation and other matters need no photo.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="revisions")
    number = models.IntegerField()
    submitted_at = models.DateTimeField()
    answers = models.JSONField()
    photo_id = models.UUIDField(null=True)
    form_version = models.IntegerField()
    materials = models.JSONField()
    replies = models.JSONField(default=dict)
    checklist = models.JSONField()
    education = models.JSONField(default=dict, help_text="hours asked for and what counted")
    rule_set = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="revisions_are_counted")
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of case {self.case_id}"


class Act(models.Model):
    """One step that was taken: the history people read, and who has had a hand in the case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="acts")
    step = models.CharField(max_length=20)
    tier = models.CharField(max_length=12, blank=True, choices=[(tier, tier) for tier in Tier])
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()
    status_after = models.CharField(max_length=16)
    reasons = models.JSONField(default=list, help_text="code, item and note each")
    note = models.TextField(blank=True)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="history_of_a_case")]

    def __str__(self) -> str:
        return f"{self.step} of case {self.case_id}"


class HandOff(models.Model):
    """Leave for a phone to upload into one slot of one application, or beside one own record of
    continuing education, for a few minutes (2.8).

    Whoever holds the token may hand in and see what was just handed in, nothing else. The token
    and the short code are kept as digests; ``sealed`` holds both for the owner's own screen and is
    emptied at the end. ``slot`` is a material or ``photo``. Lifetimes go by the machine's clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="hand_offs")
    record = models.ForeignKey("education.Record", models.CASCADE, null=True, related_name="+")
    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    slot = models.CharField(max_length=30)
    token_digest = models.CharField(max_length=64, help_text="keyed digest")
    code_digest = models.CharField(max_length=64, help_text="keyed digest")
    sealed = models.BinaryField(help_text="token and code, for the owner; empty when over")
    received = models.JSONField(default=list, help_text="keys of what came, in order")
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_digest"], name="a_hand_off_token_is_used_once"),
            models.UniqueConstraint(
                fields=["code_digest"],
                condition=Q(ended_at=None),
                name="a_code_opens_one_hand_off",
            ),
            models.UniqueConstraint(
                fields=["case", "slot"],
                condition=Q(ended_at=None),
                name="one_open_hand_off_for_each_slot",
            ),
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(ended_at=None),
                name="one_open_hand_off_for_each_record",
            ),
            models.CheckConstraint(
                condition=Q(case=None, record__isnull=False) | Q(case__isnull=False, record=None),
                name="a_hand_off_is_of_a_slot_or_of_a_record",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("opened_at")), name="a_hand_off_lasts_a_while"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(sealed=b""),
                name="a_hand_off_that_is_over_keeps_no_token",
            ),
        ]

    def __str__(self) -> str:
        of = f"record {self.record_id}" if self.case_id is None else f"case {self.case_id}"
        return f"hand-off of {self.slot} of {of}"

    def is_alive(self, at: datetime) -> bool:
        """Is it open still, by the machine's clock?"""
        return self.ended_at is None and at < self.expires_at
