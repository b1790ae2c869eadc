"""The limit of the papers: a typesetter alone, and content that differs every time."""

import json
from random import Random

import typst

from anzhu.papers import codes, defaults, typeset

KEY = b"only for the bench".ljust(32, b".")
_SIGNS = "安全工程师注册申请化工矿山建筑冶金交通运输管理技术设备检测评价应急救援监督培训资格"


def another(portrait: bytes, number: int) -> bytes:
    """The same picture in other bytes (a JPEG comment), so that nothing is remembered of it."""
    said = f"{number:08d}".encode()
    return portrait[:2] + b"\xff\xfe" + (len(said) + 2).to_bytes(2, "big") + said + portrait[2:]


def pictures(portrait: bytes, number: int, place: str = "") -> dict[str, bytes]:
    """A portrait and a code that no other sheet has, by the names of their files."""
    return {
        f"portrait{place}.svg": typeset.picture(another(portrait, number)),
        f"qr{place}.svg": codes.qr_svg(f"http://localhost/v/{number:040d}"),
    }


_COMPILER: list[typst.Compiler] = []


def bare(template: str, said: object, needed: dict[str, bytes]) -> None:
    """Typeset with nothing around it: one compiler for the life of the process."""
    if not _COMPILER:
        fonts = [str(defaults.fonts())]
        _COMPILER.append(typst.Compiler(font_paths=fonts, ignore_system_fonts=True))
    files = {"main.typ": template.encode(), "data.json": json.dumps(said).encode(), **needed}
    _COMPILER[0].compile(input=files, format="pdf")  # type: ignore[type-var]


def text(chance: Random, length: int = 8) -> str:
    """So many characters that occur on such papers."""
    return "".join(chance.choices(_SIGNS, k=length))
