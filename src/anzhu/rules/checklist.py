"""What a reviewer judges, item by item, and the reasons at hand (clause 4, R12).

An item that is not met opens one page of the applicant's task list; its reasons say in words
(``reasons.<code>``) what is wrong and what to do. Reasons for a refusal are a list of their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from anzhu.rules.education import Education
from anzhu.rules.facts import REVIEWED_SHORT_KINDS, SHORT_KINDS, Kind
from anzhu.rules.materials import Material, Needs

#: The pages of the applicant's task list, in the order of clause 2, and two that are no steps.
PAGES = (
    "agency", "person", "category", "employer", "education", "history", "form", "materials",
    "submit", "change", "statement",
)  # fmt: skip
#: The one page of a request of the short tracks.
REQUEST = "request"


#: What else is changed leads to other answers on these pages (1.4).
_OF_A_CHANGE = ("change", "agency", "category", "employer", "history")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of the checklist.

    ``opens`` is the page that a return opens for correction; ``material`` the one it looks at;
    ``reasons`` the canned ones, codes under ``reasons`` in the words.
    """

    code: str
    clause: str
    opens: str
    reasons: tuple[str, ...]
    material: Material | None = None

    @property
    def pages_opened(self) -> frozenset[str]:
        """A page with data opens the form too: what changes must be printed and signed anew."""
        if self.opens == REQUEST:
            return frozenset({REQUEST, "form", "materials"})
        if self.opens in ("materials", "form", "statement"):
            return frozenset({self.opens, "materials"})
        if self.opens == "change":
            return frozenset({*_OF_A_CHANGE, "form", "materials"})
        return frozenset({self.opens, "form", "materials"})


_PHOTO = Item(
    code="photo.usable",
    clause="0.2",
    opens="person",
    reasons=(
        "photo.background",
        "photo.blurred",
        "photo.not_the_person",
        "photo.not_formal",
    ),
)
_ALWAYS = (
    Item(
        code="agency.right",
        clause="3.4",
        opens="agency",
        reasons=("agency.another",),
    ),
    Item(
        code="person.data",
        clause="2.2",
        opens="person",
        reasons=("person.name", "person.contact", "person.details"),
    ),
    _PHOTO,
    Item(
        code="category.right",
        clause="R1",
        opens="category",
        reasons=("category.not_of_qualification",),
    ),
    Item(
        code="employer.data",
        clause="2.4",
        opens="employer",
        reasons=("employer.name", "employer.post"),
    ),
    Item(
        code="history.complete",
        clause="2.6",
        opens="history",
        reasons=("history.gap", "history.overlap", "history.not_safety_work"),
    ),
)

_OF_A_REQUEST_FORM = (
    "request_form.illegible",
    "request_form.no_signature",
    "request_form.other_data",
)
_BY_MATERIAL: Mapping[Material, tuple[Item, ...]] = MappingProxyType(
    {
        Material.APPLICATION_FORM: (
            Item(
                code="form.complete",
                clause="4.1.1a",
                opens="materials",
                material=Material.APPLICATION_FORM,
                reasons=("form.illegible", "form.page_missing", "form.not_filled_in"),
            ),
            Item(
                code="form.signed",
                clause="4.1.1a",
                opens="materials",
                material=Material.APPLICATION_FORM,
                reasons=("form.no_signature", "form.not_by_hand", "form.no_date"),
            ),
            Item(
                code="form.stamp",
                clause="4.1.1b",
                opens="materials",
                material=Material.APPLICATION_FORM,
                reasons=(
                    "stamp.missing",
                    "stamp.illegible",
                    "stamp.wrong_kind",
                    "stamp.other_name",
                ),
            ),
            Item(
                code="form.term",
                clause="4.1.1c",
                opens="materials",
                material=Material.APPLICATION_FORM,
                reasons=("term.missing", "term.open_ended"),
            ),
        ),
        Material.CONTRACT: (
            Item(
                code="contract.valid",
                clause="4.1.2a",
                opens="materials",
                material=Material.CONTRACT,
                reasons=(
                    "contract.letter_only",
                    "contract.other_employer",
                    "contract.expired",
                    "contract.wrong_kind",
                ),
            ),
            Item(
                code="contract.complete",
                clause="4.1.2a",
                opens="materials",
                material=Material.CONTRACT,
                reasons=("contract.pages_missing", "contract.illegible", "contract.not_signed"),
            ),
        ),
        Material.RENAME_PROOF: (
            Item(
                code="rename.proved",
                clause="4.1.2c",
                opens="materials",
                material=Material.RENAME_PROOF,
                reasons=("rename.missing", "rename.not_official"),
            ),
        ),
        Material.ID_IN_HAND: (
            Item(
                code="id_in_hand.recognisable",
                clause="4.1.3",
                opens="materials",
                material=Material.ID_IN_HAND,
                reasons=("id_in_hand.face", "id_in_hand.text", "id_in_hand.other_person"),
            ),
        ),
        Material.PERFORMANCE_STATEMENT: (
            Item(
                code="statement.concrete",
                clause="4.2.3",
                opens="statement",
                material=Material.PERFORMANCE_STATEMENT,
                reasons=("statement.duties_only", "statement.details", "statement.not_signed"),
            ),
        ),
        Material.CATEGORY_PROOF: (
            Item(
                code="category.proved",
                clause="R9",
                opens="materials",
                material=Material.CATEGORY_PROOF,
                reasons=("category.proof",),
            ),
        ),
        Material.ID_COPY: (
            Item(
                code="id_copy.legible",
                clause="5.2",
                opens="materials",
                material=Material.ID_COPY,
                reasons=("id_copy.illegible",),
            ),
        ),
        Material.REISSUE_FORM: (
            Item(
                code="reissue.form",
                clause="5.1",
                opens=REQUEST,
                material=Material.REISSUE_FORM,
                reasons=_OF_A_REQUEST_FORM,
            ),
        ),
        Material.CANCELLATION_FORM: (
            Item(
                code="cancellation.form",
                clause="6.1",
                opens=REQUEST,
                material=Material.CANCELLATION_FORM,
                reasons=_OF_A_REQUEST_FORM,
            ),
        ),
    }
)

_HOLDER = Item(
    code="holder.right",
    clause="5.0",
    opens=REQUEST,
    reasons=("holder.not_theirs", "holder.phone"),
)
_CHANGE = Item(
    code="change.right",
    clause="1.4",
    opens="change",
    reasons=("change.another", "change.renewal"),
)

_EDUCATION = Item(
    code="education.accepted",
    clause="4.5",
    opens="education",
    reasons=("education.short", "education.no_proof", "education.not_recognised"),
)

#: Reasons for opposing and refusing; everything else can be corrected.
REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "refuse.not_capable": "Order 11 §12",
        "refuse.falsified": "Order 11 §12",
        "refuse.several_employers": "Order 11 §12",
        "refuse.too_old": "R8",
        "refuse.restricted": "R8",
        "refuse.no_qualification": "1.1",
        "refuse.no_suitable_post": "2019/8",
        "refuse.not_employed": "4.1.2a",
        "refuse.education": "4.1.4",
    }
)
#: Reasons for not doing what a request of the short tracks asks for.
_DECLINES: Mapping[str, str] = MappingProxyType(
    {
        "refuse.not_the_holder": "5.0",
        "refuse.not_in_force": "R10",
        "refuse.not_handed_in": "6.3",
    }
)
_MATTER_DECLINES: Mapping[str, str] = MappingProxyType(
    {
        "refuse.not_proved": "7.0",
        "refuse.belongs_to_another": "7.0",
        "refuse.another_way": "7.0",
    }
)
#: Every reason against, whatever is asked for.
ALL_REFUSALS: Mapping[str, str] = MappingProxyType({**REFUSALS, **_DECLINES, **_MATTER_DECLINES})


def checklist_for(kind: Kind, needs: Needs, education: Education | None) -> tuple[Item, ...]:
    """Every item to judge, in the order of the task list; required materials only.

    ``education`` of the assessment; an item of its own where hours are required.
    """
    return tuple(_items(kind, needs, education))


def refusals_for(kind: Kind) -> tuple[str, ...]:
    """The codes of the reasons for which this kind of application may be refused."""
    if kind is Kind.OTHER_MATTERS:
        return (*_MATTER_DECLINES, "refuse.falsified")
    return (*_DECLINES, "refuse.falsified") if kind in SHORT_KINDS else tuple(REFUSALS)


def item(code: str) -> Item:
    """The item under this code; KeyError if there is none."""
    return _ITEMS[code]


def pages_opened_by(codes: frozenset[str]) -> frozenset[str]:
    """The pages a return with these items opens; all others stay read-only."""
    return frozenset(page for code in codes for page in _ITEMS[code].pages_opened)


def _items(kind: Kind, needs: Needs, education: Education | None) -> Iterator[Item]:
    if kind in REVIEWED_SHORT_KINDS:
        yield _HOLDER
        if kind is Kind.REISSUE:
            yield _PHOTO
    elif kind not in SHORT_KINDS:
        if kind is Kind.CHANGE:
            yield _CHANGE
        yield from _ALWAYS
        if education is not None and education.required:
            yield _EDUCATION
    for need in needs.required:
        yield from _BY_MATERIAL.get(need.material, ())


_ITEMS: Mapping[str, Item] = MappingProxyType(
    {
        one.code: one
        for group in ((_CHANGE,), _ALWAYS, (_EDUCATION, _HOLDER), *_BY_MATERIAL.values())
        for one in group
    }
)

#: Every item there is, and every reason for a return, for words and tests.
ALL_ITEMS = tuple(_ITEMS.values())
RETURN_REASONS = tuple(dict.fromkeys(code for one in ALL_ITEMS for code in one.reasons))
