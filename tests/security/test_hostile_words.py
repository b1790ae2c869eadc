"""What hostile people write into any field is shown as text, to everybody (S29)."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.security.filling import everything, path_of
from tests.security.poison import poison
from tests.security.relations import opened
from tests.security.routes import ROUTES
from tests.security.town import Town
from tests.security.visits import Session, taken_back

#: Short enough for every column; breaks out of text, of both kinds of quotes, of a template.
PAYLOADS = [
    "'\"><xss-1 onx=1>",
    "</script><xss-2>",
    "{{7*191}}<xss-3>",
    "]]><xss-4/><!--",
    "<svg/xss-5=1>",
]


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_are_shown_as_words(town: Town, everybody: dict[str, Session], payload: str) -> None:
    poison(payload)
    typed = {**everything(town), **dict.fromkeys(("school", "note", "name", "q", "scan"), payload)}
    shown, bare = set(), []
    for one, path, answer in _pages(town, everybody, typed, payload):
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        text = answer.content.decode()
        if "xss-" in text and "&lt;" in text:
            shown.add(one)
        if payload in text or "<xss-" in text or "<svg/xss" in text or "1337<" in text:
            bare.append((one, path))
        assert "nonce" in str(answer.headers) or "unsafe-inline" not in str(answer.headers), path
    assert bare == []
    assert {"owner of draft", "reviewer", "centre", "ministry", "producer"} <= shown


def _pages(
    town: Town, everybody: dict[str, Session], typed: dict[str, Any], payload: str
) -> Iterator[tuple[str, str, Any]]:
    for route, row in ROUTES.items():
        first = [pair for pair in opened(row, everybody, town) if pair[1] == row.main][:2]
        for one, name in first:
            path = path_of(route, row.of, name, town)
            yield one.name, path, one.knock("GET", path)
            yield one.name, path, one.knock("GET", f"{path}?q={payload}&next={payload}")
            with taken_back():
                yield one.name, path, one.knock("POST", path, typed)
