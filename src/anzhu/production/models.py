from typing import Self

from django.db import models
from django.db.models import F, Q

from anzhu.kernel.actor import Actor
from anzhu.registrations.models import NUMBER_PLACES
from anzhu.rules.facts import AGENCY_ROLES, Role
from anzhu.rules.numbering import Sheet
from anzhu.rules.production import BatchStatus, CollectedBy, ItemStatus, ParcelStatus

_CENTRE = frozenset({Role.CENTRE_REVIEWER, Role.CENTRE_PRODUCER})


class Outcome(models.TextChoices):
    """What became of a case in its batch; empty while the batch is undecided."""

    APPROVED = "approved"
    REFUSED = "refused"
    LEFT_OUT = "left_out"
    EXPIRED = "expired"


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, actor: Actor) -> Self:
        """The ministry learns of a batch when it is frozen; the centre compiles it."""
        if actor.role in _CENTRE:
            return self.all()
        if actor.role is Role.MINISTRY_APPROVER:
            return self.exclude(status=BatchStatus.OPEN)
        return self.none()


class Batch(models.Model):
    """Cases that go to the ministry together (报部批次). Whoever compiled it may not approve it."""

    number = models.CharField(max_length=16)
    status = models.CharField(
        max_length=10, choices=[(one, one) for one in BatchStatus], default=BatchStatus.OPEN
    )
    opened_at = models.DateTimeField()
    compiled_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    compiled_with = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the frozen list")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    decided_with = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "batches"
        constraints = [
            models.UniqueConstraint(fields=["number"], name="a_batch_number_is_used_once"),
            models.CheckConstraint(
                condition=Q(status=BatchStatus.OPEN, frozen_at=None, digest="")
                | ~Q(status=BatchStatus.OPEN) & Q(frozen_at__isnull=False) & ~Q(digest=""),
                name="a_frozen_batch_has_a_moment_and_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(status=BatchStatus.DECIDED, decided_by__isnull=False)
                | ~Q(status=BatchStatus.DECIDED) & Q(decided_by=None),
                name="a_decided_batch_and_only_it_has_an_approver",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | ~Q(decided_by=F("compiled_by")) & ~Q(decided_by=F("frozen_by")),
                name="the_approver_of_a_batch_did_not_compile_it",
            ),
        ]
        indexes = [models.Index(F("status"), F("id"), name="batches_by_status")]

    def __str__(self) -> str:
        return f"batch {self.number} ({self.status})"


class BatchCase(models.Model):
    """A case in a batch; ``position`` is its place on the frozen list, counted from 1."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="members")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="listings")
    position = models.IntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(outcome=""),
                name="a_case_is_in_at_most_one_undecided_batch",
            ),
            models.UniqueConstraint(fields=["batch", "case"], name="a_case_stands_once_in_a_batch"),
        ]
        indexes = [models.Index(F("batch"), F("position"), name="cases_of_a_batch_in_order")]

    def __str__(self) -> str:
        return f"case {self.case_id} in batch {self.batch_id}"


class FrozenList(models.Model):
    """The list of a batch as it was frozen, and the papers printed from it.

    The papers lie in the database: they must come and go with the freeze, in one transaction, and
    be in its backups; a list of ten thousand rows takes less than two megabytes.
    """

    batch = models.OneToOneField(Batch, models.CASCADE, primary_key=True)
    rows = models.JSONField(help_text="in the order of the list; what the digest covers")
    pdf = models.BinaryField(null=True)
    xlsx = models.BinaryField(null=True)
    printed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"list of batch {self.batch_id}"


class PrintRun(models.Model):
    """Sheets of one kind that were sent to a printer together: at most two hundred."""

    kind = models.CharField(
        max_length=12, choices=[(one, one) for one in Sheet], default=Sheet.CERTIFICATE
    )
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    started_with = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"print run {self.pk}"


class ParcelQuerySet(models.QuerySet["Parcel"]):
    def visible_to(self, actor: Actor) -> Self:
        """An agency learns of a parcel when it is on its way."""
        if actor.role in _CENTRE:
            return self.all()
        if actor.role in AGENCY_ROLES:
            return self.filter(agency_id=actor.agency_id).exclude(status=ParcelStatus.PACKED)
        return self.none()


class Parcel(models.Model):
    """What travels to one agency together. A mismatch is recorded, it is not an error."""

    number = models.CharField(max_length=16)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=12, choices=[(one, one) for one in ParcelStatus], default=ParcelStatus.PACKED
    )
    packed_at = models.DateTimeField()
    packed_with = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    courier = models.CharField(max_length=40, blank=True)
    courier_number = models.CharField(max_length=40, blank=True)
    handed_over_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    received_with = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    listed = models.IntegerField(default=0, help_text="sheets on the list when it was opened")
    missing = models.JSONField(default=list, help_text="serials on the list but not inside")
    unexpected = models.JSONField(default=list, help_text="serials inside but not on the list")

    objects = ParcelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="a_parcel_number_is_used_once"),
            models.CheckConstraint(
                condition=Q(status=ParcelStatus.PACKED)
                | Q(handed_over_at__isnull=False) & ~Q(courier_number=""),
                name="a_parcel_on_its_way_has_a_courier_number",
            ),
            models.CheckConstraint(
                condition=Q(received_at=None, received_with=None)
                | Q(received_at__isnull=False, received_with__isnull=False),
                name="a_received_parcel_has_both_a_time_and_a_receiver",
            ),
        ]
        indexes = [models.Index(F("agency"), F("id"), name="parcels_of_an_agency")]

    def __str__(self) -> str:
        return f"parcel {self.number} ({self.status})"


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, actor: Actor) -> Self:
        """The centre makes all of them; an agency and a holder know of their own."""
        if actor.role in _CENTRE:
            return self.all()
        if actor.role in AGENCY_ROLES:
            return self.filter(agency_id=actor.agency_id)
        if actor.role is Role.APPLICANT:
            return self.filter(case__person_id=actor.person_id)
        return self.none()


class Item(models.Model):
    """One sheet of paper: a certificate or a label, with what is printed on it.

    The serial belongs to this sheet; the number to its holder, for life. A spoiled sheet is void,
    and the one that ``replaces`` it bears a new serial and the same number.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="items")
    registration = models.ForeignKey(
        "registrations.Registration", models.PROTECT, related_name="items"
    )
    kind = models.CharField(max_length=12, choices=[(one, one) for one in Sheet])
    serial = models.CharField(max_length=12)
    status = models.CharField(
        max_length=10, choices=[(one, one) for one in ItemStatus], default=ItemStatus.TO_MAKE
    )
    status_at = models.DateTimeField()
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    number = models.CharField(max_length=NUMBER_PLACES)
    name = models.CharField(max_length=60)
    category = models.CharField(max_length=20)
    employer_name = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_until = models.DateField()
    approved_on = models.DateField()
    photo_id = models.UUIDField()
    old_certificate_due = models.BooleanField(default=False, help_text="a change (4.3.3)")
    run = models.ForeignKey(PrintRun, models.PROTECT, null=True, related_name="items")
    parcel = models.ForeignKey(Parcel, models.PROTECT, null=True, related_name="items")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    void_reason = models.CharField(max_length=200, blank=True)
    reminded_on = models.DateField(null=True, help_text="when the holder was last asked to come")

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["serial"], name="a_serial_belongs_to_one_sheet"),
            models.UniqueConstraint(
                fields=["case"],
                condition=~Q(status=ItemStatus.VOID),
                name="a_case_has_one_sheet_that_is_not_void",
            ),
            models.CheckConstraint(
                condition=Q(status=ItemStatus.VOID) & ~Q(void_reason="")
                | ~Q(status=ItemStatus.VOID) & Q(void_reason=""),
                name="a_void_sheet_and_only_it_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(
                    status__in=[ItemStatus.SHIPPED, ItemStatus.RECEIVED, ItemStatus.COLLECTED]
                )
                | Q(parcel__isnull=False),
                name="a_sheet_travels_in_a_parcel",
            ),
        ]
        indexes = [
            models.Index(F("status"), F("agency"), F("id"), name="sheets_by_status_and_agency"),
            models.Index(F("agency"), F("status"), F("name"), name="sheets_of_an_agency_by_name"),
            models.Index(F("number"), name="sheets_by_holder_number"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.serial} ({self.status})"


class Collection(models.Model):
    """Who came for a sheet, when, and what was looked at (2.10)."""

    item = models.OneToOneField(Item, models.PROTECT, primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=8, choices=[(one, one) for one in CollectedBy])
    proxy_name = models.CharField(max_length=60, blank=True)
    proxy_id_last_4 = models.CharField(max_length=4, blank=True)
    proof = models.CharField(max_length=200)
    old_certificate_seen = models.BooleanField(default=False)
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=CollectedBy.PROXY) | ~Q(proxy_name="") & ~Q(proxy_id_last_4=""),
                name="a_proxy_is_known_by_name_and_number",
            ),
            models.CheckConstraint(
                condition=~Q(proof=""), name="a_collection_says_what_was_looked_at"
            ),
        ]

    def __str__(self) -> str:
        return f"collection of {self.item_id}"
