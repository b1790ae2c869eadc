"""Answers that are codes, said in words wherever somebody reads what was chosen."""

from types import MappingProxyType

from anzhu import words

#: By field: where the word for a code of that field stands.
_WORDS_OF = MappingProxyType(
    {
        "degree": "people.degree.{}",
        "category": "categories.{}",
        "province": "provinces.{}",
        "status": "kinds.employment.{}",
    }
)


def in_words(field: str, value: str) -> str:
    """What this value of a field means; the value itself where it is no code."""
    key = _WORDS_OF.get(field, "").format(value)
    return words.text(key) if key and words.exists(key) else value
