"""One-time keys, rate counters, gapless counters, and the clock of a demo."""

from django.db import models


class OnceKey(models.Model):
    """The first answer to a submit; a repeated click or a retried request reads it again."""

    account_id = models.BigIntegerField(default=0)
    action = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "action", "key"], name="a_one_time_key_is_used_once"
            )
        ]
        indexes = [models.Index(fields=["at"], name="once_key_by_age")]


class Count(models.Model):
    """How often something happened in one window of time, for limits."""

    bucket = models.CharField(max_length=40)
    key = models.CharField(max_length=64, help_text="a digest: no address or identifier in clear")
    window = models.BigIntegerField(help_text="number of the window since the epoch")
    hits = models.IntegerField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bucket", "key", "window"], name="one_count_per_bucket_key_and_window"
            )
        ]


class Counter(models.Model):
    """A gapless series: a row, not a sequence, so that a rolled-back batch leaves no hole."""

    series = models.CharField(max_length=40, primary_key=True)
    last = models.BigIntegerField(default=0)


class DemoClock(models.Model):
    """How far the clock of a demo is put forward; one row, and nobody reads it elsewhere."""

    seconds = models.BigIntegerField(help_text="ahead of the machine's clock; negative: behind")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="a_demo_has_one_clock")
        ]
