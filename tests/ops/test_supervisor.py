"""One command for all processes: what dies comes back, and all end together."""

import signal
import subprocess
import sys
import time

from anzhu.ops.supervisor import Child, Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_what_dies_is_told_and_started_again_after_a_pause():
    told: list[tuple[str, int]] = []
    child = Child("sleeper", SLEEPER)
    running = Supervisor([child], tell=lambda name, code: told.append((name, code)))
    child.start()
    assert child.process is not None
    first = child.process.pid
    child.process.kill()
    child.process.wait()
    running.look()
    assert told == [("sleeper", -signal.SIGKILL)]
    assert child.process is None, "not at once: a child that cannot start must not spin"
    child.due = 0.0
    running.look()
    assert child.process is not None
    assert child.process.pid != first
    running.stop()
    assert child.process.poll() is not None


def test_the_pause_grows_while_a_child_keeps_dying_at_once():
    child = Child("short", [sys.executable, "-c", "pass"])
    pauses = []
    for _ in range(4):
        child.start()
        assert child.process is not None
        child.process.wait()
        child.died()
        pauses.append(child.pause)
    assert pauses == [0.5, 1.0, 2.0, 4.0]


PARENT = """
import sys, time
from anzhu.ops.supervisor import Child
child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""


def test_the_children_of_a_killed_supervisor_end_too():
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 10
    while _is_alive(child):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _is_alive(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as stat:  # noqa: PTH123
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
