"""What is entered about the law; nothing here is ever changed, a later entry takes its place."""

from django.db import models


class CalendarDay(models.Model):
    """Do the authorities work on this day? Of several entries for a day the latest counts."""

    day = models.DateField()
    works = models.BooleanField()
    source = models.CharField(max_length=200)
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["day", "-id"], name="calendar_day_latest_first")]


class CalendarYear(models.Model):
    """Is every day off and every worked weekend of this year entered? The latest entry counts."""

    year = models.IntegerField()
    complete = models.BooleanField()
    source = models.CharField(max_length=200)
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["year", "-id"], name="calendar_year_latest_first")]


class Amendment(models.Model):
    """Numbers of the law that were given new values, published once and for good.

    ``values`` has, by the name of the parameter, the value, its clause and its source.
    ``in_force_from`` is the first day on which applications are filed under them.
    """

    name = models.CharField(max_length=20)
    starts = models.DateField()
    in_force_from = models.DateField()
    source = models.CharField(max_length=200)
    values = models.JSONField()
    forced_because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name="a_rule_set_has_a_name_of_its_own"),
            models.CheckConstraint(
                condition=models.Q(in_force_from__gte=models.F("starts")),
                name="nothing_is_filed_under_an_amendment_before_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(in_force_from=models.F("starts")) | ~models.Q(forced_because=""),
                name="an_amendment_of_the_past_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name
