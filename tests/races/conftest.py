"""Races between real connections: every contender is a thread with a connection of its own."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from django.db import connection

from anzhu.kernel.errors import Refused
from tests.world import Story

Verb = Callable[[], object]


@dataclass(frozen=True)
class Finish:
    """How a race ended: what came back, who was refused for what, and anything that broke."""

    answers: Sequence[object]
    refusals: Sequence[list[str]]
    broken: Sequence[BaseException]


def race(*verbs: Verb) -> Finish:
    """Let all verbs go at the same moment; a broken one is an error, not a loser."""
    line = threading.Barrier(len(verbs))
    answers: list[object] = []
    refusals: list[list[str]] = []
    broken: list[BaseException] = []

    def run(verb: Verb) -> None:
        connection.ensure_connection()
        line.wait()
        try:
            answers.append(verb())
        except Refused as refused:
            refusals.append(refused.codes)
        except BaseException as wrong:
            broken.append(wrong)
        finally:
            connection.close()

    runners = [threading.Thread(target=run, args=(verb,)) for verb in verbs]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    return Finish(answers, refusals, broken)


@pytest.fixture
def story(transactional_db: None) -> Story:
    """The named people, committed, so that every connection sees them."""
    return Story()
