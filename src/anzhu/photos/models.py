"""Portraits that passed the machine's check; what did not pass is not kept."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from anzhu.kernel.actor import Actor
from anzhu.rules.facts import Role
from anzhu.rules.objections import Objection, objection


class PhotoQuerySet(models.QuerySet["Photo"]):
    def visible_to(self, actor: Actor) -> Self:
        """Everyone's own; staff reach a photo only through a case they may see."""
        if actor.role is Role.APPLICANT and actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        return self.none()


class Photo(models.Model):
    """One portrait as it will be printed, with the picture it was cut from. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="photos")
    original = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    portrait = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+")
    crop = models.JSONField(help_text="left, top, width, height in pixels of the original")
    profile = models.CharField(max_length=40, help_text="which geometry it was cut to")
    measures = models.JSONField(default=dict)
    hints = models.JSONField(default=list, help_text="codes and params; the reviewer sees them too")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the portrait, in hex")
    created_by_id = models.BigIntegerField(null=True, help_text="account")
    created_at = models.DateTimeField()

    objects = PhotoQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex="^[0-9a-f]{64}$"),
                name="a_photo_is_known_by_its_digest",
            ),
        ]
        indexes = [models.Index(fields=["person", "-created_at"], name="photos_of_a_person")]

    def __str__(self) -> str:
        return f"photo {self.id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write once; a correction is a new photo."""
        if not self._state.adding:
            raise RuntimeError("a photo is never changed; cut a new one")
        super().save(*args, **kwargs)

    @property
    def noticed(self) -> list[Objection]:
        """The machine's hints, ready to be said in words."""
        return [objection(hint["code"], hint["clause"], **hint["params"]) for hint in self.hints]
