from django.db import models


class Notice(models.Model):
    """What an account is told on the site; the other channels carry the same words."""

    account = models.ForeignKey("people.Account", models.CASCADE, related_name="notices")
    event = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    chain = models.CharField(max_length=24, blank=True, help_text="reference of the case, if any")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-id"], name="notices_of_an_account")]


class Delivery(models.Model):
    """The outbox: one message on one channel, sent once."""

    class Channel(models.TextChoices):
        EMAIL = "email"
        SMS = "sms"

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    channel = models.CharField(max_length=8, choices=Channel)
    account = models.ForeignKey("people.Account", models.CASCADE, null=True)
    # The address is sealed: an outbox is a list of people.
    uid = models.UUIDField(unique=True)
    address = models.BinaryField()
    event = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.IntegerField(default=0)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["at"], condition=models.Q(state="waiting"), name="messages_still_to_send"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at=None)),
                name="a_sent_message_has_a_time",
            )
        ]
