"""Every address of the site and who may open it, read from the doors themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from anzhu import words
from anzhu.rules.facts import Role


@dataclass(frozen=True)
class Address:
    """One address: its pattern, its name with the name space, and the roles its door names."""

    path: str
    name: str
    roles: frozenset[Role]


def addresses() -> list[Address]:
    """All of them, in the order of their patterns."""
    return sorted(_below(get_resolver(), "/", ()), key=lambda one: (one.path, one.name))


def _below(resolver: URLResolver, path: str, spaces: Sequence[str]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        deeper = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = [pattern.namespace] if pattern.namespace else []
            yield from _below(pattern, deeper, [*spaces, *space])
        elif isinstance(pattern, URLPattern):
            roles: frozenset[Role] = getattr(pattern.callback, "roles", frozenset())
            yield Address(deeper, ":".join([*spaces, pattern.name or "?"]), roles)


def table() -> str:
    """The table as Markdown."""
    lines = [
        f"# {words.text('ops.docs.addresses')}",
        "",
        words.text("ops.docs.generated"),
        "",
        words.text("ops.docs.columns"),
        "|---|---|---|",
    ]
    lines += [f"| `{one.path}` | `{one.name}` | {_who(one.roles)} |" for one in addresses()]
    return "\n".join(lines) + "\n"


def _who(roles: frozenset[Role]) -> str:
    if not roles:
        return words.text("ops.docs.nobody")
    if Role.PUBLIC in roles:
        return words.text("ops.docs.everybody")
    return "、".join(words.text(f"pages.roles.{role}") for role in Role if role in roles)
