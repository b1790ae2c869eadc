"""One human, two accounts: what may not be done by the same person is refused at the door (S4, B5).

Accounts are many, humans are one: the law looks at the blind index of the ID number.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256

import pytest

from anzhu.audit.models import Entry
from anzhu.kernel import clock, secrets
from anzhu.ops.demo import cast
from anzhu.ops.demo.builder import Somebody
from anzhu.people import actions as people
from anzhu.people import totp
from anzhu.reviews.models import Marks
from anzhu.rules.facts import AGENCY_ROLES, Role
from tests.security.canaries import tables
from tests.security.town import NOW, Town
from tests.security.visits import Session, change, signed_in

pytestmark = pytest.mark.django_db
_OURS = ("cases_", "materials_", "notices_", "production_", "registrations_", "reviews_")
ToForm = Callable[[Town], tuple[str, Mapping[str, object]]]


def second_hat(of: Somebody, role: Role, town: Town) -> Session:
    """Another account of the same human, signed in."""
    agency = town.story.builder.agencies["SD"].pk if role in AGENCY_ROLES else None
    account = people.open_account(
        name=of.name,
        id_number=of.person.id_number,
        role=role,
        email=f"hat-{role}-{of.account.pk}@example.org",
        phone=f"136{of.account.pk:08d}",
        password=cast.PASSWORD,
        agency_id=agency,
        now=NOW,
    )
    assert account.person_id == of.person.pk
    account.totp_sealed = secrets.seal(cast.TOTP_SECRET, f"people.account.totp:{account.uid}")
    account.totp_confirmed_at = NOW
    account.save(update_fields=["totp_sealed", "totp_confirmed_at"])
    somebody = Somebody(of.name, account, people.actor_for(account))
    return Session("second hat", role, signed_in(somebody), somebody)


def state() -> dict[str, str]:
    """A fingerprint of every table that says where things stand, and of their record."""
    found = {
        name: sha256(b"".join(sorted(content.splitlines()))).hexdigest()
        for name, content in tables()
        if name.startswith(_OURS)
    }
    return {**found, "record": str(Entry.objects.exclude(chain="house").count())}


def _agency(case: str, act: str) -> ToForm:
    return lambda town: (f"/agency/cases/{town.cases[case].ref}/{act}", {"once": "two hats"})


def _centre(case: str, act: str, **said: str) -> ToForm:
    form = {"once": "two hats", "opinion": "agree", "note": "同意", **said}
    return lambda town: (f"/centre/cases/{town.cases[case].ref}/{act}", form)


def _decides(town: Town) -> tuple[str, Mapping[str, object]]:
    number = town.batches["frozen"].number
    code = totp.code_at(cast.TOTP_SECRET, clock.now())
    form = {"confirm": "1", "typed": number, "code": code, "once": "two hats"}
    return f"/ministry/batches/{number}/decide", form


def _forwards(town: Town) -> tuple[str, Mapping[str, object]]:
    return "/agency/forwarding", {"ref": [town.cases["passed"].ref], "once": "two hats"}


def _collects(town: Town) -> tuple[str, Mapping[str, object]]:
    form = {"by": "self", "proof": "核验身份证", "once": "two hats"}
    return f"/agency/collecting/{town.items['received'].serial}", form


#: who has the second hat, which role it is, and what is tried with it
PAIRS: dict[str, tuple[str, Role, ToForm]] = {
    "the applicant reviews": ("submitted", Role.AGENCY_REVIEWER, _agency("submitted", "claim")),
    "the applicant leads": ("submitted", Role.AGENCY_LEAD, _agency("submitted", "claim")),
    "the applicant forwards": ("passed", Role.AGENCY_LEAD, _forwards),
    "the applicant hands over": (
        "submitted",
        Role.AGENCY_LEAD,
        lambda town: (
            f"/agency/cases/{town.cases['submitted'].ref}/hand-over",
            {"to_code": "JS", "hand_over_note": "转办", "once": "two hats"},
        ),
    ),
    "the applicant hands out": ("received", Role.AGENCY_REVIEWER, _collects),
    "the applicant decides": ("frozen", Role.MINISTRY_APPROVER, _decides),
    "the agency's reviewer decides": ("reviewer", Role.MINISTRY_APPROVER, _decides),
    "the centre's reviewer decides": ("centre", Role.MINISTRY_APPROVER, _decides),
    "the compiler decides": ("second centre", Role.MINISTRY_APPROVER, _decides),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_what_one_human_may_not_do_with_two_accounts_is_refused(town: Town, pair: str) -> None:
    name, role, to_form = PAIRS[pair]
    of = town.humans[name].who if name in town.humans else town.staff[name]
    hat = second_hat(of, role, town)
    change(hat.who or of, totp_last_step=0)
    before = state()
    path, form = to_form(town)

    answer = hat.knock("POST", path, form)

    assert answer.status_code in (404, 409, 422), answer.status_code
    assert state() == before


@pytest.mark.parametrize("of", ["reviewer", "final"])
def test_who_had_a_hand_in_the_first_review_does_not_take_the_final_one(
    town: Town, of: str
) -> None:
    human = town.humans[of].who if of in town.humans else town.staff[of]
    hat = second_hat(human, Role.CENTRE_REVIEWER, town)
    case = town.cases["final"]
    case.claimed_until = NOW
    case.save(update_fields=["claimed_until"])
    before = state()

    for path, form in (
        _centre("final", "claim")(town),
        _centre("final", "conclude", **{"mark.form.complete": "met"})(town),
        _centre("final", "send-back", send_back_note="退回")(town),
    ):
        answer = hat.knock("POST", path, form)
        assert answer.status_code in (404, 409, 422), (path, answer.status_code)
    assert state() == before
    assert not Marks.objects.filter(account_id=hat.who.account.pk if hat.who else 0).exists()


def test_the_next_free_case_is_never_ones_own(town: Town) -> None:
    of = town.humans["submitted"].who
    hat = second_hat(of, Role.AGENCY_REVIEWER, town)
    before = state()

    for _ in range(3):
        answer = hat.knock("POST", "/agency/next", {})
        assert town.cases["submitted"].ref not in answer.headers["Location"]
    assert state()["cases_case"] == before["cases_case"]


def test_a_hat_that_is_nobodys_decides_the_same_batch(town: Town, everybody: dict) -> None:
    """What was refused above was refused because of the human, not because of the form."""
    path, form = _decides(town)
    change(town.staff["ministry"], totp_last_step=0)

    answer = everybody["ministry"].knock("POST", path, form)

    assert answer.status_code == 303
    town.cases["frozen"].refresh_from_db()
    assert town.cases["frozen"].status == "approved"
