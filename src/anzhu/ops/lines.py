"""A filter: every line in, one line out, in order, on all the processors there are."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import chain
from typing import BinaryIO

#: The answer to one line, and whether the line could be read.
Answer = Callable[[bytes], tuple[bytes, bool]]
#: Lines that are answered together, and the bytes after which a group is closed early.
_TOGETHER = 1000
_MOST_BYTES = 4 * 1024 * 1024
#: Groups under way for each process: enough to keep it busy, few enough to bound the memory.
_AHEAD = 3


def answer_all(source: Iterable[bytes], sink: BinaryIO, answer: Answer) -> bool:
    """Answer every line in order; were all of them readable?

    A short input is answered here; only one that does not fit a single group is worth the
    other processes. ``answer`` must be a function of a module: they find it by its name.
    """
    groups = _groups(source)
    first, second = next(groups, []), next(groups, [])
    processes = len(os.sched_getaffinity(0))
    answered: Iterable[tuple[bytes, bool]]
    if not second or processes == 1:
        answered = map(partial(_answered, answer), chain([first, second], groups))
    else:
        answered = _side_by_side(answer, chain([first, second], groups), processes)
    all_read = True
    for text, read in answered:
        sink.write(text)
        all_read = all_read and read
    sink.flush()
    return all_read


def _groups(source: Iterable[bytes]) -> Iterator[list[bytes]]:
    group: list[bytes] = []
    size = 0
    for line in source:
        group.append(line)
        size += len(line)
        if len(group) == _TOGETHER or size > _MOST_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _answered(answer: Answer, group: list[bytes]) -> tuple[bytes, bool]:
    found = [answer(line) for line in group]
    return b"".join(text for text, _ in found), all(read for _, read in found)


def _side_by_side(
    answer: Answer, groups: Iterator[list[bytes]], processes: int
) -> Iterator[tuple[bytes, bool]]:
    waiting: deque[Future[tuple[bytes, bool]]] = deque()
    with ProcessPoolExecutor(processes, initializer=_leave_ctrl_c_to_the_first) as pool:
        try:
            for group in groups:
                waiting.append(pool.submit(_answered, answer, group))
                if len(waiting) >= processes * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            # Waiting: a pool that is still closing when the interpreter ends complains about it.
            pool.shutdown(wait=True, cancel_futures=True)


def _leave_ctrl_c_to_the_first() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
