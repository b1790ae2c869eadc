"""`anzhu staff add|list|disable|reset-second-factor`: who works here."""

import argparse
import sys
from collections.abc import Callable

from anzhu import words
from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.ops.operator import operator
from anzhu.people import staffing
from anzhu.rules.facts import STAFF_ROLES, Role


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    add = verbs.add_parser("add", help=words.text("ops.option.staff_add"))
    for name in ("name", "id-number", "email"):
        add.add_argument(f"--{name}", required=True)
    add.add_argument("--role", required=True, choices=sorted(STAFF_ROLES))
    add.add_argument("--agency", default="", help=words.text("ops.option.staff_agency"))
    about = words.text("ops.option.staff_institution")
    add.add_argument("--institution", default="", help=about)
    add.add_argument("--phone", default="")
    verbs.add_parser("list", help=words.text("ops.option.staff_list"))
    for verb in ("disable", "reset-second-factor"):
        about = words.text(f"ops.option.staff_{verb.replace('-', '_')}")
        verbs.add_parser(verb, help=about).add_argument("email")


def run(arguments: argparse.Namespace) -> int:
    """0 when it was done; 1 and every reason when not."""
    try:
        _VERBS[arguments.verb](arguments)
    except Refused as refused:
        for found in refused.objections:
            print(words.objection(found), file=sys.stderr)
        return 1
    except NotVisible:
        print(words.text("ops.staff.nobody", email=arguments.email), file=sys.stderr)
        return 1
    return 0


def _add(arguments: argparse.Namespace) -> None:
    account = staffing.add_staff(
        name=arguments.name,
        id_number=arguments.id_number,
        role=Role(arguments.role),
        email=arguments.email,
        agency=arguments.agency,
        institution=arguments.institution,
        phone=arguments.phone,
        actor=operator(),
        now=clock.now(),
    )
    print(words.text("ops.staff.added", name=account.person.name, email=account.email))


def _list(arguments: argparse.Namespace) -> None:
    for account in staffing.staff():
        state = "disabled" if not account.is_active else "active"
        if account.is_active and account.totp_confirmed_at is None:
            state = "waiting"
        role = words.text(f"kinds.role.{account.role}")
        works_for = account.agency or account.institution
        where = works_for.name if works_for else ""
        said = words.text(f"ops.staff.{state}")
        print("\t".join([account.email, account.person.name, role, where, said]))


def _disable(arguments: argparse.Namespace) -> None:
    account = staffing.disable(email=arguments.email, actor=operator(), now=clock.now())
    print(words.text("ops.staff.is_disabled", email=account.email))


def _reset_second_factor(arguments: argparse.Namespace) -> None:
    account = staffing.reset_second_factor(email=arguments.email, actor=operator(), now=clock.now())
    print(words.text("ops.staff.factor_reset", email=account.email))


_VERBS: dict[str, Callable[[argparse.Namespace], None]] = {
    "add": _add,
    "list": _list,
    "disable": _disable,
    "reset-second-factor": _reset_second_factor,
}
