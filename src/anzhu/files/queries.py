"""Reads of uploads and clean copies; whoever asks has already shown that they may know."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, ManyToOneRel, OuterRef, QuerySet

from anzhu.files.models import Received, State, StoredFile, Variant
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible


def received(received_id: UUID, actor: Actor) -> Received:
    """An upload of the actor's own account; NotVisible otherwise."""
    mine = Received.objects.filter(pk=received_id, uploader_id=actor.account_id)
    if actor.account_id is None or not (found := mine.first()):
        raise NotVisible
    return found


def stored(stored_id: UUID) -> StoredFile:
    """A clean copy in full size; NotVisible if there is none. Only behind a case or a photo that
    the actor may see: a clean copy does not know whose it is."""
    found = StoredFile.objects.filter(pk=stored_id, variant=Variant.FULL).first()
    if found is None:
        raise NotVisible
    return found


def are_kept(stored_ids: Iterable[str | UUID]) -> bool:
    """Are all these clean copies still there?"""
    wanted = {UUID(str(one)) for one in stored_ids}
    return StoredFile.objects.filter(pk__in=wanted).count() == len(wanted)


def unowned(*, before: datetime) -> QuerySet[StoredFile]:
    """Full-size copies made before ``before`` that no other table points at."""
    found = StoredFile.objects.filter(variant=Variant.FULL, created_at__lt=before)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model is not StoredFile:
            column = relation.field.attname
            owners = relation.related_model._base_manager.filter(**{column: OuterRef("pk")})
            found = found.filter(~Exists(owners))
    return found


def waiting_keys(keys: Iterable[str]) -> set[str]:
    """Which of these keys in quarantine belong to an upload that still waits."""
    waiting = Received.objects.filter(key__in=keys, state=State.RECEIVED)
    return set(waiting.values_list("key", flat=True))


def clean_keys(keys: Iterable[str]) -> set[str]:
    """Which of these keys belong to a clean copy."""
    return set(StoredFile.objects.filter(key__in=keys).values_list("key", flat=True))
