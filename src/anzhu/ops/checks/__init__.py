"""What `anzhu doctor` looks at, and the part of it without which nothing is served."""

import sys
from collections.abc import Iterator, Sequence

from anzhu import words
from anzhu.ops.checks import clocks, configuration, database, machine, services
from anzhu.ops.findings import Check, Finding, Level

ALL: Sequence[Check] = (
    machine.libraries,
    machine.built_assets,
    machine.fonts,
    machine.data_folder,
    machine.disk,
    clocks.working_days,
    clocks.demo_clock,
    configuration.secrets,
    configuration.debug,
    configuration.address,
    configuration.email,
    configuration.page_checks,
    database.reachable,
    database.syncing,
    database.migrated,
    database.workers,
    configuration.demo_people,
    services.stores,
    services.cache_server,
)
BEFORE_SERVING: Sequence[Check] = (
    configuration.secrets,
    configuration.debug,
    database.reachable,
    database.syncing,
    configuration.demo_people,
)


def findings(checks: Sequence[Check] = ALL) -> Iterator[Finding]:
    """The findings of these checks, in order."""
    for check in checks:
        yield from check()


def refuses_to_start() -> bool:
    """Whether serving would break a promise; says why, and how to mend it, on the error stream."""
    reasons = [
        found
        for found in findings(BEFORE_SERVING)
        if found.unsafe or (found.level is Level.FAILED and found.check == "database")
    ]
    if reasons:
        print(words.text("ops.up.refused"), file=sys.stderr)
    for found in reasons:
        how = words.text("ops.doctor.mend", how=found.mend)
        print(f"  {found.name}：{found.says}\n    {how}", file=sys.stderr)
    return bool(reasons)
