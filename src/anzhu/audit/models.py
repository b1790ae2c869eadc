from django.db import models


class Entry(models.Model):
    """One thing that happened; its hash covers its content and the entry before it.

    ``chain`` is the reference of a case, or ``house`` for what concerns no case; ``subject`` names
    the row the entry commits to (``cases.case:12``) and ``digest`` is that row's fingerprint after
    the act, so that a row changed behind the application's back is found.
    """

    chain = models.CharField(max_length=24)
    seq = models.IntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=40)
    account_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=20)
    subject = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "seq"], name="an_audit_chain_counts_without_gaps_or_doubles"
            )
        ]
        indexes = [models.Index(fields=["subject", "id"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq} {self.event}"


class Head(models.Model):
    """The end of a chain, kept apart: a chain cut short is found."""

    chain = models.CharField(max_length=24, primary_key=True)
    seq = models.IntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
