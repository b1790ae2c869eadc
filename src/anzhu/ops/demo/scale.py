"""Applications by the hundred thousand, for measuring: laid by COPY, in one transaction.

What lies here has gone through the table of steps and is chained in the record as in life, so
that `anzhu audit verify` finds it clean. Not laid: forwarding batches, batches of the ministry,
print runs and notices; no page that is measured reads them. Deterministic by ``SEED``, but for
the sealing of ID numbers.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from anzhu import words
from anzhu.audit.actions import HOUSE, record
from anzhu.audit.models import Head
from anzhu.cases.models import Case, Revision
from anzhu.kernel.actor import CLOCK, Actor
from anzhu.materials.models import Folder, Page
from anzhu.ops.demo import cast, scale_people
from anzhu.ops.demo.builder import Builder, Somebody
from anzhu.ops.demo.scale_lives import Way, lives
from anzhu.ops.demo.scale_pictures import Pictures
from anzhu.ops.demo.scale_rows import Choice, Ground, Rows
from anzhu.ops.demo.scale_tables import COLUMNS, Load
from anzhu.ops.demo.scale_walk import Staff
from anzhu.organisations.models import Agency, Employer
from anzhu.people.actions import actor_for
from anzhu.people.models import Account, Person
from anzhu.production.models import Item, Parcel
from anzhu.registrations.models import Registration
from anzhu.rules.categories import Category
from anzhu.rules.facts import Role

SEED = 20191125
MOST = 1_000_000
#: The agency whose queue is measured.
MEASURED = "SD"
#: People laid between two COPYs: what is held in memory does not grow with the run.
_CHUNK = 1_000
#: How many keys an application may take at most.
_KEYS = {Folder: 1, Page: 6, Case: 1, Revision: 2, Registration: 1, Item: 1, Parcel: 1}


class AlreadyLaid(Exception):
    """There are applications of a scale run here already; a second run would not be the same."""


def build(how_many: int, *, now: datetime) -> None:
    """Lay so many applications (1 to a million) into a founded world, or nothing at all.

    Raises ValueError for another number, ``AlreadyLaid`` where a run has been before.
    """
    if not 1 <= how_many <= MOST:
        raise ValueError(words.text("bench.scale.how_many", most=MOST))
    if Account.objects.filter(email=scale_people.email(0)).exists():
        raise AlreadyLaid(words.text("bench.scale.already"))
    with transaction.atomic():
        _run_constraints("IMMEDIATE")
        _lay(how_many, now)
        record("demo.scale", chain=HOUSE, actor=CLOCK, now=now, data={"cases": how_many})
        _run_constraints("DEFERRED")
    _tidy()


def _run_constraints(when: str) -> None:
    # Checked at once, or the checks of millions of rows would gather in memory until the commit.
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL {when}")


def _lay(how_many: int, now: datetime) -> None:
    chance = Random(SEED)  # noqa: S311 - a drawing, not a secret
    people = (how_many + 1) // 2
    load = Load()
    _set_keys_aside(load, people, how_many)
    choices = _choices(now)
    ground = Ground(now, _staff(), make_password(cast.PASSWORD), Pictures(now))
    rows = Rows(load, ground, chance)
    laid = 0
    for number, (earlier, later) in enumerate(lives(people, chance)):
        choice, province = _chosen(later, choices, chance)
        ways = [earlier, later] if how_many - laid > 1 else [later]
        rows.lay(scale_people.engineer(number, province, chance), choice, ways)
        laid += len(ways)
        if number % _CHUNK == _CHUNK - 1:
            load.flush()
            print(words.text("bench.scale.progress", laid=laid, of=how_many), flush=True)
    rows.grants.numbers.save()
    load.flush()
    print(words.text("bench.scale.progress", laid=laid, of=how_many), flush=True)


def _set_keys_aside(load: Load, people: int, how_many: int) -> None:
    load.set_aside(Person, people)
    load.set_aside(Account, people)
    for model, each in _KEYS.items():
        load.set_aside(model, each * how_many)


# --- who works where ----------------------------------------------------------------------------

Choices = Mapping[bool, Sequence[tuple[Choice, str]]]


def _choices(now: datetime) -> Choices:
    """Every employer with every category, and the agency clause 3 leads to.

    Under True those whose applications go to the agency that is measured.
    """
    _found_employers()
    agencies = {agency.code: agency for agency in Agency.objects.order_by("pk")}
    employers = {row.name: row for row in Employer.objects.select_related("group").order_by("pk")}
    former = [*list(employers.values())[1:], next(iter(employers.values()))]
    builder = Builder(now, pictures=False, agencies=agencies, employers=employers)
    somebody = _somebody()
    found: list[tuple[Choice, str]] = []
    for employer, before in zip(employers.values(), former, strict=True):
        typed = builder.answers(somebody, employer)
        left = builder.answers(somebody, before)["employer"]
        for category in Category:
            agency = builder.agency_for(category.value, employer)
            chosen = {**typed["agency"], "category": category.value, "chosen": agency.code}
            answers = {**typed, "agency": chosen}
            found.append((Choice(category, agency.pk, answers, left), employer.province))
    measured = agencies[MEASURED].pk
    return {
        False: found,
        True: [(choice, place) for choice, place in found if choice.agency_id == measured],
    }


def _chosen(way: Way, choices: Choices, chance: Random) -> tuple[Choice, str]:
    return chance.choice(choices[way.padding])


def _found_employers() -> None:
    known = set(Employer.objects.values_list("uscc", flat=True))
    Employer.objects.bulk_create(
        Employer(uscc=one.uscc, name=one.name, sort=one.kind, province=one.province)
        for one in scale_people.employers()
        if one.uscc not in known
    )


def _somebody() -> Somebody:
    """Any applicant of the founded world, as a model of what a careful person types."""
    account = Account.objects.select_related("person").filter(role=Role.APPLICANT).earliest("pk")
    return Somebody(account.person.name, account, actor_for(account))


def _staff() -> Mapping[int, Staff]:
    """Who reviews for each agency, from the named people of the world."""
    accounts = list(Account.objects.select_related("person").exclude(role=Role.APPLICANT))

    def those(role: Role, agency_id: int | None = None) -> list[Actor]:
        found = [one for one in accounts if one.role == role and one.agency_id == agency_id]
        return [actor_for(one) for one in sorted(found, key=lambda one: one.pk)]

    centre, compiler, *_ = those(Role.CENTRE_REVIEWER)
    approver, *_ = those(Role.MINISTRY_APPROVER)
    return {
        agency_id: Staff(
            reviewer=those(Role.AGENCY_REVIEWER, agency_id)[0],
            lead=those(Role.AGENCY_LEAD, agency_id)[0],
            centre=centre,
            compiler=compiler,
            approver=approver,
        )
        for agency_id in Agency.objects.values_list("pk", flat=True)
    }


# --- afterwards -----------------------------------------------------------------------------------


def _tidy() -> None:
    """Tell the planner what is there, and mark pages as visible to all for index-only scans."""
    verb = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"
    with connection.cursor() as cursor:
        tables = [model._meta.db_table for model in COLUMNS]
        for table in (*tables, Employer._meta.db_table, Head._meta.db_table):
            cursor.execute(f'{verb} "{table}"')
