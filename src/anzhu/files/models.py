"""Uploads in quarantine, and the clean copies that the house made of them."""

import uuid

from django.db import models
from django.db.models import Q

from anzhu.rules.objections import Objection, objection


class Variant(models.TextChoices):
    """The sizes in which one page is kept."""

    FULL = "full"
    PREVIEW = "preview"
    THUMBNAIL = "thumbnail"


class State(models.TextChoices):
    """Where an upload is; only ``cleaned`` has left anything behind."""

    RECEIVED = "received"
    CLEANED = "cleaned"
    REFUSED = "refused"


class StoredFile(models.Model):
    """A clean copy: decoded and written anew by the house, never the bytes that were sent.

    Others point at the full size with a protecting foreign key; this is also what keeps it from
    being swept away. The preview and the thumbnail hang on their full size.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of = models.ForeignKey("self", models.CASCADE, null=True, related_name="variants")
    variant = models.CharField(max_length=10, choices=Variant.choices, default=Variant.FULL)
    purpose = models.CharField(max_length=40)
    key = models.CharField(max_length=80, help_text="random; says nothing about people")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the stored bytes, in hex")
    size = models.PositiveIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="a_storage_key_is_used_once"),
            models.UniqueConstraint(
                fields=["of", "variant"], name="one_preview_and_one_thumbnail_per_file"
            ),
            models.CheckConstraint(
                condition=Q(of=None, variant=Variant.FULL)
                | Q(of__isnull=False) & ~Q(variant=Variant.FULL),
                name="only_a_smaller_copy_hangs_on_another_file",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="a_stored_file_is_not_empty"),
            models.CheckConstraint(
                condition=Q(digest__regex="^[0-9a-f]{64}$"),
                name="a_stored_file_is_known_by_its_digest",
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="stored_file_by_age")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.variant} {self.id}"


class Received(models.Model):
    """An upload as it came in; its bytes lie in quarantine until a worker has dealt with them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=40)
    uploader_id = models.BigIntegerField(null=True, help_text="account; none for the public")
    shown_name = models.CharField(max_length=120, help_text="for display only, made harmless")
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was sent, in hex")
    size = models.PositiveIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=40, help_text="by content, not by name")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    refusals = models.JSONField(default=list, help_text="why not: code, clause and params each")
    pages = models.JSONField(default=list, help_text="what cleaning found, page by page")
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "received"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="a_quarantine_key_is_used_once"),
            models.CheckConstraint(
                condition=Q(state=State.RECEIVED, settled_at=None)
                | ~Q(state=State.RECEIVED) & Q(settled_at__isnull=False),
                name="an_upload_is_settled_when_it_was_cleaned_or_refused",
            ),
            models.CheckConstraint(
                condition=Q(state=State.REFUSED) & ~Q(refusals=[])
                | ~Q(state=State.REFUSED) & Q(refusals=[]),
                name="a_refused_upload_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(state=State.RECEIVED),
                name="waiting_uploads_by_age",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state} {self.id}"

    @property
    def objections(self) -> list[Objection]:
        """Why it was refused, as when it was; empty otherwise."""
        return [
            objection(found["code"], found["clause"], **found["params"]) for found in self.refusals
        ]
