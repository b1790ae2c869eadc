"""Builds people and cases for the demonstration and for tests, through the house's own actions.

Whatever a case went through here, it went through the same doors as in life: the table of steps,
the record, the notices. Only pictures are laid into the store ready-made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from PIL import Image

from anzhu.cases import actions as cases
from anzhu.cases import drafting
from anzhu.cases.models import Case
from anzhu.files.models import Received, State, StoredFile
from anzhu.kernel import jobs, secrets
from anzhu.kernel.actor import Actor
from anzhu.materials.actions import look
from anzhu.materials.models import Page, PageState
from anzhu.ops.demo import cast, drawing, scans, typed
from anzhu.ops.demo.flaws import Flaw, Flaws, on_paper
from anzhu.organisations.models import Agency, Course, Employer, FormerName, Institution
from anzhu.people import actions as people
from anzhu.people import queries as people_queries
from anzhu.people.models import Account, Person
from anzhu.reviews import actions as reviews
from anzhu.reviews.models import Marks
from anzhu.rules.categories import Category
from anzhu.rules.education import tidy
from anzhu.rules.facts import Kind, Mark, Role
from anzhu.rules.materials import Material

_OPENED = date(2019, 11, 25)


@dataclass(frozen=True)
class Somebody:
    """A person of the world with one account."""

    name: str
    account: Account
    actor: Actor
    woman: bool = False

    @property
    def person(self) -> Person:
        return self.account.person


@dataclass
class Builder:
    """Makes things; ``now`` is when they are made unless said otherwise."""

    now: datetime
    #: draw real forms and scans (slower) or leave the folder with plain sheets
    pictures: bool = True
    agencies: dict[str, Agency] = field(default_factory=dict)
    employers: dict[str, Employer] = field(default_factory=dict)
    institutions: dict[str, Institution] = field(default_factory=dict)
    #: these hand in one picture with the card, that of the first of them
    sharing: list[Somebody] = field(default_factory=list)
    flaws: Flaws = field(default_factory=Flaws)
    _hashed: str = ""
    _pool: dict[str, StoredFile] = field(default_factory=dict)
    #: by employer: the form of whoever came first
    _pool_of_forms: dict[str, list[StoredFile]] = field(default_factory=dict)

    def found_agencies(self) -> None:
        """The agencies and employers of the demonstration."""
        for seed in cast.AGENCIES:
            self.agencies[seed.code] = Agency.objects.create(
                code=seed.code,
                name=seed.name,
                kind=seed.kind,
                province=seed.province,
                categories=[str(category) for category in seed.categories],
                open_from=_OPENED,
                phone=seed.phone,
                pick_up=seed.pick_up or f"{seed.name}政务服务窗口",
            )
        FormerName.objects.create(
            agency=self.agencies["SXM"], name="山西煤矿安全监察局", until=date(2021, 10, 18)
        )
        for one in cast.EMPLOYERS:
            self.employers[one.name] = Employer.objects.create(
                uscc=one.uscc,
                name=one.name,
                sort=one.kind,
                province=one.province,
                address=one.address,
                group=self.agencies.get(one.group),
                former_name=one.former_name,
            )

        for school in cast.INSTITUTIONS:
            self.institutions[school.code] = Institution.objects.create(
                code=school.code, name=school.name, province=school.province, open_from=_OPENED
            )
            self._file_courses(school.code)

    def _file_courses(self, school: str) -> None:
        """What an institution teaches; the last one only until some years ago."""
        filed: list[tuple[str, int, date | None]] = [
            (*course, None) for course in cast.FILED_COURSES
        ]
        filed.append((*cast.EXPIRED_COURSE, date(2022, 12, 31)))
        Course.objects.bulk_create(
            Course(
                institution=self.institutions[school],
                code=f"{school}-{place:02d}",
                name=tidy(name),
                hours=hours,
                valid_from=_OPENED,
                valid_until=until,
                source=f"培训课程备案（样例）第 {place} 号",
            )
            for place, (name, hours, until) in enumerate(filed, start=1)
        )

    def staff(
        self, name: str, role: Role, email: str, number: int, works_for: str = ""
    ) -> Somebody:
        """Somebody who works for an agency, the centre, the ministry or the operator.

        ``works_for`` is the code of the agency, or of the training institution.
        """
        account = people.open_account(
            name=name,
            id_number=cast.id_number(date(1980, 3, 8), number, woman=number % 2 == 0),
            role=role,
            email=email,
            phone=f"138{number:08d}",
            hashed=self._password(),
            now=self.now,
            agency_id=self.agencies[works_for].pk if works_for in self.agencies else None,
            institution_id=self.institutions[works_for].pk
            if works_for in self.institutions
            else None,
            is_demo=True,
        )
        account.totp_sealed = secrets.seal(cast.TOTP_SECRET, f"people.account.totp:{account.uid}")
        account.totp_confirmed_at = self.now
        account.save(update_fields=["totp_sealed", "totp_confirmed_at"])
        return Somebody(name, account, people.actor_for(account))

    def engineer(
        self,
        name: str,
        *,
        id_number: str,
        email: str,
        phone: str,
        obtained: date = date(2024, 5, 18),
        category: Category | None = Category.CHEMICAL,
        woman: bool = False,
    ) -> Somebody:
        """Somebody on the roster of qualification holders, with an account."""
        people.enrol(
            name=name,
            id_number=id_number,
            number=f"Q{obtained:%Y}{id_number[-8:]}",
            obtained=obtained,
            category=str(category or ""),
        )
        account = people.open_account(
            name=name,
            id_number=id_number,
            role=Role.APPLICANT,
            email=email,
            phone=phone,
            hashed=self._password(),
            now=self.now,
            is_demo=True,
        )
        return Somebody(name, account, people.actor_for(account), woman)

    def one_of(self, seed: cast.PersonSeed) -> Somebody:
        """An engineer of the crowd."""
        return self.engineer(
            seed.name,
            id_number=seed.id_number,
            email=seed.email,
            phone=seed.phone,
            obtained=seed.obtained,
            category=seed.category,
            woman=seed.woman,
        )

    # --- applications --------------------------------------------------------------------------

    def draft(self, of: Somebody, at: datetime) -> Case:
        """An empty draft of an initial registration."""
        return cases.start(kind=Kind.INITIAL, actor=of.actor, now=at)

    def fill(
        self, case: Case, of: Somebody, at: datetime, answers: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """Type the answers page by page and attach a portrait."""
        for page, said in answers.items():
            drafting.save(case_id=case.pk, page=page, said=said, actor=of.actor, now=at)
        seed = of.person.pk if self.pictures else of.person.pk % scans.FACES
        photo = scans.photo_for(of.person.pk, seed, woman=of.woman, now=at)
        drafting.attach_photo(case_id=case.pk, photo_id=photo.pk, actor=of.actor, now=at)

    def hand_in_papers(
        self,
        case: Case,
        of: Somebody,
        at: datetime,
        *,
        own_form: bool = True,
        flaw: Flaw | None = None,
    ) -> None:
        """Print the form, have it signed and stamped, and lay it with the contract into the folder.

        Without ``own_form`` the sheets are those of somebody else with the same employer: drawing
        a sheet takes longer than all the rest of a case.
        """
        case.refresh_from_db()
        lying = Page.objects.filter(folder_id=case.folder_id, removed_at=None)
        lying.update(removed_at=at)
        employer = case.dossier.answers["employer"]["name"]
        sheets = self._pool_of_forms.get(employer)
        if own_form or sheets is None:
            pdf = drafting.print_form(case_id=case.pk, actor=of.actor, now=at)
            by = drawing.Filled(of.name, employer, signed_on=at.date(), since=date(2021, 3, 1))
            case.refresh_from_db()
            pdf = on_paper(case, pdf, flaw, at.date())
            sheets = [self._form_sheet(pdf, number, by, case.pk, flaw) for number in (1, 2)]
            self._pool_of_forms.setdefault(employer, sheets)
        else:
            key = f"print {case.ref}"
            drafting.note_print(case_id=case.pk, key=key, actor=of.actor, now=at)
        case.refresh_from_db()
        for place, sheet in enumerate(sheets, start=1):
            page = self._lay_page(case, Material.APPLICATION_FORM, place, sheet, at)
            if own_form and self.pictures:
                jobs.at_leisure(look, page_id=page.pk)
        signer = of.name if own_form else "（样件）"
        for place, sheet in enumerate(self._contract(employer, signer), start=1):
            self._lay_page(case, Material.CONTRACT, place, sheet, at)
        if case.kind == Kind.INITIAL:
            self._lay_page(case, Material.ID_IN_HAND, 1, self._in_hand(of), at)

    def submitted(
        self,
        of: Somebody,
        employer: Employer,
        at: datetime,
        *,
        own_form: bool = True,
        flaw: Flaw | None = None,
        **answers: Mapping[str, Any],
    ) -> Case:
        """A complete application, submitted."""
        case = self.draft(of, at - timedelta(hours=3))
        said = {**self.answers(of, employer), **answers}
        self.fill(case, of, at - timedelta(hours=2), said)
        case.refresh_from_db()
        self.hand_in_papers(case, of, at - timedelta(hours=1), own_form=own_form, flaw=flaw)
        return cases.submit(case_id=case.pk, key=f"submit {case.ref}", actor=of.actor, now=at)

    def answers(self, of: Somebody, employer: Employer) -> dict[str, dict[str, Any]]:
        """What a careful person types; the agency is the one that clause 3 leads to."""
        category = self.category_of(of)
        agency = self.agency_for(category, employer)
        return typed.everything(of.account, category=category, agency=agency, employer=employer)

    def agency_for(self, category: str, employer: Employer) -> Agency:
        """Clause 3, for the world's own data."""
        for agency in self.agencies.values():
            if category in agency.categories:
                return agency
        if employer.group:
            return employer.group
        kinds = ["coal_mine", "province"] if category == Category.COAL_MINE else ["province"]
        return next(
            agency
            for kind in kinds
            for agency in self.agencies.values()
            if agency.kind == kind and agency.province == employer.province
        )

    # --- reviewers -----------------------------------------------------------------------------

    def judge(
        self, case: Case, by: Somebody, at: datetime, unmet: Mapping[str, tuple[str, str]]
    ) -> None:
        """Claim a case and mark every item; ``unmet`` gives a reason and a note by item."""
        reviews.claim(case_id=case.pk, actor=by.actor, now=at)
        revision = case.revisions.latest("number")
        marks = {}
        for item in revision.checklist:
            reason, note = unmet.get(item, ("", ""))
            mark = Mark.NOT_MET if reason else Mark.MET
            marks[item] = {"mark": mark, "reason": reason, "note": note}
        # The whole sheet at once: marking item by item is tested elsewhere.
        Marks.objects.update_or_create(
            case=case,
            account_id=by.account.pk,
            defaults={"revision": revision.number, "marks": marks, "saved_at": at},
        )

    # --- pictures ------------------------------------------------------------------------------

    def _form_sheet(
        self, pdf: bytes, number: int, by: drawing.Filled, seed: int, flaw: Flaw | None
    ) -> StoredFile:
        if not self.pictures:
            return self.plain_sheet("form")
        pixels = drawing.filled(
            pdf, number, by, seed=seed, signed=flaw is not Flaw.UNSIGNED, dpi=110
        )
        if number == 2:
            self.flaws.sign_for(by.employer, pixels, flaw)
        image = Image.fromarray(pixels.clip(0, 255).astype("uint8"))
        return scans.lay(image, purpose="material.application_form", now=self.now)

    def _contract(self, employer: str, signer: str) -> list[StoredFile]:
        if not self.pictures:
            return [self.plain_sheet("contract")]
        keys = [f"contract {employer} {signer} {number}" for number in (1, 2)]
        if keys[0] not in self._pool:
            pdf = drawing.contract(1, signer, employer, since=date(2021, 3, 1))
            for number, key in enumerate(keys, start=1):
                page = Image.fromarray(drawing.rasterised(pdf, number, 110).astype("uint8"))
                self._pool[key] = scans.lay(page, purpose="material.contract", now=self.now)
        return [self._pool[key] for key in keys]

    def _in_hand(self, of: Somebody) -> StoredFile:
        if not self.pictures:
            return self.plain_sheet("id")
        whose = self.sharing[0] if of in self.sharing else of
        key = f"hand {whose.person.pk}"
        if key not in self._pool:
            self._pool[key] = scans.in_hand(whose.person.pk, woman=whose.woman, now=self.now)
        return self._pool[key]

    def plain_sheet(self, name: str) -> StoredFile:
        """An empty sheet of paper, the same one for the same name."""
        if name not in self._pool:
            sheet = Image.new("RGB", (600, 848), "white")
            self._pool[name] = scans.lay(sheet, purpose="material.plain", now=self.now)
        return self._pool[name]

    def _lay_page(
        self, case: Case, material: Material, place: int, stored: StoredFile, at: datetime
    ) -> Page:
        form = material is Material.APPLICATION_FORM
        return Page.objects.create(
            folder_id=case.folder_id,
            material=material,
            position=place,
            state=PageState.READY,
            received=self._received(case, material, at) if self.pictures else None,
            stored=stored,
            form_page=place if form else None,
            form_version=case.dossier.form_version if form else None,
            uploaded_at=at,
        )

    def _received(self, case: Case, material: Material, at: datetime) -> Received:
        """The file as it was sent: no two people photograph one sheet to the same bytes."""
        name = uuid4().hex
        return Received.objects.create(
            purpose=f"material.{material}",
            uploader_id=None,
            shown_name="",
            key=name,
            digest=sha256(f"{case.ref} {name}".encode()).hexdigest(),
            size=0,
            media_type="image/jpeg",
            state=State.CLEANED,
            created_at=at,
            settled_at=at,
        )

    def lay(self, case: Case, material: Material, at: datetime, pdf: bytes = b"") -> None:
        """A sheet into a slot, as if uploaded and found clean: of a ``pdf``, or plain."""
        sheet = self.plain_sheet(str(material))
        if pdf and self.pictures:
            page = Image.fromarray(drawing.rasterised(pdf, 1, 110).astype("uint8"))
            sheet = scans.lay(page, purpose=f"material.{material}", now=self.now)
        self._lay_page(case, material, 1, sheet, at)

    def category_of(self, of: Somebody) -> str:
        """The category of somebody's qualification."""
        held = people_queries.holding_of(of.person)
        return held.category if held and held.category else str(Category.CHEMICAL)

    def _password(self) -> str:
        self._hashed = self._hashed or make_password(cast.PASSWORD)
        return self._hashed
