"""A child is forked from a stem that has loaded everything; nothing of one file reaches another."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from anzhu.files import sandbox, stems
from anzhu.files.sandbox import Bounds, Broken
from anzhu.files.troubles import Trouble

PROBES, BUSY = "tests.domain.files.probes", "tests.domain.files.probe_with_a_thread"
ROOT = str(Path(__file__).parents[3])
SMALL = Bounds(memory=128 * 1024 * 1024, cpu_seconds=2, wall_seconds=20)


@pytest.fixture(autouse=True)
def _stems_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sandbox, "_PATH", [*sandbox._PATH, ROOT])
    monkeypatch.setattr(stems, "_stems", stems._Stems())
    yield
    stems.end_all()


def attempted(
    what: str, content: bytes = b"sent", bounds: Bounds = SMALL, trade: str = PROBES, **asked: Any
) -> dict[str, Any]:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        with sandbox.run(trade, file, {"try": what, **asked}, bounds) as outcome:
            return dict(outcome.done)


def stem_at_work() -> int:
    """The process of the one stem that there is."""
    (only,) = stems._stems._living.values()
    return only._process.pid


def children_of(process: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            said = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(said[1]) == process and said[0] != "Z":
            found.append(int(status.parent.name))
    return found


def child_of(process: int) -> int:
    """Its only child, as soon as there is one."""
    found: list[int] = []
    assert comes_true(lambda: found.extend(children_of(process)) or found)
    return found[0]


def lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def comes_true(what: Callable[[], object], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(what())


def test_every_file_has_a_child_of_its_own_and_all_of_a_trade_one_stem() -> None:
    first, second = attempted("tell_apart"), attempted("tell_apart")
    assert first["process"] != second["process"]
    assert first["stem"] == second["stem"] == stem_at_work()
    assert first["leads"] == [first["process"]] * 2, "its own session and its own group"
    assert not lives(first["process"])


def test_a_child_holds_nothing_open_but_its_file() -> None:
    assert attempted("count_open_files")["open"] == [0, 1, 2]


def test_nothing_of_a_file_stays_in_the_stem() -> None:
    assert attempted("remember")["before"] == ""
    assert attempted("remember")["before"] == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may look into a stem")
def test_the_stem_never_sees_the_file_nor_what_is_asked_about_it() -> None:
    file, name = b"of the file " + os.urandom(8).hex().encode(), os.urandom(8).hex()
    assert attempted("look_around", file, name=name)["fed"] == file.decode()
    memory = memory_of(stem_at_work())
    assert sandbox._PATH[0].encode() in memory
    assert file not in memory
    assert name.encode() not in memory


def memory_of(process: int) -> bytes:
    """What it may have written: all that is not mapped from a file."""
    found = bytearray()
    with Path(f"/proc/{process}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            where, may, *_, name = [*line.split(maxsplit=5), ""][:6]
            if may.startswith("rw") and not name.startswith(("/", "[v")):
                start, end = (int(one, 16) for one in where.split("-"))
                memory.seek(start)
                found += memory.read(end - start)
    return bytes(found)


def test_files_that_come_at_once_are_not_mixed_up() -> None:
    sent = [f"file {number}" for number in range(12)]
    with ThreadPoolExecutor(6) as threads:
        seen = list(threads.map(lambda one: attempted("look_around", one.encode()), sent))
    assert [one["fed"] for one in seen] == sent
    assert len(stems._stems._living) == 1


def test_after_a_file_that_took_its_child_down_the_next_gets_another_stem() -> None:
    before = attempted("tell_apart")["stem"]
    with pytest.raises(Trouble) as trouble:
        attempted("crash")
    assert trouble.value.code == "file.damaged"
    assert trouble.value.peak_kib > 0
    assert attempted("tell_apart")["stem"] != before
    assert comes_true(lambda: not lives(before))


def test_a_child_whose_time_is_up_is_gone_before_anybody_goes_on() -> None:
    stem = attempted("tell_apart")["stem"]
    with pytest.raises(Trouble) as trouble:
        attempted("sleep", bounds=Bounds(wall_seconds=0.5))
    assert trouble.value.code == "file.too_slow"
    assert children_of(stem) == []


def test_a_stem_that_died_is_replaced() -> None:
    before = attempted("tell_apart")["stem"]
    os.kill(before, signal.SIGKILL)
    assert attempted("tell_apart")["stem"] != before


def test_a_file_whose_stem_dies_is_done_once_more() -> None:
    before = attempted("tell_apart")["stem"]
    with ThreadPoolExecutor(1) as thread:
        napping = thread.submit(attempted, "nap")
        child = child_of(before)
        os.kill(before, signal.SIGKILL)
        assert napping.result()["process"] != child
    assert not lives(child)


def test_a_stem_that_does_not_answer_is_killed_with_its_children(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attempted("tell_apart")
    (hanging,) = stems._stems._living.values()
    os.kill(hanging._process.pid, signal.SIGSTOP)
    with monkeypatch.context() as soon, pytest.raises(stems.Gone):
        soon.setattr(stems, "LOADING", 0.2)
        hanging.have_done([0, 0, 0, 0], 1.0)
    assert hanging.has_ended
    assert attempted("tell_apart")["stem"] != hanging._process.pid


def test_a_stem_that_hangs_while_a_file_is_done_costs_only_the_time_of_that_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stem = attempted("tell_apart")["stem"]
    monkeypatch.setattr(stems, "ENDING", 0.2)
    with ThreadPoolExecutor(1) as thread:
        sleeping = thread.submit(attempted, "sleep", bounds=Bounds(wall_seconds=2.0))
        child = child_of(stem)
        os.kill(stem, signal.SIGSTOP)
        with pytest.raises(Trouble) as trouble:
            sleeping.result()
    assert trouble.value.code == "file.too_slow"
    assert comes_true(lambda: not lives(child))
    assert attempted("tell_apart")["stem"] != stem


def test_a_stem_that_cannot_load_is_our_fault_and_is_tried_twice(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(Broken):
        attempted("look_around", trade="anzhu.files.absent")
    said = [one.getMessage() for one in caplog.records if "anzhu.files.absent" in one.getMessage()]
    assert len(said) == 2


def test_what_keeps_a_thread_is_loaded_by_the_child_itself() -> None:
    with pytest.raises(Broken):
        attempted("count_threads", trade=BUSY)
    own = Bounds(memory=SMALL.memory, loads_itself=True)
    assert attempted("count_threads", trade=BUSY, bounds=own) == {"threads": 2}


def test_an_idle_stem_ends_and_leaves_no_zombie(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stems, "IDLE", 0.2)
    before = attempted("tell_apart")["stem"]
    assert comes_true(lambda: not lives(before))
    assert attempted("tell_apart")["stem"] != before
    assert not Path(f"/proc/{before}").exists()


STARTS_ONE = f"""
import io, os, sys, tempfile, time
sys.path[:0] = {sys.path!r}
from anzhu.files import sandbox
sandbox._PATH.append({ROOT!r})
def stem():
    with tempfile.TemporaryFile() as file:
        with sandbox.run({PROBES!r}, file, {{"try": "tell_apart"}}) as outcome:
            return outcome.done["stem"]
print(stem(), flush=True)
"""


def started(program: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", STARTS_ONE + program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def heard(program: "subprocess.Popen[str]") -> int:
    assert program.stdout is not None
    return int(program.stdout.readline())


def test_a_forked_process_starts_stems_of_its_own() -> None:
    with started("if os.fork() == 0: print(stem(), flush=True)\nelse: os.wait()") as program:
        assert heard(program) != heard(program)
        assert program.wait(30) == 0


@pytest.mark.parametrize("forked", [False, True])
def test_a_stem_and_its_child_die_with_whoever_started_them(forked: bool) -> None:
    """Also where a forked process lives on, which still has the same things open."""
    fork = "if os.fork() == 0: time.sleep(60); os._exit(0)\n" if forked else ""
    endless = f"""{fork}
with tempfile.TemporaryFile() as file:
    with sandbox.run({PROBES!r}, file, {{"try": "sleep"}}): pass
"""
    with started(endless) as program:
        stem = heard(program)
        child = child_of(stem)
        others = [one for one in children_of(program.pid) if one != stem]
        program.kill()
        assert comes_true(lambda: not lives(stem))
        assert comes_true(lambda: not lives(child))
        for one in others:
            os.kill(one, signal.SIGKILL)
