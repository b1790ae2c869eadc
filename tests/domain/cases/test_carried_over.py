"""A change that ended with its registration leaves its data to a re-registration (R5)."""

from datetime import date, timedelta

import pytest

from anzhu.cases import actions, opening
from anzhu.kernel import clock
from anzhu.people import actions as people
from anzhu.rules.facts import Kind, Role, Status
from tests.domain import factories

pytestmark = pytest.mark.django_db
E = date(2027, 1, 9)
OTHER = "胶州湾新材料有限公司"


def test_the_answers_of_the_change_are_there_when_a_re_registration_is_begun():
    account = factories.account(Role.APPLICANT)
    factories.qualification(account.person)
    factories.registration(account.person, since=date(2022, 1, 10))
    change = factories.case(
        Status.FIRST_REVIEW,
        of=account.person,
        kind=Kind.CHANGE,
        asks=factories.change(employer=True),
        employer_name=OTHER,
    )
    now = clock.noon(E + timedelta(days=1))
    actions.expire(case_id=change.pk, now=now)
    draft = opening.open_application(
        kind=Kind.RE_REGISTRATION, actor=people.actor_for(account), now=now
    )
    assert draft.dossier.answers["employer"]["name"] == OTHER
