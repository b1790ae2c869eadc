"""Odd forms: texts of any length and any sign, every kind of filing, up to twenty jobs.

And whether such a form is still known when it comes out of a printer that has only black and white.
``python -m anzhu.ops.bench.odd`` prints how many of a thousand are, with ``--write`` also into
docs/paper.md.
"""

import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pypdfium2
import zxingcpp

from anzhu import words
from anzhu.files.codes import FORMATS
from anzhu.kernel import clock
from anzhu.ops import chosen
from anzhu.ops.bench import markers, paper
from anzhu.papers import codes, geometry
from anzhu.papers.forms import ApplicationForm, Hours, Job, application_form
from anzhu.papers.reading import find

#: Half of what a scanner has: what is known here is known there.
_DPI, _BLACK = 75, 128
_FORMS, _PAGES = 1000, 2
_KEY = b"only for the bench".ljust(32, b".")
_AROUND_CODE = 6.0
_SIGNS = "王李欧阳长㛃䶮𠮷𬱖安全（·）有限公司 abcXYZ-09@._#[]{}$*\\\"'<>&\t\n\u200b\u0007"

_HELD = "注册证号 20210000123，有效期 2021年12月8日至2026年12月7日"
_SHORT = "山东齐鲁精细化工有限公司"
_LONG = "国家能源投资集团有限责任公司煤炭经营分公司鄂尔多斯准格尔大型露天矿安全环保部"
#: By kind: how it is named on the form, and what it says of the registration it starts from.
KINDS: Mapping[str, Mapping[str, Any]] = {
    "initial": {"kind": "初始注册", "kind_note": "", "overdue": False},
    "overdue": {"kind": "初始注册", "kind_note": "", "overdue": True},
    "renewal": {"kind": "延续注册", "kind_note": _HELD, "overdue": False},
    "change": {
        "kind": "变更注册",
        "kind_note": f"原聘用单位：{_LONG}；原注册类别：金属非金属矿山安全；{_HELD}",
        "overdue": False,
    },
    "change and renewal": {
        "kind": "变更注册",
        "kind_note": f"原聘用单位：{_SHORT}；原注册类别：化工安全；同时延续注册；{_HELD}",
        "overdue": False,
    },
    "re-registration": {"kind": "重新注册", "kind_note": _HELD, "overdue": False},
}


def kind_of(kind: str, seed: int) -> dict[str, Any]:
    """What a form of this kind says of itself; now and then with a note far too long."""
    said = KINDS[kind]
    long = seed % 10 == 5 and said["kind_note"]
    return {**said, "kind_note": said["kind_note"] * 3} if long else dict(said)


@cache
def _ordinary() -> ApplicationForm:
    return paper.some_form(0)


def odd_form(seed: int, kind: str = "initial") -> ApplicationForm:
    """A form with texts of any length up to far too long, and up to twenty jobs and ten courses."""
    chance = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    base = _ordinary()

    def signs(longest: int) -> str:
        length = chance.choice((0, 1, 3, longest // 2, longest))
        return "".join(chance.choices(_SIGNS, k=length))

    def day() -> date:
        return date(1960, 1, 1) + timedelta(days=chance.randrange(24_000))

    texts = {
        name: signs(200 if seed % 10 == 0 else chance.choice((8, 16, 40)))
        for name, value in vars(base).items()
        if isinstance(value, str) and name not in {"ref", "kind", "watermark"}
    }
    jobs = tuple(
        Job(day(), chance.choice((None, day())), signs(80), signs(40), signs(160))
        for _ in range(chance.choice((0, 1, 3, 3, 6, 12, 20)))
    )
    hours = tuple(
        Hours(day(), signs(40), signs(80), chance.randrange(1, 480) / 10, signs(8))
        for _ in range(chance.choice((0, 0, 0, 6, 10)))
    )
    said = {**texts, "version": seed + 1, "jobs": jobs, "hours": hours, **kind_of(kind, seed)}
    return replace(base, **said)


def thousand() -> Iterator[ApplicationForm]:
    """A thousand of them and a few, of all kinds alike."""
    for kind in KINDS:
        for seed in range(_FORMS // len(KINDS) + 1):
            yield odd_form(seed, kind)


def known(form: ApplicationForm, pdf: bytes, *, key: bytes) -> list[int]:
    """Its pages (from 1) that say what they are by their code, and bear their four marks.

    Every page is drawn in black and white, without grey, at half the resolution of a scanner.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn = [page.render(scale=_DPI / 72, grayscale=True).to_numpy() for page in document]
    finally:
        document.close()
    found = []
    for number, grey in enumerate(drawn, start=1):
        wanted = codes.FormCode(form.ref, number, form.version)
        if _is_known(grey.reshape(grey.shape[:2]), wanted, key):
            found.append(number)
    return found


def _is_known(grey: find.Pixels, wanted: codes.FormCode, key: bytes) -> bool:
    black = np.where(grey < _BLACK, 0, 255).astype(np.uint8)
    dots = _DPI / find.MM
    x, y = (round((one - _AROUND_CODE) * dots) for one in (geometry.QR.x, geometry.QR.y))
    side = round((geometry.QR.width + 2 * _AROUND_CODE) * dots)
    corner = np.ascontiguousarray(black[y : y + side, x : x + side])
    found = zxingcpp.read_barcodes(corner, formats=FORMATS)
    if [codes.read_form_payload(one.text, key=key) for one in found] != [wanted]:
        return False
    at = found[0].position
    high, wide = black.shape
    corners = [
        ((x + point.x) / wide, (y + point.y) / high)
        for point in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    ]
    where = find.place(np.repeat(black[..., None], 3, axis=2), corners)
    return where is not None and (where.by, where.missing) == ("marks", ())


def table() -> str:
    """How many forms have two pages, and of how many both are known, in one sentence."""
    forms = pages = both = 0
    for form in thousand():
        pdf = application_form(form, key=_KEY)
        document = pypdfium2.PdfDocument(pdf)
        forms, pages = forms + 1, pages + (len(document) == _PAGES)
        document.close()
        both += known(form, pdf, key=_KEY) == [1, 2]
    day = clock.today().isoformat()
    return words.text("bench.paper.odd", forms=forms, pages=pages, both=both, day=day)


def main() -> None:
    """Print the sentence, with ``--write`` also into the document."""
    chosen.use_settings()
    said = table()
    print(said)
    if "--write" in sys.argv[1:]:
        markers.write(markers.PAPER, {"odd": said})


if __name__ == "__main__":
    main()
