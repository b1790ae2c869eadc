"""What a reviewer does at the desk, in one line each."""

import re

from django.test import Client

from anzhu.cases.models import Case

FORM = ("form.complete", "form.signed", "form.stamp", "form.term")


def text_of(client: Client, path: str, status: int = 200) -> str:
    """The page as text; its status must be the expected one."""
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def followed(client: Client, answer) -> str:
    """The page after a redirect, as text."""
    assert answer.status_code == 303, answer.content.decode()[:600]
    return client.get(answer.headers["Location"]).content.decode()


def address(case: Case, act: str = "") -> str:
    return f"/agency/cases/{case.ref}/{act}"


def items_of(case: Case) -> list[str]:
    return list(case.revisions.latest("number").checklist)


def all_met(case: Case, **unmet: tuple[str, str]) -> dict[str, str]:
    """The whole form of marks; ``unmet`` names items (dots as __) with reason and note."""
    typed = {f"mark.{item}": "met" for item in items_of(case)}
    for name, (reason, note) in unmet.items():
        item = name.replace("__", ".")
        typed.update({f"mark.{item}": "not_met", f"reason.{item}": reason, f"note.{item}": note})
    return typed


def refs_in(page: str) -> list[str]:
    """The references a list shows, in its order."""
    return re.findall(r'class="number" href="/agency/cases/([0-9A-Z]+)/"', page)
