import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from anzhu.kernel import secrets
from anzhu.rules.facts import Role
from anzhu.rules.requests import Corrected


class Person(models.Model):
    """A human, known by the blind index of the ID number, whatever accounts there are."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    sex = models.CharField(max_length=6)
    born = models.DateField()
    id_sealed = models.BinaryField()
    id_index = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def id_number(self) -> str:
        """The ID number in clear: for paper and for asking registers, never for a page."""
        return secrets.unseal(self.id_sealed, f"people.person.id_number:{self.uid}")


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A way in; one role each. A human who also works for an agency holds two."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="an_email_belongs_to_one_account",
            ),
            models.CheckConstraint(
                condition=models.Q(role="applicant") | ~models.Q(email=""),
                name="only_an_applicant_may_have_no_email_yet",
            ),
            models.UniqueConstraint(
                fields=["phone"],
                condition=models.Q(role="applicant"),
                name="a_phone_belongs_to_one_applicant",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(role="applicant"),
                name="one_applicant_account_per_person",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=["agency_reviewer", "agency_lead"], agency__isnull=False
                )
                | (
                    ~models.Q(role__in=["agency_reviewer", "agency_lead"])
                    & models.Q(agency__isnull=True)
                ),
                name="agency_staff_and_only_they_have_an_agency",
            ),
            models.CheckConstraint(
                condition=models.Q(role="institution", institution__isnull=False)
                | (~models.Q(role="institution") & models.Q(institution__isnull=True)),
                name="institution_staff_and_only_they_have_an_institution",
            ),
        ]

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    role = models.CharField(max_length=20, choices=[(role, role) for role in Role])
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, null=True)
    institution = models.ForeignKey("organisations.Institution", models.PROTECT, null=True)
    #: empty until the code that was sent there has been typed, see ``mailbox``
    email = models.EmailField(max_length=200, blank=True)
    phone = models.CharField(max_length=20)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    totp_sealed = models.BinaryField(null=True)
    totp_confirmed_at = models.DateTimeField(null=True)
    totp_last_step = models.BigIntegerField(default=0, help_text="a code is good once")
    is_demo = models.BooleanField(default=False)
    #: e-mails that only remind; what the law asks to be told is told in any case
    wants_reminders = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    def __str__(self) -> str:
        return f"account {self.pk} ({self.role})"


class Qualification(models.Model):
    """One row of the roster of qualification holders; there before its holder ever signs up.

    ``obtained`` is the approval date printed on it (R2); ``category`` is empty for those of
    before 2019-03-01; ``added`` marks a further exam (增报专业), which adds a category only.
    ``listed_in`` is the import of existing registrations it came with, as long as no list of the
    roster itself has named it.
    """

    id_index = models.CharField(max_length=64)
    name = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    obtained = models.DateField()
    category = models.CharField(max_length=20, blank=True)
    added = models.BooleanField(default=False)
    listed_in = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id_index"], name="roster_by_person")]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="a_qualification_number_is_used_once")
        ]


class Correction(models.Model):
    """A change of a person's record that one human proposes and another confirms (7.0).

    The old and the new value stay, sealed; ``case_ref`` is the request it answers. Neither
    confirmed nor dropped, it waits.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="corrections")
    corrected = models.CharField(max_length=12, choices=[(one, one) for one in Corrected])
    case_ref = models.CharField(max_length=12)
    old_sealed = models.BinaryField()
    new_sealed = models.BinaryField()
    basis = models.CharField(max_length=1000, help_text="the evidence it rests on")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_with = models.ForeignKey(Account, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_with = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    former_index = models.CharField(
        max_length=64, blank=True, help_text="blind index of the ID number that was replaced"
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "id"], name="corrections_of_a_person"),
            models.Index(
                fields=["former_index"],
                condition=~models.Q(former_index=""),
                name="people_by_a_former_id_number",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case_ref"],
                condition=models.Q(confirmed_at=None, dropped_at=None),
                name="a_request_has_one_open_correction",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None)
                | ~models.Q(confirmed_by=models.F("proposed_by")),
                name="a_correction_is_confirmed_by_another_human",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None, confirmed_by=None)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False, dropped_at=None),
                name="a_confirmed_correction_says_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(former_index="")
                | models.Q(corrected="id_number", confirmed_at__isnull=False),
                name="only_a_replaced_id_number_is_a_former_one",
            ),
        ]

    def __str__(self) -> str:
        return f"correction {self.pk} of {self.person_id}"

    @property
    def old(self) -> str:
        """What stood in the record when it was proposed, in clear; never for a page unmasked."""
        return secrets.unseal(self.old_sealed, f"people.correction.old:{self.uid}")

    @property
    def new(self) -> str:
        """What is to stand there, in clear; never for a page unmasked."""
        return secrets.unseal(self.new_sealed, f"people.correction.new:{self.uid}")


class Challenge(models.Model):
    """A one-time code that was sent to somebody: to finish a sign-up or to reset a password."""

    token = models.CharField(max_length=40, unique=True)
    purpose = models.CharField(max_length=10)
    account = models.ForeignKey(Account, models.CASCADE, null=True)
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    payload = models.BinaryField()
    code_digest = models.CharField(max_length=64)
    tries_left = models.IntegerField(default=5)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class ContactOnRecord(models.Model):
    """How a holder who never had an account can be reached, by the list of the time before.

    There is one for everybody who came from such a list, also where both are empty: such an
    account is activated by a code, never opened by whoever merely knows the ID number.
    """

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    phone_sealed = models.BinaryField(null=True)
    email_sealed = models.BinaryField(null=True)


class ActivationSlip(models.Model):
    """A code on paper, given to a holder whose ID document was seen: short-lived, good once."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="activation_slips")
    code_digest = models.CharField(max_length=64)
    document = models.CharField(max_length=20, help_text="which ID document was seen")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    tries_left = models.IntegerField()
    used_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True, help_text="replaced by a newer slip")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(used_at=None, void_at=None),
                name="one_live_activation_slip_per_person",
            )
        ]
