"""The child can do nothing but decode, and nothing that happens to it hurts the parent."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from anzhu.files import sandbox, walls
from anzhu.files.sandbox import Bounds
from anzhu.files.troubles import Trouble

PROBES = "tests.domain.files.probes"
SMALL = Bounds(memory=128 * 1024 * 1024, cpu_seconds=2, wall_seconds=20, file_bytes=1_000_000)


@pytest.fixture(autouse=True)
def _probes_can_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    root = str(Path(__file__).parents[3])
    monkeypatch.setattr(sandbox, "_PATH", [*sandbox._PATH, root])


@pytest.fixture
def file() -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as opened:
        opened.write(b"what was sent")
        opened.flush()
        yield opened


def attempted(what: str, file: BinaryIO, bounds: Bounds = SMALL) -> dict[str, Any]:
    with sandbox.run(PROBES, file, {"try": what}, bounds) as outcome:
        return dict(outcome.done)


def test_the_child_knows_nothing_but_its_file(file, monkeypatch):
    monkeypatch.setenv("ANZHU_SECRET_KEY", "secret")
    seen = attempted("look_around", file)
    assert set(seen["environment"]) <= {
        "GLIBC_TUNABLES",
        "LC_ALL",
        "LC_CTYPE",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
    }
    assert seen["folder"] == []
    assert seen["fed"] == "what was sent"


@pytest.mark.parametrize(
    "what",
    [
        "connect",
        "talk_locally",
        "start_a_program",
        "fork",
        "signal_the_parent",
        "look_into_the_stem",
    ],
)
def test_the_child_has_no_network_and_no_other_processes(file, what):
    assert attempted(what, file)["stopped"] == "PermissionError"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to lose")
def test_a_child_of_root_may_not_read_what_only_root_may(file):
    assert attempted("read_a_secret", file)["stopped"] == "PermissionError"


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("eat_memory", "file.too_heavy"),
        ("spin", "file.too_slow"),
        ("crash", "file.damaged"),
        ("fill_the_disk", "file.too_heavy"),
    ],
)
def test_a_file_that_takes_the_child_down_gets_a_sentence(file, what, code):
    with pytest.raises(Trouble) as trouble:
        attempted(what, file)
    assert trouble.value.code == code
    assert attempted("look_around", file)["fed"] == "what was sent"


def test_a_child_that_sleeps_is_ended(file):
    with pytest.raises(Trouble) as trouble:
        attempted("sleep", file, Bounds(wall_seconds=0.7))
    assert trouble.value.code == "file.too_slow"


def test_a_mistake_of_ours_is_not_blamed_on_the_file(file):
    with pytest.raises(sandbox.Broken):
        attempted("fail", file)


def test_a_link_the_child_left_is_not_followed(file):
    with (
        sandbox.run(PROBES, file, {"try": "leave_a_link"}, SMALL) as outcome,
        pytest.raises(OSError, match="symbolic links"),
    ):
        outcome.read("page.jpg")


def test_nothing_of_the_child_stays_on_the_disk(file, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    attempted("look_around", file)
    with pytest.raises(Trouble):
        attempted("crash", file)
    assert list(tmp_path.iterdir()) == []


def test_without_any_wall_against_the_network_nothing_is_decoded(monkeypatch):
    class NoKernelHelp:
        def unshare(self, flags: int) -> int:
            return -1

    monkeypatch.setattr(walls, "_libc", NoKernelHelp())
    monkeypatch.setattr(walls.platform, "machine", lambda: "riscv64")
    with pytest.raises(walls.Breach):
        walls.leave_the_network()


def test_every_denied_call_stands_in_the_filter_of_both_machines():
    for column, arch in walls._MACHINES.values():
        program = walls._program(column, arch)
        assert len(program) < 256
        for numbers in walls._DENIED.values():
            if (number := numbers[column]) is not None:
                assert walls._line(walls._EQUAL, number, 0, 1) in program
