"""``anzhu assess`` as a command: a filter among others, however long its input is."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

from tests.properties.questions import lines

ASSESS = [sys.executable, "-m", "anzhu.ops", "assess"]


def run(text: bytes, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ASSESS, input=text, capture_output=True, check=False, env={**os.environ, **env}
    )


def test_many_lines_are_answered_in_their_order_by_all_processors() -> None:
    """A long input is shared among processes; one bad line in it is enough for the status."""
    asked = [line.encode() for line in lines(3500, seed=3)]
    well = run(b"\n".join(asked))
    assert (well.returncode, well.stderr) == (0, b"")
    names = [json.loads(line)["id"] for line in well.stdout.splitlines()]
    assert names == [f"3-{number}" for number in range(3500)]

    asked.insert(3000, b"{")
    ill = run(b"\n".join(asked))
    assert (ill.returncode, ill.stderr) == (1, b"")
    answers = ill.stdout.splitlines()
    assert [place for place, line in enumerate(answers) if b'"error"' in line] == [3000]
    assert answers[:3000] + answers[3001:] == well.stdout.splitlines()


def test_the_words_are_written_whatever_the_locale_and_a_bad_line_ends_with_one() -> None:
    ran = run(b"{\n", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert ran.returncode == 1
    assert json.loads(ran.stdout) == {"id": None, "error": "这一行不是有效的 JSON。"}
    assert ran.stderr == b""


def test_a_reader_that_leaves_early_is_no_accident(tmp_path: Path) -> None:
    questions = tmp_path / "questions"
    questions.write_text("".join(f"{line}\n" for line in lines(3000, seed=4)), encoding="utf-8")
    line = f"{shlex.join(ASSESS)} < {shlex.quote(str(questions))} | head -n 1"
    ran = subprocess.run(["sh", "-c", line], capture_output=True, check=False)  # noqa: S607
    assert json.loads(ran.stdout)["id"] == "4-0"
    assert ran.stderr == b""
