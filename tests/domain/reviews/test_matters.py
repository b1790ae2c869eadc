"""Other matters (clause 7): a conversation that ends, and a correction that takes two humans."""

from dataclasses import replace
from datetime import date

import pytest

from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.cases import counter, request_facts, requests
from anzhu.cases.models import Act, Case
from anzhu.education import queries as education
from anzhu.education.models import Record
from anzhu.kernel import limits, secrets
from anzhu.kernel.errors import Refused
from anzhu.notices.models import Delivery, Notice
from anzhu.ops.demo import cast, short_tracks
from anzhu.people import actions as people
from anzhu.people import corrections, passwords
from anzhu.people import queries as people_queries
from anzhu.people.models import Account, Correction, Person, Qualification
from anzhu.registrations.models import Registration
from anzhu.reviews import actions as reviews
from anzhu.reviews import short_tracks as centre
from anzhu.rules.facts import Kind, Role, Status
from anzhu.rules.requests import Corrected
from anzhu.verification.queries import look_up
from tests import short
from tests.domain import factories
from tests.short import DAY, LATER
from tests.world import Story

NEW = cast.id_number(date(1990, 3, 18), 321, woman=True)
THEN = LATER + DAY


def state() -> tuple[object, ...]:
    """Everything a refused step must leave as it was."""
    return (
        list(Case.objects.order_by("pk").values()),
        list(Person.objects.order_by("pk").values()),
        list(Qualification.objects.order_by("pk").values()),
        list(Account.objects.order_by("pk").values("email", "phone")),
        list(Correction.objects.order_by("pk").values()),
        Act.objects.count(),
        Entry.objects.count(),
        Notice.objects.count(),
        Delivery.objects.count(),
    )


def asked(story: Story, **said: object) -> Case:
    return short.online(story, Kind.OTHER_MATTERS, **{"wanted": NEW, **said})


def proposed(story: Story, case: Case, what=Corrected.ID_NUMBER, value: str = NEW) -> Case:
    return short_tracks.proposed(case, story.chen, what, value, THEN)


def refused_by(verb, **ask: object) -> list[str]:
    before = state()
    with pytest.raises(Refused) as refused:
        verb(**ask)
    assert state() == before
    return refused.value.codes


# --- an ID number ------------------------------------------------------------------------------


def test_an_id_number_is_corrected_by_two_and_everything_follows(story: Story):
    lin = short.registered(story)
    old = lin.person.id_number
    case = proposed(story, asked(story))
    assert (case.status, case.claimed_by) == (Status.FINAL_REVIEW, None)
    assert Person.objects.get(pk=lin.person.pk).id_number == old

    case = short_tracks.corrected(case, story.sun, NEW, THEN)

    person = Person.objects.get(pk=lin.person.pk)
    assert (case.status, person.id_number) == (Status.CLOSED, NEW)
    assert person.id_index == secrets.blind_index(NEW)
    assert (person.born, person.sex) == (date(1990, 3, 18), "female")
    # The roster follows, and the sign-in by the number with it.
    assert people_queries.holding_of(person) is not None
    assert passwords.account_with(NEW, cast.PASSWORD) == lin.account
    assert passwords.account_with(old, cast.PASSWORD) is None
    # Both values stay, sealed, and the record is whole.
    row = Correction.objects.get()
    assert (row.old, row.new) == (old, NEW)
    assert (row.proposed_by, row.confirmed_by) == (story.chen.person, story.sun.person)
    assert corrections.history_of(person.pk) == [row]
    assert Registration.objects.get().person == person
    assert not list(verify.faults())


@pytest.mark.parametrize("corrected", [Corrected.ID_NUMBER, Corrected.NAME])
def test_hours_that_came_before_sign_up_stay_with_the_person(story: Story, corrected: Corrected):
    """Imported for the old and for the right value, when nobody knew whose they were (4.5)."""
    lin = short.registered(story)
    subject, value = ("id_number", NEW) if corrected is Corrected.ID_NUMBER else ("name", "林岚岚")
    right = (
        {"id_index": secrets.blind_index(NEW)}
        if corrected is Corrected.ID_NUMBER
        else {"name": value}
    )
    for course, known_by in (("旧", {}), ("新", right)):
        record = factories.learnt(lin.person, 8, course, date(2026, 5, 6))
        Record.objects.filter(pk=record.pk).update(person=None, **known_by)
    before = {one.course for one in education.of_person(lin.person)}
    assert "旧" in before and "新" not in before

    case = proposed(story, asked(story, subject=subject, wanted=value), corrected, value)
    short_tracks.corrected(case, story.sun, value, THEN)

    person = Person.objects.get(pk=lin.person.pk)
    assert {one.course for one in education.of_person(person)} == before | {"新"}


def test_old_and_new_contacts_are_told(story: Story):
    lin = short.registered(story)
    case = proposed(story, asked(story, phone="13900007777"))
    short_tracks.corrected(case, story.sun, NEW, THEN)
    told = Notice.objects.filter(event="matter.corrected")
    assert [one.account_id for one in told] == [lin.account.pk]
    sent = Delivery.objects.filter(event="matter.corrected")
    reached = {secrets.unseal(one.address, f"notices.delivery.address:{one.uid}") for one in sent}
    assert reached == {lin.account.email, lin.account.phone, "13900007777"}


def test_who_proposed_it_does_not_confirm_it_with_any_account(story: Story):
    short.registered(story)
    case = proposed(story, asked(story))
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=THEN)
    ask = {"case_id": case.pk, "key": "k", "again": NEW, "now": THEN}
    assert refused_by(centre.confirm, actor=story.chen.actor, **ask) == [
        "separation.proposer_confirms"
    ]
    other_hat = replace(story.sun.actor, person_id=story.chen.person.pk)
    reviews.release(case_id=case.pk, actor=story.chen.actor, now=THEN)
    reviews.claim(case_id=case.pk, actor=other_hat, now=THEN)
    assert refused_by(centre.confirm, actor=other_hat, **ask) == ["separation.proposer_confirms"]


def test_two_people_must_have_read_the_same(story: Story):
    short.registered(story)
    case = proposed(story, asked(story))
    reviews.claim(case_id=case.pk, actor=story.sun.actor, now=THEN)
    other = cast.id_number(date(1990, 3, 18), 322, woman=True)
    ask = {"case_id": case.pk, "key": "k", "actor": story.sun.actor, "now": THEN}
    assert refused_by(centre.confirm, again=other, **ask) == ["correction.typed_differently"]
    assert centre.confirm(again=f" {NEW[:6]} {NEW[6:].lower()}", **ask).status == Status.CLOSED


def test_a_number_of_somebody_else_is_an_objection_and_never_a_merger(story: Story):
    short.registered(story)
    case = asked(story)
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=THEN)
    ask = {
        "case_id": case.pk,
        "key": "k",
        "corrected": Corrected.ID_NUMBER,
        "basis": "证明",
        "actor": story.chen.actor,
        "now": THEN,
    }
    theirs = story.zhou.person.id_number
    assert refused_by(centre.propose, value=theirs, **ask) == ["correction.belongs_to_another"]
    people.enrol(
        name="别人", id_number=NEW, number="Q1", obtained=date(2024, 1, 1), category="chemical"
    )
    assert refused_by(centre.propose, value=NEW, **ask) == ["correction.belongs_to_another"]
    wrong = NEW[:-1] + ("0" if NEW[-1] != "0" else "1")
    assert refused_by(centre.propose, value=wrong, **ask) == ["id_number.check_digit"]
    same = story.lin.person.id_number
    assert refused_by(centre.propose, value=same, **ask) == ["correction.same_value"]
    assert refused_by(centre.propose, value=NEW, **{**ask, "basis": " "}) == ["step.no_reason"]


def test_somebody_may_have_taken_the_number_between_proposal_and_confirmation(story: Story):
    short.registered(story)
    case = proposed(story, asked(story))
    people.person_for(name="后来人", id_number=NEW)
    reviews.claim(case_id=case.pk, actor=story.sun.actor, now=THEN)
    ask = {"case_id": case.pk, "key": "k", "again": NEW, "actor": story.sun.actor, "now": THEN}
    assert refused_by(centre.confirm, **ask) == ["correction.belongs_to_another"]


def test_a_record_that_changed_meanwhile_is_proposed_anew(story: Story):
    lin = short.registered(story)
    case = proposed(story, asked(story))
    second = asked(story)
    other = cast.id_number(date(1990, 3, 18), 323, woman=True)
    short_tracks.proposed(second, story.chen, Corrected.ID_NUMBER, other, THEN)
    short_tracks.corrected(second, story.sun, other, THEN)
    reviews.claim(case_id=case.pk, actor=story.sun.actor, now=THEN)
    ask = {"case_id": case.pk, "key": "k", "actor": story.sun.actor, "now": THEN}
    assert refused_by(centre.confirm, again=NEW, **ask) == ["correction.changed_meanwhile"]
    centre.drop(note="记录已变", **{**ask, "key": "d"})
    assert corrections.open_of(case.ref) is None
    assert Person.objects.get(pk=lin.person.pk).id_number == other
    assert not list(verify.faults())


# --- name and contacts -------------------------------------------------------------------------


def test_a_corrected_name_is_the_publics_at_once_and_the_rosters(story: Story):
    lin = short.registered(story)
    number = Registration.objects.get().number
    case = proposed(story, asked(story, subject="name", wanted="林岚清"), Corrected.NAME, "林岚清")
    short_tracks.corrected(case, story.sun, "林岚清", THEN)
    person = Person.objects.get(pk=lin.person.pk)
    assert people_queries.holding_of(person) is not None
    on = THEN.date()
    assert look_up(number=number, name="林岚清", on=on).standing == "in_force"
    assert look_up(number=number, name="林岚", on=on).standing == "none"


@pytest.mark.parametrize(
    ("what", "value"), [(Corrected.EMAIL, "new@example.org"), (Corrected.PHONE, "13911112222")]
)
def test_of_a_changed_contact_the_old_one_hears_too(story: Story, what: Corrected, value: str):
    lin = short.registered(story)
    old = getattr(lin.account, str(what))
    case = proposed(story, asked(story, subject="contact", wanted=value), what, value)
    short_tracks.corrected(case, story.sun, value, THEN)
    assert getattr(Account.objects.get(pk=lin.account.pk), str(what)) == value
    sent = Delivery.objects.filter(event="matter.corrected")
    reached = {secrets.unseal(one.address, f"notices.delivery.address:{one.uid}") for one in sent}
    assert {old, value} <= reached


def test_an_address_of_another_account_is_not_given_twice(story: Story):
    short.registered(story)
    case = asked(story, subject="contact", wanted="zhou@sd.example.org")
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=THEN)
    ask = {"case_id": case.pk, "key": "k", "basis": "b", "actor": story.chen.actor, "now": THEN}
    taken = {"corrected": Corrected.EMAIL, "value": "ZHOU@sd.example.org"}
    assert refused_by(centre.propose, **taken, **ask) == ["correction.belongs_to_another"]


# --- the conversation --------------------------------------------------------------------------


def test_a_question_and_its_answer_pass_the_turn(story: Story):
    lin = short.registered(story)
    case = asked(story)
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=THEN)
    ask = {"case_id": case.pk, "actor": story.chen.actor, "now": THEN}
    assert refused_by(centre.ask, key="a", note=" ", **ask) == ["step.no_reason"]
    case = centre.ask(key="a", note="请补充证明", **ask)
    assert (case.status, case.correct_by) == (Status.CORRECTION, date(2026, 12, 31))
    story.builder.lay(case, "evidence", THEN + DAY)
    case = requests.reply(case_id=case.pk, key="r", note="已补充", actor=lin.actor, now=THEN + DAY)
    assert (case.status, case.correct_by) == (Status.FINAL_REVIEW, None)
    assert case.revisions.count() == 2
    acts = Act.objects.filter(case=case, step__in=["ask", "reply"]).order_by("pk")
    assert list(acts.values_list("note", flat=True)) == ["请补充证明", "已补充"]


def test_a_remark_in_between_changes_nothing(story: Story):
    lin = short.registered(story)
    case = asked(story)
    due = case.due_on
    case = requests.reply(case_id=case.pk, key="r", note="急", actor=lin.actor, now=THEN)
    assert (case.status, case.due_on, case.revisions.count()) == (Status.FINAL_REVIEW, due, 1)


def test_an_answer_ends_a_matter_that_corrects_nothing(story: Story):
    case = asked(story, subject="other", wanted="")
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=THEN)
    case = centre.settle(
        case_id=case.pk, key="s", note="请到当地办理", actor=story.chen.actor, now=THEN
    )
    assert case.status == Status.CLOSED
    assert Notice.objects.filter(event="matter.settled", chain=case.ref).exists()


def test_with_a_proposal_open_nothing_else_is_decided(story: Story):
    short.registered(story)
    case = proposed(story, asked(story))
    reviews.claim(case_id=case.pk, actor=story.sun.actor, now=THEN)
    ask = {"case_id": case.pk, "key": "k", "note": "n", "actor": story.sun.actor, "now": THEN}
    for verb in (centre.ask, centre.settle):
        assert refused_by(verb, **ask) == ["correction.already_proposed"]


def test_a_matter_needs_no_registration_and_runs_beside_everything(story: Story):
    """R8: it may run beside a registration application, and two of them beside each other."""
    story.submitted()
    first, second = asked(story), asked(story, subject="other")
    assert first.status == second.status == Status.FINAL_REVIEW


# --- the counter's look-up ---------------------------------------------------------------------


def find(story: Story, **said: str) -> Person | None:
    empty = {"number": "", "name": "", "id_number": ""}
    return counter.find_holder(**{**empty, **said}, actor=story.zhou.actor, now=LATER)


def test_a_holder_is_found_by_exactly_what_stands_on_the_paper(story: Story):
    lin = short.registered(story)
    number, id_number = Registration.objects.get().number, lin.person.id_number
    assert find(story, number=number, name=" 林 岚 ") == lin.person
    assert find(story, id_number=id_number.lower(), name="林岚") == lin.person
    assert find(story, number=number, id_number=id_number, name="林岚") == lin.person
    for wrong in (
        {"number": number, "name": "林"},
        {"number": number[:-1], "name": "林岚"},
        {"number": number, "id_number": NEW, "name": "林岚"},
        {"id_number": NEW, "name": "林岚"},
    ):
        assert find(story, **wrong) is None
    looked = Entry.objects.filter(event="counter.looked_up")
    assert [one.data["found"] for one in looked] == [True] * 3 + [False] * 4


def test_too_little_said_is_no_search(story: Story):
    for said in ({"name": "林岚"}, {"number": "1"}, {}):
        with pytest.raises(Refused) as refused:
            find(story, **said)
        assert refused.value.codes == ["counter.ask_two"]


def test_a_register_is_not_walked_through(story: Story):
    for _ in range(counter.LOOK_UPS_AN_HOUR):
        find(story, number="2026", name="x")
    with pytest.raises(limits.TooMany):
        find(story, number="2026", name="x")


def test_what_is_asked_for_is_sealed(story: Story):
    case = asked(story)
    assert NEW not in str(case.dossier.answers) + str(case.revisions.get().answers)
    assert request_facts.said_of(case).wanted == NEW
    assert Role.APPLICANT in Act.objects.get(case=case, step="submit").role
