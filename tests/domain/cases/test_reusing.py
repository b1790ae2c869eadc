"""Pages of one's own earlier application are offered, and taken over as they are (R9)."""

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from anzhu.audit.models import Entry
from anzhu.cases import actions, drafting, reusing
from anzhu.cases.models import Case, Revision
from anzhu.files.models import StoredFile
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.materials.models import Page
from anzhu.rules.facts import Status
from anzhu.rules.materials import Material
from tests.web.applicant.papers import NOW, Applicant, applicant, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> Applicant:
    """Her application was submitted and withdrawn; she has begun another one."""
    return begins_again(applicant())


def begins_again(who: Applicant, status: Status = Status.WITHDRAWN) -> Applicant:
    submitted(who)
    Case.objects.filter(pk=who.case.pk).update(status=status)
    return draws_up(who)


def draws_up(who: Applicant) -> Applicant:
    """A new draft that says what the one before said."""
    before = who.fresh().dossier
    who.case = who.builder.draft(who.who, NOW)
    says(who, photo_id=before.photo_id, **before.answers)
    return who


def says(who: Applicant, *, photo_id: UUID | None = None, **pages: Any) -> None:
    dossier = who.fresh().dossier
    dossier.answers = {**dossier.answers, **pages}
    dossier.photo_id = photo_id or dossier.photo_id
    dossier.save()


def earlier(who: Applicant) -> Case:
    return Case.objects.filter(person=who.who.person).exclude(pk=who.case.pk).get()


def takes(who: Applicant, material: Material = Material.CONTRACT, **other: Any) -> None:
    about = {"case_id": who.case.pk, "material": material, "key": "k"}
    about["ref"] = other.pop("ref", None) or earlier(who).ref
    reusing.take_over(**{**about, "actor": who.who.actor, "now": NOW, **other})


def has_everything_but_the_contract(who: Applicant) -> None:
    who.hands_in_everything()
    Page.objects.filter(folder=who.case.folder, material="contract").delete()


def nothing_changed(who: Applicant) -> bool:
    return not who.pages("contract") and not Entry.objects.filter(
        chain=who.case.ref, event="case.pages_taken_over"
    )


def test_the_contract_is_offered_with_its_date_and_source(lin: Applicant) -> None:
    (offer,) = reusing.offers(lin.fresh(), NOW).values()
    before = earlier(lin)
    assert (offer.material, offer.ref, offer.kind) == (Material.CONTRACT, before.ref, "initial")
    assert offer.against == []
    lying = Page.objects.filter(folder=before.folder, material="contract", removed_at=None)
    assert list(offer.pages) == list(lying.order_by("position").values_list("pk", flat=True))


def test_one_click_takes_the_very_same_files_over_and_says_so_to_the_reviewer(
    lin: Applicant,
) -> None:
    files = StoredFile.objects.count()
    (offer,) = reusing.offers(lin.fresh(), NOW).values()
    takes(lin)
    takes(lin)

    new = lin.pages("contract")
    old = list(Page.objects.filter(pk__in=offer.pages).order_by("position"))
    assert [page.stored_id for page in new] == [page.stored_id for page in old]
    assert [page.taken_from_id for page in new] == [page.pk for page in old]
    assert StoredFile.objects.count() == files
    assert reusing.offers(lin.fresh(), NOW) == {}
    (entry,) = Entry.objects.filter(chain=lin.case.ref, event="case.pages_taken_over")
    assert entry.data == {"material": "contract", "from": offer.ref, "pages": len(old)}

    has_everything_but_the_contract(lin)
    takes(lin, key="once more")
    actions.submit(case_id=lin.case.pk, key="s", actor=lin.who.actor, now=NOW)
    manifest = Revision.objects.get(case=lin.case).materials
    contract = [one for one in manifest if one["material"] == "contract"]
    assert [one["from"] for one in contract] == [offer.ref] * len(old)
    assert all("from" not in one for one in manifest if one["material"] != "contract")


def test_a_removed_page_may_be_taken_over_again(lin: Applicant) -> None:
    takes(lin)
    for page in lin.pages("contract"):
        drafting.remove_page(case_id=lin.case.pk, page_id=page.pk, actor=lin.who.actor, now=NOW)
    assert reusing.offers(lin.fresh(), NOW)
    takes(lin, key="another")
    assert lin.pages("contract")


def test_pages_taken_over_twice_remember_where_they_were_uploaded(lin: Applicant) -> None:
    first = earlier(lin)
    has_everything_but_the_contract(lin)
    takes(lin)
    third = begins_third(lin)
    (offer,) = reusing.offers(third.fresh(), NOW).values()
    takes(third, ref=offer.ref, key="third")
    assert {page.taken_from.folder.ref for page in third.pages("contract") if page.taken_from} == {
        first.ref
    }
    assert reusing.offers(third.fresh(), NOW) == {}


def begins_third(who: Applicant) -> Applicant:
    actions.submit(case_id=who.case.pk, key="second", actor=who.who.actor, now=NOW)
    Case.objects.filter(pk=who.case.pk).update(status=Status.WITHDRAWN)
    return draws_up(who)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"uscc": "91110000MA0000000X", "name": "另一个单位"}, "reuse.other_employer"),
        ({"open_ended": False, "contract_until": "2030-01-01"}, "reuse.other_contract"),
    ],
)
def test_another_employer_or_contract_is_refused_and_nothing_changes(
    lin: Applicant, change: dict[str, Any], code: str
) -> None:
    says(lin, employer={**lin.fresh().dossier.answers["employer"], **change})
    (offer,) = reusing.offers(lin.fresh(), NOW).values()
    assert [found.code for found in offer.against] == [code]
    with pytest.raises(Refused) as no:
        takes(lin)
    assert no.value.codes == [code]
    assert nothing_changed(lin)


def test_a_contract_that_ran_out_is_refused(lin: Applicant) -> None:
    revision = Revision.objects.get(case=earlier(lin))
    over = {"open_ended": False, "contract_until": "2026-11-22"}
    revision.answers = {
        **revision.answers,
        "employer": {**revision.answers["employer"], **over},
    }
    revision.save()
    with pytest.raises(Refused) as no:
        takes(lin)
    assert no.value.codes == ["reuse.contract_over"]
    assert nothing_changed(lin)


def test_a_refused_application_lends_nothing() -> None:
    who = begins_again(applicant(), Status.REFUSED)
    assert reusing.offers(who.fresh(), NOW) == {}
    with pytest.raises(NotVisible):
        takes(who)
    assert nothing_changed(who)


def test_nobody_takes_over_what_is_somebody_elses(lin: Applicant) -> None:
    other = applicant(name="方晴", number=22, builder=lin.builder)
    with pytest.raises(NotVisible):
        reusing.take_over(
            case_id=other.case.pk,
            material=Material.CONTRACT,
            ref=earlier(lin).ref,
            key="k",
            actor=other.who.actor,
            now=NOW,
        )
    with pytest.raises(Refused):
        takes(lin, actor=other.who.actor)
    assert nothing_changed(lin)
    assert nothing_changed(other)


def test_a_submitted_application_takes_nothing_more(lin: Applicant) -> None:
    lin.hands_in_everything()
    actions.submit(case_id=lin.case.pk, key="s", actor=lin.who.actor, now=NOW)
    before = Page.objects.count()
    with pytest.raises(Refused):
        takes(lin)
    assert Page.objects.count() == before


def test_the_database_keeps_a_page_from_lying_twice(lin: Applicant) -> None:
    takes(lin)
    page = lin.pages("contract")[0]
    page.pk = None
    page._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        page.save(force_insert=True)
