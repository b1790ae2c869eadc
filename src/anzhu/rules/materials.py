"""Which materials an application needs, and why (R9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from types import MappingProxyType
from typing import NamedTuple

from anzhu.rules import categories, parameters
from anzhu.rules.education import Education, education_for
from anzhu.rules.facts import REGISTRATION_KINDS, Kind
from anzhu.rules.filing import Change, EmploymentStatus, Filing
from anzhu.rules.objections import Objection, objection


class Material(StrEnum):
    """Every kind of material there is, in the order of R9."""

    APPLICATION_FORM = "application_form"
    CONTRACT = "contract"
    RENAME_PROOF = "rename_proof"
    ID_IN_HAND = "id_in_hand"
    PERFORMANCE_STATEMENT = "performance_statement"
    CATEGORY_PROOF = "category_proof"
    EDUCATION_PROOF = "education_proof"
    RETIREMENT_CERTIFICATE = "retirement_certificate"
    INSTITUTION_CERTIFICATE = "institution_certificate"
    REISSUE_FORM = "reissue_form"
    CANCELLATION_FORM = "cancellation_form"
    ID_COPY = "id_copy"
    DAMAGED_CERTIFICATE = "damaged_certificate"
    ORIGINAL_CERTIFICATE = "original_certificate"
    EVIDENCE = "evidence"


@dataclass(frozen=True)
class Need:
    """One material, the clause that asks for it and, as a key of ``materials.why``, the reason."""

    material: Material
    clause: str
    why: str


@dataclass(frozen=True)
class Needs:
    """What must and what may be handed in."""

    required: tuple[Need, ...] = ()
    optional: tuple[Need, ...] = ()

    @property
    def all(self) -> tuple[Need, ...]:
        """Required ones first."""
        return self.required + self.optional

    @cached_property
    def names_required(self) -> tuple[str, ...]:
        """The codes of what must be handed in, as the command answers them."""
        return tuple(need.material.value for need in self.required)

    @cached_property
    def names_optional(self) -> tuple[str, ...]:
        """The codes of what may be handed in."""
        return tuple(need.material.value for need in self.optional)


_CLAUSE_OF_FORM = MappingProxyType(
    {
        Kind.INITIAL: "4.1.1a",
        Kind.RENEWAL: "4.2.1",
        Kind.CHANGE: "4.3.1",
        Kind.RE_REGISTRATION: "4.4",
    }
)
_CLAUSE_OF_CONTRACT = MappingProxyType(
    {
        EmploymentStatus.ENTERPRISE: "4.1.2a",
        EmploymentStatus.RETIRED: "4.1.2b",
        EmploymentStatus.PUBLIC_INSTITUTION: "4.1.2b",
    }
)
_BESIDE = MappingProxyType(
    {
        Kind.REISSUE: Needs(
            (
                Need(Material.REISSUE_FORM, "5.1", "always"),
                Need(Material.ID_COPY, "5.2", "unless_on_the_form"),
            ),
            (Need(Material.DAMAGED_CERTIFICATE, "5.3", "if_damaged"),),
        ),
        Kind.CANCELLATION: Needs(
            (
                Need(Material.CANCELLATION_FORM, "6.1", "always"),
                Need(Material.ID_COPY, "6.2", "always"),
                Need(Material.ORIGINAL_CERTIFICATE, "6.3", "handed_in"),
            )
        ),
        Kind.OTHER_MATTERS: Needs(
            (
                Need(Material.ID_COPY, "7.0", "always"),
                Need(Material.EVIDENCE, "7.0", "always"),
            )
        ),
    }
)
#: Brought to the agency's counter and recorded there (5.3, 6.3); a picture would prove nothing.
HANDED_IN = frozenset({Material.DAMAGED_CERTIFICATE, Material.ORIGINAL_CERTIFICATE})
#: The printed forms of clauses 5.1 and 6.1.
REQUEST_FORMS = MappingProxyType(
    {Kind.REISSUE: Material.REISSUE_FORM, Kind.CANCELLATION: Material.CANCELLATION_FORM}
)


def form_of(kind: Kind) -> Material | None:
    """The printed form that bears the code of such an application; other matters have none."""
    if kind in REGISTRATION_KINDS:
        return Material.APPLICATION_FORM
    return REQUEST_FORMS.get(kind)


_NO_CHANGE = Change()
_ADVISED = MappingProxyType(
    {
        EmploymentStatus.RETIRED: Need(Material.RETIREMENT_CERTIFICATE, "4.1.2d", "advised"),
        EmploymentStatus.PUBLIC_INSTITUTION: Need(
            Material.INSTITUTION_CERTIFICATE, "4.1.2d", "advised"
        ),
    }
)


def materials_for(kind: Kind, filing: Filing, education: Education | None = None) -> Needs:
    """The materials of this application; ``education`` spares counting the hours again."""
    if kind in _BESIDE:
        return _BESIDE[kind]
    education = education or education_for(kind, filing)
    asked = filing.change if kind is Kind.CHANGE else _NO_CHANGE
    free = categories.is_free_choice(filing.qualification)
    return _needs(
        _Case(
            kind,
            contract=kind is not Kind.CHANGE or asked.employer,
            renamed=asked.renamed,
            new_category=asked.category is not None and not free,
            status=filing.employment.status,
            former_name=filing.employment.contract_bears_former_name,
            own_entries=education is not None and bool(education.own_entries),
        )
    )


def to_upload(kind: Kind, *, id_on_the_form: bool = False) -> Needs:
    """What a request of the short tracks needs as pictures.

    ``id_on_the_form``: the ID card is copied on the form's back, so it needs no picture of its own
    (5.2, 6.2).
    """
    spared = {Material.ID_COPY} if id_on_the_form and kind in REQUEST_FORMS else set()
    left_out = HANDED_IN | spared
    return Needs(tuple(n for n in _BESIDE[kind].required if n.material not in left_out))


class _Case(NamedTuple):
    """All that R9 depends on; there are so few that every answer is worked out once."""

    kind: Kind
    contract: bool
    renamed: bool
    new_category: bool
    status: EmploymentStatus
    former_name: bool
    own_entries: bool


@cache
def _needs(case: _Case) -> Needs:
    return Needs(tuple(_required(case)), tuple(_optional(case)))


def _required(case: _Case) -> Iterator[Need]:
    yield Need(Material.APPLICATION_FORM, _CLAUSE_OF_FORM[case.kind], "always")
    if case.contract:
        yield Need(Material.CONTRACT, _CLAUSE_OF_CONTRACT[case.status], str(case.status))
    if case.renamed:
        yield Need(Material.RENAME_PROOF, "4.3.2", "renamed")
    elif case.contract and case.former_name:
        yield Need(Material.RENAME_PROOF, "4.1.2c", "former_name")
    if case.kind is Kind.INITIAL:
        yield Need(Material.ID_IN_HAND, "4.1.3", "always")
    if case.kind is Kind.RENEWAL:
        yield Need(Material.PERFORMANCE_STATEMENT, "4.2.3", "always")
    if case.new_category:
        yield Need(Material.CATEGORY_PROOF, "R9", "new_category")


def _optional(case: _Case) -> Iterator[Need]:
    if case.own_entries:
        yield Need(Material.EDUCATION_PROOF, "4.5", "own_entries")
    if case.contract and case.status in _ADVISED:
        yield _ADVISED[case.status]


def pages_asked(material: Material, on: date) -> int | None:
    """The exact number of pages of a material, where the notice says one (2.7)."""
    if material is Material.APPLICATION_FORM:
        return parameters.APPLICATION_FORM_PAGES.on(on)
    return None


def objections_to_pages(material: Material, pages: int, on: date) -> Iterator[Objection]:
    """Too few or too many pages of a material have been uploaded."""
    asked = pages_asked(material, on)
    if asked is not None and pages != asked:
        code = "materials.too_few_pages" if pages < asked else "materials.too_many_pages"
        yield objection(code, "2.7", material=str(material), have=pages, need=asked)
    elif pages == 0:
        yield objection("materials.missing", "4.0", material=str(material))
