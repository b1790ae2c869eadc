"""How a message leaves the house. E-mail is real; the SMS gateway is not reachable from every
machine, so it stands behind an adapter whose default writes nothing but a line to the log."""

import logging
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils.module_loading import import_string

from anzhu import words

log = logging.getLogger(__name__)


def wording(event: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a message, from ``words/zh_hans/notices.toml``."""
    known = {name: _date_or_value(value) for name, value in params.items()}
    # The kind is kept as its code; a notice of before kinds were told has none.
    kind = str(params.get("kind", ""))
    known["kind"] = words.text(f"kinds.{kind or 'application'}")
    return (
        words.text(f"notices.{event}.subject", **known),
        words.text(f"notices.{event}.body", **known),
    )


def transmit(channel: str, address: str, event: str, params: Mapping[str, Any]) -> None:
    """Hand a message to its channel; raises what the channel raises, and the job tries again."""
    subject, body = wording(event, params)
    if channel == "email":
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address])
    else:
        import_string(settings.ANZHU_SMS_GATEWAY)(address, body)


def sms_to_the_log(address: str, body: str) -> None:
    """The stand-in for an SMS gateway: says that it was called, never to whom or what."""
    log.info("sms not sent: no gateway is configured")


def _date_or_value(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
