from django.db import models
from django.db.models import Q


class Folder(models.Model):
    """Where the pages of one application lie.

    ``form_version`` is the printed version that uploaded form pages must be of (2.8), and
    ``statement_version`` that of the performance statement (4.2.3); 0 before the first print.
    """

    ref = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    form_version = models.IntegerField(default=0)
    statement_version = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"folder {self.ref}"


class PageState(models.TextChoices):
    """A page is refused with reasons, or ready, once the worker has looked at it."""

    CHECKING = "checking"
    READY = "ready"
    REFUSED = "refused"


class Page(models.Model):
    """One page in one slot. What is removed stays for the record but is no longer shown."""

    folder = models.ForeignKey(Folder, models.CASCADE, related_name="pages")
    material = models.CharField(max_length=30)
    position = models.IntegerField()
    state = models.CharField(max_length=10, choices=PageState, default=PageState.CHECKING)
    received = models.ForeignKey("files.Received", models.SET_NULL, null=True, related_name="+")
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    shown_name = models.CharField(max_length=120, blank=True)
    hints = models.JSONField(default=list, help_text="codes and params, each with its check")
    refusals = models.JSONField(default=list, help_text="code, clause and params each")
    kept_anyway = models.BooleanField(default=False, help_text="仍然使用 in spite of hints")
    form_page = models.IntegerField(null=True)
    form_version = models.IntegerField(null=True)
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["folder", "material", "position"],
                condition=Q(removed_at=None),
                name="pages_that_lie_in_a_folder",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["folder", "form_page"],
                condition=Q(removed_at=None, form_page__isnull=False),
                name="one_picture_per_page_of_the_form",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(stored__isnull=False),
                name="a_ready_page_has_a_clean_copy",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.material} {self.position} of {self.folder_id}"
