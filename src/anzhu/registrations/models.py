import uuid
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from anzhu.rules.grants import EndedAs

#: Places that a number takes at most: eleven today, up to twenty in former years (8.0).
NUMBER_PLACES = 20


class HolderNumber(models.Model):
    """The registration number of a person: given at the first grant, kept for life."""

    person = models.OneToOneField("people.Person", models.PROTECT, primary_key=True)
    number = models.CharField(max_length=NUMBER_PLACES)
    given_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="a_registration_number_is_used_once")
        ]


class FormerNumber(models.Model):
    """A number that a person bore before the present one: of the former 执业证 (8.0)."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="former_numbers")
    number = models.CharField(max_length=NUMBER_PLACES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="a_former_number_was_one_persons")
        ]


class Import(models.Model):
    """A list of registrations of the time before that was taken over, whole."""

    number = models.CharField(max_length=16, unique=True)
    source = models.CharField(max_length=64, help_text="SHA-256 of the list, in hex")
    new = models.IntegerField()
    same = models.IntegerField()
    qualified = models.IntegerField(
        default=0, help_text="holders it put on the roster of qualifications"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class ListState(models.TextChoices):
    """Where an uploaded list of registrations is; only a taken one has left anything behind."""

    CHECKING = "checking"
    UNREADABLE = "unreadable"
    CHECKED = "checked"
    TAKING = "taking"
    TAKEN = "taken"
    DISCARDED = "discarded"


class UploadedList(models.Model):
    """A list that an administrator uploaded: looked at first, then taken over whole, or dropped.

    Its rows and the list that is given back are sealed, and forgotten after a time.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=10, choices=ListState, default=ListState.CHECKING)
    received = models.ForeignKey("files.Received", models.SET_NULL, null=True, related_name="+")
    shown_name = models.CharField(max_length=120)
    source = models.CharField(max_length=64, help_text="SHA-256 of the uploaded file")
    uploaded_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    settled_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, help_text="taken over or dropped")
    new = models.IntegerField(default=0)
    same = models.IntegerField(default=0)
    wrong = models.IntegerField(default=0)
    qualified = models.IntegerField(
        default=0, help_text="holders it puts on the roster of qualifications"
    )
    unqualified = models.IntegerField(
        default=0, help_text="holders whose qualification neither it nor the roster names"
    )
    troubles = models.JSONField(default=list, help_text="the first ones: line, column, why")
    refusals = models.JSONField(default=list, help_text="code, clause and params each")
    rows_sealed = models.BinaryField(null=True)
    back_sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "discarded"])
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="a_list_is_taken_or_dropped_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taking", "taken"]) | Q(wrong=0),
                name="a_list_with_errors_is_not_taken",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.state})"


class Registration(models.Model):
    """One grant. The latest of a person is the present one; a number is kept for life.

    It stands from ``granted_on`` until the day before ``closed_on``, on which it was replaced by a
    later grant or ended; an open one stands until ``valid_until``. The period ``valid_from`` to
    ``valid_until`` is what was granted and is printed: that of a renewal begins only when the one
    before it is over, and until then this grant carries the earlier period on (R3).

    It came from an application (``case_ref``), or from a list of the time before (``taken_over``,
    with ``as_listed``, the fingerprint of its row, so that the same list twice is the same once).
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="registrations")
    number = models.CharField(max_length=NUMBER_PLACES)
    category = models.CharField(max_length=20)
    employer_name = models.CharField(max_length=120)
    employer_uscc = models.CharField(max_length=18)
    granted_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(help_text="last valid day (R3)")
    closed_on = models.DateField(null=True)
    ended_as = models.CharField(max_length=10, choices=[(one, one) for one in EndedAs], blank=True)
    renewal_submitted_on = models.DateField(
        null=True, help_text="when the renewal was submitted that this period came with (R7)"
    )
    reminded_on = models.DateField(
        null=True, help_text="when its holder was last told that it ends"
    )
    case_ref = models.CharField(max_length=12, blank=True)
    taken_over = models.ForeignKey(Import, models.PROTECT, null=True, related_name="registrations")
    as_listed = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(case_ref="") & Q(taken_over=None, as_listed="")
                | Q(case_ref="", taken_over__isnull=False) & ~Q(as_listed=""),
                name="a_registration_was_granted_or_taken_over",
            ),
            models.UniqueConstraint(
                fields=["case_ref"],
                condition=~Q(case_ref=""),
                name="an_application_leads_to_one_registration",
            ),
            models.UniqueConstraint(
                fields=["person", "as_listed"],
                condition=~Q(as_listed=""),
                name="a_row_of_a_list_is_taken_over_once",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(closed_on=None),
                name="one_registration_in_force_per_person",
            ),
            # The person is a range of one number, which an index of ranges takes as it is.
            ExclusionConstraint(
                name="no_two_registrations_of_a_person_stand_on_the_same_day",
                expressions=[
                    (
                        Func(F("person"), F("person"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("granted_on"), F("closed_on"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="validity_does_not_end_before_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ended_as="") | Q(closed_on__isnull=False),
                name="a_registration_that_ended_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["number", "-id"], name="registrations_by_number"),
            models.Index(
                fields=["valid_until", "id"],
                condition=Q(closed_on=None),
                name="registrations_by_their_end",
            ),
        ]

    def in_force_on(self, on: date) -> bool:
        """Did it stand on this day? A renewal that is still undecided is not asked after here."""
        if self.closed_on is not None:
            return self.granted_on <= on < self.closed_on
        return self.granted_on <= on <= self.valid_until


class Restriction(models.Model):
    """A ban: from its first day through the same day ``years`` later (R8), unless it is lifted.

    It bears its present values; what they were before stands in the orders that set and
    corrected it. ``basis`` is a code of ``rules.restrictions``.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="restrictions")
    starts_on = models.DateField()
    years = models.IntegerField()
    basis = models.CharField(max_length=40)
    provision = models.CharField(max_length=200, blank=True, help_text="article of the law")
    instrument = models.CharField(max_length=120, help_text="number of the decision")
    lifted_on = models.DateField(null=True, help_text="from this day on it bars no longer")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "instrument"],
                condition=Q(lifted_on=None),
                name="an_instrument_bars_a_person_once",
            ),
            models.CheckConstraint(
                condition=Q(years__gte=1), name="a_restriction_lasts_a_year_at_least"
            ),
        ]


class RestrictionOrder(models.Model):
    """An order of the centre to set, correct or lift a ban: entered by one, confirmed by another.

    Only a confirmed one has any effect. Orders are never changed, so every value a ban ever had
    can be read here, with who entered it, why, and upon which instrument.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="restriction_orders")
    kind = models.CharField(max_length=8)
    restriction = models.ForeignKey(Restriction, models.PROTECT, null=True, related_name="orders")
    basis = models.CharField(max_length=40)
    provision = models.CharField(max_length=200, blank=True)
    instrument = models.CharField(max_length=120)
    starts_on = models.DateField()
    years = models.IntegerField()
    reason = models.CharField(max_length=500, blank=True)
    received = models.ForeignKey("files.Received", models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    confirmed = models.BooleanField(null=True, help_text="empty while it waits for a second person")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["restriction"],
                condition=Q(settled_at=None),
                name="one_open_order_per_restriction",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, confirmed=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False, confirmed__isnull=False),
                name="an_order_is_settled_by_somebody_one_way_or_the_other",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed=True) | ~Q(entered_by=F("settled_by")),
                name="an_order_is_confirmed_by_another_account",
            ),
            models.CheckConstraint(
                condition=Q(kind="set") | Q(restriction__isnull=False),
                name="only_a_first_order_concerns_no_restriction_yet",
            ),
        ]


class InstrumentPage(models.Model):
    """A page of the scanned decision that an order rests on: the clean copy of the house."""

    order = models.ForeignKey(RestrictionOrder, models.PROTECT, related_name="pages")
    number = models.IntegerField()
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "number"], name="an_instrument_has_each_page_once"
            )
        ]


class Sheet(models.Model):
    """A sheet of paper that was made for a registration, as far as the public may know of it.

    A number outlives its sheets: of a sheet that was spoiled, lost or replaced, the code must say
    that it is void, while the registration stands.
    """

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="sheets")
    serial = models.CharField(max_length=24)
    made_at = models.DateTimeField()
    void_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["serial"], name="a_sheet_is_known_by_its_serial")
        ]

    def __str__(self) -> str:
        return self.serial
