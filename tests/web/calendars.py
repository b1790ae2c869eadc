"""A calendar file as a calendar reads it (RFC 5545): unfolded, unescaped, event by event."""

from collections.abc import Iterator


def events(content: bytes) -> Iterator[dict[str, str]]:
    """The properties of every event; the file's frame is checked on the way."""
    text = content.decode()
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    physical = text.split("\r\n")[:-1]
    assert all(len(line.encode()) <= 75 for line in physical)
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    event: dict[str, str] = {}
    inside: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            event = {} if value == "VEVENT" else event
        elif name == "END":
            assert inside.pop() == value
            if value == "VEVENT":
                yield event
        elif inside[-1] == "VEVENT":
            event[name] = unescaped(value)
    assert inside == []


def unescaped(value: str) -> str:
    found, rest = "", iter(value)
    for char in rest:
        found += {"n": "\n", "N": "\n"}.get(follow := next(rest), follow) if char == "\\" else char
    return found
