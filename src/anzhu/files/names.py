"""The name a file had on somebody's device, made harmless for display; never a path."""

import unicodedata

MOST = 80
_NAMELESS = "文件"
#: Control, format (right-to-left marks among them), surrogate, private and unassigned characters.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def shown_name(sent: str | None) -> str:
    """The last part of the name without what cannot be seen, at most ``MOST`` characters."""
    text = unicodedata.normalize("NFC", sent or "")
    last = text.replace("\\", "/").rstrip("/").rpartition("/")[2]
    plain = "".join(sign for sign in last if unicodedata.category(sign) not in _UNSEEN)
    plain = " ".join(plain.split()).strip(". ")
    if len(plain) > MOST:
        stem, dot, ending = plain.rpartition(".")
        kept = f"{dot}{ending}" if stem and len(ending) <= 5 else ""
        plain = plain[: MOST - len(kept) - 1] + "…" + kept
    return plain or _NAMELESS
