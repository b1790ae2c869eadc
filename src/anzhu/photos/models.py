"""Portraits that passed the machine's check, and pictures that anybody tries for an hour."""

import uuid
from collections.abc import Sequence
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
    crop = models.JSONField(
        help_text="the frame as it was put there: left, top, width, height in pixels"
    )
    turn = models.FloatField(
        default=0.0,
        help_text="by how many degrees it was turned clockwise under what is left of the frame",
    )
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
        return _said(self.hints)


class TrialState(models.TextChoices):
    """Is the worker busy with a picture, or has it answered?"""

    WAITING = "waiting"
    ANSWERED = "answered"


class Trial(models.Model):
    """A picture that somebody tries on the public page: no name, no account, gone in an hour.

    Whoever holds the secret of the browser it came from may see it, nobody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    browser = models.CharField(max_length=64, help_text="SHA-256 of the browser's secret, in hex")
    received = models.OneToOneField("files.Received", models.PROTECT, related_name="+")
    upright = models.OneToOneField("files.StoredFile", models.PROTECT, null=True, related_name="+")
    portrait = models.OneToOneField("files.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=TrialState.choices, default=TrialState.WAITING)
    frame = models.JSONField(
        null=True, help_text="the frame as it was put there: left, top, width, height as shares"
    )
    turn = models.FloatField(default=0.0, help_text="and turned by these degrees, clockwise")
    hints = models.JSONField(default=list, help_text="codes, clauses and params")
    stops = models.JSONField(default=list, help_text="why the last attempt gave no portrait")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(browser__regex="^[0-9a-f]{64}$"),
                name="a_trial_belongs_to_one_browser",
            ),
            models.CheckConstraint(
                condition=Q(portrait=None, upright=None)
                | Q(portrait__isnull=False, upright__isnull=False, frame__isnull=False),
                name="a_tried_portrait_was_cut_from_a_picture",
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="trials_by_age")]

    def __str__(self) -> str:
        return f"trial {self.id}"

    @property
    def waits(self) -> bool:
        """Is the worker still busy with it?"""
        return self.state == TrialState.WAITING

    @property
    def noticed(self) -> list[Objection]:
        """The machine's hints, ready to be said in words."""
        return _said(self.hints)

    @property
    def objections(self) -> list[Objection]:
        """Why the last attempt gave no portrait; empty otherwise."""
        return _said(self.stops)


def _said(found: Sequence[dict[str, Any]]) -> list[Objection]:
    return [objection(one["code"], one["clause"], **one["params"]) for one in found]
