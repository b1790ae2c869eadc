"""`anzhu photo check|make`: the photo tool at the command line; no database, nothing kept."""

import argparse
import json
import os
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TextIO

from anzhu import words
from anzhu.files.sandbox import Broken
from anzhu.kernel import clock
from anzhu.photos import judging
from anzhu.photos.judging import Verdict

PASSED, STOPPED, NOT_OPENED = 0, 1, 2
#: Of a file that is none of the kinds we know, nothing can be said but that it is no picture.
_NO_PICTURE = {"file.type_unknown", "file.empty"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Look at a picture, or make the photo of it."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help=words.text("ops.option.photo_check"))
    check.add_argument("--json", action="store_true", help=words.text("ops.option.json"))
    make = verbs.add_parser("make", help=words.text("ops.option.photo_make"))
    make.add_argument("-o", "--out", type=Path, required=True, metavar="OUT")
    make.add_argument("--force", action="store_true", help=words.text("ops.option.photo_force"))
    for verb in (check, make):
        verb.add_argument("file", type=Path, metavar="FILE")
        # The day whose profile counts; only for looking back, so it needs no word of its own.
        verb.add_argument("--on", type=date.fromisoformat, default=None, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """0 if the picture passes, 1 if something stops it, 2 if the file cannot be opened at all."""
    on = arguments.on or clock.today()
    if arguments.verb == "make" and not _may_write(arguments):
        return NOT_OPENED
    try:
        with arguments.file.open("rb") as source:
            verdict = judging.judge(source, on, pictures=arguments.verb == "make")
    except OSError:
        verdict = judging.unreadable(on)
        _complain("not_opened", file=arguments.file)
    except Broken:
        _complain("broken")
        return NOT_OPENED
    if arguments.verb == "make":
        return _make(verdict, arguments)
    if arguments.json:
        print(json.dumps(verdict.as_json(), ensure_ascii=False))
    else:
        _say(verdict)
    return _status(verdict)


def _status(verdict: Verdict) -> int:
    if verdict.passed:
        return PASSED
    none = verdict.picture is None and {stop.code for stop in verdict.stops} & _NO_PICTURE
    return NOT_OPENED if none else STOPPED


def _make(verdict: Verdict, arguments: argparse.Namespace) -> int:
    _say(verdict, file=sys.stderr)
    if verdict.portrait is None:
        return _status(verdict)
    try:
        _write(arguments.out, verdict.portrait)
    except OSError:
        _complain("not_written", file=arguments.out)
        return NOT_OPENED
    print(words.text("ops.photo.made", file=arguments.out), file=sys.stderr)
    return PASSED


def _may_write(arguments: argparse.Namespace) -> bool:
    """Nothing is overwritten unasked, and the picture itself never."""
    out: Path = arguments.out
    if out.exists() and arguments.file.exists() and out.samefile(arguments.file):
        _complain("is_the_original", file=out)
        return False
    if out.exists() and not arguments.force:
        _complain("exists", file=out)
        return False
    return True


def _write(out: Path, content: bytes) -> None:
    """The whole file or none of it."""
    with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as new:
        try:
            new.write(content)
            new.flush()
            Path(new.name).chmod(0o666 & ~_umask())
            Path(new.name).replace(out)
        except OSError:
            Path(new.name).unlink()
            raise


def _umask() -> int:
    """What new files may not allow; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _say(verdict: Verdict, file: TextIO | None = None) -> None:
    """The verdict in sentences: first what stops, then what could be better."""
    lines = [words.text(f"ops.photo.{'pass' if verdict.passed else 'stop'}")]
    lines += [f"✗ {words.objection(stop)}" for stop in verdict.stops]
    lines += [f"! {words.objection(hint)}" for hint in verdict.hints]
    print("\n".join(lines), file=file or sys.stdout)


def _complain(why: str, **facts: object) -> None:
    print(words.text(f"ops.photo.{why}", **facts), file=sys.stderr)
