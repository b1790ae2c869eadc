"""Who acts on the command line: the operator of the machine, by the name of the system account."""

import getpass

from anzhu.kernel.actor import Actor
from anzhu.rules.facts import Role


def operator() -> Actor:
    """An administrator without an account; the record says which system account it was."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number without a name
        name = "?"
    return Actor(role=Role.ADMINISTRATOR, name=name)
