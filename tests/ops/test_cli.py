"""What every command does alike, whatever it is asked."""

import subprocess
import sys


def test_a_reader_that_has_enough_is_no_accident() -> None:
    command = [sys.executable, "-m", "anzhu.ops", "secrets"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        # Gone before the first word: as `| head` is, sooner or later.
        running.stdout.close()
        said = running.stderr.read()
        code = running.wait()
    assert (code, said) == (0, b"")
