"""Tags and filters of the house: dates, masks, words, and the components with a little logic.

Components without logic are plain includes of ``components/*.html``.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from anzhu import words
from anzhu.kernel import clock

register = template.Library()

#: Shape and colour of every status, beside its words: colour is only a second cue.
STATUS_MARKS = MappingProxyType(
    {
        "draft": ("○", "grey"),
        "first_review": ("◔", "blue"),
        "correction": ("!", "amber"),
        "passed": ("◑", "blue"),
        "final_review": ("◑", "blue"),
        "approval": ("◕", "blue"),
        "approved": ("●", "green"),
        "closed": ("✓", "plain"),
        "refused": ("✕", "red"),
        "withdrawn": ("−", "grey"),
        "lapsed": ("−", "grey"),
        "expired": ("−", "grey"),
        # certificate items and batches
        "to_make": ("○", "grey"),
        "printed": ("◔", "blue"),
        "checked": ("◑", "blue"),
        "shipped": ("◕", "blue"),
        "received": ("▣", "green"),
        "collected": ("✓", "plain"),
        "void": ("✕", "red"),
        "open": ("○", "grey"),
        "frozen": ("◑", "blue"),
        "decided": ("●", "green"),
        # uploaded lists
        "checking": ("◔", "blue"),
        "unreadable": ("✕", "red"),
        "taking": ("◕", "blue"),
        "taken": ("✓", "plain"),
        "discarded": ("−", "grey"),
        # restrictions
        "bars": ("✕", "red"),
        "over": ("✓", "plain"),
        "lifted": ("−", "grey"),
        # uploads and checks
        "waiting": ("◔", "blue"),
        "ready": ("✓", "green"),
        "broken": ("✕", "red"),
        "todo": ("○", "grey"),
        "started": ("◔", "blue"),
        "done": ("✓", "plain"),
        "problem": ("!", "amber"),
        "blocked": ("−", "grey"),
    }
)


@register.filter
def zh_date(value: date | datetime | None) -> str:
    """2026年3月1日, the civil day in Shanghai; nothing for nothing."""
    if value is None:
        return ""
    day = clock.day(value) if isinstance(value, datetime) else value
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def zh_time(value: datetime | None) -> str:
    """14:32, on the clock in Shanghai."""
    return value.astimezone(clock.SHANGHAI).strftime("%H:%M") if value else ""


@register.filter
def zh_datetime(value: datetime | None) -> str:
    """2026年3月1日 14:32"""
    return f"{zh_date(value)} {zh_time(value)}" if value else ""


@register.filter
def iso(value: date | datetime | None) -> str:
    """The machine's form for a ``time`` element."""
    return value.isoformat() if value else ""


@register.filter
def mask_id(value: str | None) -> str:
    """An ID number as pages show it: 3701**********1234."""
    text = value or ""
    return text[:4] + "*" * (len(text) - 8) + text[-4:] if len(text) > 8 else "*" * len(text)


@register.filter
def mask_phone(value: str | None) -> str:
    """138****5678"""
    text = value or ""
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 11 else "*" * len(text)


@register.filter
def mask_email(value: str | None) -> str:
    """l***@example.cn"""
    name, _, host = (value or "").partition("@")
    return f"{name[:1]}***@{host}" if host else ""


@register.filter
def mask_name(value: str | None) -> str:
    """The first and the last character of a name: 欧*华, 王*."""
    text = value or ""
    if len(text) < 3:
        return text[:1] + "*" * (len(text) - 1)
    return text[0] + "*" * (len(text) - 2) + text[-1]


@register.filter
def days_left(value: date | datetime | None) -> int | None:
    """Whole days from today (Shanghai) to a day; negative when it is over."""
    if value is None:
        return None
    day = clock.day(value) if isinstance(value, datetime) else value
    return (day - clock.today()).days


@register.filter
def days_left_words(value: date | datetime | None) -> str:
    """还有 3 天 / 今天截止 / 已过 2 天"""
    left = days_left(value)
    if left is None:
        return ""
    if left == 0:
        return words.text("pages.deadline.today")
    key = "pages.deadline.left" if left > 0 else "pages.deadline.over"
    return words.text(key, days=abs(left))


@register.filter
def get(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """``mapping[key]`` for a key that is a variable; None if absent."""
    return (mapping or {}).get(key)


@register.filter
def is_pair(value: object) -> bool:
    """Is a table cell a (text, address) pair rather than a text?"""
    return isinstance(value, tuple | list)


@register.simple_tag(name="words")
def words_tag(key: str, **params: object) -> str:
    """A text of the vocabulary: {% words "agency.queue.title" n=3 %}."""
    return words.text(key, **params)


@register.simple_tag
def once() -> SafeString:
    """A hidden one-time key, fresh for every rendered form: a double click acts once."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(18))


@register.inclusion_tag("components/status_tag.html")
def status_tag(code: str, text: str = "", audience: str = "applicant") -> dict[str, str]:
    """A status as text, shape and colour; ``text`` replaces the word of the vocabulary."""
    shape, colour = STATUS_MARKS.get(str(code), ("○", "grey"))
    return {
        "shape": shape,
        "colour": colour,
        "text": text or words.status(str(code), audience),
    }


@register.inclusion_tag("components/deadline.html")
def deadline(value: date | datetime | None, label: str = "") -> dict[str, object]:
    """A date and how many days are left; marked when it is near (7 days) or over."""
    left = days_left(value)
    tone = "" if left is None else "over" if left < 0 else "near" if left <= 7 else "far"
    return {"value": value, "label": label, "tone": tone}


@register.inclusion_tag("components/field.html")
def field(field: BoundField, hint: str = "", **options: object) -> dict[str, object]:
    """A form field with label, hint, error and input.

    Options: ``optional`` (says 选填), ``prefix``/``suffix`` (units), ``width`` (2, 4, 10, 20
    characters), ``autosave`` (the address that one field is posted to).
    """
    # Where the hint stands for the eye, aria-describedby must point for the ear.
    field.help_text = hint or field.help_text
    return {"field": field, "hint": field.help_text, **options}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Any = None, extra: list[str] | None = None) -> dict[str, object]:
    """有 3 处需要修改, with links to the fields; nothing if nothing is wrong."""
    complaints = list(getattr(form, "complaints", [])) if form is not None else []
    complaints = [("", text) for text in (extra or [])] + complaints
    return {"complaints": complaints}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: template.Context, page: Any) -> dict[str, object]:
    """Keyset paging: ``page`` has ``before`` and ``after`` (query values or None)."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    return {
        "before": _with(query, "before", getattr(page, "before", None)),
        "after": _with(query, "after", getattr(page, "after", None)),
    }


def _with(query: Any, name: str, value: object) -> str:
    if not value or query is None:
        return ""
    changed = query.copy()
    changed.pop("before", None)
    changed.pop("after", None)
    changed[name] = str(value)
    return f"?{changed.urlencode()}"
