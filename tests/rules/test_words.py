"""Everything the rules can say has words, and the words name the facts that are given."""

import string

import pytest

from anzhu import words
from anzhu.rules.agencies import QUESTIONS
from anzhu.rules.categories import FORMER, Category
from anzhu.rules.checklist import ALL_ITEMS, ALL_REFUSALS, PAGES, REQUEST, RETURN_REASONS
from anzhu.rules.facts import Kind, Mark, Opinion, Role, Status, Tier
from anzhu.rules.filing import EmploymentStatus
from anzhu.rules.identifiers import Sex
from anzhu.rules.materials import Material
from anzhu.rules.numbering import Sheet
from anzhu.rules.objections import objection
from anzhu.rules.permissions import STEP_NAMES
from anzhu.rules.production import (
    BATCH_STEPS,
    ITEM_STEPS,
    PARCEL_STEPS,
    BatchStatus,
    CollectedBy,
    ItemStatus,
    ParcelStatus,
)
from anzhu.rules.requests import Corrected, Subject, Why
from anzhu.rules.workflow import TABLE
from tests.rules.samples import day


def places(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_a_page_count_has_words_too():
    for code in ("materials.too_few_pages", "materials.too_many_pages"):
        assert places(words.raw(f"objections.{code}")) == {"material", "have", "need"}


@pytest.mark.parametrize("step", STEP_NAMES)
def test_every_step_has_a_verb_and_a_past(step):
    assert words.step(step)
    assert words.text(f"steps.done.{step}")


def test_every_notice_of_a_step_has_a_subject_and_a_body():
    told = {event for step in TABLE for event in step.tells}
    assert len(told) > 10
    for event in told:
        assert words.raw(f"notices.{event}.subject")
        known = {"ref", "kind", "count", "until", "agency"}
        assert places(words.raw(f"notices.{event}.body")) <= known


def test_steps_of_paper_have_words():
    for name in ITEM_STEPS:
        assert words.step(f"item.{name}")
        assert words.text(f"steps.item.done.{name}")
    assert all(words.step(f"parcel.{name}") for name in PARCEL_STEPS)
    assert all(words.step(f"batch.{name}") for name in BATCH_STEPS)


@pytest.mark.parametrize("audience", ["applicant", "staff", "public"])
def test_every_status_has_words_for_everybody(audience):
    codes = [
        *Status,
        *(f"item.{status}" for status in ItemStatus),
        *(f"parcel.{status}" for status in ParcelStatus),
        *(f"batch.{status}" for status in BatchStatus),
    ]
    assert all(words.status(code, audience) for code in codes)


@pytest.mark.parametrize("material", Material)
def test_every_material_has_a_name_help_and_its_clause(material):
    for part in ("name", "help", "clause"):
        assert words.text(f"materials.{material}.{part}")


def test_every_item_and_reason_tells_reviewer_and_applicant():
    for item in ALL_ITEMS:
        assert words.text(f"checklist.{item.code}.title")
        assert words.text(f"checklist.{item.code}.help")
    for code in (*RETURN_REASONS, *ALL_REFUSALS):
        assert words.text(f"reasons.{code}.label")
        assert words.text(f"reasons.{code}.todo")
    assert all(code.startswith("refuse.") for code in ALL_REFUSALS)
    assert not any(code.startswith("refuse.") for code in RETURN_REASONS)


def test_every_code_has_a_name():
    groups = {
        "kinds.{}": Kind,
        "kinds.start.{}": Kind,
        "kinds.about.{}": Kind,
        "kinds.tier.{}": Tier,
        "kinds.role.{}": Role,
        "kinds.opinion.{}": Opinion,
        "kinds.mark.{}": Mark,
        "kinds.sheet.{}": Sheet,
        "kinds.sex.{}": Sex,
        "kinds.collected_by.{}": CollectedBy,
        "kinds.employment.{}": EmploymentStatus,
        "kinds.page.{}": (*PAGES, REQUEST),
        "kinds.subject.{}": Subject,
        "kinds.sheet_why.{}": Why,
        "kinds.corrected.{}": Corrected,
        "materials.contract.by_status.{}": EmploymentStatus,
        "categories.{}": (*Category, *FORMER),
        "reasons.question.{}": [question.name for question in QUESTIONS],
    }
    for key, codes in groups.items():
        assert [key.format(code) for code in codes if not words.exists(key.format(code))] == []


def test_codes_in_an_objection_are_said_in_words():
    pending = objection(
        "person.application_pending", "R8", kind="renewal", submitted=day("2026-03-01")
    )
    assert words.objection(pending).startswith("您 2026年3月1日 提交的延续注册申请正在办理")
    unmet = objection("item.not_met", "2.10", item="form.stamp")
    assert words.objection(unmet) == "“印章有效，名称一致”未判定为符合，不能通过。"
    unknown = objection("item.not_met", "2.10", item="gone")
    assert words.objection(unknown) == "“gone”未判定为符合，不能通过。"
    short = objection("education.hours_short", "4.2.4", have=32.0, need=48.0, short=16.0)
    assert words.objection(short).startswith("继续教育已计 32 学时，需要 48 学时，还差 16 学时")


def test_the_vocabulary_can_be_listed():
    assert words.keys("kinds.mark") == [
        "kinds.mark.met",
        "kinds.mark.not_met",
        "kinds.mark.doubtful",
    ]
