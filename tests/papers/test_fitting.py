"""Texts are measured in Python: the typesetter must find that they fit, and no larger would."""

import json
import random

import pytest
import typst
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from anzhu.ops.bench.odd import odd_form
from anzhu.papers import defaults
from anzhu.papers.fitting import POINT, USUAL, Sizes, fit, length
from anzhu.papers.fontfile import FontFile, advances
from anzhu.papers.glyphs import printable
from tests.papers.samples import EMPLOYER

PLAIN = advances(defaults.font_file("NotoSerifSC", "Regular"))
ORDINARY = (
    *("林晓岚", EMPLOYER, "370102198803121243", "linxiaolan@example.cn", "AVAToTyWa. LTd"),
    *("中国石油大学（华东）", "《安全》、“工程”……", "第3版A4纸B5", "2010.07—至今", "阿·买买提"),
)


def odd_texts(seeds: int) -> list[str]:
    found = []
    for seed in range(seeds):
        form = odd_form(seed)
        found += [
            form.name,
            form.employer,
            form.address,
            form.email,
            *(job.work for job in form.jobs),
        ]
    return [said for text in found if (said := printable(text))]


def measured(lines: list[str]) -> list[float]:
    """How long the typesetter finds each line, in em."""
    source = f"""#set text(font: "Noto Serif SC", lang: "zh", region: "cn")
#let lines = json(bytes({json.dumps(json.dumps(lines, ensure_ascii=False), ensure_ascii=False)}))
#context [#metadata(lines.map(line => measure(text(size: 100pt, line)).width / 100pt)) <found>]"""
    found = typst.query(
        source.encode(),
        "<found>",
        field="value",
        one=True,
        font_paths=[str(defaults.fonts())],
        ignore_system_fonts=True,
    )
    return [float(one) for one in json.loads(found)]


def test_a_line_is_never_longer_than_reckoned():
    lines = [*ORDINARY, *odd_texts(20)]
    for line, found in zip(lines, measured(lines), strict=True):
        # Kerning may widen a pair of Latin letters by a hair.
        assert found <= length(line, PLAIN) + 0.02 * len(line), line


@pytest.mark.parametrize("line", ["林晓岚", EMPLOYER, "370102198803121243", "第 3 版"])
def test_an_ordinary_line_is_as_long_as_reckoned(line):
    assert measured([line])[0] == pytest.approx(length(line, PLAIN), abs=0.05)


@pytest.mark.parametrize(("width", "height"), [(44.0, 8.4), (104.0, 8.4), (55.2, 4.0), (11.2, 3.0)])
def test_what_is_chosen_fits_and_no_larger_would(width, height):
    chance, sizes = random.Random(7), Sizes()
    for text in chance.sample(odd_texts(30), 60):
        fitted = fit(text, PLAIN, width, height, sizes)
        assert fitted.height <= height + 1e-9
        for line in fitted.lines:
            assert length(line, PLAIN) * fitted.size * POINT <= width + 1e-9
        assert "".join("".join(fitted.lines).split()).rstrip("…") in "".join(text.split())
        whole = length(text, PLAIN) * POINT
        for size in USUAL:
            if size > fitted.size and size >= sizes.single:
                assert size * POINT > height or whole * size > width


def test_a_line_does_not_begin_with_what_closes_nor_end_with_what_opens():
    text = "安全生产（管理）、技术，“服务”。" * 8
    lines = fit(text, PLAIN, 60.0, 20.0, Sizes()).lines
    assert len(lines) > 2
    assert not {line[0] for line in lines} & set("）、，。”")
    assert not {line[-1] for line in lines} & set("（“")


def test_a_short_latin_word_is_not_parted_and_a_long_run_is():
    parted = fit("Hazardous chemicals safety management system", PLAIN, 30.0, 14.0, Sizes((9.0,)))
    assert all(word in " ".join(parted.lines) for word in ("Hazardous", "chemicals", "management"))
    run = fit("a" * 60, PLAIN, 30.0, 20.0, Sizes((9.0,), single=9.0))
    assert len(run.lines) > 1


def test_what_does_not_fit_at_all_ends_in_an_ellipsis():
    fitted = fit("安" * 900, PLAIN, 40.0, 6.0, Sizes())
    assert fitted.size == 4.0
    assert fitted.lines[-1].endswith("…")


def test_a_font_without_the_full_table_of_characters_is_read_too(tmp_path):
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A", "B"])
    builder.setupCharacterMap({65: "A", 66: "B"})
    builder.setupGlyf({name: Glyph() for name in (".notdef", "A", "B")})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "A": (600, 0), "B": (700, 0)})
    builder.setupHorizontalHeader()
    builder.setupPost()
    builder.save(tmp_path / "small.ttf")
    font = FontFile(tmp_path / "small.ttf")
    assert [font.advance(sign) for sign in "ABC"] == [0.6, 0.7, 1.0]
    assert font.glyph("C") is None
