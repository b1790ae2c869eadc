"""Forms filled in by hostile hands: fields nobody asked for, things of others, keys used twice."""

from typing import Any

import pytest

from anzhu.cases.models import Act, Case, Dossier
from anzhu.cases.pages import PAGE
from anzhu.materials.models import Page
from anzhu.people.models import Account
from anzhu.production.models import Parcel
from anzhu.reviews.models import Forwarding
from anzhu.rules.facts import Role
from tests.security.test_coming_in import _joining as joining
from tests.security.town import Town
from tests.security.visits import Session, writes

pytestmark = pytest.mark.django_db
UNASKED = {
    "status": "approved",
    "agency": "JS",
    "agency_id": "1",
    "person": "1",
    "person_id": "1",
    "filed_on": "2020-01-01",
    "approved_on": "2020-01-01",
    "forwarded_at": "2020-01-01",
    "form_version": "99",
    "printed_digest": "x",
    "rule_set": "x",
    "role": "ministry_approver",
    "is_active": "0",
    "claimed_by": "1",
    "answers": "{}",
}


def _columns(case: Case) -> dict[str, Any]:
    row = Case.objects.values().get(pk=case.pk)
    dossier = Dossier.objects.values("photo_id", "form_version", "printed_digest")
    return {**row, **dossier.get(case_id=case.pk)}


@pytest.mark.parametrize("page", ["agency", "person", "category", "employer", "history"])
def test_a_page_keeps_its_own_fields_and_no_others(
    town: Town, everybody: dict[str, Session], page: str
) -> None:
    case = town.cases["draft"]
    before, said = _columns(case), Dossier.objects.get(case=case).answers
    form = {**UNASKED, "major": "安全工程", "save_list": "1"}

    answer = everybody["owner of draft"].knock("POST", f"/apply/cases/{case.ref}/{page}", form)

    assert answer.status_code == 303
    assert _columns(case) == before
    now = Dossier.objects.get(case=case).answers
    assert set(now) == set(said)
    assert all(set(fields) <= set(PAGE[name].fields) for name, fields in now.items())


@pytest.mark.parametrize(
    "field", [*UNASKED, "photo_id", "__class__", "rows", "rows-0-id", "id_number", "name"]
)
def test_a_field_that_is_not_on_the_page_is_not_there(
    town: Town, everybody: dict[str, Session], field: str
) -> None:
    ref, before = town.cases["draft"].ref, writes()
    form = {"field": field, field: "x"}

    for page in ("person", "history"):
        path = f"/apply/cases/{ref}/{page}/field"
        assert everybody["owner of draft"].knock("POST", path, form).status_code == 404
    assert writes() == before


def test_whoever_signs_up_is_an_applicant_whatever_else_is_said(
    everybody: dict[str, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anzhu.kernel.secrets.code", lambda: "424242")
    stranger = everybody["anonymous"]
    staff = {"role": "ministry_approver", "is_staff": "1", "agency": "SD", "account": "1"}
    where = stranger.knock("POST", "/account/sign-up", {**joining(1), **staff})
    assert where.status_code == 303
    path = where.headers["Location"]
    assert stranger.knock("POST", path, {"code": "424242", **staff}).status_code == 303

    account = Account.objects.get(email="new1@example.org")
    assert (account.role, account.agency_id) == (Role.APPLICANT, None)
    # The code is good once.
    assert stranger.knock("POST", path, {"code": "424242"}).status_code == 422


def test_pages_and_portraits_of_others_are_not_reached_through_ones_own_application(
    town: Town, everybody: dict[str, Session]
) -> None:
    mine, other = town.cases["draft"].ref, "submitted"
    page, photo = town.page_of(other), town.photo_of(other)
    one, before = everybody["owner of draft"], writes()

    for path in (f"pages/{page}/full.jpg", f"photo/{photo}.jpg", f"photo?photo={photo}"):
        assert one.knock("GET", f"/apply/cases/{mine}/{path}").status_code == 404
    for path in (f"pages/{page}/remove", f"pages/{page}/keep", f"pages/{page}/turn", "photo/recut"):
        form = {"photo": photo, "nudge": "left"}
        assert one.knock("POST", f"/apply/cases/{mine}/{path}", form).status_code == 404
    used = one.knock("POST", f"/apply/cases/{mine}/photo/use", {"photo": photo})
    assert used.status_code in (404, 409, 422)
    assert writes() == before
    assert Page.objects.get(pk=page).removed_at is None


def test_reviewers_see_only_what_was_submitted_with_this_very_case(
    town: Town, everybody: dict[str, Session]
) -> None:
    mine = town.cases["submitted"].ref
    for other in ("draft", "elsewhere", "under review"):
        for path in (
            f"pages/{town.page_of(other)}/full",
            f"findings/{town.found_on(other)}",
            f"portrait/{town.photo_of(other)}",
        ):
            for one in ("reviewer", "lead"):
                answer = everybody[one].knock("GET", f"/agency/cases/{mine}/{path}")
                assert answer.status_code == 404, (one, path)


def test_lists_that_name_things_of_others_are_refused_whole(
    town: Town, everybody: dict[str, Session]
) -> None:
    theirs = town.cases["elsewhere"]
    form = {"ref": [town.cases["passed"].ref, theirs.ref], "once": "both"}
    assert everybody["lead"].knock("POST", "/agency/forwarding", form).status_code == 404
    assert Forwarding.objects.count() == 2

    parcel, sheet = town.parcels["received"], town.items["elsewhere received"]
    form = {"seen": [str(sheet.pk)], "also": sheet.serial, "once": "theirs"}
    answer = everybody["reviewer"].knock("POST", f"/agency/parcels/{parcel.number}", form)
    assert answer.status_code in (409, 422)
    assert Parcel.objects.get(pk=parcel.pk).unexpected == []


def test_a_key_used_twice_does_once_and_a_key_of_another_is_another(
    town: Town, everybody: dict[str, Session]
) -> None:
    case = town.cases["draft"]
    path = f"/apply/cases/{case.ref}/submit"
    answers = [
        everybody["owner of draft"].knock("POST", path, {"declared": "on", "once": "same"})
        for _ in range(3)
    ]

    assert {one.headers["Location"] for one in answers} == {f"/apply/cases/{case.ref}/receipt"}
    assert Act.objects.filter(case=case, step="submit").count() == 1
    other = town.cases["submitted"]
    taken = everybody["owner of submitted"].knock(
        "POST", f"/apply/cases/{other.ref}/withdraw", {"once": "same"}
    )
    assert taken.status_code == 303
    assert Act.objects.filter(case=other, step="withdraw").count() == 1


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 30])
def test_numbers_of_any_length_are_only_numbers(
    town: Town, everybody: dict[str, Session], number: str
) -> None:
    ref = town.cases["draft"].ref
    for who, path in (
        ("owner of draft", f"/apply/cases/{ref}/pages/{number}/full.jpg"),
        ("reviewer", f"/agency/cases/{town.cases['submitted'].ref}/pages/{number}/full"),
        ("producer", f"/centre/production/runs/{number}/"),
    ):
        assert everybody[who].knock("GET", path).status_code == 404
    for who, path in (
        ("reviewer", "/agency/parcels?before="),
        ("reviewer", "/agency/collecting?after="),
        ("reviewer", "/agency/?after=2026-01-01."),
        ("producer", "/centre/shipping/?before="),
        ("ministry", "/ministry/?before="),
    ):
        assert everybody[who].knock("GET", path + number).status_code == 200


@pytest.mark.parametrize("material", ["request", "case", "turned_away", "needs", "around", "self"])
def test_a_slot_of_any_name_is_only_a_slot(
    town: Town, everybody: dict[str, Session], material: str
) -> None:
    path = f"/apply/cases/{town.cases['draft'].ref}/materials/{material}"
    assert everybody["owner of draft"].knock("GET", path).status_code == 404
    assert everybody["owner of draft"].knock("POST", f"{path}/upload").status_code == 404


@pytest.mark.parametrize("text", ["\x00", "%00", "‮", "'; DROP TABLE cases_case;--", "\ud83d"])
def test_odd_characters_break_nothing(town: Town, everybody: dict[str, Session], text: str) -> None:
    said = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    ref = town.cases["draft"].ref
    for who, method, path, form in (
        ("reviewer", "GET", "/agency/", {"q": said}),
        ("reviewer", "GET", "/agency/collecting", {"q": said}),
        ("owner of draft", "GET", "/apply/employers", {"q": said}),
        ("owner of draft", "POST", f"/apply/cases/{ref}/person", {"school": said}),
        ("anonymous", "POST", "/verify", {"number": said, "name": said}),
        ("anonymous", "POST", "/account/sign-in", {"identifier": said, "password": said}),
        ("anonymous", "POST", "/account/reset", {"identifier": said}),
        ("producer", "POST", "/centre/production/scan", {"scan": said}),
    ):
        one = everybody[who]
        query = f"?q={form['q']}" if method == "GET" else ""
        answer = one.knock(method, path + query, form)
        assert answer.status_code < 500, (path, text)
