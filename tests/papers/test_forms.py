"""The application form: two pages, whatever the data (clause 2.7)."""

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from anzhu.ops.bench import odd
from anzhu.ops.demo.drawing import rasterised
from anzhu.papers import codes, defaults, geometry, glyphs
from anzhu.papers.form_texts import FormTexts
from anzhu.papers.forms import (
    EmployerGuide,
    Hours,
    application_form,
    employer_guide,
    warm_up,
)
from tests.papers.reading import page_count, part, picture, qr_codes, texts
from tests.papers.samples import EMPLOYER, FORM, KEY

_SEEDS = 167


@pytest.fixture(scope="module")
def form() -> bytes:
    return application_form(FORM, key=KEY)


def test_it_says_what_the_applicant_entered(form):
    first, second = texts(form)
    for said in (
        *("注册安全工程师初始注册申请表", "26K7M3Q9X2", "第3版", "第1页，共2页"),
        *("林晓岚", "370102198803121243", "1988年3月12日", "化工安全", "2022年12月8日"),
        *(EMPLOYER, "91370100MA3C4Y5X7A", "聘用期限", "无固定期限", "山东省应急管理厅"),
    ):
        assert said in first
    for said in (
        *("第2页，共2页", "2010.07—2014.06", "2014.07—至今", "双重预防机制建设", "申请人签字"),
        *("不需要：在规定期限内申请初始注册。", "单位意见", "盖章处", "单位公章或人事部门公章"),
        f"名称须与“聘用单位”完全一致：{EMPLOYER}",
    ):
        assert said in second


def test_an_overdue_registration_says_so():
    assert "初始注册（逾期）" in texts(application_form(replace(FORM, overdue=True), key=KEY))[0]


@pytest.mark.parametrize("page", [1, 2])
def test_each_page_carries_its_own_code(form, page):
    (text,) = qr_codes(picture(form, page))
    code = codes.read_form_payload(text, key=KEY)
    assert code == codes.FormCode(ref="26K7M3Q9X2", page=page, version=3)


@pytest.mark.parametrize("page", [1, 2])
def test_the_geometry_is_where_things_are(form, page):
    pixels = picture(form, page)
    described = geometry.form_pages(len(FORM.jobs), 0)[page - 1]
    assert described.qr.width >= 25
    assert qr_codes(np.pad(part(pixels, described.qr), 30, constant_values=255))
    for mark in described.marks:
        assert part(pixels, mark)[2:-2, 2:-2].max() == 0
    for name, box in described.blanks.items():
        assert box.x >= 15, name
        assert box.x + box.width <= 195, name
        assert box.y + box.height <= 285, name
    if page == 1:
        assert np.ptp(part(pixels, described.photo)) > 100


def test_fonts_are_in_the_file_and_nothing_else_is_needed(form):
    assert form.count(b"/FontFile2") == 3
    assert b"pdfaid" in form


def test_the_same_data_give_the_same_bytes(form):
    assert application_form(FORM, key=KEY) == form


@pytest.mark.parametrize("kind", odd.KINDS)
def test_a_thousand_odd_forms_of_all_kinds_have_two_pages_each(kind):
    # Some of them come out of a printer that has only black and white.
    printed = set(random.Random(kind).sample(range(_SEEDS), 36))
    for seed in range(_SEEDS):
        form = odd.odd_form(seed, kind)
        pdf = application_form(form, key=KEY)
        assert page_count(pdf) == 2, seed
        if seed in printed:
            assert odd.known(form, pdf, key=KEY) == [1, 2], seed


def test_a_form_is_not_taken_for_another_version_or_another_houses():
    form = odd.odd_form(0)
    pdf = application_form(form, key=KEY)
    assert odd.known(form, pdf, key=b"another key".ljust(32, b".")) == []
    assert odd.known(replace(form, version=form.version + 1), pdf, key=KEY) == []


def test_nothing_on_a_form_is_said_by_colour(form):
    for number in (1, 2):
        pixels = rasterised(form, number, dpi=80)
        if number == 1:
            part(pixels, geometry.form_pages(0, 0)[0].photo)[:] = 0
        assert np.ptp(pixels, axis=2).max() <= 2


def test_the_kind_and_what_it_changes_can_be_read_without_a_glass():
    note = odd.kind_of("change and renewal", 0)["kind_note"]
    form = replace(FORM, kind="变更注册", kind_note=note[:72])
    cell = next(cell for cell in geometry.form_pages(0, 0)[0].cells if cell.name == "kind")
    (said,) = FormTexts(form, defaults.fonts()).fields([cell])
    assert said.size >= 6


def test_what_is_typed_is_printed_and_never_run():
    nasty = '#panic("x") $x$ *b* \\ <label> @ref'
    assert "#panic(" in texts(application_form(replace(FORM, title=nasty), key=KEY))[0]


def test_a_character_the_fonts_lack_is_marked_to_be_written_by_hand():
    first = texts(application_form(replace(FORM, name="王𠮷"), key=KEY))[0]
    assert "王〓" in first
    assert "字库暂缺" in first
    assert "字库暂缺" not in texts(application_form(FORM, key=KEY))[0]


@pytest.mark.parametrize(
    ("text", "missing"),
    [("林晓岚", set()), ("㛃䶮𬱖", set()), ("王𠮷", {"𠮷"}), ("a\u200b\n", set())],
)
def test_missing_glyphs_are_known_before_printing(text, missing):
    assert glyphs.missing_glyphs(text) == missing


def test_the_employer_is_told_which_stamp_is_valid():
    guide = EmployerGuide(
        ref=FORM.ref,
        kind=FORM.kind,
        name=FORM.name,
        employer=EMPLOYER,
        agency=FORM.agency,
        agency_phone="0531-12345678",
        printed_on=date(2026, 11, 23),
    )
    (page,) = texts(employer_guide(guide))
    assert "单位公章或人事部门公章" in page
    assert EMPLOYER in page
    assert "无固定期限" in page


@pytest.mark.parametrize("jobs", [0, 1, 5, 16, 17, 40])
@pytest.mark.parametrize("hours", [0, 1, 8, 9])
def test_every_row_is_printed_or_counted(jobs, hours):
    form = replace(
        FORM,
        jobs=tuple(replace(FORM.jobs[0], employer=f"第{n}厂") for n in range(jobs)),
        hours=tuple(Hours(date(2026, 1, 1), f"第{n}校", "课", 8.5, "机构") for n in range(hours)),
    )
    pdf = application_form(form, key=KEY)
    assert page_count(pdf) == 2
    second = texts(pdf)[1]
    for word, held, most, rest in (
        ("厂", jobs, geometry.MOST_JOBS, "其余{}段工作经历以系统记录为准"),
        ("校", hours, geometry.MOST_HOURS, "其余{}条以系统记录为准"),
    ):
        shown = held if held <= most else most - 1
        assert [f"第{n}{word}" in second for n in range(held)] == [n < shown for n in range(held)]
        assert (rest.format(held - shown) in second) == (shown < held)


def test_a_label_is_read_before_what_it_names(form):
    first = texts(form)[0]
    for label, said in (("姓名", "林晓岚"), ("电子邮箱", FORM.email), ("初审机构", FORM.agency)):
        assert f"{label}{said}" in first


def test_warming_up_prints_nothing_and_survives_without_fonts(tmp_path, caplog):
    warm_up()
    assert not caplog.records
    warm_up(fonts=tmp_path)
    assert "could not be warmed up" in caplog.text
