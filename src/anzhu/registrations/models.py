from datetime import date

from django.db import models
from django.db.models import F, Q


class HolderNumber(models.Model):
    """The registration number of a person: given at the first grant, kept for life."""

    person = models.OneToOneField("people.Person", models.PROTECT, primary_key=True)
    number = models.CharField(max_length=11)
    given_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="a_registration_number_is_used_once")
        ]


class Registration(models.Model):
    """One grant. ``closed_on`` is the day from which it no longer stands: ended or replaced."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="registrations")
    number = models.CharField(max_length=11)
    category = models.CharField(max_length=20)
    employer_name = models.CharField(max_length=120)
    employer_uscc = models.CharField(max_length=18)
    granted_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(help_text="last valid day (R3)")
    closed_on = models.DateField(null=True)
    case_ref = models.CharField(max_length=12, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(closed_on=None),
                name="one_registration_in_force_per_person",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="validity_does_not_end_before_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["number", "-id"], name="registrations_by_number")]

    def in_force_on(self, on: date) -> bool:
        """Does it stand on this day?"""
        return self.valid_from <= on <= self.valid_until and (
            self.closed_on is None or on < self.closed_on
        )


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
