"""The applications of one engineer, from the account to the certificate, as rows for COPY."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from anzhu.cases import facts
from anzhu.cases.models import Case, Dossier
from anzhu.files.models import StoredFile
from anzhu.kernel import clock, secrets
from anzhu.kernel.actor import Actor
from anzhu.materials.models import Folder, Page
from anzhu.ops.demo.scale_grants import Grants
from anzhu.ops.demo.scale_lives import Way
from anzhu.ops.demo.scale_people import Engineer
from anzhu.ops.demo.scale_pictures import Pictures
from anzhu.ops.demo.scale_tables import Load
from anzhu.ops.demo.scale_walk import Filed, Staff, Walk
from anzhu.people.models import Account, Person, Qualification
from anzhu.photos.models import Photo
from anzhu.production.models import Item
from anzhu.registrations.models import Registration
from anzhu.rules import checklist, numbering
from anzhu.rules.categories import Category
from anzhu.rules.education import NOTHING_REQUIRED, education_for
from anzhu.rules.facts import Kind, Role
from anzhu.rules.filing import Filing
from anzhu.rules.filing import Qualification as Held
from anzhu.rules.materials import Material, materials_for, pages_asked
from anzhu.rules.photos import PROFILE

#: A bijection of the places of a reference: scattered over all of them, never twice the same.
_SCATTER = 0x9E3779B97F % (1 << numbering.REF_BITS) | 1
_LONGEST_CONTRACT = 2
#: How many applicants choose another agency than the one advised.
_OWN_CHOICES = 0.05
_NEW_EMPLOYER = {"employer": True, "renamed": False, "category": False, "renew": False}


@dataclass(frozen=True)
class Ground:
    """What the rows of all applications share."""

    now: datetime
    staff: Mapping[int, Staff]
    hashed: str
    pictures: Pictures


@dataclass(frozen=True)
class Choice:
    """Where an engineer works, what for, and which agency that leads to (clause 3)."""

    category: Category
    agency_id: int
    #: the answers of everybody with this employer
    answers: Mapping[str, Mapping[str, Any]]
    #: with whom the engineer was before a change of employer
    former: Mapping[str, Any] = field(default_factory=dict)

    @property
    def before(self) -> "Choice":
        """The same engineer, still with the former employer."""
        return replace(self, answers={**self.answers, "employer": self.former})


class Rows:
    """Lays engineers with their applications."""

    def __init__(self, load: Load, ground: Ground, chance: Random) -> None:
        self.load = load
        self.ground = ground
        self.chance = chance
        self.grants = Grants(load)
        self._cases = 0

    def lay(self, who: Engineer, choice: Choice, ways: Sequence[Way]) -> None:
        """A person with account, qualification, portrait and these applications."""
        begun = self._moment(max(way.days_ago for way in ways))
        actor = self._person(who, begun)
        self._qualification(who, choice, clock.day(begun))
        photo_id = self._photo(actor, begun, shown=any(_is_shown(way) for way in ways))
        held: Registration | None = None
        moves = any(way.kind is Kind.CHANGE for way in ways)
        for way in ways:
            there = choice.before if moves and way.kind is not Kind.CHANGE else choice
            row = self._application(who, actor, there, way, photo_id, held)
            if row is not None and held is not None:
                self.grants.add(held)
            held = row or held
        if held is not None:
            self.grants.add(held)

    # --- the person ----------------------------------------------------------------------------

    def _person(self, who: Engineer, at: datetime) -> Actor:
        uid, key, account = self._uuid(), self.load.key(Person), self.load.key(Account)
        self.load.add(Person, (
            key, uid, who.name, who.sex.value, who.born,
            secrets.seal(who.id_number, f"people.person.id_number:{uid}"),
            secrets.blind_index(who.id_number),
        ))  # fmt: skip
        self.load.add(Account, (
            account, self.ground.hashed, None, self._uuid(), key, Role.APPLICANT.value,
            None, who.email, who.phone, True, at, None, None, 0, True, True, None,
        ))  # fmt: skip
        return Actor(role=Role.APPLICANT, account_id=account, person_id=key, name=who.name)

    def _qualification(self, who: Engineer, choice: Choice, begun: date) -> None:
        self.load.add(Qualification, (
            secrets.blind_index(who.id_number), who.name, f"S{who.number:08d}",
            begun - timedelta(days=self.chance.randint(100, 600)), choice.category.value, False, "",
        ))  # fmt: skip

    def _photo(self, actor: Actor, at: datetime, *, shown: bool) -> UUID:
        key, portrait = self._uuid(), self._uuid()
        pictures = self.ground.pictures
        stored = pictures.portrait(actor.person, at) if shown else pictures.no_portrait(portrait)
        profile = PROFILE.on(clock.day(at))
        self.load.add(StoredFile, (
            portrait, None, "full", "photo.portrait", stored.key, stored.digest,
            stored.size, "image/jpeg", profile.width, profile.height, at,
        ))  # fmt: skip
        self.load.add(Photo, (
            key, actor.person_id, pictures.sheet.pk, portrait,
            json.dumps([0, 0, profile.width, profile.height]), 0.0, profile.version,
            json.dumps({}), json.dumps([]), stored.digest, actor.account_id, at,
        ))  # fmt: skip
        return key

    # --- an application ------------------------------------------------------------------------

    def _application(
        self,
        who: Engineer,
        actor: Actor,
        choice: Choice,
        way: Way,
        photo_id: UUID,
        held: Registration | None,
    ) -> Registration | None:
        """One application; the registration that came of it, if it was granted."""
        begun = self._moment(way.days_ago)
        case = self._case(actor, way, begun)
        filed = self._filed(who, choice, way, photo_id)
        filed = replace(filed, pages=self._folder(case, way, begun))
        walk = Walk(self.load, case, actor, self.ground.staff[choice.agency_id])
        granted = self._walk(walk, way, filed, begun, held)
        if self.chance.random() < _OWN_CHOICES:
            case.flags = ["own_choice"]
        self._dossier(case, filed, begun, printed=way.name != "draft")
        walk.finish()
        return granted

    def _walk(
        self, walk: Walk, way: Way, filed: Filed, begun: datetime, held: Registration | None
    ) -> Registration | None:
        item: Item | None = None
        granted: Registration | None = None
        for name, hours in way.steps:
            at = begun + timedelta(hours=hours)
            if name == "close" and item is not None:
                self.grants.collect(walk, item, at)
            walk.take(name, at, filed)
            if name == "approve":
                granted = self.grants.grant(walk, filed, at, held)
                item = self.grants.make(walk, granted, filed.photo_id, at)
        if item is not None:
            self.grants.add_item(item)
        return granted

    def _case(self, actor: Actor, way: Way, begun: datetime) -> Case:
        self._cases += 1
        chance = self._cases * _SCATTER % (1 << numbering.REF_BITS)
        ref = numbering.case_ref(clock.day(begun).year, chance)
        folder = self.load.key(Folder)
        printed = 0 if way.name == "draft" else 1
        self.load.add(Folder, (folder, ref, actor.person_id, printed, 0))
        return Case(
            id=self.load.key(Case),
            ref=ref,
            kind=way.kind.value,
            person_id=actor.person,
            folder_id=folder,
            created_at=begun,
            waits_since=begun,
        )

    def _filed(self, who: Engineer, choice: Choice, way: Way, photo_id: UUID) -> Filed:
        category = choice.category.value
        said = dict(choice.answers)
        said["person"] = {**said["person"], "phone": who.phone, "email": who.email}
        said["category"] = {"category": category}
        if way.kind is Kind.CHANGE:
            said["change"] = _NEW_EMPLOYER
        return Filed(
            answers=said,
            agency_id=choice.agency_id,
            photo_id=photo_id,
            pages=(),
            checklist=_asked(way.kind)[1],
        )

    def _folder(self, case: Case, way: Way, at: datetime) -> list[dict[str, Any]]:
        """The pages that lie in the folder, and what a revision says about them."""
        if way.name == "draft":
            return []
        manifest: list[dict[str, Any]] = []
        sheet = self.ground.pictures.sheet
        for material in _asked(way.kind)[0]:
            for place in range(1, self._how_many(material, clock.day(at)) + 1):
                form = place if material is Material.APPLICATION_FORM else None
                key = self.load.key(Page)
                self.load.add(Page, (
                    key, case.folder_id, material.value, place, "ready", None, sheet.pk, "",
                    "[]", "[]", False, form, form and 1, at, None, "", None, None, None,
                ))  # fmt: skip
                manifest.append(
                    {
                        "page": key,
                        "material": material.value,
                        "position": place,
                        "digest": sheet.digest,
                        "hints": [],
                    }
                )
        return sorted(manifest, key=lambda page: (page["material"], page["position"]))

    def _how_many(self, material: Material, on: date) -> int:
        if material is Material.CONTRACT:
            return self.chance.randint(1, _LONGEST_CONTRACT)
        return pages_asked(material, on) or 1

    def _dossier(self, case: Case, filed: Filed, at: datetime, *, printed: bool) -> None:
        row = Dossier(case=case, answers=filed.answers, photo_id=filed.photo_id)
        fingerprint = facts.printable_digest(row, NOTHING_REQUIRED) if printed else ""
        self.load.add(Dossier, (
            case.pk, json.dumps(row.answers), row.photo_id, int(printed), fingerprint,
            at if printed else None, at, json.dumps({}), 0, "", None,
        ))  # fmt: skip

    def _moment(self, days_ago: float) -> datetime:
        return self.ground.now - timedelta(days=days_ago)

    def _uuid(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)


def _is_shown(way: Way) -> bool:
    """Will somebody look at the portrait or print it? The others have no picture on the disk."""
    return way.padding or way.name == "approved"


@cache
def _asked(kind: Kind) -> tuple[tuple[Material, ...], tuple[str, ...]]:
    """The materials of an application of this kind, and the items a reviewer judges."""
    day = date(2024, 5, 18)
    law = Filing(
        on=day,
        born=date(1990, 1, 1),
        qualification=Held(obtained=day, category=Category.CHEMICAL),
    )
    hours = education_for(kind, law)
    needs = materials_for(kind, law, hours)
    items = checklist.checklist_for(kind, needs, hours)
    return tuple(need.material for need in needs.required), tuple(item.code for item in items)
