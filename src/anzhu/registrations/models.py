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


class Registration(models.Model):
    """One grant. The latest of a person is the present one; a number is kept for life.

    It stands from ``granted_on`` until the day before ``closed_on``, on which it was replaced by a
    later grant or ended; an open one stands until ``valid_until``. The period ``valid_from`` to
    ``valid_until`` is what was granted and is printed: that of a renewal begins only when the one
    before it is over, and until then this grant carries the earlier period on (R3).
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
    case_ref = models.CharField(max_length=12, unique=True)
    reminded_on = models.DateField(
        null=True, help_text="when its holder was last told that it ends"
    )

    class Meta:
        constraints = [
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
    """A ban: from its first day through the same day ``years`` later (R8)."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="restrictions")
    starts_on = models.DateField()
    years = models.IntegerField()
    basis = models.CharField(max_length=200)
    instrument = models.CharField(max_length=120, help_text="number of the decision")


class Sheet(models.Model):
    """A sheet of paper that was made for a registration, as far as the public may know of it.

    A number outlives its sheets: of a sheet that was spoiled, lost or replaced, the code must say
    that it is void, while the registration stands.
    """

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="sheets")
    serial = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    void_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["serial"], name="a_sheet_is_known_by_its_serial")
        ]

    def __str__(self) -> str:
        return self.serial
