"""Days to remember as a file for calendars (RFC 5545): whole days, with a bell in the morning."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.http import HttpResponse

from anzhu import words
from anzhu.rules.outlook import Ahead

#: A line is folded so that none is longer than this, in bytes.
_LINE = 75
_BELL_AT_NINE = "PT9H"


def ics(ahead: Iterable[Ahead], *, owner: str, at: datetime) -> str:
    """The file. ``owner`` tells one person's days from another's: the same day of the same owner
    keeps its UID in every later file, so that a calendar replaces it instead of doubling it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//anzhu//registration dates//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(words.text('outlook.calendar.name'))}",
        *(line for one in ahead for line in _event(one, owner, at)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def answer(ahead: Iterable[Ahead], *, owner: str, at: datetime) -> HttpResponse:
    """The file as a download that nobody keeps a copy of on the way."""
    found = HttpResponse(
        ics(ahead, owner=owner, at=at), content_type="text/calendar; charset=utf-8"
    )
    found.headers["Content-Disposition"] = 'attachment; filename="registration-dates.ics"'
    found.headers["Cache-Control"] = "private, no-store"
    return found


def _event(one: Ahead, owner: str, at: datetime) -> Iterator[str]:
    title = _escaped(words.text(f"outlook.ahead.{one.code}.title"))
    name = uuid.uuid5(uuid.NAMESPACE_OID, f"anzhu|{owner}|{one.code}|{one.day.isoformat()}")
    yield "BEGIN:VEVENT"
    yield f"UID:{name}@anzhu"
    yield f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_basic(one.day)}"
    yield f"DTEND;VALUE=DATE:{_basic(one.day + timedelta(days=1))}"
    yield f"SUMMARY:{title}"
    yield f"DESCRIPTION:{_escaped(words.text(f'outlook.ahead.{one.code}.note'))}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{title}"
    yield f"TRIGGER:{_BELL_AT_NINE}"
    yield "END:VALARM"
    yield "END:VEVENT"


def _basic(day: date) -> str:
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 bytes; each after the first begins with a blank that does not count."""
    room, piece = _LINE, ""
    for char in line:
        size = len(char.encode())
        if size > room:
            yield piece
            piece, room = " ", _LINE - 1
        piece += char
        room -= size
    yield piece
