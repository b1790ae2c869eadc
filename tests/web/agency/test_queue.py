"""The landing page of an agency: what waits, most urgent first, in a fixed number of reads."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anzhu.cases.models import Case
from anzhu.reviews import actions as reviews
from anzhu.reviews import queries
from tests.web.agency.conftest import TUESDAY, Enters
from tests.web.agency.desk import address, followed, refs_in, text_of
from tests.world import Story

MOST_QUERIES = 8


def test_a_new_application_stands_in_the_queue(story: Story, zhou: Client) -> None:
    case = story.submitted()
    page = text_of(zhou, "/agency/")
    assert refs_in(page) == [case.ref]
    assert "林岚" in page
    assert "剩 4 个工作日" in page


def test_an_empty_queue_says_so(story: Story, zhou: Client) -> None:
    assert "待初审的申请已全部办理完" in text_of(zhou, "/agency/")
    assert "您名下没有在办的申请" in text_of(zhou, "/agency/?tab=mine")


def test_tabs_and_unknown_filters_in_the_address(story: Story, zhou: Client) -> None:
    case = story.returned()
    assert refs_in(text_of(zhou, "/agency/")) == []
    assert refs_in(text_of(zhou, "/agency/?tab=correction")) == [case.ref]
    assert refs_in(text_of(zhou, "/agency/?tab=correction&kind=renewal")) == []
    assert refs_in(text_of(zhou, "/agency/?tab=nonsense&kind=nonsense&after=nonsense")) == []


def test_search_takes_a_reference_or_a_whole_name(story: Story, zhou: Client) -> None:
    case = story.passed()
    assert refs_in(text_of(zhou, f"/agency/?q={case.ref.lower()}")) == [case.ref]
    assert refs_in(text_of(zhou, "/agency/?q=林岚")) == [case.ref]
    assert "没有找到“林”" in text_of(zhou, "/agency/?q=林")


def test_start_takes_the_most_urgent_free_case(story: Story, zhou: Client) -> None:
    case = story.submitted()
    page = followed(zhou, zhou.post("/agency/next"))
    assert case.ref in page
    assert story.fresh(case).claimed_by_id == story.zhou.account.pk
    assert "没有可以认领的申请" in followed(zhou, zhou.post("/agency/next"))


def test_looking_writes_nothing(story: Story, zhou: Client) -> None:
    case = story.submitted()
    before = Case.objects.filter(pk=case.pk).values().get()
    for path in ("/agency/", address(case), address(case, "return"), "/agency/forwarding"):
        zhou.get(path)
    assert zhou.get("/agency/next").status_code == 405
    assert zhou.get(address(case, "claim")).status_code == 405
    assert Case.objects.filter(pk=case.pk).values().get() == before
    assert story.told(case) == ["start", "submit"]


def test_the_queue_costs_the_same_with_any_number_of_cases(story: Story, zhou: Client) -> None:
    zhou.get("/agency/")
    with CaptureQueriesContext(connection) as empty:
        zhou.get("/agency/")
    story.submitted()
    with CaptureQueriesContext(connection) as full:
        zhou.get("/agency/")
    assert len(full) == len(empty) <= MOST_QUERIES
    said = " ".join(query["sql"] for query in full.captured_queries)
    assert "OFFSET" not in said


def test_counts_stop_at_the_cap(
    story: Story, zhou: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.submitted()
    monkeypatch.setattr(queries, "CAP", 0)
    monkeypatch.setattr("anzhu.web.shared.desk_queue.CAP", 0)
    assert '<span class="tab-count">0+</span>' in text_of(zhou, "/agency/")


def test_others_see_who_has_a_case_but_not_the_whole_name(
    story: Story, enters: Enters, xu: Client
) -> None:
    case = story.submitted()
    reviews.claim(case_id=case.pk, actor=story.zhou.actor, now=TUESDAY)
    page = text_of(xu, "/agency/")
    assert "周* " in page
    assert "周明" not in page
    assert "周明" in text_of(enters(story.zhou), "/agency/?tab=mine")
