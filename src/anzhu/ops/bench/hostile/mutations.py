"""Good files with a few things changed, as a fuzzer would: the same seed gives the same files."""

from collections.abc import Callable, Iterator
from random import Random

from anzhu.ops.bench.hostile import good

_EXTREMES = (0, 1, 0x7F, 0x80, 0xFF)


def mutations(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many mutated files, each with the kind of file that it was."""
    chance = Random(seed)  # noqa: S311
    for number in range(count):
        make = good.KINDS[number % len(good.KINDS)]
        yield make.__name__, mutated(make(), chance)


def mutated(content: bytes, chance: Random) -> bytes:
    """One to eight changes in a row; the first bytes stay, so that it still passes for its kind."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        if len(data) > 64:
            chance.choice(_CHANGES)(data, chance)
    return bytes(data)


def _place(data: bytearray, chance: Random) -> int:
    """Somewhere behind the first bytes, more often in the head, where the numbers are."""
    last = len(data) - 9
    return chance.randint(12, min(last, 400)) if chance.random() < 0.6 else chance.randint(12, last)


def _flip(data: bytearray, chance: Random) -> None:
    data[_place(data, chance)] ^= 1 << chance.randrange(8)


def _extreme(data: bytearray, chance: Random) -> None:
    at, wide = _place(data, chance), chance.choice((1, 2, 4))
    data[at : at + wide] = bytes([chance.choice(_EXTREMES)]) * wide


def _cut(data: bytearray, chance: Random) -> None:
    del data[max(64, _place(data, chance)) :]


def _leave_out(data: bytearray, chance: Random) -> None:
    at = _place(data, chance)
    del data[at : at + chance.randint(1, 64)]


def _repeat(data: bytearray, chance: Random) -> None:
    at, many = _place(data, chance), chance.randint(1, 200)
    data[at:at] = data[at : at + 64] * many


def _swap(data: bytearray, chance: Random) -> None:
    one, other = _place(data, chance), _place(data, chance)
    data[one : one + 8], data[other : other + 8] = data[other : other + 8], data[one : one + 8]


_CHANGES: tuple[Callable[[bytearray, Random], None], ...] = (
    _flip, _flip, _flip, _extreme, _extreme, _cut, _leave_out, _repeat, _swap,
)  # fmt: skip
