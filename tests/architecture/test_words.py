"""Whatever the house may say no with, it can say in words."""

import re
from pathlib import Path

from anzhu import words

SOURCE = Path(__file__).parents[2] / "src" / "anzhu"
_RAISED = re.compile(r"""(?:objection|because)\(\s*"([a-z_]+(?:\.[a-z_0-9]+)+)\"""")


def _codes() -> dict[str, str]:
    return {
        code: path.relative_to(SOURCE).as_posix()
        for path in sorted(SOURCE.rglob("*.py"))
        for code in _RAISED.findall(path.read_text(encoding="utf-8"))
    }


def test_every_objection_in_the_code_has_words():
    codes = _codes()
    assert len(codes) > 60
    assert not {
        code: where for code, where in codes.items() if not words.exists(f"objections.{code}")
    }


def test_every_notice_of_a_step_has_a_subject_and_a_body():
    for key in words.keys("notices"):
        other = key.replace(".subject", ".body") if key.endswith(".subject") else key
        assert words.exists(other), key
