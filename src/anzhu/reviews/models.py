from django.db import models


class Marks(models.Model):
    """A reviewer's marks on a case while they are being made; saved as they are made.

    ``marks`` maps an item to ``{"mark", "reason", "note"}``, ``entries`` does so by the key of an
    own record of continuing education (R7); they belong to one revision.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    revision = models.IntegerField()
    marks = models.JSONField(default=dict)
    entries = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "account"], name="one_sheet_of_marks_per_case_and_reviewer"
            )
        ]


class Decision(models.Model):
    """What a tier decided about one revision, item by item, with its reasons."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="decisions")
    revision = models.IntegerField()
    step = models.CharField(max_length=12)
    tier = models.CharField(max_length=12)
    marks = models.JSONField(default=dict)
    entries = models.JSONField(default=dict, help_text="own records of education, by key")
    reasons = models.JSONField(default=list)
    note = models.TextField(blank=True)
    override = models.TextField(blank=True, help_text="why a second return raises an old matter")
    by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="decisions_of_a_case"),
            models.Index(
                fields=["at"], condition=models.Q(step="return"), name="returns_by_their_time"
            ),
        ]


class Forwarding(models.Model):
    """One batch that an agency forwards to the centre (批次上报), with the digest of its list."""

    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    number = models.CharField(max_length=24, unique=True)
    by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    size = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["agency", "-id"], name="forwardings_of_an_agency")]


class Forwarded(models.Model):
    """One application in a forwarding; it may be forwarded again after it was sent back."""

    forwarding = models.ForeignKey(Forwarding, models.CASCADE, related_name="rows")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    position = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forwarding", "case"], name="a_case_stands_once_in_a_forwarding"
            )
        ]
