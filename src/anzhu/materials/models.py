from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from anzhu.materials.checks.interface import Outcome


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


class PrintedForm(models.Model):
    """What one printed version of an application form says, sealed; the portrait is not in it.

    A photographed page is compared with this, and a stale one is told what has changed (2.8).
    """

    folder = models.ForeignKey(Folder, models.CASCADE, related_name="printed_forms")
    version = models.IntegerField()
    sealed = models.BinaryField()
    printed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["folder", "version"], name="a_printed_version_is_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"form {self.version} of {self.folder_id}"


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
    dropped_on = models.CharField(
        max_length=30, blank=True, help_text="the slot it was uploaded to, where its code moved it"
    )
    taken_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="the same person's page of an earlier application that this is",
    )
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    looking_since = models.DateTimeField(
        null=True, help_text="a ready page of which queued checks may still ask the applicant"
    )
    turning_since = models.DateTimeField(null=True, help_text="queued to be turned by half")

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
            models.UniqueConstraint(
                fields=["folder", "taken_from"],
                condition=Q(removed_at=None, taken_from__isnull=False),
                name="an_earlier_page_lies_once_in_a_folder",
            ),
            models.CheckConstraint(
                condition=Q(taken_from=None) | Q(received=None),
                name="a_page_is_uploaded_or_taken_over",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(stored__isnull=False),
                name="a_ready_page_has_a_clean_copy",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.material} {self.position} of {self.folder_id}"


class Print(models.Model):
    """The fingerprint of one page or portrait that was handed in, to know it again.

    ``digest`` is of the file as it came, ``what`` the material or ``portrait``. ``coarse`` are 64
    bits and ``pieces`` its four 16-bit pieces, each with its place in front; ``fine`` are 256 bits.
    Both are missing where only the file is compared.
    """

    page = models.OneToOneField(Page, models.CASCADE, null=True, related_name="print")
    photo = models.OneToOneField("photos.Photo", models.CASCADE, null=True, related_name="print")
    folder = models.ForeignKey(Folder, models.CASCADE, related_name="prints")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    coarse = models.BigIntegerField(null=True)
    pieces = ArrayField(models.IntegerField(), default=list)
    fine = models.BinaryField(default=bytes)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["digest", "what"], name="prints_by_file"),
            GinIndex(fields=["pieces"], name="prints_by_pieces"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(page=None, photo__isnull=False) | Q(page__isnull=False, photo=None),
                name="a_print_is_of_a_page_or_a_portrait",
            ),
        ]

    def __str__(self) -> str:
        return f"print of {self.what} {self.page_id or self.photo_id}"


class Impression(models.Model):
    """What is stamped or signed on a page of the application form, small and sealed.

    ``what`` is as in ``papers.reading.impressions``. ``employer`` is the 统一社会信用代码, empty
    until the application is handed in: only then others are compared with it.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="impressions")
    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=30)
    version = models.IntegerField(help_text="of the check that can compare it")
    employer = models.CharField(max_length=18, blank=True)
    sealed = models.BinaryField(help_text="a grey JPEG of a few kilobytes")

    class Meta:
        indexes = [
            models.Index(
                fields=["employer", "what", "version", "-id"],
                condition=~Q(employer=""),
                name="impressions_by_employer",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["page", "what"], name="an_impression_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.what} on {self.page_id}"


class Found(models.Model):
    """What one check found on one page or portrait; never a judgement. A newer look replaces it.

    ``sibling`` is the folder of another person's application in which the same was found.
    """

    page = models.ForeignKey(Page, models.CASCADE, null=True, related_name="found")
    photo = models.ForeignKey("photos.Photo", models.CASCADE, null=True, related_name="found")
    check_name = models.CharField(max_length=30)
    version = models.IntegerField(help_text="of the check")
    number = models.IntegerField(help_text="in the order in which the check said it")
    code = models.CharField(max_length=40)
    outcome = models.CharField(max_length=12, choices=[(str(one), str(one)) for one in Outcome])
    confidence = models.FloatField(help_text="0 to 1; 0 where nothing was checked")
    params = models.JSONField(default=dict)
    item = models.CharField(max_length=40, blank=True, help_text="of the checklist")
    crop = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    sibling = models.ForeignKey(Folder, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "check_name", "number"], name="a_check_says_each_thing_once"
            ),
            models.UniqueConstraint(
                fields=["photo", "check_name", "number"],
                name="a_check_says_each_thing_once_of_a_portrait",
            ),
            models.CheckConstraint(
                condition=Q(page=None, photo__isnull=False) | Q(page__isnull=False, photo=None),
                name="a_finding_is_about_a_page_or_a_portrait",
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1),
                name="a_confidence_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_name}/{self.version} {self.code} on {self.page_id or self.photo_id}"
